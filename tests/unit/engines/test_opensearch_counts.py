"""What a page asks of a cluster after its counts comes along with them, where that is whole."""

from __future__ import annotations

from typing import Any, cast

import pytest

from indexer.engines.documents import CONTENT_BITS, span_code
from indexer.engines.opensearch import counts as module
from indexer.engines.opensearch.client import RefusedError
from indexer.engines.opensearch.contents import gathered
from indexer.engines.opensearch.counts import Counts
from indexer.engines.opensearch.point_in_time import PointInTime
from indexer.engines.opensearch.queries import Translator
from indexer.fields import ENGINE_FACETS
from indexer.model import Span
from indexer.query.nodes import MatchAll, Node, Term

WORD = Term("text", "exact", "wie")
NUMBERS = [0, 1, 0x123456789ABCDE, (1 << CONTENT_BITS) - 1]
DAYS = {Span(737_000, 737_000): 3, Span(736_695, 737_059): 1}


class Cluster:
    """A cluster of four articles with a word; it runs scripts or refuses them."""

    def __init__(self, *, scripts: bool = True, found: int = 4) -> None:
        self.asked: list[set[str]] = []
        self._scripts = scripts
        self._found = found

    def search(self, body: dict[str, Any]) -> dict[str, Any]:
        (answer,) = self.searches([body])
        return answer

    def searches(self, bodies: list[dict[str, Any]]) -> list[dict[str, Any]]:
        asked = set().union(*(body["aggs"] for body in bodies))
        self.asked.append(asked)
        if "content" in asked and not self._scripts:
            raise RefusedError("cannot execute [inline] scripts", 400, "illegal_argument_exception")
        return [self._answer(body["aggs"]) for body in bodies]

    def _answer(self, aggs: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {name: {"buckets": [], "value": 737_000} for name in aggs}
        spans = [(span_code(*span), count) for span, count in DAYS.items()]
        found["span"] = {"buckets": [{"key": {"span": n}, "doc_count": c} for n, c in spans]}
        sent = "".join(map(_text, NUMBERS[: self._found]))
        found["content"] = {"value": [sent[:4], None, sent[4:]]}
        keys = [{"key": {"content": n}, "doc_count": 1} for n in NUMBERS]
        (field,) = aggs["values"]["composite"]["sources"][0] if "values" in aggs else {"content": 0}
        found["values"] = {"buckets": keys if field == "content" else found["span"]["buckets"]}
        return {
            "hits": {"total": {"value": 4}},
            "aggregations": {name: found[name] for name in aggs},
        }


def _text(number: int) -> str:
    return "".join(chr(0x4E00 + (number >> shift & 0x3FFF)) for shift in (42, 28, 14, 0))


def _counts(cluster: Cluster) -> Counts:
    translator = Translator(10, lambda terms: dict.fromkeys(terms, 1))
    return Counts(cast("PointInTime", cluster), translator)


def test_numbers_are_those_that_the_parts_of_an_index_wrote() -> None:
    assert list(gathered({"value": [*map(_text, NUMBERS), None, ""]})) == NUMBERS
    assert list(gathered({"value": [None]})) == []


def test_a_page_asks_once_for_counts_days_and_contents() -> None:
    cluster = Cluster()
    counts = _counts(cluster)
    assert counts.of([(WORD, ENGINE_FACETS)])[WORD, ENGINE_FACETS].total == 4
    assert counts.spans(WORD) == DAYS
    assert list(counts.contents(WORD, 100)) == NUMBERS
    assert list(counts.contents(WORD, 3)) == NUMBERS[:3]
    assert len(cluster.asked) == 1


@pytest.mark.parametrize(
    ("query", "facets"), [(WORD, ()), (WORD, ENGINE_FACETS[:1]), (MatchAll(), ENGINE_FACETS)]
)
def test_what_is_counted_by_itself_brings_nothing_along(
    query: Node, facets: tuple[str, ...]
) -> None:
    cluster = Cluster()
    _counts(cluster).of([(query, facets)])
    assert not {"span", "content"} & cluster.asked[0]


def test_what_comes_along_in_part_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MAX_SPANS", 2)
    cluster = Cluster(found=3)
    counts = _counts(cluster)
    counts.of([(WORD, ENGINE_FACETS)])
    assert counts.spans(WORD) == DAYS
    assert len(counts.contents(WORD, 100)) == 3  # what this cluster answers
    assert [*map(len, cluster.asked[1:])] == [1, 1]


def test_a_cluster_without_scripts_is_asked_for_buckets_and_for_no_script_again() -> None:
    cluster = Cluster(scripts=False)
    counts = _counts(cluster)
    assert counts.of([(WORD, ENGINE_FACETS)])[WORD, ENGINE_FACETS].total == 4
    assert counts.spans(WORD) == DAYS
    assert list(counts.contents(WORD, 3)) == NUMBERS[:3]
    counts.of([(WORD, tuple(reversed(ENGINE_FACETS)))])
    assert [("content" in asked) for asked in cluster.asked] == [True] + [False] * 3


def test_a_query_that_is_refused_is_told_and_scripts_are_asked_for_again() -> None:
    cluster = Cluster()
    refused = RefusedError("no such field", 400, "query_shard_exception")
    answering = cluster.searches

    def refuse(_: list[dict[str, Any]]) -> list[dict[str, Any]]:
        raise refused

    cluster.searches = refuse  # type: ignore[assignment]
    counts = _counts(cluster)
    with pytest.raises(RefusedError, match="no such field"):
        counts.of([(WORD, ENGINE_FACETS)])
    cluster.searches = answering  # type: ignore[method-assign]
    counts.of([(WORD, ENGINE_FACETS)])
    assert "content" in cluster.asked[0]
