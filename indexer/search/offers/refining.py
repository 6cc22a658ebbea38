"""What a request can be refined by: facets, days, and where nothing satisfies it what comes near.

Where no article has every word of a plain query, those that miss as few as any does are counted in
their place: the same articles whatever page is asked for, and whatever limits are added.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.fields import PERIODS, FieldValues
from indexer.later import NamedTuple, dataclass, replace
from indexer.model import FacetCount, Refinements, SearchRequest, Sort
from indexer.query import nodes
from indexer.search.limits import MAX_PARTIAL
from indexer.search.ranking.scoring import filtered
from indexer.search.searcher import RankedPage
from indexer.search.selection import Selection, select
from indexer.search.snapshot import Snapshot
from indexer.storage.payload import LISTED, stored_article


@dataclass(frozen=True, slots=True)
class Nearest:
    """The articles that miss as few words of a query as any does, and how many those are.

    They are 0 where the list is of articles that miss no word, but the whole of one that only its
    pieces meet; those articles are selected then.
    """

    selection: Selection
    missing: int = 0


class Counted(NamedTuple):
    """The nearest, counted: `total` articles with their facets, each misses `missing` words."""

    total: int = 0
    missing: int = 0
    facets: dict[str, tuple[FacetCount, ...]] = {}  # noqa: RUF012 - nobody writes to it


def counted_nearest(selected: Selection, found: RankedPage, facets: Sequence[str]) -> Counted:
    """Return what comes nearest, counted, where partial matches were found and no others."""
    near = nearest(selected) if found.partial and not found.total else None
    if near is None:
        return Counted(facets=dict.fromkeys(facets, ()))
    counts = near.selection.count(facets)
    return Counted(counts.total, near.missing, dict(counts.facets))


def nearest(selected: Selection) -> Nearest | None:
    """Return what comes nearest to a query that nothing satisfies.

    None where it allows no partial matches, as a list by date has none, or none has any of its
    words.
    """
    analyzed, by_date = selected.analyzed, selected.request.sort is not Sort.RELEVANCE
    if not analyzed.allow_partial or selected.must is None or by_date:
        return None
    terms = len(analyzed.terms)
    # The more words are asked for, the fewer articles have them: the most that any has is found
    # by halving.
    low, high = 0, terms - 1
    while low < high:
        middle = (low + high + 1) // 2
        if with_words(selected, middle).count().total:
            low = middle
        else:
            high = middle - 1
    return Nearest(with_words(selected, low), terms - low) if low else _listed(selected)


def with_words(selected: Selection, minimum: int) -> Selection:
    """Return the articles with at least so many words of a plain query, among them known names."""
    analyzed = selected.analyzed
    some = nodes.Or(tuple(term.node for term in analyzed.terms), minimum)
    names = selected.snapshot.searcher.indispensable(analyzed)
    return replace(selected, must=filtered(some, (*names, *analyzed.filters)), exact=None)


def _listed(selected: Selection) -> Nearest | None:
    """Return the partial matches that are listed; None where there are none."""
    asked = replace(selected.request, page=1, limit=MAX_PARTIAL, sort=Sort.RELEVANCE)
    found = selected.snapshot.searcher.find(selected.analyzed, asked, 0)
    loaded = selected.snapshot.reader.payloads(found.partial_ids, LISTED)
    ids = tuple(article.id for article in map(stored_article, loaded))
    return Nearest(replace(selected, must=nodes.Among(ids), exact=None)) if ids else None


def refinements(snapshot: Snapshot, request: SearchRequest, only: str | None = None) -> Refinements:
    """Return what the request can be refined by, of its facets `only` one if that is given.

    Raises RequestError if it makes no sense.
    """
    selected = select(snapshot, request)
    days = selected.days()
    near = None if days else nearest(selected)
    facets: dict[str, tuple[FacetCount, ...]] = {}
    for names, wider in _widened(request):
        if only is not None and only not in names:
            continue
        counted = _as_near(select(snapshot, wider), near)
        facets.update(counted.count(names).facets if counted else {})
    limited = request.filters or request.excluded
    same_fields = replace(request, query="", since=None, until=None)
    return Refinements(
        facets,
        days=near.selection.days() if near else days,
        all_days=select(snapshot, same_fields).days() if limited else snapshot.all_days,
    )


def _as_near(wider: Selection, near: Nearest | None) -> Selection | None:
    """Return the articles of a wider request that have as many words as the nearest have."""
    if near is None:
        return wider
    if near.missing:
        return with_words(wider, len(wider.analyzed.terms) - near.missing)
    listed = _listed(wider)
    return listed.selection if listed else None


def _widened(request: SearchRequest) -> Iterator[tuple[Sequence[str], SearchRequest]]:
    """Yield the facets that the request limits, with the request that does not limit them."""
    for name in dict.fromkeys((*request.filters, *request.excluded)):
        filters, excluded = (
            FieldValues({other: v for other, v in values.items() if other != name})
            for values in (request.filters, request.excluded)
        )
        yield (name,), replace(request, filters=filters, excluded=excluded)
    if request.since or request.until:
        yield PERIODS, replace(request, since=None, until=None)
