"""Errors of OCR: the word that was printed, where recognition read something else.

`data/historical/confusions.tsv` has what is confused with what, and the cost of each. A word is
only taken for an error where no list has it and it is rarer than what it may stand for; a word of
the lexicon, or one in an old spelling, is never one.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from typing import Self

from indexer.analysis.data import FOLDER
from indexer.later import NamedTuple, dataclass

_MIN_LETTERS = 4
_MAX_LETTERS = 24
_MAX_COST = 1.3  # of all that is confused in one word
_LETTER_COST = 0.25  # each confusion may cost so much a letter: a short word is sooner another one
_MAX_PAIRS = 100  # of two confusions in one word
_ASKED = 16  # words with one confusion that are looked at more closely
_PLAIN = 0.4  # cost of a confusion that is frequent
_MAX_ASKED = 0.75  # cost of such a word
_FEW = 3  # articles with a form that may be an error of a word that has none
_RARER = 4  # times that an error is rarer than its word
_CLOSE = 0.15

JOINED = "joined words"
JOINERS = (
    "aan", "bij", "dan", "dat", "de", "den", "der", "des", "die", "door", "een", "en", "het", "hun",
    "in", "is", "met", "naar", "niet", "of", "om", "onze", "op", "over", "te", "tot", "uit", "van",
    "voor", "zijn", "zoo",
)  # fmt: skip
"""Words that recognition joins to the next one."""

_MIN_JOINED = 5  # letters of that next one


class Correction(NamedTuple):
    """A word that may have been printed: what was confused, and the cost."""

    word: str
    confusion: str
    cost: float


@dataclass(frozen=True, slots=True)
class Confusion:
    """`read` stands where `printed` was; `start`: only where a word begins."""

    printed: str
    read: str
    cost: float
    start: bool

    @property
    def name(self) -> str:
        """How the confusion is shown."""
        return f"OCR {self.read} = {self.printed}"


class Misreadings:
    """Proposes what was printed. One instance serves a process."""

    def __init__(self, confusions: Mapping[str, tuple[Confusion, ...]]) -> None:
        self._by_letter = confusions

    @classmethod
    def load(cls) -> Self:
        """Read the table of confusions."""
        path = FOLDER / "historical" / "confusions.tsv"
        rows = csv.reader(path.read_text("utf-8").splitlines()[1:], delimiter="\t")
        found: dict[str, list[Confusion]] = {}
        for printed, read, cost, where in rows:
            each = Confusion(printed, read, float(cost), where == "start")
            found.setdefault(read[0], []).append(each)
        return cls({letter: tuple(each) for letter, each in found.items()})

    def corrections(
        self, word: str, is_printed: Callable[[str], bool], is_listed: Callable[[str], bool]
    ) -> list[Correction]:
        """Return the cheapest of the words that may have been printed, by `is_printed`.

        Each word is first asked by `is_listed`, which takes little time, and those that are cheaper
        by `is_printed`. Two confusions in one word are tried where one explains nothing.
        """
        if not _MIN_LETTERS - 2 < len(word) <= _MAX_LETTERS:
            return []
        limit = min(_MAX_COST, _LETTER_COST * len(word) - 0.3)
        single = [each for each in self._single(word) if each.cost <= limit]
        found = [each for each in single if is_listed(each.word)]
        least = min((each.cost for each in found), default=_MAX_ASKED)
        cheaper = sorted((e for e in single if e.cost < least), key=lambda each: each.cost)
        found += [each for each in cheaper[:_ASKED] if is_printed(each.word)]
        if not found and len(word) > _MIN_LETTERS:
            found = [each for each in self._double(single, limit) if is_listed(each.word)]
        best = min((each.cost for each in found), default=0.0)
        unique = {each.word: each for each in sorted(found, key=lambda e: -e.cost)}
        near = [each for each in unique.values() if each.cost <= best + _CLOSE]
        return sorted(near, key=lambda each: each.cost)

    def is_plain_error(self, word: str, is_listed: Callable[[str], bool]) -> bool:
        """Return whether one frequent confusion makes a word of `is_listed` of this one."""
        return len(word) <= _MAX_LETTERS and any(
            each.cost <= _PLAIN and is_listed(each.word) for each in self._single(word)
        )

    def _single(self, word: str) -> Iterator[Correction]:
        """Yield the words with one confusion undone, in one place or in all places."""
        for place, letter in enumerate(word):
            for each in self._by_letter.get(letter, ()):
                if (each.start and place) or not word.startswith(each.read, place):
                    continue
                end = place + len(each.read)
                yield Correction(word[:place] + each.printed + word[end:], each.name, each.cost)
                if not each.start and word.find(each.read) == place < word.rfind(each.read):
                    every = word.replace(each.read, each.printed)
                    yield Correction(every, each.name, each.cost + 0.1)

    def _double(self, single: list[Correction], limit: float) -> Iterator[Correction]:
        """Yield the words with two confusions undone, the cheapest first."""
        count = 0
        for first in sorted(single, key=lambda each: each.cost):
            for second in self._single(first.word):
                if first.cost + second.cost <= limit and second.confusion != first.confusion:
                    yield Correction(
                        second.word,
                        f"{first.confusion}, {second.confusion}",
                        first.cost + second.cost,
                    )
                    count += 1
                    if count >= _MAX_PAIRS:
                        return


def parted_words(word: str, is_word: Callable[[str], bool]) -> str | None:
    """Return the word that is joined to a short one before it: dekoning koning."""
    for joiner in sorted(JOINERS, key=len, reverse=True):
        rest = word.removeprefix(joiner)
        if rest != word and len(rest) >= _MIN_JOINED and is_word(rest):
            return rest
    return None


def is_rarer(written: int, printed: int) -> bool:
    """Say whether a form in so many articles may be an error of one that so many others have."""
    return written <= _FEW or written * _RARER <= printed
