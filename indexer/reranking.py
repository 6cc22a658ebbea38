"""Reranking: the first page in the order of what the best articles have in common.

The words of a query often fit several events. The best articles tell which one is meant, by when
they appeared and by what they speak of. Each part adds up to `weight * best score`.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from indexer.query import nodes
from indexer.ranking import Weights, closeness
from indexer.stored import Lead

_FEWEST_DATED = 5  # among the best: fewer are no cluster


def reranked(
    scores: Sequence[float],
    days: Sequence[int],
    leads: Sequence[Lead],
    related: Sequence[nodes.Term],
    rarity: Callable[[str], float],
    weights: Weights,
) -> list[float]:
    """Return new scores for articles given with the best first.

    `days` are ordinals, 0 when undated; `leads` are those of the first articles; `rarity` is that of
    a part term.
    """
    if not scores:
        return []
    parts = (
        (weights.days, clustered(scores, days, weights)),
        (weights.common, common(scores, leads, rarity, weights)),
        (weights.common_title, titled(leads, related)),
    )
    result = list(scores)
    for weight, values in parts:
        unit = weight * scores[0] / (max(values, default=0.0) or 1.0)
        for place, value in enumerate(values):
            result[place] += unit * value
    return result


def clustered(scores: Sequence[float], days: Sequence[int], weights: Weights) -> list[float]:
    """Return how much the best articles cluster around the day of each.

    The density of a day is the sum of the closeness of the best articles, each under a bell of
    `days_sigma` days; an article does not lift itself.
    """
    best = weights.days_articles
    shares = [
        closeness(score, scores[0], weights.days_temperature) if day and place < best else 0.0
        for place, (score, day) in enumerate(zip(scores, days, strict=True))
    ]
    if sum(1 for share in shares if share) < _FEWEST_DATED:
        return [0.0] * len(scores)
    mass: defaultdict[int, float] = defaultdict(float)
    for day, share in zip(days, shares, strict=True):
        mass[day] += share
    density = {day: _density(day, mass, weights.days_sigma) for day in mass if day}
    return [max(0.0, density.get(day, 0.0) - own) for day, own in zip(days, shares, strict=True)]


def common(
    scores: Sequence[float],
    leads: Sequence[Lead],
    rarity: Callable[[str], float],
    weights: Weights,
) -> list[float]:
    """Return how much the lead of each article is like those of the best: a sum of cosines.

    Terms weigh (1 + ln tf) * rarity; an article is not compared to itself.
    """
    vectors = [
        _unit({t: (1 + math.log(n)) * rarity(t) for t, n in _counts(lead)}) for lead in leads
    ]
    best = scores[0] if scores else 0.0
    shares = [closeness(score, best, weights.common_temperature) for score in scores[: len(leads)]]
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


def _counts(lead: Lead) -> list[tuple[str, int]]:
    return list(Counter(lead.terms).items())


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {term: weight / length for term, weight in vector.items() if weight} if length else {}


def _density(day: int, mass: Mapping[int, float], sigma: float) -> float:
    return sum(m * math.exp(-0.5 * ((day - d) / sigma) ** 2) for d, m in mass.items() if d)
