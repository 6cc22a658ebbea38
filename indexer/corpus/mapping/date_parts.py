"""Days that spreadsheets and databases write in parts, or as a number."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from indexer.corpus.dates import partial_date
from indexer.corpus.mapping.field_names import plain_name

EPOCH = dt.date(1899, 12, 30)
"""Day 0 of spreadsheets, which count days."""
EPOCH_OF_MAC = dt.date(1904, 1, 1)
"""Day 0 of those that began on a Mac."""
FIRST_SERIAL, LAST_SERIAL = 10_000, 80_000
"""Numbers that are such days: 1927 to 2119, and no year."""

_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?", re.ASCII)
_NUMBERED = re.compile(r"(\d{1,2})([/-])(\d{1,2})(?=\2(?:\d{4}|\d\d)(?!\d))", re.ASCII)
_LAST_MONTH = 12
_YEARS = ("publicationyear", "jaar", "year")
_MONTHS = ("publicationmonth", "maand", "month")
_DAYS = ("publicationday", "dag", "day")


def day_of(text: str, zone: str, *, months_first: bool = False) -> str | None:
    """Return the partial date that a value is, None where it is none."""
    if months_first:
        text = _NUMBERED.sub(r"\3\2\1", text, count=1)
    return partial_date(text, zone) or day_of_serial(text)


def month_first(values: Iterable[str]) -> str:
    """Return the first of some dates that has its month first (03/24/2022), empty without one.

    Where one has its day first (24/03/2022), none counts.
    """
    numbered = [match for value in values if (match := _NUMBERED.match(value.strip()))]
    if any(int(match[1]) > _LAST_MONTH for match in numbered):
        return ""
    return next((each.string.strip() for each in numbered if int(each[3]) > _LAST_MONTH), "")


def day_of_serial(text: str, epoch: dt.date = EPOCH) -> str | None:
    """Return the day that a number of days is, None where a text is no such number."""
    match = _SERIAL.fullmatch(text.strip())
    if match and FIRST_SERIAL <= int(match[1]) <= LAST_SERIAL:
        return (epoch + dt.timedelta(days=int(match[1]))).isoformat()
    return None


def date_of_parts(record: Mapping[str, Any]) -> str:
    """Return year, month and day of a record as one text to be read, empty without a month."""
    by_name = {plain_name(str(name)): value for name, value in record.items()}
    year, month, day = (_first(by_name, names) for names in (_YEARS, _MONTHS, _DAYS))
    if not (year and month):
        return ""
    if month.isdecimal():
        return "-".join((year, month.zfill(2), *([day.zfill(2)] if day.isdecimal() else [])))
    return f"{day if day.isdecimal() else ''} {month} {year}".strip()


def _first(by_name: Mapping[str, Any], names: tuple[str, ...]) -> str:
    values = (by_name.get(name) for name in names)
    found = next((each for each in values if isinstance(each, str | int | float)), "")
    return str(found).strip().removesuffix(".0")
