"""ProQuest: each article begins with «Document 1 of 3», and labels name its fields."""

from __future__ import annotations

import re

from indexer.corpus.headings.bylines import said_name
from indexer.corpus.vendors.parts import (
    Download,
    Part,
    Unwrap,
    body_of,
    day_in,
    fields_before,
    filled,
)
from indexer.text import one_line

_NUMBER = re.compile(r"\s*document (\d{1,9}) of (\d{1,9})\s*", re.IGNORECASE)
_RULE = re.compile(r"\s*_{10,}\s*")
_LABELS = """Abstract|Author|Author affiliation|Comments|Copyright|Correction date|Credit|Database
Document feature|Document type|DOI|E-?ISSN|First page|Full text|Identifier / keyword|Illustration
ISSN|Issue|Language of publication|Last updated|Links|Location|Number of pages|Pages|People
Place of publication|ProQuest document ID|Publication date|Publication info|Publication subject
Publication title|Publication year|Publisher|Section|Source type|Subject|Title|URL|Volume
Word count|Country of publication|Company / organization|Source attribution|Alternate title"""
_LABEL = re.compile(
    rf"\s*({'|'.join(_LABELS.split(chr(10)))})(?: \(\w+\))?:(?:\s+(.*)|\s*)", re.IGNORECASE
)
_PLACE = re.compile(r"[;\[].*")
_LINK = re.compile(r"\s*(?:proquest document link|link to document)\s*", re.IGNORECASE)
_SURE, _TEXT = "proquest document id", "full text"
# Full text: Not available; Abstract: None available.
_NONE = re.compile(
    r"\W{0,3}(?:not|none|niet|geen)(?: \w+)? (?:available|beschikbaar)\W{0,3}|none\.?",
    re.IGNORECASE,
)


def split_proquest(text: str, unwrap: Unwrap) -> Download | None:
    """Return the articles of a download, None where a text is none."""
    if _SURE not in text.lower():
        return None
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if _NUMBER.fullmatch(line)]
    parts = [
        part
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)
        if (part := _part(lines[start + 1 : end], unwrap))
    ]
    if not parts:
        return None
    last = _NUMBER.fullmatch(lines[starts[-1]])
    return Download("ProQuest", tuple(parts), int(last[2]) if last else None)


def _part(segment: list[str], unwrap: Unwrap) -> Part | None:
    """Return the article of a segment, None where nothing stands in it."""
    fields: dict[str, list[str]] = {}
    label, labels = "headline", [*map(_LABEL.fullmatch, segment)]
    below = _end_of_text(segment, labels)
    for number, line in enumerate(segment):
        found = labels[number] if label != _TEXT or number >= below else None
        if found:
            label = found[1].lower()
        if not (_RULE.fullmatch(line) or _LINK.fullmatch(line)):
            fields.setdefault(label, []).append((found[2] or "") if found else line)
    value = {name: one_line(" ".join(lines)) for name, lines in fields.items()}
    if not filled(segment):
        return None
    info = value.get("publication info", "")
    title = value.get("headline", "").removesuffix("ProQuest document link").strip()
    return Part(
        title or value.get("title", ""),
        next(
            filter(None, (_text(fields.get(name, []), unwrap) for name in (_TEXT, "abstract"))), ""
        ),
        day_in(value.get("publication date", "")) or day_in(info),
        _PLACE.sub("", value.get("publication title") or info).strip(),
        value.get("section", ""),
        ";".join(map(said_name, value.get("author", "").rstrip(".").split(";"))),
        value.get(_SURE, ""),
    )


def _text(lines: list[str], unwrap: Unwrap) -> str:
    """Return the text of a field, empty where it says that there is none."""
    body = body_of(lines, unwrap)
    return "" if _NONE.fullmatch(body) else body


def _end_of_text(segment: list[str], labels: list[re.Match[str] | None]) -> int:
    """Return the line of the first field below the text; above it `Links:` is a word of the text.

    The fields stand one after another, the document's id among them.
    """
    names = [label[1].lower() if label else "" for label in labels]
    if _TEXT not in names or _SURE not in names:
        return 0
    end = len(names) - 1 - names[::-1].index(_SURE)
    return fields_before(segment, names.index(_TEXT) + 1, end, _LABEL.fullmatch)
