"""When the feasts of the Netherlands are: fixed days, those that move with Easter, and Sundays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeAlias

Days: TypeAlias = tuple[date, date]
"""The first and the last day of a feast."""

Feast: TypeAlias = Callable[[int], Days | None]
"""Returns the days of a feast in a year; None where it was not kept."""

_SUNDAY, _TUESDAY, _THURSDAY, _SATURDAY = 6, 1, 3, 5


def easter(year: int) -> date:
    """Return Easter Sunday (Meeus, Jones and Butcher; the Gregorian calendar)."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    leaps, rest = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - moon + 15) % 30
    leaps_of_century, rest_of_century = divmod(of_century, 4)
    weekday = (32 + 2 * rest + 2 * leaps_of_century - epact - rest_of_century) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _fixed(month: int, day: int, length: int = 1) -> Feast:
    """Return a feast of so many days from the same day of each year."""

    def days(year: int) -> Days:
        first = date(year, month, day)
        return first, first + timedelta(length - 1)

    return days


def _from_easter(first: int, last: int | None = None) -> Feast:
    """Return a feast of days that are counted from Easter Sunday."""
    until = first if last is None else last

    def days(year: int) -> Days:
        sunday = easter(year)
        return sunday + timedelta(first), sunday + timedelta(until)

    return days


def _weekday(month: int, weekday: int, number: int, *, after: int = 0) -> Feast:
    """Return a feast on the so-maniest weekday of a month (-1: the last), or so many days later."""

    def days(year: int) -> Days:
        if number > 0:
            first = date(year, month, 1)
            day = first + timedelta((weekday - first.weekday()) % 7 + 7 * (number - 1) + after)
        else:
            last = date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
            day = last - timedelta((last.weekday() - weekday) % 7)
        return day, day

    return days


def _kings_day(year: int) -> Days | None:
    """Return Koningsdag: 27 April, or the day before where that is a Sunday; since 2014."""
    day = date(year, 4, 27)
    day -= timedelta(day.weekday() == _SUNDAY)
    return (day, day) if year >= 2014 else None  # noqa: PLR2004 - the year it began


def _queens_day(year: int) -> Days | None:
    """Return Koninginnedag, from 1891 to 2013.

    It was 31 August until 1948, then 30 April. A Sunday made it the day after, since 1980 the day
    before.
    """
    if not 1891 <= year <= 2013:  # noqa: PLR2004 - the years of it
        return None
    day = date(year, 8, 31) if year < 1949 else date(year, 4, 30)  # noqa: PLR2004
    if day.weekday() == _SUNDAY:
        day += timedelta(1 if year < 1980 else -1)  # noqa: PLR2004
    return day, day


_CHRISTMAS_DAY, _BOXING_DAY, _NEW_YEARS_EVE = _fixed(12, 25), _fixed(12, 26), _fixed(12, 31)
_GOOD_FRIDAY, _EASTER, _EASTER_MONDAY = _from_easter(-2), _from_easter(0, 1), _from_easter(1)
_CARNIVAL, _ASCENSION, _PENTECOST = _from_easter(-49, -47), _from_easter(39), _from_easter(49, 50)
_LIBERATION, _NEW_YEAR, _ARMISTICE = _fixed(5, 5), _fixed(1, 1), _fixed(11, 11)

