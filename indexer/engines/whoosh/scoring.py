"""Runs node trees over a segment of the Whoosh engine, with the arithmetic of `bm25`.

A node is answered for all articles at once: reading a posting list as an array costs far less a
posting than stepping Whoosh's matchers through it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TypeAlias

from indexer.cache import weak_lru_cache
from indexer.engines.bm25 import K1, idf, length_norm
from indexer.engines.documents import CHANNELS
from indexer.engines.whoosh.segment import SCORED, Segment
from indexer.query import nodes
from indexer.query.nodes import Node
from indexer.query.patterns import beginning, matcher

Scores: TypeAlias = dict[int, float]
"""The articles of a segment that match, each with its score."""

_MAX_EXPANSIONS = 64  # remembered, of a segment: up to 400 kB each where 100,000 articles match


class Statistics:
    """The statistics of the whole index that BM25 needs."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._size = sum(segment.size for segment in segments)
        totals = {name: sum(sum(each.lengths(name)) for each in segments) for name in SCORED}
        self._means = {name: total / max(1, self._size) for name, total in totals.items()}
        self._norms: dict[tuple[Segment, str], list[float]] = {}

    def idf(self, field: str, term: str) -> float:
        """Return the inverse document frequency of a term."""
        frequency = sum(segment.frequency(field, term) for segment in self._segments)
        return idf(self._size, frequency)

    def norms(self, segment: Segment, channel: str) -> list[float]:
        """Return the length norm of each article."""
        norms = self._norms.get((segment, channel))
        if norms is None:
            mean, lengths = self._means[channel], segment.lengths(channel)
            of_length = {length: length_norm(length, mean) for length in set(lengths)}
            norms = self._norms[segment, channel] = [of_length[length] for length in lengths]
        return norms


