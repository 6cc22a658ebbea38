"""Filling: one run from its lock to the manifest that makes it the index."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from indexer.analysis.analyzer import Analyzer
from indexer.config import Settings
from indexer.corpus import Source
from indexer.engines.registry import DEFAULT_ENGINE
from indexer.errors import IndexMissingError
from indexer.indexing.origins import places
from indexer.indexing.run import BuildObserver, Run
from indexer.indexing.sources import ArticleSource
from indexer.reports import BuildReport
from indexer.storage.index_store import IndexStore, check_compatible, open_store, raise_if_damaged
from indexer.storage.manifest import Manifest


def build_index(
    settings: Settings,
    source: ArticleSource,
    *,
    rebuild: bool,
    pruned: Sequence[str | Path | Source] = (),
    removed_paths: Sequence[Path] = (),
    observer: BuildObserver | None,
) -> BuildReport:
    """Let an index hold what is supplied, and return what was done: all of it, or nothing.

    `pruned` and `removed_paths` are places whose articles go when they were not supplied.
    """
    analyzer = Analyzer()
    home = open_store(settings, analyzer.fingerprint)
    with home.write_lock():
        since = None if rebuild else _to_continue(home, analyzer)
        name = settings.engine or home.engine_name() or DEFAULT_ENGINE
        folder, stamp = home.new_generation(since), home.stamp()
        resumed = since is None and home.resumes(folder)
        before = folder if resumed else home.path(since) if since else None
        run = None
        try:
            run = Run.open(home.engine(name), folder, before, analyzer)
            run.identities.pruned = places(pruned)
            run.read_all(source, observer)
            run.prune(pruned, removed_paths)
            if resumed:
                run.delete_unseen()
            if run.has_changes or (resumed and run.read):
                run.commit()
                held, words = run.finish(folder)
                home.save_vocabulary(folder, words)
                home.commit(folder, since, name, analyzer.fingerprint, held)
            else:
                run.abandon()
                home.rollback(folder)
        except BaseException as error:
            if run:
                run.abandon()
            home.rollback(folder)
            if since and isinstance(error, Exception):
                raise_if_damaged(home, since, stamp, error)
            raise
    return run.report()


def _to_continue(home: IndexStore, analyzer: Analyzer) -> Manifest | None:
    """Return the index that an update continues. Raises IndexStaleError if it must be rebuilt."""
    try:
        manifest = home.manifest()
    except IndexMissingError:
        return None
    check_compatible(manifest, home, analyzer.fingerprint)
    return manifest
