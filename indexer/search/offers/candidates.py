"""Candidates: what of the archive may be meant by a word that is typed with a slip.

A word near it as letters and as sounds, two words that were typed as one, or a compound of which
one part has the slip.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from indexer.analysis.analyzer import Analyzer, WordAnalysis
from indexer.analysis.spelling import (
    FARTHEST,
    HEARD_LETTER,
    ONE_LETTER,
    OTHER_FIRST,
    is_unheard,
    most_letters,
    respelt,
    slip,
)
from indexer.cache import weak_lru_cache
from indexer.engines.protocol import EngineReader
from indexer.query import nodes
from indexer.query.analyze import QueryAnalyzer
from indexer.query.nodes import Channel, Node
from indexer.query.parser import parse
from indexer.search.offers.asked import (
    Candidate,
    in_a_row,
    is_conjugated,
    is_guessed,
    max_cost_of,
    max_letters,
)
from indexer.storage.vocabulary import Vocabulary

RARE = 5
"""Articles that can have a word which is still taken for a misspelling."""
TIMES = 10
"""How much more frequent than such a word its correction is."""
LONG = 8
"""Letters of such a word."""

MIN_HALF = 3
"""Letters of each of two words that were typed as one."""

MORE_OFTEN = 20
"""Times that what is meant is met more often than what was typed."""

_MIN_PART = 4  # letters; shorter ones are found inside slips: aal|tijd, therug
_COST = 4.0  # of a slip, in powers of e of frequency; 3 to 6 do as well
_SEEN = 4.0  # what it says for a compound that articles have it, in the same
_CONSIDERED = 12  # candidates for a word that are looked up together with the other words
_VERY_LONG = 12  # letters of a compound that is rather one which articles have, with a slip
_MIN_INFLECTED = 8  # letters of a word that is looked for in other forms
_ENDINGS = ("en", "s", "e")
_MAX_WORDS = 1_000  # whose candidates are remembered
_MAX_ROWS = 5_000  # of words, of which is remembered how many articles have them
_SHORTEST_HALF = 2  # letters of a word typed as one with another that often stands beside it
_TOGETHER = 100  # times that two words are met together more often than chance has it
_LARGE = 10_000  # articles of an archive that has words often enough to tell which are rare
_BY_CHANCE = 2  # articles of such an archive with both words of a compound that is a slip
_EACH_WAY = 2  # words that half of a compound may be
_PIECES: tuple[Channel, ...] = ("exact", "part")  # where a piece of a compound is found


class Candidates:
    """Finds candidates in one snapshot of the archive."""

    def __init__(
        self,
        reader: EngineReader,
        query_analyzer: QueryAnalyzer,
        analyzer: Analyzer,
        vocabulary: Vocabulary,
        surface_form: Callable[[str], str | None],
    ) -> None:
        self.analyzer = analyzer
        self.surface_form = surface_form
        self.vocabulary = vocabulary
        self._reader = reader
        self.frequency = partial(reader.frequency, "text", "exact")
        """Returns how many articles have a folded word."""
        self.prefetch = reader.prefetch_terms
        self._query_analyzer = query_analyzer
        self.few = MORE_OFTEN if reader.size >= _LARGE else 0
        """Articles that are too few to be sure of a word alone."""
        self._chance = _BY_CHANCE if reader.size >= _LARGE else 0
        self._least = RARE if reader.size >= _LARGE else 1  # articles with what a slip is of
        self.in_a_row = weak_lru_cache(self._in_a_row, _MAX_ROWS)
        """Gives how many articles have words in a row: a page beside another asks the same."""
        self.likeliest = weak_lru_cache(self._likeliest, _MAX_WORDS)
        """Gives the words of the archive that a word is a letter's slip from, likeliest first."""

    def of(self, word: WordAnalysis, known: int, *, stands_alone: bool) -> list[Candidate]:
        """Return what may be meant by a word that the archive hardly has, the likeliest first.

        A word that some articles have, and a compound of known words, may be right: it is corrected
        only for one letter that is not heard, or two swapped, and by a far more frequent word.
        """
        typed = word.exact
        absent = not known and self.is_absent_compound(word)
        unknown = absent or (not known and not self.is_compound(word))
        # Where other words can bear witness, a slip may be taken for more than it can alone.
        max_cost = max_cost_of(typed) if unknown or not stands_alone else ONE_LETTER
        if absent:
            max_cost = min(max_cost, HEARD_LETTER)
        if not stands_alone or (not known and len(typed) >= _VERY_LONG):
            max_cost = max(max_cost, HEARD_LETTER)
        found = list(self.near(typed, max_cost, 1 if unknown else TIMES * max(1, known)))
        farther = list(self._farther(typed)) if unknown and len(typed) >= LONG else []
        if farther and not any(min(map(self.frequency, c.terms)) > RARE for c in found):
            found = farther
        if 0 < known <= RARE and stands_alone and len(typed) >= LONG:  # graaschap
            found += self.near(typed, HEARD_LETTER, TIMES * TIMES * known)
        if known <= RARE:
            found += self.parted(typed, certain=not unknown, known=known)
        if unknown and not any(-c.likelihood <= _COST * HEARD_LETTER for c in found):
            least = RARE if farther else 0
            compounds = self._compounds(typed)
            found += [each for each in compounds if self.count(self.found(each)) > least]
        if unknown and not found and len(typed) >= _MIN_INFLECTED:
            found += list(self._inflected(typed, max_cost)) or self._together(typed)
        if self.analyzer.in_dictionary(word):  # maas is no slip of maar, though there is no Maas
            found = [each for each in found if not all(map(self.is_stop, each.terms))]
        return sorted(found, reverse=True)[:_CONSIDERED]

    def is_stop(self, word: str) -> bool:
        """Return whether a word says nothing."""
        return self.analyzer.analyse(word).stop

    def _farther(self, typed: str) -> Iterator[Candidate]:
        """Yield frequent words that a long word may be with two letters wrong: noterdam.

        Of another first letter is rather another name, as Rotterdam.
        """
        found = self.near(typed, FARTHEST, TIMES * TIMES)
        yield from (each for each in found if each.terms[0][0] == typed[0])

    def near(self, typed: str, max_cost: float, least: int) -> Iterator[Candidate]:
        """Yield words of the archive that differ from a word by a slip of at most this cost."""
        letters = min(max_letters(typed), most_letters(max_cost))
        words = {*self.vocabulary.within_distance(typed, letters), *respelt(typed)}
        costs = {
            word: cost
            for word in words
            if (cost := slip(typed, word)) <= max_cost
            or (cost <= HEARD_LETTER and is_unheard(typed, word))
        }
        self._reader.prefetch_terms(("text", "exact", word) for word in costs)
        for candidate, cost in costs.items():
            if (count := self.frequency(candidate)) >= least:
                other = candidate[0] != typed[0]
                likelihood = math.log(count) - _COST * cost - OTHER_FIRST * other
                yield Candidate(likelihood, (candidate,), cost=cost)

    def _likeliest(self, typed: str) -> tuple[Candidate, ...]:
        return tuple(sorted(self.near(typed, HEARD_LETTER, self._least), reverse=True))

    def _drawn_together(self, pair: tuple[str, str]) -> int:
        """Return a tenth of the articles with both words; all of them where chance gives few."""
        both = self.count(nodes.And(tuple(nodes.Term("text", "exact", each) for each in pair)))
        by_chance = math.prod(map(self.frequency, pair)) / self._reader.size
        return both if both >= _TOGETHER * by_chance else both // TIMES

    def _inflected(self, typed: str, max_cost: float) -> Iterator[Candidate]:
        """Yield words that the archive has in another form: roetveegpiet, of roetveegpieten."""
        for ending in _ENDINGS:
            for each in self.near(typed + ending, max_cost, 1):
                word = each.terms[0].removesuffix(ending)
                if word != each.terms[0] and self.spelt(self.analyzer.analyse(word)):
                    yield Candidate(each.likelihood, (word,), word)

    def _together(self, typed: str) -> Iterator[Candidate]:
        """Yield two words that articles have together: Aeroflotcrash, with a name.

        Where neither is one, both are long words that more than a few have: stikstofdreigt.
        """
        for at in range(_MIN_PART, len(typed) - _MIN_PART + 1):
            pair = (typed[:at], typed[at:])
            if all(map(self.frequency, pair)) and (count := self.with_all(pair)):
                surfaces = (self.surface_form(term) or "" for term in pair)
                plain = min(map(len, pair)) > _MIN_PART and min(map(self.frequency, pair)) > RARE
                if plain or any(surface[:1].isupper() for surface in surfaces):
                    yield Candidate(math.log(count) - _COST * ONE_LETTER, pair, apart=True)

    def parted(self, typed: str, *, certain: bool, known: int = 0) -> Iterator[Candidate]:
        """Yield two words that were typed as one: notredame.

        Where the word can be a compound, and so is `certain`, those that stand in a row often; far
        oftener than the word stands in articles that it is `known` from, as denhaag.
        """
        least = max(MORE_OFTEN if certain else RARE, MORE_OFTEN * TIMES * known)
        cuts = range(_SHORTEST_HALF, len(typed) - _SHORTEST_HALF + 1)
        pairs = [(typed[:at], typed[at:]) for at in cuts]
        self._reader.prefetch_terms(("text", "exact", half) for pair in pairs for half in pair)
        for pair in pairs:
            if min(map(self.frequency, pair)) <= RARE:
                continue
            count = self.in_a_row(pair)
            if min(map(len, pair)) < MIN_HALF:
                count //= 2
            elif not count and not (certain or known):
                count = self._drawn_together(pair)
            if count >= least:
                yield Candidate(math.log(count) - _COST * ONE_LETTER, pair, apart=True)

    def with_all(self, terms: tuple[str, ...]) -> int:
        """Return how many articles have all of these words, wherever they stand."""
        return self.count(nodes.And(tuple(nodes.Term("text", "exact", each) for each in terms)))

    def _compounds(self, typed: str) -> Iterator[Candidate]:
        """Yield compounds of two words of the archive, one of which has a slip: klimaatstaknig."""
        cuts = range(MIN_HALF, len(typed) - MIN_HALF + 1)
        halves = [(typed[:at], typed[at:]) for at in cuts]
        self._reader.prefetch_terms(
            ("text", channel, half) for pair in halves for half in pair for channel in _PIECES
        )
        words = [each for pair in halves for each in self._compounds_of(*pair)]
        self._reader.prefetch_terms(("text", "exact", word) for word, _ in words)
        least = max(map(self._as_two_words, halves), default=0) if words else 0
        for word, likelihood in words:
            yield from self._compound(word, likelihood, least)

    def _compounds_of(self, first: str, second: str) -> Iterator[tuple[str, float]]:
        """Yield what two halves may be, one of which has a slip, with its likelihood."""
        for piece, other, is_first in ((first, second, True), (second, first, False)):
            if len(other) < _MIN_PART or not self._is_piece(piece):
                continue
            for each in self.likeliest(other)[:_EACH_WAY]:
                word = piece + each.terms[0] if is_first else each.terms[0] + piece
                yield word, each.likelihood

        # Letters swapped at the seam are wrong in both.
        swapped = f"{first[:-1]}{second[0]}{first[-1]}{second[1:]}"
        if swapped != first + second:
            yield swapped, -_COST * ONE_LETTER

    def _is_piece(self, term: str) -> bool:
        """Return whether articles have a word, or compounds with it."""
        return max(self._reader.frequency("text", channel, term) for channel in _PIECES) > RARE

    def _as_two_words(self, pair: tuple[str, str]) -> int:
        """Return how many articles have two long words together; in a row, that says more."""
        if min(map(len, pair)) < _MIN_PART or not all(map(self.frequency, pair)):
            return 0
        return max(self.with_all(pair), TIMES * self.in_a_row(pair))

    def _compound(self, word: str, likelihood: float, least: int) -> Iterator[Candidate]:
        """Yield a compound if articles have its parts together.

        More than `least`, where none has it as a word: inbraaksoest is no inbraakwoest.
        """
        seen = self.frequency(word) > 0
        if seen or self.is_compound(self.analyzer.analyse(word)):  # busincident has a short piece
            candidate = Candidate(likelihood + _SEEN * seen, (word,), word)
            if self.count(self.found(candidate)) > (0 if seen else least):
                yield candidate

    def found(self, candidate: Candidate) -> Node:
        """Return what meets a candidate."""
        if candidate.apart:
            return nodes.And(tuple(nodes.Term("text", "exact", w) for w in candidate.terms))
        if candidate.written:
            tree = parse(candidate.written).tree
            return self._query_analyzer.analyze(tree).must or nodes.MatchAll()
        return in_a_row(candidate.terms)

    def known(self, word: WordAnalysis) -> int:
        """Return how many articles have the word in one of its forms or spellings."""
        frequency = self._reader.frequency
        return max(
            self.frequency(word.exact),
            frequency("text", "stem", word.stem),
            *(frequency("text", "part", key) for key in word.names),
        )

    def spelt(self, word: WordAnalysis) -> int:
        """Return how many articles have the word so, or a form of it: no other spelling."""
        exact = self.frequency(word.exact)
        guessed = not exact and self.is_guessed(word)
        return exact if guessed else max(exact, self._reader.frequency("text", "stem", word.stem))

    def is_guessed(self, word: WordAnalysis) -> bool:
        """Return whether the archive has but a stem that was guessed for a word."""
        return is_guessed(word, self.analyzer, self.frequency)

    def is_compound(self, word: WordAnalysis) -> bool:
        """Return whether it is a compound of words that the archive has, and so may be right.

        Its head is a word of Dutch, and no verb: Chrischurch is no compound of Chris, nor
        stikstofdreigt one of dreigt.
        """
        rare = RARE if self._reader.size >= _LARGE else 0
        head = self.analyzer.analyse(word.leaves[-1]) if word.part else word
        return bool(word.part) and (
            min(map(len, word.leaves)) >= _MIN_PART
            and self.analyzer.in_dictionary(head)
            and not is_conjugated(head)
            and all(self._reader.frequency("text", "part", part) > rare for part in word.part)
        )

    def is_absent_compound(self, word: WordAnalysis) -> bool:
        """Return whether hardly any article has the words of such a compound: koerddoel."""
        if self.frequency(word.exact) or not self.is_compound(word):
            return False
        return self.count(self.found(Candidate(0.0, (word.exact,), word.surface))) <= self._chance

    def is_piece(self, piece: str) -> bool:
        """Return whether articles have a piece of a word with hyphens, or it can be one."""
        word = self.analyzer.analyse(piece)
        parts = (self._reader.frequency("text", "part", each) for each in (word.exact, *word.names))
        known = self.frequency(word.exact) or any(parts)
        return bool(known) or self.analyzer.in_dictionary(word) or self.is_compound(word)

    def is_meant(self, word: WordAnalysis, term: str) -> bool:
        """Return whether a word can be a slip for a term: a Dutch word only for a name.

        Compounds tell of words that dictionaries lack: west, kerst. They have old spellings too:
        eksamen.
        """
        if word.exact == term or not self.analyzer.lexicon.is_certain_word(word.exact):
            return True
        if not self.analyzer.in_dictionary(word) and self.is_absent_compound(word):
            return True
        if term in respelt(word.exact) and not self.frequency(word.exact):
            return True
        surface = self.surface_form(term) or ""
        return surface[:1].isupper()

    def written(self, terms: Sequence[str]) -> str | None:
        """Return terms as the archive writes them; None if it has one of them no longer."""
        surfaces = [surface for term in terms if (surface := self.surface_form(term))]
        return " ".join(surfaces) if len(surfaces) == len(terms) else None

    def prefetch_rows(self, rows: Iterable[tuple[str, ...]]) -> None:
        """Prefetch how many articles have each of these in a row, which is asked for next."""
        self._reader.prefetch_counts(map(in_a_row, rows))

    def _in_a_row(self, terms: tuple[str, ...]) -> int:
        return self.count(in_a_row(terms))

    def count(self, node: Node) -> int:
        """Return how many articles match."""
        return self._reader.count(node).total
