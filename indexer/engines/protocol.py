"""What every engine does: store analysed documents and run node trees over them.

The arithmetic of scores is in `bm25`, what is stored of an article in `documents`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol, TypeAlias, cast

from indexer.engines.documents import IndexDocument, IndexDocuments, known_days
from indexer.engines.numbered_texts import NumberedTexts
from indexer.engines.term_counts import TermCounts
from indexer.later import NamedTuple, dataclass
from indexer.model import FacetCount, Sort, Span
from indexer.query.nodes import Channel, FieldName, Node

ChannelTerm: TypeAlias = tuple[FieldName, Channel, str]
"""The field and channel of a term, and the term."""

MAX_GROUP_MEMBERS = 1_000
"""The number of articles of a group that `group_members` returns at most."""

DocId: TypeAlias = tuple[int, int]
"""Names an article in one open reader; it means nothing to another reader."""


class ScoredDoc(NamedTuple):
    """A found article with its score, which is 0 in a list sorted by day."""

    doc_id: DocId
    score: float


scored_doc = cast(  # a page makes hundreds, and the class itself takes three times as long
    "Callable[[tuple[DocId, float]], ScoredDoc]", partial(tuple.__new__, ScoredDoc)
)
"""Make a ScoredDoc of its two values."""


@dataclass(frozen=True, slots=True)
class Aggregation:
    """The number of matching articles, and their facets: values by falling count, then by value.

    `first` is the earliest first day of the dated ones, `last` the latest last day; 0 if there are
    none.
    """

    total: int
    facets: Mapping[str, tuple[FacetCount, ...]]
    first: int
    last: int

    def __post_init__(self) -> None:
        """Raise IndexDamagedError if the calendar has no such days."""
        known_days(self.first, self.last)


class Numbered(Protocol):
    """The articles of a snapshot by number, from 0; some may be of articles that are gone."""

    def contents(self) -> Sequence[int] | None:
        """Return the content number of each; None where they cannot be read."""

    def matching(self, query: Node) -> Sequence[int] | None:
        """Return the numbers of those that match; None where the engine has to be asked."""


class Frequency(Protocol):
    """Says of a term how many articles have it."""

    def __call__(self, field: FieldName, channel: Channel, text: str) -> int:
        """Return how many articles have this term."""


class EngineReader(Protocol):
    """A snapshot of a generation: what it sees never changes. Threads may share it.

    `wildcard_budget` is the number of words of the archive that the patterns of one query may be
    compared with: as many as take well under a second. `contents_budget` is the number of articles
    that `contents` may be asked for, likewise; None for any number.
    """

    wildcard_budget: int
    contents_budget: int | None

    @property
    def frequency(self) -> Frequency:
        """How many articles have a term."""

    def frequencies(self, field: FieldName, channel: Channel, terms: Sequence[str]) -> list[int]:
        """Return how many articles have each of these terms: a page asks for a hundred."""

    @property
    def numbered(self) -> Numbered | None:
        """The articles by number; None where the engine does not number them."""

    @property
    def size(self) -> int:
        """The number of articles."""

    def search(
        self, query: Node, limit: int, *, offset: int = 0, sort: Sort = Sort.RELEVANCE
    ) -> list[ScoredDoc]:
        """Return the best `limit` articles after the first `offset`.

        They come by falling score, or by last day with undated articles last in both directions.
        """

    def count(self, query: Node, facets: Sequence[str] = ()) -> Aggregation:
        """Count the matching articles, with the named facets over them."""

    def count_by_date_range(self, query: Node) -> Mapping[Span, int]:
        """Count the matching articles by first and last day; undated ones are under UNDATED."""

    def scores(self, query: Node, doc_ids: Sequence[DocId]) -> list[float | None]:
        """Return the score of the query for each article, None if it does not match."""

    def matches(self, queries: Sequence[Node], doc_ids: Sequence[DocId]) -> list[tuple[bool, ...]]:
        """Return for each article which of the queries it matches, in their order."""

    def load(self, doc_ids: Sequence[DocId]) -> list[bytes]:
        """Return the payloads of these articles."""

    def payloads(self, doc_ids: Sequence[DocId], longest: int | None = None) -> Iterable[bytes]:
        """Yield them, of long articles few at a time: one may have 20 MB, a page asks for sixty.

        With `longest` they are `shortened` to texts of so many characters (`long_articles.py`).
        """

    def days(self, doc_ids: Sequence[DocId]) -> list[int]:
        """Return the last day of each article, 0 if undated."""

    def group_ids(self, doc_ids: Sequence[DocId]) -> list[int]:
        """Return the group of each article, 0 if it has none."""

    def contents(self, query: Node, limit: int) -> Sequence[int]:
        """Return the content numbers of up to `limit` articles that match, in no order."""

    def group_members(self, group: int) -> list[DocId]:
        """Return the articles of a group, at most MAX_GROUP_MEMBERS, in no particular order."""

    def lsh_candidates(self, bands: Sequence[int], limit: int) -> list[DocId]:
        """Return up to `limit` articles that share a band, those that share most first."""

    def prefetch_lsh_candidates(self, bands: Iterable[Sequence[int]], limit: int) -> None:
        """Prefetch `lsh_candidates` of these; engines that read local files ignore it."""

    def doc_id(self, article_id: str) -> DocId | None:
        """Return the article with this id, None if there is none."""

    def prefetch_terms(self, terms: Iterable[ChannelTerm]) -> None:
        """Prefetch frequencies that are asked for next; engines that read local files ignore it."""

    def prefetch_counts(self, queries: Iterable[Node]) -> None:
        """Prefetch `count` of these, without facets; engines that read local files ignore it."""

    def has_content(self, article_id: str, content_hash: str) -> bool:
        """Return whether the article with this id is stored with this content."""

    def terms(
        self, field: FieldName, channel: Channel, prefix: str, limit: int
    ) -> list[tuple[str, int]]:
        """Return the `limit` most frequent terms that begin with `prefix`, with their frequency.

        They come by falling frequency, then by term.
        """

    def term_counts(self, field: FieldName, channel: Channel, limit: int) -> TermCounts | None:
        """Return the same of all terms of a channel, hundreds of thousands.

        None where it takes less to count them in the forward index.
        """

    def ids(self, origin_prefix: str | None = None) -> Iterable[tuple[str, str]]:
        """Yield (id, origin) of every article, or of those whose origin begins with the prefix."""

    def origins(self, prefix: str) -> Iterable[str]:
        """Yield each origin that begins with the prefix once.

        Those may be among them that the last article of has been taken out.
        """

    def origin(self, article_id: str) -> str | None:
        """Return the origin of the article with this id, None if there is none."""

    def prefetch_documents(self, ids: Iterable[str]) -> None:
        """Prefetch articles that are asked for next; engines that read local files ignore it."""

    def verify(self) -> list[str]:
        """Read everything; return a line for each thing that is wrong."""

    def close(self) -> None:
        """Release the files. The reader must not be used afterwards."""


def nothing() -> None:
    """Do nothing."""


class EngineWriter(Protocol):
    """Adds and removes articles; nothing is visible or kept before `commit`."""

    @property
    def add_types(self) -> Callable[[str], None] | None:
        """What takes types before documents whose sequences have them; None where texts are wanted.

        They come in the order of their numbers: of each its terms in the channels exact, stem and
        part, each ended by NUL.
        """

    def add(self, document: IndexDocument) -> None:
        """Store a document in place of any with the same id that was committed or added before."""

    def add_all(self, documents: IndexDocuments) -> None:
        """Store documents one after another, as `add` does."""

    def delete(self, article_id: str) -> None:
        """Remove the article with this id, if there is one."""

    def commit(
        self, meanwhile: Callable[[], None] = nothing, then: Callable[[], None] = nothing
    ) -> None:
        """Make all changes durable and visible to readers opened from now on, close, and do `then`.

        `meanwhile` is done first; or beside all that, where a generation is of one run, so that
        nobody reads it before it is whole. Raises what both raise, and OSError if the system
        refuses, as on a full disk. If what is done first fails, nothing is visible.
        """

    def abort(self) -> None:
        """Drop all changes and close."""


class Engine(Protocol):
    """Opens indices of one kind, each in its own folder; in a cluster a folder is just a name."""

    name: str

    def open_reader(self, folder: Path) -> EngineReader:
        """Open a folder. Raises IndexDamagedError if it cannot be read."""

    def open_writer(
        self, folder: Path, *, fresh: bool, ids: NumberedTexts | None = None
    ) -> EngineWriter:
        """Open a writer on a folder: on a new index if `fresh`, else on the one that is there.

        `ids` are numbered for all of a run: a writer that keeps ids may keep them there.
        """
