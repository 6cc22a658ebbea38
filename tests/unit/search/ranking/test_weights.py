"""Every weight says what it means, and every signal can be switched off and measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import pytest

from indexer.search.ranking.weights import WEIGHTS, Weights, entries

FUNCTIONS = {"word", "term", "pair", "rerank"}
SIGNALS = [name for name, entry in entries().items() if FUNCTIONS & entry.keys()]


def functions(weights: Weights) -> Sequence[object]:
    """Return the functions of the signals that are on."""
    of_queries = [
        *weights.word_signals(),
        *weights.term_signals(),
        *weights.pair_signals(),
    ]
    return [signal for signal, _ in of_queries] + [f for _, f, _ in weights.rerank_signals()]


def test_every_weight_has_an_entry_that_says_what_it_means() -> None:
    assert list(entries()) == [field.name for field in fields(Weights)]
    assert all(entry["meaning"].endswith(".") for entry in entries().values())


@pytest.mark.parametrize("name", SIGNALS)
def test_every_signal_has_one_function_a_range_and_an_ablation_row(name: str) -> None:
    entry = entries()[name]
    assert len(FUNCTIONS & entry.keys()) == 1
    assert "0 to 1" in entry["meaning"]
    assert entry["ablation"].startswith("no ")


@pytest.mark.parametrize("name", SIGNALS)
def test_weight_0_switches_just_that_signal_off(name: str) -> None:
    off: dict[str, Any] = {name: 0}
    before, after = functions(WEIGHTS), functions(replace(WEIGHTS, **off))
    (gone,) = [function for function in before if function not in after]
    assert gone in entries()[name].values()
    assert len(after) == len(before) - 1


def test_explanations_name_every_rerank_signal_differently() -> None:
    labels = [label for label, _, _ in WEIGHTS.rerank_signals()]
    assert len(set(labels)) == len(labels)
    assert all(labels)


@pytest.mark.parametrize("terms", [1, 3, 4, 10])
def test_long_queries_need_the_best_articles_less(terms: int) -> None:
    weights = WEIGHTS.for_query_length(terms)
    share = min(1.0, WEIGHTS.full_feedback_terms / terms)
    assert weights.feedback.weight == pytest.approx(WEIGHTS.feedback.weight * share)
    for name, entry in entries().items():
        expected = share ** entry.get("fades_by_terms", 0)
        if name != "feedback":
            before, after = getattr(WEIGHTS, name), getattr(weights, name)
            assert after == (before if expected == 1.0 else pytest.approx(before * expected))
