"""GoPress and BelgaPress, of the Belgian papers: the copyright of its publisher ends an article."""

from __future__ import annotations

import re

from indexer.corpus.headings.signatures import is_byline
from indexer.corpus.vendors.parts import (
    Download,
    Part,
    Unwrap,
    body_of,
    day_in,
    filled,
    is_page,
    is_page_named,
    whole,
    without_day_and_page,
)

_CLOSING = re.compile(
    r"\s*(?:copyright\s*)?©(?:.*(?:alle rechten voorbehouden|tous droits|all rights reserved"
    r"|gopress|belga).*|\s*\d{4}\s+[^.]{2,60})",
    re.IGNORECASE,
)
_RUNNING = re.compile(
    r"\s*(?:(?:pagina|page) \d+ (?:van|of|/) \d+|gopress(?: academic)?.*|belgapress\b.*)\s*",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"\s*(?:door|auteur|van onze|van|par)\b\s*:?\s*(.{2,80})", re.IGNORECASE)
_WORDS = re.compile(r"\s*\d+ (?:woorden|mots|words)\s*", re.IGNORECASE)
_PROMISED = re.compile(
    r"^[^\S\n]*+(\d{1,9}) (?:artikels?|artikelen|articles?|resultaten)\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_HEAD = 6
"""Filled lines in which the paper, the day and the headline of an article stand."""


def split_gopress(text: str, unwrap: Unwrap) -> Download | None:
    """Return the articles of a download, None where a text is none."""
    lines = text.split("\n")
    parts: list[Part | None] = []
    start, count = 0, 0
    for end, line in enumerate(lines):
        if _CLOSING.fullmatch(line):
            segment = [
                each
                for each in lines[start:end]
                if not (_RUNNING.fullmatch(each) or _PROMISED.fullmatch(each))
            ]
            part = _part(segment, unwrap)
            parts.append(part or whole(segment, unwrap))
            count += part is not None
            start = end + 1
    # Such a line closes many a text; it takes the name, or several articles with their pages.
    pages = sum(is_page_named(line) for line in lines)
    is_named = any(name in text.lower() for name in ("gopress", "belgapress", "belga.press"))
    if not count or not (is_named or 1 < count <= pages):
        return None
    promised = _PROMISED.search(text)
    return Download("GoPress", tuple(filter(None, parts)), int(promised[1]) if promised else None)


def _part(segment: list[str], unwrap: Unwrap) -> Part | None:
    """Return the article of a segment, None where no day stands at its top."""
    top = filled(segment)
    days = [n for n in top[:_HEAD] if day_in(segment[n])]
    if not days:
        return None
    day = days[0]
    source = without_day_and_page(segment[day])
    used = {day} | {n for n in top[:_HEAD] if is_page(segment[n]) or _WORDS.fullmatch(segment[n])}
    if not source:
        paper = next((n for n in reversed(top) if n < day and n not in used), None)
        paper = paper if paper is not None else next((n for n in top if n not in used), day)
        source = segment[paper].strip()
        used.add(paper)
    rest = [n for n in top if n not in used]
    if not rest:
        return None
    title, author, at = segment[rest[0]].strip(), "", 1
    below = segment[rest[1]].strip() if len(rest) > 1 else ""
    byline = _BYLINE.fullmatch(below)
    if byline or is_byline(below):
        author, at = byline[1].strip() if byline else below, 2
    begin = rest[at] if at < len(rest) else len(segment)
    body = body_of((line for n, line in enumerate(segment) if n >= begin and n not in used), unwrap)
    return Part(title, body, day_in(segment[day]), source, "", author)
