"""Scores follow the one arithmetic of `engines.bm25`."""

from __future__ import annotations

import math
from typing import Any

import pytest

from indexer.query import nodes
from indexer.query.nodes import And, ConstantScore, MustShould, Not, Or, Term

TEXTS = {
    "a": "storm storm storm aan zee",
    "b": "storm aan de kust en op zee " + "water " * 14,
    "c": "de zee is kalm",
    "d": "wind " * 60 + "storm",
    "e": "niets",
}


def near(expected: Any) -> Any:
    """Return what equals a number, or numbers under their names, to four digits."""
    return pytest.approx(expected, rel=1e-3)


@pytest.fixture
def weather(index_of: Any, article: Any) -> Any:
    return index_of(
        "weather",
        *(article(id_, text.strip(), title="storm" if id_ in "ae" else "weer", stem="zee")
          for id_, text in TEXTS.items())
    )  # fmt: skip


@pytest.fixture
def score(bm25: Any) -> Any:
    """Return a function that scores a word in an article, 0 when it is not there."""
    words = {id_: text.split() for id_, text in TEXTS.items()}
    mean = sum(map(len, words.values())) / len(words)

    def of(word: str, id_: str, constant_share: float = 0.5) -> float:
        having = sum(word in each for each in words.values())
        if word not in words[id_]:
            return 0.0
        frequency, length = words[id_].count(word), len(words[id_])
        return float(
            bm25(
                frequency,
                length,
                size=len(words),
                having=having,
                mean=mean,
                constant_share=constant_share,
            )
        )

    return of


def word(text: str, boost: float = 1.0) -> Term:
    return Term("text", "exact", text, boost)


STORM, SEA, CALM = word("storm"), word("zee"), word("kalm")


@pytest.mark.parametrize("text", ["storm", "zee", "de", "wind", "water", "niets"])
def test_a_term_scores_bm25(weather: Any, score: Any, text: str) -> None:
    expected = {id_: score(text, id_) for id_ in TEXTS if score(text, id_)}
    assert dict(weather.scored(word(text))) == near(expected)


def test_the_boost_multiplies_the_score_of_a_term(weather: Any, score: Any) -> None:
    expected = {id_: 0.3 * score("zee", id_) for id_ in "abc"}
    assert dict(weather.scored(word("zee", 0.3))) == near(expected)


@pytest.mark.parametrize("constant_share", [0.0, 0.25, 1.0])
def test_the_constant_share_of_a_term_does_not_grow_with_its_frequency(
    weather: Any, score: Any, constant_share: float
) -> None:
    expected = {id_: score("zee", id_, constant_share) for id_ in "abc"}
    found = dict(weather.scored(Term("text", "exact", "zee", constant_share=constant_share)))
    assert found == near(expected)


def test_a_term_of_the_title_scores_its_idf(weather: Any) -> None:
    idf = math.log(1 + (5 - 2 + 0.5) / (2 + 0.5))
    for channel in ("exact", "stem", "part"):
        found = dict(weather.scored(Term("title", channel, "storm", 2.0)))
        assert found == near({"a": 2 * idf, "e": 2 * idf})


def test_a_term_that_every_article_has_scores_above_nothing(weather: Any, bm25: Any) -> None:
    expected = bm25(1, 1, size=5, having=5, mean=1)
    found = dict(weather.scored(Term("text", "stem", "zee")))
    assert found == near(dict.fromkeys(TEXTS, expected))


@pytest.mark.parametrize("node", [And((STORM, SEA)), And((SEA, STORM)), Or((STORM, SEA), 2)])
def test_all_adds_up_its_children(weather: Any, score: Any, node: nodes.Node) -> None:
    expected = {id_: score("storm", id_) + score("zee", id_) for id_ in "ab"}
    assert dict(weather.scored(node)) == near(expected)


def test_any_adds_up_the_children_that_match(weather: Any, score: Any) -> None:
    expected = {id_: score("storm", id_) + score("kalm", id_) for id_ in "abcd"}
    assert dict(weather.scored(Or((STORM, CALM)))) == near(expected)


def test_boosts_multiply_on_the_way_up(weather: Any, score: Any) -> None:
    node = And((Or((word("storm", 0.5), CALM), boost=3.0), SEA), boost=2.0)
    either = {id_: 0.5 * score("storm", id_) + score("kalm", id_) for id_ in "abc"}
    expected = {id_: 2 * (3 * either[id_] + score("zee", id_)) for id_ in "abc"}
    assert dict(weather.scored(node)) == near(expected)


def test_not_scores_nothing(weather: Any, score: Any) -> None:
    found = dict(weather.scored(And((STORM, Not(SEA)))))
    assert found == near({"d": score("storm", "d")})


def test_should_adds_to_the_score_of_must(weather: Any, score: Any) -> None:
    node = MustShould(SEA, (STORM, ConstantScore(word("kust"), 4.0), word("nergens")))
    expected = {id_: score("zee", id_) + score("storm", id_) for id_ in "abc"}
    expected["b"] += 4
    assert dict(weather.scored(node)) == near(expected)


def test_a_constant_replaces_the_scores_below_and_is_boosted_above(weather: Any) -> None:
    node = Or((ConstantScore(And((STORM, SEA)), 1.5), ConstantScore(CALM, 1.0)), boost=2.0)
    assert dict(weather.scored(node)) == pytest.approx({"a": 3.0, "b": 3.0, "c": 2.0})


def test_the_best_score_comes_first(weather: Any) -> None:
    scores = [score for _, score in weather.scored(Or((STORM, SEA, word("wind"))))]
    assert len(scores) == 4
    assert scores == sorted(scores, reverse=True)


def test_the_same_articles_give_the_same_order_in_one_commit_or_many(
    index_at: Any, article: Any, tmp_path: Any
) -> None:
    documents = [article(id_, text.strip()) for id_, text in TEXTS.items()]
    once, often = index_at(tmp_path / "once"), index_at(tmp_path / "often")
    once.write(*documents)
    for document in documents:
        often.write(document)
    query = Or((STORM, SEA, word("de")))
    assert dict(often.scored(query)) == near(dict(once.scored(query)))
