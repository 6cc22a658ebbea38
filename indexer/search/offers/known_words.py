"""Words that the archive has, typed for a name or beside others that it has otherwise."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.analysis.analyzer import WordAnalysis
from indexer.analysis.spelling import FARTHEST, is_unheard, respelt, slip
from indexer.cache import weak_lru_cache
from indexer.later import NamedTuple
from indexer.query import nodes
from indexer.search.offers.asked import (
    Asked,
    Candidate,
    Change,
    TypedWord,
    any_form,
    are_apart,
    association,
    content_words,
    in_a_row,
    is_long,
)
from indexer.search.offers.candidates import LONG, MIN_HALF, MORE_OFTEN, TIMES, Candidates
from indexer.search.ranking.scoring import filtered

MAX_PLAIN = 4
"""Words of a query in which a word that the archive has is corrected by another."""

_PAIRED = 8  # candidates for each of two words that are looked up in a row
_MAX_WORDS = 1_000  # long ones, whose candidates with two letters wrong are remembered
_SHORT = 5  # letters of a word of which the first is seldom wrong
_PHRASES = 10  # articles with two words in a row that make a name of them
_OF_A_NAME = 0.15  # of the articles with one of two words, that have both in a row if it is a name
_MANY = 32  # articles that have such a name at least
FAR_MORE = 5  # times as many articles as have the words typed, wherever they stand


class _Neighbours(NamedTuple):
    """Two words in a row, and the stop words between them."""

    pair: tuple[TypedWord, TypedWord]
    between: tuple[str, ...]

    @property
    def terms(self) -> tuple[str, ...]:
        """All of them as they were typed."""
        first, second = self.pair
        return first.word.exact, *self.between, second.word.exact

    @property
    def is_code(self) -> bool:
        """Whether they may be letters and a number of one word."""
        return not self.between and _is_code(*self.pair)

    @property
    def may_differ(self) -> bool:
        """Whether other words may be meant."""
        return _are_plain(*self.pair) or self.is_code


class _Row(NamedTuple):
    """What neighbours may be, with the cost of the slip, and the fewest articles with it."""

    typed: _Neighbours
    words: tuple[str, ...]
    cost: float
    least: int

    @property
    def terms(self) -> tuple[str, ...]:
        """The words as they stand in an article, with those between them."""
        return self.words[0], *self.typed.between, *self.words[1:]


class KnownWords:
    """Corrects words that the archive has by others, which it has far more often there."""

    def __init__(self, candidates: Candidates) -> None:
        self._candidates = candidates
        self._farther = weak_lru_cache(self._likely_farther, _MAX_WORDS)

    def by_neighbours(self, typed: Sequence[TypedWord], asked: Asked) -> list[Change]:
        """Return the correction of two words in a row that articles write otherwise, often.

        Duncan Lawrence is Duncan Laurence, though articles have each of the words typed. Stop words
        may stand between: Louis van Gal.
        """
        if len(typed) > MAX_PLAIN:
            return []
        found, looked = self._candidates, [each for each in _neighbours(typed) if each.may_differ]
        found.prefetch_rows(each.terms for each in looked)
        rows = [row for each in looked for row in self._rows(each, asked.total)]
        found.prefetch_rows(row.terms for row in rows)
        best, changes = 0.0, list[Change]()
        for row in rows:
            alone = found.in_a_row(row.terms)
            if alone < row.least:  # as most: what else is needed takes longer
                continue
            pair = row.typed.pair
            if alone < self._needed(pair, row.words, asked.total, alone):
                continue
            others = (each for each in content_words(typed) if each not in pair)
            both = nodes.And((in_a_row(row.terms), *(any_form(each.word) for each in others)))
            count = found.count(filtered(both, asked.analyzed.filters))
            score = association(count, alone) - row.cost
            # Words typed apart are one word, however few have it beside the others.
            as_one = len(row.words) == 1 and not (row.cost or asked.total)
            least_beside = 1 if as_one else _PHRASES
            if count >= min(row.least, least_beside) and (not changes or score > best):
                best, changes = score, self._change_pair(pair, row.words)
        return changes

    def _rows(self, typed: _Neighbours, total: int) -> Iterator[_Row]:
        """Yield what neighbours may be, if its words are in enough articles, of which `total` met.

        What one word is of two, one of which nothing has, stands so or not at all.
        """
        first, second = typed.pair
        row = self._candidates.in_a_row(typed.terms)
        least = max(_PHRASES, MORE_OFTEN * row, FAR_MORE * total)
        is_one = not (first.known and second.known and row) or typed.is_code
        for words, cost in self._pairs(first, second, least, found=total):
            as_one = len(words) == 1 and not cost and is_one
            enough = 1 if as_one and not total else least
            if not (typed.between and len(words) == 1) and self._may_reach(words, enough):
                yield _Row(typed, words, cost, enough)

    def by_others(self, typed: Sequence[TypedWord], asked: Asked) -> list[Change]:
        """Return the correction of a word by one that articles have often with all the others."""
        found: list[tuple[int, Change]] = []
        content = content_words(typed)
        for each in content if len(content) > 1 else ():
            if not is_long(each.word) or self._candidates.analyzer.in_dictionary(each.word):
                continue
            others = [other.word for other in content if other is not each]
            least = MORE_OFTEN * max(1, asked.total)
            for candidate in self._candidates.likeliest(each.word.exact)[:_PAIRED]:
                if len(each.word.exact) <= _SHORT and candidate.terms[0][0] != each.word.exact[0]:
                    continue  # bpost is no post
                if not self._may_reach(candidate.terms, least):
                    continue
                both = nodes.And((in_a_row(candidate.terms), *map(any_form, others)))
                count = self._candidates.count(filtered(both, asked.analyzed.filters))
                if count >= least:
                    reading = self._candidates.written(candidate.terms) or candidate.terms[0]
                    found.append((count, Change(each.start, each.end, reading)))
        return [max(found)[1]] if found else []

    def _may_reach(self, terms: Sequence[str], least: int) -> bool:
        """Return whether words are frequent enough to be met together so often."""
        return min(map(self._candidates.frequency, terms)) >= least

    def _pairs(
        self, first: TypedWord, second: TypedWord, least: int, *, found: int
    ) -> Iterator[tuple[tuple[str, ...], float]]:
        """Yield what two words in a row may be: one word, or two of which one or both differ.

        Each of two has so many articles at least.
        """
        yield from self._as_one(first, second, found=found)
        if not _are_plain(first, second):
            return
        firsts = self._alternatives(first.word, least)
        seconds = self._alternatives(second.word, least)
        if self._candidates.frequency(second.word.exact) >= least:
            yield from (((one, second.word.exact), cost) for one, cost in firsts)
        if self._candidates.frequency(first.word.exact) >= least:
            yield from (((first.word.exact, other), cost) for other, cost in seconds)
        for one, cost in firsts:
            yield from (((one, other), cost + more) for other, more in seconds)

    def _as_one(
        self, first: TypedWord, second: TypedWord, *, found: int
    ) -> Iterator[tuple[tuple[str, ...], float]]:
        """Yield the words that two words in a row may be, of which articles were `found`.

        Of two that articles have, one is made with an unheard letter wrong at most, and only where
        no article has both: mazzelen uitbraak.
        """
        if are_apart(first, second):
            return
        joined = first.word.exact + second.word.exact
        for word in (joined, *respelt(joined)):
            if self._candidates.frequency(word):
                yield (word,), 0.0
        if not _are_plain(first, second):
            return
        lone = min(len(first.word.exact), len(second.word.exact)) == 1
        both = bool(first.known and second.known)
        if not (lone or (both and found)):
            for word in self._candidates.vocabulary.within_distance(joined, 1 if both else 2):
                least = _PHRASES if is_unheard(joined, word) else _PHRASES * TIMES
                if both and least > _PHRASES:
                    continue
                # Of other first letters is rather another name: noter dam is not Rotterdam.
                if word[0] == joined[0] and self._candidates.frequency(word) >= least:
                    yield (word,), slip(joined, word)

    def _alternatives(self, word: WordAnalysis, least: int) -> list[tuple[str, float]]:
        """Return the words nearest to one that so many articles have, with the cost of the slip."""
        if len(word.exact) < MIN_HALF:
            return []
        best = self._candidates.likeliest(word.exact)
        if not best and len(word.exact) >= LONG:
            best = self._farther(word.exact)
        found = ((each.terms[0], each.cost) for each in best[:_PAIRED])
        frequent = (each for each in found if self._candidates.frequency(each[0]) >= least)
        return [each for each in frequent if not self._candidates.is_stop(each[0])]  # heat, het

    def _likely_farther(self, typed: str) -> tuple[Candidate, ...]:
        return tuple(sorted(self._candidates.near(typed, FARTHEST, _PHRASES * TIMES), reverse=True))

    def _needed(
        self, typed: tuple[TypedWord, TypedWord], pair: tuple[str, ...], total: int, row: int
    ) -> float:
        """Return in how many articles a pair has to stand, of which `row` have it.

        One of which a word hardly stands without the other is a name, whatever words were typed:
        Zwarte Piet, Tata Steel, Champions League.
        """
        if row >= max(_MANY, _OF_A_NAME * min(map(self._candidates.frequency, pair))):
            return FAR_MORE * total
        words = (each.word for each in typed)
        if len(pair) > 1 and not all(map(self._candidates.is_meant, words, pair)):
            return math.inf
        return MORE_OFTEN * total

    def _change_pair(
        self, typed: tuple[TypedWord, TypedWord], pair: tuple[str, ...]
    ) -> list[Change]:
        first, second = typed
        if len(pair) == 1:
            return [Change(first.start, second.end, self._candidates.written(pair) or pair[0])]
        return [
            Change(each.start, each.end, self._candidates.written((term,)) or term)
            for each, term in zip(typed, pair, strict=True)
            if each.word.exact != term
        ]


def _neighbours(typed: Sequence[TypedWord]) -> Iterator[_Neighbours]:
    """Yield two words in a row, also with stop words between them."""
    yield from (_Neighbours(pair, ()) for pair in pairwise(typed))
    content = [place for place, each in enumerate(typed) if not each.word.stop]
    for start, end in pairwise(content):
        if between := tuple(each.word.exact for each in typed[start + 1 : end]):
            yield _Neighbours((typed[start], typed[end]), between)


def _are_plain(first: TypedWord, second: TypedWord) -> bool:
    """Return whether both are words of letters, and say something."""
    return all(each.word.exact.isalpha() and not each.word.stop for each in (first, second))


def _is_code(first: TypedWord, second: TypedWord) -> bool:
    """Return whether letters and a number may be one word that is no number: mh 17, d 66, 5 g."""
    shorter, longer = sorted((first.word.exact, second.word.exact), key=str.isalpha)
    return shorter.isdigit() and longer.isalpha() and len(longer) <= MIN_HALF
