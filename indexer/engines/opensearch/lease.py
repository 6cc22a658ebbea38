"""One writer at a time, on any machine: a document in the cluster names it, and until when.

The writer renews its lease; the lease of a process that dies expires.
"""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import Any
from uuid import uuid4

from indexer.engines.opensearch.client import Client, RefusedError
from indexer.errors import IndexLockedError, KnipselError

SECONDS = 60
"""How long a lease lasts; the clocks of writers must differ by less than this."""

_RENEWALS = 4  # in that time
_CONFLICT, _GONE = 409, 404


class Lease:
    """The right to write to an archive, which one process has at a time."""

    def __init__(self, client: Client, path: str) -> None:
        self._client = client
        self._path = path
        self._owner = uuid4().hex
        self._held: dict[str, str] = {}
        self._until = 0.0
        self._over = Event()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lease. Raises IndexLockedError if another process holds it."""
        self._take()
        renewing = Thread(target=self._renew, daemon=True)
        renewing.start()
        try:
            yield
        finally:
            self._over.set()
            renewing.join()
            with suppress(KnipselError):
                self._client.ask("DELETE", self._path, parameters=self._held)

    def check(self) -> None:
        """Raise IndexLockedError if the lease could not be renewed in time."""
        if time.time() > self._until:
            raise IndexLockedError(
                "The cluster was out of reach so long that another process may be writing. "
                "Nothing was switched: run this again."
            )

    def _take(self) -> None:
        try:
            self._write({"op_type": "create"})
        except RefusedError as error:
            if error.status != _CONFLICT:
                raise
            self._take_over()

    def _take_over(self) -> None:
        """Take the lease of a process that no longer renews it."""
        try:
            found = self._client.ask("GET", self._path)
        except RefusedError as error:
            if error.status != _GONE:
                raise
            self._take()
            return
        holder = found["_source"]
        if holder["until"] > time.time():
            raise IndexLockedError(
                f"Another process is writing this archive: process {holder['process']} on "
                f"{holder['host']}, since {holder['since']}. Wait until it is done, or stop it; "
                f"if it is gone already, wait {holder['until'] - time.time():.0f} s."
            )
        try:
            self._write(_places(found))
        except RefusedError as error:
            raise IndexLockedError(
                "Another process has just begun to write. Try again when it is done."
            ) from error

    def _renew(self) -> None:
        while not self._over.wait(SECONDS / _RENEWALS):
            with suppress(KnipselError):
                self._write(self._held)

    def _write(self, condition: dict[str, str]) -> None:
        until = time.time() + SECONDS
        holder = {
            "owner": self._owner,
            "process": os.getpid(),
            "host": platform.node(),
            "since": time.strftime("%Y-%m-%d %H:%M:%S"),
            "until": until,
        }
        answer = self._client.ask("PUT", self._path, holder, parameters=condition)
        self._held, self._until = _places(answer), until


def _places(answer: dict[str, Any]) -> dict[str, str]:
    """Return the condition that the document is still as it is now."""
    return {"if_seq_no": str(answer["_seq_no"]), "if_primary_term": str(answer["_primary_term"])}
