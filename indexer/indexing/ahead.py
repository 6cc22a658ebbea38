"""Analysis ahead: what the index has of articles, made while those before them are stored.

The compiled kernel does it in a thread of its own, which takes the second core and never asks for
the interpreter; without a kernel it is done when it is asked for.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias

from indexer.analysis.analyzer import Analyzer
from indexer.compiled import compiled
from indexer.indexing.document import LIMITS, Analysed, analysed
from indexer.model import Article
from indexer.near_duplicates.fingerprint import fingerprinter
from indexer.text import begins_with, without_surrogates

if TYPE_CHECKING:
    from indexer._kernel import NameUsage, ReadAhead

AnalysedBatch: TypeAlias = tuple[Analysed, str]
"""What a batch has, and types as `EngineWriter.add_types` takes them."""

MAX_AHEAD = 2
"""Batches that are begun before the first of them is stored."""


class Analysis(Protocol):
    """Analyses articles batch by batch, in their order."""

    def begin(self, articles: Sequence[Article]) -> None:
        """Take a batch."""

    def finished(self) -> AnalysedBatch:
        """Return what the index has of the earliest batch that was not returned.

        With it come the types that this batch is the first to have, if they tell the terms.
        """

    def close(self) -> None:
        """Take no more, and drop what was not returned."""


def open_analysis(analyzer: Analyzer, usage: NameUsage | None, *, by_types: bool) -> Analysis:
    """Return what analyses articles; `usage`, if it is given, gathers the words of names.

    If `by_types`, terms may be told by types.
    """
    kernel = compiled()
    if kernel is None:
        return AnalysisOnDemand(analyzer)
    reader = kernel.ReadAhead(analyzer.mapper, usage, LIMITS, fingerprinter(), by_types)
    return AnalysisAhead(reader)


class AnalysisOnDemand:
    """Analyses a batch when it is asked for."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._batches: deque[Sequence[Article]] = deque()

    def begin(self, articles: Sequence[Article]) -> None:
        """Take a batch."""
        self._batches.append(articles)

    def finished(self) -> AnalysedBatch:
        """Return what the index has of the earliest batch that was not returned."""
        return analysed(self._batches.popleft(), self._analyzer), ""

    def close(self) -> None:
        """Drop what was not returned."""
        self._batches.clear()


class AnalysisAhead:
    """Has the kernel analyse batches in a thread of its own."""

    def __init__(self, kernel: ReadAhead) -> None:
        self._kernel = kernel
        self._batches: deque[tuple[list[bool], set[int]]] = deque()

    def begin(self, articles: Sequence[Article]) -> None:
        """Take a batch."""
        repeated = [begins_with(article.body, article.title) for article in articles]
        texts = [(each.title, each.body) for each in articles]
        given = texts
        try:
            self._begin(texts, repeated)
        except UnicodeEncodeError:  # a lone surrogate, which is part of no word
            given = [(without_surrogates(title), without_surrogates(body)) for title, body in texts]
            self._begin(given, repeated)
        odd = set[int]() if given is texts else _different(texts, given)
        self._batches.append((repeated, odd))

    def _begin(self, texts: Sequence[tuple[str, str]], repeated: Sequence[bool]) -> None:
        self._kernel.begin([(*text, each) for text, each in zip(texts, repeated, strict=True)])

    def finished(self) -> AnalysedBatch:
        """Return what the index has of the earliest batch that was not returned."""
        read, types = self._kernel.finished()
        repeated, odd = self._batches.popleft()
        found = Analysed(*read, repeated)
        for place in odd:  # what its names are found by counts places in the text itself
            found.names[place] = None
        return found, types

    def close(self) -> None:
        """Stop the thread."""
        self._kernel.close()


def _different(texts: Sequence[object], others: Sequence[object]) -> set[int]:
    pairs = enumerate(zip(texts, others, strict=True))
    return {place for place, (text, other) in pairs if text != other}
