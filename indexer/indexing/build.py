"""Filling: one run from its lock to the manifest that makes it the index."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from indexer.analysis.analyzer import Analyzer
from indexer.config import Settings
from indexer.corpus import Source
from indexer.errors import IndexMissingError, IndexStaleError, KnipselError
from indexer.indexing.run import Run, Watcher
from indexer.indexing.sources import Supply
from indexer.model import BuildReport
from indexer.storage.index_store import Home, accuse, home_of
from indexer.storage.manifest import Manifest, check_fit

DEFAULT_ENGINE = "tantivy"


def fill(
    settings: Settings,
    supply: Supply,
    *,
    rebuild: bool,
    pruned: Sequence[str | Path | Source] = (),
    gone: Sequence[Path] = (),
    watcher: Watcher | None,
) -> BuildReport:
    """Let an index hold what is supplied, and return what was done: all of it, or nothing.

    `pruned` and `gone` are places whose articles go when they were not supplied.
    """
    analyzer = Analyzer()
    home = home_of(settings, analyzer.fingerprint)
    with home.writing():
        since = None if rebuild else _to_continue(home, settings, analyzer)
        name = settings.engine or _engine_of(home) or DEFAULT_ENGINE
        folder, stamp = home.begin(since), home.stamp()
        resumed = since is None and home.resumes(folder)
        before = folder if resumed else home.path(since) if since else None
        run = None
        try:
            run = Run.open(home.engine(name), folder, before, analyzer)
            run.read_all(supply, watcher)
            run.prune(pruned, gone)
            if resumed:
                run.keep_seen()
            if run.has_changes or (resumed and run.read):
                run.commit()
                held, words = run.finish(folder)
                home.keep_words(folder, words)
                home.publish(folder, since, name, analyzer.fingerprint, held)
            else:
                run.abandon()
                home.discard(folder)
        except BaseException as error:
            if run:
                run.abandon()
            home.discard(folder)
            if since and not isinstance(error, KeyboardInterrupt):
                accuse(home, settings.rebuilding, since, stamp, error)
            raise
    return run.report()


def _engine_of(home: Home) -> str | None:
    """Return the engine of the index there is, if it can be told."""
    try:
        return home.manifest().engine
    except KnipselError:
        return None


def _to_continue(home: Home, settings: Settings, analyzer: Analyzer) -> Manifest | None:
    """Return the index that an update goes on with; IndexStaleError when it has to be rebuilt."""
    try:
        manifest = home.manifest()
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
