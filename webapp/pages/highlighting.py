"""Turns text and mark offsets into HTML. Only the marks become markup; the text is escaped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from markupsafe import Markup

from indexer.highlight.marks import merge_marks
from indexer.model import Mark
from webapp.template_code import as_markup, escaped

_AFTER_SIGN = re.compile("(?<=[/:])")


def plain_mark(text: str) -> str:
    """Return `text`, escaped, as a mark."""
    return f"<mark>{escaped(text)}</mark>"


def marked(text: str, marks: Iterable[Mark], wrap: Callable[[str], str] = plain_mark) -> Markup:
    """Return `text`, escaped, with each marked passage as `wrap` makes it.

    `marks` are code-point offsets in any order; those that overlap or touch become one.
    """
    html, position = "", 0
    for start, end in merge_marks(marks, len(text)):
        html += f"{escaped(text[position:start])}{wrap(text[start:end])}"
        position = end
    return as_markup(html + escaped(text[position:]))


def breakable(text: str) -> Markup:
    """Return `text`, escaped, that may break after a slash or a colon."""
    if "/" not in text and ":" not in text:
        return as_markup(escaped(text))
    return as_markup("<wbr>".join(map(escaped, _AFTER_SIGN.split(text))))
