"""What counts over the open generation of an archive: made when it is asked for, and kept."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from weakref import finalize

from indexer.analysis.analyzer import Analyzer
from indexer.errors import NoForwardIndexError
from indexer.model import Article, NameInArticle, SearchRequest
from indexer.search.request import limits
from indexer.search.selection import checked_query, first_ids
from indexer.search.snapshot import Snapshot
from indexer.statistics.concordance import MAX_ARTICLES

if TYPE_CHECKING:
    from indexer.statistics.workbench import Workbench
    from indexer.storage.forward.index import ForwardIndex
    from indexer.storage.manifest import VersionToken

MAX_FETCHED = 10_000
"""Articles of a cluster that figures are counted over: they are fetched and analysed first."""


class Benches:
    """The workbench of the generation that was asked about last. Threads may share it."""

    def __init__(
        self, analyzer: Analyzer, corrections: Path | None, *, bounded: bool = False
    ) -> None:
        """Let one request cost about a second of a processor at most where it is bounded."""
        self._bounded = bounded
        self._analyzer = analyzer
        self._corrections = corrections
        self._last: tuple[VersionToken, Workbench] | None = None
        self._making = Lock()

    def of(self, snapshot: Snapshot) -> Workbench:
        """Return what counts over a snapshot.

        Raises NoForwardIndexError if a cluster has an archive of more than MAX_FETCHED articles,
        KnipselError if corrections of names cannot be read.
        """
        with self._making:
            last = self._last
            if last is None or last[0] != snapshot.stamp:
                last = self._last = snapshot.stamp, self._made(snapshot)
            return last[1]

    def _made(self, snapshot: Snapshot) -> Workbench:
        from indexer.statistics.workbench import Workbench  # noqa: PLC0415 - numpy takes 80 ms

        return Workbench.of(
            _forward(snapshot),
            self._analyzer,
            snapshot.query_analyzer.as_archived,
            read=lambda request: (checked_query(snapshot, request), limits(request)),
            stored=snapshot.articles,
            ranked=lambda request: first_ids(snapshot, request, MAX_ARTICLES),
            corrections=self._corrections,
            bounded=self._bounded,
        )

    def names_of(self, snapshot: Snapshot, article: Article) -> tuple[NameInArticle, ...] | None:
        """Return the names of an article; None for an archive in a cluster, which has no usage."""
        try:
            snapshot.names.forward  # noqa: B018 - every page of an article asks: none is made for it
        except NoForwardIndexError:
            return None
        found = self.of(snapshot).names_of(article)
        return tuple(NameInArticle(n.name, str(n.type), tuple(n.forms)) for n in found)

    def exact_ids(self, snapshot: Snapshot, request: SearchRequest) -> tuple[str, ...] | None:
        """Return the ids of what figures count of a request; None for a large one in a cluster."""
        try:
            bench = self.of(snapshot).reading(parts=False, collapse=False)
        except NoForwardIndexError:
            return None
        return tuple(bench.ids(request))  # of its own, as a bench keeps the hits of a query


def _forward(snapshot: Snapshot) -> ForwardIndex:
    """Return the forward index, of a small archive in a cluster one that is made for now."""
    try:
        return snapshot.names.forward
    except NoForwardIndexError as error:
        if snapshot.reader.size > MAX_FETCHED:
            raise NoForwardIndexError(
                f"Figures over a cluster are counted up to {MAX_FETCHED:,} articles, as they are "
                f"fetched and analysed first; this archive has {snapshot.reader.size:,}. "
                "Copy it to a folder: knipsel copy --to tantivy"
            ) from error
    from shutil import rmtree  # noqa: PLC0415 - most archives need none of it
    from tempfile import mkdtemp  # noqa: PLC0415

    from indexer.indexing.forward_of import forward_of  # noqa: PLC0415

    folder = mkdtemp(prefix="knipsel-")
    try:
        made = forward_of(snapshot.reader, Path(folder))
    except BaseException:
        rmtree(folder, ignore_errors=True)
        raise
    finalize(made, rmtree, folder, ignore_errors=True)  # when nobody counts over it any more
    return made
