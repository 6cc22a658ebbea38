"""Europresse: a page with an element for each article, whose parts have classes of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from indexer.corpus.headings.signatures import is_byline, paper_line
from indexer.corpus.markup import tree_text
from indexer.corpus.vendors.parts import Download, Part, Unwrap, body_of, day_in, filled, whole
from indexer.dates import WEEKDAYS
from indexer.text import one_line

_SURE = re.compile(r"class\s?=\s?[\"']?[^\"'<>]{0,100}?\bDocPublicationName\b")
_ISSUE = re.compile(r"(?:,\s*(?:no|nr|n°|vol)\b|\s{3,}|[\r\n]).*", re.IGNORECASE | re.DOTALL)
_NUMBER = re.compile(r"\w+·(\d{8})\S*·\S+")  # news·20220324·TR·0001
_CLOSES = re.compile(
    r"©|\(c\)|certificat émis|copyright|this article may|ce document|cet article", re.IGNORECASE
)
_MAX_HEAD = 8  # lines
_DAY = re.compile(
    rf"\b(?:{WEEKDAYS}|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|\d{{1,2}})\b",
    re.IGNORECASE,
)


def is_europresse(page: str) -> bool:
    """Return whether the source of a page is that of a download of Europresse."""
    return "DocPublicationName" in page and _SURE.search(page) is not None


def split_europresse(tree: Any) -> Download | None:
    """Return the articles of a download, a tree of lxml; None where it has no such elements."""
    elements = [each for each in tree.iter("article") if each.find(".//article") is None]
    parts = tuple(_part(each) for each in elements if _text(each, "docpublicationname"))
    return Download("Europresse", parts) if parts else None


def split_europresse_text(text: str, unwrap: Unwrap) -> Download | None:
    """Return the articles of a page of Europresse that was saved as text; None of another text.

    Each closes with its number.
    """
    if "·" not in text:
        return None
    parts: list[Part | None] = []
    lines, start, is_one = text.split("\n"), 0, False
    for end, line in enumerate(lines):
        if number := _NUMBER.fullmatch(line.strip()):
            part = _part_of_lines(lines[start:end], number, unwrap)
            is_one = is_one or part is not None
            parts.append(part or whole(lines[start:end], unwrap))
            start = end + 1
    return Download("Europresse", tuple(filter(None, parts))) if is_one else None


def _part_of_lines(lines: list[str], number: re.Match[str], unwrap: Unwrap) -> Part | None:
    """Return the article of lines, None where none of them has its paper and day."""
    top = filled(lines)
    heads = ((n, paper_line(lines[n], is_source=True)) for n in top[:_MAX_HEAD])
    at, paper = next(((n, found) for n, found in heads if found), (0, None))
    below = [n for n in top if n > at and not _CLOSES.match(lines[n].strip())]
    if paper is None or not below:
        return None
    end = next((n for n in top if n > below[0] and _CLOSES.match(lines[n].strip())), len(lines))
    title, rest = lines[below[0]].strip(), below[1:]
    author = lines[rest[0]].strip() if rest and is_byline(lines[rest[0]].strip()) else ""
    first = next(iter(rest[bool(author) :]), end)
    section = paper.more[0] if paper.more else ""
    body = body_of(lines[first:end], unwrap)
    return Part(title, body, number[1], paper.paper, section, author, number[0])


def _part(element: Any) -> Part:
    head, number = _line(element, "docheader"), _line(element, "public-lblnodoc")
    numbered = _NUMBER.fullmatch(number)
    whole_title = _text(element, "titrearticle")
    title = _line(element, "rdp__articletitle", "titrearticlevisu") or one_line(whole_title)
    below = "\n\n".join(each for each in whole_title.split("\n\n") if one_line(each) not in title)
    body = _text(element, "doctext") or _text(element, "dococcurrcontainer", "dococurrcontainer")
    day = _DAY.search(head)
    return Part(
        title,
        f"{below}\n\n{body}".strip() if body else "",
        numbered[1] if numbered else day_in(head),
        _ISSUE.sub("", _text(element, "docpublicationname")).strip(),
        head[: day.start()].strip(" ,") if day else "",
        _line(element, "docauthors", "sm-margin-bottomnews"),
        number,
    )


def _line(element: Any, *classes: str) -> str:
    return one_line(_text(element, *classes))


def _text(element: Any, *classes: str) -> str:
    """Return the text of the outermost elements of the first of these classes that has any."""
    found = ("\n\n".join(map(tree_text, _outermost(element, each))).strip() for each in classes)
    return next(filter(None, found), "")


def _outermost(element: Any, class_: str) -> Iterator[Any]:
    """Yield the elements of a class, in lower case, that stand in no other one of it."""
    pending = [element]
    while pending:
        each = pending.pop()
        if class_ in (each.get("class") or "").lower().split():
            yield each
        else:
            pending.extend(reversed(each))
