"""Searching: the passes over an engine that put the articles of a query in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from indexer.engines.protocol import EngineReader, Match
from indexer.model import SearchRequest, Sort
from indexer.query import nodes
from indexer.query.nodes import Node
from indexer.query.wanted import Wanted
from indexer.ranking import POOL, WEIGHTS, Candidate, Ranking, Weights, filtered
from indexer.stored import feedback_terms


@dataclass(frozen=True, slots=True)
class Found:
    """A page of matches in order. `near` articles in the whole list miss a word of the query."""

    matches: tuple[Match, ...]
    near: int = 0
    related: tuple[nodes.Term, ...] = ()


class Searching:
    """Finds the articles of a page in one engine's snapshot."""

    def __init__(self, reader: EngineReader, weights: Weights = WEIGHTS) -> None:
        self._reader = reader
        self._weights = weights
        self._ranking = Ranking(reader, weights)

    def find(self, wanted: Wanted, request: SearchRequest, total: int) -> Found:
        """Return the page that the request asks for; `total` articles satisfy the query."""
        offset = (request.page - 1) * request.limit
        if request.sort is not Sort.RELEVANCE or not wanted.units:
            return self._by_day(wanted, request, offset)
        depth = offset + request.limit
        order, related = self._order(wanted, depth, with_related=request.related)
        near = max(0, min(len(order), POOL) - total) if wanted.soft else 0
        page = order[: max(total, total + near)][offset:depth]
        return Found(tuple(page), near, related)

    def missing(self, wanted: Wanted, found: Found) -> list[tuple[str, ...]]:
        """Return for each match the words of the query that it lacks."""
        lacking: list[list[str]] = [[] for _ in found.matches]
        if found.near:
            handles = [match.handle for match in found.matches]
            for unit in wanted.units:
                scores = self._reader.scores(unit.node, handles)
                for lacks, score in zip(lacking, scores, strict=True):
                    if score is None:
                        lacks.append(unit.text)
        return [tuple(dict.fromkeys(lacks)) for lacks in lacking]

    def explained(self, wanted: Wanted, found: Found) -> list[tuple[str, ...]]:
        """Return for each match what its score adds up from, the largest share first.

        What nearness in time adds is the rest of the score.
        """
        handles = [match.handle for match in found.matches]
        shares: list[list[tuple[float, str]]] = [[] for _ in handles]
        for label, node in self._ranking.clauses(wanted, found.related):
            for share, score in zip(shares, self._reader.scores(node, handles), strict=True):
                if score:
                    share.append((score, label))
        return [tuple(f"{s:.2f} {label}" for s, label in sorted(x, reverse=True)) for x in shares]

    def _by_day(self, wanted: Wanted, request: SearchRequest, offset: int) -> Found:
        """Return the page in order of date; where nothing ranks, the newest come first."""
        query = filtered(wanted.must or nodes.Everything(), wanted.filters)
        sort = Sort.NEWEST if request.sort is Sort.RELEVANCE else request.sort
        return Found(tuple(self._reader.search(query, request.limit, offset=offset, sort=sort)))

    def _order(
        self, wanted: Wanted, depth: int, *, with_related: bool
    ) -> tuple[list[Match], tuple[nodes.Term, ...]]:
        """Return at least the first `depth` matches, and the terms that feedback added."""
        ranking, weights = self._ranking, self._weights
        related: tuple[nodes.Term, ...] = ()
        best: list[_Scored] = []
        if with_related:
            best = self._search(ranking.query(wanted), 3 * weights.wide.articles)
            related = ranking.related(self._candidates(best), weights.feedback)
        top = self._by_cluster(self._search(ranking.query(wanted, related), POOL))
        if depth <= weights.wide_from:
            return [scored.match for scored in top], related
        head = [scored.match for scored in top[: weights.wide_from]]
        wide = ranking.related(self._candidates(best), weights.wide) if with_related else ()
        query = ranking.query(wanted, (*related, *wide))
        more = self._search(query, max(depth, POOL) + len(head))
        first = {match.handle for match in head}
        return head + [s.match for s in more if s.match.handle not in first], related

    def _search(self, query: Node, limit: int) -> list[_Scored]:
        """Return the best matches; what having every word put first is taken off their scores."""
        weights = self._weights
        result = []
        for match in self._reader.search(query, limit):
            every = match.score >= weights.every_first
            score = match.score - weights.every_first + weights.every if every else match.score
            result.append(_Scored(every, Match(match.handle, score)))
        return result

    def _candidates(self, best: Sequence[_Scored]) -> Iterator[Candidate]:
        """Yield the best articles as feedback reads them; each is loaded when its turn comes."""
        for scored in best:
            payload = self._reader.load([scored.match.handle])[0]
            yield Candidate(scored.match.score, feedback_terms(payload))

    def _by_cluster(self, top: list[_Scored]) -> list[_Scored]:
        """Return the matches again, those lifted that lie where the best cluster in time."""
        days = self._reader.days([scored.match.handle for scored in top])
        scores = self._ranking.lifted([scored.match.score for scored in top], days)
        lifted = [
            _Scored(scored.every, Match(scored.match.handle, score))
            for scored, score in zip(top, scores, strict=True)
        ]
        return sorted(lifted, key=lambda s: (s.every, s.match.score), reverse=True)


class _Scored(NamedTuple):
    """A match, and whether it has every word and so comes before those that do not."""

    every: bool
    match: Match
