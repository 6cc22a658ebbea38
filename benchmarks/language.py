"""How well the Dutch analysis does what it is for, on gold data and the tables in `tests/golden`.

    python benchmarks/language.py

Gold is read from the data folder (README.md says which); its rows are left out without it.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from zlib import crc32

import data_folder
import simplemma
import snowballstemmer

from indexer.analysis.analyzer import Analyzer
from indexer.analysis.compounds import Splitter
from indexer.analysis.lemmas import Lemmatizer
from indexer.analysis.names import keys
from indexer.query import nodes
from indexer.query.terms.satisfying import any_form

GOLDEN = Path(__file__).parents[1] / "tests" / "golden"
LEMMAS = data_folder.FOLDER / "lex" / "lemmas-dev.tsv"
COMPOUNDS = data_folder.FOLDER / "lex" / "compounds-dev.tsv"
SIMPLE_WORDS = Path(__file__).parent / "simple_words.txt"  # frequent in wordfreq, judged by hand

Split = Callable[[str], tuple[str, ...]]


def names(pairs_file: Path, keys: Callable[[str], Iterable[str]]) -> tuple[float, float]:
    """Return which share of the pairs that are one name meet, and of those that are not.

    `pairs_file` is a table with the columns a, b and meet (yes or no); two names meet when they
    share a key.
    """
    with pairs_file.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    shares = []
    for wanted in ("yes", "no"):
        pairs = [(row["a"], row["b"]) for row in rows if row["meet"] == wanted]
        shares.append(sum(not {*keys(a)}.isdisjoint(keys(b)) for a, b in pairs) / len(pairs))
    return shares[0], shares[1]


def names_row() -> str:
    """Return the row of the table that says how names do."""
    known = Lemmatizer.load().known
    met, false = names(GOLDEN / "names.tsv", lambda word: keys(word, known))
    return f"| names: spellings of one name meet / different names meet | {met:.3f} / {false:.3f} |"


class Finds:
    """Says whether a query of one name finds an article that has another: the terms they share."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer

    def __call__(self, asked: str, written: str) -> bool:
        """Return whether the terms of a query meet those of a word of an article."""
        exact, stems, parts = self._analyzer.row(written)
        indexed = {"exact": [exact], "stem": stems.split(), "part": parts.split()}
        wanted = any_form(self._analyzer.analyse(asked), "text", exact_only=False)
        return _met(wanted, indexed)


def _met(wanted: nodes.Node, indexed: Mapping[str, Sequence[str]]) -> bool:
    match wanted:
        case nodes.Or(children):
            return any(_met(child, indexed) for child in children)
        case nodes.And(children):
            return all(_met(child, indexed) for child in children)
        case nodes.Phrase(_, channel, texts):
            return all(text in indexed[channel] for text in texts)
        case nodes.Term(_, channel, text):
            return text in indexed[channel]
        case _:
            raise TypeError(wanted)


def spellings(pairs_file: Path, finds: Callable[[str, str], bool]) -> tuple[float, float]:
    """Return which share of the pairs of one name find each other, and of pairs of two names.

    `pairs_file` is as `names` reads it. Each of a pair is asked for in turn: one name counts when
    both find the other, two names when either does.
    """
    with pairs_file.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    both = {
        wanted: [
            [finds(row["a"], row["b"]), finds(row["b"], row["a"])]
            for row in rows
            if row["meet"] == wanted
        ]
        for wanted in ("yes", "no")
    }
    return (
        sum(map(all, both["yes"])) / len(both["yes"]),
        sum(map(any, both["no"])) / len(both["no"]),
    )


def spellings_row() -> str:
    """Return the row of the table that says how names do whose letters differ by a rule."""
    met, false = spellings(GOLDEN / "name_spellings.tsv", Finds(Analyzer()))
    return f"| names: their spellings find each other / other names do | {met:.3f} / {false:.3f} |"


