"""Parts of a month or a year: `begin juni`, `tweede kwartaal van 2019`, `derde dinsdag van mei`."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

from indexer.later import expression
from indexer.model import Span
from indexer.query.calendar.counted_back import OF_WEEK

Read: TypeAlias = tuple[Span, str]
"""The days of a date, and how `datum:` writes them."""

_ORDINALS = {
    **{f"{n}{ending}": n for n in range(1, 5) for ending in ("e", "ste", "de")},
    **{name: n for n, name in enumerate(("eerste", "tweede", "derde", "vierde"), 1)},
    "laatste": -1,
}
_NAMED = "begin|medio|midden|half|halverwege|einde?|early|mid|late"
_COUNTED = ("week", "helft", "kwartaal", "halfjaar", "weekend", *OF_WEEK)
_ANY_ORDINAL = "|".join(_ORDINALS)
PART = expression(
    rf"(?:in\s+|op\s+)?(?:de\s+|het\s+)?(?P<part>{_NAMED}|q[1-4]|kwartaal\s+[1-4]"
    rf"|(?:{_ANY_ORDINAL})\s+(?:{'|'.join(_COUNTED)}|half\s+jaar))"
    r"[\s-]\s*(?:van\s+|in\s+)?(?P<whole>\S.*)"
)
BEGINS = rf"{_NAMED}|q[1-4]|kwartaal|{_ANY_ORDINAL}"
"""The words that a part may begin with, behind `in` or an article, in an expression."""

_DAYS = {
    **dict.fromkeys(("begin", "early"), (1, 10)),
    **dict.fromkeys(("medio", "midden", "half", "halverwege", "mid"), (10, 20)),
    **dict.fromkeys(("eind", "einde", "late"), (20, 31)),
    "1 helft": (1, 15),
    "2 helft": (16, 31),
    **{f"{n} week": (7 * n - 6, 7 * n) for n in range(1, 5)},
    "-1 week": (-6, 31),
}
_MONTHS = {
    **dict.fromkeys(("begin", "early"), (1, 3)),
    **dict.fromkeys(("medio", "midden", "half", "halverwege", "mid"), (5, 8)),
    **dict.fromkeys(("eind", "einde", "late"), (10, 12)),
    **{f"{n} {half}": (6 * n - 5, 6 * n) for n in (1, 2) for half in ("helft", "halfjaar")},
    **{f"{n} kwartaal": (3 * n - 2, 3 * n) for n in range(1, 5)},
    "-1 kwartaal": (10, 12),
}
_YEAR, _YEAR_AND_MONTH = 4, 7  # letters of those in ISO


def part_of(name: str, whole: str) -> Read | None:
    """Return a part of a month or a year, as ISO writes that; None where it has no such part."""
    part = _canonical(name)
    if len(whole) == _YEAR and part in _MONTHS:
        begin, end = _MONTHS[part]
        return between(
            Span.parse(f"{whole}-{begin:02}").first, Span.parse(f"{whole}-{end:02}").last
        )
    if len(whole) != _YEAR_AND_MONTH:
        return None
    month = Span.parse(whole)
    if part in _DAYS:
        begin, end = _DAYS[part]
        first = month.first + begin - 1 if begin > 0 else month.last + begin
        return between(first, min(month.last, month.first + end - 1))
    return _counted_day(part, month)


def _canonical(name: str) -> str:
    """Return the name of a part with its number: `2 kwartaal` of q2 and of `tweede kwartaal`."""
    words = name.replace("half jaar", "halfjaar").split()
    if words[0][0] == "q":
        return f"{words[0][1]} kwartaal"
    if words[0] == "kwartaal":
        return f"{words[1]} kwartaal"
    return " ".join(str(_ORDINALS.get(word, word)) for word in words)


def _counted_day(part: str, month: Span) -> Read | None:
    """Return the day or the weekend of a month that counts so among its kind."""
    count, _, kind = part.partition(" ")
    if kind != "weekend" and kind not in OF_WEEK:
        return None
    weekday = OF_WEEK.index("zaterdag" if kind == "weekend" else kind)
    first = month.first + (weekday - date.fromordinal(month.first).weekday()) % 7
    last = month.last - (date.fromordinal(month.last).weekday() - weekday) % 7
    day = last if count == "-1" else first + 7 * (int(count) - 1)
    return between(day, day + (kind == "weekend"))


def between(first: int, last: int) -> Read:
    """Return the days from one to another, each by its number."""
    days = dict.fromkeys(date.fromordinal(day).isoformat() for day in (first, last))
    return Span(first, last), "..".join(days)
