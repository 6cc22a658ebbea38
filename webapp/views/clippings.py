"""Articles that a reader has picked: listed, cited and exported. They are named in the address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from indexer.answers.long_text import Stored
from indexer.errors import ArticleNotFoundError, RequestError
from indexer.later import replace
from indexer.messages import Bilingual
from indexer.model import Article, Hit, Snippet
from indexer.output import citations, tables
from indexer.storage.payload import LISTED
from webapp.archive_access import Searchable, current_archive
from webapp.language import gettext
from webapp.media_types import BIBTEX, CSV, JSONL, RIS
from webapp.pages.formatting import day
from webapp.rendering import render
from webapp.urls.addresses import address, article_path, host_of, permalink
from webapp.urls.parameters import read_language
from webapp.urls.search_state import SearchState
from webapp.views.exports import download, encoded

blueprint = Blueprint("clippings", __name__)

MAX_CLIPPINGS = 100
"""Articles that an address names."""

_NAME = "knipsels"
_CRLF = "\r\n"
_BOM = "\ufeff"


@blueprint.get("/clippings")
def show() -> str:
    """Show the articles with their references; those that are not in the archive are named."""
    ids = _ids()
    archive, clippings, missing = current_archive(), list[tuple[Article, str]](), list[str]()
    for article_id in ids:
        try:
            article = archive.article(article_id, longest=LISTED).article
        except ArticleNotFoundError:
            missing.append(article_id)
        else:
            clippings.append((replace(article, body=""), _reference(article)))
    pairs = [("id", article.id) for article, _ in clippings]
    state = SearchState(lang=read_language(request.args))
    return render(
        "clippings.html",
        state=state,
        clippings=clippings,
        missing=missing,
        host=host_of(request),
        most=MAX_CLIPPINGS,
        files=[
            (name, address(f"/clippings/{suffix}", pairs))
            for name, suffix in (
                ("RIS", "ris"),
                ("BibTeX", "bib"),
                ("CSV", "csv"),
                ("JSONL", "jsonl"),
            )
        ],
    )


@blueprint.get("/clippings/<form>")
def file(form: str) -> Response:
    """Return the articles as a file: a CSV table, whole as JSON lines, or references."""
    hits = _hits()
    match form:
        case "csv":
            return download(encoded(tables.csv_lines(hits), _CRLF, _BOM), CSV, _NAME, "csv")
        case "jsonl":
            lines = tables.article_lines(_whole())
            return download(encoded(lines, "\n", ""), JSONL, _NAME, "jsonl")
        case "ris":
            lines = tables.reference_lines(hits, _permalinks())
            return download(encoded(lines, _CRLF, ""), RIS, _NAME, "ris")
        case "bib":
            return download(encoded(_bibtex(hits), "\n", ""), BIBTEX, _NAME, "bib")
        case _:
            raise NotFound


def _bibtex(hits: Iterator[Hit]) -> Iterator[str]:
    link = _permalinks()
    return (
        line
        for hit in hits
        for line in (*citations.bibtex_lines(hit.article, link(hit.article)), "")
    )


def _permalinks() -> Callable[[Article], str]:
    """Return what gives the address of an article, also after the request."""
    host = host_of(request)
    return lambda article: host + article_path(article.id)


def _ids() -> tuple[str, ...]:
    ids = tuple(dict.fromkeys(filter(None, request.args.getlist("id"))))
    if len(ids) > MAX_CLIPPINGS:
        dutch = f"hoogstens {MAX_CLIPPINGS} artikelen, niet {len(ids)}"
        english = f"at most {MAX_CLIPPINGS} articles, not {len(ids)}"
        raise RequestError("id", Bilingual(dutch, english))
    return ids


def _hits() -> Iterator[Hit]:
    """Return the articles that are there, each loaded when its turn comes: it may be 20 MB."""
    found = _loaded(current_archive(), _ids())  # now: the lines are made after the request
    return (hit for hit, _ in found)


def _whole() -> Iterator[tuple[Hit, Stored]]:
    """Return the same, each with its article whole."""
    archive = current_archive()
    return (
        (hit, hit.article if is_whole else next(archive.figures().whole([hit.article.id])))
        for hit, is_whole in _loaded(archive, _ids())
    )


def _loaded(archive: Searchable, ids: Sequence[str]) -> Iterator[tuple[Hit, bool]]:
    """Yield articles with the beginnings of their texts, and whether those are all of them."""
    rank = 0
    for article_id in ids:
        with suppress(ArticleNotFoundError):
            marked = archive.article(article_id, longest=LISTED)
            article = marked.article
            rank += 1
            yield Hit(rank, article, 0.0, Snippet("title", article.title), ()), marked.whole


def _reference(article: Article) -> str:
    return citations.reference(
        article,
        permalink(request, article.id),
        written=day,
        no_title=gettext("Zonder titel"),
        no_date=gettext("z.d."),
    )
