"""What an index in a cluster keeps beside its articles: bytes, each in a document of its own."""

from __future__ import annotations

import base64
from collections.abc import Collection

from indexer.engines.opensearch.client import Client, RefusedError
from indexer.engines.opensearch.lease import Lease
from indexer.errors import IndexDamagedError

_FIELDS = {"generation": {"type": "keyword"}, "file": {"type": "keyword"}}
"""What pieces of files are found by, to be removed; the rest is found by its name alone."""


class Documents:
    """Documents of an index of state, which hold bytes; they are written by who has the lease."""

    def __init__(self, client: Client, lease: Lease, state: str) -> None:
        self._client = client
        self._lease = lease
        self._state = state

    def prepare(self) -> None:
        """Make the index of state, unless it is there."""
        settings = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}
        mapping = {"dynamic": False, "properties": _FIELDS}
        try:
            body = {"settings": {"index": settings}, "mappings": mapping}
            self._client.ask("PUT", f"/{self._state}", body)
        except RefusedError as error:
            if error.kind != "resource_already_exists_exception":
                raise
            self._client.ask("PUT", f"/{self._state}/_mapping", {"properties": _FIELDS})

    def read(self, document: str, name: str) -> bytes | None:
        """Return the bytes of this name in a document, None where there is none.

        Raises IndexDamagedError if it holds something else.
        """
        try:
            found = self._client.ask("GET", self._path(document))
        except RefusedError as error:
            if not error.is_missing:
                raise
            return None
        try:
            return base64.b64decode(found["_source"].get(name, ""), validate=True)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise IndexDamagedError(f"{document} in {self._state} holds no {name}") from error

    def write(self, document: str, **contents: bytes) -> None:
        """Write a document in place of an earlier one. Raises IndexLockedError without a lease."""
        self._put(document, {}, contents)

    def write_piece(self, document: str, generation: str, file: str, piece: bytes) -> None:
        """Write a piece of a file. Raises IndexLockedError without a lease."""
        self._put(document, {"generation": generation, "file": file}, {"piece": piece})

    def remove(self, document: str) -> None:
        """Remove a document, if there is one. Raises IndexLockedError without a lease."""
        self._lease.check()
        try:
            self._client.ask("DELETE", self._path(document))
        except RefusedError as error:
            if not error.is_missing:
                raise

    def remove_pieces(self, generation: str, but: Collection[str] = ()) -> None:
        """Remove the pieces of a generation, but for those of some files."""
        others = {"terms": {"file": [*but]}}
        of_it = {"term": {"generation": generation}}
        query = {"query": {"bool": {"filter": [of_it], "must_not": [others]}}}
        self._client.ask("POST", f"/{self._state}/_refresh")
        self._lease.check()
        path = f"/{self._state}/_delete_by_query"
        self._client.ask("POST", path, query, parameters={"conflicts": "proceed"}, timeout=600)

    def _put(self, document: str, told: dict[str, str], contents: dict[str, bytes]) -> None:
        self._lease.check()
        encoded = {name: base64.b64encode(each).decode() for name, each in contents.items()}
        self._client.ask("PUT", self._path(document), {**told, **encoded})

    def _path(self, document: str) -> str:
        return f"/{self._state}/_doc/{document}"
