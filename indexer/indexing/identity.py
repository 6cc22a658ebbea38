"""Identity: which article of the index one that is read is, and the id that it has there.

An article is known by its origin and its id there. `docs/identity.md` has the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from enum import Enum
from pathlib import PurePath

from indexer.corpus.ids import is_global
from indexer.corpus.records import short_id
from indexer.engines.numbered_texts import NumberedTexts, NumberOf, numbered_texts
from indexer.engines.protocol import EngineReader
from indexer.indexing.document import AllHashed, Hashed, hashed
from indexer.indexing.incoming import Incoming, ids_of, tell_versions
from indexer.indexing.moved import MovedFiles
from indexer.indexing.origins import (
    Origin,
    OriginNames,
    OtherRoots,
    exists,
    is_deleted,
    is_same,
    lies_in,
    shown,
)
from indexer.later import NamedTuple
from indexer.model import Article, Note
from indexer.storage.payload import stored_article

# An article of the run is one number: bits of its content's hash, then the number of its origin.
_CONTENT_DIGITS, _NUMBER_BITS = 9, 24
_NUMBER = (1 << _NUMBER_BITS) - 1


class State(Enum):
    """What an article that is read does to the index."""

    UNCHANGED = "unchanged"
    ADDED = "added"
    CHANGED = "changed"


class Identified(NamedTuple):
    """An article under its id in the index, with the hashes of its content there."""

    article: Article
    hashed: Hashed
    state: State
    former: str = ""
    """The id that it had in the index while its file had another name, empty without one."""


class Identities:
    """Tells the articles of a run from each other and from those of the index.

    `reader` has those of earlier runs; articles of the `pruned` places go when they are not read.
    `noted` gets a note of each article that another one has the id of; `ids` are texts that others
    of the run number too.
    """

    def __init__(
        self,
        reader: EngineReader | None,
        noted: Callable[[Note], None],
        ids: NumberedTexts | None = None,
    ) -> None:
        self.pruned: Collection[str] = ()
        self.roots = OtherRoots()
        self._reader = reader
        self._moved = MovedFiles(reader) if reader is not None else None
        self._noted = noted
        self._seen = NumberOf(numbered_texts() if ids is None else ids)
        self._guids: set[str] = set()
        self._forgotten: set[str] = set()
        self._names = OriginNames()
        self._origin = Origin("")
        self._number = 0
        self._given: Identified
        self._repeats: dict[str, int] = {}
        self._repeated: set[tuple[str, int]] = set()

    def __contains__(self, id_: str) -> bool:
        """Say whether the run has read the article with this id in the index."""
        return id_ in self._seen or id_ in self._forgotten

    def known_as(self, article: Article, origin: Origin) -> str | None:
        """Return the id under which the index has an article now, None if it has not."""
        if self._means_same(article, article.id, origin):
            return article.id if self._holder(article.id) is not None else None
        known = origin.known_ids(article.id)
        return next((each for each in known if self._holder(each) == origin.name), None)

    def forget(self, id_: str) -> None:
        """Take an article for one that the index does not have, since it is taken out."""
        self._seen.pop(id_)
        self._guids.discard(id_)
        self._forgotten.add(id_)

    def take_new(self, incoming: Incoming, hashes: AllHashed) -> bool:
        """Take articles where none can be in the index, nor was read, nor tells a version.

        Else say so, and take none.
        """
        if self._reader is not None or self._forgotten or tell_versions(incoming.articles):
            return False
        marks = []
        for origin, alone in zip(incoming.origins, hashes.alone, strict=True):
            self._enter(origin)
            marks.append(_content_mark(alone) << _NUMBER_BITS | self._number & _NUMBER)
        return self._seen.add_all(ids_of(incoming.articles), marks) is not None

    def _enter(self, origin: Origin) -> None:
        if origin is not self._origin:
            self._origin, self._number = origin, self._names.number(origin.name)

    def identify(self, article: Article, origin: Origin, content: Hashed) -> Identified:
        """Return the article under its id in the index, and what it does there.

        `content` is what `hashed` returns of it.
        """
        self._enter(origin)
        self._given = Identified(article, content, State.UNCHANGED)
        if article.id not in self._seen:
            if self._reader is None:
                return self._take(article, content, State.ADDED)
            is_held = self._reader.has_content(article.id, content.here)
            if is_held and article.id not in self._forgotten:
                return self._take(article, content, State.UNCHANGED)
        return self._identify(article, origin, article.id)

    def _identify(self, article: Article, origin: Origin, id_: str) -> Identified:
        """Look for the article by all the ids that `id_` of this origin may have become."""
        known = origin.known_ids(id_)
        for each in known:
            if each in self._seen and is_same(self._name_of(self._seen[each]), origin.name):
                return self._again(article, origin, id_, each)
        moved = None
        for each in known:
            if each not in self._seen and (stored := self._stored_origin(each)):
                if is_same(stored, origin.name):
                    self.roots.meet(stored, origin.name)
                    return self._update(article, origin, each, stored)
                if not moved and not exists(stored) and self._has(article, each, stored):
                    moved = each
        if moved:
            return self._update(article, origin, moved, origin.name)
        return self._settle(article, origin, known[0])

    def _again(self, article: Article, origin: Origin, id_: str, known: str) -> Identified:
        """Return what an article is whose id another one in the same origin had before it."""
        found = self._as(article, known, origin)
        mark = _content_mark(found.hashed.alone)
        if mark == self._seen[known] >> _NUMBER_BITS or (known, mark) in self._repeated:
            return found
        is_guid = article.release is not None and article.release.has_guid
        is_version = is_guid and self._means_same(article, id_, origin)
        if is_version or (origin.is_crawl and not origin.gives(id_)):
            return self._replace(found, origin)
        self._repeated.add((known, mark))
        number = self._repeats[known] = self._repeats.get(known, 1) + 1
        kept_as = short_id(f"{known}~{number}")
        self._note(origin.shown, known, kept_as, "the same id at several articles; all are kept")
        return self._identify(article, origin, kept_as)

    def _note(self, files: str, id_: str, kept_as: str, reason: str) -> None:
        part = f"id {id_!r}, kept as {kept_as!r}: "
        self._noted(Note(files, None, part + reason, part=part))

    def _replace(self, found: Identified, origin: Origin) -> Identified:
        """Return an article that takes the place of one read before it, whose id means the same."""
        place = f"the place of an earlier one: {found.article.id!r}"
        self._noted(Note(origin.shown, None, f"a later version of an article took {place}"))
        return self._take(*found[:2], State.CHANGED)

    def _update(self, article: Article, origin: Origin, id_: str, stored: str) -> Identified:
        """Return the article as what the index holds of this origin, which may have changed."""
        found = self._as(article, id_, origin)
        held = self._has(article, id_, stored)
        return self._take(*found[:2], State.UNCHANGED if held else State.CHANGED)

    def _settle(self, article: Article, origin: Origin, id_: str) -> Identified:
        """Return what an article is that this origin did not have before."""
        found = self._as(article, id_, origin)
        if id_ in self._seen:
            mark = self._seen[id_]
            if mark >> _NUMBER_BITS == _content_mark(found.hashed.alone):
                return found
            if self._means_same(article, id_, origin):
                return self._replace(found, origin)
            other = self._name_of(mark)
        else:
            stored = self._stored_origin(id_)
            if stored is None:
                return self._add(found, origin, id_)
            other = stored
            if exists(other) and self._has(article, id_, other):
                return self._take(*found[:2], State.UNCHANGED, self._names.number(other))
            if self._means_same(article, id_, origin) or self._is_moved(
                found.article, origin, other
            ):
                return self._take(*found[:2], State.CHANGED)
        longer = self._free(id_, origin, other)
        files = f"{origin.shown} and {shown(other)}"
        self._note(files, id_, longer, "the same id in two files; both articles are kept")
        return self._add(self._as(article, longer, origin), origin, id_)

    def _named_anew(self, article: Article, origin: Origin, id_: str) -> str:
        """Return the id of the article in the index if that has it of a file that is gone.

        It is the same in all but its id and its place; or in its title alone, where another article
        was so and came from the same folder to the same one.
        """
        if self._moved is None or (is_global(id_) and not origin.gives(id_)):
            return ""
        for known, before in self._moved.candidates(id_, origin):
            is_same = self._has(article, known, before) or (
                self._moved.leads(before, origin.name)
                and (stored := self._stored(known)) is not None
                and stored.title == article.title
            )
            if is_same and known not in self:
                self._moved.take(known, before, origin.name)
                return known
        return ""

    def _add(self, found: Identified, origin: Origin, id_: str) -> Identified:
        """Return an article that the index has not under any id of its place, with `id_`."""
        added = self._take(*found[:2], State.ADDED)
        if former := self._named_anew(self._given.article, origin, id_):
            part = f"id {former!r} is {added.article.id!r} now: "
            reason = "a file or folder was renamed, and its articles with it"
            self._noted(Note(origin.shown, None, part + reason, part=part))
        return added._replace(former=former)

    def _free(self, id_: str, origin: Origin, other: str) -> str:
        """Return an id that no article has, which tells the origin from those that have it."""
        longer, others = origin.longer_ids(id_), [other]
        for each in longer:
            if all(origin.distinguishes(each, name) for name in others):
                if (holder := self._holder(each)) is None:
                    return each
                others.append(holder)
        return next(each for each in reversed(longer) if self._holder(each) is None)

    def _holder(self, id_: str) -> str | None:
        """Return the origin of the article that has an id, None if none has."""
        if id_ in self._seen:
            return self._name_of(self._seen[id_])
        return self._stored_origin(id_)

    def _stored_origin(self, id_: str) -> str | None:
        """Return the origin of the article that earlier runs left with an id, None if none did."""
        if self._reader is None or id_ in self._forgotten:
            return None
        return self._reader.origin(id_)

    def _means_same(self, article: Article, id_: str, origin: Origin) -> bool:
        """Say whether what has this id is the article, wherever it was read.

        An id that its maker calls unique is, if what has it was called so too.
        """
        if is_global(id_) and not origin.gives(id_):
            return True
        if id_ != article.id or article.release is None or not article.release.has_guid:
            return False
        return id_ in self._guids if id_ in self._seen else self._is_release(id_)

    def _is_moved(self, article: Article, origin: Origin, other: str) -> bool:
        """Say whether the origin in the index is gone, and this is the article that was in it.

        It is if it has the title that it had; where the folder is gone too, which may be that of a
        disk, if the day, the source and the name of the file are the same besides. With --prune it
        is in any case, for the article in the index would go.
        """
        if exists(other):
            return False
        is_certain = is_deleted(other, self.pruned)
        if is_certain and lies_in(other, self.pruned):
            return True
        before = self._stored(article.id)
        if before is None or before.title != article.title:
            return False
        if is_certain:
            return True
        as_before = (article.date, article.source) == (before.date, before.source)
        return as_before and PurePath(origin.name).name == PurePath(other).name

    def _has(self, article: Article, id_: str, origin: str) -> bool:
        """Say whether the index holds just this article under this id, of this origin."""
        if self._reader is None:
            return False
        return self._reader.has_content(id_, hashed(replace(article, id=id_), origin).here)

    def _is_release(self, id_: str) -> bool:
        stored = self._stored(id_)
        return stored is not None and stored.release is not None

    def _stored(self, id_: str) -> Article | None:
        doc_id = self._reader.doc_id(id_) if self._reader is not None else None
        if self._reader is None or doc_id is None:
            return None
        return stored_article(self._reader.load([doc_id])[0])

    def _as(self, article: Article, id_: str, origin: Origin) -> Identified:
        """Return the article that was given, under this id."""
        if id_ == article.id:
            return self._given
        article = replace(article, id=id_)
        return Identified(article, hashed(article, origin.name), State.UNCHANGED)

    def _take(
        self, article: Article, content: Hashed, state: State, number: int | None = None
    ) -> Identified:
        """Return an article that is found; it counts as read from the origin with this number."""
        if article.release and article.release.has_guid:
            self._guids.add(article.id)
        number = self._number if number is None else number
        self._seen[article.id] = _content_mark(content.alone) << _NUMBER_BITS | number & _NUMBER
        return Identified(article, content, state)

    def _name_of(self, mark: int) -> str:
        return self._names[mark & _NUMBER]


def has_global_id(article: Article) -> bool:
    """Say whether the id of an article means it in every file, by its form or by its maker."""
    return is_global(article.id) or (article.release is not None and article.release.has_guid)


def _content_mark(alone: str) -> int:
    return int(alone[:_CONTENT_DIGITS], 16)
