"""Learn the weights of names: `python -m lexicon.learn_names LABELLED.jsonl INDEX`.

LABELLED has an article a line: `id`, `names` (each with `type` and `forms`). INDEX is an index that
has them, whose archive shows how each word is used. Prints the accuracy of a cross-validation by
article in ten parts, then writes `indexer/names/data/weights.tsv`, the same for the same input.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.fold import fold
from indexer.archive import Archive
from indexer.names.archive_usage import archive_usage
from indexer.names.joining import Finder, words_of
from indexer.names.kinds import KINDS, features

WEIGHTS = Path(__file__).parent.parent / "indexer" / "names" / "data" / "weights.tsv"
STEPS, RATE, DECAY, PARTS = 4000, 1.0, 0.0005, 10
Example = tuple[int, dict[str, float], int]


def examples(labelled: Path, archive: Archive) -> list[Example]:
    """Return each candidate: the number of its article, its features, the number of its kind."""
    rows = [json.loads(line) for line in labelled.read_text("utf-8").splitlines()]
    read = [archive.article(row["id"]).article for row in rows]
    texts = [f"{article.title}\n\n{article.body}" for article in read]
    usage = archive_usage(archive.figures().index, words_of(texts))
    finder = Finder(usage)
    found = []
    for number, (row, text) in enumerate(zip(rows, texts, strict=True)):
        kinds = {fold(form): name["type"] for name in row["names"] for form in name["forms"]}
        for words, seen in finder.grouped(text).items():
            kind = kinds.get(fold(" ".join(words)))
            seen_in = [each for each, _ in seen]
            found.append((number, features(words, seen_in, usage), KINDS.index(kind)))
    return found


def learn(x: NDArray[np.float64], y: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the weights of a multinomial logistic regression with a Gaussian prior."""
    weights = np.zeros((x.shape[1], len(KINDS)))
    target = np.eye(len(KINDS))[y]
    for _ in range(STEPS):
        odds = np.exp(x @ weights)
        gradient = x.T @ (odds / odds.sum(axis=1, keepdims=True) - target) / len(x)
        weights -= RATE * (gradient + DECAY * weights)
    return weights


def main() -> None:
    """Learn, say how well, and write."""
    found = examples(Path(sys.argv[1]), Archive.open(sys.argv[2]))
    names = sorted({name for _, each, _ in found for name in each})
    x = np.array([[each.get(name, 0.0) for name in names] for _, each, _ in found])
    y = np.array([kind for _, _, kind in found])
    part = np.array([number % PARTS for number, _, _ in found])
    right = sum(
        int((np.argmax(x[part == p] @ learn(x[part != p], y[part != p]), 1) == y[part == p]).sum())
        for p in range(PARTS)
    )
    sys.stdout.write(f"{len(found)} candidates, right {right / len(found):.3f} (held out)\n")
    header = (
        "# Weights of each feature for PER, LOC, ORG and no name; see lexicon/learn_names.py.\n"
    )
    rows = zip(names, learn(x, y), strict=True)
    lines = ("\t".join((name, *(f"{each:.3f}" for each in row))) + "\n" for name, row in rows)
    WEIGHTS.write_text(header + "".join(lines), "utf-8")


if __name__ == "__main__":
    main()
