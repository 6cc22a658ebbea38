"""Factiva, with codes in front of the fields (HD, BY, SN, LP, TD) or in the layout for reading.

Each article closes with its number: «Document VELCOU0020220324ei3o0001».
"""

from __future__ import annotations

import re

from indexer.corpus.vendors.parts import (
    Download,
    Part,
    Unwrap,
    begins_with_day,
    body_of,
    day_in,
    fields_before,
    whole,
)
from indexer.text import one_line

_NUMBER = re.compile(r"\s*+(?:AN\b\W*+)?[Dd]o[ck]ument\w? ([A-Z]\w{4,20}(?:19|20)\d{6}\w{4,20})\W*")
_CODES = "HD CR BY WC PD ET SN SC ED PG LA CY LP TD SE CT RF ART CO IN NS RE IPD IPC PUB AN VOL"
_CODE = re.compile(rf"\s*+({'|'.join(_CODES.split())})(?:(?>\s*\|\s*|\s+)(.*)|\s*)", re.DOTALL)
_AFTER_TEXT = frozenset(["CT", "RF", "ART", "CO", "IN", "NS", "RE", "IPD", "IPC", "PUB", "AN"])
_NO_WORDS = frozenset(["CT", "RF", "ART", "IPD", "IPC", "PUB"])
"""Codes that begin no sentence of a text, such as that of captions; IN and CO may."""
_LISTED = re.compile(r"\w+ : .+|.*\|.*")  # what such a field has: gcat : Political News
_WORDS = re.compile(r"\s*[\d.,]+ (?:words|woorden|mots|Wörter)\s*", re.IGNORECASE)
_SYMBOL = re.compile(r"[A-Z0-9]{2,8}")
_COPYRIGHT = re.compile(r"(?:copyright\b|©|\(c\)).*", re.IGNORECASE)
_ABOUT = re.compile(
    r"\d{1,2}[:.]\d\d.*|[A-Z]?\d{1,4}(?:(?:\s?[,;&–-]\s?|\s(?:en|and)\s)[A-Z]?\d{1,4}){0,9}|\d+"
    r"|(?:p|pg|page|pagina|blz)\b\.? ?\w+|dutch|nederlands|english|french"
    r"|engels|frans|duits|german|n[ée]erlandais|fran[cç]ais|anglais|allemand|niederländisch|deutsch"
    r"|französisch|englisch|all rights reserved\.?|alle rechte? vorbehalten\.?",
    re.IGNORECASE,
)
_RUNNING = re.compile(r"\s*page \d+ of \d+.*|\s*©.*factiva.*", re.IGNORECASE)
_PROMISED = re.compile(
    r"^[^\S\n]*+(?:results found\s*\|?\s*(\d{1,9})|(\d{1,9}) results?)\b",
    re.IGNORECASE | re.MULTILINE,
)
_MAX_SECTION = 3  # words


def split_factiva(text: str, unwrap: Unwrap) -> Download | None:
    """Return the articles of a download, None where a text is none."""
    lines = [line for line in text.split("\n") if not _RUNNING.fullmatch(line)]
    parts: list[Part | None] = []
    start, is_one = 0, False
    for end, line in enumerate(lines):
        if number := _NUMBER.fullmatch(line):
            segment = lines[start:end]
            part = _coded(segment, number[1], unwrap) or _readable(segment, number[1], unwrap)
            parts.append(part or whole(segment, unwrap))
            is_one = is_one or part is not None
            start = end + 1
    if not is_one:
        return None
    promised = _PROMISED.search(text)
    count = int(promised[1] or promised[2]) if promised else None
    return Download("Factiva", tuple(filter(None, parts)), count)


def _coded(segment: list[str], id_: str, unwrap: Unwrap) -> Part | None:
    """Return the article of a segment with codes, None where it has no headline of that kind."""
    fields: dict[str, list[str]] = {}
    code = ""
    closing = fields_before(segment, 0, len(segment), _CODE.fullmatch)
    for number, line in enumerate(segment):
        if found := _code(line, code, is_closing=number >= closing):
            code = found[0]
            fields.setdefault(code, []).append(found[1])
        elif code:
            fields[code].append(line.rstrip("| "))
    if "HD" not in fields:
        return None
    texts = [body_of(fields.get(name, []), unwrap) for name in ("LP", "TD")]
    value = {name: one_line(" ".join(lines)) for name, lines in fields.items()}
    return Part(
        value["HD"],
        "\n\n".join(filter(None, texts)),
        day_in(value.get("PD", "")),
        value.get("SN", ""),
        value.get("SE", ""),
        value.get("BY", ""),
        id_,
    )


def _code(line: str, before: str, *, is_closing: bool) -> tuple[str, str] | None:
    """Return the code and value of a line, None where it goes on with the field `before` it.

    Those that close an article stand one after another.
    """
    match = _CODE.fullmatch(line)
    if not match:
        return None
    code, value = match[1], (match[2] or "").strip("| ")
    if before in {"LP", "TD"} and value:
        is_next = before == "LP" and code == "TD"
        is_listed = code in _AFTER_TEXT and _LISTED.fullmatch(value)
        is_below = is_closing and code in _NO_WORDS
        if not (is_next or is_listed or is_below or "|" in line):
            return None
    return (code, value) if before or code in {"SE", "HD"} else None


def _readable(segment: list[str], id_: str, unwrap: Unwrap) -> Part | None:
    """Return the article of a segment without codes, None where it counts no words."""
    words = next((n for n, line in enumerate(segment) if _WORDS.fullmatch(line)), None)
    if words is None:
        return None
    above = [line.strip() for line in segment[:words] if line.strip()]
    section, title, author = _heading(above)
    day = source = ""
    at = words + 1
    while at < len(segment):
        line = segment[at].strip()
        if line and not day and begins_with_day(line):
            day = day_in(line)
        elif line and not (_ABOUT.fullmatch(line) or _COPYRIGHT.fullmatch(line)):
            if source and not (_SYMBOL.fullmatch(line) and " " not in line):
                break
            source = source or line
        at += 1
    body = body_of(segment[at:], unwrap)
    return Part(title, body, day, source, section, author, id_)


def _heading(above: list[str]) -> tuple[str, str, str]:
    """Return section, headline and byline of the lines above the count of words.

    A list of contents names a headline before it stands above its article.
    """
    repeated = [n for n, line in enumerate(above) if line in above[:n]]
    lines = above[repeated[-1] :] if repeated else above[-3:]
    has_section = len(lines) > 1 and len(lines[0].split()) <= _MAX_SECTION < len(lines[1].split())
    section = lines.pop(0) if has_section else ""
    author = lines.pop() if len(lines) > 1 else ""
    return section, one_line(" ".join(lines)), author