class Evaluator:
    """Evaluates nodes over one segment. Deleted articles are among the results."""

    def __init__(self, segment: Segment, statistics: Statistics) -> None:
        self._segment = segment
        self._statistics = statistics
        self._expanded = weak_lru_cache(self._expand, _MAX_EXPANSIONS)

    def scores(self, node: Node, boost: float, within: Scores | None = None) -> Scores:  # noqa: C901
        """Return the articles that match, of `within` if given; boost 0 means no scores."""
        match node:
            case nodes.Term():
                return self._term(node, boost * node.boost, within)
            case nodes.Phrase():
                return _constant(self._phrase(node, within), boost * node.boost)
            case nodes.Prefix() | nodes.Wildcard() | nodes.Fuzzy():
                return _constant(_among(self._expanded(node), within), boost * node.boost)
            case nodes.DateRange(first, last):
                return _constant(self._days(first, last, within), 0.0)
            case nodes.Keyword():
                return _constant(_among(self._keyword(node), within), 0.0)
            case nodes.Among(ids):
                return _constant(_among(self._united("id", ids), within), 0.0)
            case nodes.MatchAll():
                return _constant(range(self._segment.size) if within is None else within, 0.0)
            case nodes.And():
                return self._all(node, boost * node.boost, within)
            case nodes.Or():
                return self._any(node, boost * node.boost, within)
            case nodes.MustShould():
                return self._ranked(node, boost, within)
            case nodes.ConstantScore():
                return _constant(self.scores(node.child, 0.0, within), boost * node.boost)
            case nodes.Not():
                raise ValueError("Not stands inside And only")

    def _term(self, node: nodes.Term, boost: float, within: Scores | None) -> Scores:
        field = CHANNELS[node.field, node.channel]
        postings = self._segment.postings(field, node.text)
        if not postings:
            return {}
        weight = boost and boost * self._statistics.idf(field, node.text)
        if not weight or node.field == "title":
            return _constant(_among(postings.docs, within), weight)
        constant = node.constant_share * weight
        rise = (1 - node.constant_share) * weight * (K1 + 1)
        norm = self._statistics.norms(self._segment, field)
        found = zip(postings.docs, postings.frequencies, strict=True)
        if within is None:
            return {doc: constant + rise * tf / (tf + norm[doc]) for doc, tf in found}
        return {doc: constant + rise * tf / (tf + norm[doc]) for doc, tf in found if doc in within}

    def _phrase(self, node: nodes.Phrase, within: Scores | None) -> Iterable[int]:
        field = CHANNELS[node.field, node.channel]
        terms = [self._segment.postings(field, text) for text in node.terms]
        known = [term for term in terms if term]
        if len(known) < len(terms):
            return ()
        docs = set(_among(known[0].docs, within)).intersection(*(term.docs for term in known[1:]))
        places = [term.positions(docs) for term in known]
        if node.slop:
            return (d for d in docs if _near(places[0][d], places[1][d], node.slop))
        return (d for d in docs if _adjacent([place[d] for place in places]))

    def _expand(self, node: nodes.Prefix | nodes.Wildcard | nodes.Fuzzy) -> array[int]:
        """Return the articles with a term that matches; cached, since a search asks twice."""
        field = CHANNELS[node.field, node.channel]
        match node:
            case nodes.Prefix(text=text):
                terms = self._segment.terms_with(field, text)
            case nodes.Wildcard(pattern=pattern):
                terms = _like(self._segment, field, pattern)
            case nodes.Fuzzy(text=text, distance=distance):
                terms = _within_distance(self._segment, field, text, distance)
        return array("I", self._united(field, terms))

    def _keyword(self, node: nodes.Keyword) -> Iterable[int]:
        return self._united(node.field, self._segment.spellings(node))

    def _united(self, field: str, terms: Iterable[str]) -> set[int]:
        found = (self._segment.postings(field, term) for term in terms)
        return set(chain.from_iterable(postings.docs for postings in found if postings))

    def _days(self, first: int, last: int, within: Scores | None) -> Iterable[int]:
        begins, ends = self._segment.first, self._segment.last
        if within is not None:
            return (d for d in within if 0 < begins[d] <= last and ends[d] >= first)
        spans = enumerate(zip(begins, ends, strict=True))
        return (doc for doc, (begin, end) in spans if 0 < begin <= last and end >= first)

    def _all(self, node: nodes.And, boost: float, within: Scores | None) -> Scores:
        wanted = [child for child in node.children if not isinstance(child, nodes.Not)]
        rarest, *others = sorted(wanted, key=self._cost)
        found = self.scores(rarest, boost, within)
        for child in others:
            more = self.scores(child, boost, found)
            found = {doc: found[doc] + score for doc, score in more.items()} if boost else more
        for unwanted in node.children:
            if isinstance(unwanted, nodes.Not):
                for doc in self.scores(unwanted.child, 0.0, found):
                    del found[doc]
        return found

    def _any(self, node: nodes.Or, boost: float, within: Scores | None) -> Scores:
        found: Scores = {}
        matched: Counter[int] = Counter()
        for child in node.children:
            more = self.scores(child, boost, within)
            if node.minimum > 1:
                matched.update(more.keys())
            found = _added(found, more) if boost else found | more
        if node.minimum == 1:
            return found
        return {doc: score for doc, score in found.items() if matched[doc] >= node.minimum}

    def _ranked(self, node: nodes.MustShould, boost: float, within: Scores | None) -> Scores:
        found = self.scores(node.must, boost, within)
        for child in node.should if boost and found else ():
            for doc, score in self.scores(child, boost, found).items():
                found[doc] += score
        return found

    def _cost(self, node: Node) -> int:
        """Estimate how many articles match, so that the rarest child narrows the others."""
        match node:
            case nodes.Term(field, channel, text):
                return self._segment.frequency(CHANNELS[field, channel], text)
            case nodes.Phrase(field, channel, texts):
                return min(self._segment.frequency(CHANNELS[field, channel], t) for t in texts)
            case nodes.And(children):
                return min(self._cost(c) for c in children if not isinstance(c, nodes.Not))
            case nodes.Or(children):
                return sum(self._cost(child) for child in children)
            case nodes.MustShould(must=child) | nodes.ConstantScore(child=child):
                return self._cost(child)
            case _:
                return self._segment.size


def _constant(docs: Iterable[int], score: float) -> Scores:
    return dict.fromkeys(docs, score)


def _among(docs: Iterable[int], within: Scores | None) -> Iterable[int]:
    return docs if within is None else filter(within.__contains__, docs)


def _added(some: Scores, others: Scores) -> Scores:
    """Add up two scores in place, and return that place."""
    if len(others) > len(some):
        some, others = others, some
    for doc, score in others.items():
        some[doc] = some.get(doc, 0.0) + score
    return some


def _adjacent(places: Sequence[array[int]]) -> bool:
    starts = set(places[0])
    for offset, positions in enumerate(places[1:], 1):
        starts.intersection_update([position - offset for position in positions])
    return bool(starts)


def _near(some: Sequence[int], others: Sequence[int], slop: int) -> bool:
    for position in some:
        at = bisect_left(others, position + 1 - slop)
        if at < len(others) and others[at] <= position + 1 + slop:
            return True
    return False


def _like(segment: Segment, field: str, pattern: str) -> Iterator[str]:
    return filter(matcher(pattern), segment.terms_with(field, beginning(pattern)))


def _within_distance(segment: Segment, field: str, text: str, distance: int) -> Iterator[str]:
    """Yield the terms at most `distance` edits away (optimal string alignment), in order."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - 10 ms that few queries need
    from rapidfuzz.process import extract_iter  # noqa: PLC0415

    found = extract_iter(text, segment.terms(field), scorer=OSA.distance, score_cutoff=distance)
    return (term for term, _, _ in found)
