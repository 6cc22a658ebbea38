"""What a request can ask for: its limits, the one check of them, and its filters as nodes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from indexer.errors import RequestError
from indexer.fields import FILTERS
from indexer.formatting import DUTCH
from indexer.messages import Bilingual
from indexer.model import SearchRequest, Span
from indexer.query import nodes
from indexer.query.dates import iso_date
from indexer.query.filters import Valued
from indexer.request_checks import MAX_RESULTS, check_number, not_one_of, shown

MAX_QUERY_LENGTH = 1_000
MAX_VALUES = 20
"""Values of one field that a request names, wanted or excluded."""

CALENDAR = Span(1, date.max.toordinal())


def filters(request: SearchRequest, valued: Valued) -> Iterator[nodes.Node]:
    """Yield the filters of the form: a period, and values of fields, wanted or excluded."""
    if days := limits(request):
        yield nodes.DateRange(days.first, days.last)
    for name, values in request.filters.items():
        yield _any_value(name, values, valued)
    for name, values in request.excluded.items():
        yield nodes.Not(_any_value(name, values, valued))


def _any_value(name: str, values: tuple[str, ...], valued: Valued) -> nodes.Or:
    return nodes.Or(tuple(valued(name, value, False) for value in values))


def limits(request: SearchRequest) -> Span | None:
    """Return the days that the form asks for, None when it asks for no period."""
    if not (request.since or request.until):
        return None
    first = Span.parse(iso_date(request.since)).first if request.since else CALENDAR.first
    last = Span.parse(iso_date(request.until)).last if request.until else CALENDAR.last
    return Span(first, last)


def check_request(request: SearchRequest) -> None:
    """Raise RequestError if a limit is passed, a date is none, or the period ends too early."""
    check_query(request.query)
    check_number("n", request.limit, MAX_RESULTS)
    check_number("page", request.page, last_page(request.limit))
    check_values("", request.filters)
    check_values("not_", request.excluded)
    _check_most("without", request.without)
    check_period(request.since, request.until)


def last_page(limit: int) -> int:
    """Return the number of the last page of `limit` results that can be asked for."""
    return -(-MAX_RESULTS // limit)


def pages(request: SearchRequest, listed: int) -> int:
    """Return how many pages a list has; one that is walked has them to its end."""
    return -(-(min(listed, MAX_RESULTS) if request.cursor is None else listed) // request.limit)


def check_query(query: str, parameter: str = "q") -> None:
    """Raise RequestError if a query has too many characters."""
    length = len(query)
    if length > MAX_QUERY_LENGTH:
        maximum, given = DUTCH.number(MAX_QUERY_LENGTH), DUTCH.number(length)
        dutch = f"een zoekvraag telt hoogstens {maximum} tekens, deze {given}"
        english = f"a query has at most {MAX_QUERY_LENGTH:,} characters, this one has {length:,}"
        raise RequestError(parameter, Bilingual(dutch, english))


def check_values(prefix: str, given: Mapping[str, tuple[str, ...]]) -> None:
    """Raise RequestError if a field cannot be filtered by, or has too many values."""
    known = [each.name for each in FILTERS]
    for name, values in given.items():
        if name not in known:
            raise not_one_of(prefix + name, known, name)
        _check_most(prefix + name, values)


def _check_most(parameter: str, values: tuple[str, ...]) -> None:
    if len(values) > MAX_VALUES:
        dutch = f"hoogstens {MAX_VALUES} waarden, niet {len(values)}"
        english = f"at most {MAX_VALUES} values, not {len(values)}"
        raise RequestError(parameter, Bilingual(dutch, english))


def check_period(since: str | None, until: str | None) -> None:
    """Raise RequestError if one of the dates is none, or if the period ends before it begins."""
    first, last = _days("since", since), _days("until", until)
    if first and last and first.first > last.last:
        dutch = f"het einde ({until}) ligt vóór het begin ({since})"
        english = f"the end ({until}) lies before the beginning ({since})"
        raise RequestError("until", Bilingual(dutch, english))


def _days(parameter: str, date: str | None) -> Span | None:
    try:
        return Span.parse(iso_date(date)) if date else None
    except ValueError as error:
        forms = ("2022, maart 2022 of 24-3-2022", "2022, March 2022 or 2022-03-24")
        dutch = f"‘{shown(date or '')}’ is geen datum; schrijf {forms[0]}"
        english = f"‘{shown(date or '')}’ is not a date; write {forms[1]}"
        raise RequestError(parameter, Bilingual(dutch, english)) from error
