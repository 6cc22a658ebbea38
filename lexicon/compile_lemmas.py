"""Compile `lemmas.marisa`: run as a script after a change to simplemma, wordfreq or a table here.

Takes simplemma's Dutch dictionary (form: lemma), lets every form choose its lemma anew (see
`lexicon.paradigms`), mends it by the tables beside this file, and writes one trie, the
same byte for byte from the same inputs. `README.md` names sources and licences.
"""

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import marisa_trie
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory
from wordfreq import get_frequency_dict

from indexer.analysis.fold import fold
from indexer.analysis.lemmas import GUESS, MAX_SUFFIX, TERM, Lemmatizer, modernise
from indexer.names.cues import Listed, gazetteers, listed
from lexicon import DATA
from lexicon.paradigms import Readings, build_paradigms, choose_lemmas, gather_readings

_MAX_CUT = 6  # letters: longer cuts are of irregular forms, which say nothing of other words
_MIN_SEEN = 3  # words that must share a suffix before it decides
_GENITIVE = 8.0  # how much more frequent than Trumps is Trump at least; Peter is not of Peters
# What Koeman is than Koemans: of surnames that others have with the -s, Jansen and Jansens.
_GENITIVE_OF_SURNAME = 40.0
_SURNAMES = ("man", "sen")
_MIN_NAME = 4  # letters; shorter ones with -s are initialisms and English plurals
_FREQUENT = 5e-8  # frequency from which a word's lemma is likely to be in the frequency list too
_USED = 0.02  # least share of the word's frequency that its lemma has
_MIN_HEAD = 6  # letters; a compound is inflected as its head is, however rarely
_IRREGULAR = frozenset(("stem", "other"))  # zomerstop is no form of zomerstoppen


