"""One writer at a time, on any machine: a document in the cluster names it, and until when.

The writer renews its lease; the lease of a process that dies expires. Before each write that others
can see the writer checks that the lease is still its own.
"""

from __future__ import annotations

import logging
import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread
from typing import Any, NoReturn
from uuid import uuid4

from indexer.engines.opensearch.client import Client, RefusedError
from indexer.errors import IndexLockedError, KnipselError

SECONDS = 60
"""How long a lease lasts; the clocks of writers must differ by less than this."""

_RENEWALS = 4  # in that time
_MARGIN = 10  # seconds before its end in which nothing is written by it
_CONFLICT = 409
_LOG = logging.getLogger("knipsel")


class Lease:
    """The right to write to an archive, which one process has at a time. Threads may share it."""

    def __init__(self, client: Client, path: str) -> None:
        self._client = client
        self._path = path
        self._owner = uuid4().hex
        self._held: dict[str, str] = {}
        self._until = 0.0
        self._lost = False
        self._writing = Lock()
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
                if not self._lost:
                    self._client.ask("DELETE", self._path, parameters=self._held)

    def check(self) -> None:
        """Make sure that no other process may be writing; renew the lease if it ends soon.

        Raises IndexLockedError if another process has taken it over, and EngineUnavailableError if
        that cannot be known because the cluster does not answer.
        """
        if self._lost or time.time() > self._until - _MARGIN:
            with self._writing:
                if self._lost:
                    self._refuse()
                if time.time() > self._until - _MARGIN:
                    self._extend()

    def _take(self) -> None:
        try:
            self._write({"op_type": "create"})
        except RefusedError as error:
            if error.status != _CONFLICT:
                raise
            self._take_over()

    def _take_over(self) -> None:
        """Take the lease of a process that no longer renews it."""
        found = self._found()
        if found is None:
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
        """Renew the lease until it is given back or lost; whatever fails is tried again."""
        while not self._over.wait(SECONDS / _RENEWALS):
            try:
                with self._writing:
                    self._extend()
            except IndexLockedError:
                return  # the next check says so
            except Exception as error:  # noqa: BLE001 - it must not end unseen
                _LOG.warning("the right to write could not be renewed, tried again: %s", error)

    def _extend(self) -> None:
        """Renew the lease once. Raises IndexLockedError if it is another process's by now."""
        try:
            self._write(self._held)
        except RefusedError as error:
            if error.status != _CONFLICT:
                raise
            # A renewal that was not answered may have been made nevertheless.
            found = self._found()
            if found is None or found["_source"].get("owner") != self._owner:
                self._lost = True
                self._refuse()
            self._write(_places(found))

    def _refuse(self) -> NoReturn:
        raise IndexLockedError(
            "The cluster was out of reach so long that another process has begun to write. "
            "Nothing more was written: run this again when that process is done."
        )

    def _found(self) -> dict[str, Any] | None:
        """Return the document of the lease, None if there is none."""
        try:
            found: dict[str, Any] = self._client.ask("GET", self._path)
        except RefusedError as error:
            if not error.is_missing:
                raise
            return None
        return found

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
