"""A table of strings as one run of bytes, in which one is found without making any of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

import numpy as np

from indexer.storage.forward.columns import Places

_END = b"\0"
_BETWEEN = b" "
_WORD = re.compile(rb"[^\0 ]+")
_SCANS = 8
"""Words that are looked for from end to end; for more it pays to know where each word stands."""


class StringTable:
    """Numbered strings, each of words with spaces between."""

    def __init__(self, raw: bytes) -> None:
        """Take strings that each end in NUL."""
        self._raw = _END + raw
        self._scans = 0

    @cached_property
    def _starts(self) -> Places:
        """Where the NUL before each string stands, and that after the last."""
        return np.flatnonzero(np.frombuffer(self._raw, np.uint8) == 0)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def with_word(self, word: str) -> Places:
        """Return the numbers of the strings that have a word; for "" those that are empty."""
        sought = word.encode(errors="surrogatepass")
        if _END in sought or _BETWEEN in sought:
            return np.zeros(0, np.int64)
        if not sought:
            return self._with_none
        if self._scans >= _SCANS:
            return self._numbers(self._known_places(sought))
        self._scans += 1
        return self._numbers(self._places(sought))

    @cached_property
    def _with_none(self) -> Places:
        return self._numbers(self._places(b""))

    def _numbers(self, places: Iterator[int]) -> Places:
        """Return the numbers of the strings that stand at some places."""
        return np.unique(np.searchsorted(self._starts, [*places], "right") - 1)

    def _places(self, word: bytes) -> Iterator[int]:
        """Yield the places before a word, found by going through the table."""
        for sought in (b + word + a for b in (_END, _BETWEEN) for a in (_END, _BETWEEN)):
            place = self._raw.find(sought)
            while place >= 0:
                yield place
                place = self._raw.find(sought, place + len(sought) - 1)

    def _known_places(self, word: bytes) -> Iterator[int]:
        """Yield the same, found by the hash of the word."""
        hashes, places = self._by_hash
        first, last = np.searchsorted(hashes, (hash(word), hash(word) + 1)).tolist()
        for place in places[first:last].tolist():
            if self._raw.startswith(word, place):
                yield place - 1

    @cached_property
    def _by_hash(self) -> tuple[Places, Places]:
        """The hash of each word of all strings, in order, and where it stands.

        Python's hash has a secret, so that nobody can make words that share one.
        """
        of_word = ((hash(found[0]), found.start()) for found in _WORD.finditer(self._raw))
        table = np.fromiter(of_word, np.dtype((np.int64, 2)))
        order = np.argsort(table[:, 0])
        return table[order, 0], table[order, 1]
