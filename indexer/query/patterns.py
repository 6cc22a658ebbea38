"""Words with wildcards: `*` is any number of characters, `?` is one."""

from __future__ import annotations

import re
from collections.abc import Callable

from indexer.later import expression

MAX_WILDCARDS, MAX_PATTERN_LENGTH = 5, 40
"""Wildcards and letters of one pattern; a run of `*` is one.

Each `?` after a `*` doubles the states of an automaton: that of `*a????` and 43 letters
more is too large for Tantivy.
"""

_RUN = expression(r"\*+")
_WILDCARD = expression(r"\*+|\?")


def fits(pattern: str) -> bool:
    """Return whether a folded pattern is within what every engine takes."""
    return wildcards(pattern) <= MAX_WILDCARDS and len(pattern) <= MAX_PATTERN_LENGTH


def wildcards(pattern: str) -> int:
    """Return how many wildcards a pattern has."""
    return len(_WILDCARD.findall(pattern))


def simplified(pattern: str) -> str:
    """Return the pattern with one `*` for a run of them."""
    return _RUN.sub("*", pattern)


def beginning(pattern: str) -> str:
    """Return what stands before the first wildcard."""
    return _WILDCARD.split(pattern, maxsplit=1)[0]


def matcher(pattern: str) -> Callable[[str], bool]:
    """Return the test of a term, which takes time in proportion to the term, whatever it is.

    What follows a `*` is taken where it is met first, and for good: `*a*a*a*b` tries nothing twice.
    """
    first, *others = (_escaped(piece) for piece in _RUN.split(pattern))
    regex = first
    if others:
        *between, last = others
        regex += "".join(f"(?>.*?{piece})" for piece in between) + f".*{last}"
    fullmatch = re.compile(regex, re.DOTALL).fullmatch
    return lambda term: fullmatch(term) is not None


def _escaped(piece: str) -> str:
    return "".join("." if letter == "?" else re.escape(letter) for letter in piece)
