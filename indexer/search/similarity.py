"""Likeness: what the beginnings of articles have in common, term by term, by a kernel.

The compiled kernel is described in Python here, which serves where it was not built; tests hold the
two to the same figures. A lead is a string of terms with white space between them.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter, mul
from typing import Protocol, cast

from indexer.cache import Memo
from indexer.compiled import compiled
from indexer.near_duplicates.rule import overlap

_MAX_RARITIES = 200_000  # cached, then afresh


class Likeness(Protocol):
    """Compares leads. Threads may share it."""

    def without_near_duplicates(
        self, leads: Iterable[str], max_leads: int, min_terms: int, max_overlap: float
    ) -> list[int]:
        """Return the ranks of the first `max_leads` leads, no near-duplicate of one before.

        A near-duplicate shares over `max_overlap` of the terms of the shorter. A lead of under
        `min_terms` terms counts as none. No more leads are asked for than are looked at.
        """

    def expansion_terms(
        self, leads: Sequence[str], shares: Sequence[float], max_terms: int
    ) -> list[tuple[float, str]]:
        """Return of the `max_terms` heaviest terms of the leads their worth, the best first.

        A term weighs its part of each lead times the lead's share; its worth is that times its
        rarity. Terms without worth are left out.
        """

    def centroid_similarity(self, leads: Sequence[str], shares: Sequence[float]) -> list[float]:
        """Return the similarity of each lead to the others: a sum of cosines, each times its share.

        Terms weigh (1 + ln tf) * rarity.
        """

    def title_weights(self, leads: Sequence[str], weights: Mapping[str, float]) -> list[float]:
        """Return the sum of the weights of the terms in the title of each lead, before its tab.

        A term counts once, one without a weight for nothing.
        """


def likeness(rarity: Callable[[str], float]) -> Likeness:
    """Return the compiled kernel, or the Python one. The rarity of a term is cached."""
    kernel = compiled()
    if kernel is None:
        return PythonLikeness(rarity)
    return cast("Likeness", kernel.Likeness(rarity, _MAX_RARITIES))


class PythonLikeness:
    """The kernel in Python: specification of the compiled one, used where that is missing."""

    def __init__(self, rarity: Callable[[str], float]) -> None:
        self._rarity = Memo(rarity, _MAX_RARITIES).__getitem__

    def without_near_duplicates(
        self, leads: Iterable[str], max_leads: int, min_terms: int, max_overlap: float
    ) -> list[int]:
        """Return the ranks of the first `max_leads` leads, no near-duplicate of one before."""
        kept: list[int] = []
        seen: list[set[str]] = []
        for rank, lead in enumerate(leads):
            terms = set(lead.split())
            if len(terms) < min_terms or any(overlap(terms, s) > max_overlap for s in seen):
                continue
            kept.append(rank)
            seen.append(terms)
            if len(kept) == max_leads:
                break
        return kept

    def expansion_terms(
        self, leads: Sequence[str], shares: Sequence[float], max_terms: int
    ) -> list[tuple[float, str]]:
        """Return of the `max_terms` heaviest terms of the leads their worth, the best first."""
        weight: defaultdict[str, float] = defaultdict(float)
        for lead, share in zip(leads, shares, strict=True):
            terms = lead.split()
            for term in terms:
                weight[term] += share / len(terms)
        heaviest = sorted(weight.items(), key=itemgetter(1), reverse=True)[:max_terms]
        worth = [(weight * self._rarity(term), term) for term, weight in heaviest]
        return sorted((each for each in worth if each[0] > 0), key=lambda x: (-x[0], x[1]))

    def centroid_similarity(self, leads: Sequence[str], shares: Sequence[float]) -> list[float]:
        """Return the similarity of each lead to the others: cosines, each times its share."""
        vectors = [self._vector(lead) for lead in leads]
        centre: defaultdict[str, float] = defaultdict(float)
        for share, (terms, values, length) in zip(shares, vectors, strict=True):
            unit = share / length
            for term, value in zip(terms, values, strict=True):
                centre[term] += unit * value
        there = centre.__getitem__
        return [
            sum(map(mul, values, map(there, terms))) / length - (share if values else 0.0)
            for share, (terms, values, length) in zip(shares, vectors, strict=True)
        ]

    def title_weights(self, leads: Sequence[str], weights: Mapping[str, float]) -> list[float]:
        """Return the sum of the weights of the terms in the title of each lead, before its tab."""
        titles = (dict.fromkeys(lead.partition("\t")[0].split()) for lead in leads)
        return [sum(weights.get(term, 0.0) for term in title) for title in titles]

    def _vector(self, lead: str) -> tuple[Collection[str], list[float], float]:
        """Return the terms of a lead, what each weighs, and the length of that vector.

        Maps rather than loops: two thousand terms a page take half the time.
        """
        counts = Counter(lead.split())
        weights = list(map(mul, map(self._rarity, counts), map(_weight, counts.values())))
        length = math.sqrt(sum(map(mul, weights, weights)))
        return (counts, weights, length) if length else ((), [], 1.0)


@cache
def _weight(count: int) -> float:
    return 1 + math.log(count)
