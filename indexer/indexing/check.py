"""Checking an index: its files against the manifest, and what an engine holds against itself."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from indexer.analysis.analyzer import Analyzer
from indexer.analysis.readings import Readings
from indexer.config import Settings
from indexer.engines.documents import CHANNELS, IndexDocument
from indexer.engines.protocol import EngineReader
from indexer.errors import IndexDamagedError
from indexer.indexing.document import content_hash, document
from indexer.indexing.withheld import withheld_of
from indexer.near_duplicates.grouping import Grouping
from indexer.query import nodes
from indexer.storage.index_store import IndexStore, check_compatible, forward_of, open_store
from indexer.storage.manifest import Manifest
from indexer.storage.os_errors import unreadable
from indexer.storage.payload import stored_article

_AT_ONCE = 1_000  # articles that are held in memory
_SAMPLED = 200  # articles that are analysed anew
_MAX_WORDS = 100  # of an article and channel
_MAX_CHARACTERS = 1_000  # characters; engines have limits of their own


def check(settings: Settings, store: IndexStore | None = None) -> list[str]:
    """Return a line for each thing that is wrong with an index; its `store` if one is open.

    Raises IndexMissingError if there is none, IndexStaleError if it is of another version, and
    EngineUnavailableError if the system does not let it be read.
    """
    analyzer = Analyzer()
    home = store or open_store(settings, analyzer.fingerprint)
    while True:
        stamp = home.stamp()
        try:
            wrong = _wrong(home, analyzer)
        except IndexDamagedError as error:
            wrong = [str(error)]
        if home.stamp() == stamp:  # else what was checked may have been swept away
            return wrong


def _wrong(home: IndexStore, analyzer: Analyzer) -> list[str]:
    manifest = home.manifest()
    check_compatible(manifest, home, analyzer.fingerprint)
    try:
        if wrong := list(home.verify_files(manifest)):
            return wrong
        reader = home.engine(manifest.engine).open_reader(home.path(manifest))
        wrong += _wrong_inside(reader, manifest, analyzer)
        reader.close()
        forward_of(home, manifest).verify()
        _read_tables(home, manifest)
    except IndexDamagedError as error:
        wrong.append(str(error))
    except OSError as error:
        if not isinstance(error, FileNotFoundError):
            raise unreadable(error) from error
        wrong.append(f"{home.path(manifest)} names what it does not have: {error}")
    except Exception as error:  # noqa: BLE001 - damage can be any error
        wrong.append(f"{home.path(manifest)} cannot be read to its end: {error}")
    return wrong


def _read_tables(home: IndexStore, manifest: Manifest) -> None:
    """Read what lies beside the engine's files and the forward index, line by line."""
    home.words(manifest)
    for _ in Readings(home.readings(manifest)).every():
        pass
    withheld_of(home)


def _wrong_inside(reader: EngineReader, manifest: Manifest, analyzer: Analyzer) -> Iterator[str]:
    if reader.size != manifest.articles:
        yield f"the manifest counts {manifest.articles} articles, the index holds {reader.size}"
    yield from reader.verify()
    yield from _wrong_hashes(reader)
    yield from _wrong_terms(reader, analyzer)


def _wrong_hashes(reader: EngineReader) -> Iterator[str]:
    """Read every article anew: as it is stored it hashes to the version it is stored under."""
    ids = iter(reader.ids())
    while batch := dict(islice(ids, _AT_ONCE)):
        reader.prefetch_documents(list(batch))
        found = {id_: doc_id for id_ in batch if (doc_id := reader.doc_id(id_))}
        for id_, payload in zip(found, reader.load([*found.values()]), strict=True):
            known = content_hash(stored_article(payload), batch[id_])
            if not reader.has_content(id_, known):
                yield f"article {id_!r} is stored under another version than its own"


def _wrong_terms(reader: EngineReader, analyzer: Analyzer) -> Iterator[str]:
    """Analyse some articles anew: each is found by the words that it has."""
    grouping = Grouping(None, lambda _: None)
    ids = [id_ for id_, _ in reader.ids()]
    for id_ in ids[:: max(1, len(ids) // _SAMPLED)]:
        if doc_id := reader.doc_id(id_):
            article = stored_article(reader.load([doc_id])[0])
            words = _words(document(article, "", analyzer, grouping))
            if words and reader.scores(nodes.And(words), [doc_id]) == [None]:
                yield f"article {id_!r} is not found by its own words"


def _words(held: IndexDocument) -> tuple[nodes.Term, ...]:
    """Return terms of every channel, as many as make sure."""
    return tuple(
        nodes.Term(*channel, term)
        for channel, name in CHANNELS.items()
        for term in sorted({*getattr(held, name).split()})[:_MAX_WORDS]
        if len(term) <= _MAX_CHARACTERS
    )
