"""Names of what a run brings: found when the whole archive is known, as its usage decides."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from indexer.compiled import compiled
from indexer.engines.numbered_texts import NumberOf, numbered_texts
from indexer.indexing.memory import give_back
from indexer.later import dataclass
from indexer.names.corrections import NO_CORRECTIONS, read_corrections
from indexer.names.finding import CompiledGathering, NamesFinder, open_gathering
from indexer.storage.names.corrected import corrected_by, write_corrected_by
from indexer.storage.names.segment import has_names
from indexer.storage.names.writer import drop_names, store_names

if TYPE_CHECKING:
    from indexer._kernel import NameUsage
    from indexer.model import Article
    from indexer.storage.forward.index import ForwardIndex
    from indexer.storage.names.columns import Columns
    from indexer.storage.names.segment import Names

MAX_ARTICLES = 20_000
"""Articles of a run up to which Python finds names unasked, a millisecond each."""
_MANY = 50_000  # articles, after which there is memory to give back


class Naming:
    """Keeps what a run brings, beside the generation, until its names are found.

    `wanted` is what the setting `names` says: all, none or auto. `folder` is on the disk that takes
    what is kept, in a file without a name.

    Raises KnipselError for a file of corrections that cannot be read.
    """

    def __init__(
        self,
        since: Path | None,
        *,
        wanted: str = "none",
        corrections: Path | None = None,
        folder: Path | None = None,
    ) -> None:
        self._corrections = read_corrections(corrections) if wanted != "none" else NO_CORRECTIONS
        self._since = since
        self.folder = folder
        self._active = wanted != "none" and (since is None or has_names(since))
        self._kept: IO[bytes] | None = None
        self.ids = numbered_texts()
        """The ids of the run, which others of it number too."""
        self._order = NumberOf(self.ids)
        self._ends = array("q", (0,))
        self._gathering = open_gathering() if self._active else None
        stored = corrected_by(since) if since and self._active else self._corrections.mark
        self.is_outdated = stored != self._corrections.mark
        """Whether the names of all articles are to be found anew, as other corrections hold."""
        is_asked = wanted == "all" or self.is_outdated
        self._max_articles = None if is_asked or compiled() else MAX_ARTICLES

    def has(self, article_id: str) -> bool:
        """Say whether an article was added."""
        return article_id in self._order

    @property
    def usage(self) -> NameUsage | None:
        """What gathers the words of names in the kernel; None where that is not done there."""
        gathering = self._gathering if self._active else None
        return gathering.usage if isinstance(gathering, CompiledGathering) else None

    def add(self, article: Article) -> None:
        """Take an article, in place of any with the same id."""
        self.add_all((article.id,), (None,), lambda _: article)

    def add_all(
        self,
        ids: Sequence[str],
        read: Sequence[bytes | None],
        article_at: Callable[[int], Article],
    ) -> None:
        """Take articles, each in place of any with its id, with what `usage` read of them.

        Where it did not read one, that is asked for by its place.
        """
        if not self._active or self._gathering is None or not ids:
            return
        kept = [
            self._gathering.add(_text(article_at(place))) if each is None else each
            for place, each in enumerate(read)
        ]
        if self._kept is None:
            self._kept = TemporaryFile(dir=self.folder)  # noqa: SIM115 - until `close`
        first = len(self._ends) - 1
        self._order.update(ids, range(first, first + len(ids)))
        self._kept.write(b"".join(kept))
        self._ends.extend(accumulate(map(len, kept), initial=self._ends.pop()))
        if self._max_articles is not None and len(self._ends) > self._max_articles + 1:
            self._active = False

    def finish(self, folder: Path) -> None:
        """Write the names of a generation whose forward index is there, if it keeps names."""
        if self._active:
            if len(self._ends) > _MANY:
                give_back(len(self._ends) - 1)
            if self.is_outdated:
                drop_names(folder)
            index = store_names(folder, self._since, self._brought)
            self._write_bearers(folder, index)
            write_corrected_by(folder, self._corrections.mark)
        elif folder.is_dir():
            drop_names(folder)
        self.close()

    def _write_bearers(self, folder: Path, index: ForwardIndex) -> None:
        """Write whose the surnames are that stand alone, once names are written."""
        from indexer.storage.names.bearers import archive_bearers  # noqa: PLC0415 - numpy takes 80 ms
        from indexer.storage.names.kept_bearers import write_bearers  # noqa: PLC0415

        write_bearers(folder, archive_bearers(folder, index, self._corrections.part))

    def close(self) -> None:
        """Drop what is kept."""
        if self._kept is not None:
            self._kept.close()

    def _brought(self, index: ForwardIndex) -> _Brought:
        assert self._gathering is not None, "names are found where words were gathered"
        self._gathering.keep_usage(index)
        finder = self._gathering.finder(index, self._corrections)
        kept = _mapped(self._kept) if self._kept is not None and self._ends[-1] else b""
        return _Brought(finder, kept, self._order, self._ends)


@dataclass(frozen=True, slots=True)
class _Brought:
    """The articles that a run brought: where what was kept of each lies, and what finds names."""

    finder: NamesFinder
    kept: bytes | mmap
    order: NumberOf
    ends: Sequence[int]

    def __contains__(self, id_: str, /) -> bool:
        return id_ in self.order

    def add_all(self, columns: Columns, ids: Sequence[str], others: Mapping[str, Names]) -> None:
        kept, ends, store = self.kept, self.ends, self.finder.store
        for id_, place in zip(ids, self.order.get_all(ids), strict=True):
            if place is None:
                columns.add(others.get(id_, ()))
            else:
                store(kept[ends[place] : ends[place + 1]], columns)


def _text(article: Article) -> str:
    return f"{article.title}\n\n{article.body}"


def _mapped(file: IO[bytes]) -> mmap:
    file.flush()
    return mmap(file.fileno(), 0, access=ACCESS_READ)
