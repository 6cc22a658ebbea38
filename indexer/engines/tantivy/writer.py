"""Documents into an index of Tantivy, by its own writer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import tantivy

from indexer.engines.documents import IndexDocument, IndexDocuments
from indexer.engines.numbered_texts import NumberedTexts
from indexer.engines.protocol import EngineWriter, nothing
from indexer.engines.tantivy import segments
from indexer.engines.tantivy.folders import open_index
from indexer.engines.tantivy.os_errors import os_errors_raised
from indexer.engines.tantivy.panics import panics_are_errors
from indexer.engines.tantivy.schema import stored_form

_HEAP_BYTES = 400_000_000
_THREADS = 1  # beside Python's: two take as long, order ties anew each time, leave more segments
_MAX_WAITING = 3_000  # documents to be handed over, of about 5 kB each
_MAX_WAITING_BYTES = 10_000_000  # of payload


def open_writer(folder: Path, *, fresh: bool, ids: NumberedTexts | None = None) -> EngineWriter:
    """Open the compiled writer where it was built, else the one that describes it."""
    index = open_index(folder)
    if compiled := segments.compiled():
        return segments.CompiledWriter(compiled, folder, fresh=fresh, ids=ids)
    return TantivyWriter(index, fresh=fresh)


@panics_are_errors
class TantivyWriter:
    """Adds articles to a Tantivy index and removes them, at `commit`."""

    add_types = None

    def __init__(self, index: tantivy.Index, *, fresh: bool) -> None:
        self._index = index
        with os_errors_raised():
            self._writer = index.writer(_HEAP_BYTES, _THREADS)
        self._fresh = fresh
        self._added: set[str] = set()
        self._waiting: list[IndexDocument] = []
        self._room = _MAX_WAITING_BYTES

    def add(self, document: IndexDocument) -> None:
        """Store a document in place of any with the same id."""
        # Every deletion is kept to the end and tried on every segment.
        if not self._fresh or document.id in self._added:
            self.delete(document.id)
        self._added.add(document.id)
        self._waiting.append(document)
        self._room -= len(document.payload)
        if len(self._waiting) >= _MAX_WAITING or self._room < 0:
            self._hand_over()

    def add_all(self, documents: IndexDocuments) -> None:
        """Store documents one after another."""
        for document in documents.each():
            self.add(document)

    def delete(self, article_id: str) -> None:
        """Remove the article with this id, if there is one."""
        if article_id in self._added:  # it may wait, and has to be there first
            self._hand_over()
        self._writer.delete_documents_by_term("id", article_id)

    def commit(
        self, meanwhile: Callable[[], None] = nothing, then: Callable[[], None] = nothing
    ) -> None:
        """Make all changes durable and visible, drop the files no segment needs, and close."""
        self._hand_over()
        meanwhile()
        with os_errors_raised():
            self._writer.commit()
            self._writer.garbage_collect_files()
            self._writer.wait_merging_threads()
        then()

    def abort(self) -> None:
        """Drop all changes and close."""
        self._writer.rollback()
        self._writer.wait_merging_threads()

    def _hand_over(self) -> None:
        """Give Tantivy all that waits at once.

        One by one, its threads would be woken for each: a sixth of all processor time.
        """
        with os_errors_raised():
            for document in self._waiting:
                self._writer.add_document(stored_form(document))
        self._waiting.clear()
        self._room = _MAX_WAITING_BYTES
