"""How well the Dutch analysis does what it is for, on the tables in `tests/golden`.

Run: python benchmarks/language.py
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

from indexer.analysis.lemmas import Lemmatizer
from indexer.analysis.names import keys

GOLDEN = Path(__file__).parents[1] / "tests" / "golden"


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


def main() -> None:
    """Print the table."""
    print("| what | score |\n|---|---|")
    for row in (names_row,):
        print(row())


if __name__ == "__main__":
    main()
