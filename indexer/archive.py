"""The archive: the two flows. Articles in: `build`. Queries out: `Archive.search`."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Self

from indexer.analysis.analyzer import Analyzer
from indexer.answers.completions import Completion
from indexer.answers.figures import Concordance, Interval, LineOrder, Trend
from indexer.answers.streams import WHOLE, ExportPart, ExportStream, ResultStream
from indexer.benches import Benches
from indexer.config import BOUNDED, Settings
from indexer.fields import FACETS
from indexer.highlight.chunks import ChunkCache
from indexer.highlight.effort import Effort
from indexer.highlight.matcher import HitFinder
from indexer.later import replace
from indexer.model import MarkedArticle, Refinements, SearchPage, SearchRequest, Similar
from indexer.reports import BuildReport, Stats
from indexer.search import hits as page_hits
from indexer.search.cursors import at_cursor, following
from indexer.search.exporting import export_rows
from indexer.search.offers.refining import counted_nearest, refinements
from indexer.search.offers.related import related
from indexer.search.offers.similar import similar
from indexer.search.opening import Snapshots
from indexer.search.ranking.weights import WEIGHTS, Weights
from indexer.search.request import limits
from indexer.search.searcher import RankedPage
from indexer.search.selection import select, settle, with_absent_words
from indexer.search.snapshot import Facets, Snapshot, iso
from indexer.statistics.concordance import MAX_ARTICLES, WIDTH, concordance
from indexer.statistics.trends import MAX_PERIODS, Counted, Trends

if TYPE_CHECKING:
    from indexer.answers.beside import Beside
    from indexer.corpus import Source
    from indexer.indexing.run import BuildObserver
    from indexer.statistics.workbench import Workbench

EVERYTHING = SearchRequest("")

# -- Articles in


def build(
    index: Settings | str | Path,
    paths: Sequence[str | Path | Source],
    *,
    rebuild: bool = False,
    prune: bool = False,
    removed_paths: Sequence[Path] = (),
    observer: BuildObserver | None = None,
) -> BuildReport:
    """Read the paths into the index and return what was done, in numbers of articles.

    `index` is a folder, or settings. Only what changed since the last run is analysed. Nothing is
    visible before the end, and a run that ends early or reads nothing leaves the index as it was.
    With `rebuild` the index holds just what is read now; with `prune` articles go whose source lies
    in `paths` and was not read again, and always those whose source lies in `removed_paths`. What
    cannot be read is counted as skipped, and reported to the `observer`.

    Raises IndexStaleError if the index was made by another analysis, engine or format,
    IndexLockedError if another process writes it, IndexDamagedError if it cannot be continued,
    IndexMissingError if the folder holds something else.
    """
    from indexer.indexing.build import build_index  # noqa: PLC0415
    from indexer.indexing.sources import FileArticles  # noqa: PLC0415 - readers of an archive need none of it

    settings = Settings.of(index)
    return build_index(
        settings,
        FileArticles(paths, settings),
        rebuild=rebuild,
        pruned=paths if prune else (),
        removed_paths=removed_paths,
        observer=observer,
    )


def copy_archive(
    index: Settings | str | Path, to: Settings | str | Path, observer: BuildObserver | None = None
) -> BuildReport:
    """Let another index hold just what this one does, analysed anew; return what was done.

    Raises what `Archive.open` and `build` raise.
    """
    from indexer.indexing.build import build_index  # noqa: PLC0415
    from indexer.indexing.sources import StoredArticles  # noqa: PLC0415
    from indexer.indexing.withheld import withheld_of  # noqa: PLC0415

    snapshots = Snapshots(Settings.of(index), Analyzer(), WEIGHTS)
    try:
        stored = StoredArticles(snapshots.current().reader, snapshots.diagnosed)
        held = withheld_of(snapshots.store)
        return build_index(Settings.of(to), stored, rebuild=True, withheld=held, observer=observer)
    finally:
        snapshots.close()


# -- Queries out


class Archive:
    """An index, open for questions. Threads may share it; it follows new generations by itself.

    As a context manager it closes itself. Every question raises IndexDamagedError if a damaged file
    is why it has no answer, EngineUnavailableError if the engine cannot be reached.
    """

    def __init__(
        self, settings: Settings, weights: Weights = WEIGHTS, pages: int = 0, *, brief: bool = False
    ) -> None:
        """Open it; `brief` is for one question: it opens what that asks for, and no more."""
        self._settings = settings
        self._analyzer = Analyzer()
        self._chunks = ChunkCache(self._analyzer, brief=brief)
        self._bounded = bounded = settings.figures == BOUNDED
        self._benches = Benches(self._analyzer, settings.corrections, bounded=bounded)
        exactly = self._benches.exact
        self._snapshots = Snapshots(settings, self._analyzer, weights, pages, exactly, brief=brief)

    @classmethod
    def open(cls, index: Settings | str | Path, pages: int = 0, *, following: bool = False) -> Self:
        """Open the index in a folder, or that of the settings.

        It keeps the last `pages` of results, for a server that is asked the same again. With
        `following` a thread opens new generations, within a second, and no question has to.

        Raises IndexMissingError if there is no index, IndexStaleError if another analysis, engine
        or format made it, IndexDamagedError if it cannot be read.
        """
        archive = cls(Settings.of(index), pages=pages)
        if following:
            archive._snapshots.follow(archive._chunks.learn)
        return archive

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release what is open; the archive is not used after."""
        self._snapshots.close()

    def weighted(self, weights: Weights) -> Archive:
        """Return the same archive, ranked with other weights: for measurements."""
        other = copy(self)
        other._snapshots = self._snapshots.weighted(weights)  # noqa: SLF001
        return other

    def search(self, request: SearchRequest, facets: Sequence[str] = FACETS) -> SearchPage:
        """Return a page of results. Raises RequestError if the request makes no sense."""
        started = time.perf_counter()
        with self._asked() as snapshot:
            page = snapshot.pages.get(asked := (request, tuple(facets)))
            if page is None:
                page = self._page(snapshot, *asked)
                snapshot.pages.put(asked, page)
        return replace(page, took_ms=(time.perf_counter() - started) * 1000)

    def _page(self, snapshot: Snapshot, request: SearchRequest, facets: Facets) -> SearchPage:
        settled, request = settle(snapshot, request, facets), at_cursor(snapshot, request)
        selected, counts, found = settled.selection, settled.counts, RankedPage(())
        if selected.must is not None:
            found = snapshot.searcher.find(selected.analyzed, request, counts.total)
        effort = Effort.for_passages()
        finder = HitFinder(selected.analyzed, self._chunks, family=request.parts, effort=effort)
        whole = not self._bounded
        hits = page_hits.marked_hits(selected, request, found, finder, self._analyzer, whole=whole)
        near = counted_nearest(selected, found, facets)
        beside = related(hits, selected, found, self._analyzer)
        return SearchPage(
            query=request.query,
            interpreted=selected.parsed.interpreted,
            total=counts.total,
            partial=found.partial,
            page=request.page,
            pages=page_hits.last_page(request, counts.total, found),
            sort=request.sort,
            hits=hits,
            facets=dict(counts.facets),
            partial_facets=near.facets,
            nearest=near.total,
            nearest_missing=near.missing,
            interpretation=settled.rewrites,
            found_as=page_hits.found_as(selected),
            notices=page_hits.page_notices(selected, counts.total, finder, self._analyzer),
            suggestion=settled.suggestion,
            offers=settled.offers,
            corrected=settled.corrected,
            related=beside.terms,
            related_to=beside.query,
            first_date=iso(counts.first),
            last_date=iso(counts.last),
            keeps_names=snapshot.names.are_kept,
            cursor=following(snapshot, request, counts.total),
        )

    def beside(self, request: SearchRequest, article_id: str) -> Beside:
        """Return what stands before and after an article that is on this page of results."""
        with self._asked() as snapshot:
            return page_hits.beside(snapshot, request, article_id)

    def refinements(self, request: SearchRequest, only: str | None = None) -> Refinements:
        """Return what a request can be refined by (`refining.refinements`)."""
        with self._asked() as snapshot:
            return refinements(snapshot, request, only)

    def results(self, request: SearchRequest) -> ResultStream:
        """Return every article that satisfies the query, whatever page the request asks for.

        Articles are loaded as they are asked for, in the order of `request.sort`, without snippets
        and near-duplicates in places of their own; one that misses a word is not among them. Raises
        RequestError if the request makes no sense.
        """
        with self._asked() as snapshot:
            whole = replace(request, page=1, limit=1)  # of which nothing can be refused
            return self._diagnosed(select(snapshot, whole).articles())

    def listing(self, request: SearchRequest, longest: int | None = None) -> ResultStream:
        """Return the page of `results` asked for, with texts of at most `longest` characters."""
        with self._asked() as snapshot:
            selected = select(snapshot, request)
            return self._diagnosed(selected.articles(request.page, request.limit, longest))

    def export(
        self, request: SearchRequest, columns: Collection[str] = (), part: ExportPart = WHOLE
    ) -> ExportStream:
        """Return `results` as rows with what these columns ask for. Raises RequestError so too."""
        with self._asked() as snapshot:
            selected = select(snapshot, replace(request, page=1, limit=1))
            lengths = self.figures().lengths() if "words" in columns else {}
            found = export_rows(selected, self._chunks, lengths, columns, part)
            return replace(found, rows=self._snapshots.diagnosed_each(found.rows))

    def article(
        self, article_id: str, query: str = "", longest: int | None = None
    ) -> MarkedArticle:
        """Return an article with the places where a query hits it.

        With `longest` it has so many characters at most: one of 20 MB is never held whole. Raises
        ArticleNotFoundError if there is none with this id.
        """
        with self._asked() as snapshot:
            finder = self._finder(snapshot, query)
            return page_hits.marked_article(snapshot, article_id, finder, longest)

    def with_names(self, marked: MarkedArticle) -> MarkedArticle:
        """Return the same with its names, as the whole archive uses them."""
        with self._asked() as snapshot:
            return replace(marked, names=self._benches.names_of(snapshot, marked.article))

    def similar(self, article_id: str, limit: int = 5) -> Similar:
        """Return articles related to one, and its near-duplicates.

        Raises ArticleNotFoundError if there is none with this id.
        """
        with self._asked() as snapshot:
            doc_id = snapshot.doc_id(article_id)
            return similar(snapshot.reader, snapshot.searcher.ranking, doc_id, limit)

    def completions(self, query: str, limit: int = 8) -> tuple[Completion, ...]:
        """Return the query completed by words, names, values and dates of the archive."""
        with self._asked() as snapshot:
            return snapshot.suggester.completions(query, limit)

    def stats(self) -> Stats:
        """Return the archive in figures."""
        with self._asked() as snapshot:
            return snapshot.stats

    def trend(
        self,
        queries: Sequence[str],
        by: Interval = Interval.MONTH,
        within: SearchRequest = EVERYTHING,
        max_periods: int = MAX_PERIODS,
        *,
        parts: bool = False,
    ) -> Trend:
        """Return the articles of each query per period, within the limits of a request.

        They are those that figures count; with `parts` those that a search finds. A share is of the
        articles that meet the filters of the query (`bron:nrc`). Raises RequestError as `results`.
        """
        return self.trends(queries, within, parts=parts).by(by, max_periods)

    def trends(
        self, queries: Sequence[str], within: SearchRequest = EVERYTHING, *, parts: bool = False
    ) -> Trends:
        """Return the queries counted once, for trends by any interval. Raises likewise."""
        from indexer.search.over_time import counted_days  # noqa: PLC0415 - a list needs none of it

        with self._asked() as snapshot:
            days, found = counted_days(snapshot, queries, within, parts=parts)
            return Trends(days, [Counted(*each) for each in found], limits(within), parts=parts)

    def concordance(
        self,
        request: SearchRequest,
        width: int = WIDTH,
        order: LineOrder = LineOrder.RELEVANCE,
        per_article: int | None = None,
    ) -> Concordance:
        """Return every hit in the first 500 articles, as a search finds them; `figures` are exact.

        Of each the first `per_article`, with `width` characters on either side. Raises likewise.
        """
        with self._asked() as snapshot:
            selected = select(snapshot, replace(request, page=1, limit=MAX_ARTICLES))
            finder = self._finder(snapshot, request.query)
            articles = selected.articles(limit=MAX_ARTICLES)
            parsed = with_absent_words(snapshot, selected.parsed)
            return concordance(parsed, articles, finder, width, order, per_article=per_article)

    def figures(self, *, parts: bool = False, collapse: bool = False) -> Workbench:
        """Return what counts over the whole archive or any selection, exactly.

        With `parts` a word also counts inside others, as a search has it; with `collapse` one
        stands for its near-duplicates. Raises KnipselError if corrections of names cannot be read.
        """
        with self._asked() as snapshot:
            return self._benches.of(snapshot).reading(parts=parts, collapse=collapse)

    def check(self) -> list[str]:
        """Verify the index against its manifest and itself; return a line for each thing wrong."""
        from indexer.indexing.check import check  # noqa: PLC0415 - searching needs none of it

        return check(self._settings, self._snapshots.store)

    @contextmanager
    def _asked(self) -> Iterator[Snapshot]:
        """Give a question the newest generation; report damage where that is why it fails."""
        with self._snapshots.diagnosed():
            yield self._snapshots.current()

    def _diagnosed(self, stream: ResultStream) -> ResultStream:
        return replace(stream, hits=self._snapshots.diagnosed_each(stream.hits))

    def _finder(self, snapshot: Snapshot, query: str) -> HitFinder:
        parsed = snapshot.understand(query)
        return HitFinder(snapshot.analyze(parsed, SearchRequest(query)), self._chunks)
