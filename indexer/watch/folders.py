"""Watching: an index that goes on with its folders and feeds, a commit for each batch."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import Protocol

from indexer.archive import build
from indexer.config import Settings
from indexer.corpus import Source, sources_below
from indexer.errors import IndexDamagedError, IndexStaleError, KnipselError
from indexer.indexing.run import BuildObserver
from indexer.reports import BuildReport, Tally
from indexer.watch.embargoes import Embargoes
from indexer.watch.feeds import Following

_TICK = 1_000  # milliseconds between looks at what is due
_QUIET = 400  # milliseconds without a change, after which a batch is whole
_MAX_BATCH = 5_000  # milliseconds
_RETRY = 60.0  # seconds until a batch that could not be written is tried again


class Listener(BuildObserver, Protocol):
    """Who follows what is done."""

    def say(self, line: str) -> None:
        """Be told something."""

    def indexed(self, what: str, report: BuildReport) -> None:
        """Be told what became of a batch."""


class FolderWatch:
    """Keeps the index up to date with folders, and with the feeds of the settings."""

    def __init__(
        self,
        settings: Settings,
        folders: Sequence[Path],
        listener: Listener,
        stopping: Event,
        *,
        prune: bool,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._now, self._embargoes = now, Embargoes()
        self._settings, self._folders = settings, [folder.absolute() for folder in folders]
        self._listener, self._stopping, self._prune = listener, stopping, prune
        self._following = Following(settings.feeds, settings.index / "feeds", listener.say)
        self._changed: set[Path] = set()
        self._fetched: dict[str, Source] = {}
        self._retry = 0.0

    def run(self) -> None:
        """Index everything, then each batch of changes, until it is told to stop.

        An interrupt (KeyboardInterrupt) leaves the index as the last whole batch made it.
        """
        changes = self._changes()
        next(changes)  # from now on nothing is missed
        if self._folders:
            report = build(
                self._settings, self._folders, prune=self._prune, observer=self._listener
            )
            self._listener.indexed(", ".join(map(str, self._folders)), report)
            self._embargoes.add(report.embargo_ends, self._folders)
        for changed in changes:
            if self._stopping.is_set():
                return
            self._changed |= changed
            self._take_released()
            asked = self._following.is_due()
            if asked:
                self._fetched |= {source.origin: source for source in self._following.fetch_due()}
            if self._changed or self._fetched:
                self._index()
            elif asked:
                self._following.keep()

    def _take_released(self) -> None:
        """Take up again what waited for an embargo that has ended."""
        released = self._embargoes.take_ended(self._now())
        for path in released.paths:
            whole = path in self._folders and path.is_dir()
            self._changed |= {*path.iterdir()} if whole else {path}
        self._fetched |= {source.origin: source for source in released.fetched}

    def _index(self) -> None:
        """Index what has changed; keep it for later when the index cannot be written."""
        if time.monotonic() < self._retry:
            return
        there = {path for path in self._changed if path.exists()}
        removed_paths = self._changed - there
        tally = Tally()
        sources = [*self._sources(there, tally), *self._fetched.values()]
        old = self._to_prune(self._changed)
        report = BuildReport()
        if sources or old:
            try:
                report = build(self._settings, sources, removed_paths=old, observer=self._listener)
            except (IndexStaleError, IndexDamagedError):
                raise
            except KnipselError as error:
                self._retry = time.monotonic() + _RETRY
                self._listener.say(f"{error} Tried again in {_RETRY:.0f} seconds.")
                return
        self._embargoes.add(report.embargo_ends, self._changed, self._fetched.values())
        self._changed.clear()
        self._fetched.clear()
        self._following.keep()
        report = report.after(tally)
        if report.read or report.removed or report.skipped or report.passed_over:
            found = [source.origin for source in sources] or [str(path) for path in there]
            self._listener.indexed(_told(found, removed_paths if old else set()), report)

    def _sources(self, paths: set[Path], tally: Tally) -> Iterator[Source]:
        """Yield the files of articles in the paths, each once, named from their folder.

        `tally` counts the others.
        """
        left = {path for path in paths if paths.isdisjoint(path.parents)}
        for folder in self._folders:
            inside = sorted(path for path in left if folder in path.parents)
            left.difference_update(inside)
            links = self._settings.follow_links
            for item in sources_below(folder, inside, tally.add, follow_links=links):
                if isinstance(item, Source):
                    yield item
                else:
                    tally.add(item)
                    self._listener.skipped(item)

    def _to_prune(self, paths: set[Path]) -> list[Path]:
        """Return what to prune: nothing of a folder that is gone itself, as on a disk that is."""
        if not self._prune:
            return []
        there = [folder for folder in self._folders if folder.is_dir()]
        return [path for path in paths if any(folder in path.parents for folder in there)]

    def _changes(self) -> Iterator[set[Path]]:
        """Yield batches of paths that changed, and an empty one each second."""
        if not self._folders:
            while True:
                yield set()
                self._stopping.wait(_TICK / 1000)
        try:
            from watchfiles import watch  # noqa: PLC0415 - heavy
        except ImportError as error:
            raise KnipselError(
                "Watching folders needs watchfiles, which is not installed. "
                "Run: pip install watchfiles"
            ) from error
        own = self._settings.index.absolute()
        for batch in watch(
            *self._folders,
            watch_filter=lambda _, path: not Path(path).is_relative_to(own),
            debounce=_MAX_BATCH,
            step=_QUIET,
            rust_timeout=_TICK,
            stop_event=self._stopping,
            yield_on_timeout=True,
            ignore_permission_denied=True,
        ):
            yield {Path(path) for _, path in batch}


def _told(found: Sequence[str], removed_paths: set[Path]) -> str:
    names = [*found, *map(str, removed_paths)]
    return names[0] if len(names) == 1 else f"{len(names):,} files"
