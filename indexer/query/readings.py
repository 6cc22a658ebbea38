"""Old spellings and errors of OCR, as a query finds them: by the readings of the archive.

A word of a query finds the forms that the archive has of it, each in articles of the years in which
it was written so; a word in old spelling finds its modern form.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Protocol

from indexer.analysis.analyzer import Analyzer, WordAnalysis
from indexer.analysis.fold import fold
from indexer.analysis.historical import Reading
from indexer.analysis.readings import PART, Readings
from indexer.later import dataclass
from indexer.query import nodes
from indexer.query.nodes import Channel, FieldName, Node

PARTED = "parted word"
_MAX_READINGS = 40  # of one word, those that most articles have
_MAX_PARTED_FORMS = 8  # forms of a word that are looked for in two pieces
_MIN_PARTED = 6  # letters of such a form
_MIN_PIECE = 2
_PARTED_WEIGHT = 0.5
_PARTED_UNTIL = 1995


class ArchiveTerms(Protocol):
    """What is asked of an archive's terms."""

    def frequency(self, field: FieldName, channel: Channel, text: str) -> int:
        """Return how many articles have this term."""

    def prefetch_terms(self, terms: Iterable[tuple[FieldName, Channel, str]]) -> None:
        """Prefetch frequencies that are asked for next."""


@dataclass(frozen=True, slots=True)
class OldForms:
    """What else a word is found by: its readings, and the modern words that it is old spelling of.

    `modern` has the analysis of those words.
    """

    readings: tuple[Reading, ...] = ()
    modern: tuple[WordAnalysis, ...] = ()


NONE = OldForms()


def together(old: Sequence[OldForms]) -> OldForms:
    """Return the old forms of the words of one term."""
    if all(each == NONE for each in old):
        return NONE
    readings = tuple(reading for each in old for reading in each.readings)
    return OldForms(readings, tuple(word for each in old for word in each.modern))


class ReadingFinder:
    """Finds the old forms of words in one generation of an archive."""

    def __init__(self, analyzer: Analyzer, readings: Readings, terms: ArchiveTerms) -> None:
        self._analyzer = analyzer
        self._readings = readings
        self._terms = terms

    def of(self, word: WordAnalysis, without: Collection[str] = ()) -> OldForms:
        """Return the old forms of a word, except those in `without`."""
        if not self._readings:
            return NONE
        meant = [
            (reading, modern)
            for reading, modern in self._modern(word)
            if modern.exact not in without
        ]
        modern = tuple(each for _, each in meant)
        found = {
            each.exact: reading._replace(written=each.exact, modern=each.exact)
            for reading, each in meant
        }
        for each in (word, *modern):
            for key in dict.fromkeys(_keys(each)):
                for reading in self._readings.of(key):
                    known = found.get(reading.written)
                    if known is None or known.weight < reading.weight:
                        found[reading.written] = reading
        found.pop(word.exact, None)
        ranked = sorted(found.values(), key=lambda each: (-each.articles, each.written))
        if self._readings.has_parted_words and not word.stop:
            ranked = ranked[:_MAX_READINGS] + list(self._parted(word, modern, ranked))
        kept = tuple(each for each in ranked if each.written not in without)
        return OldForms(kept[: 2 * _MAX_READINGS], modern)

    def _modern(self, word: WordAnalysis) -> Iterator[tuple[Reading, WordAnalysis]]:
        """Yield the modern words that a word in old spelling stands for, each with why it does."""
        historical = self._analyzer.historical
        if self._analyzer.lexicon.is_word(word.exact) and not historical.is_old(word.exact):
            return
        sure = historical.sure_readings(word.exact)
        words = ((each, self._analyzer.analyse(each.modern)) for each in sure)
        yield from (both for both in words if both[1].exact != word.exact)

    def _parted(
        self, word: WordAnalysis, modern: Iterable[WordAnalysis], readings: Iterable[Reading]
    ) -> Iterator[Reading]:
        """Yield the forms of a word in two pieces, as they stand around the end of a line."""
        forms = [word.exact, *(each.exact for each in modern)]
        forms += [each.written for each in readings if not each.is_error]
        long = [form for form in dict.fromkeys(forms) if len(form) >= _MIN_PARTED]
        pieces = [pair for form in long[:_MAX_PARTED_FORMS] for pair in self._pieces(form)]
        self._terms.prefetch_terms(("text", "exact", piece) for pair in pieces for piece in pair)
        for ahead, rest in pieces:
            if all(self._terms.frequency("text", "exact", piece) for piece in (ahead, rest)):
                written = f"{ahead} {rest}"
                yield Reading(
                    written, word.exact, PARTED, 1500, _PARTED_UNTIL, _PARTED_WEIGHT, is_error=True
                )

    def _pieces(self, form: str) -> Iterator[tuple[str, str]]:
        """Yield where a form may be parted: not where both pieces are words that stand alone."""
        is_word = self._analyzer.lexicon.is_word
        for end in range(_MIN_PIECE, len(form) - _MIN_PIECE + 1):
            ahead, rest = form[:end], form[end:]
            are_words = is_word(ahead) and is_word(rest)
            if not (are_words and any(self._analyzer.analyse(each).stop for each in (ahead, rest))):
                yield ahead, rest


def as_written(form: str) -> str:
    """Return a form as readings have it written: folded, with a space between two pieces."""
    return " ".join(map(fold, form.split()))


def _keys(word: WordAnalysis) -> Iterator[str]:
    """Yield the terms by which the readings of a word are found."""
    yield word.exact
    if not word.stop:
        yield word.stem
        yield from (PART + part for part in word.parts if not word.part)


def reading_node(
    reading: Reading, where: FieldName, boost: float = 1.0, share: float = 0.5
) -> Node:
    """Return what has a written form in an article old enough, or without a date."""
    terms = tuple(reading.written.split())
    node: Node = (
        nodes.Term(where, "exact", terms[0], boost, share)
        if len(terms) == 1
        else nodes.Phrase(where, "exact", terms, boost=boost)
    )
    if reading.written == reading.modern or reading.last >= date.max.year:
        return node
    later = nodes.DateRange(date(reading.last + 1, 1, 1).toordinal(), date.max.toordinal())
    return nodes.And((node, nodes.Not(later)))
