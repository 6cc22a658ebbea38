"""Names as they are typed, and those of which a word begins so."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.analysis.fold import fold

_LETTERS = 3  # by which words are in order
_BITS = 21  # of a letter
_MAX_FOUND = 5_000  # names that are looked at to complete one


class SpeltNames:
    """Every name folded, in one text, whose words are in the order of their first letters.

    To look through the text takes 2 ms where a million articles have names, for each key pressed.
    """

    def __init__(self, names: Sequence[str]) -> None:
        lines = [f"\n {' '.join(map(fold, name.split()))}" for name in names]
        self._text = "".join(lines)
        self._starts = np.cumsum([0, *map(len, lines)])[:-1]
        written = (self._text + "\0" * _LETTERS).encode("utf-32-le", "surrogatepass")
        letters = np.frombuffer(written, "<u4")
        words = np.flatnonzero(letters == ord(" "))  # what is before each
        codes = np.zeros(len(words), np.int64)
        for place in range(1, _LETTERS + 1):
            codes = codes << _BITS | letters[words + place]
        order = np.argsort(codes, kind="stable")
        self._words = words[order].astype(np.int32)
        self._codes, firsts = np.unique(codes[order], return_index=True)
        self._firsts = np.append(firsts, len(words))

    def beginning(self, text: str, *, first: bool = False) -> list[int]:
        """Return the numbers of names of which a word begins so, and goes on as the text does.

        If `first`, the first word of the name does.
        """
        sought = " ".join(map(fold, text.split()))
        if not sought:
            return []
        places = list[int]()
        for place in self._alike(sought[:_LETTERS]):
            is_first = self._text[place - 1] == "\n"
            if (is_first or not first) and self._text.startswith(sought, place + 1):
                places.append(place)
                if len(places) == _MAX_FOUND:
                    break
        found: list[int] = np.unique(np.searchsorted(self._starts, places, "right") - 1).tolist()
        return found

    def _alike(self, letters: str) -> list[int]:
        """Return the places before words that begin with these letters, in order."""
        least = 0
        for each in letters:
            least = least << _BITS | ord(each)
        open_ = _BITS * (_LETTERS - len(letters))
        bounds = np.searchsorted(self._codes, [least << open_, (least + 1) << open_])
        first, end = self._firsts[bounds]
        found: list[int] = np.sort(self._words[first:end]).tolist()
        return found
