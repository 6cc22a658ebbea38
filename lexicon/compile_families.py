"""Compile `families/families.marisa`: run as a script after a change to a table or rule of it.

Takes the lemmas of the dictionary, what `lexicon.derivation` may make of them and the
tables in `families`, keeps what exists, and writes for each stem the stems that lie one or two
steps away. The same inputs give the same bytes. `README.md` names sources and licences.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import marisa_trie

from indexer.analysis.lemmas import Lemmatizer
from lexicon import DATA
from lexicon.compile_lemmas import lemmatize_forms
from lexicon.derivation import of_adjective, of_noun, of_verb, stem_noun
from lexicon.inflection import split_verb
from lexicon.paradigms import Readings

_TABLES = Path(__file__).parent / "families"
_FINITE = frozenset(
    ("stem-t", "past", "past plural", "participle", "participle-e", "present participle")
)
_USED_VERB = 2e-8  # frequency from which a verb counts; what is rarer is often an error of a list
_USED = 1e-8
_MIN_VERBAL = 0.02  # of a noun's frequency: wine is hardly ever the verb to wine
_MIN_STEM_NOUN, _MIN_DERIVED = 3, 5  # letters
_MAX_STEMS = 8  # stems of a family beside one

Link = tuple[str, str]


@dataclass(frozen=True)
class Lexicon:
    """What is known of words.

    How often each form is used, and its lemma; of each lemma how often it is used in all forms and
    as a finite verb, and which parts of speech it may be.
    """

    forms: Mapping[str, float]
    lemmas: Mapping[str, str]
    frequency: Mapping[str, float]
    finite: Mapping[str, float]
    pos: Mapping[str, frozenset[str]]

    @classmethod
    def read(cls) -> "Lexicon":
        """Return what dictionary and frequency list say together."""
        frequencies, lemmas, readings = lemmatize_forms()
        frequency: dict[str, float] = defaultdict(float)
        finite: dict[str, float] = defaultdict(float)
        for form, lemma in lemmas.items():
            used = frequencies.get(form, 0.0) if form.islower() else 0.0
            frequency[lemma] += used
            places = {place for reading, place in readings[form].items() if reading == (lemma, "V")}
            finite[lemma] += used * bool(places & _FINITE)
        return cls(frequencies, lemmas, frequency, finite, _parts_of_speech(readings))

    def of(self, pos: str, least: float) -> list[str]:
        """Return the lemmas of this part of speech that are used at least so often."""
        used = self.finite if pos == "V" else self.frequency
        return sorted(word for word in self.pos if self.is_a(word, pos) and used[word] >= least)

    def is_a(self, word: str, pos: str) -> bool:
        """Say whether a word may be of this part of speech."""
        return pos in self.pos.get(word, ())

    def is_noun(self, word: str) -> bool:
        """Say whether a word is a lemma in use, and no adjective."""
        used = self.frequency.get(word, 0.0) >= _USED and self.lemmas.get(word) == word
        return used and word.islower() and not self.is_a(word, "A")


def _parts_of_speech(readings: Readings) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for own in readings.values():
        for reading in own:
            found[reading.lemma].add(reading.pos)
    return {lemma: frozenset(pos) for lemma, pos in found.items()}


def regular(lexicon: Lexicon) -> Iterator[Link]:
    """Yield (word, what is made of it) where a rule makes a word that exists."""
    for verb in lexicon.of("V", _USED_VERB):
        yield from ((verb, noun) for noun in stem_noun(verb) if _is_of_verb(lexicon, verb, noun))
        yield from ((verb, noun) for noun in of_verb(verb) if _is_derived(lexicon, noun))
    for adjective in sorted({*lexicon.of("A", _USED_VERB), *lexicon.of("X", _USED_VERB)}):
        yield from ((adjective, n) for n in of_adjective(adjective) if _is_derived(lexicon, n))
    for noun in lexicon.of("N", _USED_VERB):
        for other in of_noun(noun):
            if lexicon.lemmas.get(other) == other and other.islower():
                yield noun, other


def _is_of_verb(lexicon: Lexicon, verb: str, noun: str) -> bool:
    stem = noun if noun.endswith("t") else noun + "t"  # negeert, not negert: neger is no noun of it
    return (
        len(noun) >= _MIN_STEM_NOUN
        and lexicon.is_noun(noun)
        and stem in lexicon.forms
        and lexicon.lemmas.get(stem) in (verb, noun)
        and lexicon.finite[verb] > _MIN_VERBAL * lexicon.frequency[noun]
    )


def _is_derived(lexicon: Lexicon, noun: str) -> bool:
    return len(noun) >= _MIN_DERIVED and lexicon.is_noun(noun)


def listed(lexicon: Lexicon) -> Iterator[Link]:
    """Yield (word, relative) of the tables: vowels that change, and what no rule makes."""
    for row in _table("verbal_nouns"):
        for noun in row["nouns"].split():
            if row["particles"] != "only":
                yield row["verb"], noun
            if row["particles"] != "no":
                yield from _with_particles(lexicon, row["verb"], noun)
    for name in ("word_families", "places"):
        for row in _table(name):
            first, *rest = row["words"].split()
            yield from ((first, other) for other in rest)


def _with_particles(lexicon: Lexicon, base: str, noun: str) -> Iterator[Link]:
    """Yield (aanbieden, aanbod) for every verb that is (bieden, bod) behind something."""
    for verb in lexicon.of("V", _USED_VERB):
        for particle, rest in split_verb(verb):
            if particle and rest == base and lexicon.is_noun(particle + noun):
                yield verb, particle + noun


def _table(name: str) -> list[dict[str, str]]:
    with (_TABLES / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def links(lexicon: Lexicon) -> Iterator[Link]:
    """Yield all pairs but those that only look related."""
    unrelated = {(row["word"], row["derived"]) for row in _table("unrelated")}
    for link in (*regular(lexicon), *listed(lexicon)):
        if link not in unrelated:
            yield link


def families(pairs: Iterable[Link], frequency: Mapping[str, float]) -> Iterator[tuple[str, bytes]]:
    """Yield (stem, related stems joined by spaces), those one step away first."""
    near: dict[str, set[str]] = defaultdict(set)
    for left, right in pairs:
        if left != right:
            near[left].add(right)
            near[right].add(left)
    for stem, first in near.items():
        second = {far for relative in first for far in near[relative]} - first - {stem}
        ordered = [
            *sorted(first, key=lambda word: (-frequency.get(word, 0.0), word)),
            *sorted(second, key=lambda word: (-frequency.get(word, 0.0), word)),
        ]
        yield stem, " ".join(ordered[:_MAX_STEMS]).encode()


def compile_families(path: Path) -> None:
    """Write the trie."""
    lexicon = Lexicon.read()
    stem = Lemmatizer.load().stem
    stems = [(stem(left), stem(right)) for left, right in links(lexicon)]
    frequency: dict[str, float] = defaultdict(float)
    for lemma, used in lexicon.frequency.items():
        frequency[stem(lemma)] += used
    marisa_trie.BytesTrie(sorted(families(stems, frequency))).save(str(path))


if __name__ == "__main__":
    compile_families(
        Path(sys.argv[1]) if len(sys.argv) > 1 else DATA / "families" / "families.marisa"
    )
