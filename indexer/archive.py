"""The archive: the two flows. Articles in: `build`. Queries out: `Archive.search`."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from indexer.analysis.aliases import Aliases
from indexer.analysis.dutch import Analyzer
from indexer.building import Run, Watcher
from indexer.config import Settings
from indexer.engines import open_engine
from indexer.engines.protocol import FACETS, Counts, EngineReader
from indexer.errors import (
    ArticleNotFoundError,
    IndexDamagedError,
    IndexMissingError,
    IndexStaleError,
    RequestError,
)
from indexer.generations import Generations, Manifest
from indexer.marking import Chunks, Marker
from indexer.model import (
    BuildReport,
    Hit,
    MarkedArticle,
    SearchPage,
    SearchRequest,
    Span,
    Stats,
)
from indexer.query import nodes
from indexer.query.parser import parse
from indexer.query.wanted import Understanding, Wanted
from indexer.ranking import WEIGHTS, Weights, filtered
from indexer.searching import Found, Searching
from indexer.snippets import body_snippets, title_snippet
from indexer.stored import stored_article

DEEPEST = 10_000
"""Results that can be paged to."""
LONGEST_QUERY = 1_000
MOST_PER_PAGE = 100
"""Results that the page and the API give at once."""
DEFAULT_ENGINE = "tantivy"

_MOST_SHOWN_TERMS = 6
_CALENDAR = Span(1, date.max.toordinal())


# -- Articles in: build


def build(
    settings: Settings,
    paths: Sequence[str | Path],
    *,
    rebuild: bool = False,
    prune: bool = False,
    watcher: Watcher | None = None,
) -> BuildReport:
    """Read the paths into the index and return what was done.

    Only what changed since the last run is analysed. Nothing is visible before the end, and a run
    that ends early leaves the index as it was. With `rebuild` the index holds just what is read
    now; with `prune` articles go whose source lies in `paths` and was not read again.
    """
    analyzer = Analyzer()
    generations = Generations(settings.index)
    with generations.writing():
        since = None if rebuild else _to_continue(generations, settings, analyzer)
        engine = settings.engine or (since.engine if since else DEFAULT_ENGINE)
        folder = generations.begin(since)
        try:
            run = Run.open(engine, folder, generations.path(since) if since else None, analyzer)
            run.read_all(paths, watcher)
            if prune:
                run.prune(paths)
            if since and not run.has_changes:
                run.writer.abort()
                generations.discard(folder)
            else:
                run.writer.commit()
                generations.publish(
                    folder,
                    engine=engine,
                    fingerprint=analyzer.fingerprint,
                    articles=run.count(folder),
                    built=datetime.now(UTC).isoformat(timespec="seconds"),
                )
        except BaseException:
            generations.discard(folder)
            raise
    return run.report()


def _to_continue(
    generations: Generations, settings: Settings, analyzer: Analyzer
) -> Manifest | None:
    """Return the index that an update goes on with; IndexStaleError when it has to be rebuilt."""
    try:
        manifest = generations.manifest()
    except IndexMissingError:
        return None
    check_fit(manifest, settings, analyzer)
    if settings.engine not in (None, manifest.engine):
        raise IndexStaleError(
            f"{settings.index} was built with the engine {manifest.engine}, not "
            f"{settings.engine}. Run: knipsel --index {settings.index} index --rebuild "
            f"--engine {settings.engine} PATH"
        )
    return manifest


def check_fit(manifest: Manifest, settings: Settings, analyzer: Analyzer) -> None:
    """Raise IndexStaleError when the index was made with another analysis than this version's."""
    if manifest.fingerprint != analyzer.fingerprint:
        raise IndexStaleError(
            f"{settings.index} was built with analysis {manifest.fingerprint}, this version needs "
            f"{analyzer.fingerprint}. Run: knipsel --index {settings.index} index --rebuild PATH"
        )


# -- Queries out: search


@dataclass(frozen=True)
class _Snapshot:
    """A generation that is open: what a request sees from beginning to end."""

    manifest: Manifest
    stamp: tuple[int, int]
    reader: EngineReader
    understanding: Understanding
    searching: Searching


