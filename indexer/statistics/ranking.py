"""The order of a list of figures: by falling score, then in alphabetical order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.storage.forward.columns import Places

_MAX_SORTED = 20_000
_AT_ONCE = 5_000  # that become objects together, of which a list shows the first


def by_score(numbers: Places, scores: NDArray[Any], name: Callable[[int], str]) -> Iterator[int]:
    """Yield numbers by falling score; those of one score by their names.

    So a list is the same whatever numbers its words have. What is not asked for is not named, and
    of very many of one score the order is that of their numbers.
    """
    order = np.argsort(-scores, kind="stable")
    blocks = (order[start : start + _AT_ONCE] for start in range(0, len(order), _AT_ONCE))
    ranked = (
        pair for b in blocks for pair in zip(scores[b].tolist(), numbers[b].tolist(), strict=True)
    )
    for _, equal in groupby(ranked, key=lambda each: each[0]):
        found = [number for _, number in equal]
        yield from sorted(found, key=name) if len(found) <= _MAX_SORTED else found
