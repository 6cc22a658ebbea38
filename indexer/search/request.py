"""What a request can ask for: its limits, and its form as filters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from indexer.errors import RequestError
from indexer.model import SearchRequest, Span
from indexer.query import nodes

DEEPEST = 10_000
"""Results that can be paged to."""
LONGEST_QUERY = 1_000
MOST_PER_PAGE = 100
"""Results that the page and the API give at once."""

CALENDAR = Span(1, date.max.toordinal())


def filters(request: SearchRequest) -> Iterator[nodes.Node]:
    """Yield the filters of the form: a period, and one of the sources, one of the sections."""
    if days := limits(request):
        yield nodes.Days(days.first, days.last)
    if request.sources:
        yield nodes.Any(tuple(nodes.Keyword("source", value) for value in request.sources))
    if request.sections:
        yield nodes.Any(tuple(nodes.Keyword("section", value) for value in request.sections))


def limits(request: SearchRequest) -> Span | None:
    """Return the days that the form asks for, None when it asks for no period."""
    if not (request.since or request.until):
        return None
    first = Span.parse(request.since).first if request.since else CALENDAR.first
    last = Span.parse(request.until).last if request.until else CALENDAR.last
    return Span(first, last)


def check_request(request: SearchRequest) -> None:
    """Raise RequestError for what cannot be meant."""
    if len(request.query) > LONGEST_QUERY:
        raise RequestError("q", f"A query has at most {LONGEST_QUERY} characters.")
    if not 1 <= request.limit <= DEEPEST:
        raise RequestError("n", f"A page has 1 to {DEEPEST} results.")
    if request.page < 1 or (request.page - 1) * request.limit >= DEEPEST:
        raise RequestError("page", f"Pages run from 1 and to result {DEEPEST}.")
    spans = {}
    for name, value in (("since", request.since), ("until", request.until)):
        if value:
            try:
                spans[name] = Span.parse(value)
            except ValueError as error:
                told = f"{value!r} is no date. Write 2022, 2022-03 or 2022-03-24."
                raise RequestError(name, told) from error
    if len(spans) > 1 and spans["since"].first > spans["until"].last:
        raise RequestError("since", f"{request.since} lies after {request.until}.")
