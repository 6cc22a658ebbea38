"""Mending what lies beside an index in a cluster, where a run ended before it was sent.

Articles are in a cluster as soon as they are sent, the forward index and the names when a run is
done. So what a killed run sent is analysed again, and what it removed goes.
"""

from __future__ import annotations

from indexer.analysis.analyzer import Analyzer
from indexer.engines.protocol import EngineReader
from indexer.indexing.document import counted_document
from indexer.indexing.naming import Naming
from indexer.indexing.sources import batched
from indexer.query import nodes
from indexer.storage.forward.writer import ForwardWriter
from indexer.storage.payload import stored_article

_AT_ONCE = 500  # articles that are fetched together


def mend(reader: EngineReader, forward: ForwardWriter, naming: Naming, analyzer: Analyzer) -> None:
    """Let a forward index, and what names are found in, have the articles that a reader has."""
    known = forward.contents()
    numbers = {*reader.contents(nodes.MatchAll(), reader.size)}
    origins = dict(reader.ids())
    for id_ in known.keys() - origins.keys():
        forward.delete(id_)
    lacking = [id_ for id_ in origins if known.get(id_) not in numbers]
    for ids in batched(lacking, _AT_ONCE):
        reader.prefetch_documents(ids)
        doc_ids = [doc_id for id_ in ids if (doc_id := reader.doc_id(id_)) is not None]
        groups = reader.group_ids(doc_ids)
        for payload, group in zip(reader.load(doc_ids), groups, strict=True):
            article = stored_article(payload)
            forward.add(counted_document(article, origins[article.id], group, analyzer))
            naming.add(article)
