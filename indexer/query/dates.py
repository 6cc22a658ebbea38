"""Dates as people type them: 2022, 2022-03, 24-3-2022, maart-2022, and ranges of those."""

from __future__ import annotations

import re
from datetime import MAXYEAR, date

from indexer.dates import days_of_month, read_written
from indexer.later import NamedTuple, expression
from indexer.messages import Message
from indexer.model import Span
from indexer.text import MONTHS

_RANGE = expression(r"\.{2,3}|…")
_YEARS = expression(r"(\d{4})-(\d{4})", re.ASCII)
_MAX_LENGTH = 80
_ALWAYS = Span(date.min.toordinal(), date.max.toordinal())


class Reading(NamedTuple):
    """A date or range understood; `text` writes it in ISO, `turned` when it ran backwards."""

    span: Span
    text: str
    turned: bool = False


def read_dates(value: str) -> Reading:
    """Read a date or a range (`2022-01..2022-06`, `..2020`, `2020..`, `2019-2021`).

    Raises ValueError, with the reason as a Message, if it is no date or cannot exist.
    """
    ends = _YEARS.sub(r"\1..\2", value) if _YEARS.fullmatch(value) else value
    first, *rest = (end.strip() for end in _RANGE.split(ends))
    if not rest:
        text = iso_date(first)
        return Reading(Span.parse(text), text)
    if len(rest) > 1 or not (first or rest[0]):
        raise ValueError(Message("dit is geen datum"))
    return _range(iso_date(first) if first else "", iso_date(rest[0]) if rest[0] else "")


def bounded(value: str, sign: str) -> str:
    """Return what `datum:` has for a date behind `>` or `<`: `2020-01-01..` of `>2019`.

    With `=` the date belongs to it. Raises ValueError as `read_dates` does.
    """
    if sign.endswith("="):
        return f"{value}.." if sign[0] == ">" else f"..{value}"
    span = read_dates(value).span
    edge = span.last + 1 if sign == ">" else span.first - 1
    if not date.min.toordinal() <= edge <= date.max.toordinal():
        raise ValueError(Message("dit is geen datum"))
    day = date.fromordinal(edge).isoformat()
    return f"{day}.." if sign == ">" else f"..{day}"


def _range(first: str, last: str) -> Reading:
    since = Span.parse(first) if first else _ALWAYS
    until = Span.parse(last) if last else _ALWAYS
    if since.first > until.last:
        return _range(last, first)._replace(turned=True)
    return Reading(Span(since.first, until.last), f"{first}..{last}")


def iso_date(text: str) -> str:
    """Return the partial ISO date that a text means: 2022-03-24 of `24 maart 2022`.

    Raises ValueError, with the reason as a Message, if it is no date or cannot exist.
    """
    text = text.strip()
    written = read_written(text) if len(text) <= _MAX_LENGTH else None
    if written is None or written.end < len(text):
        raise ValueError(Message("dit is geen datum"))
    year, month, day, _ = written
    if not 1 <= year <= MAXYEAR:
        raise ValueError(Message("het jaar %(year)s bestaat niet", year=f"{year:04}"))
    if not month:
        return f"{year:04}"
    if month > len(MONTHS):
        raise ValueError(Message("maand %(month)d bestaat niet", month=month))
    if not day:
        return f"{year:04}-{month:02}"
    if day > days_of_month(year, month):
        raise ValueError(Message("%(date)s bestaat niet", date=f"{day}-{month}-{year}"))
    return f"{year:04}-{month:02}-{day:02}"
