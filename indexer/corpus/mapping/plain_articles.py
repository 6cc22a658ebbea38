"""Articles of plain lines as the compiled kernel has them: in columns, one made when asked for.

They go from their file to the index as they are, unless something is to be decided of one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

from indexer.later import NamedTuple

if TYPE_CHECKING:
    from indexer._kernel import ArticleColumns
    from indexer.model import Article, ArticleError


class PlainColumns(NamedTuple):
    """Of articles in a row what the index takes of each by itself, a column each."""

    ids: list[str]
    dates: list[str | None]
    sources: list[str | None]
    sections: list[tuple[str, ...]]
    authors: list[tuple[str, ...]]


class PlainArticles(Sequence["Article"]):
    """Articles of lines in a row: none has a quality, a release or a scan."""

    def __init__(self, kept: ArticleColumns) -> None:
        """Take them from the kernel, which analyses them as they are `kept`."""
        self.kept = kept

    def __len__(self) -> int:
        return len(self.kept)

    @overload
    def __getitem__(self, place: int) -> Article: ...
    @overload
    def __getitem__(self, place: slice) -> list[Article]: ...
    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return [self.kept.article(each) for each in range(*place.indices(len(self)))]
        return self.kept.article(place if place >= 0 else place + len(self))

    @cached_property
    def columns(self) -> PlainColumns:
        """What the index takes of each by itself."""
        return PlainColumns._make(self.kept.columns())

    @property
    def letters(self) -> int:
        """How many letters they have, about."""
        return self.kept.size()


def one_by_one(
    items: Iterable[Article | ArticleError | PlainArticles],
) -> Iterator[Article | ArticleError]:
    """Yield what is given, of articles in columns each by itself."""
    for item in items:
        if isinstance(item, PlainArticles):
            yield from item
        else:
            yield item
