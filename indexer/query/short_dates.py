"""Dates that leave out their year, or name a part of one: `25 juli`, `begin juni`, `na mei 2019`.

What is left out is counted from the last day of the archive: the latest such date is meant that it
has articles of.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from indexer.dates import WEEKDAYS
from indexer.later import NamedTuple, expression
from indexer.model import Span
from indexer.query.calendar.counted_back import counted_back
from indexer.query.calendar.parts import BEGINS, PART, Read, between, part_of
from indexer.text import MONTHS

_MONTH = "|".join(name for names in MONTHS for name in names if len(name) > 3 or name == "mei")  # noqa: PLR2004 - shorter ones are cut
_ANY_MONTH = "|".join(name for names in MONTHS for name in names)  # after a number: 15 apr
_DAY = expression(
    rf"(?:op\s+)?(?:(?:{WEEKDAYS})\s+)?\d{{1,2}}\s?(?:e|de|ste)?\s+(?:{_ANY_MONTH})", re.ASCII
)
_ALONE = expression(rf"(?:{_MONTH})", re.ASCII)
_IN_MONTH = expression(
    rf"(?:(?:in|uit|van|over|tijdens)\s+(?:de\s+maand\s+)?|de\s+maand\s+|maand\s+)((?:{_MONTH})\b.*)",
    re.ASCII,
)
# 15 april jl., mei jongstleden: the last of these.
_LAST_ONE = expression(r"(\S.*?)\s+(?:jl|j\.l|ll|l\.l|jongstleden|laatstleden)\.?", re.ASCII)
_DAYS = expression(
    rf"(?:van|tussen|from|between)?\s*\d{{1,2}}\s*(?:-|–|\s(?:en|op|t/m|tot(?:\s+en\s+met)?)\s)\s*\d{{1,2}}"
    rf"\s+(?:{_ANY_MONTH})",
    re.ASCII,
)
_SINCE = expression(r"(sinds|vanaf|na|since|after)\s+(\S.*)", re.ASCII)
_UNTIL = expression(r"(tot\s+en\s+met|t/m|tot|voor|until|before)\s+(\S.*)", re.ASCII)
_WEEKEND = expression(r"(?:in\s+)?(?:het\s+|the\s+)?weekend\s+(?:van|of)\s+(\S.*)", re.ASCII)
_BEGINS = expression(
    rf"\d|(?:{WEEKDAYS}|op|in|uit|van|over|tussen|from|between|sinds|vanaf|na|since|after|tot|t/m|voor|until"
    r"|before|weekend|the|de|het|maand|tijdens)[\s-]"
    rf"|(?:{BEGINS})[\s-]|(?:{_MONTH})\s+(?:[jl]\.?l|jongst|laatst)",
    re.ASCII,
)
_YEAR, _YEAR_AND_MONTH, _DAY_IN_FULL = 4, 7, 10  # letters of those in ISO
_MAX_BACK = 10  # years in which a date without one is looked for


def may_be_short(text: str) -> bool:
    """Return whether a text begins as such a date does: most do not, and need no closer look."""
    return bool(_BEGINS.match(text))


class ArchiveDays(NamedTuple):
    """The last day of an archive, and what says whether it has articles of some days."""

    last: date
    has: Callable[[Span], bool]


def read_short(
    text: str, days: ArchiveDays, full_date: Callable[[str], Read | None]
) -> tuple[Read, bool] | None:
    """Return what a text in small letters means, and whether that counts from the last day.

    `full_date` reads a date or a range of days that has its year.
    """

    def latest(words: str) -> Read | None:
        """Return the last date of these words, without a year, that the archive has."""
        years = (f"{words} {days.last.year - back}" for back in range(_MAX_BACK))
        reads = (read for each in years if (read := full_date(each)))
        past = [read for read in reads if read[0].first <= days.last.toordinal()]
        return next((read for read in past if days.has(read[0])), past[0] if past else None)

    def whole(words: str) -> tuple[Read, bool] | None:
        if read := full_date(words):
            return read, False
        is_short = _ALONE.fullmatch(words) or _DAY.fullmatch(words)
        return (read, True) if is_short and (read := latest(words)) else None

    def counted(words: str) -> tuple[Read, bool] | None:
        """Return the month or the year that is counted back from the last day: dit jaar."""
        back = counted_back(words, days.last)
        written = back and _whole(*back)
        return ((Span.parse(written), written), True) if written else None

    if _DAY.fullmatch(text) or _DAYS.fullmatch(text):
        return (read, True) if (read := latest(text)) else None
    if match := _IN_MONTH.fullmatch(text):
        return whole(match[1])
    if bounded := _bounded(text, whole, days.last):
        return bounded
    if (match := PART.fullmatch(text)) and (
        found := counted(match["whole"]) or whole(match["whole"])
    ):
        part = part_of(match["part"], found[0][1])
        return (part, found[1]) if part else None
    if match := _LAST_ONE.fullmatch(text):
        return whole(match[1])
    return None


def _bounded(
    text: str, whole: Callable[[str], tuple[Read, bool] | None], today: date
) -> tuple[Read, bool] | None:
    """Return the days since or until a date, or of the weekend of a day."""
    if (match := _SINCE.fullmatch(text)) and (found := whole(match[2])):
        return _since(found[0], after=match[1] in ("na", "after"), today=today), found[1]
    if (match := _UNTIL.fullmatch(text)) and (found := whole(match[2])):
        is_day = len(found[0][1]) == _DAY_IN_FULL
        if match[1] == "voor" and not is_day:  # voor 2020 says what for rather than when
            return None
        return _until(found[0][0], before=match[1] in ("voor", "before")), found[1]
    if (match := _WEEKEND.fullmatch(text)) and (found := whole(match[1])):
        return (_weekend(found[0]), found[1]) if len(found[0][1]) == _DAY_IN_FULL else None
    return None


def _until(span: Span, *, before: bool) -> Read:
    """Return the days up to a date, or before it."""
    last = span.first - 1 if before else span.last
    return Span(date.min.toordinal(), last), f"..{date.fromordinal(last).isoformat()}"


def _weekend(read: Read) -> Read:
    """Return the Saturday and Sunday of the week of a day; of a Monday, those before it."""
    day = date.fromordinal(read[0].first - 1)
    saturday = day.toordinal() + 5 - day.weekday()
    return between(saturday, saturday + 1)


def _whole(first: date, last: date) -> str:
    """Return a year or a month as ISO writes it; nothing for other days."""
    if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
        return f"{first.year:04}"
    month = f"{first.isoformat()[:_YEAR_AND_MONTH]}"
    span = Span.parse(month)
    return month if (span.first, span.last) == (first.toordinal(), last.toordinal()) else ""


def _since(read: Read, *, after: bool, today: date) -> Read:
    """Return the days from a date on, or after it, up to today."""
    first = read[0].last + 1 if after else read[0].first
    return Span(first, max(first, today.toordinal())), f"{date.fromordinal(first).isoformat()}.."
