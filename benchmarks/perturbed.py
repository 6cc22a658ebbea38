"""How much of the ranking remains when a query is not typed as its author would have written it.

    python benchmarks/perturbed.py [--data FOLDER] [--folder FOLDER] [--items 500]

Each judged query is asked as it stands, and again with one slip of each kind, or wrapped in words;
a row gives nDCG@10, its ratio to that of the clean queries, and the share that loses over a fifth.
Then headlines and topics are asked as they stand: of those that are right nothing may be corrected.
Which letter slips is drawn from a seed, so that two runs ask the same.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from statistics import mean

import data_folder
import ir_measures
from ir_measures import nDCG
from relevance import TOP, Judged, Run, indexed, load

from indexer.analysis.fold import fold
from indexer.model import SearchRequest

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SOUNDS = (
    ("ei", "ij"),
    ("ij", "ei"),
    ("ou", "au"),
    ("au", "ou"),
    ("c", "k"),
    ("k", "c"),
    ("z", "s"),
)
_LONG = 5  # letters of a word in which a slip still leaves something to go by
_SETS = ("topics", "topics2")
_LOSS = 0.8
_ASKING = ("nieuws over {}", "artikelen over {}", "wat is er bekend over {}", "meer over {}")
_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip

Slip = Callable[[str, random.Random], str]


def swapped(word: str, rng: random.Random) -> str:
    """Return the word with two letters in a row swapped."""
    places = [i for i in range(1, len(word) - 1) if word[i] != word[i + 1]]
    at = rng.choice(places) if places else 0
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def dropped(word: str, rng: random.Random) -> str:
    """Return the word without one letter, not the first."""
    at = rng.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def doubled(word: str, rng: random.Random) -> str:
    """Return the word with one letter twice."""
    at = rng.randrange(len(word))
    return word[:at] + word[at] + word[at:]


def neighbouring(word: str, rng: random.Random) -> str:
    """Return the word with a letter of which the key lies beside the right one."""
    places = [i for i in range(1, len(word)) if any(word[i].lower() in row for row in _ROWS)]
    if not places:
        return word
    at = rng.choice(places)
    row = next(row for row in _ROWS if word[at].lower() in row)
    place = row.index(word[at].lower())
    beside = [row[i] for i in (place - 1, place + 1) if 0 <= i < len(row)]
    return word[:at] + rng.choice(beside) + word[at + 1 :]


def respelt(word: str, rng: random.Random) -> str:
    """Return the word with a sound spelt otherwise; a letter doubled if it has no such sound."""
    found = [(a, b) for a, b in _SOUNDS if a in word]
    if not found:
        return doubled(word, rng)
    right, wrong = rng.choice(found)
    return word.replace(right, wrong, 1)


def in_a_word(slip: Slip) -> Slip:
    """Return what makes the slip in one of the longest words of a query."""

    def slipped(query: str, rng: random.Random) -> str:
        words = query.split()
        long = [i for i, word in enumerate(words) if len(word) >= _LONG and word.isalpha()]
        if not long:
            return query
        at = rng.choice(long)
        words[at] = slip(words[at], rng)
        return " ".join(words)

    return slipped


def joined(query: str, rng: random.Random) -> str:
    """Return the query with the space between two of its words left out."""
    words = query.split()
    if len(words) == 1:
        return query
    at = rng.randrange(len(words) - 1)
    return " ".join([*words[:at], words[at] + words[at + 1], *words[at + 2 :]])


def asking(query: str, rng: random.Random) -> str:
    """Return the query after words of asking."""
    return rng.choice(_ASKING).format(query)


PERTURBED: Mapping[str, Slip] = {
    "clean": lambda query, _: query,
    "letters swapped": in_a_word(swapped),
    "letter dropped": in_a_word(dropped),
    "letter doubled": in_a_word(doubled),
    "neighbouring key": in_a_word(neighbouring),
    "another spelling": in_a_word(respelt),
    "two words joined": joined,
    "words of asking": asking,
}
"""The rows of the table: what is done to each query."""


def dated(judged: Judged) -> dict[str, str]:
    """Return the queries with the month, in words, in which most of their articles appeared."""
    result = {}
    for id_, query in judged.queries.items():
        good = {q.doc_id for q in judged.qrels if q.query_id == id_ and q.relevance > 1}
        months = [_month(judged, doc_id) for doc_id in sorted(good)]
        known = [month for month in months if month]
        result[id_] = f"{query} {max(known, key=known.count)}" if known else query
    return result


def _month(judged: Judged, id_: str) -> str:
    when = judged.archive.article(id_).article.date
    if not when:
        return ""
    day = date.fromisoformat(f"{when}-01"[:10])
    return f"{_MONTHS[day.month - 1]} {day.year}"


def asked(judged: Judged, queries: Mapping[str, str]) -> tuple[Run, int]:
    """Return the first ten articles of each query, and how many queries were corrected."""
    found: Run = {}
    corrected = 0
    for id_, text in queries.items():
        page = judged.archive.search(SearchRequest(text, limit=TOP, collapse=False))
        found[id_] = {hit.article.id: -float(hit.rank) for hit in page.hits}
        corrected += page.corrected is not None
    return found, corrected


def figures(judged: Judged, found: Run) -> dict[str, float]:
    """Return nDCG@10 of each query, 0 where it finds nothing."""
    values = dict.fromkeys(judged.queries, 0.0)
    for metric in ir_measures.iter_calc([nDCG @ TOP], judged.qrels, found):
        values[metric.query_id] = metric.value
    return values


def spoilt(judged: Judged) -> tuple[list[str], list[str]]:
    """Return the queries, all right, that are corrected, and those that are offered another."""
    corrected, offered = [], []
    for text in judged.queries.values():
        page = judged.archive.search(SearchRequest(text, limit=1, related=False))
        if page.corrected and fold(page.corrected) != fold(text):
            corrected.append(f"{text} -> {page.corrected}")
        elif page.suggestion:
            offered.append(f"{text} -> {page.suggestion}")
    return corrected, offered


def show(judged: Judged, verbose: bool) -> None:
    """Print the rows of one set."""
    clean: dict[str, float] = {}
    rows = {
        name: {
            id_: slip(text, random.Random(f"{name} {id_}")) for id_, text in judged.queries.items()
        }
        for name, slip in PERTURBED.items()
    }
    for name, queries in (rows | {"month and year in words": dated(judged)}).items():
        found, corrected = asked(judged, queries)
        values = figures(judged, found)
        clean = clean or values
        now, before = mean(values.values()), mean(clean.values())
        worse = [id_ for id_, value in values.items() if value < _LOSS * clean[id_]]
        print(
            f"| {judged.name} | {name} | {now:.3f} | {now / before:.3f} "
            f"| {len(worse) / len(values):.2f} | {corrected} |",
            flush=True,
        )
        if verbose:
            for id_ in worse:
                print(f"    {clean[id_]:.2f} {values[id_]:.2f} {queries[id_]}", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    data_folder.add_option(parser)
    parser.add_argument("--folder", type=Path, help="keep the index here between runs")
    parser.add_argument("--items", type=int, default=500, help="headlines that are asked")
    parser.add_argument("--verbose", action="store_true", help="show the queries that lose")
    options = parser.parse_args()
    if not (options.data / data_folder.TOPICS).exists():
        print(f"Slips are left out: {options.data} has no judged topics.", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        archive = indexed(folder / "topics", options.data / data_folder.NEWS)
        print("| set | queries | nDCG@10 | ratio | lose a fifth | corrected |")
        print("|---|---|---|---|---|---|")
        for name in _SETS:
            show(load(options.data, name, archive), options.verbose)
        for name in (*_SETS, "headlines", "kamer"):
            corrected, offered = spoilt(load(options.data, name, archive, options.items))
            print(f"{name}: {len(corrected)} corrected, {len(offered)} offered")
            print(*(f"    {each}" for each in corrected + offered), sep="\n")


if __name__ == "__main__":
    main()
