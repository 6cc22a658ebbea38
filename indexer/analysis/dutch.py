"""Dutch analysis, composed: what the index and a query see of a word.

A token's analysis depends on the token alone, so each type is analysed once and remembered.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from zlib import crc32

from indexer.analysis.compounds import Splitter
from indexer.analysis.fold import fold
from indexer.analysis.lemmas import Lemmatizer
from indexer.analysis.names import keys
from indexer.analysis.tokens import surfaces, tokenize

RULES = 1
"""Counts up whenever code changes what a token becomes; data count by themselves."""

_MOST_TYPES = 500_000  # about 200 MB; then the memory starts afresh
_LONGEST = 100  # letters of a word that lemma, splitter and name rules look at
_LINE_END = re.compile("[-\u2010\u2011]\n")
_SIGNS = str.maketrans({"\u00ad": "", "_": "", "\u2010": "-", "\u2011": "-", "´": "'", "’": "'"})


@dataclass(frozen=True, slots=True)
class WordAnalysis:
    """One word in its channels. `leaves` are surface pieces (joined: the word) of the `part` terms.

    `split` holds the two pieces of the top-level split; `leaves`, `split` and `part` are empty when
    the word is whole. `names` are transliteration keys.
    """

    surface: str
    exact: str
    lemma: str
    stem: str
    split: tuple[str, ...]
    leaves: tuple[str, ...]
    part: tuple[str, ...]
    names: tuple[str, ...]
    stop: bool

    @property
    def parts(self) -> tuple[str, ...]:
        """The terms of the part channel: of the pieces, else a name's keys, else the stem."""
        return self.part or self.names or (self.stem,)


@dataclass(frozen=True, slots=True)
class Token:
    """A word in its text: text[start:end] is what was analysed."""

    start: int
    end: int
    word: WordAnalysis


@dataclass(frozen=True, slots=True)
class Channels:
    """A text as three strings of terms, separated by single spaces.

    `exact` has a term for every token; `stem` and `part` leave out stop words.
    """

    exact: str
    stem: str
    part: str


class _Rows(dict[str, tuple[str, str, str]]):
    """Remembers for each type its terms in the three channels."""

    def __init__(self, analyzer: Analyzer) -> None:
        super().__init__()
        self._analyzer = analyzer

    def __missing__(self, surface: str) -> tuple[str, str, str]:
        if len(self) >= _MOST_TYPES:
            self.clear()
        word = self._analyzer.analyse(surface)
        row = (word.exact, "", "") if word.stop else (word.exact, word.stem, " ".join(word.parts))
        self[surface] = row
        return row


class Analyzer:
    """Turns words and texts into index terms. One instance serves a process."""

    def __init__(self) -> None:
        self._splitter = Splitter.load()
        self._lemmatizer = Lemmatizer.load(self._splitter.split)
        self._rows = _Rows(self)

    @cached_property
    def _stopwords(self) -> frozenset[str]:
        text = files("indexer.analysis.data").joinpath("stopwords.txt").read_text("utf-8")
        return frozenset(line for line in text.split("\n") if line and not line.startswith("#"))

    @cached_property
    def fingerprint(self) -> str:
        """Eight hexadecimal digits that change when the same text may give other terms."""
        state = crc32(str(RULES).encode())
        for entry in sorted(files("indexer.analysis.data").iterdir(), key=lambda e: e.name):
            if not entry.name.endswith((".py", ".md")) and entry.is_file():
                state = crc32(entry.read_bytes(), state)
        return f"{state:08x}"

    def analyse(self, surface: str) -> WordAnalysis:
        """Return the analysis of one token."""
        exact = fold(surface)
        if len(surface) > _LONGEST or not exact or exact.isdigit():
            return WordAnalysis(surface, exact, exact, exact, (), (), (), (), not exact)
        word = _spelling(surface)
        if "'" in word and word.lower() in self._stopwords:
            exact = word.lower()  # zo'n is no zon
        # OM, VS and VAN in capitals may be initialisms, so they are not stop words.
        capitals = surface.isupper() and len(surface) > 1
        stop = exact in self._stopwords and not (capitals and exact.isalpha())
        pieces = () if stop else self._splitter.leaves(word)
        leaves = _cut(surface, pieces)
        stem = self._lemmatizer.stem(word)
        part = tuple(self._leaf_terms(pieces, stem)) if leaves else ()
        return WordAnalysis(
            surface=surface,
            exact=exact,
            lemma=self._lemmatizer.lemma(word),
            stem=stem,
            split=_cut(surface, self._splitter.split(word)) if leaves else (),
            leaves=leaves,
            part=part,
            # Of the stem, so that Poetins has the key of Poetin.
            names=() if stop or part else keys(stem, self._lemmatizer.known),
            stop=stop,
        )

    def _leaf_terms(self, leaves: tuple[str, ...], stem: str) -> Iterator[str]:
        """Yield the terms of the pieces: a name's key, else the stem of the piece.

        The head's is what the word's own stem ends in: bondgenoten has genoot, not genieten.
        """
        ahead = fold("".join(leaves[:-1]))
        for place, leaf in enumerate(leaves, 1):
            last = place == len(leaves)
            base = self._splitter.base(leaf, last)
            names = keys(base, self._lemmatizer.known)
            if names:
                yield names[0]
            elif last and stem.startswith(ahead) and len(stem) > len(ahead):
                yield stem.removeprefix(ahead)
            else:
                yield self._lemmatizer.stem(base)

    def tokens(self, text: str) -> Iterator[Token]:
        """Yield every token of the text with its analysis."""
        for start, end in tokenize(text):
            word = self.analyse(text[start:end])
            if word.exact:
                yield Token(start, end, word)

    def channels(self, text: str) -> Channels:
        """Return the text's terms, as engines store them."""
        rows = map(self._rows.__getitem__, surfaces(text))
        columns = tuple(zip(*rows, strict=True)) or ((), (), ())
        return Channels(*(_joined(column) for column in columns))


def _spelling(surface: str) -> str:
    """Return the word as dictionaries write it: not broken, accents composed, plain signs."""
    if surface.isascii() and surface.isalpha():
        return surface
    return unicodedata.normalize("NFKC", _LINE_END.sub("", surface).translate(_SIGNS))


def _cut(surface: str, pieces: tuple[str, ...]) -> tuple[str, ...]:
    """Return the pieces of the surface that are spelt so; none where a seam is inside a sign."""
    if "".join(pieces) == surface:
        return pieces
    cuts, start = [], 0
    for piece in pieces:
        ends = (e for e in range(len(surface), start, -1) if _spelling(surface[start:e]) == piece)
        end = next(ends, 0)
        if not end:
            return ()
        cuts.append(surface[start:end])
        start = end
    return tuple(cuts)


def _joined(terms: Iterable[str]) -> str:
    return " ".join(filter(None, terms))
