"""Storing: what a run does to the index, in the order in which it was decided.

Articles are analysed in batches meanwhile, so that what is decided waits for its turn.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from types import TracebackType
from typing import Self, TypeAlias

from indexer.analysis.analyzer import Analyzer
from indexer.engines.protocol import EngineReader, EngineWriter
from indexer.indexing.ahead import MAX_AHEAD, open_analysis
from indexer.indexing.document import Additions, AllHashed, Hashed, documents
from indexer.indexing.incoming import MAX_LETTERS, article_at, letters_of
from indexer.indexing.memory import give_back
from indexer.indexing.naming import Naming
from indexer.model import Article
from indexer.near_duplicates.grouping import Grouping

_MAX_ARTICLES = 200  # in a batch
_GIVEN_BACK_AFTER = 50_000  # articles: what is given back has to be taken again


Batch: TypeAlias = list[Additions | str]
"""Articles that are to be stored, and ids of those that go."""


class Storing:
    """Adds articles to an index and removes them: all that was asked for when a `with` ends.

    `reader` has the articles of earlier runs.
    """

    def __init__(
        self,
        reader: EngineReader | None,
        writer: EngineWriter,
        analyzer: Analyzer,
        grouping: Grouping,
        naming: Naming,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._grouping = grouping
        self._naming = naming
        by_types = writer.add_types is not None
        self._analysis = open_analysis(analyzer, naming.usage, by_types=by_types)
        self._batch: Batch = []
        self._loose: tuple[list[Article], Additions] | None = None  # at its end
        self._articles = self._letters = 0  # in the batch
        self._stored = 0  # since memory was given back
        self._ahead: deque[Batch] = deque()

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Do what was asked for, unless something failed."""
        try:
            if kind is None:
                if self._batch:
                    self._begin()
                while self._ahead:
                    self._store()
        finally:
            self._analysis.close()

    def add(self, article: Article, origin: str, content: Hashed) -> None:
        """Have an article stored."""
        if self._loose is None:
            articles = list[Article]()
            self._loose = articles, Additions(articles, [], AllHashed([], [], []))
            self._batch.append(self._loose[1])
        articles, additions = self._loose
        articles.append(article)
        additions.origins.append(origin)
        additions.hashed.extend(AllHashed.of(content))
        self._count(1, len(article.body))

    def add_all(self, additions: Additions) -> None:
        """Have articles stored."""
        self._loose = None
        self._batch.append(additions)
        self._count(len(additions.origins), letters_of(additions.articles))

    def _count(self, articles: int, letters: int) -> None:
        """Begin with what was added if that is enough."""
        self._articles += articles
        self._letters += letters
        if self._articles >= _MAX_ARTICLES or self._letters >= MAX_LETTERS:
            self._begin()

    def delete(self, id_: str) -> None:
        """Have the article with this id removed, if it is there by then."""
        self._loose = None
        self._batch.append(id_)

    def _begin(self) -> None:
        """Have what was added since the last time analysed, and store what was long before."""
        batch, self._batch, self._loose = self._batch, [], None
        self._articles = self._letters = 0
        self._analysis.begin([each.articles for each in batch if isinstance(each, Additions)])
        self._ahead.append(batch)
        if len(self._ahead) > MAX_AHEAD:
            self._store()

    def _store(self) -> None:
        """Do what is next."""
        batch, (found, types) = self._ahead.popleft(), self._analysis.finished()
        if self._writer.add_types is not None:
            self._writer.add_types(types)
        added = [each for each in batch if isinstance(each, Additions)]
        made = documents(added, found, self._grouping)
        start = end = 0
        for each in batch:
            if isinstance(each, Additions):
                end += len(each.origins)
                continue
            self._writer.add_all(made.part(start, end))
            self._writer.delete(each)
            start = end
        self._writer.add_all(made.part(start, end))
        parts = [each.articles for each in added]
        self._naming.add_all(made.ids, found.names, partial(article_at, parts))
        before = self._stored
        self._stored += len(made.ids)
        if self._stored // _GIVEN_BACK_AFTER > before // _GIVEN_BACK_AFTER:
            give_back(self._stored)
