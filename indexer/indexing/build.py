"""Filling: one run from its lock to the manifest that makes it the index."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from indexer.analysis.analyzer import Analyzer
from indexer.config import Settings
from indexer.corpus import Source
from indexer.engines.registry import DEFAULT_ENGINE, in_cluster
from indexer.errors import IndexDamagedError, IndexMissingError
from indexer.indexing.naming import Naming
from indexer.indexing.origins import places
from indexer.indexing.run import BuildObserver, Run
from indexer.indexing.sources import ArticleSource
from indexer.indexing.withheld import Withheld
from indexer.reports import BuildReport
from indexer.storage.index_store import IndexStore, check_compatible, open_store, raise_if_damaged
from indexer.storage.manifest import Manifest

_LOG = logging.getLogger("knipsel")


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
        run = None
        try:
            held_back = _withheld(home, since) if withheld is None else Withheld(withheld)
            run = Run.open(
                home,
                name,
                folder,
                since=before,
                analyzer=analyzer,
                withheld=held_back,
                naming=_naming(name, before, settings),
            )
            run.identities.pruned = places(pruned)
            run.read_all(source, observer)
            run.prune(pruned, removed_paths)
            if resumed:
                run.delete_unseen()
            if run.has_changes or (resumed and run.read):
                run.commit(folder)
                if held_back.is_changed or (since is None and held_back):
                    home.save_withheld(folder, held_back.stored())
                filled = run.finish(folder, home.readings(since) if since else b"")
                home.save_vocabulary(folder, filled.words, filled.readings)
                home.commit(folder, since, name, analyzer.fingerprint, filled.articles)
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


def _naming(engine: str, since: Path | None, settings: Settings) -> Naming:
    """Return what finds names; none where a cluster has the index, which keeps none."""
    if in_cluster(engine):
        return Naming(None)
    return Naming(since, wanted=settings.names, corrections=settings.corrections)


def _withheld(home: IndexStore, since: Manifest | None) -> Withheld:
    """Return what is withheld of an index. Raises IndexDamagedError if that cannot be read.

    In a rebuild nothing is then, which is said.
    """
    try:
        return Withheld(home.withheld())
    except ValueError as error:
        if since is None:
            _LOG.warning("what was withheld of %s is lost: %s", home.location, error)
            return Withheld(b"")
        raise IndexDamagedError(
            f"What is withheld of {home.location} cannot be read: {error}. "
            f"Run: {home.rebuild_command}"
        ) from error


def _to_continue(home: IndexStore, analyzer: Analyzer) -> Manifest | None:
    """Return the index that an update continues. Raises IndexStaleError if it must be rebuilt."""
    try:
        manifest = home.manifest()
    except IndexMissingError:
        return None
    check_compatible(manifest, home, analyzer.fingerprint)
    return manifest
