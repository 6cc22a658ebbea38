"""A snapshot: the generation of an index that a request sees from beginning to end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeAlias, TypeVar

from indexer.answers.long_text import Stored
from indexer.cache import LruCache, weak_lru_cache
from indexer.engines.protocol import DocId, EngineReader
from indexer.errors import ArticleNotFoundError, IndexDamagedError
from indexer.fields import COUNTED, ENGINE_FACETS
from indexer.later import NamedTuple, expression, replace
from indexer.model import AllDays, SearchPage, SearchRequest, Span
from indexer.query import nodes
from indexer.query.analyze import AnalyzedQuery, QueryAnalyzer
from indexer.query.cost import limit_wildcards
from indexer.query.interpret import interpret
from indexer.query.parser import parse
from indexer.query.readings import as_written
from indexer.query.short_dates import ArchiveDays
from indexer.query.syntax import ParsedQuery, SyntaxNode
from indexer.reports import Stats
from indexer.search.naming import ArchiveNames
from indexer.search.offers.suggest import Suggester
from indexer.search.request import CALENDAR, filters
from indexer.search.searcher import Searcher
from indexer.storage.manifest import Manifest, VersionToken
from indexer.storage.vocabulary import Vocabulary

_Stored = TypeVar("_Stored", bound=Stored)

_LONG = 1_000  # words
_MAX_QUERIES = 64  # as they are read, cached
_MAX_ARTICLES = 64  # that were asked for last: their page asks for each three times

# Halves of characters, which stand for bytes of a command line that are no UTF-8.
_NO_TEXT = expression("[\ud800-\udfff]")

Facets: TypeAlias = tuple[str, ...]
"""The facets that a page of results has."""


class Exact(NamedTuple):
    """The articles that figures count of a request: their ids, and how many have each span."""

    ids: tuple[str, ...] = ()
    days: Mapping[Span, int] = {}


Exactly: TypeAlias = "Callable[[Snapshot, SearchRequest, ParsedQuery], Exact]"
"""Returns what figures count of a request, its query being read so."""


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


def iso(day: int) -> str | None:
    """Return the ISO date of an ordinal day, None for 0."""
    return date.fromordinal(day).isoformat() if day else None
