"""Queries over time and in context: counts per period, and one line per hit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from indexer.answers.figures import Concordance, ConcordanceLine, Interval, LineOrder
from indexer.later import replace
from indexer.messages import Message
from indexer.model import Mark
from indexer.output import tables
from indexer.output.citations import plain_name
from indexer.statistics.concordance import WIDTH
from webapp.archive_access import Searchable, current_archive
from webapp.pages.code import context_code, trend_code
from webapp.pages.counted import counted
from webapp.pages.facets import chips
from webapp.pages.formatting import translated, unit_name
from webapp.pages.front_page import examples_of
from webapp.pages.long_article import MAX_CHARACTERS
from webapp.pages.over_time.chart import HEIGHT, chart
from webapp.pages.over_time.chart import WIDTH as DRAWN
from webapp.pages.over_time.shown import shown
from webapp.pages.paging import paging
from webapp.rendering import render
from webapp.urls.addresses import host_of
from webapp.urls.parameters import MAX_QUERIES, read_contexts, read_trend, read_width
from webapp.urls.trend_kwic_state import ContextState
from webapp.views.exports import table

if TYPE_CHECKING:
    from indexer.statistics.kwic import KwicLines

blueprint = Blueprint("words", __name__)

MAX_CELLS = 500
"""Periods times queries on a page; the CSV file has no limit."""
LINES = 100
"""Hits on a page."""
FILE_WIDTH = 100
"""Characters of context on either side in a file."""
MIN_BOXES = 3

ORDERS = (
    (LineOrder.RELEVANCE, Message("relevantie")),
    (LineOrder.LEFT, Message("woord ervoor")),
    (LineOrder.LEFT2, Message("tweede ervoor")),
    (LineOrder.LEFT3, Message("derde ervoor")),
    (LineOrder.RIGHT, Message("woord erna")),
    (LineOrder.RIGHT2, Message("tweede erna")),
    (LineOrder.RIGHT3, Message("derde erna")),
    (LineOrder.DATE, Message("datum")),
)


@blueprint.get("/trend")
def over_time() -> str:
    """Show how many articles satisfy each query, per period."""
    asked = read_trend(request.args)
    archive = current_archive()
    within = asked.within.request(1)
    count = len(asked.queries)
    part = count and shown(
        archive.trends(asked.queries, within, parts=asked.parts).by,
        asked.by,
        MAX_CELLS // count,
        whole=bool(asked.within.since or asked.within.until),
    )
    found = part.trend if part else None
    if found:
        asked = replace(asked, cell=found.by)
    boxes = min(MAX_QUERIES, max(MIN_BOXES, count + 1))
    return render(
        "trend.html",
        state=asked.within,
        asked=asked,
        boxes=[*asked.queries, *[""] * (boxes - count)],
        units=[(unit, unit_name(unit)) for unit in Interval],
        chips=chips(asked.within, lambda other: asked.limited(other).url()),
        trend=found,
        shown=part,
        chart=chart(found, asked) if found else None,
        drawing=(DRAWN, HEIGHT),
        examples=() if asked.queries else examples_of(archive),
        code=trend_code(asked, host_of(request)) if found else (),
    )


@blueprint.get("/trend.csv")
def trend_table() -> Response:
    """Return the counts as a CSV file."""
    asked = read_trend(request.args)
    found = current_archive().trend(
        asked.queries, asked.by, asked.within.request(1), parts=asked.parts
    )
    name = plain_name(" ".join(("trend", *asked.queries)))
    return table(tables.trend_lines(found), name)


@blueprint.get("/kwic")
def in_context() -> str:
    """Show every hit of a query in its context."""
    asked = read_contexts(request.args, LINES)
    archive, search = current_archive(), asked.search
    first = (search.page - 1) * LINES
    lines = contexts(asked, most=first + LINES) if search.q.strip() else None
    found = None if lines is None else lines.page(first, LINES)
    return render(
        "kwic.html",
        state=search,
        asked=asked,
        chips=chips(search, lambda other: asked.limited(other).url()),
        found=found,
        lines=_numbered(archive, found, search.q) if found else (),
        orders=[(translated(name), asked.ordered(o).url(), o is asked.order) for o, name in ORDERS],
        paging=paging(
            lambda number: asked.at(number).url(), search.page, -(-len(lines or ()) // LINES)
        ),
        examples=() if found else examples_of(archive),
        code=context_code(asked, host_of(request), LINES) if found else (),
    )


@blueprint.get("/kwic.csv")
def context_table() -> Response:
    """Return the hits in context as a CSV file."""
    asked = read_contexts(request.args, LINES)
    lines = tables.concordance_lines(contexts(asked, FILE_WIDTH).placed())
    return table(lines, plain_name(f"kwic {asked.search.q}"))


def contexts(asked: ContextState, width: int = WIDTH, most: int | None = None) -> KwicLines:
    """Return the hits, of which the first `most` are wanted, with as much context as is asked."""
    within = asked.search.asking(asked.within).request(1) if asked.within else None
    return counted(current_archive(), asked).kwic(
        asked.search.request(1),
        within=within,
        width=read_width(request.args, width),
        order=asked.order,
        per_article=asked.per_article,
        most=most,
    )


def _numbered(archive: Searchable, found: Concordance, query: str) -> list[ConcordanceLine]:
    """Return the lines with the numbers of their hits, as the pages of their articles mark them."""
    marked: dict[str, tuple[Sequence[Mark], Sequence[Mark]]] = {}
    numbered = []
    for line in found.lines:
        id_ = line.article.id
        if id_ not in marked:
            article = archive.article(id_, query, longest=MAX_CHARACTERS + 1)
            marked[id_] = article.title_marks, article.body_marks
        title, body = marked[id_]
        before, marks = (len(title), body) if line.field == "body" else (0, title)
        place = next((n for n, mark in enumerate(marks, 1) if mark[1] > line.start), 1)
        numbered.append(replace(line, number=before + place))
    return numbered