@cache
def table(name: str) -> dict[str, list[str]]:
    """Return the rows of a tab-separated table beside this file by their first column."""
    with (DATA / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t"))
    return {row[0]: row[1:] for row in rows[1:]}


def read_dictionary() -> dict[str, str]:
    """Return simplemma's dictionary without what it gets wrong by whole classes."""
    dictionary = DefaultDictionaryFactory().get_dictionary("nl")
    return {
        form: lemma
        for form, said in dictionary.items()
        if form.replace("'", "").replace("-", "").isalpha()
        and (lemma := _mend(form, said.replace("_", ""), dictionary)) in dictionary
    }


def _mend(form: str, lemma: str, dictionary: Mapping[str, str]) -> str:
    """Return the lemma, or the form itself where Wiktionary's "woman from" makes a lemma of it."""
    if form[0].isupper() and form.endswith("se") and (form == lemma or form[:-1] in dictionary):
        return form[:-1]  # Romeinse, Franse
    if lemma[0].isupper() and lemma.endswith("se") and not form.endswith(("je", "jes", "en")):
        return form  # Chinees, said to be of Chinese
    return lemma


class Lemmatized(NamedTuple):
    """How often each word is used, the lemma of every form, and what its readings were."""

    frequencies: Mapping[str, float]
    lemmas: Mapping[str, str]
    readings: Readings


@cache
def lemmatize_forms() -> Lemmatized:
    """Choose the lemma of every form, once a process: it takes half a minute."""
    frequencies = get_frequency_dict("nl", wordlist="large")
    dictionary = read_dictionary()
    attested = dictionary.keys() | frequencies.keys()
    strong = {verb: row[:4] for verb, row in table("strong_verbs").items()}
    fixed = {form: row[0] for form, row in table("lemma_corrections").items()}
    paradigms = build_paradigms(dictionary, attested, strong)
    readings = gather_readings(paradigms, dictionary, fixed)
    lemmas = choose_lemmas(readings, dictionary, frequencies, fixed)
    return Lemmatized(frequencies, lemmas, readings)


def names_in_genitive(
    lemmas: Mapping[str, str], frequencies: Mapping[str, float]
) -> Iterator[tuple[str, str]]:
    """Yield (Trumps, Trump) for names: words that no dictionary has, nor their -s."""
    for word, frequency in frequencies.items():
        name = word[:-1]
        more = _GENITIVE_OF_SURNAME if name.endswith(_SURNAMES) else _GENITIVE
        if (
            word.endswith("s")
            and len(name) >= _MIN_NAME
            and name.isalpha()
            and name[-1] not in "sxz"
            and word not in lemmas
            and name not in lemmas
            and not _is_surname(word.capitalize())
            and frequencies.get(name, 0.0) >= more * frequency
        ):
            yield word.capitalize(), name.capitalize()


def _is_surname(name: str) -> bool:
    """Say whether a name is one by itself: Michels is no more of Michel than Peters of Peter."""
    return Listed.SURNAME in listed(name) or table("lemma_corrections").get(name, [""])[0] == name


def surnames_like_adjectives(lemmas: Mapping[str, str]) -> list[str]:
    """Return surnames in -se, which would be taken for what is of a place: Hendrikse, Gerritse."""
    return [
        name
        for name, lists in gazetteers().items()
        if Listed.SURNAME in lists and name.endswith("se") and name.isalpha()
        if name.lower() not in lemmas
    ]


def edit(form: str, lemma: str) -> bytes:
    """Return the way from form to lemma: how many letters to cut (one byte), what to append."""
    same = 0
    while same < min(len(form), len(lemma)) and form[same] == lemma[same]:
        same += 1
    return bytes([len(form) - same]) + lemma[same:].encode()


def suffix_edits(lemmas: Mapping[str, str], readings: Readings) -> Iterator[tuple[str, bytes]]:
    """Yield (suffix, edit) where a suffix's majority decides otherwise than the shorter suffix."""
    seen: dict[str, Counter[bytes]] = defaultdict(Counter)
    for form, lemma in lemmas.items():
        way = edit(form, lemma)
        places = {place for reading, place in readings[form].items() if reading.lemma == lemma}
        learned = way.endswith((b"um", b"on"))  # media, criteria: few words, and many names in -a
        if (
            form.islower()
            and way[0] <= _MAX_CUT < len(form)
            and places - _IRREGULAR
            and not learned
        ):
            for length in range(1, MAX_SUFFIX + 1):
                seen[form[-length:]][way] += 1
    decided: dict[str, bytes] = {"": b"\0"}
    for suffix in sorted(seen, key=lambda suffix: (len(suffix), suffix)):
        way, _ = max(seen[suffix].items(), key=lambda item: (item[1], item[0]))
        shorter = next(suffix[cut:] for cut in range(1, 99) if suffix[cut:] in decided)
        if seen[suffix].total() >= _MIN_SEEN and way != decided[shorter]:
            decided[suffix] = way
            yield suffix, way


def entries() -> Iterator[tuple[str, bytes]]:
    """Yield (key, value) of every form and suffix."""
    frequencies, lemmas, readings = lemmatize_forms()
    known = set(lemmas.values())
    spellings = {old: row[0] for old, row in table("old_spelling").items()}
    surnames = surnames_like_adjectives(lemmas)
    genitives = dict(names_in_genitive(lemmas, frequencies))
    forms = {**dict(zip(surnames, surnames, strict=True)), **lemmas, **genitives}
    for form, lemma in forms.items():
        value = edit(form, lemma)
        current = modernise(lemma, spellings)
        if current != lemma and current in known:
            value += TERM + fold(current).encode()
        yield form, value
        plain = fold(form)
        if form.islower() and form.isalpha() and plain not in forms:
            yield plain, edit(plain, lemma)
    for suffix, way in suffix_edits(lemmas, readings):
        yield GUESS + suffix[::-1], way


def unlike_their_ending(
    trie: marisa_trie.BytesTrie, frequencies: Mapping[str, float]
) -> Iterator[tuple[str, bytes]]:
    """Yield frequent words that no dictionary has and whose guessed lemma nobody uses: asfalt."""
    guess = Lemmatizer(trie, None).guess
    for word, frequency in frequencies.items():
        if frequency >= _FREQUENT and word.isalpha() and word not in trie:
            lemma = guess(word) or word
            headless = not any(word[at:] in trie for at in range(3, len(word) - _MIN_HEAD + 1))
            if headless and lemma != word and frequencies.get(lemma, 0.0) < _USED * frequency:
                yield word, b""


def compile_trie(path: Path) -> None:
    """Write the trie."""
    found = sorted(set(entries()))
    odd = unlike_their_ending(marisa_trie.BytesTrie(found), lemmatize_forms().frequencies)
    marisa_trie.BytesTrie(sorted({*found, *odd})).save(str(path))


if __name__ == "__main__":
    compile_trie(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA / "lemmas.marisa")
