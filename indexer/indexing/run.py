"""Building: one run over the input, and what it does to the index."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol

from indexer.analysis.analyzer import Analyzer
from indexer.corpus import Source
from indexer.corpus.mapping.plain_articles import PlainArticles
from indexer.engines.protocol import Engine, EngineReader, EngineWriter
from indexer.engines.term_counts import TermCounts
from indexer.errors import IndexDamagedError
from indexer.indexing.document import (
    Additions,
    AllHashed,
    Hashed,
    all_hashed,
    content_hash,
    stored_fingerprint,
)
from indexer.indexing.finishing import Finished, counted, finished
from indexer.indexing.identity import Identities, State, has_global_id
from indexer.indexing.incoming import Incoming, article_batches, ids_of
from indexer.indexing.naming import Naming
from indexer.indexing.origins import Origin, absolute_path, lies_in, places
from indexer.indexing.quality import graded
from indexer.indexing.sources import ArticleSource, StoredArticles
from indexer.indexing.storing import Storing
from indexer.indexing.withheld import Withheld
from indexer.model import Article, ArticleError
from indexer.near_duplicates.grouping import Grouping
from indexer.release import Release, is_later
from indexer.reports import BuildReport, Tally
from indexer.storage.index_store import IndexStore
from indexer.storage.payload import stored_article

_PROGRESS_EVERY = 1_000  # articles


class BuildObserver(Protocol):
    """Who follows a build."""

    def progressed(self, report: BuildReport, share: Callable[[], float]) -> None:
        """Be told now and then how far it is; `share` works out how much of the input is read."""

    def skipped(self, error: ArticleError) -> None:
        """Be told of something that could not be read."""


@dataclass
class Run:
    """One run of `build`: what is open, and what was counted."""

    engine: Engine
    analyzer: Analyzer
    writer: EngineWriter
    reader: EngineReader | None
    withheld: Withheld
    naming: Naming
    started: float = field(default_factory=time.perf_counter)
    versions: dict[str, str] = field(default_factory=dict)
    failed_sources: set[str] = field(default_factory=set)
    tally: Tally = field(default_factory=Tally)
    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    superseded: int = 0
    withdrawn: int = 0
    embargoed: int = 0
    is_mended: bool = False

    def __post_init__(self) -> None:
        """Begin to tell its articles apart."""
        self.identities = Identities(self.reader, self.tally.add, self.naming.ids)

    @classmethod
    def open(
        cls,
        home: IndexStore,
        name: str,
        folder: Path,
        *,
        since: Path | None,
        files: Path,
        goes_on: bool,
        analyzer: Analyzer,
        withheld: Withheld,
        naming: Naming,
    ) -> Run:
        """Open a generation for writing by an engine, and the one it continues for reading.

        What lies beside it is in the folder `files`, which has that of another one if it `goes_on`.
        """
        from indexer.storage.forward.beside_engine import open_both  # noqa: PLC0415 - numpy

        engine = home.engine(name)
        reader = engine.open_reader(since) if since else None
        analyzer.take_types()  # those of an earlier run
        writer = open_both(
            partial(engine.open_writer, folder, fresh=since is None, ids=naming.ids),
            files,
            analyzer.take_types,
            fresh=not goes_on,
            may_hold=reader.origin if reader else bool,
            ids=naming.ids,
        )
        run = cls(engine, analyzer, writer, reader, withheld, naming)
        if reader and home.is_half_sent(folder):
            from indexer.indexing.mending import mend  # noqa: PLC0415 - hardly ever

            with run.abandoned_on_error():
                mend(reader, writer.forward, naming, analyzer)
            run.is_mended = True
        return run

    @property
    def has_changes(self) -> bool:
        """Say whether anything was added, changed, removed or withheld, or names are corrected."""
        changes = self.added or self.changed or self.removed or self.withheld.is_changed
        return bool(changes or self.naming.is_outdated or self.is_mended)

    def read_all(self, source: ArticleSource, observer: BuildObserver | None) -> None:
        """Take every article of the supply; tell the watcher of what could not be read."""
        fingerprint_of = partial(stored_fingerprint, analyzer=self.analyzer)
        grouping = Grouping(self.reader, fingerprint_of, self.naming.folder)
        with Storing(self.reader, self.writer, self.analyzer, grouping, self.naming) as storing:
            for incoming in article_batches(self._articles(source, observer)):
                names = [origin.name for origin in incoming.origins]
                hashes = all_hashed(incoming.articles, names)
                if self.reader:
                    self._expect(self.reader, incoming, hashes)
                before = self.read // _PROGRESS_EVERY
                self._take_all(incoming, Additions(incoming.articles, names, hashes), storing)
                if observer and self.read // _PROGRESS_EVERY > before:
                    observer.progressed(self.report(), source.share)

    def _take_all(self, incoming: Incoming, additions: Additions, storing: Storing) -> None:
        """Have articles stored: at once where none of them is to be decided about."""
        if not self.withheld and self.identities.take_new(incoming, additions.hashed):
            storing.add_all(additions)
            self.read += len(incoming.articles)
            self.added += len(incoming.articles)
            return
        given = zip(incoming.each(), additions.hashed.each(), strict=True)
        for (article, origin), content in given:
            self.take(article, origin, content, storing)

    def _articles(
        self, source: ArticleSource, observer: BuildObserver | None
    ) -> Iterator[tuple[Origin, Article | PlainArticles]]:
        """Yield what could be read; the rest is counted, in the order of the input."""
        for origin, item in source.items(self.tally.add):
            if not isinstance(item, ArticleError):
                one = graded(item, self.analyzer) if isinstance(item, Article) else item
                yield origin, one
                continue
            self.tally.add(item)
            self.failed_sources.add(origin.name or absolute_path(item.path))
            if observer:
                observer.skipped(item)

    def _expect(
        self,
        reader: EngineReader,
        incoming: Incoming,
        hashes: AllHashed,
    ) -> None:
        """Tell the reader of which articles it is asked next; who is near looks at none of it."""
        ids = ids_of(incoming.articles)
        reader.prefetch_documents(ids)
        reader.prefetch_documents(
            known
            for id_, origin, here in zip(ids, incoming.origins, hashes.here, strict=True)
            if not reader.has_content(id_, here)
            for known in origin.known_ids(id_)
        )

    def take(self, article: Article, origin: Origin, content: Hashed, storing: Storing) -> None:
        """Have an article stored, whose hashes are given, unless the index holds just this."""
        self.read += 1
        may_be_held = article.release or article.id in self.withheld
        if may_be_held and not self._counts(article, origin, storing):
            return
        found, content, state, former = self.identities.identify(article, origin, content)
        if state is State.UNCHANGED:
            self.unchanged += 1
            return
        if former:
            self._take_out(former, storing)
        storing.add(found, origin.name, content)
        if state is State.CHANGED:
            self.changed += 1
        else:
            self.added += 1

    def _counts(self, article: Article, origin: Origin, storing: Storing) -> bool:
        """Say whether this version of an article is to be found; if none is, take it out.

        It is if none is higher, it is not withdrawn and not under an embargo.
        """
        release, has_guid = article.release or Release(), has_global_id(article)
        is_held = release.withdrawn or self.withheld.is_embargo(release)
        if has_guid and not self._is_highest(article, origin, release, is_held=is_held):
            self.superseded += 1
            return False
        if has_guid:
            self.versions[article.id] = release.version
            self.withheld.take(article.id, release)
        if not is_held:
            return True
        if release.withdrawn:
            self.withdrawn += 1
        else:
            self.embargoed += 1
            self.withheld.wait_for(release)
        if id_ := self.identities.known_as(article, origin):
            self._take_out(id_, storing)
        return False

    def _take_out(self, id_: str, storing: Storing) -> None:
        """Remove an article that the index has, or is going to have."""
        storing.delete(id_)
        self.identities.forget(id_)
        self.removed += 1

    def _is_highest(
        self, article: Article, origin: Origin, release: Release, *, is_held: bool
    ) -> bool:
        """Say whether no version after this one was read, now or before, nor withdrawn."""
        if not release.withdrawn and self.withheld.holds_back(article.id, release.version):
            return False
        if is_held and not release.version:
            return True
        known = self.versions.get(article.id)
        if known is None and self.reader is not None:
            if self.reader.has_content(article.id, content_hash(article, origin.name)):
                return True
            doc_id = self.reader.doc_id(article.id)
            stored = stored_article(self.reader.load([doc_id])[0]).release if doc_id else None
            known = stored.version if stored else ""
        return not is_later(known or "", release.version)

    def prune(
        self, paths: Sequence[str | Path | Source], removed_paths: Sequence[Path] = ()
    ) -> None:
        """Remove articles whose source lies in the paths and was not read again.

        But for those of files and folders that are there and cannot be read, or hold nothing, as
        those of a disk that is not mounted; and not where nothing can be read at all.
        Those whose source lies in `removed_paths` likewise, even when nothing is read.
        """
        roots = places(paths) if self.read else set()
        others = self.identities.roots
        roots |= others.of(roots)
        roots |= {absolute_path(path) for path in removed_paths}
        if self.reader is None or not roots:
            return
        prefix = os.path.commonprefix(list(roots))  # noqa: RUF071 - of text, as engines take it
        for id_, origin in self.reader.ids(prefix):
            is_unread = id_ not in self.identities and lies_in(origin, roots)
            if is_unread and not (self._may_hold(origin) or self._may_hold(others.now(origin))):
                self.writer.delete(id_)
                self.removed += 1

    def delete_unseen(self) -> None:
        """Remove what a run left that was ended, and this one did not read."""
        if self.reader is not None and self.read:
            for id_, _ in self.reader.ids():
                if id_ not in self.identities:
                    self.writer.delete(id_)
                    self.removed += 1

    def _may_hold(self, origin: str) -> bool:
        """Say whether a file or a folder of it is there of which not everything could be read."""
        if not self.failed_sources:
            return False
        path = Path(origin)
        above = (str(each) for each in (path, *path.parents))
        return any(each in self.failed_sources and Path(each).exists() for each in above)

    def correct_names(self) -> None:
        """Have the names of the other articles found anew, where corrections are not as before."""
        if self.reader is None or not self.naming.is_outdated:
            return
        for _, article in StoredArticles(self.reader).items(None):
            if isinstance(article, Article) and not self.naming.has(article.id):
                self.naming.add(article)

    def commit(self, folder: Path, files: Path) -> TermCounts:
        """Make all changes durable, with names in a folder of files. Raises OSError without room.

        Return the most frequent terms, counted beside finding names where the engine lets them.
        """
        terms = list[TermCounts]()
        count = partial(counted, self.engine, folder, files)
        self.writer.commit(partial(self.naming.finish, files), lambda: terms.append(count()))
        return terms[0]

    def abandon(self) -> None:
        """Stop writing, whatever state the engine is in."""
        self.naming.close()
        with suppress(Exception):
            self.writer.abort()

    @contextmanager
    def abandoned_on_error(self) -> Iterator[None]:
        """Stop writing if what is done meanwhile fails or is interrupted."""
        try:
            yield
        except BaseException:
            self.abandon()
            raise

    def finish(self, folder: Path, terms: TermCounts, readings_before: bytes = b"") -> Finished:
        """Return what `finished` does of a committed generation.

        Raises IndexDamagedError if it has not as many articles as it was given.
        """
        given = (self.reader.size if self.reader else 0) + self.added - self.removed
        with closing(self.engine.open_reader(folder)) as reader:
            if reader.size != given:
                raise IndexDamagedError(
                    f"{given:,} articles were stored and {reader.size:,} are there. Nothing was "
                    "switched: run this again."
                )
            return finished(reader, terms, self.analyzer, readings_before)

    def report(self) -> BuildReport:
        """Return what was done so far."""
        return BuildReport(
            read=self.read,
            added=self.added,
            changed=self.changed,
            unchanged=self.unchanged,
            removed=self.removed,
            seconds=time.perf_counter() - self.started,
            superseded=self.superseded,
            withdrawn=self.withdrawn,
            embargoed=self.embargoed,
            embargo_ends=self.withheld.next_release,
        ).after(self.tally)
