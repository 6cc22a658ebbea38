"""Balancing: workers that accept from one socket hold about as many connections each.

All of them wake when somebody connects, and the quickest takes it: one that is at work is quicker
than one that sleeps, and may end up with every connection while the others have none.
See docs/decisions/0014-workers.md. waitress documents none of the names that are used here; a test
holds its version to them (docs/decisions/0015-kept-libraries.md).
"""

from __future__ import annotations

import mmap
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from waitress.server import BaseWSGIServer

Connections: TypeAlias = "memoryview[int]"
"""The number of connections of each worker, in memory that all of them share."""

_HEAD_START = 0.002  # seconds for workers with fewer connections


def shared(workers: int) -> Connections:
    """Return counts for so many workers, to be made before they are forked."""
    return memoryview(mmap.mmap(-1, 4 * workers)).cast("I")


def balance(channels: Mapping[int, Any], connections: Connections, worker: int) -> None:
    """Let a worker with more connections than another leave the next one to the other.

    `channels` are waitress's, the servers among them; `worker` is the number of this worker.
    """
    listening = [each for each in channels.values() if isinstance(each, BaseWSGIServer)]

    def hesitant(accept: Callable[[], None]) -> Callable[[], None]:
        def handle_accept() -> None:
            # Counted only here: each worker wakes, and counts, whenever somebody connects.
            connections[worker] = sum(len(each.active_channels) for each in listening)
            if connections[worker] > min(connections):
                time.sleep(_HEAD_START)
            accept()

        return handle_accept

    for each in listening:
        each.handle_accept = hesitant(each.handle_accept)
