"""Where a query hits, over the forward index: exactly, whatever the engine.

A word counts as its forms (its lemma), and not inside other words unless that is asked for. A
phrase stays in a paragraph. Nothing here ranks: an article has every word or it is not selected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field, replace
from functools import cached_property

import numpy as np

from indexer.analysis.analyzer import Analyzer, WordAnalysis
from indexer.analysis.fold import fold
from indexer.fields import BY_NAME, Stored
from indexer.later import dataclass
from indexer.query.filters import is_filter, values_of
from indexer.query.syntax import (
    And,
    DatedWords,
    Dates,
    Fuzzy,
    Not,
    Or,
    Pattern,
    Phrase,
    Scope,
    SyntaxNode,
    Word,
)
from indexer.query.terms.numbers import Typed, number_ahead
from indexer.query.terms.satisfying import joined
from indexer.query.words import OPERATORS
from indexer.request_checks import Effort
from indexer.statistics.filters import demanded, rows_asked, rows_within
from indexer.statistics.vocabulary import ArchiveWords
from indexer.storage.forward.columns import Places
from indexer.storage.forward.counting import distinct
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.segment import Mask

_LOOKED_THROUGH = 2  # tokens in one step of an Effort
_FOUND = 16  # steps of each token that is found, which takes ten, and eight bytes of memory
_LENGTH_BITS = 24  # of a hit's length in tokens, beside its start


@dataclass(frozen=True, slots=True)
class Hits:
    """Runs of tokens: where each begins, and how many tokens all have, or each has."""

    starts: Places
    sizes: Places | int

    @property
    def ends(self) -> Places:
        """The token after the last of each."""
        return self.starts + self.sizes

    @classmethod
    def none(cls) -> Hits:
        """Return no hits."""
        return cls(np.zeros(0, np.int64), 1)

    @classmethod
    def of_tokens(cls, places: Places) -> Hits:
        """Return hits of one token each."""
        return cls(places, 1)

    def where(self, kept: Mask) -> Hits:
        """Return the hits that a mask keeps; where those are all, without a copy of millions."""
        return self if kept.all() else self.at(kept)

    def at(self, places: Places | Mask | slice) -> Hits:
        """Return the hits at these places, in their order."""
        sizes = self.sizes if isinstance(self.sizes, int) else self.sizes[places]
        return Hits(self.starts[places], sizes)

    @staticmethod
    def union(many: Iterable[Hits]) -> Hits:
        """Return all hits, in order; two of the same tokens are one."""
        found = [each for each in many if len(each.starts)]
        if len(found) < 2:  # noqa: PLR2004
            return (*found, Hits.none())[0]
        if all(isinstance(each.sizes, int) and each.sizes == 1 for each in found):
            return Hits.of_tokens(distinct(np.concatenate([each.starts for each in found])))
        # One number each, as sorting pairs takes twenty times as long.
        pairs = [each.starts << _LENGTH_BITS | each.sizes for each in found]
        keys = distinct(np.concatenate(pairs))
        return Hits(keys >> _LENGTH_BITS, keys & ((1 << _LENGTH_BITS) - 1))


class Matched:
    """The rows that satisfy a query, and the hits of its words, in order when they are asked for.

    They may stand in other rows too, until it is limited.
    """

    def __init__(
        self, rows: Mask, hits: Callable[[], Hits] = Hits.none, *, is_limited: bool = False
    ) -> None:
        self.rows = rows
        self._hits = hits
        self._is_limited = is_limited

    @cached_property
    def hits(self) -> Hits:
        """The hits; many words have millions, which few figures need."""
        return self._hits()

    def limited(self, index: ForwardIndex, within: Mask) -> Matched:
        """Return what lies within some rows, its hits too."""
        rows = self.rows & within
        if self._is_limited and np.array_equal(rows, self.rows):
            return self

        def hits() -> Hits:
            found = self.hits
            return found.where(np.repeat(rows, index.count_in_rows(found.starts)))

        return Matched(rows, hits, is_limited=True)


@dataclass(frozen=True, slots=True)
class Matcher:
    """Finds what satisfies a syntax tree. `as_archived` reads a word as the name that it may be."""

    index: ForwardIndex
    words: ArchiveWords
    analyzer: Analyzer
    as_archived: Callable[[WordAnalysis], WordAnalysis]
    parts: bool = False
    effort: Effort = field(default_factory=Effort)

    def match(self, tree: SyntaxNode | None) -> Matched | None:
        """Return what satisfies a tree; None where it asks for nothing."""
        found = self._node(demanded(tree, self._is_stop), titles_only=False) if tree else None
        if found is None:
            return None
        return found.limited(self.index, self.index.alive)

    def _node(self, tree: SyntaxNode, *, titles_only: bool) -> Matched | None:
        """Return what satisfies a tree; None where no word of it is asked for."""
        match tree:
            case And(children):
                return self._all(children, titles_only=titles_only)
            case Or(children):
                return self._any(children, titles_only=titles_only)
            case Not(child):
                excluded = self._node(child, titles_only=titles_only)
                return Matched(~excluded.rows) if excluded else None
            case Dates(span):
                return Matched(rows_within(self.index, span))
            case DatedWords():
                return self._dated(tree, titles_only=titles_only)
            case Phrase(words) if not self._terms(words):
                return None
            case Scope(name, child):
                if BY_NAME[name].stored in (Stored.KEYWORD, Stored.NAME):
                    return Matched(rows_asked(self.index, name, values_of(child)))
                return self._node(child, titles_only=True)
            case Word():
                return self._all((tree,), titles_only=titles_only)
            case _:
                return self._found(self._hits(tree), titles_only=titles_only)

    def _any(self, children: Sequence[SyntaxNode], *, titles_only: bool) -> Matched | None:
        """Return what satisfies a child; words and patterns are looked up together."""
        union = self.words.with_terms(())
        found: list[Matched | None] = []
        alike: list[Sequence[Places]] = []
        for child in children:
            if isinstance(child, Pattern):
                alike.append(self.words.like(child.text))
            elif types := self._types(child):
                union = [whole | mask for whole, mask in zip(union, types, strict=True)]
            else:
                found.append(self._node(child, titles_only=titles_only))
        matching = self.words.with_terms(alike)
        places = self._places([a | b for a, b in zip(union, matching, strict=True)])
        if len(found) < len(children):
            found.append(self._found(Hits.of_tokens(places), titles_only=titles_only))
        met = [each for each in found if each]
        return _some(met) if met else None

    def _types(self, tree: SyntaxNode) -> list[Mask] | None:
        """Return the types that satisfy a word of one token; None for other trees."""
        match tree:
            case Fuzzy(text, distance):
                return self.words.with_terms([self.words.within_distance(fold(text), distance)])
            case Word():
                read = list(self._read(tree))
                if len(read) == 1:
                    return self._types_of(read[0][0], exact_only=read[0][1])
        return None

    def types_of(self, word: Word) -> Iterator[list[Mask]]:
        """Yield which types of each segment satisfy each token of a word."""
        for each, exact_only in self._read(word):
            yield self._types_of(each, exact_only=exact_only)

    def _types_of(self, word: WordAnalysis, *, exact_only: bool) -> list[Mask]:
        if exact_only and word.capitals:
            return self.words.in_capitals(word)
        if exact_only:
            return self.words.with_terms([self.words.exactly(word.exact)])
        return self.words.with_part(word) if self.parts else self.words.with_lemma(word)

    def _all(self, children: Sequence[SyntaxNode], *, titles_only: bool) -> Matched | None:
        """Return what satisfies every child; stop words count where nothing else is asked."""
        words = [
            (word, Typed(word.exact, place, exact, child.text))
            for place, child in enumerate(children)
            if isinstance(child, Word)
            for word, exact in self._read(child)
        ]
        content = [(word, of) for word, of in words if of.exact_only or not word.stop]
        alone = all(isinstance(child, Word) or is_filter(child) for child in children)
        found = [
            self._found(hits, titles_only=titles_only)
            for hits in self._of_words(content or (words if alone else []))
        ]
        others = _different(child for child in children if not isinstance(child, Word))
        found += [each for child in others if (each := self._node(child, titles_only=titles_only))]
        return _every(found) if found else None

    def _hits(self, tree: Phrase | Pattern | Fuzzy) -> Hits:
        match tree:
            case Phrase(words, _, _, slop):
                return self._phrase(words, slop)
            case Pattern(text):
                return self._of_terms(self.words.like(text))
            case Fuzzy(text, distance):
                return self._of_terms(self.words.within_distance(fold(text), distance))

    def _read(self, typed: Word) -> Iterator[tuple[WordAnalysis, bool]]:
        for token in self.analyzer.tokens(typed.text):
            word = token.word if typed.exact_only else self.as_archived(token.word)
            if word.surface in OPERATORS:  # =EN is the word, not what has it in capitals
                word = replace(word, marks=())
            yield word, typed.exact_only

    def _of_words(self, words: Sequence[tuple[WordAnalysis, Typed]]) -> Iterator[Hits]:
        """Yield the hits of each word, and of each number of several tokens."""
        start = 0
        while start < len(words):
            size, others = number_ahead([of for _, of in words[start:]])
            if size:
                typed = tuple(of.exact for _, of in words[start : start + size])
                yield Hits.union(self._row(each, 0) for each in (typed, *others))
            else:
                word, of = words[start]
                yield self._word(word, exact_only=of.exact_only)
            start += size or 1

    def _word(self, word: WordAnalysis, *, exact_only: bool) -> Hits:
        return Hits.of_tokens(self._places(self._types_of(word, exact_only=exact_only)))

    def _of_terms(self, terms: Sequence[Places]) -> Hits:
        return Hits.of_tokens(self._places(self.words.with_terms([terms])))

    def _places(self, types: Sequence[Mask]) -> Places:
        found = self.index.count_of(types)
        self.effort.spend(self.index.size // _LOOKED_THROUGH + _FOUND * found)
        return self.index.places_of(types)

    def _phrase(self, words: Sequence[Word], slop: int) -> Hits:
        terms = tuple(self._terms(words))
        if not terms:
            return Hits.none()
        hits = self._row(terms, slop)
        for each in joined(terms):
            types = self.words.with_hyphens(each.mark)
            if any(mask.any() for mask in types):
                places = self._places(types)
                hits = Hits.union((hits, self._row(each.exact, 0, (each.joined[0], places))))
        return hits

    def _row(
        self, terms: Sequence[str], slop: int, known: tuple[int, Places] | None = None
    ) -> Hits:
        """Return where exact terms stand in a row; of one of them the places may be `known`."""
        hits = Hits.none()
        for at, term in enumerate(terms):
            if known and known[0] == at:
                places = known[1]
            else:
                places = self._of_terms(self.words.exactly(term)).starts
            hits = self._followed(hits, places, slop) if at else Hits.of_tokens(places)
            if not len(hits.starts):
                break
        return hits

    def _terms(self, words: Sequence[Word]) -> list[str]:
        return [t.word.exact for word in words for t in self.analyzer.tokens(word.text)]

    def _is_stop(self, word: Word) -> bool:
        return not word.exact_only and all(t.word.stop for t in self.analyzer.tokens(word.text))

    def _followed(self, hits: Hits, following: Places, slop: int) -> Hits:
        """Return the hits after which one of the tokens comes, with at most `slop` others before.

        They are in one paragraph.
        """
        place = np.searchsorted(following, hits.ends)
        there = place < len(following)
        hits, nearest = hits.where(there), following[place[there]]
        ends = self.index.paragraph_ends
        same = np.searchsorted(ends, hits.starts) == np.searchsorted(ends, nearest)
        kept = (nearest - hits.ends <= slop) & same
        starts = hits.starts[kept]
        return Hits(starts, nearest[kept] + 1 - starts)

    def _dated(self, tree: DatedWords, *, titles_only: bool) -> Matched:
        """Return what meets a date in words: gisteren in an article is another day."""
        dated = Matched(rows_within(self.index, tree.span))
        if tree.counted:
            return dated
        written = self._found(self._phrase(tree.words, 0), titles_only=titles_only)
        return _some((dated, written))

    def _found(self, hits: Hits, *, titles_only: bool) -> Matched:
        index = self.index
        if titles_only:
            rows = index.row_of(hits.starts)
            hits = hits.where(hits.ends <= index.starts[rows] + index.titles[rows])
        return Matched(index.count_in_rows(hits.starts) > 0, lambda: hits, is_limited=True)


def _every(found: Sequence[Matched]) -> Matched:
    if len(found) == 1:
        return found[0]
    rows = np.logical_and.reduce([each.rows for each in found])
    return Matched(rows, lambda: Hits.union(each.hits for each in found))


def _some(found: Sequence[Matched]) -> Matched:
    if len(found) == 1:
        return found[0]
    rows = np.logical_or.reduce([each.rows for each in found])
    return Matched(rows, lambda: Hits.union(each.hits for each in found))


def _different(children: Iterable[SyntaxNode]) -> Iterator[SyntaxNode]:
    """Yield the children, patterns and words spelt almost alike once, wherever they stand."""
    seen = set()
    for child in children:
        if isinstance(child, Pattern | Fuzzy):
            key = (child.text, child.distance if isinstance(child, Fuzzy) else 0)
            if key in seen:
                continue
            seen.add(key)
        yield child
