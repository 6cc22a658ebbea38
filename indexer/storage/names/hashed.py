"""Names looked up by a word, or by a key."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.storage.forward.columns import Places


class HashedNames:
    """Names by the hashes of their words: a dictionary would take five times the memory."""

    def __init__(self, hashes: Sequence[int], names: Places) -> None:
        of_names: Places = np.array(hashes, np.int64)
        order = np.argsort(of_names)
        self._hashes, self._names = of_names[order], names[order]

    def of(self, word: str) -> list[int]:
        """Return the names in order that may have a word: another one may have its hash."""
        asked = np.int64(hash(word))
        first = int(self._hashes.searchsorted(asked))
        if first == len(self._hashes) or self._hashes[first] != asked:
            return []  # as for most words, of which one look is enough
        last = int(self._hashes.searchsorted(asked, "right"))
        return sorted(self._names[first:last].tolist())
