"""Opens the newest generation of an index, and a newer one when there is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from functools import partial
from threading import Event, Lock, Thread
from typing import TypeVar

from indexer.analysis.aliases import Aliases
from indexer.analysis.analyzer import Analyzer
from indexer.analysis.readings import Readings
from indexer.cache import LruCache
from indexer.config import Settings
from indexer.errors import IndexDamagedError, KnipselError
from indexer.model import SearchPage
from indexer.query.analyze import QueryAnalyzer
from indexer.query.readings import ReadingFinder
from indexer.search.naming import ArchiveNames, Learning
from indexer.search.offers.suggest import Suggester
from indexer.search.ranking.weights import Weights
from indexer.search.searcher import Searcher
from indexer.search.snapshot import Exact, Exactly, Snapshot
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

_MAX_CHARACTERS = 200_000  # of the articles of a page that is cached
_FOLLOWING = 0.5  # seconds between two looks for a newer generation


class Snapshots:
    """Opens the newest generation, and a newer one when there is. Threads may share it."""

    def __init__(
        self,
        settings: Settings,
        analyzer: Analyzer,
        weights: Weights,
        most_pages: int = 0,
        exactly: Exactly = lambda *_: Exact(),
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
            searcher=Searcher(
                reader,
                self._weights,
                suggester.is_person,
                suggester.persons_named,
                names.has_bearer,
            ),
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


def _is_small(page: SearchPage) -> bool:
    """Return whether a page may be cached: its articles are not very long."""
    return sum(len(hit.article.body) for hit in page.hits) <= _MAX_CHARACTERS
