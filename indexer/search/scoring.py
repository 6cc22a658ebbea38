"""The ranking: the node trees that score. Measured in docs/relevance.md; `weights` has the weights.

A score is a sum of clauses over one combined text (title and body): channels of each word, words
near each other, words in the title, every word present; then, from the best articles of a first
search, related terms. `reranking` orders the first page by what the best articles share. Each part
is one function and one weight, and weight 0 switches it off. The arithmetic of a term is in
`engines.bm25`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import NamedTuple, Protocol

from indexer.analysis.analyzer import WordAnalysis
from indexer.engines.bm25 import idf
from indexer.near_duplicates.rule import MAX_LEAD_OVERLAP
from indexer.query import nodes
from indexer.query.analyze import AnalyzedQuery, QueryTerm
from indexer.query.nodes import Channel, FieldName, Node
from indexer.search.similarity import likeness
from indexer.search.weights import WEIGHTS, Feedback, Weights

RERANK_WINDOW = 100
"""Articles that are ordered with everything there is; what comes after keeps the engine's order."""

_FEWEST_TERMS = 5  # of an article that feedback reads

_FREQUENT = ("al", "dan", "maar", "nog", "ook")
_WORDS_APART = 350  # that texts have for each of those, by the medians of three archives


class Statistics(Protocol):
    """What ranking asks of an engine's reader."""

    @property
    def size(self) -> int:
        """How many articles there are."""

    def frequency(self, field: FieldName, channel: Channel, text: str) -> int:
        """Return how many articles have this term."""


@dataclass(frozen=True, slots=True)
class FeedbackDocument:
    """A found article as feedback reads it: its score and its lead, as `likeness` has it."""

    score: float
    lead: str


class Clause(NamedTuple):
    """One part of a score: what it is, for a reader who asks why, and the node that adds it."""

    label: str
    node: Node


