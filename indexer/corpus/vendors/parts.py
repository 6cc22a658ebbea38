"""What the layouts of the databases share: the lines of one article, and the fields among them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from indexer.corpus.dates import partial_date
from indexer.corpus.headings.titles import split_title
from indexer.dates import WEEKDAYS
from indexer.later import dataclass
from indexer.text import one_line

Unwrap: TypeAlias = Callable[[str], str]

_DAY = re.compile(
    r"\b(?:(?:\d{1,2} ?(?:[/&]|en) ?)?\d{1,2}(?:er|e|st|nd|rd|th|\.)?[ -][A-Za-zÀ-ÿ]{3,10}"
    r"\.?,?[ -]\d{4}"
    r"|[A-Za-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}(?P<sign>[-/.])\d{1,2}(?P=sign)\d\d"
    r"|\d{1,2}[ -][a-z]{3,10}\.?[ -]['’]?\d\d(?=\s*(?:$|[-–—,;|*·•(])))\b",
    re.IGNORECASE,
)
_MAX_DATE_LINE = 120  # characters of a line that is a date, with the day of the week and edition
_PAGE = re.compile(
    r"\b(?:p\.?|pag\.?|pagina|page|blz\.?|bladzijde)\s*\d+(?:\s*[-–/]\s*\d+)?\b", re.IGNORECASE
)
_MAX_WRAPPED = 2  # lines that the value of a field below the text goes on for
_SEPARATORS = " \t,;:|*•·-–—/()"


@dataclass(frozen=True, slots=True)
class Part:
    """An article as it stands in a download; `id` is the database's own, empty without one."""

    title: str
    body: str
    date: str = ""
    source: str = ""
    section: str = ""
    author: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Download:
    """The articles of a download, and how many it says that it has, None where it does not."""

    vendor: str
    parts: tuple[Part, ...]
    promised: int | None = None


def filled(lines: Sequence[str]) -> list[int]:
    """Return the numbers of the lines that are not blank."""
    return [number for number, line in enumerate(lines) if line.strip()]


def day_in(line: str) -> str:
    """Return the day that a line of a date names, as written, empty where it names none."""
    match = _DAY.search(line) if len(line) <= _MAX_DATE_LINE else None
    return match[0] if match and partial_date(match[0]) else ""


def begins_with_day(line: str) -> bool:
    """Return whether a line begins with its day, or with the day of the week before that."""
    if not (day := day_in(line)):
        return False
    before = line.partition(day)[0]
    return ":" not in before and len(before.split()) <= 1


def without_day_and_page(line: str) -> str:
    """Return what else stands on a line with a day and a page: the paper."""
    day = rf"(?:\b(?:{WEEKDAYS})\b\.?,?\s+)?{re.escape(day_in(line))}(?:,?\s+(?:{WEEKDAYS})\b)?"
    rest = re.sub(day, " ", line, count=1, flags=re.IGNORECASE)
    return one_line(_PAGE.sub(" ", rest)).strip(_SEPARATORS)


def is_page(line: str) -> bool:
    """Return whether a line has nothing but a page."""
    return not _PAGE.sub("", line).strip(_SEPARATORS) and bool(_PAGE.search(line))


def is_page_named(line: str) -> bool:
    """Return whether a short line, such as that of the paper and the day, names a page."""
    return len(line) <= _MAX_DATE_LINE and bool(_PAGE.search(line))


def fields_before(
    segment: Sequence[str], start: int, end: int, is_field: Callable[[str], object]
) -> int:
    """Return the first line of the fields that stand one after another up to `end`.

    It is `start` or below. A line above them that begins as one does is of the text.
    """
    first, between = end, 0
    for number in reversed(range(start, end)):
        if is_field(segment[number]):
            first, between = number, 0
        elif segment[number].strip():
            between += 1
            if between > _MAX_WRAPPED:
                break
    return first


def whole(lines: Sequence[str], unwrap: Unwrap) -> Part | None:
    """Return what has the place of an article and another layout, None where nothing is there."""
    text = body_of(lines, unwrap)
    return Part(*split_title(text)) if text else None


def body_of(lines: Iterable[str], unwrap: Unwrap) -> str:
    """Return lines as text, in paragraphs as the carrier makes them."""
    return unwrap("\n".join(lines)).strip()