class Archive:
    """An index, open for questions. Threads may share it; it follows new generations by itself."""

    def __init__(self, settings: Settings, weights: Weights = WEIGHTS) -> None:
        self._settings = settings
        self._weights = weights
        self._generations = Generations(settings.index)
        self._analyzer = Analyzer()
        self._aliases = Aliases.load()
        self._chunks = Chunks(self._analyzer)
        self._snapshot = self._open()

    @classmethod
    def open(cls, settings: Settings) -> Archive:
        """Open the index of the settings; IndexMissingError, IndexStaleError, IndexDamagedError."""
        return cls(settings)

    def weighted(self, weights: Weights) -> Archive:
        """Return the same archive, ranked with other weights: for measurements."""
        other = copy(self)
        other._weights = weights  # noqa: SLF001
        other._snapshot = other._open()  # noqa: SLF001
        return other

    def search(self, request: SearchRequest) -> SearchPage:
        """Return a page of results; RequestError for a request that cannot be meant."""
        started = time.perf_counter()
        _check_request(request)
        snapshot = self._current()
        parsed = parse(request.query)
        wanted = snapshot.understanding.of(parsed.tree)
        wanted = replace(wanted, filters=(*wanted.filters, *_filters(request)))
        notices = parsed.notices
        if wanted.must is None and request.query.strip() and not wanted.filters:
            notices = (*notices, "Er blijft geen zoekwoord over.")
            counts, found = Counts(0, dict.fromkeys(FACETS, ()), 0, 0), Found(())
        else:
            must = filtered(wanted.must or nodes.Everything(), wanted.filters)
            counts = snapshot.reader.count(must, FACETS)
            found = snapshot.searching.find(wanted, request, counts.total)
        listed = counts.total + found.near
        hits = self._hits(snapshot, wanted, request, found)
        return SearchPage(
            query=request.query,
            interpreted=parsed.interpreted,
            total=counts.total,
            near=found.near,
            page=request.page,
            pages=-(-min(listed, DEEPEST) // request.limit),
            sort=request.sort,
            hits=hits,
            facets=dict(counts.facets),
            notices=notices,
            related=_shown_terms(found.related, wanted),
            first_date=_iso(counts.first),
            last_date=_iso(counts.last),
            took_ms=(time.perf_counter() - started) * 1000,
        )

    def article(self, id: str, query: str = "") -> MarkedArticle:  # noqa: A002
        """Return an article with the places where a query hits it; ArticleNotFoundError."""
        snapshot = self._current()
        reader = snapshot.reader
        handle = reader.find(id)
        if handle is None:
            raise ArticleNotFoundError(f"There is no article {id!r} in {self._settings.index}.")
        article = stored_article(reader.load([handle])[0])
        marker = Marker(snapshot.understanding.of(parse(query).tree), self._chunks)
        return MarkedArticle(article, marker.marks(article.title), marker.marks(article.body))

    def stats(self) -> Stats:
        """Return the archive in figures."""
        snapshot = self._current()
        counts = snapshot.reader.count(nodes.Everything(), FACETS)
        dated = snapshot.reader.count(nodes.Days(_CALENDAR.first, _CALENDAR.last)).total
        manifest = snapshot.manifest
        return Stats(
            articles=counts.total,
            engine=manifest.engine,
            fingerprint=manifest.fingerprint,
            built=manifest.built,
            size=sum(size for size, _ in manifest.files.values()),
            undated=counts.total - dated,
            first_date=_iso(counts.first),
            last_date=_iso(counts.last),
            sources=counts.facets["source"],
            sections=counts.facets["section"],
            years=tuple(sorted(counts.facets["year"], key=lambda c: c.value)),
        )

    def check(self) -> list[str]:
        """Verify the index against its manifest and itself; a line for each thing wrong."""
        snapshot = self._current()
        wrong = list(self._generations.wrong_files(snapshot.manifest))
        if snapshot.reader.size != snapshot.manifest.articles:
            wrong.append(
                f"the manifest counts {snapshot.manifest.articles} articles, "
                f"the index holds {snapshot.reader.size}"
            )
        return wrong + snapshot.reader.verify()

    def close(self) -> None:
        """Release what is open; the archive is not used after."""
        self._snapshot.reader.close()

    def _open(self) -> _Snapshot:
        """Open the newest generation; once more when it was replaced on the way."""
        for _ in range(3):
            stamp = self._generations.stamp()
            manifest = self._generations.manifest()
            check_fit(manifest, self._settings, self._analyzer)
            try:
                reader = open_engine(manifest.engine).open_reader(self._generations.path(manifest))
            except (IndexDamagedError, OSError) as error:
                damage = error
                continue
            understanding = Understanding(self._analyzer, self._aliases, reader)
            searching = Searching(reader, self._weights)
            return _Snapshot(manifest, stamp, reader, understanding, searching)
        raise IndexDamagedError(
            f"{damage}. Run: knipsel --index {self._settings.index} index --rebuild PATH"
        ) from damage

    def _current(self) -> _Snapshot:
        """Return the open generation, or a newer one when there is one."""
        if self._generations.stamp() != self._snapshot.stamp:
            self._snapshot = self._open()
        return self._snapshot

    def _hits(
        self, snapshot: _Snapshot, wanted: Wanted, request: SearchRequest, found: Found
    ) -> tuple[Hit, ...]:
        marker = Marker(wanted, self._chunks)
        payloads = snapshot.reader.load([match.handle for match in found.matches])
        missing = snapshot.searching.missing(wanted, found)
        searching = snapshot.searching
        none: list[tuple[str, ...]] = [()] * len(missing)
        explained = searching.explained(wanted, found) if request.explain else none
        first = (request.page - 1) * request.limit + 1
        return tuple(
            Hit(
                rank=rank,
                article=article,
                score=match.score,
                title=title_snippet(article.title, marker),
                snippets=body_snippets(article.body, marker),
                missing=lacks,
                explanation=reasons,
            )
            for rank, (match, article, lacks, reasons) in enumerate(
                zip(found.matches, map(stored_article, payloads), missing, explained, strict=True),
                first,
            )
        )


def _shown_terms(related: Sequence[nodes.Term], wanted: Wanted) -> tuple[str, ...]:
    """Return the terms of feedback that tell a reader something new, the weightiest first."""
    asked = {part for unit in wanted.units for word in unit.words for part in word.parts}
    words = (term.text for term in related if term.text.isalpha() and term.text.islower())
    return tuple(word for word in words if word not in asked)[:_MOST_SHOWN_TERMS]


def _filters(request: SearchRequest) -> Iterator[nodes.Node]:
    """Yield the filters of the form: a period, and one of the sources, one of the sections."""
    if request.since or request.until:
        first = Span.parse(request.since).first if request.since else _CALENDAR.first
        last = Span.parse(request.until).last if request.until else _CALENDAR.last
        yield nodes.Days(first, last)
    if request.sources:
        yield nodes.Any(tuple(nodes.Keyword("source", value) for value in request.sources))
    if request.sections:
        yield nodes.Any(tuple(nodes.Keyword("section", value) for value in request.sections))


def _check_request(request: SearchRequest) -> None:
    """Raise RequestError for what cannot be meant."""
    if len(request.query) > LONGEST_QUERY:
        raise RequestError("q", f"A query has at most {LONGEST_QUERY} characters.")
    if not 1 <= request.limit <= DEEPEST:
        raise RequestError("n", f"A page has 1 to {DEEPEST} results.")
    if request.page < 1 or (request.page - 1) * request.limit >= DEEPEST:
        raise RequestError("page", f"Pages run from 1 and to result {DEEPEST}.")
    spans = {}
    for name, value in (("since", request.since), ("until", request.until)):
        if value:
            try:
                spans[name] = Span.parse(value)
            except ValueError as error:
                raise RequestError(name, str(error)) from error
    if len(spans) > 1 and spans["since"].first > spans["until"].last:
        raise RequestError("since", f"{request.since} lies after {request.until}.")


def _iso(day: int) -> str | None:
    return date.fromordinal(day).isoformat() if day else None
