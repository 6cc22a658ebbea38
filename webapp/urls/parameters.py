"""Reads the parameters of a request, and refuses by name those that make no sense.

Where a parameter takes one value, the last counts; an empty one counts as not given. Pages ignore
unknown ones, the API refuses them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from werkzeug.datastructures import MultiDict

from indexer.answers.figures import FIELDS as CELL_FIELDS
from indexer.answers.figures import MAX_FIELDS, MAX_WINDOW, Beside, Interval, LineOrder, Unit
from indexer.errors import RequestError
from indexer.fields import FILTERS, FieldValues
from indexer.messages import Bilingual
from indexer.model import Sort
from indexer.query.dates import iso_date
from indexer.request_checks import MAX_RESULTS, check_number, not_one_of, shown, wrong_number
from indexer.search.request import (
    check_period,
    check_query,
    check_request,
    last_page,
)
from indexer.statistics.concordance import MAX_WIDTH, WIDTH
from webapp.urls.events import read_events
from webapp.urls.search_state import EXCLUDING, SearchState
from webapp.urls.trend_kwic_state import ContextState, TrendState

PAGE_SIZE = 10
API_LIMIT = 100
FEED_SIZE = 50
"""Entries on a page of a feed."""
MAX_FIRST = 10**9
"""The largest number of an article in a list that is asked for."""
WINDOW = 5
"""Words on either side of a hit, unasked."""
MAX_QUERIES = 6
"""Queries side by side: as many lines as a reader can distinguish."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_UNITS = tuple(dict.fromkeys((Interval.MONTH, *Interval)))
_ORDERS = tuple(dict.fromkeys((LineOrder.RELEVANCE, *LineOrder)))
_NUMBER = re.compile(r"[0-9]{1,9}")

Arguments = MultiDict[str, str]


def read_state(arguments: Arguments, limit: int = PAGE_SIZE) -> SearchState:
    """Return the search that the parameters ask for, in pages of `limit`.

    Raises RequestError if it makes no sense.
    """
    since, until = _period(arguments)
    state = SearchState(
        q=_last(arguments, "q") or "",
        page=read_number(arguments, "page", 1, last_page(limit)),
        sort=_sort(arguments),
        since=since,
        until=until,
        filters=_values(arguments, ""),
        excluded=_values(arguments, EXCLUDING),
        lang=read_language(arguments),
        collapse=read_choice(arguments, "collapse", ("1", "0")) == "1",
        without=tuple(dict.fromkeys(filter(None, arguments.getlist("without")))),
        events=read_events(arguments.getlist("event")),
        parts=read_choice(arguments, "parts", ("1", "0")) == "1",
    )
    check_request(state.request(limit))
    return state


def read_query(arguments: Arguments, name: str = "q") -> str:
    """Return a parameter that is a query. Raises RequestError if it is too long."""
    query = _last(arguments, name) or ""
    check_query(query, name)
    return query


def read_queries(arguments: Arguments) -> tuple[str, ...]:
    """Return the queries, each a `q`; blank ones are left out."""
    queries = tuple(dict.fromkeys(filter(None, map(str.strip, arguments.getlist("q")))))
    if len(queries) > MAX_QUERIES:
        dutch = f"hoogstens {MAX_QUERIES} zoekvragen, niet {len(queries)}"
        english = f"at most {MAX_QUERIES} queries, not {len(queries)}"
        raise RequestError("q", Bilingual(dutch, english))
    for query in queries:
        check_query(query)
    return queries


def read_trend(arguments: Arguments) -> TrendState:
    """Return the queries, each a `q`, with how to count and draw them."""
    return TrendState(
        queries=read_queries(arguments),
        by=Interval(read_choice(arguments, "by", _UNITS)),
        shares=read_choice(arguments, "show", ("count", "share")) == "share",
        within=read_state(without(arguments, "q", "page", "sort", "parts")),
        parts=is_on(arguments, "parts"),
    )


def read_contexts(arguments: Arguments, limit: int) -> ContextState:
    """Return the query whose hits are asked for in context, in pages of `limit` lines."""
    order = LineOrder(read_choice(arguments, "sort", _ORDERS))
    most = (
        read_number(arguments, "per_article", 1, MAX_RESULTS)
        if _last(arguments, "per_article")
        else None
    )
    return ContextState(
        read_state(without(arguments, "sort", "collapse", "parts"), limit),
        order,
        most,
        within=read_query(arguments, "within").strip(),
        parts=is_on(arguments, "parts"),
        collapse=is_on(arguments, "collapse"),
        cell=_cell(arguments),
        beside=_beside(arguments),
        run=is_on(arguments, "run"),
    )


