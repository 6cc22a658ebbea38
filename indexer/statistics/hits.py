"""Where a query hits: runs of tokens, and the rows that satisfy it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

import numpy as np

from indexer.later import dataclass
from indexer.storage.forward.columns import Places
from indexer.storage.forward.counting import distinct_in_order
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.segment import Mask

_LENGTH_BITS = 24  # of a hit's length in tokens, beside its start


@dataclass(frozen=True, slots=True)
class Hits:
    """Runs of tokens: where each begins, and how many tokens all have, or each has."""

    starts: Places
    sizes: Places | int

    @property
    def ends(self) -> Places:
        """The token after the last of each."""
        return self.starts + self.sizes

    @classmethod
    def none(cls) -> Hits:
        """Return no hits."""
        return cls(np.zeros(0, np.int64), 1)

    @classmethod
    def of_tokens(cls, places: Places) -> Hits:
        """Return hits of one token each."""
        return cls(places, 1)

    def where(self, kept: Mask) -> Hits:
        """Return the hits that a mask keeps; where those are all, without a copy of millions."""
        return self if kept.all() else self.at(kept)

    def at(self, places: Places | Mask | slice) -> Hits:
        """Return the hits at these places, in their order."""
        sizes = self.sizes if isinstance(self.sizes, int) else self.sizes[places]
        return Hits(self.starts[places], sizes)

    @staticmethod
    def union(many: Iterable[Hits]) -> Hits:
        """Return all hits, in order; two of the same tokens are one."""
        found = [each for each in many if len(each.starts)]
        if len(found) < 2:  # noqa: PLR2004
            return (*found, Hits.none())[0]
        if all(isinstance(each.sizes, int) and each.sizes == 1 for each in found):
            return Hits.of_tokens(_in_order(np.concatenate([each.starts for each in found])))
        # One number each, as sorting pairs takes twenty times as long.
        pairs = [each.starts << _LENGTH_BITS | each.sizes for each in found]
        keys = _in_order(np.concatenate(pairs))
        return Hits(keys >> _LENGTH_BITS, keys & ((1 << _LENGTH_BITS) - 1))


def _in_order(numbers: Places) -> Places:
    """Return the different ones of some numbers, which nobody else has, in order."""
    numbers.sort()  # here, and not of a copy: there may be millions
    return distinct_in_order(numbers)


class Matched:
    """The rows that satisfy a query, and the hits of its words, in order when they are asked for.

    They may stand in other rows too, until it is limited.
    """

    def __init__(
        self,
        rows: Mask,
        hits: Callable[[], Hits] = Hits.none,
        *,
        is_limited: bool = False,
        whole: Matched | None = None,
    ) -> None:
        self.rows = rows
        self._hits = hits
        self._is_limited = is_limited
        self._whole = whole

    @cached_property
    def hits(self) -> Hits:
        """The hits; many words have millions, which few figures need."""
        found = self._hits()
        del self._hits  # with what it was made of, which may be as many again
        return found

    def limited(self, index: ForwardIndex, within: Mask) -> Matched:
        """Return what lies within some rows, its hits too."""
        rows = self.rows & within
        if self._is_limited and np.array_equal(rows, self.rows):
            return self

        def hits() -> Hits:
            found = self.hits
            return found.where(np.repeat(rows, index.count_in_rows(found.starts)))

        return Matched(rows, hits, is_limited=True, whole=self)

    def hits_of_rows(self, index: ForwardIndex) -> Places:
        """Return how many hits each row has; those within limits are not copied for it."""
        whole = self._whole
        counts = whole.hits_of_rows(index) if whole else index.count_in_rows(self.hits.starts)
        return counts * self.rows
