"""Writes to an index in a cluster: at once if nobody searches it yet, else at the commit."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import orjson

from indexer.engines.documents import IndexDocument, IndexDocuments
from indexer.engines.opensearch.bulk import Bulk, Guard, unguarded
from indexer.engines.opensearch.client import Client, RefusedError
from indexer.engines.opensearch.mapping import (
    ABOUT,
    FILLING,
    body_of_index,
    line_of_removal,
    lines_of,
)
from indexer.engines.protocol import nothing
from indexer.errors import IndexDamagedError, KnipselError

_LENGTH = 8  # bytes of the length before each buffered action


def create_index(client: Client, index: str, about: Mapping[str, Any]) -> None:
    """Make an empty index with this metadata. Raises KnipselError if it cannot be made."""
    try:
        client.ask("PUT", f"/{index}", body_of_index(client.cluster, about))
    except RefusedError as error:
        raise KnipselError(f"The OpenSearch index {index} cannot be made: {error}") from error


class OpenSearchWriter:
    """Adds and removes articles of an index.

    An index that is searched does not change before the commit: until then all actions are kept in
    a temporary file. One that is being filled gets them at once, and keeps them after `abort`.
    """

    add_types = None

    def __init__(self, client: Client, index: str, guard: Guard = unguarded) -> None:
        self._client = client
        self._index = index
        self._guard = guard
        self._bulk = Bulk(client, index, guard)
        filled = self._is_filled()
        client.stay_near(index)
        self._kept = None if filled else tempfile.TemporaryFile()  # noqa: SIM115 - see _close

    def add(self, document: IndexDocument) -> None:
        """Store a document in place of any with the same id."""
        self._take(document.id, lines_of(document))

    def add_all(self, documents: IndexDocuments) -> None:
        """Store documents one after another."""
        for document in documents.each():
            self.add(document)

    def delete(self, article_id: str) -> None:
        """Remove the article with this id, if there is one."""
        self._take(article_id, line_of_removal(article_id))

    def commit(
        self, meanwhile: Callable[[], None] = nothing, then: Callable[[], None] = nothing
    ) -> None:
        """Make all changes durable and visible to readers opened from now on, and close."""
        try:
            meanwhile()
            for id_, lines in self._actions():
                self._bulk.add(id_, lines)
            self._bulk.finish()
            self._guard()
            self._client.ask("POST", f"/{self._index}/_refresh", timeout=600)
        finally:
            self._close()
        then()

    def abort(self) -> None:
        """Send nothing more, and close."""
        self._close()

    def _take(self, id_: str, lines: bytes) -> None:
        if self._kept is None:
            self._bulk.add(id_, lines)
            return
        record = orjson.dumps(id_) + b"\n" + lines
        self._kept.write(len(record).to_bytes(_LENGTH) + record)

    def _actions(self) -> Iterator[tuple[str, bytes]]:
        """Yield the buffered actions, in their order."""
        if self._kept is None:
            return
        self._kept.seek(0)
        while length := self._kept.read(_LENGTH):
            id_, lines = self._kept.read(int.from_bytes(length)).split(b"\n", 1)
            yield orjson.loads(id_), lines

    def _close(self) -> None:
        self._bulk.close()
        if self._kept is not None:
            self._kept.close()

    def _is_filled(self) -> bool:
        """Return whether the index is still being filled.

        Raises IndexDamagedError if there is no such index.
        """
        try:
            found = self._client.ask("GET", f"/{self._index}/_mapping")
        except RefusedError as error:
            raise IndexDamagedError(f"The OpenSearch index {self._index} is not there") from error
        about = found[self._index]["mappings"].get("_meta", {}).get(ABOUT, {})
        return FILLING in about
