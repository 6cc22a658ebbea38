"""Conflation: the lemma of a Dutch word form, and the index term that all its forms share.

Known forms are looked up in a compiled dictionary; an unknown one is taken for a compound and goes
by its head, for an old spelling, a participle, or by the ending that it shares with known forms.
`data/README.md` says where the dictionary comes from, `benchmarks/language.py` measures it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from typing import Self

import marisa_trie

from indexer.analysis.data import FOLDER
from indexer.analysis.fold import fold
from indexer.cache import Memo
from indexer.later import expression

GUESS = "<"
"""Before a reversed suffix: a key of the trie that says what unknown words do."""

TERM = b"\xff"
"""Before the index term in a value, where that is not the folded lemma; never in UTF-8."""

MAX_SUFFIX = 8
"""Letters that a guess looks at."""

_MAX_HEADS = 50_000  # of compounds, kept at hand: 5 MB
_MAX_FORMS = 16_384  # kept at hand: 2 MB
_MIN_LETTERS = 5  # letters; shorter unknown words are names, codes and initialisms
_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")
_GENITIVE = expression(r"(?<=\w)'s?$|(?<='er)s$")  # Obama's, Jans', DWK'ers
_PARTICIPLE = expression(
    "(|aan|achter|af|bij|binnen|door|in|los|mee|na|neer|om|onder|op|over|rond|samen|tegen|terug|"
    r"toe|uit|vast|voor|voort|vrij|weg)ge(\w{2,}[dt])(?:e|en)?"
)
_COMPARED = frozenset(("goed", "veel", "weinig"))  # by other stems: Boxmeer is no meer of veel
# Geraardsbergse, Taiwanese, Gentenaars, Kroatiërs; but neither Vitesse nor Peters.
_OF_PLACE = expression("(?<=[^aeious])(s)e$|ese$|(?<=...)(ër|enaar)s$")
_OLD_ENDING = expression(r"(?<=s)ch(?=(?:e|en)?$)")  # Nederlandsche, mensch
_OLD_DOUBLE = expression(r"([eo])\1(?=[^aeiou]e)")  # loopen, zooveel, deelen


class Lemmatizer:
    """Finds lemmas and index terms. One instance serves a process; it may be shared by threads."""

    def __init__(
        self, trie: marisa_trie.BytesTrie, split: Callable[[str], tuple[str, ...]] | None
    ) -> None:
        self._trie = trie
        self._split = split
        self._heads = Memo(self._head, _MAX_HEADS)
        # A word is asked for as it stands, small, as a known word, and as a piece of others.
        self._values = lru_cache(_MAX_FORMS)(trie.get)
        self._forms = lru_cache(_MAX_FORMS)(self._lemma_and_stem)

    @classmethod
    def load(cls, split: Callable[[str], tuple[str, ...]] | None = None) -> Self:
        """Map the compiled dictionary into memory.

        `split` gives the surface pieces of a compound (joined, they give the word) or nothing.
        """
        trie = marisa_trie.BytesTrie()
        trie.mmap(str(FOLDER / "lemmas.marisa"))
        return cls(trie, split)

    def lemma(self, word: str) -> str:
        """Return the lemma in lower case with its diacritics: Kozen kiezen, oliën olie."""
        return self._forms(word)[0]

    def stem(self, word: str) -> str:
        """Return the index term: the folded lemma in its current spelling."""
        return self._forms(word)[1]

    def _lemma_and_stem(self, word: str) -> tuple[str, str]:
        lemma, term = self._analyse(word)
        return lemma.lower(), term or fold(lemma)

    def known(self, word: str) -> bool:
        """Return whether a Dutch dictionary has this form, written in lower case."""
        return "\0" not in word and bool(self._find(word))

    def _analyse(self, word: str) -> tuple[str, str]:
        """Return lemma and index term; the term is empty when it is the folded lemma."""
        if "\0" in word:  # which the dictionary's file format keeps for itself
            return word.lower(), ""
        found = self._find(word)
        if found is not None:
            return _follow(word, found)
        asked = word
        if not (word.isascii() and word.isalpha()):
            word = word.translate(_APOSTROPHES)
        lower, capital = word.lower(), word.capitalize()
        found = self._find(lower) if lower != asked else None
        found = found or (self._find(capital) if capital != asked else None)
        if found is not None:
            return _follow(lower, found)
        bare = _GENITIVE.sub("", word) if "'" in word else word
        if bare != word:
            return self._analyse(bare)
        return self._derive(word, lower)

    def _derive(self, word: str, lower: str) -> tuple[str, str]:
        """Return lemma and term of a word that the dictionary lacks."""
        first, hyphen, last = word.rpartition("-")
        pieces = (first + hyphen, last) if hyphen else self._split(word) if self._split else ()
        if len(pieces) > 1 and len(pieces[-1]) > 1:
            return word[: -len(pieces[-1])].lower() + self._heads[pieces[-1]], ""
        if len(lower) < _MIN_LETTERS or not lower.isalpha():
            return lower, ""
        return self._respell(lower) or self._participle(lower) or self._guess(word, lower)

    def _head(self, head: str) -> str:
        """Return the lemma of a compound's head: a noun, where that is the stem of a verb too."""
        lemma = self._analyse(head)[0]
        if lemma in _COMPARED:
            return head.lower()
        stem = len(lemma) > len(head) and lemma.endswith("en") and not head.endswith("en")
        return head.lower() if stem else lemma.lower()

    def _respell(self, word: str) -> tuple[str, str] | None:
        current = modernise(word, self.old_spellings)
        if current == word:
            current = _OLD_DOUBLE.sub(r"\1", _OLD_ENDING.sub("", word))
        found = self._find(current) if current != word else None
        return None if found is None else _follow(current, found)

    def _participle(self, word: str) -> tuple[str, str] | None:
        """Return the verb of a participle by its past tense: ingetikt, tikte, intikken."""
        match = _PARTICIPLE.fullmatch(word) if "ge" in word else None
        if match is None:
            return None
        past = match[2] + "e"
        found = self._find(past)
        if found:
            return match[1] + _follow(past, found)[0], ""
        return (match[1] + match[2][:-2] + "ren", "") if match[2].endswith("eerd") else None

    def _guess(self, word: str, lower: str) -> tuple[str, str]:
        """Return lemma and term by the ending; Snowball's stem where no known word ends so."""
        if not word.islower():
            return _OF_PLACE.sub(lambda of: of[1] or of[2] or "ees", lower), ""
        lemma = self.guess(lower)
        return (lemma, "") if lemma else (lower, fold(self._stemmer(lower)))

    def guess(self, lower: str) -> str:
        """Return the lemma that the ending of an unknown word suggests; empty when none does."""
        suffixes = self._trie.prefixes(GUESS + lower[: -MAX_SUFFIX - 1 : -1])
        return _follow(lower, self._trie[suffixes[-1]][0])[0] if suffixes else ""

    @cached_property
    def _stemmer(self) -> Callable[[str], str]:
        import snowballstemmer  # noqa: PLC0415 - a query rarely has a word that asks for it

        stem: Callable[[str], str] = snowballstemmer.stemmer("dutch_porter").stemWord
        return stem

    def _find(self, form: str) -> bytes | None:
        values: list[bytes] | None = self._values(form)
        return values[0] if values else None

    @cached_property
    def old_spellings(self) -> Mapping[str, str]:
        """The current spelling of parts of words that were spelt otherwise once, by the old."""
        path = FOLDER / "old_spelling.tsv"
        rows = (line.split("\t") for line in path.read_text("utf-8").splitlines()[1:])
        return {old: current for old, current, _ in rows}


def modernise(word: str, spellings: Mapping[str, str]) -> str:
    """Return the word in current spelling; `spellings` gives current by old parts of words."""
    for old, current in spellings.items():
        if old in word:
            return word.replace(old, current)
    return word


def _follow(form: str, value: bytes) -> tuple[str, str]:
    """Return lemma and index term; an empty value is of a word that only looks inflected."""
    if not value:
        return form, ""
    edit, _, term = value.partition(TERM)
    return form[: len(form) - edit[0]] + edit[1:].decode(), term.decode()
