"""A node that holds all of an index is asked for it, as long as it answers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from opensearchpy import Connection
from opensearchpy.exceptions import ConnectionError as NoConnectionError

from indexer.config import Cluster
from indexer.engines.opensearch.client import Client

NODES = {9201: "first", 9202: "second", 9203: "third"}
URL = ",".join(f"http://127.0.0.1:{port}" for port in NODES)


def _client(
    monkeypatch: pytest.MonkeyPatch,
    *shards: tuple[str, ...],
    url: str = URL,
    away: frozenset[str] = frozenset(),
) -> Client:
    """Return a client of nodes that say who they are, and of an index with these copies."""
    client = Client(Cluster(url))
    _lay_out(monkeypatch, client, *shards)

    def say(self: Connection, *_: Any, **__: Any) -> tuple[int, dict[str, str], str]:
        name = NODES[int(self.host.rpartition(":")[2])]
        if name in away:
            raise NoConnectionError("N/A", "refused", Exception())
        return 200, {}, json.dumps({"nodes": {name: {}}})

    for connection in _pool(client).connections:
        monkeypatch.setattr(type(connection), "perform_request", say)
    return client


def _lay_out(monkeypatch: pytest.MonkeyPatch, client: Client, *shards: tuple[str, ...]) -> None:
    def ask(_method: str, path: str, *_: Any, **__: Any) -> Any:
        assert path == "/news/_search_shards"
        return {"shards": [[{"node": node} for node in copies] for copies in shards]}

    monkeypatch.setattr(client, "ask", ask)


def _pool(client: Client) -> Any:
    return client._client.transport.connection_pool


def _asked(client: Client) -> set[str]:
    chosen = (_pool(client).get_connection() for _ in range(12))
    return {NODES[int(each.host.rpartition(":")[2])] for each in chosen}


def test_a_node_that_holds_all_of_an_index_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    client = _client(monkeypatch, ("second", "third"), ("third", "first"))
    assert _asked(client) == {*NODES.values()}
    assert client.stay_near("news") == "third"
    assert _asked(client) == {"third"}


def test_the_others_are_asked_while_it_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    client = _client(monkeypatch, ("second",))
    client.stay_near("news")
    (second,) = [each for each in _pool(client).connections if each.host.endswith("9202")]
    _pool(client).mark_dead(second)
    assert _asked(client) == {"first", "third"}
    _pool(client).resurrect(force=True)
    assert _asked(client) == {"second"}


@pytest.mark.parametrize(
    "shards", [(("first",), ("second",)), (("elsewhere",),)], ids=["in parts", "unknown"]
)
def test_all_are_asked_in_turn_where_none_holds_all(
    monkeypatch: pytest.MonkeyPatch, shards: tuple[tuple[str, ...], ...]
) -> None:
    client = _client(monkeypatch, ("second",))
    assert client.stay_near("news") == "second"
    _lay_out(monkeypatch, client, *shards)
    assert client.stay_near("news") is None
    assert _asked(client) == {*NODES.values()}


def test_a_node_that_does_not_say_which_it_is_is_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = _client(monkeypatch, ("first", "second"), away=frozenset({"first"}))
    assert client.stay_near("news") == "second"


def test_a_single_address_is_not_asked_where_anything_is(monkeypatch: pytest.MonkeyPatch) -> None:
    client = _client(monkeypatch, url="http://127.0.0.1:9201")
    monkeypatch.setattr(client, "ask", None)
    assert client.stay_near("news") is None
