"""Compile the splitter's lexicon: run as a script after a change to wordfreq, simplemma or a rule.

Scores every modifier and head by its productivity and frequency. What the lists tell of a word as
a whole (that it is a verb form, or far more frequent than its pieces) then overrules them, and
where that changes the outcome the word is written as an exception. The same inputs give the same
bytes. `README.md` names sources and licences.
"""

import re
import sys
from array import array
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import marisa_trie
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory
from wordfreq import get_frequency_dict

from indexer.analysis.compounds import (
    LENIENT,
    MAX_LETTERS,
    STEP,
    STRICT,
    Lexicon,
    Splitter,
    best,
    key_of,
    shortness,
)
from lexicon import DATA
from lexicon.productivity import Productivity, Words, learn
from lexicon.split_scores import Judge, is_suffix, linker, score_head, score_modifier

_COMMON = 4e-7  # frequency from which a word that no dictionary has is a lemma
_RARE = 1e-7  # frequency under which a word that never was a modifier is not listed as one
_LISTED = 3e-8  # frequency from which a word is looked at as a whole
_OLD_SPELLING = re.compile("c(?=[aourlt])|isa(?=t)")  # permitted until 1996: aktie, organizatie
_MIN_NOUN = 3  # letters
_RULE_COST = 0.5  # of a form that no list has
_IRREGULAR = {"leden": "lid", "steden": "stad", "schepen": "schip", "lieden": "lieden"}


def read_words() -> Words:
    """Return wordfreq's and simplemma's Dutch words, spelt as `key_of` does."""
    frequency: defaultdict[str, float] = defaultdict(float)
    for word, share in get_frequency_dict("nl", wordlist="large").items():
        if _is_word(key := key_of(word)):
            frequency[key] += share
    dictionary = dict(DefaultDictionaryFactory().get_dictionary("nl").items())
    pairs = [(key_of(form), key_of(lemma)) for form, lemma in dictionary.items()]
    pairs = [pair for pair in pairs if _is_word(pair[0]) and _is_word(pair[1])]
    lemmas: defaultdict[str, set[str]] = defaultdict(set)
    for form, lemma in pairs:
        lemmas[form].add(lemma)
        lemmas[lemma].add(lemma)
    nouns = {
        lemma for form, lemma in pairs if form.endswith("je") and form[:-2].startswith(lemma[:-2])
    }
    verbs = {lemma for form, lemma in pairs if form.endswith("nd") and lemma.endswith("n")}
    for noun in sorted(nouns):
        for plural in _plurals(noun):
            if plural in frequency:
                lemmas[plural].add(noun)
    for word, share in frequency.items():
        if share >= _COMMON and word not in lemmas:
            lemmas[word].add(word)
    for plural, noun in _IRREGULAR.items():
        lemmas[plural].add(noun)
    lower = {key_of(form) for form in dictionary if form[0].islower()}
    english = DefaultDictionaryFactory().get_dictionary("en")
    names = {key_of(form) for form in dictionary if form[0].isupper()} - lower
    return Words(
        frequency,
        {form: frozenset(found) for form, found in lemmas.items()},
        frozenset(nouns),
        frozenset(verbs),
        frozenset(names),
        frozenset(word for pair in pairs for word in pair),
        frozenset(filter(_is_word, map(key_of, english))),
    )


def _is_word(key: str) -> bool:
    return key.isascii() and key.replace("'", "").isalpha() and key[0] != "'"


def _plurals(noun: str) -> Iterator[str]:
    """Yield what may be the plural of a noun, by the rules of spelling."""
    yield from (noun + "s", noun + "'s", noun + "en", noun + "n", noun + noun[-1] + "en")
    if len(noun) >= _MIN_NOUN:
        stem = noun[:-2] + noun[-1] if noun[-2] == noun[-3] else noun
        yield stem[:-1] + {"f": "v", "s": "z"}.get(stem[-1], stem[-1]) + "en"


