"""Dutch analysis, composed: what the index and a query see of a word.

A token's analysis depends on the token alone, so each type is analysed once and remembered.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from indexer.analysis.channels import Channels
from indexer.analysis.compounds import Splitter
from indexer.analysis.data import FOLDER
from indexer.analysis.families import Families
from indexer.analysis.fold import fold
from indexer.analysis.kernel import PythonTermMapper, compiled_mapper, compiled_words
from indexer.analysis.lemmas import Lemmatizer
from indexer.analysis.name_spellings import other_spellings
from indexer.analysis.names import keys, may_be_name, own_keys, with_shared_key
from indexer.analysis.pieces import (
    base_and_ending,
    between_hyphens,
    cut,
    has_forms,
    marks,
    spelling,
)
from indexer.analysis.term_cache import TermRow, TermRows
from indexer.analysis.tokens import tokenize
from indexer.analysis.word import Terms, Token, WordAnalysis
from indexer.cache import Memo
from indexer.later import expression
from indexer.text import without_surrogates

if TYPE_CHECKING:
    from indexer.analysis.historical import Historical
    from indexer.analysis.kernel import CompiledWords, InArticle, Limits, TakenTypes, TermMapper
    from indexer.analysis.lexicon import Lexicon

__all__ = ("RULES", "Analyzer", "Token", "WordAnalysis")

RULES = 10
"""Counts up whenever code changes what a token becomes; data count by themselves."""

_MAX_WORDS = 50_000  # about 25 MB
_DERIVED = (".py", ".md", "rows.marisa")  # of the data's files: change no term of themselves
_ARTICLES = ("al-", "el-")
_NUMBER = expression(r"[0-9.,]+")  # 16.30, 1.000.000

# Bondgenootschap is of bondgenoten, premierschap of a premier; landschap is of nobody. The endings
# of nouns for persons: ANS 12.3.1.
_PERSON = expression(r"(?i)((?!water)\w+(?:er|oot|oen|aar|iend|jand|eur|or|maat))(schap(?:pen|s)?)")
_SHIP = "schap"
# Common endings of Dutch surnames: Meertens Instituut, Nederlandse Familienamenbank.
_SURNAME = expression(
    r"[A-Z]\w{1,5}(?:mans?|[bv]eld|berg|burg|kamp|huis|hof|horst|dijk|wijk|m[ae]ijer|boer|bosch|aassens?)"
)


class Analyzer:
    """Turns words and texts into index terms. One instance serves a process."""

    def __init__(self) -> None:
        self._splitter = Splitter.load()
        self._lemmatizer = Lemmatizer.load(self._splitter.split)
        self._words = Memo(self._analysis, _MAX_WORDS)
        self._modifiers = Memo(partial(self._leaf_term, last=False), _MAX_WORDS)
        self._heads = Memo(partial(self._leaf_term, last=True), _MAX_WORDS)
        self._pieces_rows = Memo(self.row, _MAX_WORDS)
        self._reference = PythonTermMapper(self.row)

    @cached_property
    def _stopwords(self) -> frozenset[str]:
        text = (FOLDER / "stopwords.txt").read_text("utf-8")
        return frozenset(line for line in text.split("\n") if line and not line.startswith("#"))

    @cached_property
    def _families(self) -> Families:
        return Families.load()

    @cached_property
    def fingerprint(self) -> str:
        """Eight hexadecimal digits that change when the same text may give other terms."""
        state = crc32(f"{RULES} {_version('snowballstemmer')}".encode())
        for entry in sorted(FOLDER.iterdir(), key=lambda e: e.name):
            if not entry.name.endswith(_DERIVED) and entry.is_file():
                state = crc32(entry.read_bytes(), state)
        return f"{state:08x}"

    def analyse(self, surface: str) -> WordAnalysis:
        """Return the analysis of one token."""
        return self._words[surface]

    def _analysis(self, surface: str) -> WordAnalysis:
        word = spelling(surface)
        exact, stem, leaves, part, names, stop, spellings, marked = self._terms(surface)
        lemma = self._lemmatizer.lemma(word) if has_forms(surface, exact) else exact
        split = cut(surface, self._splitter.split(word)) if leaves else ()
        return WordAnalysis(
            surface, exact, lemma, stem, split, leaves, part, names, stop, spellings, marked
        )

    def lemma(self, surface: str) -> str:
        """Return the lemma of one token: less than `analyse`."""
        exact = fold(surface)
        if not has_forms(surface, exact):
            return exact
        return self._lemmatizer.lemma(spelling(surface))

    def in_dictionary(self, word: WordAnalysis) -> bool:
        """Return whether a dictionary of Dutch has the word, whatever an archive has."""
        return self._lemmatizer.known(word.exact)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The modern lexicon that decides which spellings are of today."""
        from indexer.analysis.lexicon import Lexicon  # noqa: PLC0415 - few archives need it

        return Lexicon(self._lemmatizer, self._splitter)

    @cached_property
    def historical(self) -> Historical:
        """What reads old spellings."""
        from indexer.analysis.historical import Historical  # noqa: PLC0415 - few archives need it

        return Historical.load(self.lexicon)

    def family(self, word: WordAnalysis) -> tuple[str, ...]:
        """Return index stems of words that are made of the same word: verkoop of verkopen."""
        return () if word.stop else self._families.of(word.stem)

    def _terms(self, surface: str) -> Terms:
        exact = fold(surface)
        if not has_forms(surface, exact):
            return Terms(exact, exact, (), (), (), stop=not exact)
        word = spelling(surface)
        if "'" in word and word.lower() in self._stopwords:
            exact = word.lower()  # zo'n is no zon
        stem = self._lemmatizer.stem(word)
        # OM, VS and VAN in capitals may be initialisms, so they are not stop words.
        capitals = surface.isupper() and len(surface) > 1
        if exact in self._stopwords and not (capitals and exact.isalpha()):
            return Terms(exact, stem, (), (), (), stop=True)
        pieces, part, others = self._pieces(word, stem)
        leaves = cut(surface, pieces)
        part = part if leaves else ()
        known = self._lemmatizer.known
        is_name = not part or (may_be_name(word) and not known(exact))
        is_name = is_name or bool(_SURNAME.fullmatch(word))  # Wijnberg, which is a word too
        found = own_keys(word, stem, known) if is_name else self._without_article(word)
        names = with_shared_key(exact, found)
        spellings = (*(other_spellings(word, stem, known) if is_name else ()), *others)
        return Terms(exact, stem, leaves, part, names, False, spellings, marks(word, exact))

    def _pieces(
        self, word: str, stem: str
    ) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """Return the pieces of a word, their terms, and other spellings of names among them."""
        if hyphened := between_hyphens(word):
            return self._between_hyphens(hyphened)
        base, ending = base_and_ending(word)
        if base and self._lemmatizer.stem(base) != stem:
            pieces, part = self._alone(base)
            return (*pieces, ending), (*part, fold(ending)), self._terms(base).spellings
        pieces, part = self._of_person(word)
        if not pieces and not self._is_surname(word):
            pieces = self._splitter.leaves(word)
            part = tuple(self._leaf_terms(pieces, stem))
        return pieces, part, ()

    def _between_hyphens(
        self, words: list[str]
    ) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """Return the same for words with hyphens between them, each as it is by itself."""
        pieces: list[str] = []
        part: list[str] = []
        spellings: list[str] = []
        for place, word in enumerate(words, 1):
            its_pieces, its_part = self._alone(word)
            pieces += its_pieces
            part += its_part
            if place < len(words):
                pieces[-1] += "-"
            spellings += self._terms(word).spellings
        return tuple(pieces), tuple(part), tuple(spellings)

    def _alone(self, word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the pieces of a word by itself, or the whole, with a part term for each."""
        terms = self._terms(word)
        if terms.leaves:
            return terms.leaves, terms.part
        term = terms.exact if terms.stop else terms.names[0] if terms.names else terms.stem
        return (word,), (term,)

    def _without_article(self, word: str) -> tuple[str, ...]:
        """Return the keys of an Arabic name with its article, which may be left out: al-Assad."""
        return keys(word, self._lemmatizer.known) if word[:3].lower() in _ARTICLES else ()

    def _is_surname(self, word: str) -> bool:
        """Say whether a word looks like a surname and is no known word: Koeman has no cows."""
        return bool(_SURNAME.fullmatch(word)) and not self._lemmatizer.known(fold(word))

    def _of_person(self, word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the pieces and terms of what a person is or leads: the person, and the ending."""
        match = _PERSON.fullmatch(word) if _SHIP in word.lower() else None
        if not match or not self._lemmatizer.known(fold(match[1])):
            return (), ()
        person = self._terms(match[1])
        return (*(person.leaves or (match[1],)), match[2]), (
            *(person.part or (person.stem,)),
            _SHIP,
        )

    def _leaf_terms(self, leaves: tuple[str, ...], stem: str) -> Iterator[str]:
        """Yield the terms of the pieces: a name's key, else the stem of the piece.

        The head's is what the word's own stem ends in: bondgenoten has genoot, not genieten.
        """
        ahead = fold("".join(leaves[:-1]))
        for place, leaf in enumerate(leaves, 1):
            last = place == len(leaves)
            name, own = (self._heads if last else self._modifiers)[leaf]
            if not name and last and stem.startswith(ahead) and len(stem) > len(ahead):
                yield stem.removeprefix(ahead)
            else:
                yield name or own

    def _base(self, leaf: str, *, last: bool) -> str:
        """Return a piece as a word: hitte is one, and no hitten; zonne is none, but zonnen."""
        folded = fold(leaf)
        if self._lemmatizer.known(folded) and self._lemmatizer.stem(leaf) == folded:
            return leaf
        return self._splitter.base(leaf, last)

    def _leaf_term(self, leaf: str, *, last: bool) -> tuple[str, str]:
        """Return the key of a piece that is a name, else nothing, and its stem."""
        base = self._base(leaf, last=last)
        names = keys(base, self._lemmatizer.known)
        return names[0] if names else "", self._lemmatizer.stem(base)

    def row(self, surface: str) -> TermRow:
        """Return the terms of a type in the three channels, from what was compiled if they are."""
        return self._compiled_rows.get(surface) or self.analysed(surface)

    @cached_property
    def _compiled_rows(self) -> TermRows:
        return TermRows.load(self.fingerprint)

    def analysed(self, surface: str) -> TermRow:
        """Return the same by analysis; those that are equal are one object."""
        if not surface.isalnum():
            if _NUMBER.fullmatch(surface):
                exact = fold(surface)
                return exact, exact, exact
            if pieces := between_hyphens(spelling(surface)):
                return self._hyphened(surface, pieces)
        exact, stem, _, part, names, stop, spellings, marked = self._terms(surface)
        exact = surface if exact == surface else exact
        if stop:
            return exact, "", ""
        stem = exact if stem == exact else stem
        parts = " ".join(part + names) or stem
        stems = " ".join((stem, *spellings, *marked)) if spellings or marked else stem
        return exact, stems, stems if parts == stems else parts

    def _hyphened(self, surface: str, pieces: list[str]) -> TermRow:
        """Return the terms of words with hyphens between them: each has those it has by itself."""
        exact, word = fold(surface), "-".join(pieces)
        if not has_forms(surface, exact):
            return exact, exact, exact
        if exact in self._stopwords and not (surface.isupper() and exact.isalpha()):
            return exact, "", ""
        rows = [self._pieces_rows[piece] for piece in pieces]
        spellings = (each for _, stem, _ in rows for each in stem.split()[1:])
        others = (each for each in spellings if each.islower() and "-" not in each)
        stem = " ".join((self._lemmatizer.stem(word), *others, *marks(word, exact)))
        parts = (part or alone for alone, _, part in rows)
        return exact, stem, " ".join((*parts, *self._without_article(word)))

    def tokens(self, text: str) -> Iterator[Token]:
        """Yield every token of the text with its analysis."""
        for start, end in tokenize(text):
            word = self._words[text[start:end]]
            if word.exact:
                yield Token(start, end, word)

    def rows(self, text: str) -> Iterator[TermRow]:
        """Yield the terms of every token of the text in the three channels: less than `tokens`."""
        for start, end in tokenize(text):
            row = self.row(text[start:end])
            if row[0]:
                yield row

    def channels(self, text: str) -> Channels:
        """Return the text's terms, as engines store them."""
        try:
            return Channels(*self.mapper.channels(text))
        except UnicodeEncodeError:  # a lone surrogate, which compiled code cannot hold
            return Channels(*self._reference.channels(text))

    def numbered(self, text: str) -> tuple[Channels, bytes]:
        """Return the text's terms, and the numbers of its types: `TermMapper.numbered`."""
        try:
            terms, numbers = self.mapper.numbered(text)
        except UnicodeEncodeError:  # a lone surrogate, which is part of no word
            return self.channels(text), self.mapper.numbered(without_surrogates(text))[1]
        return Channels(*terms), numbers

    def take_types(self) -> TakenTypes:
        """Return the types that have numbers, and number from 0 again: `TermMapper.take_types`."""
        return self.mapper.take_types()

    def article(self, title: str, body: str, limits: Limits, *, repeated: bool) -> InArticle:
        """Return what the index has of a title and the body below it: `TermMapper.article`."""
        try:
            return self.mapper.article(title, body, repeated, limits)
        except UnicodeEncodeError:  # as above
            above, below, lead, opening = self._reference.article(title, body, repeated, limits)
            numbers = [self.mapper.numbered(without_surrogates(t))[1] for t in (title, body)]
            return (above[0], numbers[0]), (below[0], numbers[1]), lead, opening

    @cached_property
    def mapper(self) -> TermMapper:
        """What is done for each token: compiled, where the kernel was built."""
        words = self.compiled_words
        return compiled_mapper(self.row, words) if words else self._reference

    @cached_property
    def compiled_words(self) -> CompiledWords | None:
        """What gives rows without Python; None where the kernel was not built."""
        return compiled_words(self.fingerprint, self._stopwords, self._lemmatizer.old_spellings)


def _version(package: str) -> str:
    """Return the installed version of a package, by the name of the folder that describes it.

    importlib.metadata reads the same in 15 ms, for which every search would wait, not .8
    (docs/decisions/0015-kept-libraries.md).
    """
    for place in sys.path:
        for found in Path(place).glob(f"{package}-*.dist-info"):
            return found.stem.removeprefix(f"{package}-")
    from importlib import metadata  # noqa: PLC0415

    return metadata.version(package)
