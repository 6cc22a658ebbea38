"""Snapshots: the generation of an index that a request sees from beginning to end."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from indexer.analysis.aliases import Aliases
from indexer.analysis.dutch import Analyzer
from indexer.config import Settings
from indexer.engines import open_engine
from indexer.engines.protocol import FACETS, EngineReader
from indexer.errors import IndexDamagedError, IndexStaleError
from indexer.generations import Generations, Manifest
from indexer.model import SearchRequest, Stats
from indexer.query import nodes
from indexer.query.affording import affordable
from indexer.query.parser import parse
from indexer.query.syntax import Parsed
from indexer.query.wanted import Understanding, Wanted
from indexer.ranking import Weights
from indexer.requesting import CALENDAR, filters
from indexer.searching import Searching
from indexer.suggesting import Suggesting
from indexer.vocabulary import Vocabulary


@dataclass(frozen=True)
class Snapshot:
    """A generation that is open."""

    manifest: Manifest
    stamp: tuple[int, int]
    reader: EngineReader
    understanding: Understanding
    searching: Searching
    suggesting: Suggesting
    vocabulary: Vocabulary

    def parsed(self, query: str, share: int = 1) -> Parsed:
        """Return the query as far as this archive can afford it, beside `share` - 1 others."""
        most = self.reader.most_compared // share
        return affordable(parse(query), self.vocabulary.count, most)

    def wanted(self, parsed: Parsed, request: SearchRequest) -> Wanted:
        """Return what the query and the form want together."""
        wanted = self.understanding.of(parsed.tree)
        return replace(wanted, filters=(*wanted.filters, *filters(request)))

    @cached_property
    def stats(self) -> Stats:
        """The archive in figures, counted once: every front page shows them, and it takes 5 ms."""
        counts = self.reader.count(nodes.Everything(), FACETS)
        dated = self.reader.count(nodes.Days(CALENDAR.first, CALENDAR.last)).total
        return Stats(
            articles=counts.total,
            engine=self.manifest.engine,
            fingerprint=self.manifest.fingerprint,
            built=self.manifest.built,
            size=sum(size for size, _ in self.manifest.files.values()),
            undated=counts.total - dated,
            first_date=iso(counts.first),
            last_date=iso(counts.last),
            sources=counts.facets["source"],
            sections=counts.facets["section"],
            years=tuple(sorted(counts.facets["year"], key=lambda c: c.value)),
        )


class Snapshots:
    """Opens the newest generation, and a newer one when there is. Threads may share it."""

    def __init__(self, settings: Settings, analyzer: Analyzer, weights: Weights) -> None:
        self._settings = settings
        self._analyzer = analyzer
        self._weights = weights
        self._aliases = Aliases.load()
        self._generations = Generations(settings.index)
        self._open_one = self._open()

    def current(self) -> Snapshot:
        """Return the open generation, or a newer one when there is one."""
        if self._generations.stamp() != self._open_one.stamp:
            self._open_one = self._open()
        return self._open_one

    def weighted(self, weights: Weights) -> Snapshots:
        """Return the same generations, ranked with other weights."""
        other = copy(self)
        other._weights = weights  # noqa: SLF001
        other._open_one = other._open()  # noqa: SLF001
        return other

    def close(self) -> None:
        """Release what is open."""
        self._open_one.reader.close()

    def _open(self) -> Snapshot:
        """Open the newest generation; once more when it was replaced on the way."""
        for _ in range(3):
            stamp = self._generations.stamp()
            manifest = self._generations.manifest()
            check_fit(manifest, self._settings, self._analyzer)
            folder = self._generations.path(manifest)
            try:
                reader = open_engine(manifest.engine).open_reader(folder)
                vocabulary = Vocabulary.open(folder)
            except (IndexDamagedError, OSError) as error:
                damage = error
                continue
            understanding = Understanding(self._analyzer, self._aliases, reader)
            return Snapshot(
                manifest=manifest,
                stamp=stamp,
                reader=reader,
                understanding=understanding,
                searching=Searching(reader, self._weights),
                suggesting=Suggesting(reader, understanding, self._analyzer, vocabulary),
                vocabulary=vocabulary,
            )
        raise IndexDamagedError(
            f"{damage}. Run: knipsel --index {self._settings.index} index --rebuild PATH"
        ) from damage


def check_fit(manifest: Manifest, settings: Settings, analyzer: Analyzer) -> None:
    """Raise IndexStaleError when the index was made with another analysis than this version's."""
    if manifest.fingerprint != analyzer.fingerprint:
        raise IndexStaleError(
            f"{settings.index} was built with analysis {manifest.fingerprint}, this version needs "
            f"{analyzer.fingerprint}. Run: knipsel --index {settings.index} index --rebuild PATH"
        )


def iso(day: int) -> str | None:
    """Return the ISO date of an ordinal day, None for 0."""
    return date.fromordinal(day).isoformat() if day else None
