"""Snapshots: the generation of an index that a request sees from beginning to end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from threading import Event, Lock, Thread
from typing import TypeAlias, TypeVar

from indexer.analysis.aliases import Aliases
from indexer.analysis.analyzer import Analyzer
from indexer.analysis.readings import Readings
from indexer.answers.long_text import Stored
from indexer.cache import LruCache, weak_lru_cache
from indexer.config import Settings
from indexer.engines.protocol import DocId, EngineReader
from indexer.errors import ArticleNotFoundError, IndexDamagedError, KnipselError
from indexer.fields import COUNTED, ENGINE_FACETS
from indexer.later import expression
from indexer.model import AllDays, SearchPage, SearchRequest, Span
from indexer.query import nodes
from indexer.query.analyze import AnalyzedQuery, QueryAnalyzer
from indexer.query.cost import limit_wildcards
from indexer.query.interpret import interpret
from indexer.query.parser import parse
from indexer.query.readings import ReadingFinder, as_written
from indexer.query.short_dates import ArchiveDays
from indexer.query.syntax import ParsedQuery, SyntaxNode
from indexer.reports import Stats
from indexer.search.naming import ArchiveNames, Learning
from indexer.search.offers.suggest import Suggester
from indexer.search.request import CALENDAR, filters
from indexer.search.searcher import Searcher
from indexer.search.weights import Weights
from indexer.storage.index_store import (
    check_compatible,
    forward_of,
    is_untold,
    open_store,
    raise_if_damaged,
)
from indexer.storage.manifest import COPY_BELOW, NAMES, Manifest, VersionToken
from indexer.storage.os_errors import unreadable
from indexer.storage.vocabulary import Vocabulary

_Item = TypeVar("_Item")
_Stored = TypeVar("_Stored", bound=Stored)

_MAX_CHARACTERS = 200_000  # of the articles of a page that is cached
_LONG = 1_000  # words
_MAX_QUERIES = 64  # as they are read, cached
_MAX_ARTICLES = 64  # that were asked for last: their page asks for each three times
_FOLLOWING = 0.5  # seconds between two looks for a newer generation

# Halves of characters, which stand for bytes of a command line that are no UTF-8.
_NO_TEXT = expression("[\ud800-\udfff]")

Facets: TypeAlias = tuple[str, ...]
"""The facets that a page of results has."""

Exactly: TypeAlias = "Callable[[Snapshot, SearchRequest, ParsedQuery], tuple[str, ...]]"
"""Returns the ids of the articles that figures count of a request, its query being read so."""


@dataclass(frozen=True)
class Snapshot:
    """A generation that is open."""

    manifest: Manifest
    stamp: VersionToken
    reader: EngineReader
    query_analyzer: QueryAnalyzer
    searcher: Searcher
    suggester: Suggester
    vocabulary: Vocabulary
    names: ArchiveNames
    pages: LruCache[tuple[SearchRequest, Facets], SearchPage]
    orders: LruCache[SearchRequest, tuple[tuple[DocId, ...], int]]
    location: str
    exactly: Exactly
    diagnosed: Callable[[], AbstractContextManager[None]]
    """What is asked of it later, outside of a question to the archive, has errors reported so."""

    def parse(self, query: str, share: int = 1) -> ParsedQuery:
        """Return the query as far as this archive can afford it, beside `share` - 1 others."""
        text = _NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", query)
        return limit_wildcards(
            parse(text), self.vocabulary.count, self.reader.wildcard_budget // share
        )

    def understand(self, query: str, share: int = 1) -> ParsedQuery:
        """Return the query as it is meant: dates in words, and words of asking, are read so."""
        return self._understood(query, share)

    @cached_property
    def _understood(self) -> Callable[[str, int], ParsedQuery]:
        """Reads a query, once for all parts of a page: its list, its facets, its timeline."""
        return weak_lru_cache(self._understand, _MAX_QUERIES)

    def _understand(self, query: str, share: int) -> ParsedQuery:
        last = self._last_day
        days = ArchiveDays(date.fromordinal(last), self._is_dated) if last else None
        return interpret(self.parse(query, share), days, self.query_analyzer.is_stop)

    def _is_dated(self, days: Span) -> bool:
        """Say whether an article is known to be of these days; one dated 2022 may be of any."""
        found = self.reader.count_by_date_range(nodes.DateRange(days.first, days.last))
        return any(days.first <= each.first and each.last <= days.last for each in found)

    def analyze(self, parsed: ParsedQuery, request: SearchRequest) -> AnalyzedQuery:
        """Return the query, analysed, with the filters of the request too."""
        without = frozenset(map(as_written, request.without))
        analyzed = self._analyzed(parsed.tree, without, not request.parts)
        asked = tuple(filters(request, self.query_analyzer.valued))
        return replace(analyzed, filters=(*analyzed.filters, *asked)) if asked else analyzed

    @cached_property
    def _analyzed(self) -> Callable[[SyntaxNode | None, frozenset[str], bool], AnalyzedQuery]:
        return weak_lru_cache(self._analyze, _MAX_QUERIES)

    def _analyze(
        self, tree: SyntaxNode | None, without: frozenset[str], whole: bool
    ) -> AnalyzedQuery:
        return self.query_analyzer.analyze(tree, without, whole=whole)

    def doc_id(self, article_id: str) -> DocId:
        """Return the article with this id. Raises ArticleNotFoundError if there is none."""
        is_text = article_id.encode(errors="replace").decode() == article_id
        doc_id = self._doc_id(article_id) if is_text else None  # engines take no other
        if doc_id is None:
            raise ArticleNotFoundError(f"There is no article {article_id!r} in {self.location}.")
        return doc_id

    @cached_property
    def _doc_id(self) -> Callable[[str], DocId | None]:
        """Looks an article up, once for all parts of its page."""
        return weak_lru_cache(self.reader.doc_id, _MAX_ARTICLES)

    def articles(
        self, ids: Sequence[str], read: Callable[[bytes], _Stored], longest: int | None = None
    ) -> Iterator[_Stored]:
        """Return an iterator over the articles with these ids, which loads few at a time.

        Their texts have at most `longest` characters where that is given. Raises
        ArticleNotFoundError if one is not there.
        """
        self.reader.prefetch_documents(ids)
        payloads = iter(self.reader.payloads([*map(self.doc_id, ids)], longest))
        for id_ in ids:  # neither zip nor this holds a long one while the next is loaded
            article = read(next(payloads))
            if article.id != id_:
                raise IndexDamagedError(f"The article stored as {id_!r} is {article.id!r}")
            yield article
            del article

    @cached_property
    def long_articles(self) -> dict[DocId, int]:
        """The words of the articles that have so many that few of them fill a file."""
        forward = self.names.forward
        rows = (forward.alive & (forward.lengths > _LONG)).nonzero()[0].tolist()
        return {self.doc_id(forward.ids[row]): int(forward.lengths[row]) for row in rows}

    @cached_property
    def _last_day(self) -> int:
        """The ordinal day of the newest article; a command that asks once needs no `stats`."""
        return self.reader.count(nodes.MatchAll()).last

    @cached_property
    def stats(self) -> Stats:
        """The archive in figures, counted once: every front page shows them, and it takes 5 ms."""
        counts = self.reader.count(nodes.MatchAll(), ENGINE_FACETS)
        dated = self.reader.count(nodes.DateRange(CALENDAR.first, CALENDAR.last)).total
        return Stats(
            articles=counts.total,
            engine=self.manifest.engine,
            fingerprint=self.manifest.fingerprint,
            generation=self.manifest.generation,
            built=self.manifest.built,
            size=sum(size for size, _ in self.manifest.files.values()),
            undated=counts.total - dated,
            first_date=iso(counts.first),
            last_date=iso(counts.last),
            values={each.name: counts.facets[each.name] for each in COUNTED},
            years=tuple(sorted(counts.facets["year"], key=lambda c: c.value)),
        )

    @cached_property
    def all_days(self) -> AllDays:
        """How many articles have each span of days, counted once: what shares are taken of."""
        return AllDays(self.reader.count_by_date_range(nodes.MatchAll()))


class Snapshots:
    """Opens the newest generation, and a newer one when there is. Threads may share it."""

    def __init__(
        self,
        settings: Settings,
        analyzer: Analyzer,
        weights: Weights,
        most_pages: int = 0,
        exactly: Exactly = lambda *_: (),
        *,
        brief: bool = False,
    ) -> None:
        self._brief = brief
        self._most_pages = most_pages
        self._exactly = exactly
        self._analyzer = analyzer
        self._weights = weights
        self._aliases = Aliases.load()
        self.store = open_store(settings, analyzer.fingerprint)
        self._opening = Lock()
        self._follower: Thread | None = None
        self._open_one = self._open()
        self._questions_look = True
        self._closed = Event()

    def current(self) -> Snapshot:
        """Return the open generation, or a newer one when there is one.

        While one thread opens it, the others go on with what is open.
        """
        if self._questions_look:
            self._renew()
        return self._open_one

    def follow(self, learn: Learning) -> None:
        """Open newer generations in a thread of its own from now on, so that no question does.

        That also makes ready what questions would wait for, and has the words of each generation
        learnt. While it fails every question tries by itself, and raises the error.
        """
        self._follower = Thread(target=self._follow, args=(learn,), name="follower", daemon=True)
        self._follower.start()

    def _follow(self, learn: Learning) -> None:
        ready = None
        while not self._closed.wait(_FOLLOWING):
            try:
                self._renew()
                if (current := self._open_one) is not ready:
                    ready = current
                    current.names.make_ready(learn)
                self._questions_look = False
            except Exception:  # noqa: BLE001 - whatever it is, the next question meets it again
                self._questions_look = True

    def _renew(self) -> None:
        """Open a newer generation when there is one and no other thread is about it."""
        if self.store.stamp() != self._open_one.stamp and self._opening.acquire(blocking=False):
            try:
                newer = self._open()
                newer.stats  # noqa: B018 - every page shows them: counted before anybody asks
                self._open_one = newer
            finally:
                self._opening.release()

    @contextmanager
    def diagnosed(self) -> Iterator[None]:
        """Report damage and unreadable files as such where they are why an answer fails.

        Engines trust their files: what one meets in a damaged one can be any error. An error that
        no file is at fault for is raised as it is.
        """
        try:
            yield
        except Exception as error:
            # One that says what to run was told already, or is of nothing that is stored.
            if not isinstance(error, KnipselError) or is_untold(error):
                self._accuse(self._open_one.manifest, self._open_one.stamp, error)
            raise

    def diagnosed_each(self, items: Iterator[_Item]) -> Iterator[_Item]:
        """Yield what is loaded after the question, and report damage then too."""
        with self.diagnosed():
            yield from items

    def weighted(self, weights: Weights) -> Snapshots:
        """Return the same generations, ranked with other weights."""
        other = copy(self)
        other._weights = weights  # noqa: SLF001
        other._open_one = other._open()  # noqa: SLF001
        return other

    def close(self) -> None:
        """Release what is open; nothing the second time."""
        if self._closed.is_set():
            return
        self._closed.set()
        if self._follower:
            self._follower.join()
        self._open_one.reader.close()

    def _open(self) -> Snapshot:
        """Open the newest generation; again when it was replaced on the way."""
        while True:
            stamp = self.store.stamp()
            manifest = self.store.manifest()
            check_compatible(manifest, self.store, self._analyzer.fingerprint)
            try:
                return self._opened(manifest, stamp)
            except Exception as error:
                self._accuse(manifest, stamp, error)
                if self.store.stamp() == stamp:
                    raise

    def _opened(self, manifest: Manifest, stamp: VersionToken) -> Snapshot:
        if wrong := next(self.store.verify_files(manifest, COPY_BELOW), None):
            raise IndexDamagedError(wrong)
        folder = self.store.path(manifest)
        reader = self.store.engine(manifest.engine).open_reader(folder)
        kept = any(name.startswith(NAMES) for name in manifest.files)
        names = ArchiveNames(partial(forward_of, self.store, manifest), kept=kept)
        if not self._brief:
            names.open()
        finder = ReadingFinder(self._analyzer, Readings(self.store.readings(manifest)), reader)
        query_analyzer = QueryAnalyzer(self._analyzer, self._aliases, reader, names.ids, finder)
        vocabulary = Vocabulary(self.store.words(manifest))
        suggester = Suggester(reader, query_analyzer, self._analyzer, vocabulary, names)
        return Snapshot(
            manifest=manifest,
            stamp=stamp,
            reader=reader,
            query_analyzer=query_analyzer,
            searcher=Searcher(reader, self._weights, suggester.is_person, suggester.persons_named),
            suggester=suggester,
            vocabulary=vocabulary,
            names=names,
            pages=LruCache(self._most_pages, accepts=_is_small),
            orders=LruCache(self._most_pages),
            location=self.store.location,
            exactly=self._exactly,
            diagnosed=self.diagnosed,
        )

    def _accuse(self, manifest: Manifest, stamp: VersionToken, error: Exception) -> None:
        raise_if_damaged(self.store, manifest, stamp, error)
        if isinstance(error, OSError) and self.store.stamp() == stamp:
            raise unreadable(error) from error


def iso(day: int) -> str | None:
    """Return the ISO date of an ordinal day, None for 0."""
    return date.fromordinal(day).isoformat() if day else None


def _is_small(page: SearchPage) -> bool:
    """Return whether a page may be cached: its articles are not very long."""
    return sum(len(hit.article.body) for hit in page.hits) <= _MAX_CHARACTERS
