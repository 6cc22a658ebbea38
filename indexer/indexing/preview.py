"""Dry runs: what readers make of the input, before an hour of indexing."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from indexer.config import Settings
from indexer.corpus import UserFields, find_files, read
from indexer.later import dataclass
from indexer.model import Article, ArticleError, Note, Remark
from indexer.release import is_embargoed
from indexer.reports import BuildReport, Tally

_MAX_NOTES = 20  # that are shown with an article


@dataclass(frozen=True, slots=True)
class Preview:
    """An article as it was read, with the file it stands in and what was noted on the way to it."""

    file: str
    article: Article
    notes: tuple[str, ...]


class DryRun:
    """Reads everything in the paths, and indexes nothing. `read` counts articles."""

    def __init__(self, paths: Sequence[str | Path], settings: Settings) -> None:
        self.read = 0
        self.tally = Tally()
        self._paths = paths
        self._fields = UserFields(settings.fields, settings.fields_by_path)
        self._zone = settings.timezone
        self._ways = {"ocr": settings.ocr, "follow_links": settings.follow_links}

    def articles(self, max_articles: int) -> Iterator[Preview]:
        """Yield the first `max_articles` articles of each format; read and count the others."""
        shown = Counter[str]()
        notes = deque[Note](maxlen=_MAX_NOTES)
        for file, format_, item in self._items(notes):
            if isinstance(item, Article) and shown[format_] < max_articles:
                shown[format_] += 1
                told = (str(note) for note in notes if not note.form)
                yield Preview(file, item, (*told, *_held(item)))
            notes.clear()

    def remarks(self) -> Iterator[Remark]:
        """Yield everything that is skipped, noted or passed over, in the order of the input."""
        notes = deque[Note]()
        for _, _, item in self._items(notes):
            yield from notes
            notes.clear()
            if isinstance(item, ArticleError):
                yield item
        yield from notes

    def report(self) -> BuildReport:
        """Return what was read, and what was not."""
        return BuildReport(read=self.read).after(self.tally)

    def _items(self, notes: deque[Note]) -> Iterator[tuple[str, str, Article | ArticleError]]:
        """Yield the file, format and outcome of everything; `notes` are those made before it."""

        def noted(note: Note) -> None:
            self.tally.add(note)
            notes.append(note)

        for source in find_files(self._paths, noted, **self._ways):
            if isinstance(source, ArticleError):
                self.tally.add(source)
                yield source.path, "", source
                continue
            for item in read(source, self._fields, noted, self._zone):
                if isinstance(item, ArticleError):
                    self.tally.add(item)
                else:
                    self.read += 1
                yield source.origin, source.format.name, item
        for note in self._fields.unused(self._paths):
            noted(note)


def _held(article: Article) -> Iterator[str]:
    """Yield why an article may not be seen."""
    if article.release and article.release.withdrawn:
        yield "withdrawn by its maker"
    elif article.release and is_embargoed(article.release.embargo, datetime.now(UTC)):
        yield f"under embargo until {article.release.embargo}"
