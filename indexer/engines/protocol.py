"""What every engine does: store analysed documents and run node trees over them.

The arithmetic of scores is in `bm25`, what is stored of an article in `documents`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol, TypeAlias

from indexer.engines.documents import IndexDocument
from indexer.model import FacetCount, Sort, Span
from indexer.query.nodes import Channel, FieldName, Node

ChannelTerm: TypeAlias = tuple[FieldName, Channel, str]
"""A term, and where it stands."""

MOST_MEMBERS = 1_000
"""Articles of a group that are given at once."""

DocId: TypeAlias = tuple[int, int]
"""An article inside one open reader: meaningless to another reader."""


class ScoredDoc(NamedTuple):
    """A found article: its handle, and its score, which means nothing when sorted by day."""

    doc_id: DocId
    score: float


@dataclass(frozen=True, slots=True)
class Aggregation:
    """All articles that match, and how they divide; values by falling count, then by value."""

    total: int
    facets: Mapping[str, tuple[FacetCount, ...]]
    first: int
    last: int


class EngineReader(Protocol):
    """A snapshot of a generation: what it sees never changes.

    `wildcard_budget` is with how many words of the archive the patterns of a query may be compared:
    what takes well under a second.
    """

    wildcard_budget: int

    @property
    def size(self) -> int:
        """How many articles it holds."""

    def search(
        self, query: Node, limit: int, *, offset: int = 0, sort: Sort = Sort.RELEVANCE
    ) -> list[ScoredDoc]:
        """Return the best `limit` articles past `offset`.

        By falling score; or by last day, undated articles last in both directions.
        """

    def count(self, query: Node, facets: Sequence[str] = ()) -> Aggregation:
        """Count all matching articles, with the named facets over them.

        `first` and `last`: the least `first` and greatest `last` day of dated ones, 0 if none.
        """

    def spans(self, query: Node) -> Mapping[Span, int]:
        """Count the matching articles by their spans of days; undated ones have UNDATED."""

    def scores(self, query: Node, doc_ids: Sequence[DocId]) -> list[float | None]:
        """Return the score of the query for each article, None where it does not match."""

    def matches(self, queries: Sequence[Node], doc_ids: Sequence[DocId]) -> list[tuple[bool, ...]]:
        """Return for each article which of the queries it matches, in their order."""

    def load(self, doc_ids: Sequence[DocId]) -> list[bytes]:
        """Return the payloads of these articles."""

    def days(self, doc_ids: Sequence[DocId]) -> list[int]:
        """Return the last day of each article, 0 when undated."""

    def groups(self, doc_ids: Sequence[DocId]) -> list[int]:
        """Return the group of each article, 0 when it has none."""

    def group_members(self, group: int) -> list[DocId]:
        """Return the articles of a group, up to MOST_MEMBERS; in no order."""

    def lsh_candidates(self, bands: Sequence[int], limit: int) -> list[DocId]:
        """Return up to `limit` articles that have any of these bands, those with most first."""

    def prefetch_lsh_candidates(self, bands: Iterable[Sequence[int]], limit: int) -> None:
        """Be told of what `lsh_candidates` is asked next; who is near need not look at it."""

    def find(self, article_id: str) -> DocId | None:
        """Return the article with this id."""

    def frequency(self, field: FieldName, channel: Channel, text: str) -> int:
        """Return how many articles have this term."""

    def prefetch_terms(self, terms: Iterable[ChannelTerm]) -> None:
        """Be told of terms whose frequency is asked for next; who is near need not look at them."""

    def has_content(self, article_id: str, content_hash: str) -> bool:
        """Say whether the article with this id is held with just this content."""

    def terms(
        self, field: FieldName, channel: Channel, prefix: str, limit: int
    ) -> list[tuple[str, int]]:
        """Return the `limit` most frequent terms that begin with `prefix`, with their frequency.

        By falling frequency, then by term.
        """

    def ids(self, origin_prefix: str | None = None) -> Iterable[tuple[str, str]]:
        """Yield (id, origin) of every article, or of those whose origin begins so."""

    def expect(self, ids: Sequence[str]) -> None:
        """Be told of the articles that are asked for next: one that is far away gets them now."""

    def verify(self) -> list[str]:
        """Read everything; return a line for each thing that is wrong."""

    def close(self) -> None:
        """Release files; the reader is not used after."""


class EngineWriter(Protocol):
    """Adds and removes articles; nothing is visible or kept before `commit`."""

    def add(self, document: IndexDocument) -> None:
        """Store a document in place of any with the same id that was committed or added before."""

    def delete(self, article_id: str) -> None:
        """Remove the article with this id, if there is one."""

    def commit(self) -> None:
        """Make all changes durable and visible to readers opened from now on, and close."""

    def abort(self) -> None:
        """Drop all changes and close."""


class Engine(Protocol):
    """A kind of index, in a folder of its own; of an index in a cluster that is just a name."""

    name: str

    def open_reader(self, folder: Path) -> EngineReader:
        """Open a folder; IndexDamagedError when it cannot be read."""

    def open_writer(self, folder: Path, *, fresh: bool) -> EngineWriter:
        """Write to a folder: a new index when `fresh`, else what is there."""
