"""The replicas of an index in a cluster, made when it holds all of its articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from indexer.engines.opensearch.client import Client
from indexer.engines.protocol import nothing
from indexer.errors import EngineUnavailableError

_SECONDS = 3_600  # that they may take


@contextmanager
def replicas_made(
    client: Client, name: str, replicas: int, guard: Callable[[], None] = nothing
) -> Iterator[None]:
    """Make the replicas, and wait for them after the block as far as there are nodes for them.

    A node sends files at 40 MB a second unless it is told otherwise, so most of it is waiting. The
    guard may refuse it when what was written is on disk, which can take long.
    """
    # Of what is flushed files are copied; the rest would be indexed again by each replica.
    client.ask("POST", f"/{name}/_flush", timeout=_SECONDS)
    guard()
    client.ask("PUT", f"/{name}/_settings", {"index": {"number_of_replicas": replicas}})
    yield
    nodes = client.ask("GET", "/_cluster/health")["number_of_data_nodes"]
    if nodes <= replicas:
        return
    waiting = {"wait_for_status": "green", "timeout": f"{_SECONDS}s"}
    told = client.ask("GET", f"/_cluster/health/{name}", parameters=waiting, timeout=_SECONDS + 30)
    if told["timed_out"]:
        raise EngineUnavailableError(
            f"The replicas of {name} are not made after {_SECONDS} s. Look at the "
            "health of the cluster, then run this again: it goes on where it was."
        )
