"""Two sides of an archive beside each other: before and after a day, or one paper and another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from indexer.answers.figures import Keywords, LineOrder
from indexer.errors import RequestError
from indexer.later import dataclass
from indexer.messages import Bilingual
from indexer.model import SearchRequest, Span
from indexer.query.dates import iso_date
from indexer.request_checks import shown
from indexer.statistics.workbench import Workbench

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: what it has of a query, of all its articles and words."""

    name: str
    articles: int
    hits: int
    of_articles: int
    of_tokens: int
    share: float
    per_million: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides, and the keywords of each against the other."""

    sides: tuple[Side, Side]
    keywords: tuple[Keywords, Keywords]


def before_and_after(request: SearchRequest, day: str) -> tuple[SearchRequest, SearchRequest]:
    """Return the request up to the day before, and from the day on; what limits it stays.

    A day is read as queries read it. Raises RequestError if it is none (29-5-2019), or if nothing
    can lie before it or from it on.
    """
    try:
        first = date.fromisoformat(iso_date(day))
        last = (first - timedelta(1)).isoformat()
    except (ValueError, OverflowError):
        raise _refused(day, "een dag zoals 29-5-2019", "a day such as 29-5-2019") from None
    begun = not request.since or Span.parse(iso_date(request.since)).first < first.toordinal()
    going_on = not request.until or Span.parse(iso_date(request.until)).last >= first.toordinal()
    if not (begun and going_on):
        raise _refused(day, "een dag binnen de periode", "a day within the period")
    return (
        replace(request, until=_earlier(request.until, last)),
        replace(request, since=_later(request.since, first.isoformat())),
    )


def _refused(day: str, dutch: str, english: str) -> RequestError:
    """Return the error that says what a day has to be."""
    wrong = shown(day)
    return RequestError("day", Bilingual(f"{dutch}, niet ‘{wrong}’", f"{english}, not ‘{wrong}’"))


def _earlier(until: str | None, last: str) -> str:
    """Return the earlier of two partial dates that something runs up to."""
    return until if until and Span.parse(iso_date(until)).last < Span.parse(last).last else last


def _later(since: str | None, first: str) -> str:
    """Return the later of two partial dates that something runs from."""
    return since if since and Span.parse(iso_date(since)).first > Span.parse(first).first else first


def compare(
    bench: Workbench,
    one: tuple[str, SearchRequest],
    other: tuple[str, SearchRequest],
    limit: int = 25,
) -> Comparison:
    """Return what two named selections have of a query, and what is typical of each.

    Shares and hits per million words are of all articles within the limits of a side. Raises
    RequestError if a request makes no sense.
    """
    sides = _side(bench, *one), _side(bench, *other)
    first = bench.keywords(one[1], other[1], limit=limit)
    second = bench.keywords(other[1], one[1], limit=limit)
    return Comparison(sides, (first, second))


def _side(bench: Workbench, name: str, request: SearchRequest) -> Side:
    found = bench.about(request)
    whole = bench.about(replace(request, query=""))
    hits = len(bench.kwic(request, order=LineOrder.DATE, most=0))
    return Side(
        name=name,
        articles=found.articles,
        hits=hits,
        of_articles=whole.articles,
        of_tokens=whole.tokens,
        share=found.articles / whole.articles if whole.articles else 0.0,
        per_million=hits * _MILLION / whole.tokens if whole.tokens else 0.0,
    )
