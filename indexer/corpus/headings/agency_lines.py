"""Where and when a report was written, at the head of its text, as agencies do it.

`VELDER, 24 maart 2022 - De raad …`; `AMSTERDAM (ANP) - De …`; `BRUSSEL, 3 mei (Belga) - De …`.
"""

from __future__ import annotations

import re

from indexer.corpus.dates import with_known_month
from indexer.dates import WEEKDAYS, read_written
from indexer.later import NamedTuple

_NAME = r"[A-ZÀ-Þ][\w'’.-]{0,30}"
_WORD = rf"(?:aan|op|bij|in|de[nr]?|het|a|d|am|la|les?|sur|upon|{_NAME})"  # Alphen a/d Rijn
_AGENCY = r"\([A-Z][\w.&-]{1,20}(?:[ /][A-Z][\w.&-]{0,20}){0,2}\)"
_PLACE = rf"(?:['’][a-z]-|['’])?{_NAME}(?:[ /]{_WORD}){{0,3}}?"
_DAY_FOLLOWS = rf"\s+(?:(?i:{WEEKDAYS})\b\.?\s+)?(?:\d|[A-Z][a-z]{{2,8}}\s\d{{1,2}},\s\d)"
_DASH = r"\s?(?:[-–—]{1,2}|=)\s"
_HEAD = re.compile(
    rf"(?:{_AGENCY}\s?)?(?P<place>{_PLACE})(?:\s?(?P<agency>{_AGENCY}))?(?P<comma>\s?,)?"
    rf"(?={_DAY_FOLLOWS}|{_DASH})"
)
_TAIL = re.compile(rf"\.?\s?,?(?:\s?{_AGENCY})?\s?,?{_DASH}\s*(?=\S)")
_DAY = re.compile(
    rf"(?:(?:{WEEKDAYS})\b\.?\s+)?\d{{1,2}}(?:\s[a-z]{{3,10}}\b\.?|(?P<sign>[-/])\d{{1,2}}\b)",
    re.IGNORECASE,
)
_WITHIN = 160  # characters, of a place, an agency and a day


class AgencyLine(NamedTuple):
    """How long such a head is, and its day as written, if any; `has_year` says if that has one."""

    end: int
    date: str = ""
    has_year: bool = False


def agency_line(line: str) -> AgencyLine | None:
    """Return what stands at the head of a line before its text, None where nothing does.

    A place is in capitals, has a comma behind it, or an agency: `De brug - en wat dan` is a text.
    """
    head = line[:_WITHIN]
    found = _HEAD.match(head)
    if not found:
        return None
    rest = head[found.end() :].lstrip()
    start = len(head) - len(rest) if rest else found.end()
    known = with_known_month(rest)
    written = read_written(known)
    if not (written and written.day):
        written = None
    day = written.end + len(rest) - len(known) if written else _day_alone(rest)
    tail = _TAIL.match(rest, day)
    is_named = found["agency"] or (day and (found["comma"] or found["place"].isupper()))
    if not tail or not (is_named or "(" in tail[0]):
        return None
    text = rest[tail.end() :]
    until = read_written(with_known_month(text))
    if text[0].islower() or (until and until.day):
        return None  # a sentence goes on, or a day is the first of some
    return AgencyLine(start + tail.end(), rest[:day], written is not None)


def _day_alone(text: str) -> int:
    """Return how long a day without a year is that a text begins with, 0 where it has none."""
    day = _DAY.match(text)
    written = read_written(f"{day[0]}{day['sign'] or ' '}2000") if day else None
    return len(day[0]) if day and written and written.day else 0
