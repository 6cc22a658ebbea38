"""How many articles match, with facets, their days and the numbers of their contents.

A page asks for all of these, one after another: what is asked for first brings the rest along.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeAlias

from indexer.cache import TwoGenerationCache
from indexer.engines.documents import ordered_facet, span_of_code
from indexer.engines.opensearch.client import RefusedError
from indexer.engines.opensearch.contents import gathered, gathering
from indexer.engines.opensearch.point_in_time import PointInTime
from indexer.engines.opensearch.queries import Query, Translator
from indexer.engines.protocol import Aggregation
from indexer.fields import ENGINE_FACETS
from indexer.model import Span
from indexer.query.nodes import MatchAll, Node

Counted: TypeAlias = tuple[Node, tuple[str, ...]]
"""What is counted, and the facets that are counted over it."""

MAX_BUCKETS = 50_000
"""Buckets in one answer, at most: a cluster refuses more than 65,535."""

_MAX_COUNTS = 500  # of which a page asks for several twice, and the next page for most
_MAX_PAGES = 32  # whose days and contents are kept
_MAX_VALUES = 10_000  # of a facet
_MAX_SPANS = 10_000  # that are brought along
_MAX_CONTENTS = 50_000  # that are brought along, of a shard
_SPANS, _CONTENTS = "span", "content"


class Counts:
    """The counts of an index, of which the latest are cached. Threads may share it."""

    def __init__(self, pinned: PointInTime, translate: Translator) -> None:
        self._pinned = pinned
        self._translate = translate
        self._runs_scripts = True
        self._known: TwoGenerationCache[Counted, Aggregation] = TwoGenerationCache(_MAX_COUNTS)
        self._spans: TwoGenerationCache[Node, Mapping[Span, int]] = TwoGenerationCache(_MAX_PAGES)
        self._contents: TwoGenerationCache[Node, Sequence[int]] = TwoGenerationCache(_MAX_PAGES)

    def of(self, asked: Sequence[Counted]) -> dict[Counted, Aggregation]:
        """Return the counts asked for, with one request for all that are not cached."""
        found = self._known.get(asked)
        unknown = [each for each in dict.fromkeys(asked) if each not in found]
        answers = self._searched([self._asked(*each) for each in unknown])
        for (query, facets), answer in zip(unknown, answers, strict=True):
            found[query, facets] = counted = _aggregation(answer, facets)
            self._keep(query, counted.total, answer["aggregations"])
        self._known.put(found)
        return found

    def spans(self, query: Node) -> Mapping[Span, int]:
        """Return how many of the matching articles have each first and last day."""
        if (found := self._spans.get([query]).get(query)) is None:
            values = self.values(_SPANS, self._translate.matching(query))
            self._spans.put({query: (found := _spans(values))})
        return found

    def contents(self, query: Node, limit: int) -> Sequence[int]:
        """Return the content numbers of up to `limit` articles that match, in no order."""
        found = self._contents.get([query]).get(query)
        matching = self._translate.matching(query)
        if found is None and self._runs_scripts:
            asked = {"query": matching, "size": 0, "aggs": {_CONTENTS: gathering(limit)}}
            (answer,) = self._searched([asked])
            if told := answer.get("aggregations"):
                found = gathered(told[_CONTENTS])
        if found is None:
            found = [number for number, _ in islice(self.values(_CONTENTS, matching), limit)]
        return found[:limit]

    def values(self, field: str, query: Query) -> Iterator[tuple[Any, int]]:
        """Yield the values of a field with their counts, as many at a time as an answer holds."""
        sources = [{field: {"terms": {"field": field}}}]
        pages: dict[str, Any] = {"size": MAX_BUCKETS, "sources": sources}
        while True:
            body = {"query": query, "size": 0, "aggs": {"values": {"composite": pages}}}
            found = self._pinned.search(body)["aggregations"]["values"]
            yield from _pairs(found, field)
            if len(found["buckets"]) < MAX_BUCKETS:
                return
            pages = {**pages, "after": found["after_key"]}

    def _asked(self, query: Node, facets: tuple[str, ...]) -> dict[str, Any]:
        aggregations: dict[str, Any] = {
            "first day": {"min": {"field": "first"}},
            "last day": {"max": {"field": "last"}},
        }
        for name in facets:
            aggregations[name] = {"terms": {"field": name, "size": _MAX_VALUES}}
        if query != MatchAll() and {*facets} >= {*ENGINE_FACETS}:  # as a page asks
            sources = [{_SPANS: {"terms": {"field": _SPANS}}}]
            aggregations[_SPANS] = {"composite": {"size": _MAX_SPANS, "sources": sources}}
            aggregations[_CONTENTS] = gathering(_MAX_CONTENTS)
        return {**counting(self._translate.matching(query)), "aggs": aggregations}

    def _searched(self, asked: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the answers, without contents where the cluster runs no scripts."""
        if self._runs_scripts:
            try:
                return self._pinned.searches(asked)
            except RefusedError:
                if not any(_CONTENTS in each["aggs"] for each in asked):
                    raise
        without = [
            {**each, "aggs": {n: a for n, a in each["aggs"].items() if n != _CONTENTS}}
            for each in asked
        ]
        answers = self._pinned.searches(without)
        self._runs_scripts = False
        return answers

    def _keep(self, query: Node, total: int, found: Mapping[str, Any]) -> None:
        """Keep what came along, where it is whole."""
        if _SPANS in found and len(found[_SPANS]["buckets"]) < _MAX_SPANS:
            self._spans.put({query: _spans(_pairs(found[_SPANS], _SPANS))})
        if _CONTENTS in found and len(contents := gathered(found[_CONTENTS])) == total:
            self._contents.put({query: contents})


def _pairs(found: Mapping[str, Any], field: str) -> Iterator[tuple[Any, int]]:
    return ((bucket["key"][field], bucket["doc_count"]) for bucket in found["buckets"])


def _spans(codes: Iterator[tuple[int, int]]) -> Mapping[Span, int]:
    return {span_of_code(code): count for code, count in codes}


def counting(query: Query) -> dict[str, Any]:
    """Return a search that counts what matches, and brings nothing of it."""
    return {"query": query, "size": 0, "track_total_hits": True}


def total(answer: dict[str, Any]) -> int:
    """Return what such a search counted."""
    return int(answer["hits"]["total"]["value"])


def _aggregation(answer: dict[str, Any], facets: tuple[str, ...]) -> Aggregation:
    found = answer["aggregations"]
    values = {
        name: ordered_facet((each["key"], each["doc_count"]) for each in found[name]["buckets"])
        for name in facets
    }
    return Aggregation(
        total=total(answer),
        facets=values,
        first=int(found["first day"]["value"] or 0),
        last=int(found["last day"]["value"] or 0),
    )
