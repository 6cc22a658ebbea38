"""Marking: where a query hits a text, to the letter.

A text is scanned by its white-space chunks. What a chunk holds is analysed once and remembered with
its tags, so that a query knows the chunks that may hold a hit and looks for them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from indexer.analysis.analyzer import Analyzer, Token
from indexer.analysis.fold import fold
from indexer.analysis.term_cache import TermRow
from indexer.highlight.marks import merge_marks
from indexer.model import Mark
from indexer.query.analyze import AnalyzedQuery, QueryTerm
from indexer.query.patterns import matcher
from indexer.query.syntax import Fuzzy, Pattern

_MOST_CHUNKS = 300_000  # remembered, about 150 MB; then afresh
_MOST_HIT_CHUNKS = 10_000
_EXACT, _STEM, _PART = "=", "~", "+"  # how the channels of a tag are told apart
_BROKEN = re.compile(r"\S+(?:(?<=-)\n\S+)*")  # chunks, a word broken at a line's end in one
_SEAM = "-\u2010\u2011\u00ad\n_"
_RELATIVE = 0.2  # of a unit: what a relative is worth in the ranking


class TermHit(NamedTuple):
    """A place where a unit of the query stands, [start, end); `unit` numbers the unit.

    Of a compound that was asked for there may be only one `part`: dijk, of dijkversterking. Then
    `share` is less than 1, as it is for a relative of the unit, winnaar for winst.
    """

    start: int
    end: int
    unit: int
    part: str = ""
    share: float = 1.0


class ChunkCache:
    """Remembers what tokens chunks of text have. One serves a process; threads may share it.

    `tokens` gives the tokens of a chunk, their offsets within it; remembered for chunks with hits.
    """

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._known = ChunkIndex(analyzer)
        self.tokens = lru_cache(_MOST_HIT_CHUNKS)(lambda chunk: tuple(analyzer.tokens(chunk)))

    def known(self) -> ChunkIndex:
        """Return what is known so far, for one request to go on with; afresh when it is much."""
        if len(self._known.words) >= _MOST_CHUNKS:
            self._known = ChunkIndex(self._analyzer)
        return self._known


class ChunkIndex:
    """The exact terms of each chunk that was met (`words`), and the chunks of each tag.

    It only grows, and a chunk is among those of its tags before it is among `words`.
    """

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._with_tag: defaultdict[str, list[str]] = defaultdict(list)
        self.words: dict[str, tuple[str, ...]] = {}

    def learn(self, chunks: Iterable[str]) -> None:
        """Analyse those of the chunks that were not met before."""
        for chunk in chunks:
            if chunk not in self.words:
                rows = list(self._analyzer.rows(chunk))
                for tag in {tag for row in rows for tag in _tags(row)}:
                    self._with_tag[tag].append(chunk)
                self.words[chunk] = tuple(exact for exact, _, _ in rows)

    def having(self, tags: Iterable[str]) -> set[str]:
        """Return the chunks that have any of the tags."""
        return {chunk for tag in tags for chunk in self._with_tag.get(tag, ())}


def _tags(row: TermRow) -> Iterator[str]:
    exact, stem, parts = row
    yield _EXACT + exact
    if stem:
        yield _STEM + stem
        yield from (_PART + part for part in parts.split())


@dataclass(frozen=True, slots=True)
class _QueryTarget:
    """What of a token hits a unit: the whole by its tags, a piece by its part term.

    `sequences` are rows of exact terms that hit only together; `relatives` are part terms too.
    """

    whole: frozenset[str]
    parts: frozenset[str]
    sequences: tuple[tuple[str, ...], ...]
    relatives: frozenset[str]

    @classmethod
    def of(cls, unit: QueryTerm, relatives: Iterable[str]) -> _QueryTarget:
        rows = [variant for variant in unit.variants if len(variant) > 1]
        whole = {_EXACT + variant[0] for variant in unit.variants if len(variant) == 1}
        parts: set[str] = set()
        if unit.literal and len(unit.words) > 1:
            rows.append(tuple(word.exact for word in unit.words))
        else:
            for word in unit.words:
                whole.add(_EXACT + word.exact)
                if not (unit.literal or word.stop):
                    whole.add(_STEM + word.stem)
                    parts.update(word.parts)
        return cls(frozenset(whole), frozenset(parts), tuple(rows), frozenset(relatives))

    def tags(self) -> Iterator[str]:
        yield from self.whole
        yield from (_PART + part for part in self.parts | self.relatives)
        yield from (_EXACT + term for row in self.sequences for term in row)


class HitFinder:
    """Finds where one query hits texts. Cheap to make: one per request.

    With `relatives` words of the same family hit too, as they count for the order.
    """

    def __init__(
        self, wanted: AnalyzedQuery, chunks: ChunkCache, *, relatives: bool = False
    ) -> None:
        self._tokens = chunks.tokens
        self._known = chunks.known()
        self._targets = [_QueryTarget.of(u, u.family if relatives else ()) for u in wanted.units]
        self._patterns = [_matcher(pattern) for pattern in wanted.patterns]
        self._tags = frozenset(tag for target in self._targets for tag in target.tags())
        self._hit: set[str] = set()
        self._seen = 0
        self._memo: dict[str, bool] = {}
        self._hits: dict[str, list[TermHit]] = {}

    def hits(self, text: str) -> list[TermHit]:
        """Return every hit, in order of place; hits do not overlap."""
        if not self._tags and not self._patterns:
            return []
        chunks = list(self._hit_chunks(text))
        found = [
            TermHit(place + hit.start, place + hit.end, *hit[2:])
            for place, chunk in chunks
            for hit in self._chunk_hits(chunk)
        ]
        sequences = list(self._sequence_hits(chunks, text))
        return _without_overlap(found + sequences) if sequences else found

    def marks(self, text: str) -> tuple[Mark, ...]:
        """Return the [start, end) offsets of the hits; those that touch are one mark."""
        return tuple(merge_marks(((hit.start, hit.end) for hit in self.hits(text)), len(text)))

    def _hit_chunks(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield the chunks that may hold a hit, with their place in the text."""
        place = 0
        chunks = _BROKEN.findall(text) if "-\n" in text else text.split()
        for chunk in filter(self._may_hit(chunks), chunks):
            place = _find_chunk(text, chunk, place)
            yield place, chunk
            place += len(chunk)

    def _may_hit(self, chunks: Sequence[str]) -> Callable[[str], bool]:
        """Return the test of these chunks. They are looked up by functions in C: twice, in all."""
        known = self._known
        if not all(map(known.words.__contains__, chunks)):
            known.learn(chunks)
        if len(known.words) != self._seen:  # this request or another has met new ones
            self._seen = len(known.words)
            self._hit = known.having(self._tags)
        return self._matches if self._patterns else self._hit.__contains__

    def _matches(self, chunk: str) -> bool:
        hit = self._memo.get(chunk)
        if hit is None:
            words = self._known.words[chunk]
            hit = chunk in self._hit or any(p(word) for p in self._patterns for word in words)
            self._memo[chunk] = hit
        return hit

    def _chunk_hits(self, chunk: str) -> list[TermHit]:
        """Return the hits in a chunk, in order and apart; one that recurs is looked at once."""
        hits = self._hits.get(chunk)
        if hits is None:
            each = [hit for token in self._tokens(chunk) for hit in self._token_hits(token)]
            hits = self._hits[chunk] = _without_overlap(each)
        return hits

    def _token_hits(self, token: Token) -> Iterator[TermHit]:
        """Yield where units hit a token: the first that has the whole, else those with pieces."""
        word, start, end = token.word, token.start, token.end
        tags = {_EXACT + word.exact} if word.stop else {_EXACT + word.exact, _STEM + word.stem}
        for number, target in enumerate(self._targets):
            if not target.whole.isdisjoint(tags):
                yield TermHit(start, end, number)
                return
        for number, pattern in enumerate(self._patterns, len(self._targets)):
            if pattern(word.exact):
                yield TermHit(start, end, number)
                return
        for leaf, terms in _pieces(token):
            end = start + len(leaf)
            if hit := self._piece_hit(terms):
                yield TermHit(start, start + len(leaf.rstrip(_SEAM)), *hit)
            start = end

    def _piece_hit(self, terms: Collection[str]) -> tuple[int, str, float] | None:
        """Return the unit that a word or a piece of one hits, what of it, and how much that is."""
        for number, target in enumerate(self._targets):
            for part in target.parts.intersection(terms):
                return number, part, 1 / len(target.parts)
        for number, target in enumerate(self._targets):
            for relative in target.relatives.intersection(terms):
                return number, relative, _RELATIVE
        return None

    def _sequence_hits(self, chunks: list[tuple[int, str]], text: str) -> Iterator[TermHit]:
        """Yield where rows of exact terms stand with no other word in between."""
        rows = [(n, row) for n, target in enumerate(self._targets) for row in target.sequences]
        if not rows:
            return
        tokens = [
            (place + token.start, place + token.end, token.word.exact)
            for place, chunk in chunks
            for token in self._tokens(chunk)
        ]
        for number, row in rows:
            for first in range(len(tokens) - len(row) + 1):
                ahead = tokens[first : first + len(row)]
                if tuple(exact for _, _, exact in ahead) == row and all(
                    not _WORD.search(text, left[1], right[0]) for left, right in pairwise(ahead)
                ):
                    yield TermHit(ahead[0][0], ahead[-1][1], number)


