"""Slips in a query: the words that it most likely has wrong, and whether that is sure enough.

The evidence is the archive: how far the typed word lies from one that articles have, how many have
it, and whether it stands in them with the other words of the query, or next to its neighbour.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from indexer.analysis.analyzer import Analyzer, WordAnalysis
from indexer.analysis.spelling import slip
from indexer.messages import Message
from indexer.model import Rewrite, RewriteKind, literal
from indexer.query import nodes
from indexer.query.analyze import AnalyzedQuery
from indexer.query.nodes import Node
from indexer.query.syntax import And, Or, ParsedQuery, Phrase, Scope, SyntaxNode, Word
from indexer.search.offers.candidates import (
    HEARD_LETTER,
    MIN_HALF,
    OTHER_FIRST,
    RARE,
    TIMES,
    Candidate,
    Candidates,
    can_slip,
    in_a_row,
    is_long,
)
from indexer.search.scoring import filtered

_MAX_SUSPECTS = 4  # words that are corrected: each costs a search through the vocabulary
_MAX_PLAIN = 4  # words of a query in which a word that the archive has is corrected by another
_MAX_READ = 64  # words of a query that are looked up
_PAIRED = 8  # candidates for each of two words that are looked up in a row
_SHARE = 10  # how much more an article with the other words says than one without
_PHRASES = 10  # articles with two words in a row that make a name of them
_MORE_OFTEN = 20  # times that a name is met more often than what was typed


class Change(NamedTuple):
    """query[start:end] is replaced by `reading`."""

    start: int
    end: int
    reading: str


class Correction(NamedTuple):
    """A query corrected. One that is `sure` can be searched instead of what was typed."""

    query: str
    changes: tuple[Change, ...]
    sure: bool


class Asked(NamedTuple):
    """A query that `total` articles satisfy; `total_of` says how many another would find."""

    parsed: ParsedQuery
    analyzed: AnalyzedQuery
    total: int
    total_of: Callable[[str], int]


class _Typed(NamedTuple):
    """A word of the query: where it stands, and how many articles have it in any form."""

    start: int
    end: int
    word: WordAnalysis
    known: int


class Corrector:
    """Corrects queries for one snapshot of the archive."""

    def __init__(self, candidates: Candidates, analyzer: Analyzer) -> None:
        self._candidates = candidates
        self._analyzer = analyzer

    def correct(self, asked: Asked) -> Correction | None:
        """Return the query with its likely slips corrected; the rest stays as it was typed.

        None where it finds more than a few articles, or no correction finds more.
        """
        terms, total = asked.analyzed.terms, asked.total
        plain = asked.analyzed.allow_partial and not any(term.exact_only for term in terms)
        if total > RARE:
            in_parts = plain and any(word.part for term in terms for word in term.words)
            return self._in_parts(asked) if in_parts else None
        # Every word of a plain query is met where it finds any.
        met = total if plain else 0
        typed = list(self._typed(asked.parsed.tree))
        suspects = [each for each in typed if is_long(each.word) and max(met, each.known) <= RARE]
        if len(suspects) > _MAX_SUSPECTS:
            return None
        found = self._of_rare(asked, typed, suspects) if plain else self._of_each(asked, suspects)
        if found is None and plain and len(_content(typed)) <= _MAX_PLAIN:
            changes = self._by_neighbours(typed, asked) or self._by_others(typed, asked)
            return _checked(asked, changes, sure=True)
        return found

    def _in_parts(self, asked: Asked) -> Correction | None:
        """Return the correction of a word of which articles have but pieces: prinsesdag."""
        changes = []
        for each in self._typed(asked.parsed.tree):
            word = each.word
            if each.known or not (is_long(word) and can_slip(word) and word.part):
                continue
            if self._candidates.is_compound(word):
                continue
            near = list(self._candidates.near(word.exact, HEARD_LETTER, TIMES))
            if near and (reading := self._candidates.written(max(near).terms)):
                changes.append(Change(each.start, each.end, reading))
        return _checked(asked, changes, sure=len(changes) == 1)

    def _of_each(self, asked: Asked, suspects: Sequence[_Typed]) -> Correction | None:
        """Return the correction of words each by itself, as operators may have it: never sure."""
        changes = []
        for each in suspects:
            found = self._candidates.of(each.word, each.known, stands_alone=True)
            if found and (reading := found[0].written or self._candidates.written(found[0].terms)):
                changes.append(Change(each.start, each.end, reading))
        return _checked(asked, changes, sure=False)

    # -- Words that the archive hardly has

    def _of_rare(
        self, asked: Asked, typed: Sequence[_Typed], suspects: Sequence[_Typed]
    ) -> Correction | None:
        """Return the correction of words that hardly any article has."""
        changes: list[Change] = []
        # A stop word stands beside every other, and bears no witness.
        witnesses = [each for each in _content(typed) if each not in suspects and each.known]
        around = [_any_form(each.word) for each in witnesses]
        sure = True
        for each in suspects:
            known = max(asked.total, each.known)
            candidates = self._candidates.of(each.word, known, stands_alone=not around)
            if not candidates:
                continue
            best, together = self._likeliest(candidates, around, asked.analyzed.filters)
            reading = best.written or self._candidates.written(best.terms)
            if not reading:
                continue
            changes.append(Change(each.start, each.end, reading))
            around.append(self._candidates.found(best))
            evident = together >= RARE and together >= _MORE_OFTEN * asked.total
            sure = sure and can_slip(each.word) and (evident or not known)
            sure = sure and self._is_meant(each.word, best.terms[0])
        return _checked(asked, changes, sure=sure)

    def _likeliest(
        self, candidates: Sequence[Candidate], around: Sequence[Node], filters: Sequence[Node]
    ) -> tuple[Candidate, int]:
        """Return the likeliest candidate, and how many articles have it with all other words."""
        if not around:
            return candidates[0], 0

        def beside(candidate: Candidate, others: Sequence[Node]) -> int:
            both = nodes.And((self._candidates.found(candidate), *others))
            return self._candidates.count(filtered(both, filters))

        together = [beside(each, around) for each in candidates]
        evidence = together
        if not any(together) and len(around) > 1:
            evidence = [sum(beside(each, [one]) for one in around) for each in candidates]
        each_alone = [self._candidates.count(self._candidates.found(each)) for each in candidates]
        best = max(
            range(len(candidates)),
            key=lambda i: candidates[i].likelihood + _weight(evidence[i], each_alone[i]),
        )
        return candidates[best], together[best]

    # -- Words that the archive has, of a name that it has otherwise

    def _by_neighbours(self, typed: Sequence[_Typed], asked: Asked) -> list[Change]:
        """Return the correction of two words in a row that articles write otherwise, often.

        Duncan Lawrence is Duncan Laurence, though articles have each of the words typed.
        """
        if len(typed) > _MAX_PLAIN:
            return []
        best, changes = 0.0, list[Change]()
        for first, second in pairwise(typed):
            if first.word.stop or second.word.stop or not _are_letters(first, second):
                continue
            others = [_any_form(o.word) for o in _content(typed) if o not in (first, second)]
            now = self._candidates.count(in_a_row((first.word.exact, second.word.exact)))
            least = max(_PHRASES, _MORE_OFTEN * max(now, asked.total))
            for pair, cost in self._pairs(first, second):
                alone, filters = self._candidates.count(in_a_row(pair)), asked.analyzed.filters
                if alone < least or not self._are_meant((first, second), pair):
                    continue
                both = nodes.And((in_a_row(pair), *others))
                count = self._candidates.count(filtered(both, filters))
                score = _weight(count, alone) - cost
                if count >= min(least, _PHRASES) and (not changes or score > best):
                    best, changes = score, self._change_pair((first, second), pair)
        return changes

    def _by_others(self, typed: Sequence[_Typed], asked: Asked) -> list[Change]:
        """Return the correction of a word by one that articles have often with all the others."""
        found: list[tuple[int, Change]] = []
        content = _content(typed)
        for each in content if len(content) > 1 else ():
            if not is_long(each.word) or self._analyzer.in_dictionary(each.word):
                continue
            others = [_any_form(other.word) for other in content if other is not each]
            near = sorted(self._candidates.near(each.word.exact, HEARD_LETTER, RARE), reverse=True)
            for candidate in near[:_PAIRED]:
                both = nodes.And((in_a_row(candidate.terms), *others))
                count = self._candidates.count(filtered(both, asked.analyzed.filters))
                if count >= _MORE_OFTEN * max(1, asked.total):
                    reading = self._candidates.written(candidate.terms) or candidate.terms[0]
                    found.append((count, Change(each.start, each.end, reading)))
        return [max(found)[1]] if found else []

    def _pairs(self, first: _Typed, second: _Typed) -> Iterator[tuple[tuple[str, ...], float]]:
        """Yield what two words in a row may be: one word, or two of which one or both differ."""
        joined = first.word.exact + second.word.exact
        if self._candidates.frequency(joined):
            yield (joined,), 0.0
        if not (first.known and second.known):
            for word in self._candidates.vocabulary.within_distance(joined, 2):
                if self._candidates.frequency(word) >= _PHRASES * TIMES:
                    differs = word[0] != joined[0]
                    yield (word,), slip(joined, word) + OTHER_FIRST * differs
        firsts, seconds = self._alternatives(first.word), self._alternatives(second.word)
        for one, cost in firsts:
            yield (one, second.word.exact), cost
        for other, cost in seconds:
            yield (first.word.exact, other), cost
        for one, cost in firsts:
            yield from (((one, other), cost + more) for other, more in seconds)

    def _alternatives(self, word: WordAnalysis) -> list[tuple[str, float]]:
        """Return the words nearest to one, with the cost of the slip."""
        if len(word.exact) < MIN_HALF:
            return []
        best = sorted(self._candidates.near(word.exact, HEARD_LETTER, RARE), reverse=True)[:_PAIRED]
        return [(each.terms[0], slip(word.exact, each.terms[0])) for each in best]

    def _are_meant(self, typed: tuple[_Typed, _Typed], pair: tuple[str, ...]) -> bool:
        if len(pair) == 1:
            return True
        return all(self._is_meant(each.word, term) for each, term in zip(typed, pair, strict=True))

    def _is_meant(self, word: WordAnalysis, term: str) -> bool:
        """Return whether a word can be a slip for a term: a Dutch word only for a name."""
        if word.exact == term or not self._analyzer.in_dictionary(word):
            return True
        surface = self._candidates.surface_form(term) or ""
        return surface[:1].isupper()

    def _change_pair(self, typed: tuple[_Typed, _Typed], pair: tuple[str, ...]) -> list[Change]:
        first, second = typed
        if len(pair) == 1:
            return [Change(first.start, second.end, self._candidates.written(pair) or pair[0])]
        return [
            Change(each.start, each.end, self._candidates.written((term,)) or term)
            for each, term in zip(typed, pair, strict=True)
            if each.word.exact != term
        ]

    # -- What they share

    def _typed(self, tree: SyntaxNode | None) -> Iterator[_Typed]:
        """Yield the words of the query, the first of them where it is long."""
        for word in islice(leaves(tree), _MAX_READ):
            for token in self._analyzer.tokens(word.text):
                start, known = word.start, self._candidates.known(token.word)
                yield _Typed(start + token.start, start + token.end, token.word, known)


def as_rewrites(text: str, correction: Correction) -> tuple[Rewrite, ...]:
    """Return what a correction made of the words of the query `text`."""
    return tuple(
        Rewrite(
            kind=RewriteKind.CORRECTION,
            start=start,
            end=end,
            text=text[start:end],
            reading=reading,
            reason=Message(
                "%(reading)s in plaats van %(words)s", reading=reading, words=text[start:end]
            ),
            query_without=f"{text[:start]}{literal(text[start:end])}{text[end:]}",
        )
        for start, end, reading in correction.changes
    )


def _checked(asked: Asked, changes: Sequence[Change], *, sure: bool) -> Correction | None:
    """Return the correction if it finds more; None if it finds no more, or changes nothing."""
    text, query, offset = asked.parsed.text, "", 0
    for start, end, reading in changes:
        query += text[offset:start] + reading
        offset = end
    query += text[offset:]
    if not changes or asked.total_of(query) <= asked.total:
        return None
    return Correction(query, tuple(changes), sure)


def leaves(tree: SyntaxNode | None) -> Iterator[Word]:
    """Yield the words that a query looks for: not values of other fields, nor excluded words."""
    match tree:
        case Word():
            yield tree
        case Phrase(words):
            yield from words
        case And(children) | Or(children):
            for child in children:
                yield from leaves(child)
        case Scope("title", child):
            yield from leaves(child)


def _content(typed: Sequence[_Typed]) -> list[_Typed]:
    return [each for each in typed if not each.word.stop]


def _are_letters(first: _Typed, second: _Typed) -> bool:
    return first.word.exact.isalpha() and second.word.exact.isalpha()


def _weight(together: int, alone: int) -> float:
    """Return what it says for a word that so many of its articles have the other words too."""
    return math.log(1 + together) + math.log((1 + _SHARE * together) / (1 + alone))


def _any_form(word: WordAnalysis) -> Node:
    return nodes.Or(
        (nodes.Term("text", "exact", word.exact), nodes.Term("text", "stem", word.stem))
    )
