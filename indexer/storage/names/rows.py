"""The rows of articles by the numbers of their contents."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.engines.documents import CONTENT_BITS
from indexer.storage.forward.columns import Places

_MAX_STEPS = 16  # from where a number should stand to where it does, then it is searched


class RowsByContent:
    """Finds the rows of articles.

    The numbers are those of hashes, spread evenly: each stands about where its first bits say, and
    a few steps from there find it. Numbers that are not spread so are searched.
    """

    def __init__(self, rows: Places, contents: Places) -> None:
        """Take the rows of articles and the content number of each."""
        order = np.argsort(contents)
        # The last one, which no content has, ends each search.
        self._contents = np.append(contents[order], np.iinfo(np.int64).max)
        self._rows = np.append(rows[order], -1)
        bits = len(rows).bit_length()
        self._shift = CONTENT_BITS - bits
        firsts = np.arange(1 << bits, dtype=np.int64) << self._shift
        self._starts = np.searchsorted(self._contents, firsts).astype(np.int32)

    def find(self, contents: Sequence[int]) -> Places:
        """Return the rows, in order, of articles whose content numbers are given, where known."""
        rows = self._of_each(contents)
        return np.sort(rows[rows >= 0])

    def by_number(self, contents: Sequence[int]) -> RowsByNumber:
        """Return what finds the same rows by the places of these content numbers."""
        return RowsByNumber(self._of_each(contents))

    def _of_each(self, contents: Sequence[int]) -> Places:
        """Return the row of the article with each content number, -1 where none is known."""
        asked = np.asarray(contents, np.int64)
        share = np.clip(asked >> self._shift, 0, len(self._starts) - 1)
        places = self._starts[share]
        behind = np.flatnonzero(self._contents[places] < asked)
        for _ in range(_MAX_STEPS):
            places[behind] += 1
            behind = behind[self._contents[places[behind]] < asked[behind]]
            if not len(behind):
                break
        places[behind] = np.searchsorted(self._contents, asked[behind])
        return np.where(self._contents[places] == asked, self._rows[places], -1)


class RowsByNumber:
    """Finds the rows of articles by the numbers that an engine has for them."""

    def __init__(self, rows: Places) -> None:
        """Take the row of each number, -1 where it has none."""
        self._rows = rows.astype(np.int32)

    def find(self, numbers: Sequence[int]) -> Places:
        """Return the rows of articles whose numbers are given, in no order."""
        rows = self._rows[np.asarray(numbers, np.uint32)]
        return rows[rows >= 0].astype(np.int64)
