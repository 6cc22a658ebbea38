"""What a word list says of a split: the scores that `compile_words.py` writes down.

A log-linear model: the weights were fitted once, on half of a hand-curated list of compounds and on
frequent simple words and names, and rounded. Used when the lexicon is compiled only.
"""

from __future__ import annotations

import math
import re

from indexer.analysis.compounds import BARE, LINKED, PLURAL_EN, PLURAL_N
from lexicon.productivity import VERB_PARTICLE, Productivity, Words

_AFFIX_HEAD = re.compile(r"ster|ring|ringen|uur|uren|kunde")  # also the end of derived words
_SUFFIX = re.compile(
    r"[dklmnprsz]ig|[rs]tig|[bgklmnpstv]ing|[bdfgklmnprstwz]er|[dkmnst]el|[dglrt]aar|[kl]et|l[ae]y"
    r"|[bcdgklmnprst]ie|aan|[ae]n[st]|eur|[ai]de|ine|air|ette?|ien|ijn|oen|iek|isch|sch|res|age"
    r"|iste?|isme|ment|ier|ion|eri[kj]|[dlrs]on"
    # Of surnames: Brand-sma, Wes-tra, Dijk-ema, Vries-inga, Breuk-ink, Kerk-hoff, Gold-stein.
    r"|[de]?s?ma|s?tra|[ie]nga|ink|hoff|stein|zen|kes|tus|[ei]n[ai]|ell?a|an[ai]|ein"
)
"""What ends derived words and names, and no compound: goes-ting, ban-aan, man-tel, hal-sma.

Words that look so vote as others do, so that their beginnings keep the votes that they have.
"""
_PARTICLE = re.compile(
    VERB_PARTICLE.pattern
    + r"|tegen|achter|tussen|binnen|buiten|boven|mede|terug|weg|neer|samen|vast|los"
)
_PREFIXES = ("ver", "be", "ge", "ont", "her", "on", "er")
_SEEN_ONCE = 0.5  # expected compounds
_NOUN_VOTES = 2.0
_SHORT_MODIFIER, _SHORT_HEAD = 4, 5  # letters, at most, of a piece that fits by chance
_MADE_WITH = 4.0  # expected compounds of a modifier that no dictionary has: euro
_SAME_VERB = 3  # letters after the particle that a noun shares with its verb: uitspraak, uitspreken


def score_modifier(piece: str, words: Words, productivity: Productivity) -> float:
    """Return what a piece adds to the score of a split that it begins."""
    attested = max(words.frequency.get(piece, 0.0), words.frequency.get(piece[:-1], 0.0) / 10)
    return (
        0.0
        + 0.56 * math.log(productivity.modifiers.get(piece, 0.0) + 0.03)
        + 0.33 * math.log(attested * 1e8 + 1)
        - {2: 1.7, 3: 0.8}.get(len(piece), 0.0)
        - (2.8 if _PARTICLE.fullmatch(piece) else 0.0)
    )


def score_head(piece: str, words: Words, productivity: Productivity) -> float:
    """Return what a piece adds to the score of a split that it ends."""
    votes = max(productivity.heads.get(lemma, 0.0) for lemma in words.head_lemmas(piece))
    return (
        0.33 * math.log(votes + 0.03)
        + 0.54 * math.log(words.frequency.get(piece, 0.0) * 1e8 + 1)
        - {2: 1.2, 3: 1.2, 4: 0.8}.get(len(piece), 0.0)
        - (1.0 if votes < _SEEN_ONCE else 0.0)
        - (3.1 if _AFFIX_HEAD.fullmatch(piece) else 0.0)
        - (_verbal(productivity.heads.get(piece, 0.0)) if words.is_verb_form(piece) else 0.0)
    )


def is_suffix(piece: str) -> bool:
    """Say whether a piece ends derived words and no compounds."""
    return _SUFFIX.fullmatch(piece) is not None


