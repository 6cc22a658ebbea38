"""Compounds: where a Dutch word falls apart (veiligheids|crisis, NAVO-|top), and what stands there.

A word is split where the modifier before the seam and the head after it are together most likely.
`data/compile_words.py` learns how likely each modifier (with its linker) and each head is, from a
general word list alone, and writes both as tries beside the words that the sum would get wrong.
"""

from __future__ import annotations

import mmap
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from pathlib import Path

import marisa_trie

from indexer.analysis.data import FOLDER
from indexer.later import dataclass

STRICT = 0.0
"""Least score of a split that a reader is shown."""

LENIENT = -1.0
"""Least score of a split that is indexed: ranking loses by a plausible part that is missing, and
hardly by one too many (.01 to .02 nDCG between a strict splitter and a free one)."""

STEP = 0.125
"""What one unit of a stored score is worth; a score is a signed byte."""

MAX_LETTERS = 60
"""Letters of the longest word that is split; what is longer is no word."""

_LONG = 10  # letters from which a word that no list has is rather a compound than a name
_SHORT_COST = 1.5  # for each letter less
_NESTED_MODIFIER, _NESTED_HEAD = 7, 4  # least letters around the seam after a new compound
_NESTED_SCORE = 1.0  # of such a modifier, at most: that of a rare one
_NONE = (0, -99.0)
_TAKE_S = ("heids", "ings", "teits", "schaps", "doms", "aars")  # endings whose s is a linker
_MAX_LEAVES = 8
_MAX_CACHED = 65_536  # words

BARE, LINKED, PLURAL_N, PLURAL_EN = range(4)
"""What makes a word of a modifier: nothing, the loss of its s, an added n (panne), en (kinder)."""
_ADDED = ("", "", "n", "en")

