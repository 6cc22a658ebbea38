"""What counts over the open generation of an archive: made when it is asked for, and kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from indexer.analysis.analyzer import Analyzer
from indexer.answers.long_text import Stored
from indexer.model import Article, NameInArticle, SearchRequest
from indexer.query.syntax import ParsedQuery
from indexer.search.request import limits
from indexer.search.selection import checked_query, first_ids
from indexer.search.snapshot import Exact, Snapshot
from indexer.statistics.concordance import MAX_ARTICLES
from indexer.storage.payload import opened_article, stored_article

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
        self._making = Lock()

    def of(self, snapshot: Snapshot) -> Workbench:
        """Return what counts over a snapshot.

        Raises KnipselError if corrections of names cannot be read.
        """
        with self._making:
            last = self._last
            if last is None or last[0] != snapshot.stamp:
                last = self._last = snapshot.stamp, self._made(snapshot)
            return last[1]

    def _made(self, snapshot: Snapshot) -> Workbench:
        from indexer.statistics.workbench import Workbench  # noqa: PLC0415 - numpy takes 80 ms

        return Workbench.of(
            snapshot.names.forward,
            self._analyzer,
            snapshot.query_analyzer.as_archived,
            read=lambda request: (_checked(snapshot, request), limits(request)),
            stored=_StoredArticles(snapshot),
            ranked=partial(_ranked, snapshot),
            corrections=self._corrections,
            bounded=self._bounded,
        )

    def names_of(self, snapshot: Snapshot, article: Article) -> tuple[NameInArticle, ...]:
        """Return the names of an article."""
        found = self.of(snapshot).names_of(article)
        return tuple(NameInArticle(n.name, str(n.type), tuple(n.forms)) for n in found)

    def exact(self, snapshot: Snapshot, request: SearchRequest, parsed: ParsedQuery) -> Exact:
        """Return what figures count of a request whose query was read so."""
        bench = self.of(snapshot).reading(
            parts=False, collapse=False, read=lambda request: (parsed, limits(request))
        )
        # It is of its own, and goes: a bench keeps the hits of a query.
        return Exact(*bench.listed(request))


# A bench is asked after the archive has returned it: what goes wrong then is reported here.


def _checked(snapshot: Snapshot, request: SearchRequest) -> ParsedQuery:
    with snapshot.diagnosed():
        return checked_query(snapshot, request)


class _StoredArticles:
    """The articles of a snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def articles(self, ids: Sequence[str], longest: int | None = None) -> Iterator[Article]:
        """Yield articles, with texts of so many characters."""
        with self._snapshot.diagnosed():
            yield from self._snapshot.articles(ids, stored_article, longest)

    def whole(self, ids: Sequence[str]) -> Iterator[Stored]:
        """Yield articles, long ones in pieces."""
        with self._snapshot.diagnosed():
            yield from self._snapshot.articles(ids, opened_article)


def _ranked(snapshot: Snapshot, request: SearchRequest) -> list[str]:
    with snapshot.diagnosed():
        return first_ids(snapshot, request, MAX_ARTICLES)
