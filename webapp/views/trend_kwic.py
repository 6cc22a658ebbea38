"""Queries over time and in context: counts per period, and one line per hit."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, render_template, request

from indexer.figures import Concordance, Interval, LineOrder
from indexer.messages import Message
from indexer.output import tables
from indexer.output.citations import plain_name
from webapp.archive_access import Searchable, current_archive
from webapp.pages.chart import HEIGHT, WIDTH, chart
from webapp.pages.facets import chips
from webapp.pages.formatting import translated, unit_name
from webapp.pages.front_page import FrontPages
from webapp.pages.paging import paging
from webapp.urls.parameters import MAX_QUERIES, read_contexts, read_trend, read_width
from webapp.urls.trend_kwic_state import ContextState
from webapp.views.exports import table

blueprint = Blueprint("words", __name__)

MAX_CELLS = 500
"""Periods times queries on a page; the CSV file has no limit."""
LINES = 100
"""Hits on a page."""
MIN_BOXES = 3

ORDERS = (
    (LineOrder.RELEVANCE, Message("relevantie")),
    (LineOrder.LEFT, Message("woord ervoor")),
    (LineOrder.RIGHT, Message("woord erna")),
    (LineOrder.DATE, Message("datum")),
)


@blueprint.get("/trend")
def over_time() -> str:
    """Show how many articles satisfy each query, per period."""
    asked = read_trend(request.args)
    archive = current_archive()
    within = asked.within.request(1)
    count = len(asked.queries)
    found = archive.trend(asked.queries, asked.by, within, MAX_CELLS // count) if count else None
    boxes = min(MAX_QUERIES, max(MIN_BOXES, count + 1))
    return render_template(
        "trend.html",
        state=asked.within,
        asked=asked,
        boxes=[*asked.queries, *[""] * (boxes - count)],
        units=[(unit, unit_name(unit)) for unit in Interval],
        chips=chips(asked.within, lambda other: asked.limited(other).url()),
        trend=found,
        chart=chart(found, asked) if found else None,
        drawing=(WIDTH, HEIGHT),
        examples=() if asked.queries else _examples(archive),
    )


@blueprint.get("/trend.csv")
def trend_table() -> Response:
    """Return the counts as a CSV file."""
    asked = read_trend(request.args)
    found = current_archive().trend(asked.queries, asked.by, asked.within.request(1))
    name = plain_name(" ".join(("trend", *asked.queries)))
    return table(tables.trend_lines(found), name)


@blueprint.get("/kwic")
def in_context() -> str:
    """Show every hit of a query in its context."""
    asked = read_contexts(request.args, LINES)
    archive, search = current_archive(), asked.search
    blank = not search.q.strip()
    found = (
        None
        if blank
        else archive.concordance(
            search.request(1), order=asked.order, per_article=asked.per_article
        )
    )
    pages = -(-len(found.lines) // LINES) if found else 0
    first = (search.page - 1) * LINES
    return render_template(
        "kwic.html",
        state=search,
        asked=asked,
        chips=chips(search, lambda other: asked.limited(other).url()),
        found=found,
        lines=found.lines[first : first + LINES] if found else (),
        orders=[(translated(name), asked.ordered(o).url(), o is asked.order) for o, name in ORDERS],
        paging=paging(lambda number: asked.at(number).url(), search.page, pages),
        examples=_examples(archive) if blank else (),
    )


@blueprint.get("/kwic.csv")
def context_table() -> Response:
    """Return the hits in context as a CSV file."""
    asked = read_contexts(request.args, LINES)
    return table(tables.concordance_lines(contexts(asked)), plain_name(f"kwic {asked.search.q}"))


def contexts(asked: ContextState) -> Concordance:
    """Return the hits with as much context as the request asks for."""
    width = read_width(request.args)
    return current_archive().concordance(
        asked.search.request(1), width, asked.order, asked.per_article
    )


def _examples(archive: Searchable) -> tuple[str, ...]:
    pages: FrontPages = current_app.extensions["knipsel.front"]
    return tuple(map(translated, pages.of(archive).examples))
