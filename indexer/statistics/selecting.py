"""What a request selects in a forward index: its rows, its hits, its articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol, Self, TypeAlias

import numpy as np

from indexer.analysis.analyzer import Analyzer, WordAnalysis
from indexer.answers.figures import FIELDS, Beside, Figures
from indexer.answers.long_text import Stored
from indexer.engines.documents import known_days
from indexer.model import Article, SearchRequest, Span
from indexer.names.corrections import NO_CORRECTIONS, Corrections, read_corrections
from indexer.query.syntax import ParsedQuery, SyntaxNode
from indexer.request_checks import Effort, not_one_of
from indexer.statistics.collocations import has_beside, steps_of_windows
from indexer.statistics.counts import rows_in
from indexer.statistics.filters import rows_with, rows_within, without_near_duplicates
from indexer.statistics.hits import Matched
from indexer.statistics.matching import Matcher
from indexer.statistics.ngrams import is_run
from indexer.statistics.vocabulary import ArchiveWords
from indexer.storage.forward.columns import Places
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.segment import Mask

MIN_STEPS = 80_000_000
"""What one request may cost where it is bounded, in steps of an Effort."""
STEPS_A_TOKEN = 8
"""The same for each token of a large archive: as often can all of it be looked at."""
STEPS_OF_A_WORD = 6
"""The same of a word of a text that is read."""
LONG = 5_000
"""Words from which on an article is a long one."""
_AT_ONCE = 500
"""Articles that are loaded together."""
_BITS = 32
_LOW = (1 << _BITS) - 1
"""Of the number of a span of days: its last day lies above its first."""

Reading: TypeAlias = Callable[[SearchRequest], tuple[ParsedQuery, Span | None]]
"""Checks a request and returns its query, parsed, and the days that it asks for."""

Ranked: TypeAlias = Callable[[SearchRequest], list[str]]
"""Returns the ids of the first results of a request, as the list has them."""


HitFilter: TypeAlias = Callable[[Matched, str], Mask]
"""Says of each hit of a query whether it is asked for."""


class StoredArticles(Protocol):
    """What is stored of the articles of some ids, loaded few at a time."""

    def articles(self, ids: Sequence[str], longest: int | None = None) -> Iterator[Article]:
        """Yield articles, with texts of so many characters."""

    def whole(self, ids: Sequence[str]) -> Iterator[Stored]:
        """Yield articles, long ones in pieces."""


class Selector:
    """Selects in one generation. Threads may share it.

    With `parts` a word also counts inside other words, as a search has it; with `collapse` the
    first of near-duplicates that a selection has stands for the others.
    """

    def __init__(
        self,
        index: ForwardIndex,
        words: ArchiveWords,
        matcher: Matcher,
        *,
        read: Reading,
        stored: StoredArticles,
        ranked: Ranked,
        collapse: bool = False,
        only: Mask | None = None,
        hits: HitFilter | None = None,
        corrections: Corrections = NO_CORRECTIONS,
        bounded: bool = False,
    ) -> None:
        self._bounded = bounded
        self._index = index
        self._words = words
        self._matcher = matcher
        self._read = read
        self._stored = stored
        self._ranked = ranked
        self._collapse = collapse
        self._only = only
        self._hits = hits
        self._corrections = corrections
        self._last: tuple[SyntaxNode, Matched | None] | None = None

    @classmethod
    def of(
        cls,
        index: ForwardIndex,
        analyzer: Analyzer,
        as_archived: Callable[[WordAnalysis], WordAnalysis],
        *,
        read: Reading,
        stored: StoredArticles,
        ranked: Ranked,
        corrections: Path | None = None,
        bounded: bool = False,
    ) -> Self:
        """Return what selects in a forward index. Raises KnipselError for wrong corrections."""
        words = ArchiveWords(index, analyzer)
        matcher = Matcher(index, words, analyzer, as_archived)
        return cls(
            index, words, matcher, read=read, stored=stored, ranked=ranked,
            corrections=read_corrections(corrections), bounded=bounded,
        )  # fmt: skip

    @property
    def effort(self) -> Effort:
        """What this request may still cost."""
        return self._matcher.effort

    @property
    def index(self) -> ForwardIndex:
        """The forward index that is counted over."""
        return self._index

    def reading(self, *, parts: bool, collapse: bool, read: Reading | None = None) -> Self:
        """Return the same that reads words, near-duplicates and queries so, for one request."""
        most = max(MIN_STEPS, STEPS_A_TOKEN * self._index.size) if self._bounded else None
        matcher = replace(self._matcher, parts=parts, effort=Effort(most))
        return self._other(matcher, collapse=collapse, read=read)

    def only(self, ids: Sequence[str]) -> Self:
        """Return one that counts nothing but the articles with these ids, each by itself."""
        only = np.isin(np.array(self._index.ids, object), list(ids))
        return self._other(self._matcher, only=only, hits=self._hits)

    def cell(self, values: Sequence[tuple[str, str]]) -> Self:
        """Return one that counts nothing but what lies in a cell: fields with a value each.

        Raises RequestError if a field is none that can be counted by.
        """
        if not values:
            return self
        only = np.ones_like(self._index.alive)
        for field, value in values:
            if field not in FIELDS:
                raise not_one_of("cell", FIELDS, field)
            only &= rows_in(self._index, field, value)
        return self._other(self._matcher, collapse=self._collapse, only=only, hits=self._hits)

    def newest(self, request: SearchRequest, within: SearchRequest | None = None) -> list[str]:
        """Return the ids of what a request selects, the newest first, those without date last.

        With `within` those that it selects too. Raises RequestError if a request makes no sense.
        """
        selected = self._asked(request).rows
        if within:
            selected = selected & self.rows(within)
        rows = np.flatnonzero(selected)
        order = np.lexsort((self._index.id_ranks[rows], -self._index.lasts[rows]))
        return [self._index.ids[row] for row in rows[order].tolist()]

    def beside(self, beside: Beside) -> Self:
        """Return one whose lines and articles are the hits with a word in their window."""

        def filtered(found: Matched, _: str) -> Mask:
            self.effort.spend(steps_of_windows(self._index, found, beside.window))
            return has_beside(self._index, self._words, found.hits, beside, self.effort)

        return self._filtered(filtered)

    def in_a_row(self) -> Self:
        """Return one whose lines and articles are those that n-grams count of a phrase."""

        def filtered(found: Matched, query: str) -> Mask:
            size = sum(1 for _ in self._words.analyzer.tokens(query))
            return is_run(self._index, found.hits, size)

        return self._filtered(filtered)

    def _filtered(self, hits: HitFilter) -> Self:
        return self._other(self._matcher, collapse=self._collapse, only=self._only, hits=hits)

    def _asked(self, request: SearchRequest) -> Matched:
        """Return what a request selects, of its hits those that are asked for."""
        matched = self._match(request, self._within(request))
        if self._hits is None:
            return matched
        kept = self._hits(matched, request.query)  # first: it may refuse, and hits are millions
        hits = matched.hits.where(kept)
        return Matched(self._index.count_in_rows(hits.starts) > 0, lambda: hits)

    def _other(
        self,
        matcher: Matcher,
        *,
        collapse: bool = False,
        only: Mask | None = None,
        hits: HitFilter | None = None,
        read: Reading | None = None,
    ) -> Self:
        other = type(self)(
            self._index, self._words, matcher, read=read or self._read, stored=self._stored,
            ranked=self._ranked, collapse=collapse, only=only, hits=hits,
            corrections=self._corrections, bounded=self._bounded,
        )  # fmt: skip
        if matcher is self._matcher:
            other._last = self._last  # noqa: SLF001 - of its own kind
        return other

    def ids(self, request: SearchRequest) -> list[str]:
        """Return the ids of the articles that a request selects, in the order of the index."""
        return [self._index.ids[row] for row in np.flatnonzero(self.rows(request)).tolist()]

    def listed(self, request: SearchRequest) -> tuple[tuple[str, ...], dict[Span, int]]:
        """Return those ids, and how many have each span of days; undated ones have UNDATED."""
        index, rows = self._index, np.flatnonzero(self.rows(request))
        codes = index.lasts[rows].astype(np.int64) << _BITS | index.firsts[rows]
        spans, counts = (each.tolist() for each in np.unique(codes, return_counts=True))
        days = (known_days(code & _LOW, code >> _BITS) for code in spans)
        ids = tuple([index.ids[row] for row in rows.tolist()])
        return ids, dict(zip(days, counts, strict=True))

    def about(self, request: SearchRequest) -> Figures:
        """Return what a request selects: how it is read, how many articles and words."""
        return self._about([request], self.rows(request))

    def spend_on_texts(self, rows: Places) -> None:
        """Take what it costs to read the texts of long articles, beside what each article does.

        Raises RequestError if that is too much.
        """
        lengths = self._index.lengths[rows]
        self.effort.spend(STEPS_OF_A_WORD * int(lengths[lengths > LONG].sum()))

    def lengths(self) -> dict[str, int]:
        """Return the words of every article, by its id."""
        alive = np.flatnonzero(self._index.alive)
        lengths = self._index.lengths[alive].tolist()
        ids = self._index.ids
        return {ids[row]: length for row, length in zip(alive.tolist(), lengths, strict=True)}

    def articles(self, ids: Sequence[str], longest: int | None = None) -> Iterator[Article]:
        """Yield the articles with these ids, some hundreds at a time.

        Their texts have at most `longest` characters where that is given. Raises
        ArticleNotFoundError if one is not there.
        """
        for start in range(0, len(ids), _AT_ONCE):
            yield from self._stored.articles(ids[start : start + _AT_ONCE], longest)

    def whole(self, ids: Sequence[str]) -> Iterator[Stored]:
        """Yield the same, long ones in pieces."""
        for start in range(0, len(ids), _AT_ONCE):
            yield from self._stored.whole(ids[start : start + _AT_ONCE])

    def rows(self, request: SearchRequest) -> Mask:
        """Return which rows of the index a request selects."""
        return self._match(request, self._within(request)).rows

    def _match(self, request: SearchRequest, within: Mask) -> Matched:
        """Return what a request selects; a query of which no word remains, limits alone."""
        parsed, span = self._read(request)
        matched = self._matched(parsed.tree)
        if matched is None:
            asked = request.query.strip() and not (span or request.filters or request.excluded)
            return Matched(np.zeros_like(within) if asked else within)
        return matched.limited(self._index, within)

    def _matched(self, tree: SyntaxNode | None) -> Matched | None:
        """Return what satisfies a tree, within no limits; that of the last one is kept."""
        if tree is None:
            return None
        last = self._last
        if last is None or last[0] != tree:
            last = self._last = tree, self._matcher.match(tree)
        return last[1]

    def _within(self, request: SearchRequest) -> Mask:
        _, span = self._read(request)
        within = self._index.alive.copy()
        if span:
            within &= rows_within(self._index, span)
        for field, values in request.filters.items():
            if values:
                within &= rows_with(self._index, field, values)
        for field, values in request.excluded.items():
            if values:
                within &= ~rows_with(self._index, field, values)
        if self._collapse:
            within = without_near_duplicates(self._index, within)
        return within if self._only is None else within & self._only

    def _about(self, requests: Sequence[SearchRequest], rows: Mask) -> Figures:
        parsed = [self._read(request)[0] for request in requests]
        notices = dict.fromkeys(notice for each in parsed for notice in each.notices)
        return Figures(
            query="; ".join(each.text for each in parsed),
            interpreted="; ".join(each.interpreted for each in parsed),
            notices=tuple(notices),
            articles=int(rows.sum()),
            tokens=int(self._index.lengths[rows].sum()),
            parts=self._matcher.parts,
            collapsed=self._collapse,
        )
