"""The line at the top of a text that dates it: `Datum: 24 maart 2022`, or nothing but the date.

It stands above the headline or below it, and becomes no title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.corpus.dates import (
    DATE_LABEL,
    MAX_LENGTH,
    PUBLISHED_LABEL,
    date_in_path,
    partial_date,
    with_known_month,
)
from indexer.corpus.headings.agency_lines import AgencyLine, agency_line
from indexer.corpus.headings.titles import is_title, split_title
from indexer.corpus.input_file import InputFile, UnreadableError
from indexer.dates import WEEKDAYS, read_written
from indexer.later import NamedTuple
from indexer.text import without_title_line

MAX_LINES = 5
"""Lines that are not blank, at the top of a text, in which its date stands."""
_LIST_WITHIN = 20  # lines in which several dates are a list, such as an agenda

_LABELLED = re.compile(
    rf"(?:(?P<date>{DATE_LABEL})|{PUBLISHED_LABEL}|publicatie|uitgave|editie)\b(?:\s+(?:op|on)\b)?"
    r"\s*(?P<colon>[:|])?\s*",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?:date|datum)\b\s*:?[ \t]+", re.IGNORECASE)
_GOES_ON = re.compile(
    r"(?:[\s,:;–—-]*\s['“‘«]?(?!(?:[A-Z]{3,4}|GMT[-+]\d+)\b)[^\W\d_]|[A-ZÀ-Þ][a-zà-ÿ])|$"
)  # with words, and no time
_LABEL_ABOVE = re.compile(rf"^{DATE_LABEL}[ \t]?:\n{{1,2}}(?!\n)", re.IGNORECASE | re.MULTILINE)
# What a paper prints beside its day: Jaargang 12, nr. 3, 24 maart 2022; 24 maart 2022, pagina 5.
_COUNTED = (
    r"(?:jaargang|jrg|nummer|nr|no|n°|editie|pagina|pag|p|blz|bladzijde)\b\.?\s{0,3}"
    r"(?:\d{1,5}[a-z]?|[ivxlc]{1,8})\b"
)
_COUNTED_BEFORE = re.compile(rf"(?:{_COUNTED}\s{{0,3}}[,;:|•·–—.-]\s{{0,3}}){{1,3}}", re.IGNORECASE)
_COUNTED_AFTER = re.compile(
    rf"(?:(?<!\s)\s{{0,3}}[,;:|•·–—-]\s{{0,3}}{_COUNTED}){{1,3}}\.?$", re.IGNORECASE
)
_WEEKDAY = re.compile(rf"(?:{WEEKDAYS})\b", re.IGNORECASE)
_MARKS = " \t*_|()[]#•–—-"  # around a line that is nothing but a date
# As a report is signed: AMSTERDAM, 24 maart 2022; Den Haag, zaterdag 26 maart 2022.
# So is who wrote it: Anna de Wit | 24 maart 2022.
_PLACE = re.compile(r"[A-ZÀ-Þ'’][\w'’.-]*(?: [\w'’-]+){0,3}\s?[,.|·•]\s*")
_TIME = (
    r"(?:om\s+|at\s+|T)?(?:\d{1,2}[:.u]\d\d(?:[:.]\d\d(?:[.,]\d+)?)?|\d{1,2}(?=\s*(?:uur|u\b|h\b)))"
    r"\s*(?:uur|u|h|[ap]\.?m\.?)?\.?\s*(?:Z|(?:CES|ME[SZ])?T|(?:GMT|UTC)?(?:[-+]\d\d:?\d\d)?)"
)
_END = re.compile(
    rf"\s*[,;|–—-]?\s*(?:(?:{WEEKDAYS})\b\.?)?\s*[,;|–—-]?\s*(?:{_TIME})?\s*\.?", re.IGNORECASE
)


def split_opening(text: str, input_file: InputFile) -> tuple[str | None, str, str]:
    """Return (date, title, body) of a text; a date that is not understood costs a note.

    Raises UnreadableError if there is nothing else.
    """
    date, text, kept = take_date(text, input_file)
    if not text:
        raise UnreadableError("no text; write some, or take the file out")
    if not kept and agency_line(text):
        return date, *split_report(text)
    line, _, rest = text.partition("\n")
    if not date and _lacks_year(line) and rest.strip():
        if not (input_file.is_one_article and date_in_path(input_file.source.id)):
            input_file.note_unread_date(line)
        kept, text = line, rest.lstrip("\n")
    title, body = split_title(text)
    return date, title, _joined(kept, body)


def split_report(text: str) -> tuple[str, str]:
    """Return (title, body) of a text, of which the head of an agency is no part of the title."""
    report = agency_line(text)
    if report and len(text) > report.end:
        return split_title(text[report.end :])[0], text
    return split_title(text)


def split_titled(title: str, text: str, input_file: InputFile) -> tuple[str | None, str, str]:
    """Return (date, title, body) of a text whose title its file tells, or does not ("")."""
    if not title:
        return split_opening(text, input_file)
    date, body, kept = take_date(text, input_file)
    return date, title, _joined(kept, without_title_line(body, title))


# Bijgewerkt: 25 maart 2022 11:00; 24 maart 2022 15:30 - laatst bijgewerkt: 25 maart 2022 08:00
_CHANGE = (
    r"(?:laatste? )?(?:bijgewerkt|gewijzigd|aangepast|updated?|modified)\b"
    r"[^.!?\d]{0,20}\d[^!?]{0,60}$"
)
_CHANGED = re.compile(_CHANGE, re.IGNORECASE)
_AND_CHANGED = re.compile(rf"(?<!\s)\s*+[-–—|·•,;(/]\s*+{_CHANGE}", re.IGNORECASE)
_MAX_CHANGE = 60  # characters


class Dated(NamedTuple):
    """The date at the top of a text, the text without that line, and what of the line to keep."""

    date: str | None
    text: str
    kept: str = ""


def take_date(text: str, input_file: InputFile) -> Dated:
    """Return the date at the top of a text; the text is as it was where there is none.

    A line that has a place or a writer beside the date is kept, to stand below the title.
    """
    if (match := _GLUED.match(text)) and (glued := _glued(text, match.end(), input_file)):
        return glued
    above = _LABEL_ABOVE.search(text, 0, MAX_LINES * MAX_LENGTH)
    if above and is_date_alone(text[above.end() :].partition("\n")[0]):
        text = text[: above.start()] + text[above.end() :]
    lines = [*_top(text)]
    for number, (start, line) in enumerate(lines[:MAX_LINES]):
        if found := _date_in(line):
            below = _without_change(text[start + len(line) :].lstrip())
            rest = f"{text[:start]}{below}".strip()
            if not found.is_labelled and _is_other(found.value, number, lines, rest):
                break
            date = _read(found.value, input_file)
            if found.has_more and number:  # it stands below others already
                return Dated(date, f"{text[:start]}{line}\n\n{below}".strip())
            return Dated(date, rest, line if found.has_more else "")
        if report := agency_line(line):
            return Dated(_of_report(report, lines[number + 1 :], input_file), text)
        if not is_title(line if number else line.rstrip("."), ""):
            break
    return Dated(None, text)


def without_own_date(text: str, date: str, zone: str) -> str:
    """Return a text without a first line that is nothing but its date, which is known.

    Of several days, as in an agenda, none is the text's own.
    """
    end = text.find("\n", 0, MAX_LENGTH)
    if end < 0 or not (found := _date_in(text[:end])) or found.has_more:
        return text
    is_own = partial_date(found.value, zone) == date
    if not is_own or any(_date_in(line) for _, line in [*_top(text)][1:]):
        return text
    return text[end:].strip()


def _of_report(
    report: AgencyLine, below: list[tuple[int, str]], input_file: InputFile
) -> str | None:
    """Return the day of a report by its agency's line; of several, as in an agenda, none."""
    others = (agency_line(line) for _, line in below)
    if not report.date or any(other and other.date for other in others):
        return None
    if report.has_year:
        return _read(report.date, input_file)
    if not (input_file.is_one_article and date_in_path(input_file.source.id)):
        input_file.note_unread_date(report.date)
    return None