_APOSTROPHES = str.maketrans("’‘ʼ´`", "'''''")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What is known of pieces and words.

    `modifiers` and `heads` (these written backwards) are tries whose ids index `scores`: first the
    modifiers', then the heads'. `linkers` says of each modifier what makes a word of it.
    `exceptions` gives (seam, score) of words whose pieces mislead; seam 0 is a word that is whole.
    """

    modifiers: marisa_trie.Trie
    heads: marisa_trie.Trie
    scores: Sequence[int]
    linkers: Sequence[int]
    exceptions: marisa_trie.RecordTrie

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Lexicon:
        """Map the compiled files into memory."""
        modifiers = marisa_trie.Trie().mmap(str(folder / "modifiers.marisa"))
        heads = marisa_trie.Trie().mmap(str(folder / "heads.marisa"))
        exceptions = marisa_trie.RecordTrie("<Bb").mmap(str(folder / "seams.marisa"))
        with (folder / "pieces.bin").open("rb") as file:
            table = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        scored = len(modifiers) + len(heads)
        return cls(modifiers, heads, table[:scored].cast("b"), table[scored:], exceptions)


class Splitter:
    """Splits compounds. Pieces keep the word's own letters: joined they give the word."""

    __slots__ = ("_first_head", "_lexicon", "_scored", "_scores")

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._scores = lexicon.scores
        self._first_head = len(lexicon.modifiers)
        # A word is asked for its split, its leaves and as the head of longer ones.
        self._scored = lru_cache(_MAX_CACHED)(self._scored_seam)

    @classmethod
    def load(cls) -> Splitter:
        """Return a splitter over the mapped lexicon: under a millisecond."""
        return cls(Lexicon.load())

    def split(self, word: str) -> tuple[str, ...]:
        """Return modifier (with linker or hyphen) and head; empty when the word is whole.

        The head is the last noun that the rest modifies: veiligheids|crisis, arbeidsmarkt|beleid.
        """
        seam = self._seam(word, STRICT)
        return (word[:seam], word[seam:]) if seam else ()

    def leaves(self, word: str) -> tuple[str, ...]:
        """Return the smallest pieces: arbeids, markt, beleid; empty when the word is whole.

        Splits the word more freely than `split` does (`LENIENT`), so what has a split has leaves;
        a piece only as `split` would, so that a known word inside is one piece.
        """
        if not self._seam(word, LENIENT):
            return ()
        found = tuple(self._leaves(word, LENIENT, _MAX_LEAVES))
        return found if len(found) > 1 else ()

    def stands_at_both_ends(self, word: str) -> bool:
        """Return whether compounds of general Dutch begin and end with a word: west, kerst, rijn.

        So do names and foreign words that Dutch has; a misspelling hardly does both.
        """
        return word in self._lexicon.modifiers and word[::-1] in self._lexicon.heads

    def base(self, piece: str, last: bool) -> str:
        """Return a piece as a word: veiligheids as veiligheid, NAVO- as NAVO, kinder as kinderen.

        A modifier that is a plural stays so (pannen, and panne becomes it): that is a lemmatizer's.
        """
        if last:
            return piece
        if piece.endswith("-"):
            return piece[:-1]
        linker = self._linker(key_of(piece))
        return piece[:-1] if linker == LINKED else piece + _ADDED[linker]

    def _leaves(self, word: str, least: float, most: int) -> Iterator[str]:
        seam = self._seam(word, least) if most > 1 else 0
        if not seam:
            yield word
            return
        stem = seam - self._has_link(word[:seam])
        *before, last = self._leaves(word[:stem], STRICT, most - 1)
        yield from before
        yield last + word[stem:seam]
        yield from self._leaves(word[seam:], STRICT, most - len(before) - 1)

    def _has_link(self, modifier: str) -> bool:
        """Say whether a hyphen or a linking s ends the modifier."""
        return modifier[-1] == "-" or (
            modifier[-1] in "sS" and self._linker(key_of(modifier)) == LINKED
        )

    def _linker(self, modifier: str) -> int:
        number: int | None = self._lexicon.modifiers.get(modifier)
        if number is not None:
            return self._lexicon.linkers[number]
        return LINKED if modifier.endswith(_TAKE_S) else BARE

    def _seam(self, word: str, least: float) -> int:
        """Return where the head begins; 0 when the word is whole."""
        if len(word) > MAX_LETTERS or "\0" in word:  # NUL is the lexicon's own
            return 0
        if "-" in word:
            return _hyphen(word)
        seam, score = self._scored(key_of(word))
        return seam if score > least else 0

    def _scored_seam(self, key: str) -> tuple[int, float]:
        """Return the best seam of a folded word, and its score."""
        known: list[tuple[int, int]] | None = self._lexicon.exceptions.get(key)
        if known:
            return known[0][0], known[0][1] * STEP
        seam, score = best(self.seams(key))
        return seam, score - shortness(key)

    def seams(self, key: str) -> dict[int, float]:
        """Return the score of every place where the head of a folded word may begin.

        It is the sum of the scores of the pieces, both listed. Only where there is no such pair the
        modifier may be a new compound itself (rundvlees|prijs).
        """
        heads = self._heads(key)
        return heads and (self._pairs(key, heads) or self._nested(key, heads))

    def _heads(self, key: str) -> dict[int, float]:
        size, first, scores = len(key), self._first_head, self._scores
        return {
            size - len(head): scores[first + number] * STEP
            for head, number in self._lexicon.heads.iter_prefixes_with_ids(key[::-1])
        }

    def _pairs(self, key: str, heads: dict[int, float]) -> dict[int, float]:
        scores = self._scores
        return {
            place: heads[place] + scores[number] * STEP
            for modifier, number in self._lexicon.modifiers.iter_prefixes_with_ids(key)
            if (place := len(modifier)) in heads
        }

    def _nested(self, key: str, heads: dict[int, float]) -> dict[int, float]:
        found = {}
        for place, head in heads.items():
            if place >= _NESTED_MODIFIER and len(key) - place >= _NESTED_HEAD:
                modifier = key[: place - 1] if key[place - 1] == "s" else key[:place]
                inner = self._pairs(modifier, self._heads(modifier))
                if inner:
                    found[place] = head + min(max(inner.values()), 0.0) + _NESTED_SCORE
        return found


def best(seams: dict[int, float]) -> tuple[int, float]:
    """Return the likeliest seam and its score; (0, a very low score) where there is none."""
    return max(seams.items(), key=itemgetter(1), default=_NONE)


def shortness(key: str) -> float:
    """Return what speaks against a split of a word that no list has: a short one may be a name."""
    return max(0, _LONG - len(key)) * _SHORT_COST


def _hyphen(word: str) -> int:
    """Return where the last piece with two letters or more begins, after a hyphen."""
    place = word.rfind("-", 1, len(word) - 2) + 1
    return place if word[place:].replace("'", "").isalnum() else 0


def key_of(word: str) -> str:
    """Return the word as the lexicon has it, letter for letter: lower case, no diacritics."""
    if word.isascii():
        return word.lower()
    letters = (unicodedata.normalize("NFD", letter.lower())[0] for letter in word)
    return "".join(letters).translate(_APOSTROPHES)
