"""Reranking: the first page in the order of what the best articles have in common.

The words of a query often fit several events. The best articles tell which one is meant, by when
they appeared and by what they speak of. Each part adds up to `weight * best score`.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from indexer.query import nodes
from indexer.ranking import Weights, closeness
from indexer.stored import Lead

_FEWEST_DATED = 5  # among the best: fewer are no cluster


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
        unit = weight * pool.scores[0] / (max(values, default=0.0) or 1.0)
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
    density = {day: _density(day, mass, weights.days_sigma) for day in set(pool.days) if day}
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
    for share, vector in zip(shares, vectors, strict=True):
        for term, weight in vector.items():
            centre[term] += share * weight
    return [
        sum(weight * centre[term] for term, weight in vector.items()) - (share if vector else 0.0)
        for share, vector in zip(shares, vectors, strict=True)
    ]


def titled(leads: Sequence[Lead], related: Sequence[nodes.Term]) -> list[float]:
    """Return how much of the related terms stands in each title."""
    weight = {term.text: term.boost for term in related}
    return [sum(weight.get(term, 0.0) for term in set(lead.title)) for lead in leads]


def _vector(lead: Lead, rarity: Callable[[str], float]) -> dict[str, float]:
    """Return the terms of a lead as a vector of length 1."""
    vector = {t: (1 + math.log(n)) * rarity(t) for t, n in Counter(lead.terms).items()}
    length = math.hypot(*vector.values())
    return {term: weight / length for term, weight in vector.items() if weight} if length else {}


def _density(day: int, mass: Mapping[int, float], sigma: float) -> float:
    return sum(m * math.exp(-0.5 * ((day - d) / sigma) ** 2) for d, m in mass.items())
