"""Analysis ahead: what the index has of articles, made while those before them are stored.

The compiled kernel does it in a thread of its own, which takes the second core and never asks for
the interpreter; without a kernel it is done when it is asked for.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, Protocol, TypeAlias

from indexer.analysis.analyzer import Analyzer
from indexer.compiled import compiled
from indexer.corpus.mapping.plain_articles import PlainArticles
from indexer.indexing.document import LIMITS, Analysed, analysed
from indexer.model import Article
from indexer.near_duplicates.fingerprint import fingerprinter
from indexer.text import begins_with, without_surrogates

if TYPE_CHECKING:
    from indexer._kernel import ArticleColumns, NameUsage, ReadAhead

    Part: TypeAlias = ArticleColumns | list[tuple[str, str, bool]]

AnalysedBatch: TypeAlias = tuple[Analysed, str]
"""What a batch has, and types as `EngineWriter.add_types` takes them."""

MAX_AHEAD = 4
"""Batches that are begun before the first of them is stored, so that no thread waits for one."""


class Analysis(Protocol):
    """Analyses articles batch by batch, in their order."""

    def begin(self, parts: Sequence[Sequence[Article]]) -> None:
        """Take a batch, of articles as they came in."""

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
        self._batches: deque[Sequence[Sequence[Article]]] = deque()

    def begin(self, parts: Sequence[Sequence[Article]]) -> None:
        """Take a batch."""
        self._batches.append(parts)

    def finished(self) -> AnalysedBatch:
        """Return what the index has of the earliest batch that was not returned."""
        return analysed(chain.from_iterable(self._batches.popleft()), self._analyzer), ""

    def close(self) -> None:
        """Drop what was not returned."""
        self._batches.clear()


class AnalysisAhead:
    """Has the kernel analyse batches in a thread of its own."""

    def __init__(self, kernel: ReadAhead) -> None:
        self._kernel = kernel
        self._batches: deque[tuple[list[bool], set[int]]] = deque()

    def begin(self, parts: Sequence[Sequence[Article]]) -> None:
        """Take a batch."""
        texts = given = [_given(articles) for articles in parts]
        try:
            self._kernel.begin(given)
        except UnicodeEncodeError:  # a lone surrogate, which is part of no word
            given = [_without_surrogates(part) for part in texts]
            self._kernel.begin(given)
        odd = set[int]() if given is texts else _different(texts, given)
        self._batches.append(([*chain.from_iterable(map(_repeated, texts))], odd))

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


def _given(articles: Sequence[Article]) -> Part:
    """Return articles as the kernel takes them."""
    if isinstance(articles, PlainArticles):
        return articles.kept
    return [(each.title, each.body, begins_with(each.body, each.title)) for each in articles]


def _without_surrogates(part: Part) -> Part:
    if not isinstance(part, list):
        return part
    return [(without_surrogates(title), without_surrogates(body), is_) for title, body, is_ in part]


def _repeated(part: Part) -> list[bool]:
    """Say of each article whether its body repeats its title."""
    return [each[2] for each in part] if isinstance(part, list) else part.repeated()


def _different(parts: Sequence[Part], others: Sequence[Part]) -> set[int]:
    """Return the places of the articles whose texts are not the same in the others."""
    found, first = set[int](), 0
    for part, other in zip(parts, others, strict=True):
        if isinstance(part, list) and isinstance(other, list):
            pairs = enumerate(zip(part, other, strict=True), start=first)
            found.update(place for place, (text, clean) in pairs if text != clean)
        first += len(part)
    return found
