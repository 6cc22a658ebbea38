"""The places of some types of a segment, kept together for many look-ups."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.storage.forward.columns import Numbers, Places


class KeptPlaces(NamedTuple):
    """Where the tokens of some types stand.

    Those of a code end in `places` where `ends` says. Those of types too rare for a code stand
    apart, with the type of each.
    """

    types: NDArray[np.bool_]
    places: Numbers
    ends: Places
    rare_places: Places
    rare: Numbers

    def has(self, types: NDArray[np.bool_]) -> bool:
        """Say whether the places of all of these types are kept."""
        return not (types & ~self.types).any()

    def of_codes(self, common: NDArray[np.bool_], most: float) -> list[Numbers] | None:
        """Return the places of some codes, by code; None where they are `most` or more."""
        last = self.ends[: len(common)][common].tolist()
        first = np.concatenate((np.zeros(1, np.int64), self.ends))[: len(common)][common].tolist()
        runs = list(zip(first, last, strict=True))
        if sum(end - start for start, end in runs) >= most:
            return None
        return [self.places[start:end] for start, end in runs]
