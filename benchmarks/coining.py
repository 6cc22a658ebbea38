"""New words of the parts of old ones: compounds, and names of a beginning and an end.

What a newspaper prints for the first time is mostly that: a compound that nobody needed before, or
the name of somebody new.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_PARTS = 4_000  # words, the commonest first, that compounds are made of
_MIN_LETTERS = 4  # letters of each
_LINKS = ("", "s", "", "en")
_SEAM = re.compile(r"(?<=[aeiouy])(?=[^aeiouy])")  # where a syllable may end
_MIN_END = 3
_SPREAD = 0x9E3779B97F4A7C15  # 2**64 by the golden ratio: neighbours land far apart
_BITS = 32


class Coiner:
    """Coins words out of the commonest of `words`, which are in lower case."""

    def __init__(self, words: Sequence[str]) -> None:
        fit = (word for word in words if len(word) >= _MIN_LETTERS and word.isalpha())
        self._parts = [word for word, _ in zip(fit, range(_PARTS), strict=False)]
        cut = [(word, seam.start()) for word in self._parts for seam in _SEAM.finditer(word)]
        self._beginnings = [word[:place] for word, place in cut if place > 1]
        self._ends = [word[at:] for word, at in cut if len(word) - at >= _MIN_END]

    def word(self, number: int) -> str:
        """Return the new word of a number, always the same one: few numbers share one.

        Those of even numbers are compounds, of odd ones names.
        """
        mixed = number * _SPREAD % (1 << 2 * _BITS)
        first, second = mixed >> _BITS, mixed % (1 << _BITS)
        if number % 2:
            return _pick(self._beginnings, first).capitalize() + _pick(self._ends, second)
        link = _LINKS[number // 2 % len(_LINKS)]
        return _pick(self._parts, first) + link + _pick(self._parts, second)


def _pick(parts: Sequence[str], bits: int) -> str:
    """Return one of the parts, the first ones oftener: common words make most compounds."""
    share = bits / (1 << _BITS)
    return parts[int(len(parts) * share * share)]
