"""A table of strings as one run of bytes, in which one is found without making any of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from indexer.storage.forward.columns import Places

_END = b"\0"
_BETWEEN = b" "


class StringTable:
    """Numbered strings, each of words with spaces between."""

    def __init__(self, raw: bytes) -> None:
        """Take strings that each end in NUL."""
        self._raw = _END + raw

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
        places = [
            place
            for before in (_END, _BETWEEN)
            for after in (_END, _BETWEEN)
            for place in self._places(before + sought + after)
        ]
        return np.unique(np.searchsorted(self._starts, places, "right") - 1)

    def _places(self, sought: bytes) -> Iterator[int]:
        place = self._raw.find(sought)
        while place >= 0:
            yield place
            place = self._raw.find(sought, place + len(sought) - 1)