def _without_change(text: str) -> str:
    """Return a text without a line at its top that says when the article changed."""
    line, _, rest = text.partition("\n")
    return rest.lstrip() if len(line) <= _MAX_CHANGE and _CHANGED.match(line) else text


def _joined(kept: str, body: str) -> str:
    return f"{kept}\n\n{body}".strip() if kept else body


def _is_other(value: str, number: int, lines: list[tuple[int, str]], rest: str) -> bool:
    """Return whether a date is one of a list, such as an agenda, or a month that is the title."""
    if number:
        return any(_date_in(line) for _, line in lines[number + 1 :])
    first, _, following = rest.partition("\n")
    return _is_month_alone(value) and not is_title(first, following)


def is_date_alone(line: str) -> bool:
    """Return whether a line is nothing but a date, with or without a label."""
    found = _date_in(line)
    return found is not None and not found.has_more


def date_of_line(line: str, zone: str) -> str | None:
    """Return the partial date of a line that is one, with or without a place or a writer."""
    found = _date_in(line)
    return partial_date(found.value, zone) if found else None


def _read(value: str, input_file: InputFile) -> str | None:
    date = partial_date(value, input_file.zone)
    if date is None:
        input_file.note_unread_date(value)
    return date


def _glued(text: str, start: int, input_file: InputFile) -> Dated | None:
    """Return the date behind `date ` and the text that goes on behind that, None without one."""
    line = text[start:].partition("\n")[0]
    written = read_written(line[:MAX_LENGTH])
    if not written or _is_nothing_more(line) or not _GOES_ON.match(line, written.end):
        return None
    rest = text[start + written.end :].lstrip(" \t,:;-–—")
    return Dated(_read(line[: written.end], input_file), rest)


