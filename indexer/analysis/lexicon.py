"""The modern lexicon: which forms are Dutch of today, alone or made of words that are."""

from __future__ import annotations

from indexer.analysis.compounds import Splitter
from indexer.analysis.lemmas import Lemmatizer
from indexer.later import expression

_MIN_PIECE = 4  # letters of a word inside another that proves it
_AFFIX = expression(  # ANS 12.2 and 12.3
    "^(?:on|her|wan|hier|daar|waar|aan|af|be|bij|in|mee|om|ont|op|over|toe|uit|ver|voor)"
    "|(?:heid|heden|ing|ingen|baar|bare|loos|loze|lijk|lijke|schap|achtig|achtige)$"
)


class Lexicon:
    """What decides whether a spelling is a modern word. One instance serves a process."""

    def __init__(self, lemmatizer: Lemmatizer, splitter: Splitter) -> None:
        self._lemmatizer = lemmatizer
        self._splitter = splitter

    def is_word(self, word: str) -> bool:
        """Return whether a dictionary of Dutch has a form, as a word or as a name."""
        return self._lemmatizer.known(word) or self._lemmatizer.known(word.capitalize())

    def is_certain_word(self, word: str) -> bool:
        """Return whether a form is no slip: a dictionary has it, or compounds at both ends."""
        return self._lemmatizer.known(word) or self._splitter.stands_at_both_ends(word)

    def lemma(self, word: str) -> str:
        """Return the lemma of a form, in lower case."""
        return self._lemmatizer.lemma(word)

    def pieces(self, word: str) -> tuple[str, ...]:
        """Return the two pieces of a compound; nothing where the form is whole."""
        return self._splitter.split(word)

    def is_made_of_words(self, word: str) -> bool:
        """Return whether a form is a compound or derivation of words that a dictionary has."""
        known = self._lemmatizer.known
        for affix in _AFFIX.finditer(word):
            rest = word[: affix.start()] or word[affix.end() :]
            if len(rest) >= _MIN_PIECE and known(rest):
                return True
        pieces = self.pieces(word)
        if not pieces or min(map(len, pieces)) < _MIN_PIECE:
            return False
        return known(self._splitter.base(pieces[0], last=False)) and known(pieces[-1])
