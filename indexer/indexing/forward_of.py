"""A forward index of what an engine has, for an archive that keeps none: one in a cluster."""

from __future__ import annotations

from pathlib import Path

from indexer.analysis.analyzer import Analyzer
from indexer.engines.protocol import EngineReader
from indexer.indexing.document import counted_document
from indexer.indexing.sources import batched
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.writer import ForwardWriter
from indexer.storage.payload import stored_article

_AT_ONCE = 500  # articles that are fetched together


def forward_of(reader: EngineReader, folder: Path) -> ForwardIndex:
    """Write the forward index of all articles of a reader into an empty folder, and open it."""
    analyzer = Analyzer()  # of its own, as it numbers words
    writer = ForwardWriter(folder, analyzer.take_types, fresh=True)
    try:
        for batch in batched(reader.ids(), _AT_ONCE):
            ids = [id_ for id_, _ in batch]
            reader.prefetch_documents(ids)
            doc_ids = [doc_id for id_ in ids if (doc_id := reader.doc_id(id_)) is not None]
            groups = reader.group_ids(doc_ids)
            for payload, group in zip(reader.load(doc_ids), groups, strict=True):
                writer.add(counted_document(stored_article(payload), group, analyzer))
        writer.finish()
    except BaseException:
        writer.abandon()
        raise
    return ForwardIndex.open(folder)