FEASTS: dict[str, Feast] = {
    **dict.fromkeys(("kerst", "kerstmis", "kerstdagen"), _fixed(12, 25, 2)),
    "kerstavond": _fixed(12, 24),
    **dict.fromkeys(("eerste kerstdag", "1e kerstdag"), _CHRISTMAS_DAY),
    **dict.fromkeys(("tweede kerstdag", "2e kerstdag"), _BOXING_DAY),
    **dict.fromkeys(("oud en nieuw", "jaarwisseling"), _fixed(12, 31, 2)),
    **dict.fromkeys(
        ("oudejaarsavond", "oudejaarsdag", "oudjaar", "oudejaarsnacht"), _NEW_YEARS_EVE
    ),
    **dict.fromkeys(("nieuwjaar", "nieuwjaarsdag"), _NEW_YEAR),
    "driekoningen": _fixed(1, 6),
    "valentijnsdag": _fixed(2, 14),
    **dict.fromkeys(("carnaval", "vastenavond"), _CARNIVAL),
    "aswoensdag": _from_easter(-46),
    "palmzondag": _from_easter(-7),
    "witte donderdag": _from_easter(-3),
    "goede vrijdag": _GOOD_FRIDAY,
    "stille zaterdag": _from_easter(-1),
    **dict.fromkeys(("pasen", "paschen", "paasdagen", "paasweekend"), _EASTER),
    **dict.fromkeys(("eerste paasdag", "1e paasdag", "paaszondag"), _from_easter(0)),
    **dict.fromkeys(("tweede paasdag", "2e paasdag", "paasmaandag"), _EASTER_MONDAY),
    **dict.fromkeys(("hemelvaart", "hemelvaartsdag"), _ASCENSION),
    **dict.fromkeys(("hemelvaartweekend", "hemelvaartsweekend"), _from_easter(39, 42)),
    **dict.fromkeys(("pinksteren", "pinksterdagen", "pinksterweekend"), _PENTECOST),
    **dict.fromkeys(("eerste pinksterdag", "1e pinksterdag"), _from_easter(49)),
    **dict.fromkeys(("tweede pinksterdag", "2e pinksterdag"), _from_easter(50)),
    "koningsdag": _kings_day,
    "koninginnedag": _queens_day,
    "dag van de arbeid": _fixed(5, 1),
    "dodenherdenking": _fixed(5, 4),
    "bevrijdingsdag": _LIBERATION,
    "moederdag": _weekday(5, _SUNDAY, 2),
    "vaderdag": _weekday(6, _SUNDAY, 3),
    "veteranendag": _weekday(6, _SATURDAY, -1),
    **dict.fromkeys(("keti koti", "ketikoti"), _fixed(7, 1)),
    "prinsjesdag": _weekday(9, _TUESDAY, 3),
    "leidens ontzet": _fixed(10, 3),
    "dierendag": _fixed(10, 4),
    "halloween": _fixed(10, 31),
    "allerheiligen": _fixed(11, 1),
    "allerzielen": _fixed(11, 2),
    **dict.fromkeys(("sint-maarten", "sint maarten", "wapenstilstandsdag"), _ARMISTICE),
    "black friday": _weekday(11, _THURSDAY, 4, after=1),
    **dict.fromkeys(("pakjesavond", "sinterklaasavond"), _fixed(12, 5)),
    **dict.fromkeys(("sinterklaas", "sint nicolaas"), _fixed(12, 5, 2)),
}
"""The feasts by the names that people type, in small letters."""

OTHERWISE = {
    "oud & nieuw": "oud en nieuw",
    "christmas": "kerst",
    "christmas eve": "kerstavond",
    "christmas day": "eerste kerstdag",
    "boxing day": "tweede kerstdag",
    "new year's eve": "oudejaarsavond",
    "new year's day": "nieuwjaarsdag",
    "valentine's day": "valentijnsdag",
    "good friday": "goede vrijdag",
    "easter": "pasen",
    "easter monday": "tweede paasdag",
    "ascension day": "hemelvaart",
    "pentecost": "pinksteren",
    "king's day": "koningsdag",
    "queen's day": "koninginnedag",
    "liberation day": "bevrijdingsdag",
}
"""What articles call feasts, by the names in English and with signs that people type."""

ALSO_NO_DAYS = frozenset(
    ("sinterklaas", "sint nicolaas", "sint maarten", "nieuwjaar", "halloween", *OTHERWISE)
) - {"oud & nieuw"}
"""Names that mean a person, an island, a wish or a film as well, and those in English.

Articles lack the latter. Only with a year are they days.
"""
