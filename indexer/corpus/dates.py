"""Dates as archives write them, Dutch and English, to partial ISO."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import takewhile

from indexer.dates import DUTCH_TIME, Written, read_written
from indexer.model import Span

FIRST_YEAR, LAST_YEAR = 1500, 2200
MAX_LENGTH = 80
"""Characters in the value of a date."""

DATE_LABEL = (
    r"(?:datum(?: van)? publicatie|publicatiedatum|verschijningsdatum|publication date|datum|date)"
)
"""What stands before a date; what says that it is of a change is none of these."""
PUBLISHED_LABEL = r"(?:gepubliceerd|geplaatst|verschenen|published|posted|issued)"
"""What stands before a date, or before something else about the publication."""
_LABELLED = re.compile(
    rf"(?:{DATE_LABEL}|{PUBLISHED_LABEL}|publicatie|uitgave|editie|weekend)\b(?:\s+(?:op|on))?\s*[:|]?\s*",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(
    r"(?!bijgewerkt|gewijzigd|aangepast|updated?\b|modified)[^\W\d_]+[.,:]?\s+", re.IGNORECASE
)
_OF_A_CHANGE = re.compile(
    r"[\s(,;|/–—-]*(?:laatst )?(?:bijgewerkt|gewijzigd|aangepast|updated?|modified)\W*",
    re.IGNORECASE,
)  # 25 maart 2022 (bijgewerkt)
_IS_FOLLOWED = re.compile(r"\s|[,;(T]|\.?$|[-/–—].*[^\d.].*|/\d|\s*[-–—]\s")
_IS_FOLLOWED_BY_TIME = re.compile(r"\s*(?:[:.u]\d|uur|u\b|h\b)", re.IGNORECASE)
# Folders 2022/03/24, 2022/03 or 2022-03/24, above the file; or 2022-03-24 and 20220324 before
# other text.
_IN_PATH = re.compile(
    r"""(?:^|[/!])(?P<y>(?:1[5-9]|20)\d\d)
    (?: [/-](?P<m>\d\d)(?:/(?P<d>\d\d))?(?=/)
      | (?P<dash>[-_]?)(?P<m_>\d\d)(?P=dash)(?P<d_>\d\d)(?!\d) )""",
    re.ASCII | re.VERBOSE,
)
_LONGEST_MOMENT = len("2022-03-24T15:14:33+01:00")
_SEPARATORS = re.compile("[/!]")
_WHOLE_YEAR = re.compile(r"(?:1[5-9]|20)\d\d", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Seconds, or thousandths, millionths or thousand millionths of them.
_UNIX = re.compile(r"(-?\d{9,10})(?:\d{3}|\d{6}|\d{9})?(?:\.\d*)?", re.ASCII)
_UNKNOWN = re.compile(r"(?<=\d[-/.])(?:xx|uu|\?\?)(?=[-/.]|$)", re.IGNORECASE)  # 1890-05-XX
_WIDE = {0xFF10 + digit: str(digit) for digit in range(10)}  # digits as wide as Chinese signs
_NO_FRACTION = re.compile(r"(\d{4,14})\.0+", re.ASCII)  # a number in a table of numbers
_STAMP = re.compile(
    r"((?:1[5-9]|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?",
    re.ASCII,
)  # 20220324153000
# What programs write around a day: Timestamp('2022-03-24'), '24-03-2022 in a sheet, /Date(1648…)/.
_CALLED = re.compile(
    r"(?:\w{0,12}\.)?(?:Timestamp|datetime|date|datetime64|Date|ISODate)\(([^()]{4,40})\)/?"
)
_IN_NUMBERS = re.compile(r"(\d{4}), (\d{1,2}), (\d{1,2})(?:, \d{1,6})*", re.ASCII)
_EXPONENT = re.compile(r"\d(?:[.,]\d{1,18})?E\+?\d{1,2}", re.ASCII | re.IGNORECASE)
_APART = re.compile(r"(\d{4})(?:_|\. )(\d{1,2})(?:_|\. )(\d{1,2})(?![\d_])\.?", re.ASCII)
_WEEK = re.compile(r"(\d{4})-?W(\d\d)(?:-?([1-7]))?", re.ASCII)  # of ISO 8601
_ISSUE = re.compile(r"(\d{4})-\d{3}", re.ASCII)  # of a year, or its day: the year is sure
# Thu Mar 24 23:30:00 UTC 2022, of C, Java and Twitter.
_YEAR_LAST = re.compile(
    r"([a-z]{3} [a-z]{3} +\d{1,2}) (\d\d:\d\d:\d\d)(?: ([a-z]{3,4}|[-+]\d{4}))? (\d{4})",
    re.ASCII | re.IGNORECASE,
)
# As papers of the neighbours write them: mardi 14 septembre 2021, Dienstag, 14. September 2021.
_FOREIGN_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier januar",
            "février fevrier februar",
            "mars märz maerz",
            "avril april",
            "mai",
            "juin juni",
            "juillet juli",
            "août aout august",
            "septembre september",
            "octobre oktober",
            "novembre november",
            "décembre decembre dezember",
        ),
        start=1,
    )
    for name in names.split()
}
_FOREIGN = re.compile(
    r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|montag|dienstag|mittwoch|donnerstag"
    r"|freitag|samstag|sonnabend|sonntag|le|den),?\s{1,3}){0,2}"
    rf"(\d{{1,2}})(?:er|\.)?\s{{1,3}}({'|'.join(_FOREIGN_MONTHS)})\s{{1,3}}(\d{{4}})\b",
    re.IGNORECASE,
)
# Hours ahead of UTC that a name of a zone is: RFC 822, and those of Europe and the Antilles.
_ZONES = {
    name: hours
    for hours, names in (
        *((-8, "PST"), (-7, "PDT MST"), (-6, "MDT CST"), (-5, "CDT EST"), (-4, "EDT AST")),
        *((0, "WET"), (1, "BST CET MEZ"), (2, "CEST MESZ EET"), (3, "EEST MSK")),
    )
    for name in names.split()
}
_MOMENT = re.compile(
    r"(?:^T?|[\s,T])(?P<h>\d{1,2})[:.]?(?P<min>\d\d)(?:[:.]?(?P<s>\d\d)(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?\b)?"
    r"\s*(?P<zone>Z\b|(?:GMT|UTC|UT)?(?P<sign>[-+])(?P<zh>\d\d):?(?P<zmin>\d\d)?\b|GMT\b|UTC\b|UT\b"
    rf"|(?P<zname>(?-i:{'|'.join(_ZONES)}))\b)",
    re.ASCII | re.IGNORECASE,
)


def partial_date(text: str, zone: str = DUTCH_TIME) -> str | None:
    """Return the day, month or year as 2022-03-24, 2022-03 or 2022; None when it is no date.

    A moment in UTC or with an offset is on the day that it was in `zone`; midnight in UTC is a bare
    day, and those stay. Days come before months (30-10-2019), as Dutch writes them.
    """
    text = text.strip()
    if len(text) > MAX_LENGTH:
        return None
    if text[10:11] in ("T", " ") and text[4] == "-" == text[7]:
        # Days and hours recur and are cached, times are not.
        is_whole = text[13:14] == ":" == text[16:17] and len(text) <= _LONGEST_MOMENT
        if is_whole and (day := day_in_hour(text[:13], text[19:], zone)):
            return day
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return _parse(text, zone)
        return _parse(_day_of(moment, zone), zone)
    return _parse(text, zone)


@lru_cache(maxsize=16_384)
def day_in_hour(hour: str, offset: str, zone: str) -> str | None:
    """Return the date of all moments in an hour, None where its ends are on different days."""
    try:
        first, last = (
            _day_of(datetime.fromisoformat(f"{hour}:{end}{offset}"), zone)
            for end in ("00:00", "59:59")
        )
    except ValueError:
        return None
    return _parse(first, zone) if first == last else None


def checked(written: Written) -> str | None:
    """Return a date as partial ISO, None when the calendar or the archive does not have it.

    A month or day 0 is not known, as catalogues write it: 1890-05-00 is 1890-05.
    """
    known = takewhile(bool, written[1:3])
    text = "-".join((f"{written.year:04}", *(f"{part:02}" for part in known)))
    try:
        Span.parse(text)
    except ValueError:
        return None
    return text if FIRST_YEAR <= written.year <= LAST_YEAR else None


def date_in_path(path: str) -> str | None:
    """Return the partial date by which folders or a file are named, None when they are not.

    The last one counts. A number that ends a path is a month or a day only in a whole date: files
    may be numbered.
    """
    dates = (
        checked(
            Written(
                int(match["y"]),
                int(match["m"] or match["m_"]),
                int(match["d"] or match["d_"] or 0),
                0,
            )
        )
        for match in _IN_PATH.finditer(path)
    )
    found = [date for date in dates if date]
    return found[-1] if found else _day_of_name(path)


def _day_of_name(path: str) -> str | None:
    """Return the last day with which a name in a path begins, as Dutch writes days."""
    for name in reversed(_SEPARATORS.split(path)):
        written = read_written(name[:MAX_LENGTH])
        if written and written.day and _WHOLE_YEAR.search(name[: written.end]):
            return checked(written)
    return None


@lru_cache(maxsize=4096)
def _parse(text: str, zone: str) -> str | None:
    text = _plain(text)
    if match := _UNIX.fullmatch(text):
        return _of_seconds(int(match[1]), zone)
    if match := _WEEK.fullmatch(text):
        return _of_week(int(match[1]), int(match[2]), int(match[3] or 0))
    if match := _ISSUE.fullmatch(text):
        return checked(Written(int(match[1]), 0, 0, 0))
    written = read_written(text)
    if written is None and (word := _WORD_BEFORE.match(text)):
        text = text[word.end() :]
        written = read_written(text)
        written = written if written and written.month else None  # not of «marketing 2019»
    if written is None:
        return None
    rest = text[written.end :]
    if rest and (not _IS_FOLLOWED.match(rest) or _IS_FOLLOWED_BY_TIME.match(rest[:3])):
        return None
    if rest and _OF_A_CHANGE.fullmatch(rest):
        return None
    date = checked(written)
    moment = _MOMENT.search(rest) if date and written.day and rest else None
    return _on_day(date, moment, zone) if date and moment else date


def _plain(text: str) -> str:
    """Return a date without the words before it, and in the order that dates are read in."""
    text = _LABELLED.sub("", text, count=1) if _LABELLED.match(text) else text
    text = _UNKNOWN.sub("00", _bare(text)).rstrip("/ ")  # 2022/03/24/ of RIS
    if match := _NO_FRACTION.fullmatch(text) or _STAMP.fullmatch(text):
        return match[1]
    if match := _YEAR_LAST.fullmatch(text):
        return f"{match[1]} {match[4]} {match[2]} {match[3] or ''}"
    return with_known_month(text)


def _bare(text: str) -> str:
    """Return a date without what a program writes around it or makes of it."""
    text = text.strip("'’‘\" ")
    if not text.isascii() and not text.isalnum():
        text = text.translate(_WIDE)
    if text[:1] == "[" and text[-1:] == "]":  # of catalogues: the paper itself does not say so
        text = text[1:-1].strip()
    if called := _CALLED.fullmatch(text.lstrip("/")):
        text = called[1].strip("'\" ")
        is_number = text[:1].isdecimal() and not {"-", ","} & {*text}
        text = text.partition("+")[0] if is_number else text
    if parts := _IN_NUMBERS.fullmatch(text):
        return "-".join((parts[1], parts[2].zfill(2), parts[3].zfill(2)))
    if _EXPONENT.fullmatch(text):
        return str(int(float(text.replace(",", "."))))
    if parts := _APART.match(text):
        return f"{parts[1]}-{parts[2]:0>2}-{parts[3]:0>2}{text[parts.end() :]}"
    return text


def with_known_month(text: str) -> str:
    """Return a text that begins with a day in French or German with that as ISO 8601 writes it."""
    match = _FOREIGN.match(text)
    if not match:
        return text
    month = _FOREIGN_MONTHS[match[2].lower()]
    return f"{match[3]}-{month:02}-{int(match[1]):02}{text[match.end() :]}"


def _on_day(date: str, moment: re.Match[str], zone: str) -> str:
    """Return the day in a zone of a moment with an offset; the day as written where it is none."""
    hour = int(moment["h"]) % 12 if moment["half"] else int(moment["h"])
    hour += 12 if (moment["half"] or "").lower().startswith("p") else 0
    ahead = int(moment["zh"] or _ZONES.get(moment["zname"] or "", 0))
    offset = timedelta(hours=ahead, minutes=int(moment["zmin"] or 0))
    try:
        time = timedelta(hours=hour, minutes=int(moment["min"]), seconds=int(moment["s"] or 0))
        if time >= timedelta(days=1):
            return date
        there = datetime.fromisoformat(f"{date}T00:00:00+00:00") + time
        return _day_of(there, zone, -offset if moment["sign"] == "-" else offset)
    except (ValueError, OverflowError):
        return date


def _of_week(year: int, week: int, day: int) -> str | None:
    """Return a day of a week; the month or year in which all of a week lies, for one without."""
    try:
        first, last = (date.fromisocalendar(year, week, day or end) for end in (1, 7))
    except ValueError:
        return None
    if first.year != last.year:
        return None
    month = first.month if first.month == last.month else 0
    return checked(Written(first.year, month, first.day if day else 0, 0))


def _of_seconds(seconds: int, zone: str) -> str | None:
    day = _day_of(_EPOCH + timedelta(seconds=seconds), zone)
    return day if FIRST_YEAR <= int(day[:4]) <= LAST_YEAR else None


def _day_of(moment: datetime, zone: str, ahead: timedelta = timedelta()) -> str:
    """Return the day on which a moment, so far ahead of UTC, was in a zone.

    One without an offset is on its own day, and so is midnight in UTC: that is how bare days are
    written where moments are asked for.
    """
    is_bare = moment.tzinfo is None or not (
        moment.utcoffset() or ahead or moment.hour or moment.minute or moment.second
    )
    if is_bare:
        return moment.date().isoformat()
    try:
        return (moment - ahead).astimezone(time_zone(zone)).date().isoformat()
    except OverflowError:  # in the year 1 or 9999
        return moment.date().isoformat()


@lru_cache(maxsize=8)
def time_zone(name: str) -> tzinfo:
    """Return the time zone of this name."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - few dates are moments

    return ZoneInfo(name)
