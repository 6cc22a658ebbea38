"""From a source to its articles: whatever cannot be read is named, and the rest is still read."""

from __future__ import annotations

import gzip
import logging
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import IO, TypeAlias

from indexer.corpus.beside import Beside, FolderTree
from indexer.corpus.dates import date_in_path
from indexer.corpus.discover import STANDARD_INPUT, Source, explain, find_files
from indexer.corpus.headings.bylines import writers
from indexer.corpus.headings.date_lines import without_own_date
from indexer.corpus.headings.signatures import date_beside_paper
from indexer.corpus.input_file import InputFile, Member, UnreadableError, open_source
from indexer.corpus.mapping.plain_articles import PlainArticles, one_by_one
from indexer.corpus.mapping.user_fields import UserFields
from indexer.corpus.normalize import looks_misread
from indexer.corpus.readers import reader_of
from indexer.dates import DUTCH_TIME
from indexer.model import Article, ArticleError, Fields, Note

_Articles: TypeAlias = Iterator[Article | ArticleError]
_Items: TypeAlias = Iterator[Article | ArticleError | PlainArticles]

_MAX_KINDS = 10
_LOG = logging.getLogger("knipsel")
_DAMAGE = (OSError, EOFError, zlib.error, zipfile.BadZipFile, tarfile.TarError)


def read_articles(path: str | Path, fields: Fields = (), zone: str = DUTCH_TIME) -> _Articles:
    """Yield every article of a file, a folder or `-` (JSONL on standard input), and every error.

    Nothing is raised for bad input. What is read but not as it stands (a date that is none, text
    that is not UTF-8) is logged as a warning of the logger `knipsel`.
    """
    given = UserFields(fields)
    for source in find_files([path]):
        if isinstance(source, ArticleError):
            yield source
        else:
            yield from read(source, given, zone=zone)
    for note in given.unused([path]):
        _LOG.warning("%s", note)


class Articles:
    """The articles of one source in its order; memory is that of one article, or one .json.

        An error that ends a file comes after the articles before it. `noted` gets each note.
    Moments are dated in `zone`. `inside` is what the last article stands in: the source, or a file
    in it; `is_crawl` says whether that is one of web pages.
    """

    def __init__(
        self,
        source: Source,
        fields: UserFields | Fields = (),
        noted: Callable[[Note], None] | None = None,
        zone: str = DUTCH_TIME,
    ) -> None:
        self._source = source
        self._fields = fields if isinstance(fields, UserFields) else UserFields(fields)
        self._noted = noted
        self._zone = zone
        self._file: IO[bytes] | None = None
        self.inside = source
        self.is_crawl = False

    def __iter__(self) -> _Articles:
        return one_by_one(self.in_runs())

    def in_runs(self) -> _Items:
        """Yield the same; articles that come in columns together."""
        return self._read(self._source)

    def bytes_read(self) -> int:
        """Return how far into the file on disk it is, 0 where that means nothing."""
        file = self._file
        return file.tell() if file and not file.closed and file.seekable() else 0

    def _read(
        self,
        source: Source,
        inside: IO[bytes] | None = None,
        above: InputFile | None = None,
        beside: Callable[[], Beside] | None = None,
    ) -> _Items:
        ok, input_file = False, None
        if inside is None and source.origin != STANDARD_INPUT:
            beside = partial(FolderTree.of, source)
        try:
            fields = self._fields.of(source.origin)
            given = source, inside, fields, self._noted, self._zone, beside
            with open_source(*given) as input_file:
                self._file = self._file or input_file.file
                for item in self._items(input_file):
                    ok = True
                    yield item
                _note_missing(input_file, self._fields)
                if not (ok or input_file.no_articles or input_file.is_part):
                    yield ArticleError(source.origin, None, "holds no articles; take it out")
        except ImportError as error:
            yield _missing_library(error, source, input_file)
        except (UnreadableError, RecursionError, *_DAMAGE) as error:
            line = input_file.line if input_file else None
            yield ArticleError(source.origin, line or None, _reason(error))
        if input_file and above:
            above.no_articles += input_file.no_articles
        elif input_file:
            _note_no_articles(input_file)

    def _items(self, input_file: InputFile) -> _Items:
        for item in reader_of(input_file.format)(input_file):
            match item:
                case Member(source, stream, beside):
                    yield from self._read(source, stream, input_file, beside)
                case Article():
                    self.inside, self.is_crawl = input_file.source, input_file.format.is_crawl
                    if not input_file.is_misread:
                        _note_misread(item, input_file)
                    yield _dated(_signed(_without_date(item, input_file.zone)), input_file)
                case PlainArticles():
                    self.inside, self.is_crawl = input_file.source, input_file.format.is_crawl
                    yield item
                case _:
                    yield item


def read(
    source: Source,
    fields: UserFields | Fields = (),
    noted: Callable[[Note], None] | None = None,
    zone: str = DUTCH_TIME,
) -> Articles:
    """Return the articles of one source, and every error in it; `noted` gets each note on it."""
    return Articles(source, fields, noted, zone)


def _signed(article: Article) -> Article:
    """Return an article with the names of its authors alone."""
    if not article.author:
        return article
    names = writers(article.author)
    return article if names == article.author else replace(article, author=names)


def _without_date(article: Article, zone: str) -> Article:
    """Return an article whose text does not begin with a line of its date alone.

    That of a scan stays as its boxes have it.
    """
    if not article.date or article.scan:
        return article
    body = without_own_date(article.body, article.date, zone)
    return article if body is article.body else replace(article, body=body)


def _dated(article: Article, input_file: InputFile) -> Article:
    """Return an article without a date with that of its path, if its file is one article."""
    if article.date or not input_file.is_one_article:
        return article
    path = input_file.source.id
    return replace(article, date=date_in_path(path) or date_beside_paper(path, input_file.zone))


def _note_misread(article: Article, input_file: InputFile) -> None:
    if looks_misread(article.body):
        input_file.is_misread = True
        reason = (
            "UTF-8 that was once read as another encoding (Ã©, â€™); get it from its source again"
        )
        input_file.note(reason)


def _note_no_articles(input_file: InputFile) -> None:
    if counted := input_file.no_articles:
        input_file.line, input_file.part = 0, ""
        for kind, count in counted.most_common(_MAX_KINDS):
            group = f"passed over as no articles: {kind}"
            input_file.note(f"{group} ({count:,})", count, group)


def _note_missing(input_file: InputFile, fields: UserFields) -> None:
    if input_file.format.has_fields and input_file.fields:
        input_file.line, input_file.part = 0, ""
        origin, found = input_file.source.origin, input_file.found_paths
        for reason in fields.read(origin, found, input_file.usual_fields):
            input_file.note(reason)


def _missing_library(
    error: ImportError, source: Source, input_file: InputFile | None
) -> ArticleError:
    """Name what to install; an import that no library is missing for is a bug, and raised."""
    needs = input_file.format.needs if input_file else ()
    if not needs:
        raise error
    name = (error.name or "").partition(".")[0]
    reason = f"needs {name}, which is not installed. Run: pip install {' '.join(needs)}"
    return ArticleError(source.origin, None, reason, needs=needs)


def _reason(error: Exception) -> str:
    match error:
        case EOFError():
            return "compressed data are cut off here; articles before were read; get the whole file"
        case zlib.error() | gzip.BadGzipFile() | zipfile.BadZipFile() | tarfile.TarError():
            return "compressed data are damaged here; articles before were read; get the file again"
        case OSError():
            return explain(error)
        case RecursionError():
            return "nested too deeply to follow; save it again"
        case _:
            return str(error)
