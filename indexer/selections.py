"""A selection that lasts: what was asked of which archive, and each article with its checksum."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

import orjson

from indexer.answers.long_text import Stored, json_pieces
from indexer.later import dataclass
from indexer.model import Article, SearchRequest


class WholeChecksum:
    """The checksum of a selection, made of its articles one after another, in the order of ids."""

    def __init__(self) -> None:
        self._digest = sha256()

    def add(self, id_: str, checksum: str) -> None:
        """Take the next article."""
        self._digest.update(f"{id_}\t{checksum}\n".encode())

    @property
    def value(self) -> str:
        """The checksum of the articles so far."""
        return self._digest.hexdigest()


@dataclass(frozen=True, slots=True)
class SavedSelection:
    """The articles that a request selected on a day, to be cited and selected again.

    `checksums` has those of the articles by id, in the order of the ids. `made` is the day in ISO
    8601; `version`, `fingerprint` and `generation` are those of Knipsel, of its analysis and of the
    index, which had so many articles in its `archive`.
    """

    request: SearchRequest
    interpreted: str
    checksums: Mapping[str, str]
    made: str
    version: str
    fingerprint: str
    generation: str
    archive: int
    parts: bool = False
    collapse: bool = False
    title: str = ""
    authors: tuple[str, ...] = ()

    @property
    def checksum(self) -> str:
        """The checksum of the whole: SHA-256 of a line `id TAB checksum` for each article."""
        whole = WholeChecksum()
        for id_, checksum in self.checksums.items():
            whole.add(id_, checksum)
        return whole.value


@dataclass(frozen=True, slots=True)
class SelectionChanges:
    """What a selection is now, beside what was saved; each list has ids in their order.

    `came` are selected now and were not, `went` the other way round, `changed` are selected still
    and have another text or other fields. Of those that went, `gone` are not in the archive at all.
    `reread` is how the query is read now, where that differs.
    """

    saved: SavedSelection
    now: SavedSelection
    came: tuple[str, ...]
    went: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    reread: str | None = None

    @property
    def same(self) -> bool:
        """Whether exactly the saved articles are selected, unchanged."""
        return not (self.came or self.went or self.changed)


def canonical(article: Article) -> bytes:
    """Return an article as one line of JSON that is the same on every engine and machine.

    It is UTF-8 without white space between keys, which are in alphabetical order; fields without a
    value are left out.
    """
    fields = {name: _whole(value) for name, value in article.to_json().items() if value}
    return orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)


def article_checksum(stored: Stored) -> str:
    """Return the SHA-256 of an article: of its line, without the end."""
    if isinstance(stored, Article):
        return sha256(canonical(stored)).hexdigest()
    made = sha256()
    for piece in json_pieces(
        {name: each for name, each in sorted(stored.to_json().items()) if each}
    ):
        made.update(piece)
    return made.hexdigest()


def _whole(value: str | list[str] | None) -> str | list[str] | None:
    """Return a value without halves of characters, which no JSON can hold."""
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    return [each.encode(errors="replace").decode() for each in value] if value else value
