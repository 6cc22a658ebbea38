"""Frequencies add up over the shards of a cluster, each asked once by a value that leads to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import pytest

from indexer.engines.opensearch.client import Client
from indexer.engines.opensearch.frequencies import Frequencies
from indexer.engines.opensearch.point_in_time import PointInTime
from indexer.errors import EngineUnavailableError

SHARDS = {"0": 1, "1": 1, "2": 0, "3": 2}
"""The shard that each routing leads to."""
HELD = [{"dijk": 3, "storm": 1}, {"dijk": 4}, {}]
"""How many articles of each shard have a term."""


class _Shards:
    """Three shards, one of which may be away."""

    def __init__(self, away: int | None = None) -> None:
        self.asked = list[Sequence[Mapping[str, Any]]]()
        self._away = away

    def ask(self, _method: str, _path: str, **how: Any) -> Any:
        if "parameters" not in how:
            return {"shards": [[{"shard": number}] for number in range(len(HELD))]}
        shard = SHARDS[how["parameters"]["routing"]]
        return {"shards": [[] if shard == self._away else [{"shard": shard}]]}

    def statistics(self, _index: str, articles: Sequence[Mapping[str, Any]]) -> list[Any]:
        self.asked.append(articles)
        return [_told(HELD[SHARDS[each["routing"]]], each["doc"]["exact"]) for each in articles]


class _Pinned:
    def repeated(self, ask: Callable[[dict[str, str]], Any]) -> Any:
        return ask({})


def _told(held: Mapping[str, int], text: str) -> dict[str, Any]:
    """Return what a shard tells: of a term that it has not no frequency, of others theirs."""
    terms = {each: {"doc_freq": held[each]} if each in held else {} for each in text.split()}
    return {"term_vectors": {"exact": {"terms": terms}}}


def _frequencies(shards: _Shards) -> Frequencies:
    return Frequencies(cast("Client", shards), "krant", cast("PointInTime", _Pinned()))


def test_a_term_counts_in_each_shard_and_is_asked_for_once() -> None:
    shards = _Shards()
    frequencies = _frequencies(shards)
    terms = [("exact", each) for each in ("dijk", "storm", "mist", "dijk")]
    assert frequencies.of(terms) == {
        ("exact", "dijk"): 7,
        ("exact", "storm"): 1,
        ("exact", "mist"): 0,
    }
    assert frequencies.of(terms[:1]) == {("exact", "dijk"): 7}
    ((first, *others),) = shards.asked
    assert first["doc"] == {"exact": "dijk storm mist"}
    assert len(others) == len(HELD) - 1


def test_many_terms_take_several_requests() -> None:
    shards = _Shards()
    _frequencies(shards).of(("exact", f"w{number}") for number in range(1_001))
    assert [len(each[0]["doc"]["exact"].split()) for each in shards.asked] == [1_000, 1]


def test_a_shard_that_is_away_is_said_to_be() -> None:
    with pytest.raises(EngineUnavailableError, match="krant"):
        _frequencies(_Shards(away=2)).of([("exact", "dijk")])
