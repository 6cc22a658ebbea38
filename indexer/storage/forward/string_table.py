"""A table of strings as one run of bytes, in which one is found without making any of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indexer.storage.forward.columns import Places

_END = b"\0"
_BETWEEN = b" "
_HIGHEST = b"\xff"
"""Above every byte of UTF-8."""
_WORD = re.compile(rb"[^\0 ]+")
_KEY = 8
"""Bytes of a string that are compared as one number."""
_FEW = 8
"""So many times as many strings are all taken from the table at once rather than each."""
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

    def beginning_with(self, beginning: str) -> Places:
        """Return the numbers of the strings that begin so."""
        sought = beginning.encode(errors="surrogatepass")
        if _END in sought:
            return np.zeros(0, np.int64)
        keys, order = self._in_order
        low, high = (
            np.uint64(int.from_bytes(sought[:_KEY].ljust(_KEY, fill))) for fill in (_END, _HIGHEST)
        )
        found = order[np.searchsorted(keys, low) : np.searchsorted(keys, high, "right")]
        if len(sought) <= _KEY:
            return found
        places = (self._starts[found] + 1).tolist()
        begins = (self._raw.startswith(sought, place) for place in places)
        kept: Places = found[np.fromiter(begins, np.bool_, len(places))]
        return kept

    def equal_to(self, string: str) -> Places:
        """Return the number of a string, if it is there, in a table of one word each."""
        if self._scans < _SCANS:
            return self.with_word(string)
        near = self.beginning_with(string)
        taken = len(string.encode(errors="surrogatepass")) + len(_END)
        found: Places = near[self._starts[near + 1] - self._starts[near] == taken]
        return found

    def __getitem__(self, number: int) -> str:
        """Return the string of a number."""
        start, end = self._starts[number : number + 2].tolist()
        return self._raw[start + 1 : end].decode(errors="surrogatepass")

    def strings(self, numbers: Places) -> list[str]:
        """Return the strings of some numbers; of many in a tenth of the time of each alone."""
        if len(numbers) * _FEW < len(self):
            return [self[number] for number in numbers.tolist()]
        # With one before the first NUL and one after the last.
        every = self._raw.decode(errors="surrogatepass").split("\0")
        return [every[number + 1] for number in numbers.tolist()]

    @cached_property
    def _in_order(self) -> tuple[NDArray[np.uint64], Places]:
        """How each string begins, as a number of so many bytes, in order, and which it is."""
        raw = np.frombuffer(self._raw + bytes(_KEY), np.uint8)
        places, keys = self._starts[:-1] + 1, np.zeros(len(self), np.uint64)
        goes_on = np.ones(len(self), np.bool_)
        for at in range(_KEY):
            letters = raw[places + at]
            goes_on &= letters != 0
            keys <<= np.uint64(8)
            keys |= letters * goes_on
        order = np.argsort(keys)
        return keys[order], order

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
