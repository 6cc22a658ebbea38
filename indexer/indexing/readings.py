"""Readings: the words of an archive that stand for modern ones, found when it is committed.

Every word of the archive that the modern lexicon lacks is looked at once; an update looks at new
ones. An archive whose articles are all of today has nothing to look at.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import partial

from indexer.analysis.analyzer import Analyzer
from indexer.analysis.historical import TUSSEN_N, Historical, Reading
from indexer.analysis.misreadings import JOINED, Correction, Misreadings, is_rarer, parted_words
from indexer.analysis.readings import PART, Readings, encoded
from indexer.engines.protocol import EngineReader
from indexer.engines.term_counts import TermCounts
from indexer.later import NamedTuple
from indexer.query.nodes import DateRange, MatchAll

MODERN_SINCE = 1996
"""The first year whose articles have no old spelling."""

PRINTED_SINCE, PRINTED_UNTIL = 1500, 1995
"""The years of papers that were made digital by OCR."""

_SAMPLE = 5_000  # words in which an archive without dates shows its spelling
_SHOWS = 0.004  # of the occurrences of those words, by articles
_OCR_SHARE = 0.03  # of unknown words, by articles, from which recognition is at fault
_SAMPLE_OF_ERRORS = 2_000  # unknown words in which errors are counted
_MIN_SAMPLED = 5  # letters of such a word
_ERRORS_SHARE = 0.03  # of those; .01 in news of today, .06 in papers of the 1850s
_MAX_MISREAD = 60_000  # unknown words that are looked at for errors, the most frequent ones
_PLAIN = 0.9  # weight of a reading that needs no other, and by which parts of compounds are found
_SURE = 0.8  # weight of a reading by which a misread word may go on
_ERROR_WEIGHT = 0.6
_INSIDE = 0.5  # weight of a compound for one of its parts
_COMPARABLE = 4  # times that one word may be more frequent than another that was printed as well
_LONGEST = 60  # letters of a word: what is longer is none, and many steps here cost their square
_WORD = re.compile(r"[a-z][a-z01]*[a-z][a-z01]*")


class ArchiveReadings(NamedTuple):
    """The table of an archive, and the words in it that are errors of OCR."""

    table: bytes = b""
    errors: frozenset[str] = frozenset()


def readings_of(
    reader: EngineReader, terms: TermCounts, analyzer: Analyzer, before: bytes = b""
) -> ArchiveReadings:
    """Return the readings of the words that a reader sees, of which `terms` are the most frequent.

    `before` is the table of the generation before: what it has is not looked at again.
    """
    since = _oldest_year(reader)
    if since is None:
        return ArchiveReadings()
    historical = analyzer.historical.since(since)
    sample = _words(terms.first(_SAMPLE))
    if not since and not _shows_old_spelling(sample, historical, analyzer):
        return ArchiveReadings()
    known = Readings(before)
    made = f"{since} {historical.version}"
    known = known if known.made == made else Readings()
    return _Search(_words(terms), historical, analyzer, known, made).found()


def _words(terms: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return the words among some terms, with the number of articles that have each."""
    return {term: count for term, count in terms if len(term) <= _LONGEST and _WORD.fullmatch(term)}


def _oldest_year(reader: EngineReader) -> int | None:
    """Return the year of the oldest article that may have old spelling.

    0 if only undated ones may have it; None if none may.
    """
    day = date(MODERN_SINCE, 1, 1).toordinal()
    old = reader.count(DateRange(1, day - 1))
    if old.total:
        return max(1, date.fromordinal(old.first).year)
    dated = reader.count(DateRange(1, date.max.toordinal())).total
    return 0 if reader.count(MatchAll()).total > dated else None


def _shows_old_spelling(
    words: Mapping[str, int], historical: Historical, analyzer: Analyzer
) -> bool:
    unlisted = [word for word in words if not analyzer.lexicon.is_word(word)]
    strangers = historical.strangers(unlisted, analyzer.compiled_words)
    looked_at = (word for word in unlisted if word not in strangers)
    old = sum(words[word] for word in looked_at if historical.is_plainly_old(word))
    return old >= _SHOWS * max(1, sum(words.values()))


