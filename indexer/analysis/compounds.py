"""Compounds: where a Dutch word falls apart (veiligheids|crisis, NAVO-|top), and what stands there.

A word is split where the modifier before the seam and the head after it are together most likely.
`data/compile_words.py` learns how likely each modifier (with its linker) and each head is, from a
general word list alone, and writes both as tries beside the words that the sum would get wrong.
"""

from __future__ import annotations

import mmap
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import marisa_trie

_DATA = Path(__file__).parent / "data"

STRICT = 0.0
"""Least score of a split that a reader is shown."""

LENIENT = -1.5
"""Least score of a split that is indexed: ranking loses by a plausible part that is missing, and
hardly by one too many (.01 to .02 nDCG between a strict splitter and a free one)."""

STEP = 0.125
"""What one unit of a stored score is worth; a score is a signed byte."""

LONGEST = 60
"""Letters of the longest word that is split; what is longer is no word."""

_SHORTEST = 5  # letters of the shortest compound: eisla, uibak
_FALLBACK_HEAD = 4  # letters of a head that may follow a modifier which is a new compound itself
_FALLBACK_COST = 1.0  # what such a modifier is less likely than a listed one
_MOST_LEAVES = 8

BARE, LINKED, PLURAL_N, PLURAL_EN = range(4)
"""What makes a word of a modifier: nothing, the loss of its s, or an added n (panne) or en (kinder)."""

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
    scores: memoryview
    linkers: memoryview
    exceptions: marisa_trie.RecordTrie

    @classmethod
    def load(cls, folder: Path = _DATA) -> Lexicon:
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

    __slots__ = ("_first_head", "_lexicon", "_scores")

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._scores = lexicon.scores
        self._first_head = len(lexicon.modifiers)

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

        Splits more freely than `split` (`LENIENT`), so every word that has a split has leaves.
        """
        found = tuple(self._leaves(word, _MOST_LEAVES))
        return found if len(found) > 1 else ()

    def base(self, piece: str, last: bool) -> str:
        """Return a piece as a word: veiligheids as veiligheid, NAVO- as NAVO, kinder as kinderen.

        A modifier that is a plural stays so (pannen, and panne becomes it): that is a lemmatizer's.
        """
        if last:
            return piece
        if piece.endswith("-"):
            return piece[:-1]
        match self._linker(_key(piece)):
            case 1:  # LINKED
                return piece[:-1]
            case 2:  # PLURAL_N
                return piece + "n"
            case 3:  # PLURAL_EN
                return piece + "en"
        return piece

    def _leaves(self, word: str, most: int) -> Iterator[str]:
        seam = self._seam(word, LENIENT) if most > 1 else 0
        if not seam:
            yield word
            return
        modifier, head = word[:seam], word[seam:]
        linked = "s" if self._is_linked(modifier) else ""
        *before, last = self._leaves(modifier.removesuffix(linked), most - 1)
        yield from before
        yield last + modifier[len(modifier) - len(linked) :]
        yield from self._leaves(head, most - len(before) - 1)

    def _is_linked(self, modifier: str) -> bool:
        return modifier[-1] in "sS" and self._linker(_key(modifier)) == LINKED

    def _linker(self, modifier: str) -> int:
        number = self._lexicon.modifiers.get(modifier)
        if number is not None:
            return self._lexicon.linkers[number]
        stem = modifier[:-1]
        return LINKED if modifier.endswith("s") and stem[::-1] in self._lexicon.heads else BARE

    def _seam(self, word: str, least: float) -> int:
        """Return where the head begins; 0 when the word is whole."""
        if not _SHORTEST <= len(word) <= LONGEST:
            return _hyphen(word) if "-" in word[:LONGEST] else 0
        if "-" in word:
            return _hyphen(word)
        key = _key(word)
        known = self._lexicon.exceptions.get(key)
        if known:
            seam, score = known[0]
            return seam if score * STEP > least else 0
        seam, score = self.best(key)
        return seam if score > least else 0

    def best(self, key: str) -> tuple[int, float]:
        """Return the best seam of a folded word by its pieces alone, and its score.

        The score of a pair of listed pieces is their sum. Only where there is none, the modifier
        may be a compound that is not listed.
        """
        heads = self._heads(key)
        if not heads:
            return 0, -99.0
        found = self._listed(key, heads)
        return found if found[0] else self._unlisted(key, heads)

    def _heads(self, key: str) -> dict[int, int]:
        """Return the score of every head the word ends in, by where it begins."""
        size, first, scores = len(key), self._first_head, self._scores
        return {
            size - len(head): scores[first + number]
            for head, number in self._lexicon.heads.iter_prefixes_with_ids(key[::-1])
        }

    def _listed(self, key: str, heads: dict[int, int]) -> tuple[int, float]:
        seam, best, scores = 0, -999, self._scores
        for modifier, number in self._lexicon.modifiers.iter_prefixes_with_ids(key):
            place = len(modifier)
            if place in heads and (score := heads[place] + scores[number]) > best:
                seam, best = place, score
        return seam, best * STEP

    def _unlisted(self, key: str, heads: dict[int, int]) -> tuple[int, float]:
        seam, best = 0, -99.0
        for place, head in heads.items():
            if place < _SHORTEST or len(key) - place < _FALLBACK_HEAD:
                continue
            modifier = key[: place - 1] if key[place - 1] == "s" else key[:place]
            inner = self._heads(modifier)
            found, score = self._listed(modifier, inner) if inner else (0, 0.0)
            total = min(score, 0.0) + head * STEP - _FALLBACK_COST
            if found and total > best:
                seam, best = place, total
        return seam, best


def _hyphen(word: str) -> int:
    """Return where the last piece with two letters or more begins, after a hyphen."""
    place = word.rfind("-", 1, len(word) - 2) + 1
    return place if word[place:].replace("'", "").isalnum() else 0


def _key(word: str) -> str:
    """Return the word as the lexicon has it, letter for letter: lower case, no diacritics."""
    word = word.lower()
    if word.isascii():
        return word
    letters = (unicodedata.normalize("NFD", letter)[0] for letter in word)
    return "".join(letters).translate(_APOSTROPHES)
