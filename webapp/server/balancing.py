"""Balancing: workers hold about as many connections each, and keep to a core each.

All of them wake when somebody connects, and the quickest takes it: one that is at work is quicker
than one that sleeps, and may end up with every connection while the others have none.
See docs/decisions/0014-workers.md. waitress documents none of the names that are used here; a test
holds its version to them (docs/decisions/0015-kept-libraries.md).
"""

from __future__ import annotations

import mmap
import os
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from waitress.server import BaseWSGIServer

Connections: TypeAlias = "memoryview[int]"
"""The number of connections of each worker, in memory that all of them share."""

_HEAD_START = 0.002  # seconds for workers with fewer connections
_CROWD = 8  # connections of another worker for each that this one may have more, and not wait


def shared(workers: int) -> Connections:
    """Return counts for so many workers, to be made before they are forked."""
    return memoryview(mmap.mmap(-1, 4 * workers)).cast("I")


def keep_to_core(worker: int, workers: int, port: int) -> None:
    """Keep the threads of this worker on one core, where there are more cores than workers.

    Only one of them holds the interpreter. On two cores they pass it to and fro, thirty times a
    page that is remembered, and each time wait for the other core to wake. Where each core has a
    worker the system sees to that. Servers at other ports begin with other cores.
    """
    if not hasattr(os, "sched_setaffinity"):
        return
    cores = sorted(os.sched_getaffinity(0))
    if workers < len(cores):
        os.sched_setaffinity(0, {cores[(port + worker) % len(cores)]})


def balance(channels: Mapping[int, Any], connections: Connections, worker: int) -> None:
    """Let a worker with more connections than another leave the next one to the other.

    `channels` are waitress's, the servers among them; `worker` is the number of this worker.
    """
    listening = [each for each in channels.values() if isinstance(each, BaseWSGIServer)]

    def count() -> None:
        connections[worker] = sum(len(each.active_channels) for each in listening)

    def counting(readable: Callable[[], bool]) -> Callable[[], bool]:
        def counted() -> bool:
            # Asked at each turn: who left is counted no more. A worker that still stood for those
            # it had held an hour ago would let the other have all that come next.
            count()
            return readable()

        return counted

    def hesitant(accept: Callable[[], None]) -> Callable[[], None]:
        def handle_accept() -> None:
            count()
            fewest = min(connections)
            if connections[worker] - fewest > fewest // _CROWD:
                time.sleep(_HEAD_START)
            accept()

        return handle_accept

    for each in listening:
        each.readable = counting(each.readable)
        each.handle_accept = hesitant(each.handle_accept)
