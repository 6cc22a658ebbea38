"""Days by their name, and weeks by their number: `kerst 2018`, `afgelopen koningsdag`, `week 12`.

The name of a feast is a word of the query as well: who asks for `koningsdag 2019` asks for both.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import islice

from indexer.later import NamedTuple, expression
from indexer.model import Span
from indexer.query.calendar.feasts import ALSO_NO_DAYS, FEASTS, OTHERWISE
from indexer.query.calendar.parts import Read
from indexer.query.short_dates import ArchiveDays

_FIRST_YEAR, _LAST_YEAR = 1600, 2099
_MAX_BACK = 10  # years in which the last such days are looked for
_NAMES = "|".join(re.escape(name) for name in sorted((*FEASTS, *OTHERWISE), key=len, reverse=True))
_LAST = "(?:de |het )?(?:afgelopen|vorige|vorig|laatste|last) "
_YEAR = (
    r"(?: (?:van |of |in )?(?:(?P<year>\d{4})(?P<next>[-/](?:\d{4}|\d{2}))?"
    "|(?P<counted>dit jaar|vorig jaar|this year|last year)))"
)
_FEAST = expression(
    rf"(?P<last>{_LAST})(?P<name_of_last>{_NAMES})|(?P<name>{_NAMES}){_YEAR}?", re.ASCII
)
_WEEK = expression(rf"week (?P<number>\d{{1,2}}),?{_YEAR}?", re.ASCII)
_FIRST_WORDS = frozenset(name.split()[0] for name in (*FEASTS, *OTHERWISE))
_BEGINS = _FIRST_WORDS | {"de", "het", "afgelopen", "vorige", "vorig", "laatste", "last", "week"}
_NO_YEAR, _RECENT = 0.75, 4.0  # shares
_YEAR_OF_FEAST = 2.0  # each year has articles with its name, so the days have to tell


class NamedDays(NamedTuple):
    """Days that were read: `name` is that of a feast, which is asked for too; empty for a week.

    `share` is what they are worth beside a date in full; `relative` those counted from the last
    day of the archive.
    """

    read: Read
    name: str
    relative: bool
    share: float

    @property
    def asked(self) -> str:
        """What articles call the feast, where that is not what was typed; else empty."""
        return OTHERWISE.get(self.name, "")


def may_be_named(text: str) -> bool:
    """Return whether a text in small letters begins as such days do: most do not."""
    return text.partition(" ")[0] in _BEGINS


def read_named(text: str, days: ArchiveDays | None) -> NamedDays | None:
    """Return the days that a text in small letters means, with single spaces between its words.

    Without a year they are the last of which the archive has articles; where it has none, the last
    at all after `afgelopen`, and None without it. So is a feast whose name is one word: it is what
    articles are about rather than when they appeared.
    """
    if match := _FEAST.fullmatch(text):
        name, following = match["name"] or match["name_of_last"], match["next"]
        alone = not (match["last"] or match["year"] or match["counted"])
        if alone and (" " not in name or name in ALSO_NO_DAYS):
            return None
        return _of_year(match, days, lambda year: _feast(name, year, following), name)
    if (match := _WEEK.fullmatch(text)) and not match["next"]:
        number = int(match["number"])
        return _of_year(match, days, lambda year: _week(year, number), "")
    return None


def _of_year(
    match: re.Match[str], days: ArchiveDays | None, of: Callable[[int], Read | None], name: str
) -> NamedDays | None:
    """Return the days in the year that was typed, or that is meant."""
    if match["year"]:
        years, relative, share = [int(match["year"])], False, _YEAR_OF_FEAST if name else 1.0
    elif days is None:
        return None
    elif match["counted"]:
        back = match["counted"] in ("vorig jaar", "last year")
        years, relative, share = [days.last.year - back], True, _RECENT
    else:
        years = list(range(days.last.year, days.last.year - _MAX_BACK, -1))
        relative, share = True, _RECENT if name and match["last"] else _NO_YEAR
    reads = [read for year in years if _FIRST_YEAR <= year <= _LAST_YEAR and (read := of(year))]
    if days and len(years) > 1:
        past = [read for read in reads if read[0].first <= days.last.toordinal()]
        having = (read for read in past if days.has(read[0]))
        # `afgelopen kerst` says when, whatever the archive has: its words are in no article.
        reads = [*islice(having, 1)] or (past if name and match["last"] else [])
    return NamedDays(reads[0], name, relative, share) if reads else None


def _feast(name: str, year: int, following: str | None) -> Read | None:
    """Return the days of a feast with those before and after it, when papers write of it.

    Of a turn of the year the year after may be typed too, as `following`: `2018-2019`.
    """
    days = FEASTS[OTHERWISE.get(name, name)](year)
    if days is None:
        return None
    first, last = days
    if following and (first.year == last.year or int(following[-2:]) != last.year % 100):
        return None
    return _read(first - timedelta(1), last + timedelta(1))


def _week(year: int, number: int) -> Read | None:
    """Return the days of a week by its number (ISO 8601); None where the year has no such week."""
    try:
        monday = date.fromisocalendar(year, number, 1)
    except ValueError:
        return None
    return _read(monday, monday + timedelta(6))


def _read(first: date, last: date) -> Read:
    span = Span(first.toordinal(), last.toordinal())
    return span, f"{first.isoformat()}..{last.isoformat()}"
