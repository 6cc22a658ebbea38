"""Dates as archives write them, Dutch and English, to partial ISO."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from itertools import takewhile

from indexer.model import Span
from indexer.text import MONTHS

FIRST_YEAR, LAST_YEAR = 1500, 2200
_MAX_LENGTH = 80

_ENGLISH = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTHS = {
    name[:length]: number
    for number, names in enumerate(zip(MONTHS, _ENGLISH, strict=True), 1)
    for name in (*names[0], names[1])
    for length in range(3, len(name) + 1)
}

_MONTH_NAME = r"(?P<name>[a-z]{3,9})\.?"
_WEEKDAY = r"(?:[a-z]+\.?,?\s+)?"
_PATTERNS = tuple(
    re.compile(pattern, re.ASCII | re.IGNORECASE | re.DOTALL)
    for pattern in (
        r"(?P<y>\d{4})(?:[-/.](?P<m>\d{1,2})(?:[-/.](?P<d>\d{1,2})(?:[T\s,].*)?)?)?",
        r"(?P<y>\d{4})(?P<m>\d\d)(?:(?P<d>\d\d)(?:[T\s].*)?)?",
        r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4}|\d\d)(?:[T\s,].*)?",
        # 30 oktober 2019; Wed, 30 Oct 2019 15:14:33 +0100 (RFC 822); 30-okt-2019
        rf"{_WEEKDAY}(?P<d>\d{{1,2}})(?:e|st|nd|rd|th)?[-\s]+{_MONTH_NAME},?[-\s]+(?P<y>\d{{4}})(?:\D.*)?",
        # March 24, 2022
        rf"{_WEEKDAY}{_MONTH_NAME}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})(?:\D.*)?",
        rf"{_MONTH_NAME},?[-\s]+(?P<y>\d{{4}})",
    )
)
# Folders 2022/03/24 or 2022/03, above the file; or 2022-03-24 and 20220324 before other text.
_IN_PATH = re.compile(
    r"""(?:^|[/!])(?P<y>(?:1[5-9]|20)\d\d)
    (?: /(?P<m>\d\d)(?:/(?P<d>\d\d))?(?=/)
      | (?P<dash>[-_]?)(?P<m_>\d\d)(?P=dash)(?P<d_>\d\d)(?!\d) )""",
    re.ASCII | re.VERBOSE,
)
_UNIX = re.compile(r"(\d{9,10})(?:\d{3})?(?:\.\d*)?", re.ASCII)


def partial_date(text: str) -> str | None:
    """Return the day, month or year as 2022-03-24, 2022-03 or 2022; None when it is no date.

    A time of day is dropped and the day stays as written, in its own time zone. Days come before
    months (30-10-2019), as Dutch writes them. Unix seconds and milliseconds count in UTC.
    """
    text = text.strip()
    if len(text) > _MAX_LENGTH:
        return None
    is_timestamp = text[10:11] in ("T", " ") and text[4] == "-" == text[7]
    return _parse(text[:10] if is_timestamp else text)  # days recur and are cached, times are not


def date_in_path(path: str) -> str | None:
    """Return the partial date by which folders or a file are named, None when they are not.

    The last one counts. A number that ends a path is a month or a day only in a whole date: files
    may be numbered.
    """
    dates = (
        _checked(match["y"], match["m"] or match["m_"], match["d"] or match["d_"] or "")
        for match in _IN_PATH.finditer(path)
    )
    return next((date for date in reversed([*dates]) if date), None)


@lru_cache(maxsize=4096)
def _parse(text: str) -> str | None:
    for pattern in _PATTERNS:
        if match := pattern.fullmatch(text):
            parts = match.groupdict()
            month = parts.get("m") or _MONTHS.get((parts.get("name") or "").lower(), "")
            if "name" in parts and not month:
                return None
            return _checked(_whole_year(parts["y"]), str(month), parts.get("d") or "")
    if match := _UNIX.fullmatch(text):
        moment = datetime.fromtimestamp(int(match[1]), UTC)
        return _checked(str(moment.year), str(moment.month), str(moment.day))
    return None


def _whole_year(year: str) -> str:
    """Return a year of four digits. Of two, it is from 1930 to 2029, as spreadsheets read it."""
    return year if len(year) > len("22") else f"{'20' if year < '30' else '19'}{year}"


def _checked(year: str, month: str, day: str) -> str | None:
    """Return the partial date, None when the calendar does not have it.

    A month or day 00 is not known, as catalogues write it: 1890-05-00 is 1890-05.
    """
    known = takewhile(lambda part: part.strip("0"), (month, day))
    text = "-".join((year, *(part.zfill(2) for part in known)))
    try:
        Span.parse(text)
    except ValueError:
        return None
    return text if FIRST_YEAR <= int(year) <= LAST_YEAR else None
