"""One writer of an engine's index and the forward index beside it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from indexer.analysis.kernel import TakenTypes
from indexer.engines.documents import IndexDocument, IndexDocuments
from indexer.engines.numbered_texts import NumberedTexts
from indexer.engines.protocol import EngineWriter, nothing
from indexer.storage.forward.writer import ForwardWriter


def open_both(
    open_engine: Callable[[], EngineWriter],
    files: Path,
    take_types: Callable[[], TakenTypes],
    *,
    fresh: bool,
    may_hold: Callable[[str], object] = bool,
    ids: NumberedTexts | None = None,
) -> WriterWithForward:
    """Open both, the forward index in a folder of files: on a new one if `fresh`.

    `take_types` gives the types that the sequences of documents number, `may_hold` says whether the
    generation that is continued may have an id, `ids` are numbered for all of the run.
    """
    forward = ForwardWriter(files, take_types, fresh=fresh, may_hold=may_hold, ids=ids)
    try:
        return WriterWithForward(open_engine(), forward)
    except BaseException:
        forward.abandon()
        raise


class WriterWithForward:
    """Gives an engine's writer, and that of the forward index, what each keeps of an article."""

    def __init__(self, engine: EngineWriter, forward: ForwardWriter) -> None:
        self._engine = engine
        self.forward = forward

    @property
    def add_types(self) -> Callable[[str], None] | None:
        """What takes types for the engine: `EngineWriter.add_types`."""
        return self._engine.add_types

    def add(self, document: IndexDocument) -> None:
        """Store a document in place of any with the same id."""
        self._engine.add(document)
        self.forward.add(document)

    def add_all(self, documents: IndexDocuments) -> None:
        """Store documents one after another."""
        self._engine.add_all(documents)
        self.forward.add_all(documents)

    def delete(self, article_id: str) -> None:
        """Remove the article with this id, if there is one."""
        self._engine.delete(article_id)
        self.forward.delete(article_id)

    def commit(
        self, meanwhile: Callable[[], None] = nothing, then: Callable[[], None] = nothing
    ) -> None:
        """Write both; do `meanwhile` when the forward index is there, `then` when both are."""

        def beside() -> None:
            self.forward.finish()
            meanwhile()

        self._engine.commit(beside, then)

    def abort(self) -> None:
        """Drop all changes and close."""
        with suppress(Exception):
            self.forward.abandon()
        self._engine.abort()
