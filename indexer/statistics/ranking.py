"""The order of a list of figures: by falling score, then in alphabetical order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.storage.forward.columns import Places

_MAX_SORTED = 20_000


def by_score(numbers: Places, scores: NDArray[Any], name: Callable[[int], str]) -> Iterator[int]:
    """Yield numbers by falling score; those of one score by their names.

    So a list is the same whatever numbers its words have. What is not asked for is not named, and
    of very many of one score the order is that of their numbers.
    """
    order = np.argsort(-scores, kind="stable")
    ranked = zip(scores[order].tolist(), numbers[order].tolist(), strict=True)
    for _, equal in groupby(ranked, key=lambda each: each[0]):
        found = [number for _, number in equal]
        yield from sorted(found, key=name) if len(found) <= _MAX_SORTED else found
