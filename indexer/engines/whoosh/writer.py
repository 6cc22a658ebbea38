"""Writes articles to the Whoosh engine: new segments, deletions, and merges of segments."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from indexer.engines.documents import CHANNELS, PARAGRAPH_GAP, IndexDocument, IndexDocuments
from indexer.engines.protocol import nothing
from indexer.engines.whoosh.contents import Contents
from indexer.engines.whoosh.postings import ArrayCodec, Inverter
from indexer.engines.whoosh.segment import SCORED, Segment, column_values, number_term

_SMALL_SEGMENT = 500


class WhooshWriter:
    """Adds articles to a Whoosh index and removes them, at `commit`."""

    add_types = None

    def __init__(self, contents: Contents, *, fresh: bool) -> None:
        self._contents = contents
        self._old = [] if fresh else contents.opened()
        self._writer = _ArticleWriter(contents)
        self._writer.mergetype = _keep_nothing if fresh else _merge_small
        self._added: dict[str, int] = {}

    def add(self, document: IndexDocument) -> None:
        """Store a document in place of any with the same id."""
        self.delete(document.id)
        self._added[document.id] = self._writer.add_article(document)

    def add_all(self, documents: IndexDocuments) -> None:
        """Store documents one after another."""
        for document in documents.each():
            self.add(document)

    def delete(self, article_id: str) -> None:
        """Remove the article with this id, if there is one."""
        if article_id in self._added:
            self._writer.newsegment.delete_document(self._added.pop(article_id))
            return
        for segment, stored in zip(self._old, self._writer.segments, strict=True):
            doc = segment.find(article_id)
            if doc is not None:
                stored.delete_document(doc)

    def commit(
        self, meanwhile: Callable[[], None] = nothing, then: Callable[[], None] = nothing
    ) -> None:
        """Make all changes durable and visible, drop the files no segment needs, and close.

        `meanwhile` is done before: its files are whole when the names of all files are read.
        """
        meanwhile()
        self._writer.commit()
        self._close_segments()
        then()

    def abort(self) -> None:
        """Drop all changes and close."""
        self._writer.cancel()
        self._contents.clean()
        self._close_segments()

    def _close_segments(self) -> None:
        for segment in self._old:
            segment.close()


class _ArticleWriter(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer of a segment, with postings inverted from ready-made terms."""

    def __init__(self, contents: Contents) -> None:
        super().__init__(contents, codec=ArrayCodec(), compound=False)
        self._contents = contents
        self.pool = Inverter(Path(self.temp_storage().folder))

    def add_article(self, document: IndexDocument) -> int:
        """Add an article and return its number."""
        doc: int = self.docnum
        add = self.pool.add
        lengths = {}
        for name in CHANNELS.values():
            lengths[name] = position = 0
            for paragraph in getattr(document, name).split("\n"):
                terms = paragraph.split()
                add(name, doc, terms, position)
                lengths[name] += len(terms)
                position += len(terms) + PARAGRAPH_GAP
        add("id", doc, [document.id])
        if document.group:
            add("group", doc, [number_term(document.group)])
        add("lsh_bands", doc, [number_term(band) for band in document.lsh_bands])
        for name, values in document.values.items():
            add(name, doc, list(values))
        self.add_document(**column_values(document, [lengths[name] for name in SCORED]))
        return doc

    def add_postings_to_pool(self, reader: Any, startdoc: int, docmap: Any) -> None:
        """Copy the posting lists of a segment that is merged into this one, and close it."""
        renumber = startdoc.__add__ if docmap is None else docmap.get
        segment = Segment(reader)
        for field, term, _, postings in segment.entries():
            self.pool.extend(field, term, postings.places(renumber))
        segment.close()

    def _commit_toc(self, segments: list[Any]) -> None:
        self._contents.commit(segments)


def _keep_nothing(_writer: Any, _segments: list[Any]) -> list[Any]:
    return []


def _merge_small(writer: Any, segments: list[Any]) -> list[Any]:
    """Merge segments no larger than what is written anyway, so that a small update stays small.

    Each article is then copied O(log n) times, and there are O(log n) segments.
    """
    kept = []
    for segment in sorted(segments, key=lambda each: each.doc_count()):
        live = segment.doc_count()
        if live <= max(_SMALL_SEGMENT, writer.doc_count()) or segment.deleted_count() > live:
            if live:
                writer.add_reader(SegmentReader(writer.storage, writer.schema, segment))
        else:
            kept.append(segment)
    return kept
