"""Dates within a query: `mei 2019`, `zomer 2018`, `van 2015 tot 2018`, `gisteren`, `25 juli`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.dates import WEEKDAYS
from indexer.later import NamedTuple, expression
from indexer.model import Span
from indexer.query.calendar.counted_back import AGO, counted_back, may_be_counted
from indexer.query.calendar.named_days import may_be_named, read_named
from indexer.query.dates import iso_date
from indexer.query.short_dates import ArchiveDays, may_be_short, read_short
from indexer.query.syntax import SEASONS

_FIRST_YEAR, _LAST_YEAR = 1600, 2099  # of newspapers; other numbers of four digits are numbers
_RECENT, _NO_YEAR = 8.0, 0.75  # shares
_LONGEST = 5  # words of one date: dinsdag den 3den maart 1890
_RANGE = expression(
    r"(?:(?:van|tussen|from|between)\s+)?(?P<first>\S.*?)\s*(?:\s(?:tot(?:\s+en\s+met)?|t/m|en|op|and|to|until)\s|–|—|-)"
    r"\s*(?P<last>\S.*)",
    re.IGNORECASE,
)
_FROM_TO = expression(r"\s(?:tot|t/m|en|op|and|to|until)\s", re.IGNORECASE)
_SEASON = expression(
    r"(?P<name>lente|voorjaar|zomer|herfst|najaar|winter|spring|summer|autumn)\s+(?:van\s+|of\s+)?"
    r"(?P<year>\d{4})(?:\s*[-/]\s*(?P<next>\d{2,4}))?",
    re.IGNORECASE | re.ASCII,
)
_YEAR = expression(r"\d{4}\b", re.ASCII)
_NO_DATE_ALONE = expression(rf"(?:{WEEKDAYS})", re.IGNORECASE)


class DateInWords(NamedTuple):
    """A date that was read: which characters, what days, and how `datum:` writes them.

    `relative` is set for one that counts from the last day of the archive. `share` is what it is
    worth beside a date in full: more where the days are what is asked for (`gisteren`), less where
    its year is a guess. One that is `counted` back (`gisteren`) means other days in the text of an
    article. `named` are the characters of it that name a feast, which is a word of the
    query too, none where both are 0; `asked` is what articles call it, where that is otherwise.
    """

    start: int
    end: int
    span: Span
    text: str
    relative: bool = False
    share: float = 1.0
    counted: bool = False
    named: tuple[int, int] = (0, 0)
    asked: str = ""


def dates_in(text: str, days: ArchiveDays | None) -> Iterator[DateInWords]:
    """Yield the dates of a text, the longest that begins at each word; none overlap.

    `gisteren` counts from the last of `days`; without them such words are words.
    """
    words = [match.span() for match in re.finditer(r"\S+", text)]
    has_digits = any(map(str.isdigit, text))
    place = 0
    while place < len(words):
        most = min(place + 2 * _LONGEST, len(words))
        longest = text[words[place][0] : words[most - 1][1]]
        for last in range(most, place, -1) if has_digits or _may_begin(longest) else ():
            start, end = words[place][0], words[last - 1][1]
            there = text[start:end].rstrip(",.!?")
            after = text[slice(*words[last])] if last < len(words) else ""
            if (named := _named(there, start, days)) and not (
                named.relative and _YEAR.match(after)
            ):
                yield named
                place = last
                break
            if found := _read(there, days):
                yield DateInWords(start, start + len(there), *found)
                place = last
                break
        else:
            place += 1


def _may_begin(text: str) -> bool:
    """Return whether a text without digits may begin with a date: most do not."""
    small = text.lower().replace("\u2019", "'")
    first = small.split(maxsplit=1)[0]
    alone = first.rstrip(",.!?")
    return may_be_short(small) or any(
        may_be_named(each) or may_be_counted(each) for each in (first, alone)
    )


def _named(text: str, start: int, days: ArchiveDays | None) -> DateInWords | None:
    """Return a feast or a week that a text is, from a place on."""
    typed = text.lower().replace("\u2019", "'")
    small = " ".join(typed.split())
    if not may_be_named(small) or not (found := read_named(small, days)):
        return None
    (span, written), name, relative, share = found
    words = list(re.finditer(r"\S+", typed))
    own = name.split()
    here = [match.group() for match in words]
    begin = next((n for n in range(len(here)) if own and here[n : n + len(own)] == own), 0)
    named = (
        (start + words[begin].start(), start + words[begin + len(own) - 1].end()) if own else (0, 0)
    )
    end = start + len(text)
    return DateInWords(start, end, span, written, relative, share, named=named, asked=found.asked)


def _read(text: str, days: ArchiveDays | None) -> tuple[Span, str, bool, float, bool] | None:
    if days and (back := counted_back(text.lower(), days.last)):
        span = Span(*(day.toordinal() for day in back))
        # 75 jaar geleden is what articles say where none is so old.
        if not text.lower().endswith(AGO) or days.has(span):
            written = "..".join(dict.fromkeys(day.isoformat() for day in back))
            return span, written, True, _RECENT, True
    if days and may_be_short(text.lower()) and (short := read_short(text.lower(), days, _full)):
        return *short[0], short[1], _NO_YEAR if short[1] else 1.0, False
    found = _full(text)
    return (*found, False, 1.0, False) if found else None


def _full(text: str) -> tuple[Span, str] | None:
    """Return what a date, a season or a range of days means that has its year."""
    if not any(map(str.isdigit, text)):
        return None
    readers = (_range, _date, _season) if _FROM_TO.search(text) else (_date, _season, _range)
    return next(filter(None, (reader(text) for reader in readers)), None)


def _date(text: str) -> tuple[Span, str] | None:
    if len(text.split()) > _LONGEST or _NO_DATE_ALONE.fullmatch(text):
        return None
    try:
        written = iso_date(text)
    except ValueError:
        return None
    if not _FIRST_YEAR <= int(written[:4]) <= _LAST_YEAR or (text.isdigit() and len(text) != 4):  # noqa: PLR2004
        return None
    return Span.parse(written), written


def _season(text: str) -> tuple[Span, str] | None:
    match = _SEASON.fullmatch(text)
    if not match:
        return None
    year = int(match["year"])
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    begin, end = SEASONS[match["name"].lower()]
    until = f"{year + (end < begin):04}-{end:02}"
    return _between(f"{year:04}-{begin:02}", until)


def _range(text: str) -> tuple[Span, str] | None:
    match = _RANGE.fullmatch(text)
    if not match:
        return None
    last = _date(match["last"])
    if not last:
        return None
    # In `mei tot juli 2019` and `10 tot 12 mei 2019` the end says what the beginning leaves out.
    year = last[1][:4]
    month = match["last"].rpartition(" ")[0].split(" ", 1)[-1]
    tries = (match["first"], f"{match['first']} {year}", f"{match['first']} {month} {year}")
    first = next(filter(None, map(_date, tries)), None)
    if not first or first[0].first > last[0].last:
        return None
    return _between(first[1], last[1])


def _between(first: str, last: str) -> tuple[Span, str]:
    return Span(Span.parse(first).first, Span.parse(last).last), f"{first}..{last}"
