"""Likeness: what the beginnings of articles have in common, term by term, by a kernel.

The compiled kernel is described in Python here, which serves where it was not built; tests hold the
two to the same figures. The text of a lead is a string of terms with white space between them, with
a tab after those of the title.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from operator import itemgetter, mul
from typing import Any, Protocol, TypeAlias, cast

from indexer.cache import TwoGenerationCache
from indexer.compiled import compiled
from indexer.engines.protocol import DocId
from indexer.errors import IndexDamagedError
from indexer.near_duplicates.rule import overlap
from indexer.storage.payload import lead_text

_MAX_TERMS = 200_000  # whose rarity is remembered, then afresh
_MAX_LEADS = 20_000  # remembered, and at most twice as many: half a kilobyte each

Lead: TypeAlias = Any
"""A lead as its kernel keeps it: terms by number in the compiled one, its text in the other."""


class Likeness(Protocol):
    """Compares leads. Threads may share it."""

    def __len__(self) -> int:
        """Return how many different terms were met."""

    def leads(self, payloads: Iterable[bytes]) -> list[Lead]:
        """Return the leads of articles, to be compared with others of this kernel."""

    def without_near_duplicates(
        self, leads: Iterable[Lead], max_leads: int, min_terms: int, max_overlap: float
    ) -> list[int]:
        """Return the ranks of the first `max_leads` leads, no near-duplicate of one before.

        A near-duplicate shares over `max_overlap` of the terms of the shorter. A lead of under
        `min_terms` terms counts as none. No more leads are asked for than are looked at.
        """

    def of_one_text(
        self, own: Lead, others: Sequence[Lead], min_terms: int, max_overlap: float
    ) -> list[bool]:
        """Say of each of other leads whether it is of one text with this one.

        Both have at least so many terms, and share over `max_overlap` of those of the shorter.
        """

    def expansion_terms(
        self, leads: Sequence[Lead], shares: Sequence[float], max_terms: int
    ) -> list[tuple[float, str]]:
        """Return of the `max_terms` heaviest terms of the leads their worth, the best first.

        A term weighs its part of each lead times the lead's share; its worth is that times its
        rarity. Terms without worth are left out.
        """

    def centroid_similarity(self, leads: Sequence[Lead], shares: Sequence[float]) -> list[float]:
        """Return the similarity of each lead to the others: a sum of cosines, each times its share.

        Terms weigh (1 + ln tf) * rarity.
        """

    def title_weights(self, leads: Sequence[Lead], weights: Mapping[str, float]) -> list[float]:
        """Return the sum of the weights of the terms in the title of each lead, before its tab.

        A term counts once, one without a weight for nothing.
        """


Rarities: TypeAlias = Callable[[list[str]], list[float]]
"""Says how rare each of some terms is."""


def likeness(rarities: Rarities) -> Likeness:
    """Return the compiled kernel, or the Python one. The rarity of a term is asked for once."""
    kernel = compiled()
    if kernel is None:
        return PythonLikeness(rarities)
    return cast("Likeness", kernel.Likeness(rarities))


class Leads:
    """The leads of articles, which `load` gives the payloads of: the latest ones are remembered."""

    def __init__(
        self, load: Callable[[Sequence[DocId]], Iterable[bytes]], rarities: Rarities
    ) -> None:
        self.likeness = likeness(rarities)
        """What compares them."""
        self._load = load
        self._known = TwoGenerationCache[DocId, Lead](_MAX_LEADS)

    @property
    def are_full(self) -> bool:
        """Whether so many terms were met that others should begin afresh."""
        return len(self.likeness) >= _MAX_TERMS

    def of(self, doc_ids: Sequence[DocId]) -> list[Lead]:
        """Return the leads of these articles; those not remembered are loaded together."""
        known = self._known.get(doc_ids)
        missing = [doc_id for doc_id in doc_ids if doc_id not in known]
        if missing:
            new = dict(zip(missing, self._read(missing), strict=True))
            self._known.put(new)
            known.update(new)
        return [known[doc_id] for doc_id in doc_ids]

    def _read(self, doc_ids: Sequence[DocId]) -> list[Lead]:
        try:
            return self.likeness.leads(self._load(doc_ids))
        except ValueError as error:
            raise IndexDamagedError(f"A stored article cannot be read: {error}") from error

    def texts(self, doc_ids: Sequence[DocId]) -> list[str]:
        """Return the texts of these leads, which are not remembered."""
        return list(map(lead_text, self._load(doc_ids)))


class PythonLikeness:
    """The kernel in Python: specification of the compiled one, used where that is missing."""

    def __init__(self, rarities: Rarities) -> None:
        self._asked = rarities
        self._rarities: dict[str, float] = {}

    def __len__(self) -> int:
        """Return how many different terms were met."""
        return len(self._rarities)

    def leads(self, payloads: Iterable[bytes]) -> list[Lead]:
        """Return the leads of articles, which are their texts here."""
        return list(map(lead_text, payloads))

    def without_near_duplicates(
        self, leads: Iterable[Lead], max_leads: int, min_terms: int, max_overlap: float
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

    def of_one_text(
        self, own: Lead, others: Sequence[Lead], min_terms: int, max_overlap: float
    ) -> list[bool]:
        """Say of each of other leads whether it is of one text with this one."""
        ours = set(own.split())
        each = (set(other.split()) for other in others)
        return [
            min(len(ours), len(terms)) >= min_terms and overlap(ours, terms) > max_overlap
            for terms in each
        ]

    def expansion_terms(
        self, leads: Sequence[Lead], shares: Sequence[float], max_terms: int
    ) -> list[tuple[float, str]]:
        """Return of the `max_terms` heaviest terms of the leads their worth, the best first."""
        weight: defaultdict[str, float] = defaultdict(float)
        for lead, share in zip(leads, shares, strict=True):
            terms = lead.split()
            for term in terms:
                weight[term] += share / len(terms)
        heaviest = sorted(weight.items(), key=itemgetter(1), reverse=True)[:max_terms]
        rarities = self._of([term for term, _ in heaviest])
        worth = [(weight * rarities[term], term) for term, weight in heaviest]
        return sorted((each for each in worth if each[0] > 0), key=lambda x: (-x[0], x[1]))

    def centroid_similarity(self, leads: Sequence[Lead], shares: Sequence[float]) -> list[float]:
        """Return the similarity of each lead to the others: cosines, each times its share."""
        counted = [Counter(lead.split()) for lead in leads]
        rarity = self._of(chain.from_iterable(counted)).__getitem__
        vectors = [_vector(counts, rarity) for counts in counted]
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

    def title_weights(self, leads: Sequence[Lead], weights: Mapping[str, float]) -> list[float]:
        """Return the sum of the weights of the terms in the title of each lead, before its tab."""
        titles = (dict.fromkeys(lead.partition("\t")[0].split()) for lead in leads)
        return [sum(weights.get(term, 0.0) for term in title) for title in titles]

    def _of(self, terms: Iterable[str]) -> Mapping[str, float]:
        """Return the rarities that are known, those of these terms among them."""
        new = [term for term in dict.fromkeys(terms) if term not in self._rarities]
        if new:
            self._rarities.update(zip(new, self._asked(new), strict=True))
        return self._rarities


def _vector(
    counts: Mapping[str, int], rarity: Callable[[str], float]
) -> tuple[Collection[str], list[float], float]:
    """Return the terms of a lead, what each weighs, and the length of that vector.

    Maps rather than loops: two thousand terms a page take half the time.
    """
    weights = list(map(mul, map(rarity, counts), map(_weight, counts.values())))
    length = math.sqrt(sum(map(mul, weights, weights)))
    return (counts, weights, length) if length else ((), [], 1.0)


@cache
def _weight(count: int) -> float:
    return 1 + math.log(count)
