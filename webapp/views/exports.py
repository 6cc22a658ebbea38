"""Results and references as files for other programs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import chain, islice
from operator import attrgetter
from tempfile import TemporaryFile
from typing import BinaryIO, Protocol

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import NotFound

from indexer.answers.streams import ExportPart, ExportRow, ExportStream
from indexer.errors import RequestError
from indexer.messages import Bilingual
from indexer.model import Hit
from indexer.output import citations, export_files, tables
from indexer.output.export_columns import (
    SEPARATORS,
    WHOLE,
    ExportColumn,
    names,
    read_columns,
)
from indexer.output.tables import Line
from indexer.storage.payload import LISTED
from webapp.archive_access import current_archive
from webapp.media_types import CITATIONS, CSV, JSONL, PARQUET, RIS, TEXT, XLSX
from webapp.urls.addresses import address, article_path, host_of, permalink
from webapp.urls.parameters import read_choice, read_first, read_state, without
from webapp.urls.search_state import SearchState

blueprint = Blueprint("exports", __name__)

IN_PARTS = "KNIPSEL_IN_PARTS"
"""Whether a file has a part of a large export, so that no request takes the server long."""
MOST = 10_000
"""Articles of a part."""
MOST_IN_A_WORKBOOK = 5_000
MOST_WORDS = 7_000_000
"""Words of the long articles of a part whose texts are asked for: 40 MB."""
MOST_WORDS_READ = 1_500_000
"""The same where passages are looked for in them."""
MOST_PASSAGES = 1_000
"""The same where each has a passage: they take half a second where words stand everywhere."""

_AT_ONCE = 200
_LETTERS = 1 << 18
_PIECE = 1 << 16
_CRLF = "\r\n"
# Without a byte order mark Excel reads UTF-8 as Windows-1252: OekraÃ¯ne for Oekraïne.
_BOM = "\ufeff"


class _Writer(Protocol):
    """Writes rows to a file that has to be whole."""

    def __call__(
        self,
        to: BinaryIO,
        rows: Iterable[ExportRow],
        columns: Sequence[ExportColumn],
        facts: Iterable[tuple[str, str]],
        /,
    ) -> None: ...


@blueprint.get("/export.csv")
def csv() -> Response:
    """Return the results as a CSV table (RFC 4180)."""
    asked = _asked()
    separator = SEPARATORS[read_choice(request.args, "separator", tuple(SEPARATORS))]
    lines = export_files.csv_lines(asked.found.rows, asked.columns, separator)
    return asked.file(encoded(lines, _CRLF, _BOM), CSV, "csv")


@blueprint.get("/export.jsonl")
def jsonl() -> Response:
    """Return the results as whole articles, one JSON object per line."""
    asked = _asked(WHOLE)
    hits = map(attrgetter("hit", "stored"), asked.found.rows)
    return asked.file(encoded(tables.article_lines(hits), "\n", ""), JSONL, "jsonl")


@blueprint.get("/export.ris")
def ris() -> Response:
    """Return the results as references for Zotero, EndNote and Mendeley (RIS)."""
    asked = _asked()
    return asked.file(encoded(_references(asked.hits()), _CRLF, ""), RIS, "ris")


@blueprint.get("/export.xlsx")
def workbook() -> Response:
    """Return the results as a workbook of Excel."""
    asked = _asked()
    return asked.written(export_files.write_workbook, XLSX, "xlsx")


@blueprint.get("/export.parquet")
def parquet() -> Response:
    """Return the results in Parquet, where its library is installed."""
    if not find_spec("pyarrow"):
        raise NotFound
    return _asked().written(export_files.write_parquet, PARQUET, "parquet")


@blueprint.get("/export.txt")
def about() -> Response:
    """Return what an export is an answer to: the query, its limits, the day and the index."""
    asked = _asked()
    lines = export_files.about_lines(asked.facts())
    return asked.file(encoded(lines, "\n", ""), TEXT, "txt")


@blueprint.get("/cite/<article_id:article_id>")
def cite(article_id: str) -> Response:
    """Return the reference to an article as a file: text, RIS or BibTeX."""
    form = read_choice(request.args, "form", tuple(CITATIONS))
    article = current_archive().article(article_id, longest=LISTED).article
    link = permalink(request, article.id)
    match form:
        case "ris":
            text = _CRLF.join((*citations.ris_lines(article, link), ""))
        case "bibtex":
            text = "\n".join((*citations.bibtex_lines(article, link), ""))
        case _:
            text = citations.reference(article, link) + "\n"
    media_type, suffix = CITATIONS[form]
    return download([text.encode()], media_type, citations.plain_name(article.title), suffix)


@dataclass(frozen=True, slots=True)
class _Export:
    """An export that is asked for: its search, its columns and what was found."""

    state: SearchState
    columns: tuple[ExportColumn, ...]
    found: ExportStream

    def hits(self) -> Iterator[Hit]:
        return (row.hit for row in self.found.rows)

    def facts(self) -> list[tuple[str, str]]:
        stats, whole = current_archive().stats(), self.state.request(1)
        found = self.found
        return export_files.about(whole, found, stats, self.columns)

    def file(self, content: Iterable[bytes], media_type: str, suffix: str) -> Response:
        """Return a file; one of a part says so in its name, and where the next is to be had."""
        name, found = citations.plain_name(self.state.q), self.found
        if not found.is_whole:
            part = f"{found.part.first}-{found.last}-of-{found.total}"
            name = "-".join(filter(None, (name, part)))
        response = download(content, media_type, name, suffix)
        response.headers["Knipsel-Total"] = str(found.total)
        if found.last < found.total:
            pairs = [*without(request.args, "first").items(multi=True)]
            following = address(request.path, [*pairs, ("first", str(found.last + 1))])
            response.headers["Link"] = f'<{following}>; rel="next"'
        return response

    def written(self, write: _Writer, media_type: str, suffix: str) -> Response:
        """Return a file that is written whole before it is sent."""
        file = TemporaryFile()  # noqa: SIM115 - it is closed when it was sent
        try:
            write(file, self.found.rows, self.columns, self.facts())
            file.seek(0)
        except BaseException:
            file.close()
            raise
        response = self.file(_pieces(file), media_type, suffix)
        response.call_on_close(file.close)
        return response


def _asked(whole: frozenset[str] = frozenset()) -> _Export:
    """Return the export that the parameters ask for. Raises RequestError if it begins too late.

    It has what their columns ask for, and what `whole` articles do.
    """
    state = read_state(request.args).at(1)
    columns = read_columns(request.args.getlist("columns"))
    wanted = names(columns) | whole
    most = most_in_a_file(request.path.rpartition(".")[2], wanted)
    part = ExportPart(read_first(request.args), most, most_words(wanted))
    found = current_archive().export(state.request(1), wanted, part)
    if found.part.first > max(1, found.total):
        dutch = f"er zijn {found.total} artikelen gevonden"
        raise RequestError("first", Bilingual(dutch, f"{found.total} articles are found"))
    return _Export(state, columns, found)


def most_in_a_file(suffix: str = "", columns: Collection[str] = ()) -> int | None:
    """Return how many articles a file that ends so has at most, with these columns."""
    if not current_app.config[IN_PARTS]:
        return None
    most = MOST_IN_A_WORKBOOK if suffix == "xlsx" else MOST
    return min(most, MOST_PASSAGES) if "passage" in columns else most


def most_words(columns: Collection[str] = ()) -> int | None:
    """Return how many words the long articles of a file have at most, with these columns."""
    if not current_app.config[IN_PARTS]:
        return None
    return MOST_WORDS_READ if "passage" in columns else MOST_WORDS


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE):
            yield piece


def _references(hits: Iterable[Hit]) -> Iterator[str]:
    host = host_of(request)  # now: the lines are made after the request
    return tables.reference_lines(hits, lambda article: host + article_path(article.id))


def table(lines: Iterator[str], name: str) -> Response:
    """Return lines of CSV as a file to download."""
    return download(encoded(lines, _CRLF, _BOM), CSV, name, "csv")


def download(content: Iterable[bytes], media_type: str, name: str, suffix: str) -> Response:
    """Return a file to download, named after its content.

    Its first piece is made before the answer begins, so that what is damaged there gets a 503.
    """
    if isinstance(content, Iterator):
        content = chain([*islice(content, 1)], content)
    response = Response(content, content_type=f"{media_type}; charset=utf-8")
    file_name = "-".join(filter(None, ("knipsel", name)))
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}.{suffix}"'
    return response


def encoded(lines: Iterable[Line], end: str, begin: str) -> Iterator[bytes]:
    """Yield the lines as bytes, many lines at a time, but of long ones pieces."""
    batch, letters = [begin], 0
    for line in lines:
        is_one = isinstance(line, str)
        for text in (line, end) if isinstance(line, str) else chain(line, (end,)):
            batch.append(text)
            letters += len(text)
            is_full = letters > _LETTERS or len(batch) >= 2 * _AT_ONCE
            if is_full and (text is end or not is_one):
                content = "".join(batch).encode()
                batch, letters = [], 0
                yield content
                del content
        del line  # a long one is not held while the next is loaded
    if len(batch) > 1:
        yield "".join(batch).encode()
