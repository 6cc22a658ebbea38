"""The workbench: exact figures over any selection of a generation's articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import numpy as np

from indexer.analysis.analyzer import Analyzer, WordAnalysis
from indexer.figures import (
    FIELDS,
    MAX_FIELDS,
    MAX_SIZE,
    MAX_WINDOW,
    Coded,
    CodedArticles,
    Collocates,
    Counts,
    Figures,
    Keywords,
    NameCounts,
    NameType,
    Unit,
    WordCounts,
)
from indexer.model import Article, SearchRequest, Span
from indexer.names.corrections import NO_CORRECTIONS, Corrections, read_corrections
from indexer.names.joining import ArticleName
from indexer.query.syntax import ParsedQuery
from indexer.request_checks import check_number, not_one_of
from indexer.statistics import coding, collocations, counts, keyness, naming, ngrams
from indexer.statistics.codebook import Label
from indexer.statistics.collapse import without_near_duplicates
from indexer.statistics.matching import Hits, Matched, Matcher
from indexer.statistics.vocabulary import ArchiveWords
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.segment import Mask

_AT_ONCE = 500
"""Articles that are loaded together."""
_MANY = 10
"""Labels from which on it pays to invert the index."""
EVERYTHING = SearchRequest("")

Reading: TypeAlias = Callable[[SearchRequest], tuple[ParsedQuery, Span | None]]
"""Checks a request and returns its query, parsed, and the days that it asks for."""

Stored: TypeAlias = Callable[[Sequence[str]], list[Article]]
"""Returns the articles of some ids, as they are stored."""


class Workbench:
    """Counts over one generation. Threads may share it.

    With `parts` a word also counts inside other words, as a search has it; with `collapse` the
    first of near-duplicates that a selection has stands for the others.
    """

    def __init__(
        self,
        index: ForwardIndex,
        words: ArchiveWords,
        matcher: Matcher,
        read: Reading,
        stored: Stored,
        *,
        collapse: bool = False,
        only: Mask | None = None,
        corrections: Corrections = NO_CORRECTIONS,
    ) -> None:
        self._index = index
        self._words = words
        self._matcher = matcher
        self._read = read
        self._stored = stored
        self._collapse = collapse
        self._only = only
        self._corrections = corrections

    @classmethod
    def of(
        cls,
        index: ForwardIndex,
        analyzer: Analyzer,
        as_archived: Callable[[WordAnalysis], WordAnalysis],
        read: Reading,
        stored: Stored,
        *,
        corrections: Path | None = None,
    ) -> Workbench:
        """Return the workbench of a forward index. Raises KnipselError for wrong corrections."""
        words = ArchiveWords(index, analyzer)
        matcher = Matcher(index, words, analyzer, as_archived)
        return cls(index, words, matcher, read, stored, corrections=read_corrections(corrections))

    @property
    def index(self) -> ForwardIndex:
        """The forward index that is counted over."""
        return self._index

    def reading(self, *, parts: bool, collapse: bool) -> Workbench:
        """Return the same that reads words and near-duplicates so."""
        return self._like(replace(self._matcher, parts=parts), collapse=collapse)

    def only(self, ids: Sequence[str]) -> Workbench:
        """Return one that counts nothing but the articles with these ids, each by itself."""
        return self._like(self._matcher, only=np.isin(np.array(self._index.ids, object), list(ids)))

    def _like(
        self, matcher: Matcher, *, collapse: bool = False, only: Mask | None = None
    ) -> Workbench:
        shared = (self._index, self._words, matcher, self._read, self._stored)
        return Workbench(*shared, collapse=collapse, only=only, corrections=self._corrections)

    def count(
        self, queries: Sequence[str], fields: Sequence[str], within: SearchRequest = EVERYTHING
    ) -> Counts:
        """Return the articles and hits of each query by one or two fields, within limits.

        Raises RequestError if a query, a field or a limit makes no sense.
        """
        _check_fields(fields)
        asked = [replace(within, query=query) for query in queries]
        limits = self._within(within)
        found = [(request.query, self._match(request, limits)) for request in asked]
        rows = counts.cells(self._index, limits, found, fields)
        union = np.logical_or.reduce([match.rows for _, match in found])
        return Counts(self._about(asked, union), tuple(fields), tuple(rows))

    def collocates(
        self,
        request: SearchRequest,
        *,
        window: int = 5,
        unit: Unit = Unit.FORM,
        limit: int = 50,
        all_words: bool = False,
    ) -> Collocates:
        """Return the words near the hits of a query, in all articles within its limits.

        Raises RequestError if the request makes no sense.
        """
        check_number("window", window, MAX_WINDOW)
        within = self._within(request)
        hits = self._match(request, within).hits
        rows = collocations.collocates(
            self._index,
            self._words,
            hits,
            within,
            window=window,
            unit=unit,
            limit=limit,
            all_words=all_words,
        )
        about = self._about([request], within)
        return Collocates(about, len(hits.starts), window, unit, tuple(rows))

    def keywords(
        self,
        request: SearchRequest,
        against: SearchRequest | None = None,
        *,
        limit: int = 50,
        all_words: bool = False,
    ) -> Keywords:
        """Return what is typical of a selection against another, or against all other articles.

        Raises RequestError if a request makes no sense.
        """
        selected = self._rows(request)
        other = self._rows(against) if against else self._index.alive & ~selected
        rows = keyness.keywords(
            self._index, self._words, selected, other, limit, all_words=all_words
        )
        return Keywords(
            self._about([request], selected),
            self._about([against] if against else [], other),
            tuple(rows),
        )

    def words(
        self,
        request: SearchRequest,
        *,
        size: int = 1,
        limit: int = 50,
        all_words: bool = False,
    ) -> WordCounts:
        """Return the most frequent words of a selection, or runs of two or three of them.

        Raises RequestError if the request makes no sense.
        """
        check_number("n", size, MAX_SIZE)
        selected = self._rows(request)
        rows = ngrams.word_counts(
            self._index, self._words, selected, size, limit, all_words=all_words
        )
        return WordCounts(self._about([request], selected), size, tuple(rows))

    def codebook(
        self,
        labels: Sequence[Label],
        within: SearchRequest = EVERYTHING,
        codes: Mapping[str, frozenset[str]] | None = None,
    ) -> Coded:
        """Return the articles and hits of each label, compared with a person's codes if given.

        Raises RequestError if a limit makes no sense.
        """
        limits, found = self._coded(labels, within)
        selected = {self._index.ids[row] for row in np.flatnonzero(limits).tolist()}
        unknown = tuple(id_ for id_ in codes or () if id_ not in selected)
        return Coded(
            self._about([within], limits),
            tuple(coding.coded_labels(self._index, found, limits, codes)),
            None if codes is None else len(codes) - len(unknown),
            unknown,
        )

    def coded_articles(
        self, labels: Sequence[Label], within: SearchRequest = EVERYTHING
    ) -> CodedArticles:
        """Return the hits of each label in each article. Raises RequestError likewise."""
        limits, found = self._coded(labels, within)
        rows = tuple(coding.coded_articles(self._index, found, limits))
        return CodedArticles(
            self._about([within], limits), tuple(label.name for label in labels), rows
        )

    def coded_counts(
        self, labels: Sequence[Label], fields: Sequence[str], within: SearchRequest = EVERYTHING
    ) -> Counts:
        """Return the articles and hits of each label by one or two fields, as `count` does."""
        _check_fields(fields)
        limits, found = self._coded(labels, within)
        named = [(label.name, match) for label, match in found]
        rows = counts.cells(self._index, limits, named, fields)
        return Counts(self._about([within], limits), tuple(fields), tuple(rows))

    def _coded(
        self, labels: Sequence[Label], within: SearchRequest
    ) -> tuple[Mask, list[tuple[Label, Matched]]]:
        if len(labels) > _MANY:
            self._index.invert()
        limits = self._rows(within)
        none = Matched(np.zeros_like(limits), Hits.none())
        found = ((label, self._matcher.match(label.tree) or none) for label in labels)
        return limits, [(label, self._limited(match, limits)) for label, match in found]

    def _limited(self, matched: Matched, within: Mask) -> Matched:
        rows = matched.rows & within
        return Matched(rows, matched.hits.where(rows[self._index.row_of(matched.hits.starts)]))

    def names(
        self, request: SearchRequest, *, type_: NameType | None = None, limit: int = 50
    ) -> NameCounts:
        """Return the names in the newest articles of a selection, up to naming.MAX_ARTICLES.

        Raises RequestError if the request makes no sense.
        """
        selected = self._rows(request)
        rows = naming.newest(self._index, selected)
        articles = self._stored([self._index.ids[row] for row in rows])
        found = naming.name_counts(self._index, articles, type_, limit, self._corrections)
        return NameCounts(self._about([request], selected), len(articles), tuple(found))

    def names_of(self, article: Article) -> list[ArticleName]:
        """Return the names of an article, in the order of their first places."""
        return naming.names_of(self._index, [article], self._corrections)[0]

    def ids(self, request: SearchRequest) -> list[str]:
        """Return the ids of the articles that a request selects, in the order of the index."""
        return [self._index.ids[row] for row in np.flatnonzero(self._rows(request)).tolist()]

    def about(self, request: SearchRequest) -> Figures:
        """Return what a request selects: how it is read, how many articles and words."""
        return self._about([request], self._rows(request))

    def lengths(self) -> dict[str, int]:
        """Return the words of every article, by its id."""
        alive = np.flatnonzero(self._index.alive)
        lengths = self._index.lengths[alive].tolist()
        ids = self._index.ids
        return {ids[row]: length for row, length in zip(alive.tolist(), lengths, strict=True)}

    def articles(self, ids: Sequence[str]) -> Iterator[Article]:
        """Yield the articles with these ids, some hundreds at a time.

        Raises ArticleNotFoundError if one is not there.
        """
        for start in range(0, len(ids), _AT_ONCE):
            yield from self._stored(ids[start : start + _AT_ONCE])

    def _rows(self, request: SearchRequest) -> Mask:
        return self._match(request, self._within(request)).rows

    def _match(self, request: SearchRequest, within: Mask) -> Matched:
        """Return what a request selects; a query of which no word remains, limits alone."""
        parsed, span = self._read(request)
        matched = self._matcher.match(parsed.tree)
        if matched is None:
            asked = request.query.strip() and not (span or request.filters or request.excluded)
            return Matched(np.zeros_like(within) if asked else within, Hits.none())
        return self._limited(matched, within)

    def _within(self, request: SearchRequest) -> Mask:
        _, span = self._read(request)
        within = (
            self._index.alive & self._only if self._only is not None else self._index.alive.copy()
        )
        if span:
            within &= self._matcher.rows_within(span)
        for field, values in request.filters.items():
            if values:
                within &= self._matcher.rows_with(field, values)
        for field, values in request.excluded.items():
            if values:
                within &= ~self._matcher.rows_with(field, values)
        return without_near_duplicates(self._index, within) if self._collapse else within

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


def _check_fields(fields: Sequence[str]) -> None:
    check_number("by", len(fields), MAX_FIELDS)
    for field in fields:
        if field not in FIELDS:
            raise not_one_of("by", FIELDS, field)
