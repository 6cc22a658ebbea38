"""NewsBank: headline, then paper, place and day on one line, fields, the text, and its record.

`De Velmer Courant (Velmer, Nederland) - March 24, 2022`, with a bullet before each field below. Of
a page that was copied the day comes first (`March 24, 2022 | De Velmer Courant (Velmer)`), and no
record closes the article. In the oldest layout paper and day stand above the headline.
"""

from __future__ import annotations

import re

from indexer.corpus.headings.bylines import said_name
from indexer.corpus.headings.papers import is_paper
from indexer.corpus.headings.signatures import is_person
from indexer.corpus.vendors.parts import Download, Part, Unwrap, body_of, day_in, filled
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
_COPIED = re.compile(r"\s*+([^|\n]{8,30}?)\s*\|\s*([^()|\n]{2,80})(?:\([^()\n]{2,80}\))?\s*")
_FURNITURE = re.compile(
    r"\s*(?:\d{1,6}(?: words?)?|words?|read news document|openurl link|view article)\s*",
    re.IGNORECASE,
)
_SURE = re.compile(
    r"\s*(?:author/byline\s*:.*|\d{1,6} words?|read news document|openurl link)\s*",
    re.IGNORECASE,
)
_ARTICLE_TEXT = re.compile(r"\s*article text\s*:?\s*", re.IGNORECASE)
_COPYRIGHT = re.compile(r"\s*(?:©|\(c\)|copyright\b).*", re.IGNORECASE)
_SURE_WITHIN = 8  # lines below that of the day
_AUTHOR = ("author/byline", "author", "byline", "auteur")
_SECTION = ("section", "sectie", "rubriek")


def split_newsbank(text: str, unwrap: Unwrap) -> Download | None:
    """Return the articles of a download, None where a text is none: each closes with its record."""
    lines = text.split("\n")
    if heads := [n for n in range(len(lines)) if _is_copied(lines, n)]:
        return _copied(lines, heads, unwrap)
    ends = [number for number, line in enumerate(lines) if _RECORD.fullmatch(line)]
    parts: list[Part] = []
    start = 0
    for end in ends:
        below = [n for n in range(start, end) if _PAPER.fullmatch(lines[n]) and _day(lines[n])]
        segment = lines[start : end + 1]
        part = _part(segment, below[0] - start, unwrap) if below else _oldest(segment, unwrap)
        if part is None:
            return None
        parts.append(part)
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
        _first(fields, _SECTION),
        _writer(_first(fields, _AUTHOR), source),
    )


# -- Other layouts


def _is_copied(lines: list[str], number: int) -> bool:
    """Return whether a line has a day and a paper, and what stands below that in NewsBank alone."""
    match = _COPIED.fullmatch(lines[number])
    below = lines[number + 1 : number + _SURE_WITHIN]
    return bool(match and day_in(match[1])) and any(map(_SURE.fullmatch, below))


def _copied(lines: list[str], heads: list[int], unwrap: Unwrap) -> Download | None:
    """Return the articles below such lines; the headline stands above each."""
    top = filled(lines)
    titles = [max((n for n in top if n < head), default=-1) for head in heads]
    if min(titles) < 0:
        return None
    ends = [*titles[1:], len(lines)]
    parts = (_below(lines[at:end], unwrap) for at, end in zip(titles, ends, strict=True))
    return Download("NewsBank", tuple(parts))


def _below(segment: list[str], unwrap: Unwrap) -> Part:
    """Return the article of a segment that begins with its headline, then its day and paper."""
    at = next(n for n in range(1, len(segment)) if segment[n].strip())
    named, fields = _COPIED.fullmatch(segment[at]), dict[str, str]()
    at += 1
    while at < len(segment) and _is_above(segment[at], fields):
        at += 1
    end = len(segment)
    while end > at and (not segment[end - 1].strip() or _closes_page(segment[end - 1])):
        end -= 1
    source = said_name(named[2]) if named else ""
    return Part(
        segment[0].strip(),
        body_of(segment[at:end], unwrap),
        day_in(named[1]) if named else "",
        source,
        _first(fields, _SECTION),
        _writer(_first(fields, _AUTHOR), source),
    )


def _is_above(line: str, fields: dict[str, str]) -> bool:
    """Take the fields of a line above the text, `Author/Byline: … | Section: …`, if it has any."""
    if not line.strip() or _FURNITURE.fullmatch(line):
        return True
    pieces = [piece for piece in line.split("|") if piece.strip()]
    return all(map(_FIELD.fullmatch, pieces)) and all(_take(piece, fields) for piece in pieces)


def _closes_page(line: str) -> bool:
    return bool(_COPYRIGHT.fullmatch(line) or _FURNITURE.fullmatch(line) or _closes(line))


def _oldest(segment: list[str], unwrap: Unwrap) -> Part | None:
    """Return the article of a segment in which paper and day stand above the headline, or None."""
    text = next((n for n, line in enumerate(segment) if _ARTICLE_TEXT.fullmatch(line)), None)
    top = [n for n in filled(segment) if text is not None and n < text]
    day = next((n for n in top[1:] if day_in(segment[n])), None)
    if text is None or day is None:
        return None
    fields, headline = dict[str, str](), list[str]()
    for number in top[1:]:
        if number != day and not _take(segment[number], fields):
            headline.append(segment[number])
    end = next(
        (n for n in range(text, len(segment)) if _COPYRIGHT.fullmatch(segment[n])), len(segment) - 1
    )
    return Part(
        one_line(" ".join(headline)),
        body_of(segment[text + 1 : end], unwrap),
        day_in(segment[day]),
        segment[top[0]].partition("(")[0].strip(),
        _first(fields, _SECTION),
        _first(fields, _AUTHOR),
    )


def _first(fields: dict[str, str], names: tuple[str, ...]) -> str:
    return next((fields[name] for name in names if fields.get(name)), "")


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
