"""The front page and the results."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import NotFound

from indexer.answers.figures import Interval, LineOrder
from indexer.fields import FACET_FIELDS
from indexer.later import replace
from indexer.messages import Message
from indexer.model import Hit, Rewrite, RewriteKind, SearchPage, Sort
from webapp.archive_access import Searchable, current_archive
from webapp.language import gettext
from webapp.pages import reading
from webapp.pages.facets import chips, field_values, groups
from webapp.pages.formatting import translated
from webapp.pages.front_page import MONTH, PERSON, WEEK, YEAR, Front, FrontPages, Parts
from webapp.pages.over_time.timeline import timeline
from webapp.pages.paging import paging
from webapp.pages.picks import picks
from webapp.rendering import render
from webapp.urls.addresses import address, host_of, name_path
from webapp.urls.parameters import PAGE_SIZE, read_state
from webapp.urls.search_state import SearchState
from webapp.urls.trend_kwic_state import ContextState, TrendState
from webapp.views.exports import most_in_a_file

blueprint = Blueprint("search", __name__)

RELATED = 6
PAPERS = 12
"""Sources on the front page; the page of the archive has all."""
MAX_VALUES = 200
"""Values on the page of a facet; the others are found by a text in them."""

ORDERS = (
    (Sort.RELEVANCE, Message("relevantie")),
    (Sort.NEWEST, Message("nieuwste")),
    (Sort.OLDEST, Message("oudste")),
)

NAMES_OF = {
    WEEK: Message("Namen van de laatste week"),
    MONTH: Message("Namen van de laatste maand"),
    YEAR: Message("Namen van het laatste jaar"),
}


@blueprint.get("/")
def results() -> str | Response:
    """Show the results of a search, or the front page if there is none."""
    state = read_state(request.args)
    archive = current_archive()
    return _front(archive, state) if state.blank else _results(archive, state)


@blueprint.get("/facet/<field>")
def facet(field: str) -> str:
    """Show all values that a field has in the results of a search, or those with a text in them."""
    shown = next((each for each in FACET_FIELDS if each.name == field), None)
    if shown is None:
        raise NotFound
    state = read_state(request.args)
    archive, find = current_archive(), request.args.get("find", "").strip()
    page = archive.search(state.request(1), (field,))
    counts = page.facets if page.total else page.partial_facets
    counted = page.total or page.nearest
    wider = archive.refinements(state.request(1), field).facets if counted else {}
    values, count = field_values(
        field, wider.get(field) or counts.get(field, ()), state, find, MAX_VALUES
    )
    return render(
        "facet.html",
        state=state,
        field=field,
        heading=shown.heading,
        find=find,
        total=counted,
        values=values,
        more=max(0, count - MAX_VALUES),
    )


def _front(archive: Searchable, state: SearchState) -> str:
    pages: FrontPages = current_app.extensions["knipsel.front"]
    front = pages.of(archive)
    template = "front.html" if front.stats.articles else "empty.html"
    return render(template, state=state, front=front, **pages.parts(front, state, _parts))


def _parts(front: Front, state: SearchState) -> Parts:
    """Return what the front page shows beside the newest articles."""
    examples = [(query, state.asking(query).url()) for query in map(translated, front.examples)]
    blank = SearchState(lang=state.lang, events=state.events)
    papers = [
        (each, blank.toggled("source", each.value).url())
        for each in front.stats.values.get("source", ())[:PAPERS]
    ]
    return {
        "examples": examples,
        "timeline": timeline(front.days, {}, blank),
        "papers": papers if len(papers) > 1 else [],
        "names_of": NAMES_OF.get(front.named_days, ""),
        "names": [(each, blank.path(name_path(PERSON, each.value))) for each in front.names],
    }


def _results(archive: Searchable, state: SearchState) -> Response:
    page = archive.search(state.request(PAGE_SIZE))
    literal = state.asking(page.uncorrected)
    if page.corrected:
        state = replace(state, q=page.corrected)
    complete, partial = _split(page)
    facets = page.facets if page.total else page.partial_facets
    counted = page.total or page.nearest
    refined = archive.refinements(state.request(1)) if counted else None
    over_time = (refined.days, refined.all_days) if refined else ({}, {})
    shown, host = reading.chosen(), host_of(request)
    html = render(
        "results.html",
        state=state,
        page=page,
        literal=literal,
        understood_otherwise=_is_read_otherwise(page),
        rewrites=_rewrites(page),
        complete=complete,
        partial=partial,
        mixed=_is_mixed(page, complete, partial),
        chips=chips(state),
        counted=counted,
        groups=groups({**facets, **(refined.facets if refined else {})}, state, counted),
        picks=picks(archive.stats().last_date, state),
        in_parts=page.total > (most_in_a_file("xlsx") or page.total),
        timeline=timeline(*over_time, state, counted),
        wide=shown == reading.WIDE,
        readings=reading.readings(state, shown),
        orders=_orders(state, page),
        paging=paging(state.paged(), page.page, page.pages),
        offers=[(each, state.offered(each).url()) for each in page.offers],
        related=_searches(state, page),
        views=_views(state),
        host=host,
    )
    return reading.remembered(html)


def _rewrites(page: SearchPage) -> list[Rewrite]:
    """Return what was read into the query; a lone correction has a line of its own on the page."""
    corrections = sum(each.kind is RewriteKind.CORRECTION for each in page.interpretation)
    lone = page.corrected and corrections == 1
    return [
        each for each in page.interpretation if not (lone and each.kind is RewriteKind.CORRECTION)
    ]


def _split(page: SearchPage) -> tuple[list[Hit], list[Hit]]:
    """Return the hits before the first partial match, and the others."""
    is_partial = [bool(hit.missing) for hit in page.hits]
    first_partial = is_partial.index(True) if True in is_partial else len(is_partial)
    return list(page.hits[:first_partial]), list(page.hits[first_partial:])


def _is_mixed(page: SearchPage, complete: list[Hit], partial: list[Hit]) -> bool:
    """Return whether a partial match comes before a complete one, as it may for long queries.

    See docs/decisions/0007-partial-matches.md.
    """
    later = any(not hit.missing for hit in partial)
    return later or bool(partial and not complete and page.total and page.page == 1)


def _is_read_otherwise(page: SearchPage) -> bool:
    """Return whether what was searched for is worth telling, as it is not what was typed."""
    if page.interpretation:  # which says it
        return False
    typed = " ".join((page.corrected or page.query).split()).rstrip("?!. ")
    return bool(page.interpreted) and page.interpreted.casefold() != typed.casefold()


def _orders(state: SearchState, page: SearchPage) -> list[tuple[str, str, bool]]:
    return [
        (translated(name), state.ordered(sort).url(), sort == page.sort)
        for sort, name in ORDERS
        if state.q.strip() or sort is not Sort.RELEVANCE
    ]


def _views(state: SearchState) -> list[tuple[str, str]]:
    """Return the links to the same results over time, in context, and by what marks them."""
    plain = replace(state, sort=None, page=1, parts=True)
    over_time = TrendState((state.q,), Interval.MONTH, shares=False, within=plain.asking(""))
    in_context = ContextState(plain, LineOrder.RELEVANCE)
    return [
        (gettext("door de tijd"), over_time.url()),
        (gettext("in context"), in_context.url()),
        (gettext("kenmerkend"), address("/figures", [*plain.pairs(), ("kind", "keywords")])),
        (gettext("namen"), address("/figures", [*plain.pairs(), ("kind", "names")])),
    ]


def _searches(state: SearchState, page: SearchPage) -> list[tuple[str, str]]:
    """Return related terms, each with the search that asks for it beside what was asked for."""
    query = page.related_to or state.q.strip()
    if not page.related_to and any(sign in page.interpreted for sign in ("(", " OF ", " NIET ")):
        query = f"({query})"
    beside = ((term, f'"{term}"' if " " in term else term) for term in page.related[:RELATED])
    return [(term, state.asking(f"{query} {asked}").url()) for term, asked in beside]
