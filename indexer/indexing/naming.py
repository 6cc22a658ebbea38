"""Names of what a run brings: found when the whole archive is known, as its usage decides."""

from __future__ import annotations

from collections.abc import Mapping
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from indexer.compiled import compiled
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

MAX_ARTICLES = 20_000
"""Articles of a run up to which Python finds names unasked, a millisecond each."""
_SIZE_BITS = 32  # of the number of an article's place: how many bytes are kept of it
_SIZE = (1 << _SIZE_BITS) - 1


class Naming:
    """Keeps what a run brings, beside the generation, until its names are found.

    `wanted` is what the setting `names` says: all, none or auto. `folder` is on the disk that takes
    what is kept, in a file without a name. Raises KnipselError for a file of
    corrections that cannot be read.
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
        self._folder = folder
        self._active = wanted != "none" and (since is None or has_names(since))
        self._kept: IO[bytes] | None = None
        self._places: dict[str, int] = {}
        self._size = 0
        self._gathering = open_gathering() if self._active else None
        stored = corrected_by(since) if since and self._active else self._corrections.mark
        self.is_outdated = stored != self._corrections.mark
        """Whether the names of all articles are to be found anew, as other corrections hold."""
        is_asked = wanted == "all" or self.is_outdated
        self._max_articles = None if is_asked or compiled() else MAX_ARTICLES

    def has(self, article_id: str) -> bool:
        """Say whether an article was added."""
        return article_id in self._places

    @property
    def usage(self) -> NameUsage | None:
        """What gathers the words of names in the kernel; None where that is not done there."""
        gathering = self._gathering if self._active else None
        return gathering.usage if isinstance(gathering, CompiledGathering) else None

    def add(self, article: Article, kept: bytes | None = None) -> None:
        """Take an article, in place of any with the same id; `kept` is what `usage` read of it."""
        if not self._active or self._gathering is None:
            return
        if kept is None:
            kept = self._gathering.add(f"{article.title}\n\n{article.body}")
        if self._kept is None:
            self._kept = TemporaryFile(dir=self._folder)  # noqa: SIM115 - until `close`
        self._places[article.id] = self._size << _SIZE_BITS | len(kept)
        self._size += self._kept.write(kept)
        if self._max_articles is not None and len(self._places) > self._max_articles:
            self._active = False

    def finish(self, folder: Path) -> None:
        """Write the names of a generation whose forward index is there, if it keeps names."""
        if self._active:
            if self.is_outdated:
                drop_names(folder)
            store_names(folder, self._since, self._brought)
            write_corrected_by(folder, self._corrections.mark)
            self._write_bearers(folder)
        elif folder.is_dir():
            drop_names(folder)
        self.close()

    def _write_bearers(self, folder: Path) -> None:
        from indexer.storage.forward.index import ForwardIndex  # noqa: PLC0415 - numpy takes 80 ms
        from indexer.storage.names.bearers import bearers_of  # noqa: PLC0415
        from indexer.storage.names.kept_bearers import write_bearers  # noqa: PLC0415

        index = ForwardIndex.open(folder)
        found = bearers_of(index.names, self._corrections.part) if index.names else {}
        write_bearers(folder, found)

    def close(self) -> None:
        """Drop what is kept."""
        if self._kept is not None:
            self._kept.close()

    def _brought(self, index: ForwardIndex) -> _Brought:
        assert self._gathering is not None, "names are found where words were gathered"
        assert self._kept is not None or not self._places, "an article with a place was added"
        self._gathering.keep_usage(index)
        finder = self._gathering.finder(index, self._corrections)
        return _Brought(finder, _mapped(self._kept) if self._size else b"", self._places)


@dataclass(frozen=True, slots=True)
class _Brought:
    """The articles that a run brought: where what was kept of each lies, and what finds names."""

    finder: NamesFinder
    kept: bytes | mmap
    places: Mapping[str, int]

    def __contains__(self, id_: object) -> bool:
        return id_ in self.places

    def add(self, columns: Columns, id_: str) -> bool:
        place = self.places.get(id_)
        if place is None:
            return False
        start = place >> _SIZE_BITS
        self.finder.store(self.kept[start : start + (place & _SIZE)], columns)
        return True


def _mapped(file: IO[bytes] | None) -> mmap:
    assert file is not None, "an article with a place was added"
    file.flush()
    return mmap(file.fileno(), 0, access=ACCESS_READ)
