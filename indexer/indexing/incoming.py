"""What comes into an index: articles in a row, in columns where they were read so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from operator import attrgetter
from typing import TypeAlias

from indexer.corpus.mapping.plain_articles import PlainArticles
from indexer.fields import KEYWORDS
from indexer.indexing.origins import Origin
from indexer.later import NamedTuple
from indexer.model import Article

PREFETCH = 200  # articles that a reader is told of before they are asked for
MAX_LETTERS = 2_000_000
"""Of the articles of a batch, about: several are in memory at a time."""

Keywords: TypeAlias = tuple[str | tuple[str, ...] | None, ...]
"""What an article has in each of KEYWORDS."""
keywords_of: Callable[[Article], Keywords] = attrgetter(*(each.name for each in KEYWORDS))


class Incoming(NamedTuple):
    """Articles that were read one after another, and where each was."""

    articles: Sequence[Article]
    origins: Sequence[Origin]

    def each(self) -> Iterator[tuple[Article, Origin]]:
        """Yield the articles one by one."""
        return zip(self.articles, self.origins, strict=True)


class DocumentColumns(NamedTuple):
    """What an engine is told of articles beside their texts, a column each."""

    ids: list[str]
    dates: list[str | None]
    sources: list[str | None]
    keywords: list[Keywords]

    def extend(self, more: DocumentColumns) -> None:
        """Add that of further articles."""
        self.ids.extend(more.ids)
        self.dates.extend(more.dates)
        self.sources.extend(more.sources)
        self.keywords.extend(more.keywords)


def article_at(parts: Iterable[Sequence[Article]], place: int) -> Article:
    """Return an article by its place among those of all parts."""
    for articles in parts:
        if place < len(articles):
            return articles[place]
        place -= len(articles)
    raise IndexError(place)


def letters_of(articles: Sequence[Article]) -> int:
    """Return how many letters articles have, about."""
    if isinstance(articles, PlainArticles):
        return articles.letters
    return sum(len(each.body) for each in articles)


def tell_versions(articles: Sequence[Article]) -> bool:
    """Say whether any of these tells which version it is."""
    return not isinstance(articles, PlainArticles) and any(each.release for each in articles)


def ids_of(articles: Sequence[Article]) -> list[str]:
    """Return the ids of articles."""
    if isinstance(articles, PlainArticles):
        return articles.columns.ids
    return [each.id for each in articles]


def columns_of(articles: Sequence[Article]) -> DocumentColumns:
    """Return what engines are told of articles."""
    if isinstance(articles, PlainArticles):
        ids, dates, sources, sections, authors = articles.columns
        keywords = zip(sources, sections, authors, repeat(None), strict=False)
        return DocumentColumns(ids, dates, sources, [*keywords])
    dates = [each.date for each in articles]
    sources = [each.source for each in articles]
    return DocumentColumns(ids_of(articles), dates, sources, [*map(keywords_of, articles)])


def article_batches(
    items: Iterable[tuple[Origin, Article | PlainArticles]],
) -> Iterator[Incoming]:
    """Yield articles, PREFETCH at a time; fewer where they are long, or were read together."""
    articles, origins, letters = list[Article](), list[Origin](), 0
    for origin, item in items:
        is_run = isinstance(item, PlainArticles)
        if articles and (is_run or len(articles) >= PREFETCH or letters >= MAX_LETTERS):
            yield Incoming(articles, origins)
            articles, origins, letters = [], [], 0
        if isinstance(item, PlainArticles):
            yield Incoming(item, [origin] * len(item))
        else:
            articles.append(item)
            origins.append(origin)
            letters += len(item.body)
    if articles:
        yield Incoming(articles, origins)
