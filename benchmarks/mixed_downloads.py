"""Known articles as downloads of newspaper databases, in every file that these make."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from html import escape

import docx
from known_articles import Known
from pdf_writer import Placed, pdf

_LINES = 52  # on a page
_WIDTH = 95  # characters in a line


def nexis_uni(articles: Sequence[Known]) -> list[str]:
    """Return the lines of a download of Nexis Uni, with its cover page."""
    lines = ["User Name: A. Lezer", "Job Number: 123456789", f"Documents ({len(articles)})"]
    lines += [f"{number}. {each.title}" for number, each in enumerate(articles, 1)]
    for each in articles:
        lines += [each.title, each.paper, f"{each.day_in_words} {each.weekday} 1:00 AM GMT"]
        lines += ["Copyright 2022 Uitgever All Rights Reserved", f"Section: {each.section}; Blz. 5"]
        lines += ["Length: 312 words", f"Byline: {each.author}", "Body", *each.paragraphs]
        lines += ["Classification", "Language: DUTCH; NEDERLANDS", f"Load-Date: {each.day}"]
        lines.append("End of Document")
    return lines


def nexis_academic(articles: Sequence[Known]) -> list[str]:
    """Return the lines of a download of the older LexisNexis."""
    lines: list[str] = []
    for number, each in enumerate(articles, 1):
        lines += [f"{number} of {len(articles)} DOCUMENTS", each.paper]
        lines += [f"{each.day_in_words} {each.weekday}", each.title, f"BYLINE: {each.author}"]
        lines += [f"SECTION: {each.section}; Blz. 3", "LENGTH: 312 words", *each.paragraphs]
        lines += [
            f"LOAD-DATE: {each.day}",
            "LANGUAGE: DUTCH; NEDERLANDS",
            "Copyright 2022 Uitgever",
        ]
    return lines


def factiva(articles: Sequence[Known]) -> list[str]:
    """Return the lines of a download of Factiva with codes."""
    lines: list[str] = []
    for each in articles:
        lead, *text = each.paragraphs
        lines += [f"SE {each.section}", f"HD {each.title}", f"BY {each.author}", "WC 312 words"]
        lines += [f"PD {each.day_in_words}", f"SN {each.paper}", "SC VELCOU", "LA Dutch"]
        lines += ["CY Copyright 2022 Uitgever", f"LP {lead}", f"TD {text[0]}", *text[1:]]
        lines += ["NS gcat : Political News", "RE neth : Netherlands"]
        lines.append(f"AN Document VELCOU00{each.day:%Y%m%d}ei3o{each.number:05}")
    return [*lines, "Search Summary", f"Results Found {len(articles)}"]


def gopress(articles: Sequence[Known]) -> list[str]:
    """Return the lines of a download of GoPress."""
    lines = ["GoPress Academic", f"{len(articles)} artikels"]
    for each in articles:
        lines += [f"{each.paper} - {each.day_in_words} - p. 3", each.title, f"Door {each.author}"]
        lines += [*each.paragraphs, "Copyright © 2022 Uitgever. Alle rechten voorbehouden"]
    return lines


def as_text(lines: Sequence[str]) -> bytes:
    """Return a text, a blank line between the lines."""
    return "\n\n".join(lines).encode()


def as_word(lines: Sequence[str]) -> bytes:
    """Return a document, a paragraph a line."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_rtf(lines: Sequence[str]) -> bytes:
    """Return RTF, a paragraph a line."""
    text = "\\par\n".join(lines)
    coded = "".join(sign if sign.isascii() else rf"\u{ord(sign)}?" for sign in text)
    return f"{{\\rtf1\\ansi\\ansicpg1252 {coded}\\par}}".encode()


def as_page(lines: Sequence[str]) -> bytes:
    """Return a web page, a paragraph a line."""
    body = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return f'<!doctype html><html><meta charset="utf-8"><body>{body}</body></html>'.encode()


def as_pdf(lines: Sequence[str]) -> bytes:
    """Return a PDF, whose lines break off and whose pages are numbered."""
    wrapped = [part for line in lines for part in [*wrap(line), ""]]
    pages: list[list[Placed]] = []
    for start in range(0, len(wrapped), _LINES):
        shown = enumerate(wrapped[start : start + _LINES])
        pages.append([(40.0, 800.0 - 14 * row, 9.0, text) for row, text in shown if text])
        pages[-1].append((270.0, 20.0, 9.0, f"Page {len(pages)} of 9"))
    return pdf(pages)


def wrap(text: str, width: int = _WIDTH) -> list[str]:
    """Return a text in lines of at most so many characters."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) < width:
            lines[-1] = f"{lines[-1]} {word}".strip()
        else:
            lines.append(word)
    return lines


LAYOUTS: Mapping[str, Callable[[Sequence[Known]], list[str]]] = {
    "nexis": nexis_uni,
    "lexisnexis": nexis_academic,
    "factiva": factiva,
    "gopress": gopress,
}
CARRIERS: Mapping[str, Callable[[Sequence[str]], bytes]] = {
    "txt": as_text,
    "docx": as_word,
    "rtf": as_rtf,
    "html": as_page,
    "pdf": as_pdf,
}


def downloads(layout: str) -> Callable[[Sequence[Known]], dict[str, bytes]]:
    """Return what writes articles as downloads of a database, shared out over the carriers."""

    def write(articles: Sequence[Known]) -> dict[str, bytes]:
        files = {}
        for number, (suffix, carry) in enumerate(CARRIERS.items()):
            some = articles[number :: len(CARRIERS)]
            files[f"databanken/{layout}.{suffix}"] = carry(LAYOUTS[layout](some))
        return files

    return write
