"""What each client may still do, counted for all processes of a server together.

A client has one number: the moment at which all that it did is forgotten. What it does moves that
ahead by its share of the period, and is refused where it would lie more than the period ahead (the
generic cell rate algorithm of ATM). The numbers lie in memory that forked processes share. Only who
holds the lock of a file may touch them; the system releases it when a process dies.
"""

from __future__ import annotations

import mmap
import os
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address
from tempfile import TemporaryFile
from threading import Lock

try:
    import fcntl
except ImportError:  # a system without fork, which has one process
    fcntl = None  # type: ignore[assignment]

_NETWORK = 64  # bits of an IPv6 address that one client cannot choose
_ROWS = 8192
_ROW = 8  # clients; one more takes the place of the one that did least
_BYTES = 8  # of a client's key, and of its moment
_TOLERANCE = 1e-6  # seconds that sums may be out by


class Allowance:
    """So much in so many seconds for each client; make it before the processes are forked."""

    def __init__(
        self, amount: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._amount = amount
        self._seconds = seconds
        self._clock = clock
        self._secret = os.urandom(16)
        cells = _ROWS * _ROW
        memory = memoryview(mmap.mmap(-1, 2 * cells * _BYTES))
        self._clients = memory[: cells * _BYTES].cast("Q")
        self._until = memory[cells * _BYTES :].cast("d")
        self._threads = Lock()
        self._file = TemporaryFile()  # noqa: SIM115 - closed with this
        weakref.finalize(self, self._file.close)

    def take(self, client: str, cost: float = 1) -> float:
        """Take `cost` of what the client may do, and return 0.0.

        Where that is more than it may, nothing is taken; return the seconds until it may. What
        costs more than there ever is costs all.
        """
        share = min(cost, self._amount) * self._seconds / self._amount
        key = int.from_bytes(
            blake2b(client.encode(), digest_size=_BYTES, key=self._secret).digest()
        )
        with self._alone():
            now = self._clock()
            cell = self._cell(key)
            begun = max(now, self._until[cell]) if self._clients[cell] == key else now
            until = max(now, begun + share)
            if until - now - self._seconds > _TOLERANCE:
                return until - now - self._seconds
            self._clients[cell], self._until[cell] = key, until
        return 0.0

    def give_back(self, client: str, cost: float = 1) -> None:
        """Undo a `take`."""
        self.take(client, -cost)

    def _cell(self, key: int) -> int:
        """Return where the client stands, or else where it may."""
        first = key % _ROWS * _ROW
        row = range(first, first + _ROW)
        return next(
            (c for c in row if self._clients[c] == key), min(row, key=self._until.__getitem__)
        )

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._threads:
            if fcntl:
                fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                if fcntl:
                    fcntl.lockf(self._file, fcntl.LOCK_UN)


def client_of(address: str) -> str:
    """Return the key of a client: its IPv4 address, or the network of its IPv6 address.

    Whatever has no address, as a proxy may report, is one client.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or int(parsed) >> (128 - _NETWORK))
    return str(parsed)
