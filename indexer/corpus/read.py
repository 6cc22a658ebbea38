"""From a source to its articles: whatever cannot be read is named, and the rest is still read."""

from __future__ import annotations

import gzip
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, TypeAlias

from indexer.corpus.dates import date_in_path
from indexer.corpus.discover import Source, explain, find_files
from indexer.corpus.input_file import InputFile, UnreadableError, open_source
from indexer.corpus.normalize import looks_misread
from indexer.corpus.readers.archives import Member, tar_members, zip_members
from indexer.corpus.readers.json_records import read_json_document, read_json_lines
from indexer.corpus.readers.markdown import read_markdown
from indexer.corpus.readers.pdf import read_pdf
from indexer.corpus.readers.plain_text import read_plain_text
from indexer.corpus.readers.tables import read_comma_separated, read_tab_separated
from indexer.corpus.readers.warc import read_warc
from indexer.corpus.readers.web_pages import read_web_page
from indexer.corpus.readers.word import read_word
from indexer.corpus.readers.xml_files import read_xml
from indexer.model import Article, ArticleError, Fields

_Articles: TypeAlias = Iterator[Article | ArticleError]

_READERS: dict[str, Callable[[InputFile], _Articles]] = {
    ".txt": read_plain_text,
    ".md": read_markdown,
    ".jsonl": read_json_lines,
    ".json": read_json_document,
    ".csv": read_comma_separated,
    ".tsv": read_tab_separated,
    ".html": read_web_page,
    ".xml": read_xml,
    ".docx": read_word,
    ".pdf": read_pdf,
    ".warc": read_warc,
}
_OPENERS: dict[str, Callable[[InputFile], Iterator[Member | ArticleError]]] = {
    ".zip": zip_members,
    ".tar": tar_members,
}
_OF_ONE = {".txt", ".md", ".html", ".docx", ".pdf"}  # article: its file may tell what it does not
_RECORDS = {".jsonl", ".json", ".csv", ".tsv"}
_DAMAGE = (OSError, EOFError, zlib.error, zipfile.BadZipFile, tarfile.TarError)


def read_articles(path: str | Path, fields: Fields = ()) -> _Articles:
    """Yield every article of a file, a folder or `-` (JSONL on standard input), and every error.

    Nothing is raised for bad input. What is read but not as it stands (a date that is none, text
    that is not UTF-8) is logged as a warning of the logger `knipsel`.
    """
    for source in find_files([path]):
        if isinstance(source, ArticleError):
            yield source
        else:
            yield from read(source, fields)


class Articles:
    """The articles of one source in its order; memory is that of one article, or one .json.

    An error that ends a file comes after the articles before it.
    """

    def __init__(self, source: Source, fields: Fields = ()) -> None:
        self._source = source
        self._fields = fields
        self._file: IO[bytes] | None = None

    def __iter__(self) -> _Articles:
        return self._read(self._source)

    def bytes_read(self) -> int:
        """Return how far into the file on disk it is, 0 where that means nothing."""
        file = self._file
        return file.tell() if file and not file.closed and file.seekable() else 0

    def _read(self, source: Source, inside: IO[bytes] | None = None) -> _Articles:
        empty, opened = True, None
        try:
            with open_source(source, inside, self._fields) as opened:
                self._file = self._file or opened.file
                for found in self._found(opened):
                    item = _dated(found, source)
                    if isinstance(item, Article) and not opened.is_misread:
                        _note_misread(item, opened)
                    empty = False
                    yield item
                _note_missing(opened)
                if empty:
                    yield ArticleError(source.origin, None, "holds no articles; take it out")
        except (UnreadableError, *_DAMAGE) as error:
            line = opened.line if opened else None
            yield ArticleError(source.origin, line or None, _reason(error))

    def _found(self, opened: InputFile) -> _Articles:
        if opened.source.form not in _OPENERS:
            yield from _READERS[opened.source.form](opened)
            return
        for member in _OPENERS[opened.source.form](opened):
            if isinstance(member, Member):
                yield from self._read(*member)
            else:
                yield member


def read(source: Source, fields: Fields = ()) -> Articles:
    """Return the articles of one source, and every error in it."""
    return Articles(source, fields)


def _dated(item: Article | ArticleError, source: Source) -> Article | ArticleError:
    """Return an article that tells no date with that of its path, if it has one."""
    if source.form not in _OF_ONE or isinstance(item, ArticleError) or item.date:
        return item
    return replace(item, date=date_in_path(source.id))


def _note_misread(article: Article, opened: InputFile) -> None:
    if looks_misread(article.body):
        opened.is_misread = True
        reason = (
            "UTF-8 that was once read as another encoding (Ã©, â€™); get it from its source again"
        )
        opened.note(reason)


def _note_missing(opened: InputFile) -> None:
    if opened.source.form in _RECORDS:
        opened.line, opened.part = 0, ""
        for name, paths in opened.fields:
            for path in paths:
                if path not in opened.found:
                    opened.note(f"{path!r}, which [fields] has for {name}, is nowhere in this file")


def _reason(error: Exception) -> str:
    match error:
        case EOFError():
            return "compressed data are cut off here; articles before were read; get the whole file"
        case zlib.error() | gzip.BadGzipFile() | zipfile.BadZipFile() | tarfile.TarError():
            return "compressed data are damaged here; articles before were read; get the file again"
        case OSError():
            return explain(error)
        case _:
            return str(error)
