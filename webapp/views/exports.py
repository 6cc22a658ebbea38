"""Results and references as files for other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from flask import Blueprint, Response, request

from indexer.model import Hit
from indexer.output import citations, tables
from webapp.archive_access import current_archive
from webapp.media_types import CITATIONS, CSV, JSONL, RIS
from webapp.urls.addresses import article_path, host_of, permalink
from webapp.urls.parameters import MAX_EXPORTED, read_choice, read_state

blueprint = Blueprint("exports", __name__)

_AT_ONCE = 200
_CRLF = "\r\n"
# Without a byte order mark Excel reads UTF-8 as Windows-1252: OekraÃ¯ne for Oekraïne.
_BOM = "\ufeff"


@blueprint.get("/export.csv")
def csv() -> Response:
    """Return the results as a CSV table (RFC 4180)."""
    return _export(CSV, "csv", tables.csv_lines, end=_CRLF, begin=_BOM)


@blueprint.get("/export.jsonl")
def jsonl() -> Response:
    """Return the results as whole articles, one JSON object per line."""
    return _export(JSONL, "jsonl", tables.article_lines)


@blueprint.get("/export.ris")
def ris() -> Response:
    """Return the results as references for Zotero, EndNote and Mendeley (RIS)."""
    return _export(RIS, "ris", _references, end=_CRLF)


@blueprint.get("/cite/<article_id:article_id>")
def cite(article_id: str) -> Response:
    """Return the reference to an article as a file: text, RIS or BibTeX."""
    form = read_choice(request.args, "form", tuple(CITATIONS))
    article = current_archive().article(article_id).article
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


def _export(
    media_type: str,
    suffix: str,
    lines_of: Callable[[Iterable[Hit]], Iterator[str]],
    *,
    end: str = "\n",
    begin: str = "",
) -> Response:
    state = read_state(request.args).at(1)
    listing = current_archive().listing(state.request(MAX_EXPORTED))
    chunks = encoded(lines_of(listing.hits), end, begin)
    response = download(chunks, media_type, citations.plain_name(state.q), suffix)
    response.headers["Knipsel-Total"] = str(listing.total)
    response.headers["Knipsel-Limit"] = str(MAX_EXPORTED)
    return response


def _references(hits: Iterable[Hit]) -> Iterator[str]:
    host = host_of(request)  # now: the lines are made after the request
    return tables.reference_lines(hits, lambda article: host + article_path(article.id))


def table(lines: Iterator[str], name: str) -> Response:
    """Return lines of CSV as a file to download."""
    return download(encoded(lines, _CRLF, _BOM), CSV, name, "csv")


def download(content: Iterable[bytes], media_type: str, name: str, suffix: str) -> Response:
    """Return a file to download, named after its content."""
    response = Response(content, content_type=f"{media_type}; charset=utf-8")
    file_name = "-".join(filter(None, ("knipsel", name)))
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}.{suffix}"'
    return response


def encoded(lines: Iterator[str], end: str, begin: str) -> Iterator[bytes]:
    """Yield the lines as bytes, many lines at a time."""
    while batch := list(islice(lines, _AT_ONCE)):
        yield (begin + end.join((*batch, ""))).encode()
        begin = ""
