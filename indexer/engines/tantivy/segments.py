"""Documents into an index of Tantivy by the compiled writer, where it was built.

It makes Tantivy's files by itself, in a folder of its own inside the index; what is there already,
and all merging, remains with Tantivy. `writer.TantivyWriter` is the description.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import repeat
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias
from uuid import UUID

import orjson
import tantivy

from indexer.compiled import loaded
from indexer.engines.bm25 import FILLERS
from indexer.engines.documents import IndexDocument, IndexDocuments
from indexer.engines.numbered_texts import NumberedTexts, NumberOf, numbered_texts
from indexer.engines.protocol import nothing
from indexer.engines.tantivy.folders import MANAGED, META, open_index, utf8_name
from indexer.engines.tantivy.os_errors import os_errors_raised
from indexer.engines.tantivy.panics import panics_are_errors
from indexer.engines.tantivy.schema import SCORED, by_types, field_columns
from indexer.files import write_atomically

_INTERFACE = 17  # counts up, here and in kernel/segments/src/lib.rs, with what is taken or given

_CHANNELS = (("title_exact", "title_stem", "title_part"), ("exact", "stem", "part"))
"""The fields that have the terms of titles and of texts."""
_SEGMENT_BYTES = 160_000_000  # of a segment in memory; to close it takes half as much besides
_THREADS = min(2, os.cpu_count() or 1)  # that close a segment
_HEAP_BYTES = 15_000_000  # the least that Tantivy takes: it deletes and merges only

Finished: TypeAlias = tuple[str, int, int]
"""The name of a segment, its documents, and how many of them are deleted."""


@cache
def compiled() -> ModuleType | None:
    """Return the compiled writer; None where it was not built, or for another Tantivy."""
    module = loaded("indexer.engines.tantivy._segments")
    if module is None:
        return None
    is_same = _minor(module.TANTIVY) == _minor(getattr(tantivy, "__version__", ""))
    return module if is_same and module.INTERFACE == _INTERFACE else None


@panics_are_errors
class CompiledWriter:
    """Adds articles to a Tantivy index and removes them, at `commit`."""

    def __init__(
        self, module: ModuleType, folder: Path, *, fresh: bool, ids: NumberedTexts | None = None
    ) -> None:
        self._folder = folder
        self._fresh = fresh
        self._segments = folder / "segments.part"
        shutil.rmtree(self._segments, ignore_errors=True)
        self._segments.mkdir()
        open_index(self._segments)
        fillers = dict.fromkeys(SCORED, FILLERS)
        name = utf8_name(self._segments)
        with os_errors_raised():
            self._writer = module.SegmentWriter(
                *(name, "id", _CHANNELS, fillers, _SEGMENT_BYTES, _THREADS)
            )
        self._added = NumberOf(numbered_texts() if ids is None else ids)
        self._outdated: dict[str, None] = {}

    def add_types(self, told: str) -> None:
        """Take types before documents that have them: `EngineWriter.add_types`."""
        self._writer.add_types(told)

    def add(self, document: IndexDocument) -> None:
        """Store a document in place of any with the same id."""
        self.add_all(IndexDocuments.of(document))

    def add_all(self, documents: IndexDocuments) -> None:
        """Store documents one after another."""
        ids = documents.ids
        if self._added.add_all(ids, repeat(0, len(ids))) is not None:
            if not self._fresh:
                self._outdated.update(dict.fromkeys(ids))
            self._store(documents)
            return
        for place, id_ in enumerate(ids):
            is_new = id_ not in self._added
            self._added[id_] = 0
            if not (self._fresh and is_new):
                self._remove(id_, is_added=not is_new)
            self._store(documents.part(place, place + 1))

    def _store(self, documents: IndexDocuments) -> None:
        columns, told = field_columns(documents), by_types(documents)
        sequences = zip(documents.sequences, told, strict=True)
        words = [sequence if is_told else None for sequence, is_told in sequences]
        with os_errors_raised():
            self._writer.add_all(columns, words)

    def delete(self, article_id: str) -> None:
        """Remove the article with this id, if there is one."""
        self._remove(article_id, is_added=article_id in self._added)

    def _remove(self, article_id: str, *, is_added: bool) -> None:
        if is_added:
            with os_errors_raised():
                self._writer.delete(article_id)
        if not self._fresh:
            self._outdated[article_id] = None

    def commit(
        self, meanwhile: Callable[[], None] = nothing, then: Callable[[], None] = nothing
    ) -> None:
        """Make all changes durable and visible, drop the files no segment needs, and close.

        `meanwhile` is done beside that, as Tantivy may merge for long.
        """
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - 5 ms no reader needs

        with ThreadPoolExecutor(1) as threads:
            done = threads.submit(self._commit, then)
            meanwhile()
        done.result()

    def _commit(self, then: Callable[[], None]) -> None:
        with os_errors_raised():
            if self._outdated:
                _tidy(self._folder, self._outdated)
            meta = orjson.loads((self._folder / META).read_bytes())
            if finished := self._writer.finish(meta["opstamp"]):
                self._publish(meta, finished)
            shutil.rmtree(self._segments)
            if len(meta["segments"]) > 1 or any(deleted for _, _, deleted in finished):
                _tidy(self._folder)
        then()

    def abort(self) -> None:
        """Drop all changes and close."""
        self._writer.abandon()
        shutil.rmtree(self._segments, ignore_errors=True)

    def _publish(self, meta: dict[str, Any], finished: Sequence[Finished]) -> None:
        """Move the files of segments into the index, then name them in it."""
        segments = {name for name, _, _ in finished}
        files = [p for p in self._segments.iterdir() if p.name.partition(".")[0] in segments]
        for path in files:
            path.rename(self._folder / path.name)
        managed = orjson.loads((self._folder / MANAGED).read_bytes())
        managed += sorted(path.name for path in files)
        write_atomically(self._folder / MANAGED, orjson.dumps(managed))
        stamp = meta["opstamp"]
        for name, size, deleted in finished:
            deletes = {"num_deleted_docs": deleted, "opstamp": stamp} if deleted else None
            row = {"segment_id": str(UUID(name)), "max_doc": size, "deletes": deletes}
            meta["segments"].append(row)
        meta["opstamp"] = stamp + 1  # the next deletions get another name
        write_atomically(self._folder / META, orjson.dumps(meta))


def _minor(version: str) -> str:
    """Return a version of Tantivy and of its files without the last number of the first."""
    return re.sub(r"\.\d+,", ",", version)


def _tidy(folder: Path, outdated: Iterable[str] = ()) -> None:
    """Let Tantivy delete these articles, merge what it would merge, and drop unneeded files."""
    writer = open_index(folder).writer(_HEAP_BYTES, 1)
    for article_id in outdated:
        writer.delete_documents_by_term("id", article_id)
    writer.commit()
    writer.garbage_collect_files()
    writer.wait_merging_threads()
