"""Analysis ahead: what the index has of articles, made while those before them are stored.

The compiled kernel does it in a thread of its own, which takes the second core and never asks for
the interpreter; without a kernel it is done when it is asked for.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from indexer.analysis.analyzer import Analyzer
from indexer.analysis.kernel import PythonTermMapper
from indexer.compiled import compiled
from indexer.indexing.document import LIMITS, Analysed, analysed, fingerprint_parts
from indexer.model import Article
from indexer.near_duplicates.fingerprint import fingerprinter
from indexer.text import begins_with, without_surrogates

if TYPE_CHECKING:
    from indexer._kernel import NameUsage, ReadAhead

MAX_AHEAD = 2
"""Batches that are begun before the first of them is stored."""


class Analysis(Protocol):
    """Analyses articles batch by batch, in their order."""

    def begin(self, articles: Sequence[Article]) -> None:
        """Take a batch."""

    def finished(self) -> list[Analysed]:
        """Return what the index has of each article of the earliest batch that was not returned."""

    def close(self) -> None:
        """Take no more, and drop what was not returned."""


def open_analysis(analyzer: Analyzer, usage: NameUsage | None) -> Analysis:
    """Return what analyses articles; `usage`, if it is given, gathers the words of names."""
    kernel = compiled()
    if kernel is None:
        return AnalysisOnDemand(analyzer)
    reader = kernel.ReadAhead(analyzer.mapper, usage, LIMITS, fingerprinter())
    return AnalysisAhead(reader, analyzer)


class AnalysisOnDemand:
    """Analyses a batch when it is asked for."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._batches: deque[Sequence[Article]] = deque()

    def begin(self, articles: Sequence[Article]) -> None:
        """Take a batch."""
        self._batches.append(articles)

    def finished(self) -> list[Analysed]:
        """Return what the index has of each article of the earliest batch that was not returned."""
        return [analysed(article, self._analyzer) for article in self._batches.popleft()]

    def close(self) -> None:
        """Drop what was not returned."""
        self._batches.clear()


class AnalysisAhead:
    """Has the kernel analyse batches in a thread of its own."""

    def __init__(self, kernel: ReadAhead, analyzer: Analyzer) -> None:
        self._kernel = kernel
        self._analyzer = analyzer
        self._batches: deque[tuple[Sequence[Article], list[bool], set[int]]] = deque()

    @cached_property
    def _reference(self) -> PythonTermMapper:
        return PythonTermMapper(self._analyzer.row)

    def begin(self, articles: Sequence[Article]) -> None:
        """Take a batch."""
        repeated = [begins_with(article.body, article.title) for article in articles]
        texts = [(each.title, each.body) for each in articles]
        given = texts
        try:
            self._begin(texts, repeated)
        except UnicodeEncodeError:  # a lone surrogate, which compiled code cannot hold
            given = [(without_surrogates(title), without_surrogates(body)) for title, body in texts]
            self._begin(given, repeated)
        odd = set[int]() if given is texts else _different(texts, given)
        self._batches.append((articles, repeated, odd))

    def _begin(self, texts: Sequence[tuple[str, str]], repeated: Sequence[bool]) -> None:
        self._kernel.begin([(*text, each) for text, each in zip(texts, repeated, strict=True)])

    def finished(self) -> list[Analysed]:
        """Return what the index has of each article of the earliest batch that was not returned."""
        read = self._kernel.finished()
        articles, repeated, odd = self._batches.popleft()
        found = [
            Analysed(terms, is_repeated, fingerprint, names)
            for (terms, fingerprint, names), is_repeated in zip(read, repeated, strict=True)
        ]
        for place in odd:
            found[place] = self._with_surrogates(articles[place], found[place])
        return found

    def _with_surrogates(self, article: Article, plain: Analysed) -> Analysed:
        """Return what the index has of an article with lone surrogates: numbers as without them."""
        numbers = plain.terms[0][1], plain.terms[1][1]
        of_python = self._reference.article(article.title, article.body, plain.repeated, LIMITS)
        above, below, lead, opening = of_python
        terms = (above[0], numbers[0]), (below[0], numbers[1]), lead, opening
        return Analysed(terms, plain.repeated, fingerprint_parts(terms))

    def close(self) -> None:
        """Stop the thread."""
        self._kernel.close()


def _different(texts: Sequence[object], others: Sequence[object]) -> set[int]:
    pairs = enumerate(zip(texts, others, strict=True))
    return {place for place, (text, other) in pairs if text != other}
