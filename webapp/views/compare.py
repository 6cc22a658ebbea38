"""A query before and after a day, or in one paper and another, beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, request
from werkzeug.datastructures import MultiDict

from indexer.answers.figures import LineOrder
from indexer.fields import FieldValues
from indexer.later import replace
from indexer.model import SearchRequest, Span
from indexer.reports import Stats
from webapp.archive_access import Searchable, current_archive
from webapp.language import gettext
from webapp.pages.code import figures_code
from webapp.pages.facets import Chip, chips
from webapp.pages.formatting import limits
from webapp.pages.front_page import examples_of
from webapp.pages.names import links_to
from webapp.rendering import render
from webapp.urls.addresses import address, host_of
from webapp.urls.figure_parameters import FigureState, read_figures
from webapp.urls.parameters import is_on, read_query, read_state, without
from webapp.urls.search_state import SearchState
from webapp.urls.trend_kwic_state import ContextState

blueprint = Blueprint("compare", __name__)

NAMES = 20
"""Names beside each other, the most unlike first."""
EXAMPLES = 2


@blueprint.get("/compare")
def page() -> str:
    """Show both sides, and the words that are typical of each."""
    from indexer.statistics.comparing import compare  # noqa: PLC0415 - numpy
    from indexer.statistics.name_figures import names_against  # noqa: PLC0415

    state = read_state(without(request.args, "page", "sort", "collapse", "parts"))
    day = read_query(request.args, "day").strip()
    papers = [name for name in map(str.strip, request.args.getlist("paper")) if name][:2]
    parts, once = is_on(request.args, "parts"), is_on(request.args, "collapse")
    sides = _sides(state.request(1), day, papers) if state.q.strip() else ()
    archive = current_archive()
    bench = archive.figures(parts=parts, collapse=once) if sides else None
    found = compare(bench, sides[0], sides[1]) if bench else None
    names = (
        names_against(bench, sides[0][1], sides[1][1], None, NAMES).rows
        if bench and bench.index.names
        else ()
    )
    return render(
        "compare.html",
        state=state,
        day=day,
        papers=[*papers, "", ""][:2],
        sources=_sources(archive),
        examples=[] if found else _examples(archive, state.lang),
        parts=parts,
        collapse=once,
        found=found,
        chips=_chips(state, day, papers, parts=parts, collapse=once),
        headings=[_heading(*side, by_day=bool(day)) for side in sides],
        names=list(zip(names, links_to(names, current_archive(), state), strict=True)),
        contexts=[_context(state, side, parts=parts, collapse=once) for _, side in sides],
        code=figures_code(_typical(state, day, sides, parts=parts, collapse=once), host_of(request))
        if sides
        else (),
    )


def _sources(archive: Searchable) -> list[str]:
    return [each.value for each in archive.stats().values.get("source", ())]


def _examples(archive: Searchable, lang: str | None) -> list[tuple[str, str]]:
    """Return comparisons of queries that find something: of two papers, and by a day."""
    stats, papers = archive.stats(), _sources(archive)[:2]
    day = _turn(stats)
    found = []
    for query in examples_of(archive)[:EXAMPLES]:
        pairs = SearchState(query, lang=lang).pairs()
        if len(papers) > 1:
            one, other = papers
            name = gettext("%(query)s: %(one)s tegen %(other)s", query=query, one=one, other=other)
            found.append((name, [*pairs, ("paper", one), ("paper", other)]))
        if day:
            name = gettext("%(query)s voor en vanaf %(day)s", query=query, day=day)
            found.append((name, [*pairs, ("day", day)]))
    return [(name, address("/compare", asked)) for name, asked in found]


def _turn(stats: Stats) -> str:
    """Return the day on which the last year of an archive begins, or else its last month."""
    if not (stats.first_date and stats.last_date):
        return ""
    begin = Span.parse(stats.first_date).first
    for period in (stats.last_date[:4], stats.last_date[:7]):
        first = Span.parse(period).first
        if begin < first:
            day = date.fromordinal(first)
            return f"{day.day}-{day.month}-{day.year:04}"
    return ""


def _typical(
    state: SearchState,
    day: str,
    sides: Sequence[tuple[str, SearchRequest]],
    *,
    parts: bool,
    collapse: bool,
) -> FigureState:
    """Return the words that are typical of the first side against the second, as figures."""
    (one, before), (other, after) = sides
    limits = (f"datum:..{before.until}", f"datum:{after.since}..")
    own, against = limits if day else (f'bron:"{one}"', f'bron:"{other}"')
    plain = read_figures(MultiDict({"parts": "1" if parts else "0"}), "keywords")
    return replace(
        plain,
        queries=(f"({state.q}) {own}",),
        against=f"({state.q}) {against}",
        collapse=collapse,
        within=state.asking(""),
    )


def _sides(
    whole: SearchRequest, day: str, papers: Sequence[str]
) -> tuple[tuple[str, SearchRequest], ...]:
    """Return both sides by name; none where neither a day nor two papers are given."""
    from indexer.statistics.comparing import before_and_after  # noqa: PLC0415 - numpy

    if day:
        both = before_and_after(whole, day)
        return tuple((limits(side.since, side.until), side) for side in both)
    if len(papers) < 2:  # noqa: PLR2004 - one paper and another
        return ()
    return tuple(
        (name, replace(whole, filters={**whole.filters, "source": (name,)})) for name in papers
    )


def _chips(
    state: SearchState, day: str, papers: Sequence[str], *, parts: bool, collapse: bool
) -> list[Chip]:
    """Return the limits of both sides, each with the comparison without it."""
    asked = [("day", day), *(("paper", name) for name in papers)]
    asked += [("parts", "1" if parts else ""), ("collapse", "1" if collapse else "")]
    own = [(name, value) for name, value in asked if value]
    return chips(state, lambda other: address("/compare", other.pairs() + own))


def _heading(name: str, side: SearchRequest, *, by_day: bool) -> str:
    """Return what stands above the words of a side: an open period reads as part of a sentence."""
    if by_day and not (side.since and side.until):
        return gettext("Kenmerkend %(period)s", period=name)
    return gettext("Kenmerkend voor %(name)s", name=name)


def _context(
    state: SearchState, side: SearchRequest, *, parts: bool, collapse: bool
) -> ContextState:
    """Return where the articles and lines of a side are."""
    search = replace(
        state, since=side.since, until=side.until, filters=FieldValues(side.filters), page=1
    )
    return ContextState(search, LineOrder.RELEVANCE, parts=parts, collapse=collapse)