def _top(text: str) -> Iterator[tuple[int, str]]:
    """Yield offset and text of the lines at the top that are not blank."""
    start, found = 0, 0
    while found < _LIST_WITHIN and start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if line := text[start:end]:
            found += 1
            yield start, line
        start = end + 1


class _Found(NamedTuple):
    value: str
    is_labelled: bool = False
    has_more: bool = False


def _date_in(line: str) -> _Found | None:
    """Return what stands for the date on a line that is nothing else, None on another line.

    When the article changed may stand behind it.
    """
    if len(line) <= MAX_LENGTH + _MAX_CHANGE:
        line = _AND_CHANGED.sub("", line)
    if len(line) > MAX_LENGTH:
        return None
    line = _without_counts(with_known_month(line.strip(_MARKS)))
    if match := _LABELLED.match(line):
        value = line[match.end() :].strip(_MARKS)
        is_date = _is_nothing_more(value) and (match["date"] or _is_day_or_month(value))
        if is_date or (value and match["date"] and match["colon"]):
            return _Found(value, is_labelled=True)
    if _is_day_or_month(line) and _is_nothing_more(line):
        return _Found(line)
    if (match := _PLACE.match(line)) and _is_nothing_more(value := line[match.end() :]):
        return _Found(value, has_more=True) if _is_day_or_month(value) else None
    return None


def _without_counts(line: str) -> str:
    """Return a line without the number of the issue or page that stands beside its date."""
    before = _COUNTED_BEFORE.match(line)
    return _COUNTED_AFTER.sub("", line[before.end() :] if before else line)


def _is_nothing_more(value: str) -> bool:
    written = read_written(value)
    return written is not None and _END.fullmatch(value, written.end) is not None


def _is_day_or_month(value: str) -> bool:
    """Return whether a value tells by itself that it is a date, as a bare year does not."""
    written = read_written(value)
    return written is not None and (bool(written.month) or value[4:6] == "-0")  # 1890-00-00


def _is_month_alone(value: str) -> bool:
    written = read_written(value)
    return written is not None and not written.day


def _lacks_year(line: str) -> bool:
    """Return whether a line is a day without a year, behind a place or a day of the week."""
    if len(line) > MAX_LENGTH:
        return False
    line = line.strip(_MARKS).rstrip(".,: ")
    match = _PLACE.match(line)
    value = line[match.end() :] if match else line
    if not (match or _WEEKDAY.match(value)):
        return False
    written = read_written(f"{value} 2000")
    return written is not None and bool(written.day) and written.end > len(value)
