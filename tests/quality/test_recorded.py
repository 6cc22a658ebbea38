"""Quality does not fall more than 0.01 below what benchmarks/recorded.json says was measured.

The file is renewed by hand after a gain: docs/relevance.md names the commands.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import language
import relevance

from indexer.analysis.compounds import Splitter
from indexer.analysis.lemmas import Lemmatizer
from indexer.analysis.names import keys
from indexer.search.ranking.weights import WEIGHTS

MOST_LOSS = 0.01
RECORDED: dict[str, dict[str, float]] = json.loads(
    (Path(relevance.__file__).parent / "recorded.json").read_text("utf-8")
)


def holds(found: dict[str, float], recorded: dict[str, float]) -> None:
    assert found.keys() == recorded.keys()
    fallen = {
        name: (found[name], was) for name, was in recorded.items() if found[name] < was - MOST_LOSS
    }
    assert not fallen, f"found, recorded: {fallen}"


def test_the_order_of_judged_topics_holds(archive_of: Any, shared: Path) -> None:
    archive = archive_of("tantivy", shared / "data" / "news2019.jsonl.gz")
    for name in ("topics", "topics2"):
        topics = relevance.load(shared, name, archive)
        holds(relevance.topic_figures(topics, relevance.run(topics, WEIGHTS)), RECORDED[name])


def test_known_items_are_found_by_their_subject(
    archive_of: Any, shared: Path, tmp_path: Path
) -> None:
    bodies = relevance.bodies_only(shared / "data" / "kamer.jsonl.gz", tmp_path / "kamer.jsonl")
    items = relevance.load(shared, "kamer", archive_of("tantivy", bodies), 200)
    holds(relevance.item_figures(items, relevance.run(items, WEIGHTS)), RECORDED["kamer"])


def test_forms_of_a_lemma_meet_and_compounds_come_apart(shared: Path) -> None:
    splitter = Splitter.load()
    lemmatizer = Lemmatizer.load(splitter.split)
    precision, recall, f1 = language.conflation(shared / "lex/lemmas-dev.tsv", lemmatizer.stem)
    exact, _ = language.compounds(shared / "lex/compounds-dev.tsv", splitter.split)
    found = {"precision": precision, "recall": recall, "F1": f1, "compounds exact": exact}
    holds(found, RECORDED["language"])


def test_simple_words_stay_whole_and_other_names_apart() -> None:
    simple = language.SIMPLE_WORDS.read_text("utf-8").split()
    met, false = language.names(
        language.GOLDEN / "names.tsv", lambda word: keys(word, Lemmatizer.load().known)
    )
    split = language.false_splits(simple, Splitter.load().split)
    holds(
        {"names meet": met, "names kept apart": 1 - false, "simple words whole": 1 - split},
        RECORDED["golden"],
    )