def _verbal(votes: float) -> float:
    """Return what speaks against a verb form as a head: less when it is a noun too (bezit)."""
    return 1.2 if votes >= _NOUN_VOTES else 4.0


def linker(modifier: str, words: Words) -> int:
    """Return what makes a word of a modifier, as `Splitter.base` reads it."""
    if modifier.endswith("er") and modifier[:-2] in words.lemmas.get(modifier + "en", ()):
        return PLURAL_EN
    lemmas = words.lemmas.get(modifier)
    plural = words.lemmas.get(modifier + "n", frozenset())
    if modifier.endswith("e") and modifier not in words.nouns and plural & words.nouns:
        return PLURAL_N
    if modifier.endswith("s") and modifier[:-1] in words.lemmas:
        return BARE if lemmas and lemmas & words.nouns - {modifier[:-1]} else LINKED
    return BARE


class Judge:
    """Knows what the lists say of a word as a whole."""

    def __init__(self, words: Words, productivity: Productivity) -> None:
        self._words = words
        self._made = productivity.modifiers
        self._verb_beginnings = {
            verb[: particle.end() + _SAME_VERB]
            for verb in words.verbs
            if (particle := VERB_PARTICLE.match(verb))
        }

    def score(self, word: str, seam: int) -> float:
        """Return what is to be added to the score of its pieces: zero or less."""
        words, modifier = self._words, word[:seam]
        # A frequent word is simple, the more so the shorter it is, and in all its forms: eilandje.
        forms = {word, *words.lemmas.get(word, ())}
        frequency = max(words.frequency.get(form, 0.0) for form in forms)
        penalty = math.log(1 + frequency * 1e7)
        penalty *= 1.6 + 0.13 * max(0, 12 - len(word))
        if VERB_PARTICLE.fullmatch(modifier):
            penalty += self._verbality(word, seam)
        if any(
            word.startswith(prefix) and modifier != prefix and word[len(prefix) :] in words.lemmas
            for prefix in _PREFIXES
        ):
            penalty += 2.4
        if not self._is_inflected_as_head(word, seam):
            penalty += 3.6
        if words.is_verb_form(word):
            penalty += 8.0
        if word in words.names:
            penalty += 3.0
        if word in words.listed:
            penalty += 3.0 * self._is_chance(modifier) + 3.0 * self._is_no_head(word[seam:])
            penalty += 3.0 * self._is_english(modifier, word[seam:])
        return -penalty

    def _is_chance(self, modifier: str) -> bool:
        """Say whether a short modifier is no word, and none that compounds begin with: ato-mist."""
        return (
            len(modifier) <= _SHORT_MODIFIER
            and not self._words.is_listed_modifier(modifier)
            and self._made.get(modifier, 0.0) < _MADE_WITH
        )

    def _is_no_head(self, head: str) -> bool:
        """Say whether a short head is no word of a dictionary, however frequent: inham-metje."""
        return len(head) <= _SHORT_HEAD and head not in self._words.listed

    def _is_english(self, modifier: str, head: str) -> bool:
        """Say whether both pieces are words of English, and the head none of Dutch: stake-holder.

        Such a word was made there, and is of no Dutch stake.
        """
        words = self._words
        return {modifier, head} <= words.english and head not in words.listed

    def _verbality(self, word: str, seam: int) -> float:
        """Return what says that a word that begins with a particle belongs to a separable verb."""
        head = word[seam:]
        participle = head.startswith("ge") and head not in self._words.nouns
        related = word[: seam + _SAME_VERB] in self._verb_beginnings
        return 4.5 * related + 4.0 * (participle or self._words.is_verbal(head))

    def _is_inflected_as_head(self, word: str, seam: int) -> bool:
        """Say whether a lemma of the word ends in a lemma of the head: lampen is not lam-pen."""
        lemmas = self._words.lemmas.get(word)
        heads = self._words.head_lemmas(word[seam:]) | {word[seam:]}
        return not lemmas or any(
            lemma.startswith(word[:seam]) and lemma[seam:] in heads for lemma in lemmas
        )
