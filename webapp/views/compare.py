"""A query before and after a day, or in one paper and another, beside each other."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, render_template, request

from indexer.answers.figures import LineOrder
from indexer.fields import FieldValues
from indexer.model import SearchRequest
from webapp.archive_access import current_archive
from webapp.language import gettext
from webapp.pages.formatting import limits
from webapp.urls.parameters import is_on, read_query, read_state, without
from webapp.urls.search_state import SearchState
from webapp.urls.trend_kwic_state import ContextState

blueprint = Blueprint("compare", __name__)

NAMES = 20
"""Names beside each other, the most unlike first."""


@blueprint.get("/compare")
def page() -> str:
    """Show both sides, and the words that are typical of each."""
    from indexer.statistics.comparing import before_and_after, compare  # noqa: PLC0415 - numpy
    from indexer.statistics.name_figures import names_against  # noqa: PLC0415

    state = read_state(without(request.args, "page", "sort", "collapse", "parts"))
    day = read_query(request.args, "day").strip()
    papers = [name for name in map(str.strip, request.args.getlist("paper")) if name][:2]
    parts, once = is_on(request.args, "parts"), is_on(request.args, "collapse")
    whole = state.request(1)
    sides: tuple[tuple[str, SearchRequest], ...] = ()
    if state.q.strip() and day:
        sides = tuple(
            (limits(side.since, side.until), side) for side in before_and_after(whole, day)
        )
    elif state.q.strip() and len(papers) == 2:  # noqa: PLR2004 - one paper and another
        sides = tuple((name, _of_paper(whole, name)) for name in papers)
    archive = current_archive()
    bench = archive.figures(parts=parts, collapse=once) if sides else None
    found = compare(bench, sides[0], sides[1]) if bench else None
    names = (
        names_against(bench, sides[0][1], sides[1][1], None, NAMES).rows
        if bench and bench.index.names
        else ()
    )
    return render_template(
        "compare.html",
        state=state,
        day=day,
        papers=[*papers, "", ""][:2],
        sources=[each.value for each in archive.stats().values.get("source", ())],
        parts=parts,
        collapse=once,
        found=found,
        headings=[_heading(*side) for side in sides],
        names=names,
        contexts=[_context(state, side, parts=parts, collapse=once) for _, side in sides],
    )


def _heading(name: str, side: SearchRequest) -> str:
    """Return what stands above the words of a side: an open period reads as part of a sentence."""
    if (side.since and side.until) or side.filters.get("source"):
        return gettext("Kenmerkend voor %(name)s", name=name)
    return gettext("Kenmerkend %(period)s", period=name)


def _of_paper(whole: SearchRequest, name: str) -> SearchRequest:
    return replace(whole, filters={**whole.filters, "source": (name,)})


def _context(
    state: SearchState, side: SearchRequest, *, parts: bool, collapse: bool
) -> ContextState:
    """Return where the articles and lines of a side are."""
    search = replace(
        state, since=side.since, until=side.until, filters=FieldValues(side.filters), page=1
    )
    return ContextState(search, LineOrder.RELEVANCE, parts=parts, collapse=collapse)
