"""Turns text and mark offsets into HTML. Only the marks become markup; the text is escaped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from markupsafe import Markup, escape

from indexer.highlight.marks import merge_marks
from indexer.model import Mark

_AFTER_SIGN = re.compile("(?<=[/:])")


def plain_mark(text: str) -> Markup:
    """Return `text`, escaped, as a mark."""
    return Markup(f"<mark>{escape(text)}</mark>")  # noqa: S704 - the text is escaped


def marked(text: str, marks: Iterable[Mark], wrap: Callable[[str], Markup] = plain_mark) -> Markup:
    """Return `text`, escaped, with each marked passage as `wrap` makes it.

    `marks` are code-point offsets in any order; those that overlap or touch become one.
    """
    parts: list[Markup] = []
    position = 0
    for start, end in merge_marks(marks, len(text)):
        parts += [escape(text[position:start]), wrap(text[start:end])]
        position = end
    return Markup("".join([*parts, escape(text[position:])]))  # noqa: S704 - each is escaped


def breakable(text: str) -> Markup:
    """Return `text`, escaped, that may break after a slash or a colon."""
    parts = _AFTER_SIGN.split(text)
    return Markup("<wbr>").join(parts) if len(parts) > 1 else escape(text)
