"""The lines of a concordance, exact where an archive keeps a forward index, else as it lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeAlias

from indexer.answers.figures import Concordance, ConcordanceLine, LineOrder
from indexer.errors import NoForwardIndexError
from indexer.messages import Message
from indexer.model import SearchRequest

if TYPE_CHECKING:
    from indexer.statistics.kwic import KwicLines
    from indexer.statistics.workbench import Workbench

_LISTED = Message(
    "Dit archief staat in een cluster: ook binnen andere woorden, in de eerste 500 artikelen."
)


class Readable(Protocol):
    """What is asked of an archive."""

    def figures(self, *, parts: bool = ..., collapse: bool = ...) -> Workbench:
        """Return what counts. Raises NoForwardIndexError if the archive cannot tell."""

    def concordance(
        self,
        request: SearchRequest,
        width: int = ...,
        order: LineOrder = ...,
        per_article: int | None = ...,
    ) -> Concordance:
        """Return the hits in the first articles of the results."""


class ListedLines:
    """The lines of a concordance that is there already."""

    def __init__(self, found: Concordance, width: int) -> None:
        self._found = found
        self.width = width

    def __len__(self) -> int:
        return len(self._found.lines)

    def page(self, first: int = 0, most: int | None = None) -> Concordance:
        """Return the lines from the first on, at most so many, with what they are of."""
        return replace(self._found, lines=tuple(self.lines(first, most)))

    def lines(self, first: int = 0, most: int | None = None) -> Iterator[ConcordanceLine]:
        """Yield the lines from the first on, at most so many."""
        return iter(self._found.lines[first : None if most is None else first + most])


AnyLines: TypeAlias = "KwicLines | ListedLines"


def lines_of_archive(
    archive: Readable,
    request: SearchRequest,
    *,
    within: SearchRequest | None,
    width: int,
    order: LineOrder,
    per_article: int | None,
    parts: bool,
    collapse: bool,
    most: int | None = None,
) -> AnyLines:
    """Return the hits of a query in context, as `Workbench.kwic` does.

    Without a forward index they are those of `Archive.concordance`, and a notice says so. Raises
    NoForwardIndexError if `within` or `collapse` is asked for there.
    """
    try:
        bench = archive.figures(parts=parts, collapse=collapse)
    except NoForwardIndexError:
        if within or collapse:
            raise
        found = archive.concordance(request, width, order, per_article)
        return ListedLines(replace(found, notices=(*found.notices, _LISTED)), width)
    return bench.kwic(
        request, within=within, width=width, order=order, per_article=per_article, most=most
    )
