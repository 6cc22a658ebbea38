"""The archive: the two flows. Articles in: `build`. Queries out: `Archive.search`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from indexer.analysis.analyzer import Analyzer
from indexer.config import Settings
from indexer.engines.documents import FACETS
from indexer.engines.protocol import Aggregation, DocId
from indexer.errors import ArticleNotFoundError
from indexer.highlight.matcher import ChunkCache, HitFinder
from indexer.highlight.snippets import body_snippets, title_snippet
from indexer.messages import Message
from indexer.model import (
    BuildReport,
    Completion,
    Concordance,
    Hit,
    Interval,
    LineOrder,
    MarkedArticle,
    ResultStream,
    SearchPage,
    SearchRequest,
    Similar,
    Stats,
    Trend,
)
from indexer.query import nodes
from indexer.query.analyze import AnalyzedQuery
from indexer.search.collapse import near_duplicates
from indexer.search.listing import without_snippets
from indexer.search.request import DEEPEST, check_request, limits
from indexer.search.scoring import filtered
from indexer.search.searcher import RankedPage
from indexer.search.similar import shown_terms, similar
from indexer.search.snapshot import Snapshot, Snapshots, iso
from indexer.search.weights import WEIGHTS, Weights
from indexer.statistics.concordance import MOST_ARTICLES, WIDTH, concordance
from indexer.statistics.trends import MOST_PERIODS, Counted, trend
from indexer.storage.index_store import open_store
from indexer.storage.payload import stored_article

if TYPE_CHECKING:
    from indexer.corpus import Source
    from indexer.indexing.run import BuildObserver

_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")

EVERYTHING = SearchRequest("")
NO_WORD_LEFT = Message("Er blijft geen zoekwoord over.")


# -- Articles in: build


def build(
    settings: Settings,
    paths: Sequence[str | Path | Source],
    *,
    rebuild: bool = False,
    prune: bool = False,
    removed_paths: Sequence[Path] = (),
    observer: BuildObserver | None = None,
) -> BuildReport:
    """Read the paths into the index and return what was done.

    Only what changed since the last run is analysed. Nothing is visible before the end, and a run
    that ends early or reads nothing leaves the index as it was. With `rebuild` the index holds just
    what is read now; with `prune` articles go whose source lies in `paths` and was not read again,
    and always those whose source lies in `removed_paths`.
    """
    from indexer.indexing.build import build_index  # noqa: PLC0415
    from indexer.indexing.sources import FileArticles  # noqa: PLC0415 - readers of an archive need none of it

    return build_index(
        settings,
        FileArticles(paths, settings.fields),
        rebuild=rebuild,
        pruned=paths if prune else (),
        removed_paths=removed_paths,
        observer=observer,
    )


def copy_archive(
    settings: Settings, to: Settings, observer: BuildObserver | None = None
) -> BuildReport:
    """Let another index hold just what this one does, analysed anew; return what was done."""
    from indexer.indexing.build import build_index  # noqa: PLC0415
    from indexer.indexing.sources import StoredArticles  # noqa: PLC0415

    snapshots = Snapshots(settings, Analyzer(), WEIGHTS)
    try:
        return build_index(
            to, StoredArticles(snapshots.current().reader), rebuild=True, observer=observer
        )
    finally:
        snapshots.close()


# -- Queries out: search


def _watched(ask: Callable[Concatenate[Archive, _Asked], _Answer]) -> Callable[..., _Answer]:
    """Make a question tell of damage where that is why it has no answer."""

    @wraps(ask)
    def diagnosed(archive: Archive, *asked: _Asked.args, **how: _Asked.kwargs) -> _Answer:
        with archive._snapshots.diagnosed():  # noqa: SLF001
            return ask(archive, *asked, **how)

    return diagnosed


class Archive:
    """An index, open for questions. Threads may share it; it follows new generations by itself.

    It remembers the last `pages` of results, for a server that is asked the same again.
    """

    def __init__(self, settings: Settings, weights: Weights = WEIGHTS, pages: int = 0) -> None:
        self._settings = settings
        self._analyzer = Analyzer()
        self._home = open_store(settings, self._analyzer.fingerprint)
        self._chunks = ChunkCache(self._analyzer)
        self._snapshots = Snapshots(settings, self._analyzer, weights, pages)

    @property
    def _snapshot(self) -> Snapshot:
        return self._snapshots.current()

    @classmethod
    def open(cls, settings: Settings, pages: int = 0, *, following: bool = False) -> Archive:
        """Open the index of the settings; IndexMissingError, IndexStaleError, IndexDamagedError.

        With `following` a thread opens new generations, within a second, and no question has to.
        """
        archive = cls(settings, pages=pages)
        if following:
            archive._snapshots.follow()
        return archive

    def weighted(self, weights: Weights) -> Archive:
        """Return the same archive, ranked with other weights: for measurements."""
        other = copy(self)
        other._snapshots = self._snapshots.weighted(weights)  # noqa: SLF001
        return other

    @_watched
    def search(self, request: SearchRequest) -> SearchPage:
        """Return a page of results; RequestError for a request that cannot be meant."""
        started = time.perf_counter()
        check_request(request)
        snapshot = self._snapshot
        page = snapshot.pages.get(request)
        if page is None:
            page = self._searched(snapshot, request)
            snapshot.pages.keep(request, page)
        return replace(page, took_ms=(time.perf_counter() - started) * 1000)

    def _searched(self, snapshot: Snapshot, request: SearchRequest) -> SearchPage:
        parsed = snapshot.parsed(request.query)
        wanted = snapshot.wanted(parsed, request)
        notices = parsed.notices
        if _asks_nothing(wanted, request):
            notices = (*notices, NO_WORD_LEFT)
            counts, found = Aggregation(0, dict.fromkeys(FACETS, ()), 0, 0), RankedPage(())
        else:
            must = filtered(wanted.must or nodes.MatchAll(), wanted.filters)
            counts = snapshot.reader.count(must, FACETS)
            found = snapshot.searcher.find(wanted, request, counts.total)
        listed = counts.total + found.partial - found.collapsed
        hits = self._hits(snapshot, wanted, request, found)
        return SearchPage(
            query=request.query,
            interpreted=parsed.interpreted,
            total=counts.total,
            partial=found.partial,
            page=request.page,
            pages=-(-min(listed, DEEPEST) // request.limit),
            sort=request.sort,
            hits=hits,
            facets=dict(counts.facets),
            notices=notices,
            suggestion=snapshot.suggester.did_you_mean(parsed, wanted, counts.total),
            related=shown_terms(found.related, wanted, snapshot.reader),
            first_date=iso(counts.first),
            last_date=iso(counts.last),
        )

    @_watched
    def completions(self, query: str, limit: int = 8) -> tuple[Completion, ...]:
        """Return the query with its last word completed to words of the archive, the best first."""
        return self._snapshot.suggester.completions(query, limit)

    @_watched
    def listing(self, request: SearchRequest) -> ResultStream:
        """Return what satisfies the query, without articles that miss a word; RequestError."""
        check_request(request)
        snapshot = self._snapshot
        wanted = snapshot.wanted(snapshot.parsed(request.query), request)
        if _asks_nothing(wanted, request):
            return ResultStream(0, iter(()))
        must = filtered(wanted.must or nodes.MatchAll(), wanted.filters)
        total = snapshot.reader.count(must).total
        offset = (request.page - 1) * request.limit
        whole = replace(request, collapse=False)
        found = snapshot.searcher.find(wanted, whole, total) if total > offset else RankedPage(())
        full = found.matches[: max(0, total - offset)]
        return ResultStream(
            total, self._kept_watch(without_snippets(snapshot.reader, full, offset + 1))
        )

    @_watched
    def article(self, article_id: str, query: str = "") -> MarkedArticle:
        """Return an article with the places where a query hits it; ArticleNotFoundError."""
        snapshot = self._snapshot
        doc_id = self._handle(article_id, snapshot)
        article = stored_article(snapshot.reader.load([doc_id])[0])
        finder = HitFinder(snapshot.understanding.of(snapshot.parsed(query).tree), self._chunks)
        return MarkedArticle(article, finder.marks(article.title), finder.marks(article.body))

    @_watched
    def trend(
        self,
        queries: Sequence[str],
        by: Interval = Interval.MONTH,
        within: SearchRequest = EVERYTHING,
        most: int = MOST_PERIODS,
    ) -> Trend:
        """Return the articles of each query per period, within the limits of a request.

        Where that gives more than `most` periods, a coarser unit is taken; RequestError.
        """
        snapshot = self._snapshot
        share = max(1, len(queries))
        found = [_counted(snapshot, replace(within, query=query), share) for query in queries]
        everything = _counted(snapshot, replace(within, query="")).spans
        return trend(everything, found, by, limits(within), most)

    @_watched
    def concordance(
        self,
        request: SearchRequest,
        width: int = WIDTH,
        order: LineOrder = LineOrder.RELEVANCE,
    ) -> Concordance:
        """Return every hit in the first articles of the results, with its context; RequestError."""
        listing = self.listing(replace(request, page=1, limit=MOST_ARTICLES))
        snapshot = self._snapshot
        parsed = snapshot.parsed(request.query)
        finder = HitFinder(snapshot.understanding.of(parsed.tree), self._chunks)
        return concordance(parsed, listing, finder, width, order)

    @_watched
    def similar(self, article_id: str, limit: int = 5) -> Similar:
        """Return articles related to one, and other versions of it; ArticleNotFoundError."""
        snapshot = self._snapshot
        doc_id = self._handle(article_id, snapshot)
        return similar(snapshot.reader, snapshot.searcher.ranking, doc_id, limit)

    @_watched
    def stats(self) -> Stats:
        """Return the archive in figures."""
        return self._snapshot.stats

    def check(self) -> list[str]:
        """Verify the index against its manifest and itself; a line for each thing wrong."""
        from indexer.indexing.check import check  # noqa: PLC0415 - searching needs none of it

        return check(self._settings)

    def close(self) -> None:
        """Release what is open; the archive is not used after."""
        self._snapshots.close()

    def _kept_watch(self, hits: Iterator[Hit]) -> Iterator[Hit]:
        """Yield hits that are loaded when they are asked for, watched like any answer."""
        with self._snapshots.diagnosed():
            yield from hits

    def _handle(self, id_: str, snapshot: Snapshot) -> DocId:
        is_text = id_.encode(errors="replace").decode() == id_  # else no engine can be asked for it
        doc_id = snapshot.reader.find(id_) if is_text else None
        if doc_id is None:
            raise ArticleNotFoundError(f"There is no article {id_!r} in {self._settings.place}.")
        return doc_id

    def _hits(
        self, snapshot: Snapshot, wanted: AnalyzedQuery, request: SearchRequest, found: RankedPage
    ) -> tuple[Hit, ...]:
        finder = HitFinder(wanted, self._chunks, relatives=True)
        articles = map(
            stored_article, snapshot.reader.load([match.doc_id for match in found.matches])
        )
        collapsed = near_duplicates(snapshot.reader, found.rows)
        missing = snapshot.searcher.missing(wanted, found)
        searcher = snapshot.searcher
        none: list[tuple[str, ...]] = [()] * len(missing)
        explained = searcher.explained(wanted, request, found) if request.explain else none
        first = (request.page - 1) * request.limit + 1
        return tuple(
            Hit(
                rank=rank,
                article=article,
                score=match.score,
                title=title_snippet(article.title, finder),
                snippets=body_snippets(article.body, finder),
                missing=lacks,
                near_duplicates=copies,
                explanation=reasons,
            )
            for rank, (match, article, lacks, copies, reasons) in enumerate(
                zip(found.matches, articles, missing, collapsed, explained, strict=True), first
            )
        )


def _counted(snapshot: Snapshot, request: SearchRequest, share: int = 1) -> Counted:
    """Return the days of the articles that satisfy a query."""
    check_request(request)
    parsed = snapshot.parsed(request.query, share)
    wanted = snapshot.wanted(parsed, request)
    if _asks_nothing(wanted, request):
        return Counted(request.query, "", (*parsed.notices, NO_WORD_LEFT), {})
    must = filtered(wanted.must or nodes.MatchAll(), wanted.filters)
    spans = snapshot.reader.spans(must)
    return Counted(request.query, parsed.interpreted, parsed.notices, spans)


def _asks_nothing(wanted: AnalyzedQuery, request: SearchRequest) -> bool:
    """Say whether a query was typed of which no word remains."""
    return wanted.must is None and bool(request.query.strip()) and not wanted.filters
