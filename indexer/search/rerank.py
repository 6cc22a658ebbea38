"""Reranking: the first page in the order of what the best articles have in common.

The words of a query often fit several events. The best articles tell which one is meant, by when
they appeared and by what they speak of. Each part adds up to `weight * best score`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from indexer.query import nodes
from indexer.search.scoring import softmax_weight
from indexer.search.similarity import Likeness
from indexer.search.weights import Weights
from indexer.storage.payload import LeadTerms

_FEWEST_DATED = 5  # among the best: fewer are no cluster
_NOTHING = 1e-9  # what rounding leaves of articles that have nothing in common
_REACH = 8.0  # sigmas: there a bell is 1e-14 high


@dataclass(frozen=True, slots=True)
class Pool:
    """The found articles, the best first: scores, days (0 when undated), the first ones' leads."""

    scores: Sequence[float]
    days: Sequence[int]
    leads: Sequence[LeadTerms]


def reranked(
    pool: Pool, related: Sequence[nodes.Term], likeness: Likeness, weights: Weights
) -> list[float]:
    """Return new scores for the pool."""
    result = list(pool.scores)
    for lifts in lifted(pool, related, likeness, weights).values():
        for place, lift in enumerate(lifts):
            result[place] += lift
    return result


def lifted(
    pool: Pool, related: Sequence[nodes.Term], likeness: Likeness, weights: Weights
) -> dict[str, list[float]]:
    """Return by part what it adds to the score of each article, the first ones' only at the least.

    The most that a part adds is its weight times the best score.
    """
    if not pool.scores:
        return {}
    parts = {
        "days": (weights.days, clustered(pool, weights)),
        "common ground": (weights.common, common(pool, likeness, weights)),
        "related in title": (weights.common_title, titled(pool.leads, related)),
    }
    lifts = {}
    for name, (weight, values) in parts.items():
        most = max(values, default=0.0)
        unit = weight * pool.scores[0] / most if most > _NOTHING else 0.0
        lifts[name] = [unit * value for value in values]
    return lifts


def clustered(pool: Pool, weights: Weights) -> list[float]:
    """Return how much the best articles cluster around the day of each.

    The density of a day is the sum of the closeness of the best articles, each under a bell of
    `days_sigma` days; an article does not lift itself.
    """
    best, most = pool.scores[0], weights.days_articles
    shares = [
        softmax_weight(score, best, weights.days_temperature) if day and place < most else 0.0
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


def common(pool: Pool, likeness: Likeness, weights: Weights) -> list[float]:
    """Return how much the lead of each article is like those of the best."""
    best, temperature = pool.scores[0], weights.common_temperature
    shares = [softmax_weight(s, best, temperature) for s in pool.scores[: len(pool.leads)]]
    return likeness.centroid_similarity([lead.text for lead in pool.leads], shares)


def titled(leads: Sequence[LeadTerms], related: Sequence[nodes.Term]) -> list[float]:
    """Return how much of the related terms stands in each title."""
    weight = {term.text: term.boost for term in related}
    return [sum(weight.get(term, 0.0) for term in set(lead.title)) for lead in leads]


@cache
def _bell(sigma: float) -> tuple[float, ...]:
    """Return the height of a bell at each distance in days, as far as it is above nothing."""
    return tuple(math.exp(-0.5 * (gap / sigma) ** 2) for gap in range(math.ceil(_REACH * sigma)))


def _density(day: int, mass: Mapping[int, float], bell: Sequence[float]) -> float:
    reach = len(bell)
    return sum(m * bell[gap] for d, m in mass.items() if (gap := abs(day - d)) < reach)
