"""Dates that leave out their year, or name a part of one: `25 juli`, `begin juni`, `na mei 2019`.

What is left out is counted from the last day of the archive: the latest such date is meant that it
has articles of.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple, TypeAlias

from indexer.dates import WEEKDAYS
from indexer.later import expression
from indexer.model import Span
from indexer.query.calendar.counted_back import counted_back
from indexer.text import MONTHS

Read: TypeAlias = tuple[Span, str]
"""The days of a date, and how `datum:` writes them."""

_MONTH = "|".join(name for names in MONTHS for name in names if len(name) > 3 or name == "mei")  # noqa: PLR2004 - shorter ones are cut
_DAY = expression(
    rf"(?:op\s+)?(?:(?:{WEEKDAYS})\s+)?\d{{1,2}}\s?(?:e|de|ste)?\s+(?:{_MONTH})", re.ASCII
)
_ALONE = expression(rf"(?:{_MONTH})", re.ASCII)
_IN_MONTH = expression(rf"(?:in|uit|van|over)\s+((?:{_MONTH})\b.*)", re.ASCII)
_DAYS = expression(
    rf"(?:van|tussen|from|between)?\s*\d{{1,2}}\s*(?:-|–|\s(?:en|t/m|tot(?:\s+en\s+met)?)\s)\s*\d{{1,2}}"
    rf"\s+(?:{_MONTH})",
    re.ASCII,
)
_SINCE = expression(r"(sinds|vanaf|na|since|after)\s+(\S.*)", re.ASCII)
_UNTIL = expression(r"(tot\s+en\s+met|t/m|tot|voor|until|before)\s+(\S.*)", re.ASCII)
_WEEKEND = expression(r"(?:in\s+)?(?:het\s+|the\s+)?weekend\s+(?:van|of)\s+(\S.*)", re.ASCII)
_PART = expression(
    r"(begin|medio|midden|half|halverwege|einde?|early|mid|late|(?:de\s+)?(?:eerste|1e|tweede|2e|laatste)\s+(?:week|helft))"
    r"[\s-]\s*(?:van\s+)?(\S.*)",
    re.ASCII,
)
_BEGINS = expression(
    rf"\d|(?:{WEEKDAYS}|op|in|uit|van|over|tussen|from|between|sinds|vanaf|na|since|after|tot|t/m|voor|until"
    r"|before|weekend|the|begin|medio|midden|half|halverwege|einde?|early|mid|late|de|eerste|tweede|laatste|het)[\s-]",
    re.ASCII,
)
_PARTS_OF_MONTH = {
    **dict.fromkeys(("begin", "early"), (1, 10)),
    **dict.fromkeys(("medio", "midden", "half", "halverwege", "mid"), (10, 20)),
    **dict.fromkeys(("eind", "late"), (20, 31)),
    "eerste week": (1, 7),
    "laatste week": (-6, 31),
    "eerste helft": (1, 15),
    "tweede helft": (16, 31),
}
_PARTS_OF_YEAR = {
    **dict.fromkeys(("begin", "early"), ("01", "03")),
    **dict.fromkeys(("medio", "midden", "half", "halverwege", "mid"), ("05", "08")),
    **dict.fromkeys(("eind", "late"), ("10", "12")),
    "eerste helft": ("01", "06"),
    "tweede helft": ("07", "12"),
}
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
    if (match := _PART.fullmatch(text)) and (found := counted(match[2]) or whole(match[2])):
        part = _part(match[1], found[0][1])
        return (part, found[1]) if part else None
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
    return _between(saturday, saturday + 1)


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


def _part(name: str, whole: str) -> Read | None:
    """Return a part of a month or a year, as ISO writes that; None where it has no such part."""
    words = name.removeprefix("de ").replace("1e", "eerste").replace("2e", "tweede")
    part = "eind" if words == "einde" else " ".join(words.split())
    if len(whole) == _YEAR and part in _PARTS_OF_YEAR:
        begin, end = _PARTS_OF_YEAR[part]
        return _between(Span.parse(f"{whole}-{begin}").first, Span.parse(f"{whole}-{end}").last)
    if len(whole) == _YEAR_AND_MONTH and part in _PARTS_OF_MONTH:
        month, (begin_day, end_day) = Span.parse(whole), _PARTS_OF_MONTH[part]
        first = month.first + begin_day - 1 if begin_day > 0 else month.last + begin_day
        return _between(first, min(month.last, month.first + end_day - 1))
    return None


def _between(first: int, last: int) -> Read:
    begin, end = date.fromordinal(first), date.fromordinal(last)
    return Span(first, last), f"{begin.isoformat()}..{end.isoformat()}"
