"""The words of an archive by what they share: their form, lemma, parts or spelling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, reduce
from threading import Lock

import numpy as np

from indexer.analysis.analyzer import Analyzer, WordAnalysis
from indexer.analysis.fold import fold
from indexer.query.patterns import beginning, matcher, simplified
from indexer.storage.forward.columns import Numbers, Places
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.segment import Mask

MAX_LEMMAS = 10_000
"""Lemmas whose types are kept, and words and patterns."""


class ArchiveWords:
    """The types and forms of a forward index, looked up."""

    def __init__(self, index: ForwardIndex, analyzer: Analyzer) -> None:
        self._index = index
        self.analyzer = analyzer
        self._numbering = Lock()
        self._lemmas = {"": 0}  # numbers by what lemmas are counted as; each has a letter
        self._shown = [""]  # a lemma of each number
        self._of_lemma: dict[tuple[str, str], list[Places]] = {}
        self._like: dict[str, list[Places]] = {}
        self._of_part: dict[WordAnalysis, list[Places]] = {}
        self._lemma_of_type = [np.zeros(len(s.surfaces), np.uint32) for s in index.segments]

    def exactly(self, term: str) -> list[Places]:
        """Return the number of a term in each segment, if that has it."""
        return [segment.table("exact").equal_to(term) for segment in self._index.segments]

    def with_terms(self, many: Iterable[Sequence[Places]]) -> list[Mask]:
        """Return which types of each segment have one of some terms: numbers in each segment."""
        none = [np.zeros(0, np.int64) for _ in self._index.segments]
        return [
            segment.types_with("exact", np.concatenate(own))
            for segment, own in zip(
                self._index.segments, zip(none, *many, strict=True), strict=True
            )
        ]

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
        key = (word.stem, self._counted_as(word.lemma))
        numbers = self._of_lemma.get(key)
        if numbers is None:  # a query may repeat a word, and a page ask a query often
            numbers = self._numbers_of_lemma(word)
            if len(self._of_lemma) < MAX_LEMMAS:
                self._of_lemma[key] = numbers
        return self._masks(numbers)

    def _masks(self, numbers: Sequence[Places]) -> list[Mask]:
        """Return some types of each segment as masks."""
        found = []
        for segment, of_segment in zip(self._index.segments, numbers, strict=True):
            mask = np.zeros(len(segment.surfaces), np.bool_)
            mask[of_segment] = True
            found.append(mask)
        return found

    def _numbers_of_lemma(self, word: WordAnalysis) -> list[Places]:
        lemma = self._counted_as(word.lemma)
        found = []
        for place, segment in enumerate(self._index.segments):
            near = self._with_term("stem", place, word.stem).tolist() if word.stem else []
            of_segment = [n for n in near if self._key(segment.surfaces[n]) == lemma]
            # A stop word has no stem in the index, and may be a form of a word that is none.
            of_segment += self._without_stem[place].get(lemma, [])
            found.append(np.array(of_segment, np.intp))
        return found

    def _key(self, surface: str) -> str:
        """Return what a token is counted as."""
        return self._counted_as(self.analyzer.lemma(surface))

    def _counted_as(self, lemma: str) -> str:
        """Return a lemma without its accents, unless they make another word of it.

        Many write Oekraine for Oekraïne; but een is a word beside één.
        """
        if lemma.isascii():
            return lemma
        plain = fold(lemma)
        return lemma if self.analyzer.in_dictionary(self.analyzer.analyse(plain)) else plain

    @cached_property
    def _without_stem(self) -> list[dict[str, list[int]]]:
        """The types of each segment that have no stem, by their lemmas."""
        found = []
        for place, segment in enumerate(self._index.segments):
            by_lemma: dict[str, list[int]] = {}
            for number in self._with_term("stem", place, "").tolist():
                by_lemma.setdefault(self._key(segment.surfaces[number]), []).append(number)
            found.append(by_lemma)
        return found

    def with_part(self, word: WordAnalysis) -> list[Mask]:
        """Return which types are the word, a form of it, or have it inside, as a search has it."""
        numbers = self._of_part.get(word)
        if numbers is None:
            inside, forms = self._masks_of_part(word), self.with_lemma(word)
            numbers = [np.flatnonzero(a | b) for a, b in zip(inside, forms, strict=True)]
            if len(self._of_part) < MAX_LEMMAS:
                self._of_part[word] = numbers
        return self._masks(numbers)

    def _masks_of_part(self, word: WordAnalysis) -> list[Mask]:
        found = []
        for place, segment in enumerate(self._index.segments):
            mask = np.zeros(len(segment.surfaces), np.bool_)
            mask[self._with_term("exact", place, word.exact)] = True
            mask[self._with_term("stem", place, word.stem)] = True
            mask |= self._having("part", place, word.parts)
            for key in word.names if word.part else ():
                mask |= self._having("part", place, (key,))
            for each in word.spellings:
                mask[self._with_term("stem", place, each)] = True
            found.append(mask)
        return found

    def like(self, pattern: str) -> list[Places]:
        """Return the terms of each segment that match a pattern: `*` is any letters, `?` is one."""
        folded = fold(pattern)
        found = self._like.get(folded)
        if found is None:
            found = self._found_like(folded)
            if len(self._like) < MAX_LEMMAS:
                self._like[folded] = found
        return found

    def _found_like(self, folded: str) -> list[Places]:
        begin = beginning(folded)
        tables = [segment.table("exact") for segment in self._index.segments]
        found = [table.beginning_with(begin) for table in tables]
        if simplified(folded) == f"{begin}*":
            return found
        match = matcher(folded)
        return [
            near[np.fromiter(map(match, table.strings(near)), np.bool_, len(near))]
            for table, near in zip(tables, found, strict=True)
        ]

    @cached_property
    def ranks(self) -> Places:
        """The place of each form in alphabetical order."""
        forms = self._index.forms
        numbers = sorted(range(len(forms)), key=forms.__getitem__)
        ranks = np.empty(len(numbers), np.int64)
        ranks[numbers] = np.arange(len(numbers))
        return ranks

    def within_distance(self, word: str, distance: int) -> list[Places]:
        """Return the terms of each segment within so many edits (optimal string alignment)."""
        from rapidfuzz.distance import OSA  # noqa: PLC0415 - 10 ms that few queries need
        from rapidfuzz.process import extract  # noqa: PLC0415

        found = []
        for segment in self._index.segments:
            # Not extract_iter, which keeps all terms until garbage is collected: 16 MB a word.
            near = extract(
                word, segment.terms("exact"), scorer=OSA.distance, score_cutoff=distance, limit=None
            )
            found.append(np.sort(np.array([number for _, _, number in near], np.int64)))
        return found

    def is_stop(self, form: str) -> bool:
        """Say whether a form is a stop word."""
        return self.analyzer.analyse(form).stop

    def lemmas_beside(self, types: Sequence[Numbers]) -> tuple[list[Numbers], list[str]]:
        """Return for each segment the numbers of lemmas, and the lemmas.

        Every type that shares its lemma with one of these `types` has its number; all others have
        0. Forms of a lemma share the stem, if none is a stop word: so others are not looked at.
        """
        with self._numbering:
            near = np.zeros(len(self._stems), np.bool_)
            near[self._of_stop_words] = True
            for of_type, own in zip(self._stem_of_type, types, strict=True):
                near[of_type[own]] = True
            found = [self._numbered(place, near) for place in range(len(self._lemma_of_type))]
            return found, list(self._shown)

    def _numbered(self, place: int, near: Mask) -> Numbers:
        """Return the lemmas of the types of a segment that have one of these stems, else 0."""
        known = self._lemma_of_type[place]
        beside = near[self._stem_of_type[place]]
        surfaces, lemmas = self._index.segments[place].surfaces, self._lemmas
        shown = self._shown
        for number in np.flatnonzero(beside & (known == 0)).tolist():
            lemma = self.analyzer.lemma(surfaces[number])
            known[number] = of_lemma = lemmas.setdefault(self._counted_as(lemma), len(lemmas))
            if of_lemma == len(shown):
                shown.append(lemma)
            shown[of_lemma] = max(shown[of_lemma], lemma)  # with its accents, if any has them
        return np.where(beside, known, 0).astype(np.uint32)

    @cached_property
    def _stems(self) -> dict[str, int]:
        """The number of each stem; what else stands beside a stem in its channel is left out."""
        numbers: dict[str, int] = {}
        for segment in self._index.segments:
            for term in segment.terms("stem"):
                numbers.setdefault(term.partition(" ")[0], len(numbers))
        return numbers

    @cached_property
    def _of_stop_words(self) -> list[int]:
        """The stems that stop words have: none in the index, and what other forms may have."""
        none = self._stems.get("")
        if none is None:
            return []
        stems = {
            self.analyzer.analyse(segment.surfaces[number]).stem
            for segment, of_type in zip(self._index.segments, self._stem_of_type, strict=True)
            for number in np.flatnonzero(of_type == none).tolist()
        }
        return [none, *(self._stems[stem] for stem in stems if stem in self._stems)]

    @cached_property
    def _stem_of_type(self) -> list[Numbers]:
        found = []
        for segment in self._index.segments:
            of_term = [self._stems[term.partition(" ")[0]] for term in segment.terms("stem")]
            found.append(np.array(of_term, np.uint32)[segment.term_of_type("stem")])
        return found

    def _with_term(self, channel: str, place: int, term: str) -> Places:
        """Return the types of a segment that have a term of a channel; more may follow a stem."""
        return np.flatnonzero(self._having(channel, place, (term,)))

    def _having(self, channel: str, place: int, terms: Sequence[str]) -> Mask:
        """Return which types of a segment have all these terms of a channel."""
        segment = self._index.segments[place]
        with_word = segment.table(channel).with_word
        return segment.types_with(channel, reduce(np.intersect1d, map(with_word, terms)))
