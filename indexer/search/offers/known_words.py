"""Words that the archive has, typed for a name or beside others that it has otherwise."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.analysis.analyzer import WordAnalysis
from indexer.analysis.spelling import FARTHEST, is_unheard, respelt, slip
from indexer.cache import weak_lru_cache
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
from indexer.search.scoring import filtered

MAX_PLAIN = 4
"""Words of a query in which a word that the archive has is corrected by another."""

_PAIRED = 8  # candidates for each of two words that are looked up in a row
_MAX_WORDS = 1_000  # long ones, whose candidates with two letters wrong are remembered
_SHORT = 5  # letters of a word of which the first is seldom wrong
_PHRASES = 10  # articles with two words in a row that make a name of them
_OF_A_NAME = 0.15  # of the articles with one of two words, that have both in a row if it is a name
_MANY = 32  # articles that have such a name at least
_FAR_MORE = 5  # times as many articles as have the words typed, wherever they stand


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
        best, changes = 0.0, list[Change]()
        for first, between, second in _neighbours(typed):
            if not (_are_plain(first, second) or (not between and _is_code(first, second))):
                continue
            now = self._candidates.in_a_row((first.word.exact, *between, second.word.exact))
            least = max(_PHRASES, MORE_OFTEN * now, _FAR_MORE * asked.total)
            for pair, cost in self._pairs(first, second, least, found=asked.total):
                # What one word is of two, one of which nothing has, stands so or not at all.
                is_code = not between and _is_code(first, second)
                is_one = not (first.known and second.known) or is_code
                as_one = len(pair) == 1 and not cost and is_one
                enough = 1 if as_one and not asked.total else least
                if (between and len(pair) == 1) or not self._may_reach(pair, enough):
                    continue
                row = (pair[0], *between, *pair[1:])
                alone, filters = self._candidates.in_a_row(row), asked.analyzed.filters
                if alone < enough:  # as most: what else is needed takes longer
                    continue
                if alone < self._needed((first, second), pair, asked.total, alone):
                    continue
                others = (o for o in content_words(typed) if o not in (first, second))
                both = nodes.And((in_a_row(row), *(any_form(each.word) for each in others)))
                count = self._candidates.count(filtered(both, filters))
                score = association(count, alone) - cost
                # Words typed apart are one word, however few have it beside the others.
                least_beside = 1 if len(pair) == 1 and not (cost or asked.total) else _PHRASES
                if count >= min(enough, least_beside) and (not changes or score > best):
                    best, changes = score, self._change_pair((first, second), pair)
        return changes

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
            return _FAR_MORE * total
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


def _neighbours(
    typed: Sequence[TypedWord],
) -> Iterator[tuple[TypedWord, tuple[str, ...], TypedWord]]:
    """Yield two words in a row, also with stop words between them, which stand in the middle."""
    yield from ((first, (), second) for first, second in pairwise(typed))
    content = [place for place, each in enumerate(typed) if not each.word.stop]
    for start, end in pairwise(content):
        if between := tuple(each.word.exact for each in typed[start + 1 : end]):
            yield typed[start], between, typed[end]


def _are_plain(first: TypedWord, second: TypedWord) -> bool:
    """Return whether both are words of letters, and say something."""
    return all(each.word.exact.isalpha() and not each.word.stop for each in (first, second))


def _is_code(first: TypedWord, second: TypedWord) -> bool:
    """Return whether letters and a number may be one word that is no number: mh 17, d 66, 5 g."""
    shorter, longer = sorted((first.word.exact, second.word.exact), key=str.isalpha)
    return shorter.isdigit() and longer.isalpha() and len(longer) <= MIN_HALF
