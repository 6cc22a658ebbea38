"""How many articles match, with facets and the days of the first and the last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from indexer.cache import TwoGenerationCache
from indexer.engines.documents import ordered_facet
from indexer.engines.opensearch.point_in_time import PointInTime
from indexer.engines.opensearch.queries import Query, Translator
from indexer.engines.protocol import Aggregation
from indexer.query.nodes import Node

Counted: TypeAlias = tuple[Node, tuple[str, ...]]
"""What is counted, and the facets that are counted over it."""

_MAX_COUNTS = 500  # of which a page asks for several twice, and the next page for most
_MAX_VALUES = 10_000  # of a facet


class Counts:
    """The counts of an index, of which the latest are cached. Threads may share it."""

    def __init__(self, pinned: PointInTime, translate: Translator) -> None:
        self._pinned = pinned
        self._translate = translate
        self._known: TwoGenerationCache[Counted, Aggregation] = TwoGenerationCache(_MAX_COUNTS)

    def of(self, asked: Sequence[Counted]) -> dict[Counted, Aggregation]:
        """Return the counts asked for, with one request for all that are not cached."""
        found = self._known.get(asked)
        unknown = [each for each in dict.fromkeys(asked) if each not in found]
        answers = self._pinned.searches([self._asked(*each) for each in unknown])
        pairs = zip(unknown, answers, strict=True)
        counted = {each: _aggregation(answer, each[1]) for each, answer in pairs}
        self._known.put(counted)
        return found | counted

    def _asked(self, query: Node, facets: tuple[str, ...]) -> dict[str, Any]:
        aggregations: dict[str, Any] = {
            "first day": {"min": {"field": "first"}},
            "last day": {"max": {"field": "last"}},
        }
        for name in facets:
            aggregations[name] = {"terms": {"field": name, "size": _MAX_VALUES}}
        return {**counting(self._translate.matching(query)), "aggs": aggregations}


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
