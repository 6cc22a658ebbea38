"""Filling: one run from its lock to the manifest that makes it the index."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from indexer.analysis.analyzer import Analyzer
from indexer.config import Settings
from indexer.corpus import Source
from indexer.engines.registry import DEFAULT_ENGINE
from indexer.errors import IndexDamagedError, IndexMissingError
from indexer.indexing.naming import Naming
from indexer.indexing.origins import places
from indexer.indexing.run import BuildObserver, Run
from indexer.indexing.sources import ArticleSource
from indexer.indexing.withheld import Withheld, withheld_of
from indexer.reports import BuildReport
from indexer.storage.index_store import IndexStore, check_compatible, open_store, raise_if_damaged
from indexer.storage.manifest import Manifest, VersionToken

_LOG = logging.getLogger("knipsel")
_COLLECTED_AFTER = 50_000  # objects more than there were, which Python does after 700


def build_index(
    settings: Settings,
    source: ArticleSource,
    *,
    rebuild: bool,
    pruned: Sequence[str | Path | Source] = (),
    removed_paths: Sequence[Path] = (),
    withheld: bytes | None = None,
    observer: BuildObserver | None,
) -> BuildReport:
    """Let an index hold what is supplied, and return what was done: all of it, or nothing.

    `pruned` and `removed_paths` are places whose articles go when they were not supplied. What is
    `withheld` of articles is what it was before, also in a rebuild, unless a table is given.
    """
    analyzer = Analyzer()
    home = open_store(settings, analyzer.fingerprint)
    with home.write_lock():
        since = None if rebuild else _to_continue(home, analyzer)
        name = settings.engine or home.engine_name() or DEFAULT_ENGINE
        folder, stamp = home.new_generation(since), home.stamp()
        resumed = since is None and home.resumes(folder)
        before = folder if resumed else home.path(since) if since else None
        with _undone_on_error(home, folder, since, stamp):
            files = home.files_to_write(folder, since)
            run = Run.open(
                *(home, name, folder),
                since=before,
                files=files,
                goes_on=since is not None,
                analyzer=analyzer,
                withheld=_withheld(home, since) if withheld is None else Withheld(withheld),
                naming=_naming(home, settings, since, files),
            )
            with run.abandoned_on_error(), _collected_rarely():
                run.identities.pruned = places(pruned)
                run.read_all(source, observer)
                run.prune(pruned, removed_paths)
                _finish(home, run, folder, files, since, resumed=resumed)
    return run.report()


def _naming(home: IndexStore, settings: Settings, since: Manifest | None, files: Path) -> Naming:
    return Naming(
        home.files(since) if since else None,
        wanted=settings.names,
        corrections=settings.corrections,
        folder=files,
    )


@contextmanager
def _collected_rarely() -> Iterator[None]:
    """Let the garbage collector look less often: articles are no rings of references."""
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], _COLLECTED_AFTER) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def _undone_on_error(
    home: IndexStore, folder: Path, since: Manifest | None, stamp: VersionToken
) -> Iterator[None]:
    """Undo a generation that fails. Raises IndexDamagedError if it failed by damage of `since`."""
    try:
        yield
    except BaseException as error:
        home.rollback(folder)
        if since and isinstance(error, Exception):
            raise_if_damaged(home, since, stamp, error)
        raise


def _finish(
    home: IndexStore,
    run: Run,
    folder: Path,
    files: Path,
    since: Manifest | None,
    *,
    resumed: bool,
) -> None:
    """Make what a run has written the index, if it has changed anything."""
    if resumed:
        run.delete_unseen()
    if not (run.has_changes or (resumed and run.read)):
        run.abandon()
        home.rollback(folder)
        return
    run.correct_names()
    terms = run.commit(folder, files)
    if run.withheld.is_changed or (since is None and run.withheld):
        home.save_withheld(folder, run.withheld.stored())
    filled = run.finish(folder, terms, home.readings(since) if since else b"")
    home.save_vocabulary(folder, filled.words, filled.readings)
    home.commit(folder, since, run.engine.name, run.analyzer.fingerprint, filled.articles)


def _withheld(home: IndexStore, since: Manifest | None) -> Withheld:
    """Return what is withheld of an index. Raises IndexDamagedError if that cannot be read.

    In a rebuild nothing is then, which is said.
    """
    try:
        return Withheld(withheld_of(home))
    except IndexDamagedError as error:
        if since is None:
            _LOG.warning("what was withheld of %s is lost: %s", home.location, error.__cause__)
            return Withheld(b"")
        raise


def _to_continue(home: IndexStore, analyzer: Analyzer) -> Manifest | None:
    """Return the index that an update continues. Raises IndexStaleError if it must be rebuilt."""
    try:
        manifest = home.manifest()
    except IndexMissingError:
        return None
    check_compatible(manifest, home, analyzer.fingerprint)
    return manifest
