"""Productivity: how often each string is the modifier or the head of a compound, from a word list.

Unsupervised. Every word votes for the splits it may have, and each split is weighed by the votes
its modifier and its head got in the round before (expectation maximisation over P(modifier) x
P(head)), so that what recurs across the list (veiligheids-, -beleid) drives out what fits by chance
(par-, -lement). Used when the lexicon is compiled only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_ROUNDS = 6
_WHOLE = 5e-4  # the weight of a rare word's being no compound
_WHOLE_GROWS = 1e5  # per unit of frequency: a frequent word is more often simple
_UNSEEN = 0.02  # votes that everything has
_RARE = 5e-8  # frequency under which a word that no dictionary has does not vote
_UNLISTED_VOTE = 0.5  # of a word that no dictionary has: it may be a name or an error
_COMMON = 4e-7  # frequency from which any form may be a lemma
_MIN_LETTERS = 6  # letters of a word that votes

_SHORT = 3  # letters of a piece that may be any word; shorter ones are listed
_KNOWN = 2e-7  # frequency from which a word that no dictionary has may be a modifier

# What looks like a word before a head, and is an affix, a function word, or a syllable.
_NO_MODIFIER = re.compile(
    r"[^aeiouy]+|vers|ver|be|ge|ont|er|de|en|het|te|een|on|wan|mis|des|van|met|die|dat|der|den|alle"
    r"|aller|ander|waar|daar|hier|hoe|ten|ter|mid|ben|men|ens|wel|nor|pro|con|dis|par|eng|lan|han"
    r"|lie|sch|onge|onbe|onver|onont"
)
_PREFIXED = re.compile(r"(?:ge|be|ver|ont|her)[^aeiouy]+")  # bes-luit, ges-lagen; but berg, geld
_SHORT_MODIFIER = re.compile(r"tv|eu|ei|na|co|ja|vn|ex|ui|vu|pc|cd|in|om|on|af|op")
# What looks like a word at the end, and is a suffix, or a syllable with one.
_NO_HEAD = re.compile(
    r"heid|heden|s?chap|s?chappen|l?ing|l?ingen|lijke?|baar|bare|loos|loze|dom|aars?|achtige?|matige?"
    r"|zaam|zame|ische?|eren|erij|erijen|iteit|iteiten|erd|ten|der|den|dere|sen|ters?|ste|sten|sel"
    r"|end|ende|ent|aat|enen|ies|tie|ties|teit|iek|ist|isme|de|tig|ren|gen|ken|pen|men|nen|len|ven"
    r"|per|pel|ding|dingen|sing|aal|nis|age|naar|els|tje|tjes|jes|ere|ers|sters|aren|ina|and|art"
    r"|olien|eau|mann|uwen?"
)
_SHORT_HEAD = re.compile(r"ei|ui|as")
VERB_PARTICLE = re.compile(r"aan|af|op|in|uit|over|door|om|toe|mee|bij|na|voor|onder|her|weer")
"""What a separable verb begins with, so that a noun of it is no compound: uitspraak, uitspreken."""


@dataclass(frozen=True, slots=True)
class Words:
    """A word list: the frequency of forms, their lemmas, and which lemmas are nouns, verbs, names.

    Frequencies are shares of all tokens. A form without a lemma is known by its frequency only;
    `listed` are those that a dictionary has, whatever their frequency. `english` are the words of
    English, be they words of Dutch too or not.
    """

    frequency: Mapping[str, float]
    lemmas: Mapping[str, frozenset[str]]
    nouns: frozenset[str]
    verbs: frozenset[str]
    names: frozenset[str]
    listed: frozenset[str]
    english: frozenset[str]

    def is_verb_form(self, word: str) -> bool:
        """Say whether the word is a form of verbs only."""
        lemmas = self.lemmas.get(word, frozenset())
        return bool(lemmas) and lemmas <= self.verbs and not lemmas & self.nouns

    def is_verbal(self, word: str) -> bool:
        """Say whether the word is a form of a verb and of no noun: nemen, genomen."""
        lemmas = self.lemmas.get(word, frozenset())
        return bool(lemmas & self.verbs) and not lemmas & self.nouns

    def is_modifier(self, piece: str) -> bool:
        """Say whether a piece can stand before a head: a word, or a word with a linker."""
        if _NO_MODIFIER.fullmatch(piece):
            return False
        if _PREFIXED.fullmatch(piece) and piece != "bed":
            return len(piece) > _SHORT and piece in self.nouns
        if len(piece) < _SHORT:
            return bool(_SHORT_MODIFIER.fullmatch(piece))
        return self._is_known(piece) or self._is_linked(piece)

    def is_listed_modifier(self, piece: str) -> bool:
        """Say whether a dictionary has a piece as a word, or without its linker."""
        forms = (piece, piece.removesuffix("s"), piece + "n", piece + "en")
        return any(form in self.listed for form in forms)

    def head_lemmas(self, piece: str) -> frozenset[str]:
        """Return the lemmas a piece may have as a head; none when it cannot be one."""
        if _NO_HEAD.fullmatch(piece) or (len(piece) < _SHORT and not _SHORT_HEAD.fullmatch(piece)):
            return frozenset()
        lemmas = self.lemmas.get(piece, frozenset()) - self.names
        if self.frequency.get(piece, 0.0) < _COMMON or piece in self.names:
            return lemmas
        return lemmas | {piece}  # bezit is a noun too, though lists know the verb only

    def _is_known(self, piece: str) -> bool:
        return piece in self.lemmas or self.frequency.get(piece, 0.0) > _KNOWN

    def _is_linked(self, piece: str) -> bool:
        """Say whether a piece is a known word with s, or a noun with e, en or er."""
        if piece.endswith("s"):
            return len(piece) > _SHORT and self._is_known(piece[:-1])
        return len(piece) > _SHORT and any(
            piece.endswith(linker) and piece.removesuffix(linker) in self.nouns
            for linker in ("e", "en", "er")
        )


@dataclass(frozen=True, slots=True)
class Productivity:
    """Expected number of words in the list with this modifier (with linker), or this head lemma."""

    modifiers: Mapping[str, float]
    heads: Mapping[str, float]


def learn(words: Words) -> Productivity:
    """Return the productivity of every modifier and head in a word list."""
    votes = list(_votes(words))
    modifiers: defaultdict[str, float] = defaultdict(float)
    heads: defaultdict[str, float] = defaultdict(float)
    for _, weight, pairs in votes:
        for modifier, head in pairs:
            modifiers[modifier] += weight / len(pairs)
            heads[head] += weight / len(pairs)
    for _ in range(_ROUNDS):
        modifiers, heads = _recount(votes, modifiers, heads)
    return Productivity(modifiers, heads)


_Vote = tuple[float, float, list[tuple[str, str]]]


def _votes(words: Words) -> Iterator[_Vote]:
    """Yield (weight of no split, weight of the word, possible splits) of each word that has one."""
    for word in sorted(words.lemmas.keys() | words.frequency.keys()):
        frequency = words.frequency.get(word, 0.0)
        listed = word in words.lemmas
        if (
            len(word) < _MIN_LETTERS
            or (not listed and frequency < _RARE)
            or words.is_verb_form(word)
        ):
            continue
        if listed and word not in words.lemmas[word]:
            continue  # its lemma votes
        if pairs := _pairs(word, words, listed):
            whole = _WHOLE * (1 + frequency * _WHOLE_GROWS)
            yield whole, 1.0 if listed else _UNLISTED_VOTE, pairs


def _pairs(word: str, words: Words, is_lemma: bool) -> list[tuple[str, str]]:
    """Return the (modifier, lemma of the head) that a word may consist of."""
    pairs = []
    for place in range(2, len(word) - 1):
        modifier, head = word[:place], word[place:]
        lemmas = words.head_lemmas(head)
        if is_lemma:
            lemmas &= {head}
        separable = VERB_PARTICLE.fullmatch(modifier) and words.is_verbal(head)
        if lemmas and not separable and words.is_modifier(modifier):
            pairs.append((modifier, max(lemmas, key=lambda x: (words.frequency.get(x, 0.0), x))))
    return pairs


def _recount(
    votes: list[_Vote], modifiers: Mapping[str, float], heads: Mapping[str, float]
) -> tuple[defaultdict[str, float], defaultdict[str, float]]:
    total = sum(modifiers.values())
    new_modifiers: defaultdict[str, float] = defaultdict(float)
    new_heads: defaultdict[str, float] = defaultdict(float)
    for whole, weight, pairs in votes:
        likely = [(modifiers[m] + _UNSEEN) * (heads[h] + _UNSEEN) / total for m, h in pairs]
        share = weight / (sum(likely) + whole)
        for (modifier, head), likelihood in zip(pairs, likely, strict=True):
            new_modifiers[modifier] += likelihood * share
            new_heads[head] += likelihood * share
    return new_modifiers, new_heads
