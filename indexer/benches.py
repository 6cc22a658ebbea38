"""What counts over the open generation of an archive: made when it is asked for, and kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from indexer.analysis.analyzer import Analyzer
from indexer.errors import NoForwardIndexError
from indexer.model import Article, NameInArticle, SearchRequest
from indexer.search.request import limits
from indexer.search.selection import checked_query, first_ids
from indexer.search.snapshot import Snapshot
from indexer.statistics.concordance import MAX_ARTICLES

if TYPE_CHECKING:
    from indexer.statistics.workbench import Workbench
    from indexer.storage.manifest import VersionToken


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

    def of(self, snapshot: Snapshot) -> Workbench:
        """Return what counts over a snapshot.

        Raises NoForwardIndexError if a cluster has the archive, KnipselError if corrections of
        names cannot be read.
        """
        from indexer.statistics.workbench import Workbench  # noqa: PLC0415 - numpy takes 80 ms

        last = self._last
        if last and last[0] == snapshot.stamp:
            return last[1]
        bench = Workbench.of(
            snapshot.names.forward,
            self._analyzer,
            snapshot.query_analyzer.as_archived,
            read=lambda request: (checked_query(snapshot, request), limits(request)),
            stored=snapshot.articles,
            ranked=lambda request: first_ids(snapshot, request, MAX_ARTICLES),
            corrections=self._corrections,
            bounded=self._bounded,
        )
        self._last = snapshot.stamp, bench
        return bench

    def names_of(self, snapshot: Snapshot, article: Article) -> tuple[NameInArticle, ...] | None:
        """Return the names of an article; None for an archive in a cluster, which has no usage."""
        try:
            found = self.of(snapshot).names_of(article)
        except NoForwardIndexError:
            return None
        return tuple(NameInArticle(n.name, str(n.type), tuple(n.forms)) for n in found)

    def exact_ids(self, snapshot: Snapshot, request: SearchRequest) -> tuple[str, ...] | None:
        """Return the ids of what figures count of a request; None for an archive in a cluster."""
        try:
            bench = self.of(snapshot).reading(parts=False, collapse=False)
        except NoForwardIndexError:
            return None
        return tuple(bench.ids(request))  # of its own, as a bench keeps the hits of a query
