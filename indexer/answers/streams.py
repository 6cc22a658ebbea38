"""Results without a limit, one after another."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.later import dataclass
from indexer.model import (
    Hit,
)


@dataclass(frozen=True, slots=True)
class ResultStream:
    """`total` articles satisfy the query; `hits` gives those asked for in order, once, unmarked.

    It can be walked itself: `for hit in stream`.
    """

    total: int
    hits: Iterator[Hit]

    def __iter__(self) -> Iterator[Hit]:
        return self.hits


@dataclass(frozen=True, slots=True)
class ExportRow:
    """An article in an export; what the columns of the export do not ask for is None.

    `words` are those of title and text, `near_duplicate_of` is the id of an earlier row.
    """

    hit: Hit
    words: int | None = None
    passage: str | None = None
    near_duplicate_of: str | None = None


@dataclass(frozen=True, slots=True)
class ExportStream:
    """All `total` articles that satisfy a query, `interpreted` so; `rows` gives them once.

    `notices` say what is to know of that: which words no article has, what was not understood.
    """

    interpreted: str
    total: int
    rows: Iterator[ExportRow]
    notices: tuple[str, ...] = ()
