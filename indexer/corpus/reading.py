"""From a source to its articles: whatever cannot be read is named, and the rest is still read."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

from indexer.corpus.json_records import read_json_document, read_json_lines
from indexer.corpus.plain_text import read_plain_text
from indexer.corpus.sources import Source, explain, find_files
from indexer.corpus.streams import Input, UnreadableError, open_source
from indexer.corpus.tables import read_comma_separated, read_tab_separated
from indexer.model import Article, ArticleError

_READERS = {
    ".txt": read_plain_text,
    ".jsonl": read_json_lines,
    ".json": read_json_document,
    ".csv": read_comma_separated,
    ".tsv": read_tab_separated,
}


def read_articles(path: str | Path) -> Iterator[Article | ArticleError]:
    """Yield every article of a file, a folder or `-` (JSONL on standard input), and every error.

    Nothing is raised for bad input. What is read but not as it stands (a date that is none, text
    that is not UTF-8) is logged as a warning of the logger `knipsel`.
    """
    for source in find_files([path]):
        if isinstance(source, ArticleError):
            yield source
        else:
            yield from read(source)


class Reading:
    """The articles of one source in its order; memory is that of one article, or one .json.

    An error that ends a file comes after the articles before it.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._opened: Input | None = None

    def __iter__(self) -> Iterator[Article | ArticleError]:
        source, empty = self._source, True
        try:
            with open_source(source) as self._opened:
                for article in _READERS[source.form](self._opened):
                    empty = False
                    yield article
                if empty:
                    yield ArticleError(source.origin, None, "holds no articles; take it out")
        except (UnreadableError, OSError, EOFError, zlib.error) as error:
            line = self._opened.line if self._opened else None
            yield ArticleError(source.origin, line or None, _reason(error))

    def bytes_read(self) -> int:
        """Return how far into the file on disk it is."""
        return self._opened.bytes_read() if self._opened else 0


def read(source: Source) -> Reading:
    """Return the articles of one source, and every error in it."""
    return Reading(source)


def _reason(error: Exception) -> str:
    match error:
        case EOFError():
            return "compressed data are cut off here; articles before were read; get the whole file"
        case zlib.error() | gzip.BadGzipFile():
            return "compressed data are damaged here; articles before were read; get the file again"
        case OSError():
            return explain(error)
        case _:
            return str(error)
