"""Productivity: how often each string is the modifier or the head of a compound, from a word list.

Unsupervised. Every word votes for the splits it may have, and each split is weighed by the votes
its modifier and its head got in the round before (expectation maximisation over P(modifier) x
P(head)), so that what recurs across the list (veiligheids-, -beleid) drives out what fits by chance
(par-, -lement). Used when the lexicon is compiled only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_ROUNDS = 6
_WHOLE = 5e-4  # the weight of a rare word's being no compound
_WHOLE_GROWS = 1e5  # per unit of frequency: a frequent word is more often simple
_UNSEEN = 0.02  # votes that everything has
_RARE = 5e-8  # frequency under which a word that no dictionary has does not vote
_UNLISTED_VOTE = 0.5  # of a word that no dictionary has: it may be a name or an error
_COMMON = 4e-7  # frequency from which any form may be a lemma
_SHORTEST = 6  # letters of a word that votes

# What looks like a word before a head, and is an affix, a function word, or a syllable.
_NO_MODIFIER = re.compile(
    r"[^aeiouy]+|vers|ver|be|ge|ont|er|de|en|het|te|een|on|wan|mis|des|van|met|die"
    r"|dat|der|den|alle|aller|ander|waar|daar|hier|hoe|ten|ter|mid|ben|men|ens|wel|nor|pro|con|dis"
    r"|par|eng|lan|han|lie|sch"
)
_SHORT_MODIFIERS = frozenset("tv eu ei na co ja vn ex ui vu pc cd in om on af op".split())
VERB_PARTICLES = tuple("aan af op in uit over door om toe mee bij na voor onder her weer".split())
_SHORT_HEADS = frozenset("ei ui as".split())
_PREFIXED = re.compile(r"(?:ge|be|ver|ont|her)[^aeiouy]+")  # bes-luit, ges-lagen; but berg, geld
# What looks like a word at the end, and is a suffix, or a syllable with one.
_NO_HEAD = frozenset(
    """heid heden schap schappen chap chappen ing ingen ling lingen lijk lijke baar bare loos loze
    dom aar aars achtig achtige matig matige zaam zame isch ische eren erij erijen iteit iteiten
    erd ten der den dere sen ter ters ste sten sel end ende ent aat enen ies tie ties teit iek ist
    isme de tig ren gen ken pen men nen len ven per pel ding dingen sing aal nis age naar els tje
    tjes jes ere ers sters aren ina and art olien eau mann""".split()
)


@dataclass(frozen=True, slots=True)
class Words:
    """A word list: the frequency of forms, their lemmas, and which lemmas are nouns, verbs, names.

    Frequencies are shares of all tokens. A form without a lemma is known by its frequency only.
    """

    frequency: Mapping[str, float]
    lemmas: Mapping[str, frozenset[str]]
    nouns: frozenset[str]
    verbs: frozenset[str]
    names: frozenset[str]

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
            return len(piece) > 3 and piece in self.nouns
        if len(piece) < 3:
            return piece in _SHORT_MODIFIERS
        return self._is_known(piece) or any(
            len(piece) > len(linker) + 2
            and piece.endswith(linker)
            and (
                piece.removesuffix(linker) in self.nouns
                or self._is_known(piece[:-1])
                and linker == "s"
            )
            for linker in ("s", "e", "er", "en")
        )

    def head_lemmas(self, piece: str) -> frozenset[str]:
        """Return the lemmas a piece may have as a head; none when it cannot be one."""
        if piece in _NO_HEAD or (len(piece) < 3 and piece not in _SHORT_HEADS):
            return frozenset()
        lemmas = self.lemmas.get(piece, frozenset()) - self.names
        if self.frequency.get(piece, 0.0) < _COMMON or piece in self.names:
            return lemmas
        return lemmas | {piece}  # bezit is a noun too, though lists know the verb only

    def _is_known(self, piece: str) -> bool:
        return piece in self.lemmas or self.frequency.get(piece, 0.0) > 2e-7


@dataclass(frozen=True, slots=True)
class Productivity:
    """Expected number of words in the list with this modifier (with linker), or this head lemma."""

    modifiers: Mapping[str, float]
    heads: Mapping[str, float]


def learn(words: Words) -> Productivity:
    """Return the productivity of every modifier and head in a word list."""
    votes = list(_votes(words))
    modifiers: Counter[str] = Counter()
    heads: Counter[str] = Counter()
    for _, weight, pairs in votes:
        for modifier, head in pairs:
            modifiers[modifier] += weight / len(pairs)
            heads[head] += weight / len(pairs)
    for _ in range(_ROUNDS):
        modifiers, heads = _recount(votes, modifiers, heads)
    return Productivity(modifiers, heads)


_Vote = tuple[float, float, list[tuple[str, str]]]


def _votes(words: Words) -> Iterator[_Vote]:
    """Yield (weight of no split, weight of the word, its possible splits) of words that may have one."""
    for word in sorted(words.lemmas.keys() | words.frequency.keys()):
        frequency = words.frequency.get(word, 0.0)
        listed = word in words.lemmas
        if len(word) < _SHORTEST or (not listed and frequency < _RARE) or words.is_verb_form(word):
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
        separable = modifier in VERB_PARTICLES and words.is_verbal(head)
        if lemmas and not separable and words.is_modifier(modifier):
            pairs.append((modifier, max(lemmas, key=lambda x: (words.frequency.get(x, 0.0), x))))
    return pairs


def _recount(
    votes: list[_Vote], modifiers: Mapping[str, float], heads: Mapping[str, float]
) -> tuple[Counter[str], Counter[str]]:
    total = sum(modifiers.values())
    new_modifiers: Counter[str] = Counter()
    new_heads: Counter[str] = Counter()
    for whole, weight, pairs in votes:
        likely = [(modifiers[m] + _UNSEEN) * (heads[h] + _UNSEEN) / total for m, h in pairs]
        share = weight / (sum(likely) + whole)
        for (modifier, head), likelihood in zip(pairs, likely, strict=True):
            new_modifiers[modifier] += likelihood * share
            new_heads[head] += likelihood * share
    return new_modifiers, new_heads
