"""Slips in a query: the words that it most likely has wrong, and whether that is sure enough.

The evidence is the archive: how far the typed word lies from one that articles have, how many have
it, and whether it stands in them with the other words of the query, or next to its neighbour.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from indexer.analysis.analyzer import Analyzer, WordAnalysis
from indexer.analysis.spelling import HEARD_LETTER, respelt
from indexer.cache import weak_lru_cache
from indexer.engines.protocol import ChannelTerm
from indexer.messages import Message
from indexer.model import Rewrite, RewriteKind, literal
from indexer.query.syntax import And, Or, Phrase, Scope, SyntaxNode, Word
from indexer.search.naming import ArchiveNames
from indexer.search.offers.asked import (
    Asked,
    Change,
    Correction,
    TypedWord,
    are_apart,
    can_slip,
    changed,
    checked,
    content_words,
    is_long,
)
from indexer.search.offers.candidates import MORE_OFTEN, RARE, TIMES, Candidates
from indexer.search.offers.english import are_english
from indexer.search.offers.full_names import FullNames
from indexer.search.offers.known_words import FAR_MORE, MAX_PLAIN, KnownWords
from indexer.search.offers.rare_words import RareWords
from indexer.search.offers.seams import has_seam

_MAX_SUSPECTS = 4  # words that are corrected: each costs a search through the vocabulary
_FEW = 20  # articles with words, nowhere in a row, that may be others which 20 times as many have
_SOME = 100  # articles with words of which a name may be meant that hardly any of them has
_NAME = 2  # words of a query that may be a name as a whole
_MAX_READ = 64  # words of a query that are looked up
_MAX_ROWS = 16  # queries whose words are remembered: one is asked for up to three times


class Corrector:
    """Corrects queries for one snapshot of the archive."""

    def __init__(self, candidates: Candidates, analyzer: Analyzer, names: ArchiveNames) -> None:
        self._candidates = candidates
        self._analyzer = analyzer
        self._rare_words = RareWords(candidates)
        self._known_words = KnownWords(candidates)
        self._full_names = FullNames(candidates, names)
        self._row = weak_lru_cache(self._words_of, _MAX_ROWS)

    def correct(self, asked: Asked) -> Correction | None:
        """Return the query with its likely slips corrected; the rest stays as it was typed.

        None where it finds more than a few articles, or no correction finds more.
        """
        terms, total = asked.analyzed.terms, asked.total
        plain = asked.analyzed.allow_partial and not any(term.exact_only for term in terms)
        if plain and has_seam(asked.parsed.text) and (apart := self._in_pieces(asked)):
            return apart
        # Of words that more articles have, nothing that follows looks at each.
        typed = list(self._typed(asked.parsed.tree)) if total < _SOME else []
        named = self._full_names.correct(asked, typed) if plain and typed else None
        if named and named.sure:
            return named
        found = self._of_words(asked, typed, plain=plain)
        # Somebody else may be called so, of whom an article or two tell: Annie van Dam.
        is_other = (
            named and found and named.query == found.query and self._in_a_row(asked.parsed.text)
        )
        return named if is_other else found or named

    def _of_words(
        self, asked: Asked, typed: Sequence[TypedWord], *, plain: bool
    ) -> Correction | None:
        """Return the query with its words corrected, each by what stands around it."""
        terms, total = asked.analyzed.terms, asked.total
        if typed and are_english([each.word.exact for each in content_words(typed)]):
            return None  # heat wave
        if total > RARE:
            in_parts = plain and any(word.part for term in terms for word in term.words)
            apart = self._in_parts(asked) if in_parts else None
            apart = apart or (self._of_a_guess(asked) or self._as_one(asked) if plain else None)
            apart = apart or (self._with_a_letter(asked, typed) if plain else None)
            if apart or not plain or total >= _SOME or self._in_a_row(asked.parsed.text):
                return apart
            if total <= _FEW:
                return self._by_known_words(asked, typed)
            return self._doubtful(asked, typed)
        # Every word of a plain query is met where it finds any.
        met = total if plain else 0
        suspects = [each for each in typed if is_long(each.word) and max(met, each.spelt) <= RARE]
        if len(suspects) > _MAX_SUSPECTS:
            return None
        if not plain:
            return self._of_each(asked, suspects)
        beside = self._beside(asked, typed)
        found = checked(asked, beside, sure=True) if beside else None
        found = found or self._rare_words.correct(asked, typed, suspects)
        found = found or self._by_known_words(asked, typed, beside)
        return self._unless_a_name(asked, found) if found else None

    def _as_one(self, asked: Asked) -> Correction | None:
        """Return two words as the one that far more articles have than have both: voet bal."""
        words = self._row(asked.parsed.text)
        if not _NAME <= len(words) <= MAX_PLAIN:
            return None
        joined = (self._candidates.frequency(one + other) for one, other in pairwise(words))
        if max(joined) < FAR_MORE * asked.total:
            return None
        typed = list(self._typed(asked.parsed.tree))
        return checked(asked, self._known_words.by_neighbours(typed, asked), sure=True)

    def _with_a_letter(self, asked: Asked, typed: Sequence[TypedWord]) -> Correction | None:
        """Return a letter and the word after it as the one that articles have: e-sports.

        Any article has such a letter somewhere. It may belong to the word before it: formule e.
        """
        words, found = self._row(asked.parsed.text), self._candidates
        for place, (one, other) in enumerate(pairwise(words)):
            joined = found.frequency(one + other) if len(one) == 1 < len(other) else 0
            if joined <= RARE or not (one + other).isalpha():
                continue
            rows = [(one, other), *([(words[place - 1], one)] if place else [])]
            if max(map(found.in_a_row, rows)) >= joined:
                continue
            for first, second in pairwise(typed or self._typed(asked.parsed.tree)):
                is_pair = (first.word.exact, second.word.exact) == (one, other)
                if is_pair and not are_apart(first, second):
                    reading = found.written((one + other,))
                    if reading and _shows_a_letter(reading):
                        change = Change(first.start, second.end, reading)
                        return Correction(
                            changed(asked.parsed.text, [change]), (change,), sure=True
                        )
        return None

    def _doubtful(self, asked: Asked, typed: Sequence[TypedWord]) -> Correction | None:
        """Return two words as the archive often has them in a row, where it has both by chance.

        Frans Bouwer is offered as Frans Bauer: articles have those words, but never as a name.
        """
        if len(typed) != len(content_words(typed)) or len(typed) != _NAME:
            return None
        changes = self._known_words.by_neighbours(typed, asked._replace(total=RARE))
        return checked(asked, changes, sure=False)

    def _unless_a_name(self, asked: Asked, found: Correction) -> Correction | None:
        """Return a correction, if what it makes of the words stands in a row oftener than they do.

        Kees Slemmer, whom one article names, is no slip for slimmer. One is sure by far oftener.
        """
        as_typed = self._in_a_row(asked.parsed.text)
        if not as_typed:
            return found
        otherwise = self._in_a_row(found.query, least=1)
        if otherwise <= as_typed:
            return None
        return found._replace(sure=found.sure and otherwise >= MORE_OFTEN * as_typed)

    def _in_a_row(self, text: str, least: int = 2) -> int:
        """Return how many articles have the words of a text in a row; 0 where they are fewer."""
        row = self._row(text)
        return self._candidates.in_a_row(row) if len(row) >= least else 0

    def _words_of(self, text: str) -> tuple[str, ...]:
        return tuple(token.word.exact for token in self._analyzer.tokens(text))

    def _beside(self, asked: Asked, typed: Sequence[TypedWord]) -> list[Change] | None:
        """Return the correction of two words that stand in a row otherwise, often, and never so.

        None where they are not looked for.
        """
        if len(typed) <= 1 or len(content_words(typed)) > MAX_PLAIN:
            return None
        if self._in_a_row(asked.parsed.text):
            return None
        return self._known_words.by_neighbours(typed, asked)

    def _by_known_words(
        self, asked: Asked, typed: Sequence[TypedWord], beside: list[Change] | None = None
    ) -> Correction | None:
        """Return the correction of words that articles have, but far more often otherwise.

        `beside` is that of two words in a row, where they were looked for before.
        """
        if len(content_words(typed)) > MAX_PLAIN:
            return None
        others = self._known_words
        changes = others.by_neighbours(typed, asked) if beside is None else beside
        return checked(asked, changes or others.by_others(typed, asked), sure=True)

    def _in_pieces(self, asked: Asked) -> Correction | None:
        """Return the correction of words that were typed as one, at a seam: DuncanLaurence."""
        changes = [
            Change(each.start, each.end, pieces)
            for each in self._typed(asked.parsed.tree)
            if (pieces := self._at_seam(each.word))
        ]
        query = changed(asked.parsed.text, changes)
        if not changes or (asked.total and not asked.total_of(query)):
            return None
        return Correction(query, tuple(changes), sure=True)

    def _at_seam(self, word: WordAnalysis) -> str | None:
        """Return a word in pieces, where it has a seam and articles have those far more often."""
        if not has_seam(word.surface):
            return None
        from indexer.search.offers.typed_as_one import in_pieces  # noqa: PLC0415 - few have a seam

        return in_pieces(word, self._candidates)

    def _in_parts(self, asked: Asked) -> Correction | None:
        """Return the correction of a word of which articles have but pieces: prinsesdag."""
        changes = []
        for each in self._typed(asked.parsed.tree):
            word = each.word
            if each.known or not (is_long(word) and can_slip(word) and word.part):
                continue
            if self._candidates.is_compound(word):
                apart = sorted(self._candidates.parted(word.exact, certain=True), reverse=True)
                if apart and (reading := self._candidates.written(apart[0].terms)):
                    changes.append(Change(each.start, each.end, reading))
                continue
            near = list(self._candidates.near(word.exact, HEARD_LETTER, TIMES))
            if near and (reading := self._candidates.written(max(near).terms)):
                changes.append(Change(each.start, each.end, reading))
        return checked(asked, changes, sure=len(changes) == 1)

    def _of_a_guess(self, asked: Asked) -> Correction | None:
        """Return the correction of a word that is met by a stem which was guessed: topmn, by top.

        How many articles have that stem says nothing, so what is meant may be in fewer.
        """
        found = self._candidates
        for each in self._typed(asked.parsed.tree):
            if not (is_long(each.word) and can_slip(each.word) and found.is_guessed(each.word)):
                continue
            near = found.near(each.word.exact, HEARD_LETTER, MORE_OFTEN)
            for meant in sorted(near, reverse=True)[:1]:
                if found.analyzer.analyse(meant.terms[0]).stem == each.word.stem:
                    break  # which articles are met by already
                if reading := found.written(meant.terms):
                    change = Change(each.start, each.end, reading)
                    query = changed(asked.parsed.text, [change])
                    if asked.total_of(query) > RARE:
                        return Correction(query, (change,), sure=True)
        return None

    def _of_each(self, asked: Asked, suspects: Sequence[TypedWord]) -> Correction | None:
        """Return the correction of words each by itself, as operators may have it: never sure."""
        changes = []
        for each in suspects:
            reading = self._at_seam(each.word)
            found = self._candidates.of(each.word, each.known, stands_alone=True)
            if found and not reading:
                reading = found[0].written or self._candidates.written(found[0].terms)
            if reading:
                changes.append(Change(each.start, each.end, reading))
        return checked(asked, changes, sure=False)

    def _typed(self, tree: SyntaxNode | None) -> Iterator[TypedWord]:
        """Yield the words of the query, the first of them where it is long."""
        tokens, found = self._analyzer.tokens, self._candidates
        read = islice(leaves(tree), _MAX_READ)
        placed = [(word.start, token) for word in read for token in tokens(word.text)]
        found.prefetch(_looked_up([token.word for _, token in placed]))
        for start, token in placed:
            known, spelt = found.known(token.word), found.spelt(token.word)
            yield TypedWord(start + token.start, start + token.end, token.word, known, spelt)


def _shows_a_letter(word: str) -> bool:
    """Return whether a word is written as a letter and another word: e-sports, eSports."""
    return not word.isalpha() or any(map(str.isupper, word[1:]))


def _looked_up(words: Sequence[WordAnalysis]) -> Iterator[ChannelTerm]:
    """Yield the terms that are looked up of the words of a query, and of each two in a row."""
    for word in words:
        yield "text", "exact", word.exact
        yield "text", "stem", word.stem
        yield from (("text", "part", key) for key in word.names)
    if len(words) <= MAX_PLAIN:
        for one, other in pairwise(words):
            joined = one.exact + other.exact
            yield from (("text", "exact", each) for each in (joined, *respelt(joined)))


def in_two_rounds(first: Correction, second: Correction) -> Correction | None:
    """Return a correction and that of what it made as one; None where they change one place."""
    changes = list(first.changes)
    for start, end, reading in second.changes:
        shift = 0
        for change in first.changes:
            begin = change.start + shift
            if begin < end and start < begin + len(change.reading):
                return None
            if begin < start:
                shift += len(change.reading) - (change.end - change.start)
        changes.append(Change(start - shift, end - shift, reading))
    return Correction(second.query, tuple(sorted(changes)), second.sure)


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
