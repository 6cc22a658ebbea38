"""Reranking: the first page in the order of what the best articles have in common.

The words of a query often fit several events. The best articles show which one is meant, by when
they appeared and by what they speak of. Each signal is a function from the found articles to a
value for each, of any scale and not negative; `weights` says which there are.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from typing import TypeAlias

from indexer.compiled import compiled
from indexer.later import NamedTuple, dataclass
from indexer.query import nodes
from indexer.search.ranking.feedback import softmax_weights
from indexer.search.ranking.similarity import Lead, Likeness

MAX_LEADS = 60
"""Articles whose leads are compared: 30 lose .005 of the worst wordings, 100 gain nothing."""

_CENTROID_TEMPERATURE = 0.1  # of the shares in the centroid; see `softmax_weights`
_DATED_ARTICLES = 50  # the best, whose days are looked at
_MIN_DATED = 5  # among those: fewer are no cluster
_DATED_TEMPERATURE = 0.3
_SIGMA = 4.0  # days, of the bell around each article
_MAX_SIGMAS = 8.0  # there a bell is 1e-14 high
_NOTHING = 1e-9  # what rounding leaves of articles that have nothing in common


@dataclass(frozen=True, slots=True)
class Pool:
    """The found articles, the best first, and what their signals need.

    `scores` and `days` (ordinals, 0 when undated) are of all, `leads` of the first ones;
    `feedback` are the terms taken from the best of them. `examples` are the places of articles that
    a list before this one had first; None where this is the first list.
    """

    scores: Sequence[float]
    days: Sequence[int]
    leads: Sequence[Lead]
    feedback: Sequence[nodes.Term]
    likeness: Likeness
    examples: Collection[int] | None = None


RerankSignal: TypeAlias = Callable[[Pool], list[float]]


class Contribution(NamedTuple):
    """What a signal adds to the score of each article; of leads alone, to the first ones."""

    label: str
    scores: list[float]


def reranked(pool: Pool, signals: Iterable[tuple[str, RerankSignal, float]]) -> list[float]:
    """Return the new scores of the pool; `signals` are labels, functions and weights."""
    result = list(pool.scores)
    for contribution in contributions(pool, signals):
        for index, added in enumerate(contribution.scores):
            result[index] += added
    return result


def contributions(
    pool: Pool, signals: Iterable[tuple[str, RerankSignal, float]]
) -> list[Contribution]:
    """Return what each signal adds to the scores: at most its weight times the best score."""
    if not pool.scores:
        return []
    found = []
    for label, signal, weight in signals:
        values = signal(pool)
        highest = max(values, default=0.0)
        unit = weight * pool.scores[0] / highest if highest > _NOTHING else 0.0
        found.append(Contribution(label, [unit * value for value in values]))
    return found


# -- The signals


def temporal_density(pool: Pool) -> list[float]:
    """Return how much the best articles cluster around the day of each.

    The density of a day is the sum of the weights of the best articles, each under a bell of
    _SIGMA days; an article does not count for itself.
    """
    first = pool.scores[:_DATED_ARTICLES]
    weights = softmax_weights(first, pool.scores[0], _DATED_TEMPERATURE)
    shares = [weight if day else 0.0 for weight, day in zip(weights, pool.days, strict=False)]
    shares += [0.0] * (len(pool.days) - len(shares))
    if sum(1 for share in shares if share) < _MIN_DATED:
        return [0.0] * len(shares)
    kernel = compiled()
    around = (kernel.density if kernel else density)(pool.days, shares, _bell(_SIGMA))
    return [max(0.0, each - own) for each, own in zip(around, shares, strict=True)]


def centroid_similarity(pool: Pool) -> list[float]:
    """Return how similar the lead of each article is to those of the best, by cosine.

    The best are those with the highest scores; the examples, each as much, where there are any.
    """
    if pool.examples is None:
        scores = pool.scores[: len(pool.leads)]
        shares = softmax_weights(scores, pool.scores[0], _CENTROID_TEMPERATURE)
    else:
        shares = [float(place in pool.examples) for place in range(len(pool.leads))]
    return pool.likeness.centroid_similarity(pool.leads, shares)


def title_overlap(pool: Pool) -> list[float]:
    """Return the weight of the feedback terms in each title."""
    weight = {term.text: term.boost for term in pool.feedback}
    return pool.likeness.title_weights(pool.leads, weight)


@cache
def _bell(sigma: float) -> tuple[float, ...]:
    """Return the height of a bell at each distance in days, up to _MAX_SIGMAS."""
    reach = math.ceil(_MAX_SIGMAS * sigma)
    return tuple(math.exp(-0.5 * (gap / sigma) ** 2) for gap in range(reach))


def density(days: Sequence[int], shares: Sequence[float], bell: Sequence[float]) -> list[float]:
    """Return of each day how much of the shares lies around it, each under a bell; 0 for no day.

    The compiled kernel does the same: what it must equal, and used without it.
    """
    mass: defaultdict[int, float] = defaultdict(float)
    for day, share in zip(days, shares, strict=True):
        if share:
            mass[day] += share
    reach = len(bell)
    around = {
        day: sum(m * bell[gap] for d, m in mass.items() if (gap := abs(day - d)) < reach)
        for day in set(days)
        if day
    }
    return [around.get(day, 0.0) for day in days]
