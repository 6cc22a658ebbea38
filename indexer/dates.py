"""Dates as people write them, Dutch and English, old spellings too: what year, month and day.

Readers of archives and of queries share these forms, so that a date is understood wherever it is
typed. Whether the calendar has that day is for them to say.
"""

from __future__ import annotations

import re
from datetime import date

from indexer.later import NamedTuple, expression
from indexer.text import MONTHS

DUTCH_TIME = "Europe/Amsterdam"
"""The time zone by whose days moments in other zones are dated, unless a setting names another."""

ENGLISH_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
# Spelling before 1947, and the Dutch names that almanacs had beside the Roman ones. De Vries and
# Te Winkel, Woordenlijst (1866); Woordenboek der Nederlandsche Taal. Frisian: Frysk Hânwurdboek.
_OLD = (
    *(
        "januarij",
        "februarij",
        "maert",
        "aprill",
        "mey meij maij",
        "junij juny",
        "julij",
        "augusti",
    ),
    *("7ber 7bre septembr", "8ber 8bre october octobr", "9ber 9bre novembr", "10ber xber decembr"),
)
_ALMANAC = (
    *("louwmaand", "sprokkelmaand", "lentemaand", "grasmaand", "bloeimaand", "zomermaand"),
    *("hooimaand", "oogstmaand", "herfstmaand", "wijnmaand", "slachtmaand", "wintermaand"),
)
_WHOLE = {  # never cut
    name: number
    for number, names in (
        *((1, "jannewaris januarius"), (2, "febrewaris februarius"), (5, "maaie")),
        *((9, "septimber 7bris"), (10, "8bris"), (11, "novimber slagtmaand 9bris")),
        (12, "desimber 10bris"),
    )
    for name in names.split()
}
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_FIRST_OF_LAST_CENTURY = 30  # years of two digits
_SHORTEST = 3  # letters to which the name of a month is cut


def _month_numbers() -> dict[str, int]:
    """Return the number of each month by its names and what they are cut to."""
    numbers: dict[str, int] = {}
    for number, names in enumerate(zip(MONTHS, ENGLISH_MONTHS, _OLD, strict=True), 1):
        for name in (*names[0], names[1], *names[2].split()):
            shortest = _SHORTEST if name[0].isalpha() else len(name)
            numbers |= {name[:end]: number for end in range(shortest, len(name) + 1)}
        numbers |= {_ALMANAC[number - 1]: number, _ROMAN[number - 1]: number}
    return numbers | _WHOLE


_NUMBER_OF = _month_numbers()

WEEKDAYS = (
    "maandag|dinsdag|dingsdag|dijnsdag|woensdag|donderdag|vr(?:ij|[iy])dag|zat[eu]rdag|zondag"
    "|(?:mon|tues|wednes|thurs|fri|satur|sun)day|ma|di|wo|woe|do|don|vr|vrij|za|zat|zo|zon"
    "|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun"
)
_WEEKDAY = rf"(?:(?:{WEEKDAYS})\b\.?(?:\s?[-–/&]\s?(?:{WEEKDAYS})\b\.?)?,?\s*)"
_BEFORE = rf"(?:(?:op|on)\s+)?{_WEEKDAY}?(?:(?:den|dd\.?)\s+)?"
_AND = r"\s*(?:[-‑–—/&+]|en|and|t/m|tot en met)\s*"
_ORDINAL = r"(?:\s?(?:sten?|den?|en?|nd|rd|th)\b|(?<=\d)[°º])?"
_MONTH = r"(?P<name>(?:[789]|10)b(?:er|re|ris)|[a-z]{1,13})\.?"
_OTHER_MONTH = r"(?P<other>[a-z]{3,13})\.?"
_OF_YEAR = r"[-/.,\s]*(?:(?:anno|a°|ao|des jaars|in het jaar)\.?\s+)?"
_YEAR = r"(?P<y>\d{4})(?!\d)"
_CUT_YEAR = r"(?P<y>\d{4}(?!\d)|['’`]\d\d\b|(?<=[-/.])\d\d(?=$|[\s,T])|(?<=\s)\d\d$)"  # 24-mrt-22

