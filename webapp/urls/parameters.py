"""Reads the parameters of a request; what cannot be meant is refused by name.

Of a parameter that stands there once, the last value counts; an empty one counts as not given, and
unknown ones are ignored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from werkzeug.datastructures import MultiDict

from indexer.errors import RequestError
from indexer.fields import FILTERS, FieldValues
from indexer.model import Interval, LineOrder, Sort, Span
from indexer.search.request import MAX_QUERY_LENGTH, MAX_RESULTS, MAX_VALUES
from indexer.statistics.concordance import MAX_WIDTH, WIDTH
from webapp.language import gettext
from webapp.pages.formatting import number
from webapp.urls.search_state import EXCLUDING, SearchState
from webapp.urls.trend_kwic_state import ContextState, TrendState

PAGE_SIZE = 10
API_LIMIT = 100
MAX_QUERIES = 6
"""Queries side by side: as many lines as can be told apart."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_UNITS = tuple(dict.fromkeys((Interval.MONTH, *Interval)))
_ORDERS = tuple(dict.fromkeys((LineOrder.RELEVANCE, *LineOrder)))
_NUMBER = re.compile(r"[0-9]{1,9}")

Arguments = MultiDict[str, str]


def read_state(arguments: Arguments, limit: int = PAGE_SIZE) -> SearchState:
    """Return the search that the parameters ask for, in pages of `limit`; else RequestError."""
    since, until = _date(arguments, "since"), _date(arguments, "until")
    if since and until and Span.parse(since).first > Span.parse(until).last:
        message = gettext(
            "het einde (%(until)s) ligt vóór het begin (%(since)s)", until=until, since=since
        )
        raise RequestError("until", message)
    return SearchState(
        q=read_query(arguments),
        page=_page(arguments, limit),
        sort=_sort(arguments),
        since=since,
        until=until,
        filters=_values(arguments, ""),
        excluded=_values(arguments, EXCLUDING),
        lang=read_language(arguments),
        collapse=read_choice(arguments, "collapse", ("1", "0")) == "1",
    )


def read_query(arguments: Arguments) -> str:
    """Return `q`, of at most `MAX_QUERY_LENGTH` characters."""
    query = _last(arguments, "q") or ""
    _check_length(query)
    return query


def read_trend(arguments: Arguments) -> TrendState:
    """Return the queries, each a `q`, with how to count and draw them; blank ones are left out."""
    queries = tuple(dict.fromkeys(filter(None, map(str.strip, arguments.getlist("q")))))
    if len(queries) > MAX_QUERIES:
        message = gettext(
            "hoogstens %(most)d zoekvragen, niet %(found)d", most=MAX_QUERIES, found=len(queries)
        )
        raise RequestError("q", message)
    for query in queries:
        _check_length(query)
    return TrendState(
        queries=queries,
        by=Interval(read_choice(arguments, "by", _UNITS)),
        shares=read_choice(arguments, "show", ("count", "share")) == "share",
        within=read_state(_without(arguments, "q", "page", "sort")),
    )


def read_contexts(arguments: Arguments, limit: int) -> ContextState:
    """Return the query whose hits are asked for in context, in pages of `limit` lines."""
    order = LineOrder(read_choice(arguments, "sort", _ORDERS))
    return ContextState(read_state(_without(arguments, "sort"), limit), order)


def read_width(arguments: Arguments) -> int:
    """Return `width`, how many characters of context a line has on either side."""
    return _whole(arguments, "width", WIDTH, MAX_WIDTH)


def read_limit(arguments: Arguments) -> int:
    """Return `n`, how many results an answer of the API holds."""
    return _whole(arguments, "n", PAGE_SIZE, API_LIMIT)


def read_choice(arguments: Arguments, name: str, choices: Sequence[str]) -> str:
    """Return the one of `choices` that the parameter names; the first when it is not given."""
    text = _last(arguments, name) or choices[0]
    if text not in choices:
        raise RequestError(name, _none_of(choices, text))
    return text


def _check_length(query: str) -> None:
    if len(query) > MAX_QUERY_LENGTH:
        message = gettext(
            "een zoekvraag telt hoogstens %(most)s tekens, deze %(found)s",
            most=number(MAX_QUERY_LENGTH),
            found=number(len(query)),
        )
        raise RequestError("q", message)


def _without(arguments: Arguments, *names: str) -> Arguments:
    """Return the parameters but for these, which mean something else here."""
    return MultiDict(pair for pair in arguments.items(multi=True) if pair[0] not in names)


def _page(arguments: Arguments, limit: int) -> int:
    return _whole(arguments, "page", 1, -(-MAX_RESULTS // limit))


def _whole(arguments: Arguments, name: str, default: int, most: int) -> int:
    text = _last(arguments, name)
    if text is None:
        return default
    if not _NUMBER.fullmatch(text) or not 1 <= int(text) <= most:
        message = gettext(
            "een getal van 1 tot en met %(most)d, niet ‘%(found)s’", most=most, found=_shown(text)
        )
        raise RequestError(name, message)
    return int(text)


def _sort(arguments: Arguments) -> Sort | None:
    text = _last(arguments, "sort")
    if text is None:
        return None
    try:
        return Sort(text)
    except ValueError:
        raise RequestError("sort", _none_of(tuple(Sort), text)) from None


def _date(arguments: Arguments, name: str) -> str | None:
    text = (_last(arguments, name) or "").strip()
    if not text:
        return None
    try:
        Span.parse(text)
    except ValueError:
        message = gettext(
            "‘%(found)s’ is geen datum; schrijf 2022, 2022-03 of 2022-03-24", found=_shown(text)
        )
        raise RequestError(name, message) from None
    return text


def _none_of(choices: Sequence[str], text: str) -> str:
    return gettext(
        "een van %(known)s, niet ‘%(found)s’", known=", ".join(choices), found=_shown(text)
    )


def read_language(arguments: Arguments) -> str | None:
    """Return `lang`, a language code; of languages that the page has not, it uses its own."""
    text = _last(arguments, "lang")
    if text is not None and not _LANGUAGE.fullmatch(text):
        raise RequestError(
            "lang", gettext("een taalcode zoals nl, niet ‘%(found)s’", found=_shown(text))
        )
    return text


def _values(arguments: Arguments, prefix: str) -> FieldValues:
    """Return the values of the fields that can be filtered by, at most MAX_VALUES of each."""
    found = FieldValues({each.name: arguments.getlist(prefix + each.name) for each in FILTERS})
    for name, values in found.items():
        if len(values) > MAX_VALUES:
            message = gettext(
                "hoogstens %(most)d waarden, niet %(found)d", most=MAX_VALUES, found=len(values)
            )
            raise RequestError(prefix + name, message)
    return found


def _last(arguments: Arguments, name: str) -> str | None:
    values = arguments.getlist(name)
    return values[-1] or None if values else None


def _shown(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"  # noqa: PLR2004
