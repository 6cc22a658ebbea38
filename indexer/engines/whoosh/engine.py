"""The engine in pure Python: Whoosh keeps segments, terms and columns; the scoring is our own."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from indexer.engines.documents import (
    CHANNELS,
    content_number,
    known_days,
    oldest_first,
    ordered_facet,
)
from indexer.engines.local_files import LocalFiles
from indexer.engines.long_articles import shortened
from indexer.engines.protocol import MAX_GROUP_MEMBERS, Aggregation, DocId, ScoredDoc
from indexer.engines.term_counts import TermCounts
from indexer.engines.whoosh.contents import Contents
from indexer.engines.whoosh.scoring import Evaluator, Scores, Statistics
from indexer.engines.whoosh.segment import Segment, number_term
from indexer.engines.whoosh.writer import WhooshWriter
from indexer.errors import IndexDamagedError
from indexer.model import Sort, Span
from indexer.query.nodes import Channel, FieldName, Node

_Ranked: TypeAlias = tuple[float, DocId]


class WhooshEngine:
    """Opens readers and writers on folders with a Whoosh index."""

    name = "whoosh"

    def open_reader(self, folder: Path) -> WhooshReader:
        """Open a folder. Raises IndexDamagedError if it cannot be read."""
        with _damage_named(folder):
            return WhooshReader([each for each in Contents.read(folder).opened() if each.size])

    def open_writer(self, folder: Path, *, fresh: bool, ids: object = None) -> WhooshWriter:  # noqa: ARG002 - it keeps none
        """Open a writer on a folder: on a new index if `fresh`, else on the one that is there."""
        if fresh:
            folder.mkdir(parents=True, exist_ok=True)
        with _damage_named(folder, missing=FileNotFoundError):
            contents = Contents.read_or_make(folder) if fresh else Contents.read(folder)
            return WhooshWriter(contents, fresh=fresh)


@contextmanager
def _damage_named(folder: Path, missing: type[OSError] | tuple[()] = ()) -> Iterator[None]:
    """Let errors be of damage but for those of the system, of which `missing` is damage too.

    Whoosh reads structs, and lets any of their errors through. A file that is missing may be one of
    a generation that is gone, unless this process alone may write.
    """
    try:
        yield
    except Exception as error:
        if isinstance(error, OSError) and not isinstance(error, missing):
            raise
        raise IndexDamagedError(f"{folder} cannot be read as a Whoosh index: {error}") from error


class WhooshReader(LocalFiles):
    """A snapshot of a Whoosh index. A DocId is the index of a segment and a number in it."""

    wildcard_budget = 30_000
    contents_budget: int | None = None
    numbered = None

    def __init__(self, segments: list[Segment]) -> None:
        self._segments = segments
        statistics = Statistics(segments)
        self._evaluators = [Evaluator(segment, statistics) for segment in segments]

    @property
    def size(self) -> int:
        """The number of articles."""
        return sum(segment.size - len(segment.deleted) for segment in self._segments)

    def search(
        self, query: Node, limit: int, *, offset: int = 0, sort: Sort = Sort.RELEVANCE
    ) -> list[ScoredDoc]:
        """Return the best `limit` articles after the first `offset`."""
        if limit < 1:
            return []
        ranked: list[_Ranked] = []
        for ordinal, found in enumerate(self._found(query, float(sort is Sort.RELEVANCE))):
            ranks = found if sort is Sort.RELEVANCE else self._by_day(ordinal, found, sort)
            ranked += _best(ordinal, ranks, offset + limit)
        ranked.sort()
        return [
            ScoredDoc(doc_id, -rank if sort is Sort.RELEVANCE else 0.0)
            for rank, doc_id in ranked[offset : offset + limit]
        ]

    def count(self, query: Node, facets: Sequence[str] = ()) -> Aggregation:
        """Count all matching articles, with the named facets over them."""
        total = 0
        firsts, lasts = [0], [0]
        counters: dict[str, Counter[str]] = {name: Counter() for name in facets}
        for segment, found in zip(self._segments, self._found(query, 0.0), strict=True):
            total += len(found)
            firsts.append(min(filter(None, map(segment.first.__getitem__, found)), default=0))
            lasts.append(max(map(segment.last.__getitem__, found), default=0))
            for name, counter in counters.items():
                counter.update(_values(segment, name, found))
        return Aggregation(
            total=total,
            facets={name: ordered_facet(each.items()) for name, each in counters.items()},
            first=min(filter(None, firsts), default=0),
            last=max(lasts),
        )

    def count_by_date_range(self, query: Node) -> dict[Span, int]:
        """Count the matching articles by first and last day; undated ones are under UNDATED."""
        days: Counter[tuple[int, int]] = Counter()
        for segment, found in zip(self._segments, self._found(query, 0.0), strict=True):
            first, last = segment.first, segment.last
            days.update((first[doc], last[doc]) for doc in found)
        return {known_days(*pair): count for pair, count in days.items()}

    def scores(self, query: Node, doc_ids: Sequence[DocId]) -> list[float | None]:
        """Return the score of the query for each article, None if it does not match."""
        found = self._among(doc_ids, query, 1.0)
        return [found[ordinal].get(doc) for ordinal, doc in doc_ids]

    def matches(self, queries: Sequence[Node], doc_ids: Sequence[DocId]) -> list[tuple[bool, ...]]:
        """Return for each article which of the queries it matches, in their order."""
        each = [self._among(doc_ids, query, 0.0) for query in queries]
        return [tuple(doc in found[ordinal] for found in each) for ordinal, doc in doc_ids]

    def load(self, doc_ids: Sequence[DocId]) -> list[bytes]:
        """Return the payloads of these articles."""
        return list(self.payloads(doc_ids))

    def payloads(self, doc_ids: Sequence[DocId], longest: int | None = None) -> Iterator[bytes]:
        """Yield them, one at a time."""
        each = (self._segments[ordinal].payload(doc) for ordinal, doc in doc_ids)
        return (shortened(payload, longest) for payload in each)

    def days(self, doc_ids: Sequence[DocId]) -> list[int]:
        """Return the last day of each article, 0 if undated."""
        return [self._segments[ordinal].last[doc] for ordinal, doc in doc_ids]

    def group_ids(self, doc_ids: Sequence[DocId]) -> list[int]:
        """Return the group of each article, 0 if it has none."""
        return [self._segments[ordinal].group(doc) for ordinal, doc in doc_ids]

    def contents(self, query: Node, limit: int) -> list[int]:
        """Return the content numbers of up to `limit` articles that match, in no order."""
        found = zip(self._segments, self._found(query, 0.0), strict=True)
        each = (segment.identity(doc) for segment, docs in found for doc in docs)
        return [content_number(one.content_hash) for one in islice(each, limit)]

    def group_members(self, group: int) -> list[DocId]:
        """Return the articles of a group, at most MAX_GROUP_MEMBERS, in no particular order."""
        return list(islice(self._having("group", number_term(group)), MAX_GROUP_MEMBERS))

    def lsh_candidates(self, bands: Sequence[int], limit: int) -> list[DocId]:
        """Return up to `limit` articles that share a band, those that share most first."""
        terms = map(number_term, bands)
        shared = Counter(doc_id for term in terms for doc_id in self._having("lsh_bands", term))
        return [doc_id for doc_id, _ in shared.most_common(limit)]

    def doc_id(self, article_id: str) -> DocId | None:
        """Return the article with this id, None if there is none."""
        for ordinal, segment in enumerate(self._segments):
            if (doc := segment.find(article_id)) is not None:
                return ordinal, doc
        return None

    def frequency(self, field: FieldName, channel: Channel, text: str) -> int:
        """Return how many articles have this term."""
        name = CHANNELS[field, channel]
        return sum(segment.frequency(name, text) for segment in self._segments)

    def frequencies(self, field: FieldName, channel: Channel, terms: Sequence[str]) -> list[int]:
        """Return how many articles have each of these terms."""
        return [self.frequency(field, channel, term) for term in terms]

    def has_content(self, article_id: str, content_hash: str) -> bool:
        """Return whether the article with this id is stored with this content."""
        if (doc_id := self.doc_id(article_id)) is None:
            return False
        ordinal, doc = doc_id
        return self._segments[ordinal].identity(doc).content_hash == content_hash

    def terms(
        self, field: FieldName, channel: Channel, prefix: str, limit: int
    ) -> list[tuple[str, int]]:
        """Return the `limit` most frequent terms that begin with `prefix`, with frequencies."""
        name = CHANNELS[field, channel]
        found: Counter[str] = Counter()
        for segment in self._segments:
            found.update(dict(segment.frequencies(name, prefix)))
        return heapq.nsmallest(limit, found.items(), key=lambda item: (-item[1], item[0]))

    def term_counts(self, field: FieldName, channel: Channel, limit: int) -> TermCounts:
        """Return the same of all terms of a channel."""
        return TermCounts.of(self.terms(field, channel, "", limit))

    def ids(self, origin_prefix: str | None = None) -> Iterator[tuple[str, str]]:
        """Yield (id, origin) of every article, or of those whose origin begins with the prefix."""
        for segment in self._segments:
            for doc in segment.live:
                identity = segment.identity(doc)
                if identity.origin.startswith(origin_prefix or ""):
                    yield identity.id, identity.origin

    def origins(self, prefix: str) -> Iterator[str]:
        """Yield each origin that begins with the prefix once."""
        yield from {origin for _, origin in self.ids(prefix)}

    def origin(self, article_id: str) -> str | None:
        """Return the origin of the article with this id, None if there is none."""
        if (doc_id := self.doc_id(article_id)) is None:
            return None
        ordinal, doc = doc_id
        return self._segments[ordinal].identity(doc).origin

    def verify(self) -> list[str]:
        """Read everything; return a line for each thing that is wrong."""
        return [line for segment in self._segments for line in segment.verify()]

    def close(self) -> None:
        """Release the files. The reader must not be used afterwards."""
        for segment in self._segments:
            segment.close()

    def _having(self, field: str, term: str) -> Iterator[DocId]:
        for ordinal, segment in enumerate(self._segments):
            if found := segment.postings(field, term):
                yield from ((ordinal, doc) for doc in found.docs if doc not in segment.deleted)

    def _found(self, query: Node, boost: float) -> Iterator[Scores]:
        for segment, evaluator in zip(self._segments, self._evaluators, strict=True):
            found = evaluator.scores(query, boost)
            for doc in segment.deleted:
                found.pop(doc, None)
            yield found

    def _among(self, doc_ids: Sequence[DocId], query: Node, boost: float) -> dict[int, Scores]:
        """Return those of the articles that match, by segment; boost 0 asks for no scores."""
        asked: defaultdict[int, Scores] = defaultdict(dict)
        for ordinal, doc in doc_ids:
            asked[ordinal][doc] = 0.0
        return {
            ordinal: self._evaluators[ordinal].scores(query, boost, docs)
            for ordinal, docs in asked.items()
        }

    def _by_day(self, ordinal: int, docs: Iterable[int], sort: Sort) -> Scores:
        last = self._segments[ordinal].last
        if sort is Sort.NEWEST:
            return {doc: last[doc] for doc in docs}
        return {doc: oldest_first(last[doc]) for doc in docs}


def _best(ordinal: int, ranks: Mapping[int, float], count: int) -> list[_Ranked]:
    least = min(heapq.nlargest(count, ranks.values()), default=0.0)
    chosen = ((-rank, (ordinal, doc)) for doc, rank in ranks.items() if rank >= least)
    return sorted(chosen)[:count]


def _values(segment: Segment, facet: str, docs: Scores) -> dict[str, int]:
    """Return how many of the articles have each value."""
    values, codes, more = segment.facet(facet)
    counts = Counter(map(codes.__getitem__, docs))
    for doc in more.keys() & docs.keys() if more else ():
        counts.update(more[doc])
    return {values[code]: count for code, count in counts.items() if code}
