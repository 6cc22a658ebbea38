"""NewsBank: headline, then paper, place and day on one line, fields, the text, and its record.

`De Velmer Courant (Velmer, Nederland) - March 24, 2022`, with a bullet before each field below.
"""

from __future__ import annotations

import re

from indexer.corpus.headings.papers import is_paper
from indexer.corpus.headings.signatures import is_person
from indexer.corpus.vendors.parts import Download, Part, Unwrap, body_of, day_in
from indexer.text import one_line

_PAPER = re.compile(r"\s*+([^()\n]{2,80})(?:\([^()\n]{2,80}\))?\s{1,3}[-–—]\s{1,3}(\S[^\n]{5,60})")
_FIELD = re.compile(
    r"\s*+(?:[•*·]\s*+)?(author(?:/byline)?|byline|auteur|section|sectie|rubriek|page|pagina|edition"
    r"|editie|series|column|source|dateline|readability|citation|index terms|trefwoorden|record"
    r"(?: number| id)?|copyright|openurl link|length|caption)\b\s*+(?:\([^()]{1,40}\)\s*+)?"
    r"(?::\s*(.*)|$)",
    re.IGNORECASE,
)
_RECORD = re.compile(r"\s*+(?:[•*·]\s*+)?record(?: number| id)?\s*:\s*\S.*", re.IGNORECASE)
_BULLET = re.compile(r"\s*[•*·]\s")
_AUTHOR = ("author/byline", "author", "byline", "auteur")
_SECTION = ("section", "sectie", "rubriek")


def split_newsbank(text: str, unwrap: Unwrap) -> Download | None:
    """Return the articles of a download, None where a text is none: each closes with its record."""
    lines = text.split("\n")
    ends = [number for number, line in enumerate(lines) if _RECORD.fullmatch(line)]
    parts: list[Part] = []
    start = 0
    for end in ends:
        below = [n for n in range(start, end) if _PAPER.fullmatch(lines[n]) and _day(lines[n])]
        if not below:
            return None
        parts.append(_part(lines[start : end + 1], below[0] - start, unwrap))
        start = end + 1
        while start < len(lines) and (not lines[start].strip() or _FIELD.fullmatch(lines[start])):
            start += 1
    return Download("NewsBank", tuple(parts)) if parts else None


def _day(line: str) -> str:
    match = _PAPER.fullmatch(line)
    return day_in(match[2]) if match else ""


def _part(segment: list[str], paper: int, unwrap: Unwrap) -> Part:
    """Return the article of a segment, with the number of the line of its paper."""
    fields: dict[str, str] = {}
    named = _PAPER.fullmatch(segment[paper])
    source = named[1].strip() if named else ""
    at = paper + 1
    while at < len(segment) and (
        not segment[at].strip()
        or _take(segment[at], fields)
        or _take_writer(segment[at], source, fields)
    ):
        at += 1
    end = next((n for n in range(at, len(segment)) if _closes(segment[n])), len(segment))
    for line in segment[end:]:
        _take(line, fields)
    return Part(
        one_line(" ".join(segment[:paper])),
        body_of(segment[at:end], unwrap),
        _day(segment[paper]),
        source,
        next((fields[name] for name in _SECTION if fields.get(name)), ""),
        _writer(next((fields[name] for name in _AUTHOR if fields.get(name)), ""), source),
    )


def _writer(byline: str, source: str) -> str:
    """Return who wrote an article: after the name may stand the paper (`Jan Bakker, De Velder`)."""
    name, comma, of = byline.rpartition(",")
    is_paper_named = comma and (_is_same_paper(of, source) or is_paper(of.strip()))
    return name.strip() if is_paper_named else byline


def _is_same_paper(name: str, source: str) -> bool:
    return bool(name.strip()) and name.strip().casefold() == source.casefold()


def _take_writer(line: str, source: str, fields: dict[str, str]) -> bool:
    """Take a line of a writer and the paper alone, without a label; say whether it was one."""
    name, comma, of = line.strip().rpartition(",")
    is_one = bool(comma) and _is_same_paper(of, source) and is_person(name)
    if is_one:
        fields.setdefault("author", name)
    return is_one


def _closes(line: str) -> bool:
    return bool(_RECORD.fullmatch(line) or (_BULLET.match(line) and _FIELD.fullmatch(line)))


def _take(line: str, fields: dict[str, str]) -> bool:
    """Put the field of a line among the others; say whether it was one."""
    match = _FIELD.fullmatch(line)
    if match:
        fields.setdefault(match[1].lower(), (match[2] or "").partition(" •")[0].strip())
    return match is not None
