"""The workbench: exact figures over any selection of a generation's articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from indexer.answers.figures import (
    FIELDS,
    MAX_FIELDS,
    MAX_SIZE,
    MAX_WINDOW,
    Coded,
    CodedArticles,
    Collocates,
    Counts,
    Keywords,
    LineOrder,
    Unit,
    WordCounts,
)
from indexer.answers.name_figures import NameCounts, NameType
from indexer.messages import Message
from indexer.model import Article, SearchRequest
from indexer.names.joining import ArticleName
from indexer.request_checks import check_number, not_one_of
from indexer.statistics import collocations, counts, keyness, naming, ngrams, stored_names
from indexer.statistics.codebooks import coding
from indexer.statistics.codebooks.codebook import Label
from indexer.statistics.codebooks.gathering import gather
from indexer.statistics.concordance import WIDTH
from indexer.statistics.hits import Matched
from indexer.statistics.kwic import KwicLines, first_of_each, in_order
from indexer.statistics.selecting import Selector
from indexer.storage.forward.segment import Mask

_MANY = 10
"""Labels from which on it pays to find the places of their words in one pass."""
_STEPS_OF_A_WORD = (5, 30, 50)
"""Steps of an Effort for each token of a selection whose words, pairs or threes are counted.

They take 5, 25 and 40; of pairs and threes the memory counts too, some 30 bytes a token.
"""
_STEPS_OF_A_LINE = 8
_STEPS_OF_A_WRITTEN_LINE = 6_000
EVERYTHING = SearchRequest("")
_NOTHING_AGAINST = Message(
    "Er is niets om mee te vergelijken: beperk de selectie, of geef een zoekvraag die iets vindt."
)


class Workbench(Selector):
    """Counts over one generation, as it selects in it. Threads may share it."""

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
        rows = counts.cells(self._index, limits, found, fields, self.effort)
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
        found = self._match(request, within)
        self.effort.spend(collocations.steps_of_windows(self._index, found, window))
        hits = found.hits
        rows = collocations.collocates(
            self._index,
            self._words,
            hits,
            within,
            window=window,
            unit=unit,
            limit=limit,
            all_words=all_words,
            effort=self.effort,
        )
        about = self._about([request], within)
        return Collocates(about, len(hits.starts), window, unit, tuple(rows))

    def keywords(
        self,
        request: SearchRequest,
        against: SearchRequest | None = None,
        *,
        size: int = 1,
        limit: int = 50,
        all_words: bool = False,
    ) -> Keywords:
        """Return what is typical of a selection against another, or against all other articles.

        That is words, or runs of `size` words. Raises RequestError if a request makes no sense.
        """
        check_number("n", size, MAX_SIZE)
        selected = self.rows(request)
        other = self.rows(against) if against else self._index.alive & ~selected
        of_both = self._index, self._words, selected, other
        if size > 1:
            tokens = int(self._index.lengths[selected | other].sum())
            self.effort.spend(_STEPS_OF_A_WORD[size - 1] * tokens)
            rows = ngrams.typical_runs(*of_both, size=size, limit=limit, all_words=all_words)
        else:
            rows = keyness.keywords(*of_both, limit, all_words=all_words)
        about = self._about([request], selected)
        if not other.any():
            about = replace(about, notices=(*about.notices, _NOTHING_AGAINST))
        of_other = self._about([against] if against else [], other)
        return Keywords(about, of_other, tuple(rows), size)

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
        selected = self.rows(request)
        self.effort.spend(_STEPS_OF_A_WORD[size - 1] * int(self._index.lengths[selected].sum()))
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
        rows = np.flatnonzero(limits).tolist() if codes else ()
        selected = {self._index.ids[row] for row in rows}
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
        rows = counts.cells(self._index, limits, named, fields, self.effort)
        return Counts(self._about([within], limits), tuple(fields), tuple(rows))

    def _coded(
        self, labels: Sequence[Label], within: SearchRequest
    ) -> tuple[Mask, list[tuple[Label, Matched]]]:
        if len(labels) > _MANY:
            gather(self._matcher, (label.tree for label in labels))
        limits = self.rows(within)
        none = Matched(np.zeros_like(limits))
        found = ((label, self._matcher.match(label.tree) or none) for label in labels)
        return limits, [(label, match.limited(self._index, limits)) for label, match in found]

    def kwic(
        self,
        request: SearchRequest,
        *,
        within: SearchRequest | None = None,
        width: int = WIDTH,
        order: LineOrder = LineOrder.RELEVANCE,
        per_article: int | None = None,
        most: int | None = None,
    ) -> KwicLines:
        """Return the hits of a query in context: exactly those that `count` counts.

        They are those in the articles of `within` too, where it is given, and of each article the
        first `per_article`. Of many, the first `most` lines cost much less than all. Raises
        RequestError if a request makes no sense.
        """
        found = self._asked(request)
        if within:
            found = found.limited(self._index, self.rows(within))
        counts = found.hits_of_rows(self._index)
        lines = int((counts if per_article is None else np.minimum(counts, per_article)).sum())
        self.effort.spend(_STEPS_OF_A_LINE * lines)  # before hits are copied, which are millions
        hits = first_of_each(self._index, found.hits, per_article)
        if most is None:
            self.effort.spend(_STEPS_OF_A_WRITTEN_LINE * len(hits.starts))
        ranked = self._ranked(request) if order is LineOrder.RELEVANCE else ()
        chosen = in_order(self._index, self._words, hits, order, ranked, most=most)
        return KwicLines(
            self._about([request], found.rows),
            self._index,
            self._stored.whole,
            hits=chosen,
            total=len(hits.starts),
            width=width,
            spend=self.spend_on_texts,
        )

    def names(
        self, request: SearchRequest, *, type_: NameType | None = None, limit: int = 50
    ) -> NameCounts:
        """Return the names of a selection; where none are stored, of naming.MAX_ARTICLES of it.

        Raises RequestError if the request makes no sense.
        """
        selected = self.rows(request)
        if self._index.names:
            found = stored_names.counts(self._index.names, selected, type_, limit)
            return NameCounts(about := self._about([request], selected), about.articles, (*found,))
        rows = naming.newest(self._index, selected)
        articles = list(self._stored.articles([self._index.ids[row] for row in rows]))
        found = naming.name_counts(self._index, articles, type_, limit, self._corrections)
        return NameCounts(self._about([request], selected), len(articles), tuple(found))

    def names_of(self, article: Article) -> list[ArticleName]:
        """Return the names of an article, in the order of their first places."""
        return naming.names_of(self._index, [article], self._corrections)[0]


def _check_fields(fields: Sequence[str]) -> None:
    check_number("by", len(fields), MAX_FIELDS)
    for field in fields:
        if field not in FIELDS:
            raise not_one_of("by", FIELDS, field)
