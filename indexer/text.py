"""Rules of written Dutch that several packages go by: sentences, white space, months, titles."""

from __future__ import annotations

import re

SENTENCE_END = re.compile(r"[.!?…][\"'”’»)]*\s+|\n\s*\n")
"""The end of a sentence or a paragraph, with the white space after it."""

SPACE = re.compile(r"\s+")
"""White space, line ends too."""

MONTHS = (
    ("januari", "jan"),
    ("februari", "feb"),
    ("maart", "mrt"),
    ("april", "apr"),
    ("mei",),
    ("juni", "jun"),
    ("juli", "jul"),
    ("augustus", "aug"),
    ("september", "sept", "sep"),
    ("oktober", "okt"),
    ("november", "nov"),
    ("december", "dec"),
)
"""The months: each its name, then how it is shortened."""


def one_line(text: str) -> str:
    """Return a text on one line, with one space between words and none around them."""
    return " ".join(text.split())


def begins_with(body: str, title: str) -> bool:
    """Say whether a body begins with its title, as whole words; `…` may end a title that was cut.

    A plain text without a title line has its first words as title.
    """
    title = title.rstrip("…")
    return body.startswith(title) and not body[len(title) :][:1].isalnum()


def without_title_line(body: str, title: str) -> str:
    """Return a body without the title where that is its first line."""
    if title and (body == title or body.startswith(f"{title}\n")):
        return body[len(title) :].lstrip("\n")
    return body