def score_pieces(words: Words, productivity: Productivity) -> tuple[dict[str, float], ...]:
    """Return the scores of all modifiers and all heads, older spellings among them."""
    modifiers = {
        piece: score_modifier(piece, words, productivity)
        for piece in productivity.modifiers.keys() | words.lemmas.keys()
        if piece in productivity.modifiers
        or (words.frequency.get(piece, 0.0) >= _RARE and words.is_modifier(piece))
    }
    heads = {
        piece: score_head(piece, words, productivity)
        for piece in words.lemmas
        if words.head_lemmas(piece)
        and (piece in words.frequency or piece in words.nouns)
        and not is_suffix(piece)
    }
    for piece, score in sorted(heads.items()):
        if piece[-1] in "aeiouy" and piece in words.nouns:
            heads.setdefault(piece + "'s", score - _RULE_COST)
    for scores in (modifiers, heads):
        for piece, score in sorted(scores.items()):
            scores.setdefault(_OLD_SPELLING.sub(_respell, piece), score - _RULE_COST)
    return modifiers, heads


def _respell(match: re.Match[str]) -> str:
    return {"c": "k", "isa": "iza"}[match[0]]


def compile_pieces(words: Words, productivity: Productivity) -> Lexicon:
    """Return the lexicon of pieces, without exceptions."""
    scored = score_pieces(words, productivity)
    modifiers = marisa_trie.Trie(sorted(scored[0]))
    heads = marisa_trie.Trie(sorted(piece[::-1] for piece in scored[1]))
    scores = [_byte(scored[0][modifiers.restore_key(n)]) for n in range(len(modifiers))]
    scores += [_byte(scored[1][heads.restore_key(n)[::-1]]) for n in range(len(heads))]
    linkers = bytes(linker(modifiers.restore_key(n), words) for n in range(len(modifiers)))
    table = memoryview(array("b", scores))
    return Lexicon(modifiers, heads, table, memoryview(linkers), marisa_trie.RecordTrie("<Bb", []))


def _byte(score: float) -> int:
    return max(-127, min(127, round(score / STEP)))


def exceptions(
    pieces: Lexicon, words: Words, productivity: Productivity
) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield (word, (seam, score)) for every word that its pieces alone would split otherwise."""
    splitter, judge = Splitter(pieces), Judge(words, productivity)
    whole = set((DATA / "whole_words.txt").read_text(encoding="utf-8").split())
    listed = {word for word, share in words.frequency.items() if share >= _LISTED}
    for word in sorted(words.lemmas.keys() | listed | whole):
        seams = splitter.seams(word) if len(word) <= MAX_LETTERS else {}
        guess, guessed = best(seams)
        guessed -= shortness(word)
        unknown = 0.0 if word in words.lemmas else shortness(word)
        judged = {place: score + judge.score(word, place) for place, score in seams.items()}
        seam, score = best(judged)
        score -= unknown
        if word in whole or score <= LENIENT:
            seam, score = 0, LENIENT
        if _outcome(seam, score) != _outcome(guess, guessed):
            yield word, (seam, _byte(score))


def _outcome(seam: int, score: float) -> tuple[int, bool]:
    return (seam, score > STRICT) if score > LENIENT else (0, False)


def compile_words(folder: Path) -> None:
    """Write the four files of the lexicon."""
    words = read_words()
    productivity = learn(words)
    pieces = compile_pieces(words, productivity)
    pieces.modifiers.save(str(folder / "modifiers.marisa"))
    pieces.heads.save(str(folder / "heads.marisa"))
    (folder / "pieces.bin").write_bytes(bytes(pieces.scores) + bytes(pieces.linkers))
    found = sorted(exceptions(pieces, words, productivity))
    marisa_trie.RecordTrie("<Bb", found).save(str(folder / "seams.marisa"))


if __name__ == "__main__":
    compile_words(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA)