def compounds(gold_file: Path, split: Split) -> tuple[float, float]:
    """Return the share of compounds split into just modifier and head, and into these or more.

    `gold_file` is a table with the columns compound and head, one compound of two pieces a row.
    """
    with gold_file.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    exact = right = 0
    for row in rows:
        seam = len(row["compound"]) - len(row["head"])
        pieces = split(row["compound"])
        seams = {len("".join(pieces[:count])) for count in range(1, len(pieces))}
        exact += seams == {seam}
        right += seam in seams
    return exact / len(rows), right / len(rows)


def false_splits(words: Iterable[str], split: Split) -> float:
    """Return which share of words, all simple, is split."""
    verdicts = [bool(split(word)) for word in words]
    return sum(verdicts) / len(verdicts)


def compounds_rows() -> Iterator[str]:
    """Yield the rows of the table that say how compounds do, without the gold if it is away."""
    splitter = Splitter.load()
    simple = SIMPLE_WORDS.read_text(encoding="utf-8").split()
    for name, split in (("shown", splitter.split), ("indexed", splitter.leaves)):
        if COMPOUNDS.exists():
            exact, right = compounds(COMPOUNDS, split)
            yield f"| compounds, as {name}: exact / seam found | {exact:.3f} / {right:.3f} |"
        yield f"| simple words, as {name}: split | {false_splits(simple, split):.3f} |"


def conflation(pairs_file: Path, stem: Callable[[str], str]) -> tuple[float, float, float]:
    """Return pairwise precision, recall and F1: forms of one lemma share a stem, others do not.

    `pairs_file` is a table with the columns form and lemma, the lemma's case ignored.
    """
    with pairs_file.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    wanted = _pairs((row["form"], row["lemma"].lower()) for row in rows)
    found = _pairs((row["form"], stem(row["form"])) for row in rows)
    right = len(wanted & found)
    return right / len(found), right / len(wanted), 2 * right / (len(found) + len(wanted))


class _Forgetful(Lemmatizer):
    """Knows the dictionary but for one fifth of its forms.

    What endings tell of unknown words was learned from all of it.
    """

    forgotten = 0

    def _find(self, form: str) -> bytes | None:
        return None if _fifth(form) == self.forgotten else super()._find(form)


def unseen() -> Callable[[str], str]:
    """Return what stems each form by a dictionary that lacks it, and a fifth of all others."""
    lemmatizer = _Forgetful.load(Splitter.load().split)

    def stem(form: str) -> str:
        lemmatizer.forgotten = _fifth(form)
        return lemmatizer.stem(form)

    return stem


def _fifth(form: str) -> int:
    return crc32(form.lower().encode()) % 5


def _pairs(members: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    families: defaultdict[str, set[str]] = defaultdict(set)
    for form, family in members:
        families[family].add(form)
    return {pair for forms in families.values() for pair in combinations(sorted(forms), 2)}


def conflation_rows() -> Iterator[str]:
    """Yield the rows of the table that compare conflation with the libraries', if gold is here."""
    porter = snowballstemmer.stemmer("dutch_porter").stemWord
    snowball = snowballstemmer.stemmer("dutch").stemWord
    stems: dict[str, Callable[[str], str]] = {
        "Knipsel": Lemmatizer.load(Splitter.load().split).stem,
        "Knipsel, each form held out of its dictionary": unseen(),
        "simplemma": _lemma,
        "simplemma, then dutch_porter": lambda word: porter(_lemma(word)),
        "Snowball dutch_porter": lambda word: porter(word.lower()),
        "Snowball dutch": lambda word: snowball(word.lower()),
    }
    for name, stem in stems.items() if LEMMAS.exists() else ():
        scores = " / ".join(f"{score:.3f}" for score in conflation(LEMMAS, stem))
        yield f"| conflation, {name}: precision / recall / F1 | {scores} |"


def _lemma(word: str) -> str:
    return str(simplemma.lemmatize(word, lang="nl")).lower()


def main() -> None:
    """Print the table."""
    print("| what | score |\n|---|---|")
    for row in (names_row(), spellings_row(), *compounds_rows(), *conflation_rows()):
        print(row)


if __name__ == "__main__":
    main()
