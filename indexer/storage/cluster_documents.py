"""What an index in a cluster keeps beside its articles: bytes, each in a document of its own."""

from __future__ import annotations

import base64

from indexer.engines.opensearch.client import Client, RefusedError
from indexer.engines.opensearch.lease import Lease


class Documents:
    """Documents that hold bytes under one name; they are written by who has the lease."""

    def __init__(self, client: Client, lease: Lease) -> None:
        self._client = client
        self._lease = lease

    def read(self, path: str, name: str) -> bytes | None:
        """Return the bytes of a document, None where there is none."""
        try:
            found = self._client.ask("GET", path)
        except RefusedError as error:
            if not error.is_missing:
                raise
            return None
        return base64.b64decode(found["_source"].get(name, ""))

    def write(self, path: str, **contents: bytes) -> None:
        """Write a document in place of an earlier one. Raises IndexLockedError without a lease."""
        self._lease.check()
        encoded = {name: base64.b64encode(each).decode() for name, each in contents.items()}
        self._client.ask("PUT", path, encoded)

    def remove(self, path: str) -> None:
        """Remove a document, if there is one."""
        try:
            self._client.ask("DELETE", path)
        except RefusedError as error:
            if not error.is_missing:
                raise
