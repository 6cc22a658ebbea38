"""Results without a limit, one after another."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.answers.long_text import Stored
from indexer.later import dataclass
from indexer.model import Hit


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

    `stored` is the article, whole where its text is asked for; that of the hit may have but the
    beginning of a long one. `words` are those of title and text, `near_duplicate_of` is the id of
    an earlier row.
    """

    hit: Hit
    stored: Stored
    words: int | None = None
    passage: str | None = None
    near_duplicate_of: str | None = None


@dataclass(frozen=True, slots=True)
class ExportPart:
    """Which rows of an export are wanted: from the `first` on, counted from 1, at most so many.

    Those of long articles are fewer: together they have so many `words`, or there is one.
    """

    first: int = 1
    most: int | None = None
    words: int | None = None


WHOLE = ExportPart()


@dataclass(frozen=True, slots=True)
class ExportStream:
    """All `total` articles that satisfy a query, `interpreted` so; `rows` gives a `part` of them.

    Each comes once. `notices` say what is to know: which words no article has, what was not
    understood.
    """

    interpreted: str
    total: int
    rows: Iterator[ExportRow]
    notices: tuple[str, ...] = ()
    part: ExportPart = WHOLE

    @property
    def last(self) -> int:
        """The number of the last row, that of the one before the first if there is none."""
        end = self.total if self.part.most is None else self.part.first - 1 + self.part.most
        return max(self.part.first - 1, min(self.total, end))

    @property
    def is_whole(self) -> bool:
        """Whether the rows are all articles."""
        return (self.part.first, self.last) == (1, self.total)