def _pieces(token: Token) -> Iterable[tuple[str, Collection[str]]]:
    """Return the pieces of a token with the part terms of each; one that is whole has all."""
    word = token.word
    if word.stop:
        return ()
    if not word.leaves:
        return ((word.surface, word.parts),)
    return ((leaf, (part,)) for leaf, part in zip(word.leaves, word.part, strict=True))


_WORD = re.compile(r"\w")


def _without_overlap(found: list[TermHit]) -> list[TermHit]:
    """Return the hits by place; of those that overlap, the longest that begins first."""
    kept: list[TermHit] = []
    for hit in sorted(found, key=lambda h: (h.start, -h.end, h.unit)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _find_chunk(text: str, chunk: str, place: int) -> int:
    """Return where the chunk stands as a whole, at or after `place`."""
    while True:
        place = text.index(chunk, place)
        end = place + len(chunk)
        if (not place or text[place - 1].isspace()) and (end == len(text) or text[end].isspace()):
            return place
        place += 1


def _matcher(pattern: Pattern | Fuzzy) -> Callable[[str], bool]:
    """Return the test of an exact term that the engines apply for this pattern."""
    if isinstance(pattern, Pattern):
        return matcher(fold(pattern.text))
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - 10 ms that few queries need

    term, most = fold(pattern.text), pattern.distance
    return lambda exact: OSA.distance(term, exact, score_cutoff=most) <= most
