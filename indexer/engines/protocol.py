"""What every engine does: store analysed documents and run node trees over them.

One arithmetic of BM25 holds for all, so that they agree on the order. A term scores

    boost * idf * (flat + (1 - flat) * tf * (K1 + 1) / (tf + K1 * (1 - B + B * length / mean)))
    idf = ln(1 + (N - df + 0.5) / (df + 0.5))

where the length counts terms of that channel plus FILLERS, in Lucene's one-byte precision; the
mean is exact; N and df count all articles. Lucene and Tantivy have this with K1 and B fixed: `flat`
and FILLERS soften both (measured in docs/relevance.md). A term of the title scores boost * idf: a
title says a word once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol, TypeAlias

from indexer.model import FacetCount, Sort, Span
from indexer.query.nodes import Channel, FieldName, Node

K1, B = 1.2, 0.75
FILLERS = 95
FILLER = "~~~"
"""What makes texts longer: three edits from every word, so that no fuzzy term reaches it."""
PADDING = f"{FILLER} " * FILLERS
"""What precedes the terms of a scored channel where an engine counts lengths by itself.

Behind them, fillers would take over twice the room: the first would stand far from the start.
"""

CHANNELS: dict[tuple[FieldName, Channel], str] = {
    ("text", "exact"): "exact",
    ("text", "stem"): "stem",
    ("text", "part"): "part",
    ("title", "exact"): "title_exact",
    ("title", "stem"): "title_stem",
    ("title", "part"): "title_part",
}
"""What engines call the terms of a channel; of an IndexDocument it is the attribute too."""

ChannelTerm: TypeAlias = tuple[FieldName, Channel, str]
"""A term, and where it stands."""

MOST_MEMBERS = 1_000
"""Articles of a group that are given at once."""

FACETS = ("source", "section", "year", "month")

DocId: TypeAlias = tuple[int, int]
"""An article inside one open reader: meaningless to another reader."""


class IndexDocument(NamedTuple):
    """An article as an engine stores it: terms separated by single spaces, and an opaque payload.

    `version` is the hash of the content; `origin` the file it was read from. `first` and `last` are
    day ordinals, both 0 when undated. `year` is `2022`, `month` is `2022-03`, empty when not known.
    `group` numbers the articles that tell the same story, 0 when that cannot be told; `bands` are
    24-bit numbers of which such articles share one.
    """

    id: str
    version: str
    origin: str
    exact: str
    stem: str
    part: str
    title_exact: str
    title_stem: str
    title_part: str
    first: int
    last: int
    year: str
    month: str
    source: str
    section: str
    payload: bytes
    bands: tuple[int, ...] = ()
    group: int = 0


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

    def has_content(self, article_id: str, version: str) -> bool:
        """Say whether the article with this id is held in just this version."""

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


@lru_cache(1_000)
def keyword(value: str) -> str:
    """Return what two spellings of one source or section share.

    What is no text (bytes of a command line that are no UTF-8) becomes question marks.
    """
    return " ".join(value.casefold().split()).encode(errors="replace").decode()
