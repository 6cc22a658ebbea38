"""Scoring: the node trees that find and score the articles of a query.

A score is a sum of clauses over one combined text (title and body), one or more from each signal of
`weights`; then, from the best articles of a first search, feedback terms. `rerank` orders the first
page by what the best articles have in common. The arithmetic of a term is in `engines.protocol`,
measurements are in docs/relevance.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import Protocol

from indexer.engines.protocol import DocId
from indexer.later import NamedTuple
from indexer.query import nodes
from indexer.query.analyze import AnalyzedQuery, QueryTerm
from indexer.query.nodes import Channel, FieldName, Node
from indexer.search.ranking import signals
from indexer.search.ranking.signals import Clause, Statistics, TermScorer
from indexer.search.ranking.similarity import Leads
from indexer.search.ranking.weights import WEIGHTS, Weights
from indexer.storage.payload import LISTED

_FREQUENT = ("al", "dan", "maar", "nog", "ook")
_WORDS_APART = 350  # that texts have for each of those, by the medians of three archives


class RankedQuery(NamedTuple):
    """What finds and scores the articles of a query.

    Where articles with all terms come first, whatever they score, `full` finds and scores just
    those, as `found` does; `all_terms` finds them without scoring. Else both are None.
    """

    found: Node
    full: Node | None = None
    all_terms: Node | None = None

    def boosted_by(self, terms: Sequence[Node]) -> RankedQuery:
        """Return the query that finds the same articles and scores these too."""
        if not terms:
            return self
        full = nodes.MustShould(self.full, tuple(terms)) if self.full else None
        return self._replace(found=nodes.MustShould(self.found, tuple(terms)), full=full)


class Archived(Statistics, Protocol):
    """The figures of an archive and its articles; an engine's reader has them."""

    def frequencies(self, field: FieldName, channel: Channel, terms: Sequence[str]) -> list[int]:
        """Return how many articles have each of these terms."""

    def payloads(self, doc_ids: Sequence[DocId], longest: int | None = None) -> Iterable[bytes]:
        """Yield the payloads of these articles."""


class Ranking:
    """Builds the score of a query over one reader's statistics."""

    def __init__(self, archived: Archived, weights: Weights = WEIGHTS) -> None:
        self._weights = weights
        self._scorer = TermScorer(archived, weights)
        self._of_words = weights.word_signals()
        self._of_terms = weights.term_signals()
        self._of_pairs = weights.pair_signals()
        # Of the archive alone: with this object the kernel would be a cycle that nothing frees.
        self._fresh_leads = partial(
            Leads, partial(archived.payloads, longest=LISTED), partial(_rarities, archived)
        )
        self._leads = self._fresh_leads()

    @property
    def leads(self) -> Leads:
        """The leads of articles, for one request: the next one may begin afresh."""
        if self._leads.are_full:
            self._leads = self._fresh_leads()
        return self._leads

    def query(self, analyzed: AnalyzedQuery, expansion: Sequence[nodes.Term] = ()) -> RankedQuery:
        """Return what finds and scores a query: partial matches too, where it allows them.

        Terms of the `expansion` find articles too.
        """
        raised = [clause.node for clause in self._preferred(analyzed)]
        return self._unpreferred(analyzed, expansion).boosted_by(raised)

    def _preferred(self, analyzed: AnalyzedQuery) -> list[Clause]:
        """Return what raises articles beside the words of the query, as a date which it names."""
        if not analyzed.terms:
            return []
        boost = self._weights.date_in_words
        return [
            Clause(label, nodes.ConstantScore(node, boost * share))
            for label, node, share in analyzed.preferred
        ]

    def _unpreferred(self, analyzed: AnalyzedQuery, expansion: Sequence[nodes.Term]) -> RankedQuery:
        score = (*(clause.node for clause in self._score(analyzed.terms)), *expansion)
        must, filters = analyzed.must, analyzed.filters
        if must is None:
            return RankedQuery(filtered(nodes.MatchAll(), filters))
        if not (analyzed.allow_partial and score):
            return RankedQuery(filtered(nodes.MustShould(must, score), filters))
        bonus = nodes.ConstantScore(must, self._weights.all_terms_bonus)
        found = filtered(nodes.Or((*score, bonus)), (*filters, *analyzed.indispensable))
        if len(analyzed.terms) > self._weights.all_terms_first:
            return RankedQuery(found)
        return RankedQuery(
            found,
            full=filtered(nodes.MustShould(bonus, score), filters),
            all_terms=filtered(nodes.ConstantScore(must, 0.0), filters),
        )

    def clauses(self, analyzed: AnalyzedQuery, related: Sequence[nodes.Term] = ()) -> list[Clause]:
        """Return what scores add up from, before reranking."""
        clauses = list(self._score(analyzed.terms))
        bonus = self._weights.all_terms_bonus
        if analyzed.must and not analyzed.allow_partial:
            clauses.append(Clause("the query itself", analyzed.must))
        elif analyzed.must and bonus:
            clauses.append(Clause("every word", nodes.ConstantScore(analyzed.must, bonus)))
        clauses += self._preferred(analyzed)
        return clauses + [Clause(f"related {term.text}", term) for term in related]

    def _score(self, terms: Sequence[QueryTerm]) -> Iterator[Clause]:
        """Yield what every signal of the query's own words adds."""
        scorer = self._scorer
        exact_only = [(signals.literal, scorer.full_weight)]
        for term in terms:
            for word in term.words:
                for of_word, weight in exact_only if term.exact_only else self._of_words:
                    yield from of_word(scorer, word, weight)
            for of_term, weight in self._of_terms:
                yield from of_term(scorer, term, weight)
        for left, right in pairwise(word for term in terms for word in term.words):
            for of_pair, weight in self._of_pairs:
                yield from of_pair(scorer, left, right, weight)


def filtered(found: Node, filters: Sequence[Node]) -> Node:
    """Return `found` within the filters, which score nothing."""
    return nodes.And((found, *filters)) if filters else found


def estimated_mean_length(statistics: Statistics) -> float:
    """Return about how many words the articles have, the same for every engine.

    Estimated from how many have a frequent word: of texts of n words, 1 - exp(-n / words apart).
    """
    having = sum(statistics.frequency("text", "exact", word) for word in _FREQUENT)
    highest = len(_FREQUENT) * (statistics.size + 1)
    return -_WORDS_APART * math.log(1 - min(having, highest - 1) / highest)


def _rarities(archived: Archived, parts: Sequence[str]) -> list[float]:
    """Return ln(N / df) of each part; 0 for that of one article, which no other can share."""
    size, log = archived.size, math.log
    each = archived.frequencies("text", "part", parts)
    return [log(size / frequency) if frequency > 1 else 0.0 for frequency in each]
