"""Days that are counted back from one: `gisteren`, `drie weken geleden`, `afgelopen zomer`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeAlias

from indexer.later import expression

Days: TypeAlias = tuple[date, date]
"""The first and the last of some days."""

OF_WEEK = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
"""The days of a week, Monday first."""

_IN_ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = "|".join((*OF_WEEK, *_IN_ENGLISH))
_DAY_NUMBER = {day: n for days in (OF_WEEK, _IN_ENGLISH) for n, day in enumerate(days)}
_SAME = {"verleden": "vorige", "voorbije": "afgelopen"}  # Flemish
_UNITS = {
    **dict.fromkeys(("dag", "dagen", "day", "days"), "day"),
    **dict.fromkeys(("week", "weken", "weeks"), "week"),
    **dict.fromkeys(("maand", "maanden", "month", "months"), "month"),
    **dict.fromkeys(("jaar", "jaren", "year", "years"), "year"),
}
_LENGTHS = {"day": 1, "week": 7, "month": 30, "year": 365}
_NUMBERS = (
    *("een one a", "twee two", "drie three", "vier four", "vijf five", "zes six", "zeven seven"),
    *("acht eight", "negen nine", "tien ten", "elf eleven", "twaalf twelve"),
)
_NUMBER_OF = {word: n for n, words in enumerate(_NUMBERS, 1) for word in words.split()}
_COUNTED = rf"(?P<count>[1-9]\d{{0,2}}|{'|'.join(_NUMBER_OF)}) (?P<unit>{'|'.join(_UNITS)})"
_SEASONS = {
    **dict.fromkeys(("lente", "voorjaar", "spring"), 3),
    **dict.fromkeys(("zomer", "summer"), 6),
    **dict.fromkeys(("herfst", "najaar", "autumn"), 9),
    "winter": 12,
}
_SEASON_MONTHS = 3

AGO = ("geleden", "terug", "ago")
_AGO = expression(rf"{_COUNTED} (?:{'|'.join(AGO)})", re.ASCII)
_PAST = expression(
    rf"(?:in )?(?:de |het |the )?(?:afgelopen|laatste|last|past) {_COUNTED}", re.ASCII
)
_THAT_DAY = expression(
    rf"(?:de |het )?(?P<last>afgelopen|vorige?|dit|last) (?P<day>weekend|{_WEEKDAY})", re.ASCII
)
_DAY_OF_WEEK = expression(
    rf"(?P<week>deze|vorige|afgelopen) week (?:op )?(?P<day>{_WEEKDAY})"
    rf"|(?:op )?(?P<before>{_WEEKDAY}) (?:van )?(?P<that>deze|vorige|afgelopen) week",
    re.ASCII,
)
_SEASON = expression(
    r"(?:de |het )?(?P<last>deze|dit|afgelopen|vorige?|this|last) (?P<season>"
    + "|".join(_SEASONS)
    + ")",
    re.ASCII,
)


def may_be_counted(word: str) -> bool:
    """Return whether a word in small letters begins such days: most do not."""
    return word.isdigit() or word in _BEGINS


def counted_back(text: str, today: date) -> Days | None:
    """Return the days that a text in small letters means, None where it means none."""
    written = text.split()
    if not written or not may_be_counted(written[0]):
        return None
    words = " ".join(_SAME.get(word, word) for word in written)
    try:
        if named := _NAMED.get(words.removeprefix("de ").removeprefix("het ")):
            return named(today)
        found = ((form.fullmatch(words), read) for form, read in _FORMS)
        return next((read(match, today) for match, read in found if match), None)
    except (ValueError, OverflowError):  # before the first year
        return None


def _ago(match: re.Match[str], today: date) -> Days:
    return _WHOLE[_UNITS[match["unit"]]](_number(match["count"]))(today)


def _past(match: re.Match[str], today: date) -> Days:
    return _last_days(_number(match["count"]) * _LENGTHS[_UNITS[match["unit"]]])(today)


def _number(typed: str) -> int:
    return _NUMBER_OF.get(typed) or int(typed)


def _that_day(match: re.Match[str], today: date) -> Days:
    if match["day"] == "weekend":
        saturday = today - timedelta((today.weekday() - 5) % 7)
        return saturday, saturday + timedelta(1)
    day = today - timedelta((today.weekday() - _DAY_NUMBER[match["day"]]) % 7 or 7)
    return day, day


def _day_of_week(match: re.Match[str], today: date) -> Days:
    back = 0 if (match["week"] or match["that"]) == "deze" else 1
    monday = _week(back)(today)[0]
    day = monday + timedelta(_DAY_NUMBER[match["day"] or match["before"]])
    return day, day


def _season(match: re.Match[str], today: date) -> Days:
    """Return the last such season that has begun; `afgelopen` and `vorige`, that has ended."""
    begin = _SEASONS[match["season"]]
    ended = match["last"] not in ("deze", "dit", "this")
    for year in range(today.year, today.year - 3, -1):
        first = date(year, begin, 1)
        after = begin + _SEASON_MONTHS
        last = date(year + after // 13, (after - 1) % 12 + 1, 1) - timedelta(1)
        if (last if ended else first) <= today:
            return first, last
    raise ValueError(match[0])


def _day(back: int) -> Callable[[date], Days]:
    return lambda today: (today - timedelta(back), today - timedelta(back))


def _last_days(count: int) -> Callable[[date], Days]:
    return lambda today: (today - timedelta(count - 1), today)


def _week(back: int) -> Callable[[date], Days]:
    def days(today: date) -> Days:
        monday = today - timedelta(today.weekday() + 7 * back)
        return monday, monday + timedelta(6)

    return days


def _month(back: int) -> Callable[[date], Days]:
    def days(today: date) -> Days:
        first = today.replace(day=1)
        for _ in range(back):
            first = (first - timedelta(1)).replace(day=1)
        return first, (first + timedelta(31)).replace(day=1) - timedelta(1)

    return days


def _year(back: int) -> Callable[[date], Days]:
    return lambda today: (date(today.year - back, 1, 1), date(today.year - back, 12, 31))


_PARTS_OF_DAY = ("ochtend", "morgen", "middag", "avond", "nacht")
_WHOLE = {"day": _day, "week": _week, "month": _month, "year": _year}
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Days]], ...] = (
    (_AGO, _ago),
    (_PAST, _past),
    (_THAT_DAY, _that_day),
    (_DAY_OF_WEEK, _day_of_week),
    (_SEASON, _season),
)
_NAMED: dict[str, Callable[[date], Days]] = {
    **dict.fromkeys(("vandaag", "today", *(f"van{part}" for part in _PARTS_OF_DAY)), _day(0)),
    **dict.fromkeys(("gisteren", "yesterday"), _day(1)),
    **{f"gister{en}{part}": _day(1) for en in ("", "en") for part in _PARTS_OF_DAY},
    "eergisteren": _day(2),
    **dict.fromkeys(("deze week", "this week"), _week(0)),
    **dict.fromkeys(("vorige week", "last week"), _week(1)),
    "afgelopen week": _last_days(7),
    **dict.fromkeys(("deze maand", "this month"), _month(0)),
    **dict.fromkeys(("vorige maand", "last month"), _month(1)),
    "afgelopen maand": _last_days(30),
    **dict.fromkeys(("dit jaar", "this year"), _year(0)),
    **dict.fromkeys(("vorig jaar", "vorige jaar", "last year"), _year(1)),
    "afgelopen jaar": _last_days(365),
}
_BEGINS = frozenset(
    (
        *("in", "op", "de", "het", "the", "afgelopen", "laatste", "last", "past", *_SAME),
        *("vorig", "vorige", "dit", "deze", "this", *_DAY_NUMBER, *_NUMBER_OF),
        *(words.partition(" ")[0] for words in _NAMED),
    )
)
