"""Names of what a run brings: found when the whole archive is known, as its usage decides."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from indexer.names.corrections import NO_CORRECTIONS, read_corrections
from indexer.names.finding import open_gathering
from indexer.storage.names.corrected import corrected_by, write_corrected_by
from indexer.storage.names.segment import Names, StoredName
from indexer.storage.names.writer import drop_names, has_names, store_names

if TYPE_CHECKING:
    from indexer.model import Article
    from indexer.storage.forward.index import ForwardIndex

MAX_ARTICLES = 20_000
"""Articles of a run up to which their names are found unasked: half a millisecond each."""


class Naming:
    """Keeps the texts that a run brings, beside the generation, until their names are found.

    `wanted` is what the setting `names` says: all, none or auto. Raises KnipselError for a file of
    corrections that cannot be read.
    """

    def __init__(
        self, since: Path | None, *, wanted: str = "none", corrections: Path | None = None
    ) -> None:
        self._corrections = read_corrections(corrections) if wanted != "none" else NO_CORRECTIONS
        self._since = since
        self._wanted = wanted
        self._active = wanted != "none" and (since is None or has_names(since))
        self._texts: IO[bytes] | None = None
        self._places: dict[str, tuple[int, int]] = {}
        self._gathering = open_gathering() if self._active else None
        stored = corrected_by(since) if since and self._active else self._corrections.mark
        self.is_outdated = stored != self._corrections.mark
        """Whether the names of all articles are to be found anew, as other corrections hold."""

    def has(self, article_id: str) -> bool:
        """Say whether an article was added."""
        return article_id in self._places

    def add(self, article: Article) -> None:
        """Take an article, in place of any with the same id."""
        if not self._active or self._gathering is None:
            return
        text = f"{article.title}\n\n{article.body}"
        self._gathering.add(text)
        raw = text.encode(errors="surrogatepass")
        if self._texts is None:
            self._texts = TemporaryFile()  # noqa: SIM115 - until `close`
        self._places[article.id] = self._texts.tell(), len(raw)
        self._texts.write(raw)
        if self._wanted == "auto" and not self.is_outdated and len(self._places) > MAX_ARTICLES:
            self._active = False

    def finish(self, folder: Path) -> None:
        """Write the names of a generation whose forward index is there, if it keeps names."""
        if self._active:
            if self.is_outdated:
                drop_names(folder)
            store_names(folder, self._since, self._names)
            write_corrected_by(folder, self._corrections.mark)
        elif folder.is_dir():
            drop_names(folder)
        self.close()

    def close(self) -> None:
        """Drop the texts."""
        if self._texts is not None:
            self._texts.close()

    def _names(self, index: ForwardIndex) -> Mapping[str, Names]:
        assert self._gathering is not None, "names are found where words were gathered"
        finder = self._gathering.finder(index, self._corrections)
        return {
            id_: [
                StoredName(each.name, each.type, tuple(each.forms), each.count)
                for each in finder.names_in(self._text(place, size))
            ]
            for id_, (place, size) in self._places.items()
        }

    def _text(self, place: int, size: int) -> str:
        assert self._texts is not None, "an article with a place was added"
        self._texts.seek(place)
        return self._texts.read(size).decode(errors="surrogatepass")
