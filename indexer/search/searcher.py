"""Searching: the passes over an engine that put the articles of a query in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from indexer.engines.protocol import ChannelTerm, DocId, EngineReader, ScoredDoc
from indexer.model import SearchRequest, Sort
from indexer.query import nodes
from indexer.query.analyze import AnalyzedQuery, QueryTerm
from indexer.query.nodes import Node
from indexer.search import rerank
from indexer.search.collapse import CollapsedHit, collapsed, shown
from indexer.search.rerank import Pool
from indexer.search.scoring import (
    RERANK_WINDOW,
    FeedbackDocument,
    Ranking,
    estimated_mean_length,
    filtered,
    lifted,
)
from indexer.search.weights import WEIGHTS, Feedback, Weights
from indexer.storage.payload import LeadTerms, stored_lead

_TIE_DIGITS = 3  # decimals of a score that engines agree on


@dataclass(frozen=True, slots=True)
class RankedPage:
    """A page of rows. In the whole list `partial` articles miss a word, and `collapsed` are copies.

    `full` says of all rows that they miss none; else some may.
    """

    rows: tuple[CollapsedHit, ...]
    partial: int = 0
    collapsed: int = 0
    related: tuple[nodes.Term, ...] = ()
    full: bool = False

    @property
    def matches(self) -> tuple[ScoredDoc, ...]:
        """The article that each row shows, in order."""
        return tuple(row.match for row in self.rows)


class Searcher:
    """Finds the articles of a page in one engine's snapshot."""

    def __init__(self, reader: EngineReader, weights: Weights = WEIGHTS) -> None:
        weights = weights.for_texts(estimated_mean_length(reader))
        self._reader = reader
        self._weights = weights
        self._for_length = cache(weights.for_length)
        self.ranking = Ranking(reader, weights)

    def find(self, wanted: AnalyzedQuery, request: SearchRequest, total: int) -> RankedPage:
        """Return the page that the request asks for; `total` articles satisfy the query."""
        offset = (request.page - 1) * request.limit
        if request.sort is not Sort.RELEVANCE or not wanted.units:
            return self._by_day(wanted, request, offset)
        depth = offset + request.limit
        rows, partial, related = self._order(wanted, depth, request, total)
        copies = sum(len(row.near_duplicates) for row in rows)
        # Those with every word come first where the query is short, each copy one row sooner.
        are_first = len(wanted.units) <= self._weights.every_first_words
        full = partial == 0 or (are_first and depth <= total - copies)
        return RankedPage(tuple(rows[offset:depth]), partial, copies, related, full)

    def missing(self, wanted: AnalyzedQuery, found: RankedPage) -> list[tuple[str, ...]]:
        """Return for each match the words of the query that it lacks."""
        if found.full:
            return [()] * len(found.rows)
        doc_ids = [match.doc_id for match in found.matches]
        texts = [unit.text for unit in wanted.units]
        met = self._reader.matches([unit.node for unit in wanted.units], doc_ids)
        return [
            tuple(
                dict.fromkeys(
                    text for text, matches in zip(texts, each, strict=True) if not matches
                )
            )
            for each in met
        ]

    def explained(
        self, wanted: AnalyzedQuery, request: SearchRequest, found: RankedPage
    ) -> list[tuple[str, ...]]:
        """Return for each match what its score adds up from, the largest share first.

        Past the first hundred, what reranking adds is the rest of the score.
        """
        doc_ids = [match.doc_id for match in found.matches]
        shares: list[list[tuple[float, str]]] = [[] for _ in doc_ids]
        for label, node in self.ranking.clauses(wanted, found.related):
            for share, score in zip(shares, self._reader.scores(node, doc_ids), strict=True):
                if score:
                    share.append((score, label))
        if request.related and request.sort is Sort.RELEVANCE:
            lifts = self._lifts(wanted, found.related)
            shares = [
                share + lifts.get(doc_id, []) for share, doc_id in zip(shares, doc_ids, strict=True)
            ]
        return [tuple(f"{s:.2f} {label}" for s, label in sorted(x, reverse=True)) for x in shares]

    def _lifts(
        self, wanted: AnalyzedQuery, related: tuple[nodes.Term, ...]
    ) -> dict[DocId, list[tuple[float, str]]]:
        """Return what reranking adds to the score of each article of the first hundred."""
        weights, leads = self._for_length(len(wanted.units)), _LeadCache(self._reader)
        top = self._search(lifted(self.ranking.query(wanted), related), RERANK_WINDOW)
        pool = self._pool(top, leads, weights.common_articles)
        parts = rerank.lifted(pool, related, self.ranking.likeness, weights)
        return {
            scored.doc_id: [
                (lifts[place], name)
                for name, lifts in parts.items()
                if place < len(lifts) and lifts[place]
            ]
            for place, scored in enumerate(top)
        }

    def _by_day(self, wanted: AnalyzedQuery, request: SearchRequest, offset: int) -> RankedPage:
        """Return the page in order of date; where nothing ranks, the newest come first."""
        query = filtered(wanted.must or nodes.MatchAll(), wanted.filters)
        sort = Sort.NEWEST if request.sort is Sort.RELEVANCE else request.sort
        found = self._reader.search(query, request.limit, offset=offset, sort=sort)
        return RankedPage(tuple(map(CollapsedHit, found)), full=True)

    def _order(
        self, wanted: AnalyzedQuery, depth: int, request: SearchRequest, total: int
    ) -> tuple[list[CollapsedHit], int, tuple[nodes.Term, ...]]:
        """Return the first `depth` rows, how many articles are near, and the terms of feedback."""
        ranking, weights = self.ranking, self._for_length(len(wanted.units))
        with_related = request.related
        leads = _LeadCache(self._reader)
        self._reader.prefetch_terms(_terms(wanted.units))
        query = ranking.query(wanted)
        related: tuple[nodes.Term, ...] = ()
        if with_related:
            best = self._search(query, 3 * weights.wide.articles)
            related = self._related(best, leads, weights.feedback)
        top = self._search(lifted(query, related), RERANK_WINDOW)
        if with_related:
            top = self._reranked(top, related, leads, weights, weights.common_articles)
        partial = self._partial(top, total) if wanted.allow_partial else 0
        listed = total + partial
        matches = [scored.match for scored in top[:listed]]
        # The same for every depth, so that each page counts as many rows.
        pool = {match.doc_id for match in matches} if request.collapse else ()
        rows = collapsed(self._reader, matches, pool)
        if depth <= weights.wide_from and (depth <= len(rows) or listed <= RERANK_WINDOW):
            return rows, partial, related
        head = rows[: weights.wide_from]
        # Of the order there is now: what feedback and reranking put first tells more.
        wide = self._related(top, leads, weights.wide) if with_related else ()
        most = weights.wide_reranked if with_related else 0
        query = lifted(ranking.query(wanted, wide), related)
        more = self._search(query, max(depth + RERANK_WINDOW, most))
        more = self._reranked(more[:most], (), leads, weights, most) + more[most:]
        first = shown(head)
        rest = [scored.match for scored in more if scored.doc_id not in first]
        rest = rest[: listed - len(first)]
        return head + collapsed(self._reader, rest, pool), partial, related

    def _related(
        self, best: Sequence[_Scored], leads: _LeadCache, feedback: Feedback
    ) -> tuple[nodes.Term, ...]:
        """Return the terms that the best articles add; as many are read as there may be copies."""
        most = 3 * feedback.articles
        self._expect(leads, best[:most])
        candidates = _candidates(best, leads, most)
        return self.ranking.related(candidates, feedback)

    def _expect(self, leads: _LeadCache, scored: Sequence[_Scored]) -> None:
        """Tell the reader of the terms of which the rarity is asked next."""
        terms = (term for each in scored for term in leads[each.doc_id].terms)
        self._reader.prefetch_terms(("text", "part", term) for term in terms)

    def _partial(self, top: Sequence[_Scored], total: int) -> int:
        """Return how many articles past those that satisfy the query are worth listing.

        In a small archive the hundred nearest would be all of it, so there they are fewer.
        """
        weights = self._weights
        least = weights.near_least * top[0].score if top else 0.0
        most = max(weights.near_fewest, self._reader.size // weights.near_share)
        return min(most, sum(1 for scored in top[total:] if scored.score >= least))

    def _search(self, query: Node, limit: int) -> list[_Scored]:
        """Return the best matches; what having every word put first is taken off their scores."""
        first, every = self._weights.every_first, self._weights.every
        return [
            _Scored(True, doc_id, score - first + every)
            if score >= first
            else _Scored(False, doc_id, score)
            for doc_id, score in self._reader.search(query, limit)
        ]

    def _reranked(
        self,
        top: list[_Scored],
        related: Sequence[nodes.Term],
        leads: _LeadCache,
        weights: Weights,
        most: int,
    ) -> list[_Scored]:
        """Return the matches in the order of what the best have in common, by `most` leads."""
        if not weights.reranks:
            return top
        pool = self._pool(top, leads, most)
        scores = rerank.reranked(pool, related, self.ranking.likeness, weights)
        again = [
            _Scored(scored.every, scored.doc_id, score)
            for scored, score in zip(top, scores, strict=True)
        ]
        return sorted(again, key=_place, reverse=True)

    def _pool(self, top: Sequence[_Scored], leads: _LeadCache, most: int) -> Pool:
        """Return what reranking looks at, with `most` leads."""
        doc_ids = [scored.doc_id for scored in top]
        pool = Pool(
            scores=[scored.score for scored in top],
            days=self._reader.days(doc_ids),
            leads=leads.of(doc_ids[:most]),
        )
        self._expect(leads, top[:most])
        return pool


class _Scored(NamedTuple):
    """A match, and whether it has every word and so comes before those that do not."""

    every: bool
    doc_id: DocId
    score: float

    @property
    def match(self) -> ScoredDoc:
        """The match alone."""
        return ScoredDoc(self.doc_id, self.score)


_place = attrgetter("every", "score")


class _LeadCache(dict[DocId, LeadTerms]):
    """The leads of articles, each loaded when it is first asked for. One serves a request."""

    def __init__(self, reader: EngineReader) -> None:
        super().__init__()
        self._reader = reader

    def __missing__(self, doc_id: DocId) -> LeadTerms:
        return self.of([doc_id])[0]

    def of(self, doc_ids: Sequence[DocId]) -> list[LeadTerms]:
        """Return the leads of these articles; what is not at hand is loaded at once."""
        missing = [doc_id for doc_id in doc_ids if doc_id not in self]
        self.update(zip(missing, map(stored_lead, self._reader.load(missing)), strict=True))
        return [self[doc_id] for doc_id in doc_ids]


def _terms(units: Iterable[QueryTerm]) -> Iterator[ChannelTerm]:
    """Yield the terms of which ranking asks how rare they are."""
    for unit in units:
        for word in unit.words:
            yield "text", "exact", word.exact
            yield "text", "stem", word.stem
            yield from (("text", "part", part) for part in (*word.parts, *word.part))
        for stem in unit.family:
            yield from (("text", "part", stem), ("text", "stem", stem))
        yield from (("text", "exact", term) for variant in unit.variants for term in variant)


def _candidates(
    best: Sequence[_Scored], leads: _LeadCache, most: int
) -> Iterator[FeedbackDocument]:
    """Yield the best articles as feedback reads them; ties in an order that no engine decides."""
    ranked = sorted(best[:most], key=_rounded, reverse=True)
    for _, tied in groupby(ranked, _rounded):
        read = [FeedbackDocument(each.score, leads[each.doc_id].text) for each in tied]
        yield from sorted(read, key=attrgetter("lead")) if len(read) > 1 else read


def _rounded(scored: _Scored) -> float:
    return round(scored.score, _TIE_DIGITS)
