"""What stands between white space in a query, and the words without the signs around them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from indexer.later import expression

DOUBLE_QUOTES = '"“”„‟«»‹›'
SURFACE = rf"[^\s(){DOUBLE_QUOTES}]+"
# 's-Hertogenbosch, 't, 'n, 'k, 'm, 'r, 'er, 'ie and '68 begin with an apostrophe, not with a quote.
ELISION = r"(?:(?:er|ie|[stnkmrSTNKMR])(?![^\W\d_])|\d\d(?!\d))"
SIGNS = "*?~"
"""What makes a pattern of a word."""

_APOSTROPHES = "'’‘‚`´"
_BEFORE = ".,;:!°…·•/\\|[]{}<>()^&-‐‑‒–—−\ufe63\uff0d=+~" + _APOSTROPHES
_AFTER = ".,;:!…·•/\\|[]{}<>()^&-‐‑‒–—−\ufe63\uff0d=" + _APOSTROPHES

_SURFACE = expression(SURFACE)
_ELISION = expression(ELISION)


def surfaces(text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
    """Return what stands between white space, brackets and double quotes, each a match."""
    return _SURFACE.finditer(text, start, end)


def words_of_value(value: str) -> list[str]:
    """Return the words of a field's value as a query can have them: without signs around them.

    A query trims its words, so that `A. Jansen` and `Kunst & Cultuur` are asked for as `A Jansen`
    and `Kunst Cultuur`. A value of signs alone stays as it is.
    """
    spans = (trimmed(value, *found.span(), SIGNS) for found in surfaces(value))
    words = (value[start:end] for start, end in spans)
    return [word for word in words if has_letters(word)] or value.split()


def trimmed(text: str, start: int, end: int, signs: str = "") -> tuple[int, int]:
    """Return the span without punctuation around it; an elision keeps its apostrophe."""
    kept = text[start:end].lstrip(_BEFORE + signs)
    first = end - len(kept)
    last = first + len(kept.rstrip(_AFTER + signs))
    if first > start and text[first - 1] in "'’‘" and _ELISION.match(text, first):
        first -= 1
    return first, last


def has_letters(word: str) -> bool:
    """Return whether there is a letter or a digit in it."""
    return any(map(str.isalnum, word))