class Ranking:
    """Builds the score of a query over one reader's statistics."""

    def __init__(self, statistics: Statistics, weights: Weights = WEIGHTS) -> None:
        self._statistics = statistics
        self._weights = weights
        # Of the statistics alone: a kernel that held its holder would be a ring that nothing frees.
        self.likeness = likeness(partial(_rarity, statistics))

    def query(self, wanted: AnalyzedQuery, wide: Sequence[nodes.Term] = ()) -> Node:
        """Return the tree that finds and scores: strict, or soft when `wanted` allows it.

        Then `wide` terms find more.
        """
        score = [clause.node for clause in self._score(wanted.units)]
        score += wide
        if wanted.must is None:
            found: Node = nodes.MatchAll()
        elif wanted.allow_partial and score:
            found = nodes.Any((*score, nodes.ConstantScore(wanted.must, self._every(wanted.units))))
        else:
            found = nodes.MustShould(wanted.must, tuple(score))
        return filtered(found, wanted.filters)

    def clauses(self, wanted: AnalyzedQuery, related: Sequence[nodes.Term] = ()) -> list[Clause]:
        """Return what scores add up from, before reranking."""
        clauses = list(self._score(wanted.units))
        if wanted.must and not wanted.allow_partial:
            clauses.append(Clause("the query itself", wanted.must))
        elif wanted.must and self._weights.every:
            clauses.append(
                Clause("every word", nodes.ConstantScore(wanted.must, self._weights.every))
            )
        return clauses + [Clause(f"related {term.text}", term) for term in related]

    def related(
        self, best: Iterable[FeedbackDocument], feedback: Feedback
    ) -> tuple[nodes.Term, ...]:
        """Return the terms that tell the best articles from the rest, the weightiest first."""
        kept = self._without_copies(best, feedback)
        leads = [candidate.lead for candidate in kept]
        shares = _shares(kept, feedback.temperature)
        top = self.likeness.expansion_terms(leads, shares, 8 * feedback.terms)
        unit = feedback.weight / top[0][0] if top else 0.0
        if not unit:
            return ()
        return tuple(nodes.Term("text", "part", t, w * unit, 0.0) for w, t in top[: feedback.terms])

    def _score(self, units: Sequence[QueryTerm]) -> Iterator[Clause]:
        for unit in units:
            for word in unit.words:
                yield from self._literal(word) if unit.literal else self._word(word)
            yield from self._variants(unit)
            yield from self._family(unit)
            yield from self._title(unit)
        words = [word for unit in units for word in unit.words]
        for left, right in pairwise(words):
            yield from self._near(left, right)
            yield from self._initial(left, right)

    def _every(self, units: Sequence[QueryTerm]) -> float:
        """Return what having every word is worth: for short queries, the first places.

        Longer ones stay soft: strictly first cost 0.03 to 0.05 success@1 on queries of ten words.
        """
        short = len(units) <= self._weights.every_first_words
        return self._weights.every_first if short else self._weights.every

    def _literal(self, word: WordAnalysis) -> Iterator[Clause]:
        weights = self._weights
        full = weights.exact + weights.stem + weights.part
        yield self._term("exact", word.exact, full)

    def _word(self, word: WordAnalysis) -> Iterator[Clause]:
        """Yield the three channels of a word; a compound's parts share one weight by their idf."""
        weights = self._weights
        yield self._term("exact", word.exact, weights.exact)
        if word.stop:
            return
        yield self._term("stem", word.stem, weights.stem)
        if not word.part:
            yield from (self._term("part", part, weights.part) for part in word.parts)
            return
        rarities = {part: self._idf("part", part) for part in word.part}
        total = sum(rarities.values())
        if not total:
            return
        parts = [
            self._term("part", part, weights.part * value / total)
            for part, value in rarities.items()
            if value
        ]
        yield from parts
        if len(parts) == len(rarities) and weights.all_parts:
            together = nodes.All(tuple(part.node for part in parts), weights.all_parts)
            yield Clause(f"parts {'+'.join(rarities)}", together)

    def _variants(self, unit: QueryTerm) -> Iterator[Clause]:
        """Yield what another way to write the unit is worth: as much as its words."""
        weights = self._weights
        for variant in unit.variants:
            if len(variant) == 1:
                full = weights.exact + weights.stem + weights.part
                yield self._term("exact", variant[0], weights.variant * full)
            elif worth := max(self._idf("exact", term) for term in variant):
                phrase = nodes.Phrase("text", "exact", variant, boost=weights.variant * worth)
                yield Clause(f"variant {' '.join(variant)}", phrase)

    def _family(self, unit: QueryTerm) -> Iterator[Clause]:
        """Yield what relatives of a word are worth: each at most a share of the word's own worth.

        They are sought inside compounds, and as whole words where they stand in none.
        """
        weights = self._weights
        worth = self._worth(unit.words[0])
        for stem in unit.family[: weights.family_stems] if weights.family else ():
            channel: Channel = "part" if self._idf("part", stem) else "stem"
            if rarity := self._idf(channel, stem):
                yield self._term(channel, stem, weights.family * min(1.0, worth / rarity))

    def _title(self, unit: QueryTerm) -> Iterator[Clause]:
        for word in unit.words:
            worth = self._weights.title * self._worth(word)
            if worth and not word.stop:
                parts = tuple(nodes.Term("title", "part", part) for part in word.parts)
                node = nodes.Any((nodes.Term("title", "stem", word.stem), nodes.All(parts)))
                yield Clause(f"title {word.exact}", nodes.ConstantScore(node, worth))

    def _near(self, left: WordAnalysis, right: WordAnalysis) -> Iterator[Clause]:
        """Yield what two neighbouring query words near each other are worth."""
        weights = self._weights
        if left.part or right.part or left.stop or right.stop or not weights.proximity:
            return
        pair = (left.parts[0], right.parts[0])
        if pair[0] != pair[1]:
            worth = weights.proximity * sum(self._idf("part", part) for part in pair)
            if worth:
                phrase = nodes.Phrase("text", "part", pair, weights.near_gap, worth)
                yield Clause(f"near {pair[0]} {pair[1]}", phrase)

    def _initial(self, left: WordAnalysis, right: WordAnalysis) -> Iterator[Clause]:
        """Yield what `Jos B.` is worth for Jos Brech, as Dutch papers name suspects."""
        names = left.surface[:1].isupper() and right.surface[:1].isupper()
        if names and len(left.surface) > 2 < len(right.surface) and self._weights.initial:  # noqa: PLR2004
            pair = (left.exact, right.exact[:1])
            worth = self._weights.initial * self._idf("exact", left.exact)
            if worth:
                phrase = nodes.Phrase("text", "exact", pair, boost=worth)
                yield Clause(f"initial {pair[0]} {pair[1]}.", phrase)

    def _without_copies(
        self, best: Iterable[FeedbackDocument], feedback: Feedback
    ) -> list[FeedbackDocument]:
        """Return the best articles that are no near-copy of a better one and have some text."""
        looked_at: list[FeedbackDocument] = []

        def leads() -> Iterator[str]:
            for candidate in best:
                looked_at.append(candidate)
                yield candidate.lead

        ranks = self.likeness.without_near_duplicates(
            leads(), feedback.articles, _FEWEST_TERMS, MAX_LEAD_OVERLAP
        )
        return [looked_at[rank] for rank in ranks]

    def _term(self, channel: Channel, text: str, weight: float) -> Clause:
        term = nodes.Term("text", channel, text, weight, self._weights.flat)
        return Clause(f"{channel} {text}", term)

    def _worth(self, word: WordAnalysis) -> float:
        """Return how much a word tells: the idf of its stem, or of its rarest part."""
        stem = self._idf("stem", word.stem)
        return stem or max((self._idf("part", part) for part in word.parts), default=0.0)

    def _idf(self, channel: Channel, text: str) -> float:
        return idf(self._statistics.size, self._statistics.frequency("text", channel, text))


def _rarity(statistics: Statistics, part: str) -> float:
    """Return ln(N / df) of a part; 0 for that of one article, which tells nothing of others."""
    frequency = statistics.frequency("text", "part", part)
    return math.log(statistics.size / frequency) if frequency > 1 else 0.0


def lifted(found: Node, related: Sequence[nodes.Term]) -> Node:
    """Return `found` with the articles first that have related terms: those find no more."""
    return nodes.MustShould(found, tuple(related)) if related else found


def filtered(found: Node, filters: Sequence[Node]) -> Node:
    """Return `found` within the filters, which score nothing."""
    return nodes.All((found, *filters)) if filters else found


def estimated_mean_length(statistics: Statistics) -> float:
    """Return about how many words the articles have, whichever engine is asked.

    Told by how many have a frequent word: of texts of n words that is 1 - exp(-n / words apart).
    """
    held = sum(statistics.frequency("text", "exact", word) for word in _FREQUENT)
    most = len(_FREQUENT) * (statistics.size + 1)
    return -_WORDS_APART * math.log(1 - min(held, most - 1) / most)


def softmax_weight(score: float, best: float, temperature: float) -> float:
    """Return how near a score is to the best, from 1 down: exp(-(best - score) / (t * best))."""
    return math.exp(min(0.0, score - best) / (temperature * best)) if best > 0 else 1.0


def _shares(kept: Sequence[FeedbackDocument], temperature: float) -> list[float]:
    mass = [softmax_weight(candidate.score, kept[0].score, temperature) for candidate in kept]
    total = sum(mass)
    return [m / total for m in mass]