class _Search:
    """The search for readings among the words of one archive, with the articles of each."""

    def __init__(
        self,
        words: Mapping[str, int],
        historical: Historical,
        analyzer: Analyzer,
        known: Readings,
        made: str,
    ) -> None:
        self._words = words
        self._historical = historical
        self._analyzer = analyzer
        self._made = made
        self._had_errors = known.has_parted_words
        self._seen: dict[str, list[tuple[str, Reading]]] = {}
        for word, term, reading in known.every():
            self._seen.setdefault(word, []).extend([(term, reading)] if reading else [])
        self._old: dict[str, tuple[Reading, ...]] = {}
        self._unknown: dict[str, None] = {}
        self._usual: dict[str, tuple[Reading, ...]] = {}

    def found(self) -> ArchiveReadings:
        """Return the readings of all words."""
        new = [word for word in self._words if not self._recall(word)]
        strangers = self._historical.strangers(new, self._analyzer.compiled_words)
        for word in new:
            if word in strangers:
                self._unknown[word] = None
            else:
                self._look_at(word)
        has_errors = self._has_errors()
        if has_errors and not self._had_errors:
            new = list(self._words)  # now all that is unknown may be an error
        misread = list(self._misread(new)) if has_errors else []
        looked_at = set(new)
        readings = [each for word in new for each in self._old.get(word, ())] + misread
        keyed = [*_keyed(readings, self._analyzer), *self._recalled(looked_at)]
        counted = [(key, e._replace(articles=self._words[e.written])) for key, e in keyed]
        with_reading = {each.written for _, each in counted}
        table = encoded(
            counted,
            (word for word in self._words if word not in with_reading),
            made=self._made,
            parted=has_errors,
        )
        errors = (each.written for _, each in counted if each.is_error)
        return ArchiveReadings(table, frozenset(errors))

    def _has_errors(self) -> bool:
        """Say whether the texts were recognised: names are unknown too, but not errors of words."""
        unknown = sum(self._words[word] for word in self._unknown)
        if unknown < _OCR_SHARE * max(1, sum(self._words.values())):
            return False
        long = [word for word in self._unknown if len(word) >= _MIN_SAMPLED]
        sample = long[:: len(long) // _SAMPLE_OF_ERRORS + 1]
        is_error = Misreadings.load().is_plain_error
        errors = sum(is_error(word, partial(self._is_listed, word)) for word in sample)
        return errors > _ERRORS_SHARE * len(sample)

    def _recall(self, word: str) -> bool:
        """Take over what is known of a word; say whether anything is."""
        known = self._seen.get(word)
        if known is None:
            return False
        if old := tuple({each for _, each in known if not each.is_error}):
            self._old[word] = tuple(sorted(old, key=lambda each: -each.weight))
        elif not self._historical.is_modern(word):
            self._unknown[word] = None
        return True

    def _recalled(self, looked_at: Collection[str]) -> Iterator[tuple[str, Reading]]:
        """Yield what was known of the words that were not looked at again."""
        for word, known in self._seen.items():
            if word in self._words and word not in looked_at:
                yield from known

    def _look_at(self, word: str) -> None:
        """Find what a word stands for, and whether it is unknown."""
        found = self._historical.readings(word)
        if found:
            self._old[word] = found
        plain = found and found[0].weight >= _PLAIN
        if not plain and not self._historical.is_modern(word):
            self._unknown[word] = None

    def _misread(self, words: Iterable[str]) -> Iterator[Reading]:
        """Yield the readings of those of some words that recognition got wrong."""
        misreadings = Misreadings.load()
        for word in [word for word in words if word in self._unknown][:_MAX_MISREAD]:
            if rest := parted_words(word, partial(self._is_printed, "")):
                yield from self._printed(word, Correction(rest, JOINED, 0.0))
                continue
            found = misreadings.corrections(
                word, partial(self._is_printed, word), partial(self._is_listed, word)
            )
            most = max((self._words.get(each.word, 0) for each in found), default=0)
            for each in found:
                if self._words.get(each.word, 0) * _COMPARABLE >= most:
                    yield from self._printed(word, each)

    def _may_be(self, error: str, word: str) -> bool:
        """Say whether a word is frequent enough beside an error, and no unknown one itself."""
        rarer = is_rarer(self._words.get(error, 0), self._words.get(word, 0))
        return rarer and word not in self._unknown

    def _is_printed(self, error: str, word: str) -> bool:
        """Say whether a word, modern or in old spelling, may be what an error stands for."""
        return self._may_be(error, word) and (
            self._historical.is_modern(word) or bool(self._modern(word))
        )

    def _is_listed(self, error: str, word: str) -> bool:
        """Say the same without looking at each spelling: of words of the archive, or a list."""
        return self._may_be(error, word) and (
            word in self._old or self._analyzer.lexicon.is_word(word)
        )

    def _modern(self, word: str) -> tuple[Reading, ...]:
        """Return the sure readings of a word that may have been printed."""
        found = self._old.get(word, self._usual.get(word))
        if found is None:
            found = () if self._historical.is_modern(word) else self._historical.usual(word)
            self._usual[word] = found
        return tuple(each for each in found if each.weight >= _SURE)

    def _printed(self, word: str, correction: Correction) -> Iterator[Reading]:
        """Yield what a misread word is read as: what was printed, or the modern form of that."""
        weight = round(_ERROR_WEIGHT / (1 + correction.cost), 2)
        found = [
            (each.modern, f"{correction.confusion}, {each.rule}")
            for each in self._modern(correction.word)
        ]
        if not found or self._historical.is_modern(correction.word):
            found.insert(0, (correction.word, correction.confusion))
        for modern, rule in found:
            yield Reading(word, modern, rule, PRINTED_SINCE, PRINTED_UNTIL, weight, is_error=True)


def _keyed(readings: Iterable[Reading], analyzer: Analyzer) -> Iterator[tuple[str, Reading]]:
    """Yield readings with each term that they are found by; a compound by its parts too."""
    for reading in readings:
        word = analyzer.analyse(reading.modern)
        name = analyzer.analyse(reading.modern.capitalize())
        yield from ((term, reading) for term in {word.exact, word.stem, name.stem} if term)
        if reading.weight >= _PLAIN and not reading.is_error and reading.rule != TUSSEN_N:
            inside = reading._replace(weight=round(reading.weight * _INSIDE, 2))
            yield from ((PART + part, inside) for part in set(word.part))
