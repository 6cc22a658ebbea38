"""What a request can ask for: its limits, and its form as filters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from indexer.errors import RequestError
from indexer.fields import FILTERS
from indexer.model import SearchRequest, Span
from indexer.query import nodes

MAX_RESULTS = 10_000
"""Results that can be paged to."""
MAX_QUERY_LENGTH = 1_000
MOST_PER_PAGE = 100
"""Results that the page and the API give at once."""
MAX_VALUES = 20
"""Values of one field that a request names, wanted or excluded."""

CALENDAR = Span(1, date.max.toordinal())


def filters(request: SearchRequest) -> Iterator[nodes.Node]:
    """Yield the filters of the form: a period, and values of fields, wanted or excluded."""
    if days := limits(request):
        yield nodes.Days(days.first, days.last)
    for name, values in request.filters.items():
        yield _any_value(name, values)
    for name, values in request.excluded.items():
        yield nodes.Not(_any_value(name, values))


def _any_value(name: str, values: tuple[str, ...]) -> nodes.Any:
    return nodes.Any(tuple(nodes.Keyword(name, value) for value in values))


def limits(request: SearchRequest) -> Span | None:
    """Return the days that the form asks for, None when it asks for no period."""
    if not (request.since or request.until):
        return None
    first = Span.parse(request.since).first if request.since else CALENDAR.first
    last = Span.parse(request.until).last if request.until else CALENDAR.last
    return Span(first, last)


def check_request(request: SearchRequest) -> None:
    """Raise RequestError if the request makes no sense."""
    if len(request.query) > MAX_QUERY_LENGTH:
        raise RequestError("q", f"A query has at most {MAX_QUERY_LENGTH} characters.")
    if not 1 <= request.limit <= MAX_RESULTS:
        raise RequestError("n", f"A page has 1 to {MAX_RESULTS} results.")
    if request.page < 1 or (request.page - 1) * request.limit >= MAX_RESULTS:
        raise RequestError("page", f"Pages run from 1 and to result {MAX_RESULTS}.")
    _check_values(request)
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


def _check_values(request: SearchRequest) -> None:
    known = [each.name for each in FILTERS]
    for prefix, given in (("", request.filters), ("not_", request.excluded)):
        for name, values in given.items():
            if name not in known:
                told = f"{name!r} is no field to filter by. Known: {', '.join(known)}."
                raise RequestError(prefix + name, told)
            if len(values) > MAX_VALUES:
                told = f"A search names at most {MAX_VALUES} values of {name}, not {len(values)}."
                raise RequestError(prefix + name, told)
