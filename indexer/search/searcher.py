"""Searching: the page of a request, what each hit misses, and why it stands where it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from functools import cache
from operator import attrgetter

from indexer.analysis.word import WordAnalysis
from indexer.engines.protocol import DocId, EngineReader, ScoredDoc
from indexer.later import dataclass, replace
from indexer.model import SearchRequest, Sort
from indexer.query import nodes
from indexer.query.analyze import AnalyzedQuery
from indexer.search.collapse import CollapsedHit, collapsed
from indexer.search.digest import Digest, days_of, digest
from indexer.search.limits import RERANK_WINDOW
from indexer.search.passes import Passes
from indexer.search.ranking.scoring import Ranking, estimated_mean_length, filtered
from indexer.search.ranking.weights import WEIGHTS, Weights
from indexer.storage.payload import LISTED, stored_lead

_near_duplicates = attrgetter("near_duplicates")


@dataclass(frozen=True, slots=True)
class RankedPage:
    """A page of rows.

    `total` articles satisfy the query, `partial` more are listed that miss a term; `collapsed` of
    all these stand on the row of another. `partial_ids` are those that miss a term. `related`
    are the feedback terms. When `full`, no row of this page misses a term; else some may.
    `subjects` are what days were about, each with its worth, where the rows are a digest of them.
    """

    rows: tuple[CollapsedHit, ...]
    total: int = 0
    partial: int = 0
    collapsed: int = 0
    related: tuple[nodes.Term, ...] = ()
    full: bool = False
    partial_ids: tuple[DocId, ...] = ()
    subjects: Mapping[str, float] = field(default_factory=dict)

    @property
    def matches(self) -> tuple[ScoredDoc, ...]:
        """The article that each row shows, in order."""
        return tuple(row.match for row in self.rows)


class Searcher:
    """Finds the articles of a page in one engine's snapshot."""

    def __init__(
        self,
        reader: EngineReader,
        weights: Weights = WEIGHTS,
        is_person: Callable[[WordAnalysis], bool] = lambda _: False,
        persons_named: Callable[[str], int] = lambda _: 0,
        has_bearer: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """Take what says which words name persons, as `KnownPersons` asks."""
        self._naming = is_person, persons_named, has_bearer
        weights = weights.for_text_length(estimated_mean_length(reader))
        self._reader = reader
        self._weights = weights
        self._for_query_length = cache(weights.for_query_length)
        self.ranking = Ranking(reader, weights)

    def find(self, analyzed: AnalyzedQuery, request: SearchRequest, total: int) -> RankedPage:
        """Return the page that the request asks for; `total` articles satisfy the query."""
        offset = (request.page - 1) * request.limit
        if request.sort is Sort.RELEVANCE and (of_days := digest(self._reader, analyzed)):
            return self._of_days(of_days, analyzed, request, total)
        if request.sort is not Sort.RELEVANCE or not analyzed.terms:
            return self._by_day(analyzed, request, offset, total)
        if request.cursor is not None:  # partial matches would have no end
            analyzed = replace(analyzed, allow_partial=False)
        depth = offset + request.limit
        rows, partial_ids, related = self._passes(analyzed, total, request.limit).ranked(
            depth, with_feedback=request.related, collapse=request.collapse
        )
        near = sum(map(len, map(_near_duplicates, rows)))
        # Those with all terms come first where the query is short, a row sooner for each collapsed.
        are_first = len(analyzed.terms) <= self._weights.all_terms_first
        partial = len(partial_ids)
        full = partial == 0 or (are_first and depth <= total - near)
        return RankedPage(
            tuple(rows[offset:depth]), total, partial, near, related, full, partial_ids
        )

    def missing(self, analyzed: AnalyzedQuery, found: RankedPage) -> list[tuple[str, ...]]:
        """Return for each row the terms of the query, as typed, that its article lacks."""
        if found.full:
            return [()] * len(found.rows)
        doc_ids = [match.doc_id for match in found.matches]
        texts = [term.text for term in analyzed.terms]
        satisfied = self._reader.matches([term.node for term in analyzed.terms], doc_ids)
        return [
            tuple(dict.fromkeys(text for text, has in zip(texts, each, strict=True) if not has))
            for each in satisfied
        ]

    def explained(
        self, analyzed: AnalyzedQuery, request: SearchRequest, found: RankedPage
    ) -> list[tuple[str, ...]]:
        """Return for each row what its score adds up from, the largest first: `1.25 label`.

        Past the first hundred articles, what reranking added is not shown: it is the rest of the
        score.
        """
        doc_ids = [match.doc_id for match in found.matches]
        shares: list[list[tuple[float, str]]] = [[] for _ in doc_ids]
        if worth := found.subjects:
            loaded = self._reader.payloads(doc_ids, LISTED)
            for share, payload in zip(shares, loaded, strict=True):
                terms = dict.fromkeys(stored_lead(payload).terms)
                share.extend((worth[term], f"subject {term}") for term in terms if term in worth)
        for label, node in self.ranking.clauses(analyzed, found.related):
            for share, score in zip(shares, self._reader.scores(node, doc_ids), strict=True):
                if score:
                    share.append((score, label))
        if request.related and request.sort is Sort.RELEVANCE:
            passes = self._passes(analyzed, found.total, request.limit)
            added = passes.contributions(found.related)
            for share, doc_id in zip(shares, doc_ids, strict=True):
                share.extend(added.get(doc_id, ()))
        return [tuple(f"{s:.2f} {label}" for s, label in sorted(x, reverse=True)) for x in shares]

    def _passes(self, analyzed: AnalyzedQuery, total: int, page: int) -> Passes:
        weights = self._for_query_length(len(analyzed.terms))
        if total < RERANK_WINDOW and (indispensable := self.indispensable(analyzed)):
            analyzed = replace(analyzed, indispensable=indispensable)
        return Passes(self._reader, self.ranking, weights, analyzed, total, page=page)

    def indispensable(self, analyzed: AnalyzedQuery) -> tuple[nodes.Node, ...]:
        """Return what partial matches of a query have to meet."""
        if not analyzed.allow_partial or len(analyzed.terms) <= 1:
            return ()
        from indexer.search.known_persons import KnownPersons  # noqa: PLC0415 - few ask for several

        return KnownPersons(self._reader, *self._naming).met_by(analyzed.terms)

    def _of_days(
        self,
        of_days: Digest,
        analyzed: AnalyzedQuery,
        request: SearchRequest,
        total: int,
    ) -> RankedPage:
        """Return the page of the articles of days in this order, then of those that name them."""
        matches = of_days.matches
        known = {match.doc_id for match in matches}
        rows = collapsed(self._reader, matches, known if request.collapse else ())
        near = len(matches) - len(rows)
        first, last = (request.page - 1) * request.limit, request.page * request.limit
        if last > len(rows) and total > len(matches):
            query = filtered(analyzed.must or nodes.MatchAll(), analyzed.filters)
            newest = self._reader.search(query, last + near, sort=Sort.NEWEST)
            rows += [CollapsedHit(doc._replace(score=0.0)) for doc in newest if doc[0] not in known]
        return RankedPage(
            tuple(rows[first:last]), total, collapsed=near, full=True, subjects=of_days.worth
        )

    def _by_day(
        self, analyzed: AnalyzedQuery, request: SearchRequest, offset: int, total: int
    ) -> RankedPage:
        """Return the page in order of date; where nothing ranks, the newest come first.

        Before them come those of the days that are asked for, which others but name.
        """
        query = filtered(analyzed.must or nodes.MatchAll(), analyzed.filters)
        sort = Sort.NEWEST if request.sort is Sort.RELEVANCE else request.sort
        days = tuple(days_of(analyzed)) if request.sort is Sort.RELEVANCE else ()
        if not days:
            found = self._reader.search(query, request.limit, offset=offset, sort=sort)
            return RankedPage(tuple(map(CollapsedHit, found)), total, full=True)
        of_days = nodes.And((query, *days))
        others = nodes.And((query, nodes.Not(nodes.And(days))))
        count = self._reader.count(of_days).total
        found = list(self._reader.search(of_days, request.limit, offset=offset, sort=sort))
        if more := request.limit - len(found):
            skipped = max(0, offset - count)
            found += self._reader.search(others, more, offset=skipped, sort=sort)
        return RankedPage(tuple(map(CollapsedHit, found)), total, full=True)
