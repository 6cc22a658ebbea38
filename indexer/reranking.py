"""Reranking: the first page in the order of what the best articles have in common.

The words of a query often fit several events. The best articles tell which one is meant, by when
they appeared and by what they speak of. Each part adds up to `weight * best score`.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import mul

from indexer.query import nodes
from indexer.ranking import Weights, closeness
from indexer.stored import Lead

_FEWEST_DATED = 5  # among the best: fewer are no cluster
_NOTHING = 1e-9  # what rounding leaves of articles that have nothing in common
_REACH = 8.0  # sigmas: there a bell is 1e-14 high


@dataclass(frozen=True, slots=True)
class Pool:
    """The found articles, the best first: scores, days (0 when undated), the first ones' leads."""

    scores: Sequence[float]
    days: Sequence[int]
    leads: Sequence[Lead]


def reranked(
    pool: Pool, related: Sequence[nodes.Term], rarity: Callable[[str], float], weights: Weights
) -> list[float]:
    """Return new scores for the pool; `rarity` is that of a part term."""
    if not pool.scores:
        return []
    parts = (
        (weights.days, clustered(pool, weights)),
        (weights.common, common(pool, rarity, weights)),
        (weights.common_title, titled(pool.leads, related)),
    )
    result = list(pool.scores)
    for weight, values in parts:
        most = max(values, default=0.0)
        unit = weight * pool.scores[0] / most if most > _NOTHING else 0.0
        for place, value in enumerate(values):
            result[place] += unit * value
    return result


def clustered(pool: Pool, weights: Weights) -> list[float]:
    """Return how much the best articles cluster around the day of each.

    The density of a day is the sum of the closeness of the best articles, each under a bell of
    `days_sigma` days; an article does not lift itself.
    """
    best, most = pool.scores[0], weights.days_articles
    shares = [
        closeness(score, best, weights.days_temperature) if day and place < most else 0.0
        for place, (score, day) in enumerate(zip(pool.scores, pool.days, strict=True))
    ]
    if sum(1 for share in shares if share) < _FEWEST_DATED:
        return [0.0] * len(shares)
    mass: defaultdict[int, float] = defaultdict(float)
    for day, share in zip(pool.days, shares, strict=True):
        if share:
            mass[day] += share
    bell = _bell(weights.days_sigma)
    density = {day: _density(day, mass, bell) for day in set(pool.days) if day}
    return [
        max(0.0, density.get(day, 0.0) - own) for day, own in zip(pool.days, shares, strict=True)
    ]


def common(pool: Pool, rarity: Callable[[str], float], weights: Weights) -> list[float]:
    """Return how much the lead of each article is like those of the best: a sum of cosines.

    Terms weigh (1 + ln tf) * rarity; an article is not compared to itself.
    """
    vectors = [_vector(lead, rarity) for lead in pool.leads]
    best, temperature = pool.scores[0], weights.common_temperature
    shares = [closeness(s, best, temperature) for s in pool.scores[: len(vectors)]]
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


def titled(leads: Sequence[Lead], related: Sequence[nodes.Term]) -> list[float]:
    """Return how much of the related terms stands in each title."""
    weight = {term.text: term.boost for term in related}
    return [sum(weight.get(term, 0.0) for term in set(lead.title)) for lead in leads]


def _vector(
    lead: Lead, rarity: Callable[[str], float]
) -> tuple[Collection[str], list[float], float]:
    """Return the terms of a lead, what each weighs, and the length of that vector.

    Maps rather than loops: two thousand terms a page take half the time.
    """
    counts = Counter(lead.terms)
    weights = list(map(mul, map(rarity, counts), map(_weight, counts.values())))
    length = math.hypot(*weights)
    return (counts, weights, length) if length else ((), [], 1.0)


@cache
def _weight(count: int) -> float:
    return 1 + math.log(count)


@cache
def _bell(sigma: float) -> tuple[float, ...]:
    """Return the height of a bell at each distance in days, as far as it is above nothing."""
    return tuple(math.exp(-0.5 * (gap / sigma) ** 2) for gap in range(math.ceil(_REACH * sigma)))


def _density(day: int, mass: Mapping[int, float], bell: Sequence[float]) -> float:
    reach = len(bell)
    return sum(m * bell[gap] for d, m in mass.items() if (gap := abs(day - d)) < reach)
