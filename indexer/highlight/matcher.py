"""Matching: where a query hits a text, to the character.

A text is scanned by its white-space chunks. A chunk is analysed once and cached with its tags, so
that a query knows the chunks that may have a hit and looks for those alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from indexer.analysis.analyzer import Token
from indexer.analysis.fold import fold
from indexer.highlight.chunks import ChunkCache
from indexer.highlight.effort import Effort
from indexer.highlight.marks import merge_marks
from indexer.highlight.passage_rule import RULE
from indexer.highlight.targets import EXACT, PART, STEM, Hittable, QueryTarget
from indexer.later import NamedTuple, expression
from indexer.model import Mark
from indexer.query.analyze import AnalyzedQuery
from indexer.query.patterns import matcher
from indexer.query.syntax import Fuzzy, Pattern
from indexer.text import BLANK_LINE

if TYPE_CHECKING:
    from indexer._kernel import SnippetMaker

_AT_ONCE = 5_000  # chunks of a text
_BROKEN = expression(r"\S+(?:(?<=-)\n\S+)*")  # chunks, a word broken at a line's end in one


class TermHit(NamedTuple):
    """A place where a term of the query occurs, [start, end); `term` is its index in the query.

    Of a compound that was asked for there may be only one `part`: dijk, of dijkversterking. Then
    `weight` is less than 1, as it is for a word of the same family, winnaar for winst.
    """

    start: int
    end: int
    term: int
    part: str = ""
    weight: float = 1.0


class HitFinder:
    """Finds where one query hits texts. Cheap to make: one per request.

    With `family` words of the same family hit too, as they count in the ranking. `effort` is what a
    request may look at; past that there are no hits.
    """

    def __init__(
        self,
        analyzed: AnalyzedQuery,
        chunks: ChunkCache,
        *,
        family: bool = False,
        effort: Effort | None = None,
    ) -> None:
        self.effort = effort or Effort()
        self._chunks = chunks
        self._tokens = chunks.tokens
        self._known = chunks.known()
        self.targets = [
            QueryTarget.of(term, term.related_stems if family else ()) for term in analyzed.terms
        ]
        """What hits each term."""
        self._patterns = [_matcher(pattern) for pattern in analyzed.patterns]
        self._tags = frozenset(tag for target in self.targets for tag in target.tags())
        self._rows = _by_first_two(self.targets)
        self._hit: set[str] = set()
        self._seen = 0
        self._memo: dict[str, bool] = {}
        self._hits: dict[str, list[TermHit]] = {}

    @property
    def snippet_maker(self) -> SnippetMaker | None:
        """What makes snippets of this query, compiled; None for a query that only Python answers.

        Patterns are compared with every word.
        """
        by_chunks = self._tags and not self._patterns
        return self._chunks.snippet_maker if by_chunks else None

    @property
    def crosses_chunks(self) -> bool:
        """Whether rows of terms are looked for, which may stand in several chunks."""
        return bool(self._rows)

    def hits(self, text: str) -> list[TermHit]:
        """Return every hit, in order, as far as the effort goes; hits do not overlap."""
        if not self._tags and not self._patterns:
            return []
        text = self.effort.readable(text)
        chunks = list(self._hit_chunks(text))
        every = (
            TermHit(offset + hit.start, offset + hit.end, *hit[2:])
            for offset, chunk in chunks
            for hit in self.chunk_hits(chunk)
        )
        found = list(islice(every, self.effort.hits))
        self.effort.hits -= len(found)
        self.effort.cut = self.effort.cut or next(every, None) is not None
        sequences = self.sequence_hits(chunks, text)
        return _without_overlap(found + sequences) if sequences else found

    def marks(self, text: str) -> tuple[Mark, ...]:
        """Return the [start, end) offsets of the hits; those that touch are one mark."""
        return tuple(merge_marks(((hit.start, hit.end) for hit in self.hits(text)), len(text)))

    def _hit_chunks(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield the chunks that may hold a hit, with their offset in the text."""
        offset = 0
        broken = list(_BROKEN.finditer(text)) if "-\n" in text else []
        every = [match[0] for match in broken] or text.split()
        for first in range(0, len(every), _AT_ONCE):
            chunks = every[first : first + _AT_ONCE]
            if not self.effort.affords(chunks):
                return
            may_hit = self._may_hit(chunks)
            if broken:  # a piece of a broken word may be a chunk elsewhere
                places = broken[first : first + _AT_ONCE]
                yield from ((place.start(), place[0]) for place in places if may_hit(place[0]))
                continue
            for chunk in filter(may_hit, chunks):
                offset = _find_chunk(text, chunk, offset)
                yield offset, chunk
                offset += len(chunk)

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

    def chunk_hits(self, chunk: str) -> list[TermHit]:
        """Return the hits in a chunk, in order and apart; each chunk is looked at once."""
        hits = self._hits.get(chunk)
        if hits is None:
            each = [hit for token in self._tokens(chunk) for hit in self._token_hits(token)]
            hits = self._hits[chunk] = _without_overlap(each)
        return hits

    def _token_hits(self, token: Token) -> Iterator[TermHit]:
        """Yield where query terms hit a token: the first that has all of it, else pieces."""
        word, start, end = token.word, token.start, token.end
        its = Hittable.of(word)
        tags = {EXACT + its.exact}
        tags.update([STEM + each for each in its.stems], [PART + key for key in its.names])
        for number, target in enumerate(self.targets):
            if not target.whole.isdisjoint(tags):
                yield TermHit(start, end, number)
                return
        for number, pattern in enumerate(self._patterns, len(self.targets)):
            if pattern(word.exact):
                yield TermHit(start, end, number)
                return
        for length, marked, terms in its.pieces:
            if hit := self._piece_hit(terms):
                yield TermHit(start, start + marked, *hit)
            start += length

    def _piece_hit(self, terms: Sequence[str]) -> tuple[int, str, float] | None:
        """Return the index of the query term that these part terms hit, its part and its weight."""
        for number, target in enumerate(self.targets):
            for part in filter(target.parts.__contains__, terms):
                return number, part, 1 / len(target.parts)
        for number, target in enumerate(self.targets):
            for relative in filter(target.family.__contains__, terms):
                return number, relative, RULE.family_weight
        return None

    def sequence_hits(self, chunks: Sequence[tuple[int, str]], text: str) -> list[TermHit]:
        """Return where rows of exact terms stand with no other word in between.

        `chunks` are those of a text that may have a term of a row, each with its offset.
        """
        return list(self._in_a_row(chunks, text)) if self._rows else []

    def _in_a_row(self, chunks: Sequence[tuple[int, str]], text: str) -> Iterator[TermHit]:
        tokens = [
            (offset + token.start, offset + token.end, token.word.exact)
            for offset, chunk in chunks
            for token in self._tokens(chunk)
        ]
        for first, (one, two) in enumerate(pairwise(tokens)):
            for number, row in self._rows.get((one[2], two[2]), ()):
                ahead = tokens[first : first + len(row)]
                if tuple(exact for _, _, exact in ahead) == row and not any(
                    _PARTS_PHRASES.search(text, left[1], right[0])
                    for left, right in pairwise(ahead)
                ):
                    yield TermHit(ahead[0][0], ahead[-1][1], number)


