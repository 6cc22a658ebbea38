"""The places of some types of a segment, kept together for many look-ups."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indexer.later import NamedTuple
from indexer.storage.forward.columns import Numbers, Places


class KeptPlaces(NamedTuple):
    """Where the tokens of some types stand.

    Those of a code begin in `places` where `bounds` says, and end where those of the next begin.
    Those of types too rare for a code stand apart, with the type of each.
    """

    types: NDArray[np.bool_]
    places: Numbers
    bounds: Places
    rare_places: Places
    rare: Numbers

    def has(self, types: NDArray[np.bool_]) -> bool:
        """Say whether the places of all of these types are kept."""
        return not (types & ~self.types).any()

    def of_codes(self, common: NDArray[np.bool_], most: float) -> list[Numbers] | None:
        """Return the places of some codes, by code; None where they are `most` or more."""
        codes = np.flatnonzero(common)
        runs = np.stack((self.bounds[codes], self.bounds[codes + 1]), axis=1)
        if np.diff(runs).sum() >= most:
            return None
        return [self.places[start:end] for start, end in runs.tolist()]
