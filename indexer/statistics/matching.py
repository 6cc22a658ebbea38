"""Where a query hits, over the forward index: exactly, whatever the engine.

A word counts as its forms (its lemma), and not inside other words unless that is asked for. A
phrase stays in a paragraph. Nothing here ranks: an article has every word or it is not selected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field, replace
from itertools import chain, groupby, takewhile

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
from indexer.query.terms.satisfying import Joined, joined
from indexer.query.words import OPERATORS
from indexer.request_checks import Effort
from indexer.statistics.filters import demanded, rows_asked, rows_within
from indexer.statistics.hits import Hits, Matched
from indexer.statistics.vocabulary import ArchiveWords
from indexer.storage.forward.columns import Places, in_a_row
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.segment import Mask

_LOOKED_THROUGH = 2  # tokens in one step of an Effort
_HITS_AT_ONCE = 1 << 16  # of which what follows is looked for together: it takes 50 bytes for each
_FOUND = 16  # steps of each token that is found, which takes ten, and eight bytes of memory


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
        tokens = [of for _, of in words]
        start = 0
        while start < len(words):
            size, others = number_ahead(tokens, start)
            if size:
                typed = tuple(of.exact for of in tokens[start : start + size])
                yield Hits.union(self._row(each, 0)[0] for each in (typed, *others))
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
        hits, reached = self._row(terms, slop)
        # Where the words before it stand nowhere in a row, nothing that hyphens join can follow.
        ways = takewhile(lambda each: each.start <= reached, joined(terms))
        typed = ((each, self.words.with_hyphens(each.mark)) for each in ways)
        hyphened = [(each, types) for each, types in typed if any(map(np.any, types))]
        return Hits.union((hits, self._hyphened(terms, hyphened))) if hyphened else hits

    def _row(self, terms: Sequence[str], slop: int) -> tuple[Hits, int]:
        """Return where exact terms stand in a row, and how many of the first do so anywhere."""
        hits = Hits.none()
        for at, term in enumerate(terms):
            hits = self._after(hits if at else None, self._of_term(term), slop)
            if not len(hits.starts):
                return hits, at
        return hits, len(terms)

    def _hyphened(
        self, terms: Sequence[str], ways: Sequence[tuple[Joined, Sequence[Mask]]]
    ) -> Hits:
        """Return where terms stand in a row of which a hyphen joins some, in one pass over them.

        The types of each way to join them are given.
        """
        types_at = {at: [*each] for at, each in groupby(ways, key=lambda way: way[0].start)}
        row: Hits | None = None
        found: dict[int, list[Hits]] = {}  # by the number of terms that they have
        for at, term in enumerate(terms):
            for each, types in types_at.get(at, ()):
                after = self._after(row, self._places(types))
                found.setdefault(each.end, []).append(after)
            places = self._of_term(term)
            if at in found:
                after = self._after(Hits.union(found.pop(at)), places)
                found.setdefault(at + 1, []).append(after)
            row = self._after(row, places)
            if not any(len(each.starts) for each in chain((row,), *found.values())):
                return Hits.none()
        return Hits.union(found[len(terms)])

    def _of_term(self, term: str) -> Places:
        return self._of_terms(self.words.exactly(term)).starts

    def _terms(self, words: Sequence[Word]) -> list[str]:
        return [t.word.exact for word in words for t in self.analyzer.tokens(word.text)]

    def _is_stop(self, word: Word) -> bool:
        return not word.exact_only and all(t.word.stop for t in self.analyzer.tokens(word.text))

    def _after(self, hits: Hits | None, following: Places, slop: int = 0) -> Hits:
        """Return the hits after which one of the tokens comes, with at most `slop` others before.

        They are in one paragraph. After None each token comes.
        """
        if hits is None:
            return Hits.of_tokens(following)
        size = len(hits.starts)
        blocks = (hits.at(slice(n, n + _HITS_AT_ONCE)) for n in range(0, size, _HITS_AT_ONCE))
        found = [self._reaching(block, following, slop) for block in blocks]
        return Hits(
            in_a_row([each for each, _ in found], np.int64),
            in_a_row([each for _, each in found], np.int64),
        )

    def _reaching(self, hits: Hits, following: Places, slop: int) -> tuple[Places, Places]:
        """Return where those begin, and how many tokens they have with the one that follows."""
        place = np.searchsorted(following, hits.ends)
        there = place < len(following)
        hits, nearest = hits.where(there), following[place[there]]
        ends = self.index.paragraph_ends
        same = np.searchsorted(ends, hits.starts) == np.searchsorted(ends, nearest)
        kept = (nearest - hits.ends <= slop) & same
        starts = hits.starts[kept]
        return starts, nearest[kept] + 1 - starts

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