def _by_first_two(
    targets: Iterable[QueryTarget],
) -> dict[tuple[str, str], list[tuple[int, tuple[str, ...]]]]:
    """Return the sequences, each with the number of its term, by the two terms they begin with."""
    rows: defaultdict[tuple[str, str], list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
    for number, target in enumerate(targets):
        for row in target.sequences:
            rows[row[0], row[1]].append((number, row))
    return dict(rows)


_PARTS_PHRASES = expression(rf"\w|{BLANK_LINE.pattern}")  # between words


def _without_overlap(found: list[TermHit]) -> list[TermHit]:
    """Return the hits by offset; of those that overlap, the longest that begins first."""
    kept: list[TermHit] = []
    for hit in sorted(found, key=lambda h: (h.start, -h.end, h.term)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _find_chunk(text: str, chunk: str, offset: int) -> int:
    """Return where the chunk stands as a whole, at or after `offset`."""
    while True:
        offset = text.index(chunk, offset)
        end = offset + len(chunk)
        if (not offset or text[offset - 1].isspace()) and (end == len(text) or text[end].isspace()):
            return offset
        offset += 1


def _matcher(pattern: Pattern | Fuzzy) -> Callable[[str], bool]:
    """Return the test of an exact term that the engines apply for this pattern."""
    if isinstance(pattern, Pattern):
        return matcher(fold(pattern.text))
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - 10 ms that few queries need

    term, limit = fold(pattern.text), pattern.distance
    return lambda exact: OSA.distance(term, exact, score_cutoff=limit) <= limit
