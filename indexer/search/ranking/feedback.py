"""Feedback: the terms that the best articles of a first search have in common.

A query of a few words leaves out much of what an article on its subject says. Terms that weigh in
the best articles and are rare elsewhere find and order the others (relevance feedback, as Rocchio
and RM3 do it).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from indexer.later import dataclass
from indexer.near_duplicates.rule import MAX_LEAD_OVERLAP
from indexer.query import nodes
from indexer.search.ranking.similarity import Lead, Likeness

_MIN_TERMS = 5  # of an article that feedback reads
_CANDIDATES = 8  # terms whose rarity is looked up for each one that is taken


@dataclass(frozen=True, slots=True)
class Feedback:
    """How feedback terms are taken from the best articles.

    `articles` are read; one with score s has the share exp(-(best - s) / (temperature * best)). The
    `terms` best terms are taken: the first gets `weight` (boost of its BM25), the others in
    proportion. Articles that are one text with a better one (`near_duplicates.rule`) are left out.
    """

    articles: int
    terms: int
    weight: float
    temperature: float


@dataclass(frozen=True, slots=True)
class Expansion(Feedback):
    """Feedback whose terms also find articles, for the part of the list past rank `from_rank`.

    The first `reranked` articles of that list are reranked, where what they have in common with the
    first `articles` of the page weighs `common_ground` times as much as on the page itself.
    """

    from_rank: int = 20
    reranked: int = 200
    common_ground: float = 5.0


@dataclass(frozen=True, slots=True)
class FeedbackDocument:
    """A found article as feedback reads it: its score, and its lead."""

    score: float
    lead: Lead


def feedback_terms(
    best: Iterable[FeedbackDocument], feedback: Feedback, likeness: Likeness
) -> tuple[nodes.Term, ...]:
    """Return the terms that set the best articles apart from the rest, the heaviest first."""
    documents = _without_near_duplicates(best, feedback, likeness)
    leads = [document.lead for document in documents]
    shares = _shares(documents, feedback.temperature)
    found = likeness.expansion_terms(leads, shares, _CANDIDATES * feedback.terms)
    unit = feedback.weight / found[0][0] if found else 0.0
    if not unit:
        return ()
    taken = found[: feedback.terms]
    return tuple(nodes.Term("text", "part", term, worth * unit, 0.0) for worth, term in taken)


def softmax_weights(scores: Sequence[float], best: float, temperature: float) -> list[float]:
    """Return the weights of scores beside the best, 0 to 1: exp(-(best - score) / (t * best))."""
    if best <= 0:
        return [1.0] * len(scores)
    scale, exp = temperature * best, math.exp
    return [exp((score - best) / scale) if score < best else 1.0 for score in scores]


def _without_near_duplicates(
    best: Iterable[FeedbackDocument], feedback: Feedback, likeness: Likeness
) -> list[FeedbackDocument]:
    """Return the best articles that have enough terms and resemble no better one."""
    seen: list[FeedbackDocument] = []

    def leads() -> Iterator[Lead]:
        for document in best:
            seen.append(document)
            yield document.lead

    kept = likeness.without_near_duplicates(
        leads(), feedback.articles, _MIN_TERMS, MAX_LEAD_OVERLAP
    )
    return [seen[index] for index in kept]


def _shares(documents: Sequence[FeedbackDocument], temperature: float) -> list[float]:
    """Return the share of each article in the feedback; together they are 1."""
    scores = [each.score for each in documents]
    mass = softmax_weights(scores, scores[0], temperature) if scores else []
    total = sum(mass)
    return [each / total for each in mass]
