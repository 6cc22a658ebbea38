"""Near-duplicates in a selection: which of a group stands for the others."""

from __future__ import annotations

import numpy as np

from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.segment import Mask


def without_near_duplicates(index: ForwardIndex, within: Mask) -> Mask:
    """Return the rows without those that have an earlier near-duplicate among them.

    Of one day the first by its id stands for the others, so that every index has the same.
    """
    rows = np.flatnonzero(within)
    rows = rows[index.groups[rows] != 0]
    groups = index.groups[rows]
    order = np.lexsort((index.id_ranks[rows], index.lasts[rows], groups))
    again = np.zeros(len(rows), np.bool_)
    again[order[1:]] = groups[order[1:]] == groups[order[:-1]]
    kept = within.copy()
    kept[rows[again]] = False
    return kept