def _beside(arguments: Arguments) -> Beside | None:
    """Return the word that is `near` a hit, in a `window` as wide, as a form or a lemma."""
    word = read_query(arguments, "near").strip()
    window = read_number(arguments, "window", WINDOW, MAX_WINDOW)
    unit = Unit(read_choice(arguments, "unit", tuple(Unit)))
    return Beside(word, window, unit) if word else None


def _cell(arguments: Arguments) -> tuple[tuple[str, str], ...]:
    """Return the fields of a cell with their values: each `cell` is `month:2019-05`."""
    pairs = [text.partition(":")[::2] for text in arguments.getlist("cell") if text]
    for field, _ in pairs:
        if field not in CELL_FIELDS:
            raise not_one_of("cell", CELL_FIELDS, field)
    check_number("cell", max(1, len(pairs)), MAX_FIELDS)
    return tuple(pairs)


def is_on(arguments: Arguments, name: str) -> bool:
    """Return whether a parameter is 1 and not 0."""
    return read_choice(arguments, name, ("0", "1")) == "1"


def read_width(arguments: Arguments, default: int = WIDTH) -> int:
    """Return `width`: the characters of context on either side of a hit."""
    return read_number(arguments, "width", default, MAX_WIDTH)


def read_limit(arguments: Arguments) -> int:
    """Return `n`: the number of results in an answer of the API."""
    return read_number(arguments, "n", PAGE_SIZE, API_LIMIT)


def read_first(arguments: Arguments) -> int:
    """Return `first`: the number of the first article of a file."""
    return read_number(arguments, "first", 1, MAX_FIRST)


def read_cursor(arguments: Arguments) -> str | None:
    """Return `cursor`: where a list goes on that is walked to its end."""
    return _last(arguments, "cursor")


def read_choice(arguments: Arguments, name: str, choices: Sequence[str]) -> str:
    """Return the choice that the parameter names, by default the first."""
    text = _last(arguments, name) or choices[0]
    if text not in choices:
        raise not_one_of(name, choices, text)
    return text


def without(arguments: Arguments, *names: str) -> Arguments:
    """Return the parameters without these, which mean something else here."""
    return MultiDict(pair for pair in arguments.items(multi=True) if pair[0] not in names)


def read_number(arguments: Arguments, name: str, default: int, maximum: int) -> int:
    """Return a parameter that is a number from 1 to `maximum`."""
    text = _last(arguments, name)
    if text is None:
        return default
    if not _NUMBER.fullmatch(text):
        raise wrong_number(name, text, maximum)
    check_number(name, int(text), maximum)
    return int(text)


def _sort(arguments: Arguments) -> Sort | None:
    text = _last(arguments, "sort")
    if text is None:
        return None
    try:
        return Sort(text)
    except ValueError:
        raise not_one_of("sort", tuple(Sort), text) from None


def _period(arguments: Arguments) -> tuple[str | None, str | None]:
    """Return the dates of `since` and `until`, or of `period`: `2019`, `2019..2020`, `2019..`.

    Raises RequestError if a `period` is none; of the two dates the check of the request does.
    """
    if period := _last(arguments, "period"):
        first, dots, last = period.partition("..")
        since, until = _date(first), _date(last if dots else first)
        try:
            check_period(since, until)
        except RequestError as error:
            raise RequestError("period", error.message) from None
        return since, until
    return _date(_last(arguments, "since")), _date(_last(arguments, "until"))


def _date(given: str | None) -> str | None:
    """Return a date as partial ISO, as addresses have it; as it stands where it is none."""
    text = (given or "").strip()
    try:
        return iso_date(text) if text else None
    except ValueError:
        return text  # which the check of the request refuses


def read_language(arguments: Arguments) -> str | None:
    """Return `lang`, a language code; the page may lack that language, and then uses its own."""
    text = _last(arguments, "lang")
    if text is not None and not _LANGUAGE.fullmatch(text):
        dutch = f"een taalcode zoals nl, niet ‘{shown(text)}’"
        english = f"a language code such as nl, not ‘{shown(text)}’"
        raise RequestError("lang", Bilingual(dutch, english))
    return text


def _values(arguments: Arguments, prefix: str) -> FieldValues:
    return FieldValues({each.name: arguments.getlist(prefix + each.name) for each in FILTERS})


def _last(arguments: Arguments, name: str) -> str | None:
    values = arguments.getlist(name)
    return values[-1] or None if values else None