_MONTHS_YEAR = r"(?P<y>\d{4}(?!\d)|['’`]\d\d\b|(?<=[a-z]-)\d\d(?=$|[\s,]))"
_DAY = r"(?P<d>\d{1,2})"
_SECOND_DAY = rf"(?:,\s?\d{{1,2}})?(?:{_AND}{_WEEKDAY}?\d{{1,2}}){{1,2}}"  # 24, 25 en 26
_SECOND_MONTH = rf"[-/.\s]*{_OTHER_MONTH}(?:[-/.\s]*(?P<other_year>\d{{4}}))?"
_TO_ANOTHER = rf"(?:(?:{_SECOND_MONTH})?{_SECOND_DAY}{_ORDINAL})"
_TO_ANOTHER_NUMBER = rf"[-/.](?P<first>\d{{1,2}})(?:[-/.](?P<other_year>\d{{4}}))?{_AND}\d{{1,2}}"
_NO_MONTH = r"(?!\s+[a-z]{3,13}\.?\s+\d{4})"  # 10/11/12 december 2022
_FORMS = tuple(
    expression(form, re.ASCII | re.IGNORECASE)
    for form in (
        # 2022-03-24; 2022-03; 2022
        rf"{_WEEKDAY}?(?P<y>\d{{4}})(?:(?P<sep>[-/.])(?P<m>\d{{1,2}})(?:(?P=sep){_DAY})?)?(?!\d)",
        # 20220324; 202203
        r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)?(?!\d)",
        # 31-12-2022/01-01-2023; 26/03-27/03/2022
        rf"{_BEFORE}{_DAY}{_TO_ANOTHER_NUMBER}[-/.](?P<m>\d{{1,2}})[-/.]{_YEAR}",
        # 24-03-2022; 26/27-03-2022
        rf"{_BEFORE}{_DAY}(?:{_SECOND_DAY})?[-/.](?P<m>\d{{1,2}})[-/.]{_YEAR}",
        # 24-3-22
        rf"{_BEFORE}{_DAY}(?P<sep>[-/.])(?P<m>0?\d|1[0-2])(?P=sep)['’]?(?P<y>\d\d)(?!\d){_NO_MONTH}",
        # 24 maart 2022; 26/27 maart 2022; 30 april/1 mei 2022; den 3den Maart 1890; 24-mrt-22
        rf"{_BEFORE}{_DAY}{_ORDINAL}{_TO_ANOTHER}?[-/.\s]*{_MONTH}{_OF_YEAR}{_CUT_YEAR}",
        # March 24, 2022; March 26/27, 2022
        rf"{_BEFORE}{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?(?:{_SECOND_DAY})?,?\s+{_YEAR}",
        # maart 2022; maart/april 2022; mrt-22
        rf"(?:{_OTHER_MONTH}{_AND})?(?P<name>[a-z]{{3,13}})\.?{_OF_YEAR}{_MONTHS_YEAR}",
        # 03-2022
        rf"(?P<m>\d{{1,2}})[-/.]{_YEAR}",
    )
)


_SIGNS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212"), "-") | {0xA0: " ", 0x202F: " "}


class Written(NamedTuple):
    """A date as it was written: a month or day that was not is 0. `end` is where it ends."""

    year: int
    month: int
    day: int
    end: int


def days_of_month(year: int, month: int) -> int:
    """Return how many days a month has; `calendar` takes 2 ms to load. ValueError for no month."""
    december = 12
    if month == december:  # the last year that there is has no next
        return 31
    return (date(year, month + 1, 1) - date(year, month, 1)).days


def read_written(text: str) -> Written | None:
    """Return the date that a text begins with, None where it begins with none.

    Days come before months, as Dutch writes them. A year of two digits is from 1930 to 2029, as
    spreadsheets read it. Of two days or months (26/27 maart) the first counts; of two that are
    further apart than a month and the next none does.
    """
    if not text.isascii():
        text = text.translate(_SIGNS)
    for form in _FORMS:
        if (match := form.match(text)) and (found := _written(match)):
            return found
    return None


def _written(match: re.Match[str]) -> Written | None:
    parts = match.groupdict()
    year, month, day = _whole_year(parts["y"]), int(parts.get("m") or 0), int(parts.get("d") or 0)
    if name := parts.get("name"):
        month = _NUMBER_OF.get(name.lower(), 0)
        if not month:
            return None
    other, first = parts.get("other"), int(parts.get("first") or 0)
    if other or first:
        first = first or _NUMBER_OF.get((other or "").lower(), 0)
        if not first:
            return None
        # Of 31 december/1 januari 2022 the first day is one of the year before.
        begins = int(parts.get("other_year") or (year - 1 if first > month else year))
        if not 0 <= 12 * (year - begins) + month - first <= 1:
            return None  # a life, or how long something is to be seen: no issue of a newspaper
        year, month = begins, first
    return Written(year, month, day, match.end())


def _whole_year(text: str) -> int:
    year = int(text.lstrip("'’`"))
    return (
        year
        if len(text) == len("2022")
        else year + (2000 if year < _FIRST_OF_LAST_CENTURY else 1900)
    )
