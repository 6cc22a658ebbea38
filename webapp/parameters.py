"""Reads the parameters of a request; what cannot be meant is refused by name.

Of a parameter that stands there once, the last value counts; an empty one counts as not given, and
unknown ones are ignored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from werkzeug.datastructures import MultiDict

from indexer.errors import RequestError
from indexer.model import Sort, Span
from indexer.presenting import number
from indexer.requesting import DEEPEST, LONGEST_QUERY
from webapp.state import SearchState

PAGE_SIZE = 10
API_LIMIT = 100

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_NUMBER = re.compile(r"[0-9]{1,9}")

Arguments = MultiDict[str, str]


def read_state(arguments: Arguments, limit: int = PAGE_SIZE) -> SearchState:
    """Return the search that the parameters ask for, in pages of `limit`; else RequestError."""
    since, until = _date(arguments, "since"), _date(arguments, "until")
    if since and until and Span.parse(since).first > Span.parse(until).last:
        raise RequestError("until", f"het einde ({until}) ligt vóór het begin ({since})")
    return SearchState(
        q=read_query(arguments),
        page=_page(arguments, limit),
        sort=_sort(arguments),
        since=since,
        until=until,
        sources=_values(arguments, "source"),
        sections=_values(arguments, "section"),
        lang=_language(arguments),
    )


def read_query(arguments: Arguments) -> str:
    """Return `q`, of at most `LONGEST_QUERY` characters."""
    query = _last(arguments, "q") or ""
    if len(query) > LONGEST_QUERY:
        allowed, found = number(LONGEST_QUERY), number(len(query))
        raise RequestError("q", f"een zoekvraag telt hoogstens {allowed} tekens, deze {found}")
    return query


def read_limit(arguments: Arguments) -> int:
    """Return `n`, how many results an answer of the API holds."""
    return _whole(arguments, "n", PAGE_SIZE, API_LIMIT)


def read_choice(arguments: Arguments, name: str, choices: Sequence[str]) -> str:
    """Return the one of `choices` that the parameter names; the first when it is not given."""
    text = _last(arguments, name) or choices[0]
    if text not in choices:
        raise RequestError(name, f"een van {', '.join(choices)}, niet ‘{_shown(text)}’")
    return text


def _page(arguments: Arguments, limit: int) -> int:
    return _whole(arguments, "page", 1, -(-DEEPEST // limit))


def _whole(arguments: Arguments, name: str, default: int, most: int) -> int:
    text = _last(arguments, name)
    if text is None:
        return default
    if not _NUMBER.fullmatch(text) or not 1 <= int(text) <= most:
        raise RequestError(name, f"een getal van 1 tot en met {most}, niet ‘{_shown(text)}’")
    return int(text)


def _sort(arguments: Arguments) -> Sort | None:
    text = _last(arguments, "sort")
    if text is None:
        return None
    try:
        return Sort(text)
    except ValueError:
        known = ", ".join(Sort)
        raise RequestError("sort", f"een van {known}, niet ‘{_shown(text)}’") from None


def _date(arguments: Arguments, name: str) -> str | None:
    text = (_last(arguments, name) or "").strip()
    if not text:
        return None
    try:
        Span.parse(text)
    except ValueError:
        message = f"‘{_shown(text)}’ is geen datum; schrijf 2022, 2022-03 of 2022-03-24"
        raise RequestError(name, message) from None
    return text


def _language(arguments: Arguments) -> str | None:
    text = _last(arguments, "lang")
    if text is not None and not _LANGUAGE.fullmatch(text):
        raise RequestError("lang", f"een taalcode zoals nl, niet ‘{_shown(text)}’")
    return text


def _values(arguments: Arguments, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in arguments.getlist(name) if value))


def _last(arguments: Arguments, name: str) -> str | None:
    values = arguments.getlist(name)
    return values[-1] or None if values else None


def _shown(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"  # noqa: PLR2004
