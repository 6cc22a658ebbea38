"""The words of an archive by what they share: their form, lemma, parts or spelling."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain

import numpy as np

from indexer.analysis.analyzer import Analyzer, WordAnalysis
from indexer.analysis.fold import fold
from indexer.query.patterns import beginning, matcher, simplified
from indexer.storage.forward.columns import Numbers, Places
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.segment import Mask, Segment

_LAST = "\U0010ffff"
"""Sorts after any letter that goes on with a beginning."""


class ArchiveWords:
    """The types and forms of a forward index, looked up."""

    def __init__(self, index: ForwardIndex, analyzer: Analyzer) -> None:
        self._index = index
        self.analyzer = analyzer

    def exactly(self, term: str) -> list[int]:
        """Return the form of a term, if the archive has it."""
        form = self._index.form(term)
        return [] if form is None else [form]

    def in_capitals(self, word: WordAnalysis) -> list[Mask]:
        """Return which types of each segment are the word in capitals."""
        found = []
        for place, segment in enumerate(self._index.segments):
            mask = np.zeros(len(segment.surfaces), np.bool_)
            for number in self._with_term("exact", place, word.exact).tolist():
                there = self.analyzer.analyse(segment.surfaces[number])
                mask[number] = there.capitals == word.capitals
            found.append(mask)
        return found

    def with_hyphens(self, mark: str) -> list[Mask]:
        """Return which types of each segment are words that hyphens join: navo-top."""
        found = []
        for place, segment in enumerate(self._index.segments):
            mask = np.zeros(len(segment.surfaces), np.bool_)
            for number in self._with_term("exact", place, mark.replace("-", "")).tolist():
                mask[number] = mark in self.analyzer.analyse(segment.surfaces[number]).marks
            found.append(mask)
        return found

    def with_lemma(self, word: WordAnalysis) -> list[Mask]:
        """Return which types of each segment are forms of the word's lemma."""
        found = []
        for place, segment in enumerate(self._index.segments):
            mask = np.zeros(len(segment.surfaces), np.bool_)
            # A stop word has no stem in the index, and may be a form of a word that is none.
            near = (self._with_term("stem", place, term) for term in {word.stem, ""})
            for number in chain.from_iterable(numbers.tolist() for numbers in near):
                mask[number] = self.analyzer.lemma(segment.surfaces[number]) == word.lemma
            found.append(mask)
        return found

    def with_part(self, word: WordAnalysis) -> list[Mask]:
        """Return which types are the word, a form of it, or have it inside, as a search has it."""
        found = []
        for place, segment in enumerate(self._index.segments):
            mask = np.zeros(len(segment.surfaces), np.bool_)
            mask[self._with_term("exact", place, word.exact)] = True
            mask[self._with_term("stem", place, word.stem)] = True
            mask |= self._parts[place].having(word.parts)
            for key in word.names if word.part else ():
                mask |= self._parts[place].having((key,))
            for each in word.spellings:
                mask[self._with_term("stem", place, each)] = True
            found.append(mask)
        return found

    def like(self, pattern: str) -> list[int]:
        """Return the forms that match a pattern as a whole: `*` is any letters, `?` is one."""
        folded = fold(pattern)
        begin, (forms, numbers) = beginning(folded), self._in_order
        first, last = (
            bisect_left(forms, begin),
            bisect_left(forms, begin + _LAST) if begin else len(forms),
        )
        if simplified(folded) == f"{begin}*":
            return numbers[first:last]
        match = matcher(folded)
        return [numbers[place] for place in range(first, last) if match(forms[place])]

    @cached_property
    def _in_order(self) -> tuple[list[str], list[int]]:
        """The forms in alphabetical order, and the number of each."""
        forms = self._index.forms
        numbers = sorted(range(len(forms)), key=forms.__getitem__)
        return [forms[number] for number in numbers], numbers

    @cached_property
    def ranks(self) -> Places:
        """The place of each form in alphabetical order."""
        _, numbers = self._in_order
        ranks = np.empty(len(numbers), np.int64)
        ranks[numbers] = np.arange(len(numbers))
        return ranks

    def within_distance(self, word: str, distance: int) -> list[int]:
        """Return the forms at most so many edits away (optimal string alignment)."""
        from rapidfuzz.distance import OSA  # noqa: PLC0415 - 10 ms that few queries need
        from rapidfuzz.process import extract_iter  # noqa: PLC0415

        near = extract_iter(word, self._index.forms, scorer=OSA.distance, score_cutoff=distance)
        return [number for _, _, number in near]

    def is_stop(self, form: str) -> bool:
        """Say whether a form is a stop word."""
        return self.analyzer.analyse(form).stop

    @cached_property
    def lemma_of_type(self) -> tuple[list[Numbers], list[str]]:
        """The lemma of each type of each segment, as a number, and the lemmas."""
        numbers: dict[str, int] = {}
        found = []
        for segment in self._index.segments:
            lemmas = map(self.analyzer.lemma, segment.surfaces)
            found.append(
                np.array([numbers.setdefault(each, len(numbers)) for each in lemmas], np.uint32)
            )
        return found, list(numbers)

    def _with_term(self, channel: str, place: int, term: str) -> Places:
        numbers = self._numbers[channel][place].get(term)
        if numbers is None:
            return np.zeros(0, np.int64)
        of_type = self._index.segments[place].term_of_type(channel)
        return np.flatnonzero(np.isin(of_type, numbers))

    @cached_property
    def _numbers(self) -> dict[str, list[dict[str, list[int]]]]:
        """The numbers of each term of a channel, for each segment; more may follow a stem."""
        found: dict[str, list[dict[str, list[int]]]] = {"exact": [], "stem": []}
        for channel, of_segments in found.items():
            for segment in self._index.segments:
                numbers: defaultdict[str, list[int]] = defaultdict(list)
                for number, term in enumerate(segment.terms(channel)):
                    for each in term.split(" "):
                        numbers[each].append(number)
                of_segments.append(dict(numbers))
        return found

    @cached_property
    def _parts(self) -> list[_Parts]:
        return [_Parts(segment) for segment in self._index.segments]


class _Parts:
    """The constituents of the types of a segment."""

    def __init__(self, segment: Segment) -> None:
        self._joined = [f" {parts} " for parts in segment.terms("part")]
        self._of_type = segment.term_of_type("part")

    def having(self, parts: Sequence[str]) -> Mask:
        """Return which types have all these constituents."""
        wanted = [f" {part} " for part in parts]
        rows: Iterator[bool] = (all(w in joined for w in wanted) for joined in self._joined)
        mask = np.fromiter(rows, np.bool_, len(self._joined))
        found: Mask = mask[self._of_type]
        return found
