"""Each node finds the articles it says, with the score it says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from indexer.model import Span
from indexer.query import nodes
from indexer.query.nodes import (
    Among,
    And,
    ConstantScore,
    Fuzzy,
    Keyword,
    MatchAll,
    MustShould,
    Not,
    Or,
    Phrase,
    Prefix,
    Term,
    Wildcard,
)
from indexer.query.patterns import MAX_PATTERN_LENGTH, fits, simplified


def word(text: str, boost: float = 1.0) -> Term:
    return Term("text", "exact", text, boost)


RED, LINE, DIKE = word("rode"), word("lijn"), word("dijk")


@pytest.fixture
def news(index_of: Any, article: Any) -> Any:
    return index_of(
        "news",
        article(
            "a",
            "de rode lijn",
            "rode dag",
            "2022-03-24",
            source="NRC",
            section="Sport",
            author=("Jan Bakker",),
        ),
        article(
            "b",
            "de rode rode dunne lijn",
            "lijn",
            "2022-03",
            source="nrc",
            part="lijn rode",
            author=("Jan Smit", "Renée Van den Bossche"),
        ),
        article(
            "c",
            "lijn rode",
            "",
            "2022",
            source="de Volkskrant",
            stem="rood rood lijn",
            section=("Sport en spel", "KUNST"),
            author=("Els Bakker-de Vries",),
        ),
        article("d", "de dijk oekraïne 東京 ĳsselmeer", "dijk", stem="dijk"),
    )


@pytest.mark.parametrize(
    ("query", "expected", "why"),
    [
        (word("rode"), "abc", "the exact channel of the text"),
        (Term("title", "exact", "rode"), "a", "the title is not the text"),
        (Term("text", "stem", "rood"), "c", "channels are apart"),
        (Term("text", "part", "rode"), "b", "channels are apart"),
        (word("oekraïne"), "d", "terms are Unicode"),
        (word("東京"), "d", "terms are Unicode"),
        (word("Rode"), "", "terms are compared as they are"),
        (word("rod"), "", "a term is a whole term"),
        (Phrase("text", "exact", ("rode", "lijn")), "a", "next to each other, in order"),
        (Phrase("text", "exact", ("rode", "rode")), "b", "a term can come twice"),
        (Phrase("text", "exact", ("rode", "dunne", "lijn")), "b", "any number of terms"),
        (Phrase("text", "exact", ("rode", "rode", "rode")), "", "as often as it says"),
        (Phrase("text", "exact", ("rode", "lijn"), 1), "ab", "one term in between"),
        (Phrase("text", "exact", ("rode", "lijn"), 2), "abc", "the other way round costs two"),
        (Phrase("text", "exact", ("de", "lijn"), 2), "a", "two of three terms in between"),
        (Phrase("text", "exact", ("de", "lijn"), 3), "ab", "three terms in between"),
        (Phrase("text", "exact", ("rode", "nergens")), "", "every term is needed"),
        (Phrase("title", "exact", ("rode", "dag")), "a", "titles have positions"),
        (Phrase("text", "part", ("lijn", "rode")), "b", "parts have positions"),
        (Prefix("text", "exact", "d"), "abd", "several terms"),
        (Prefix("text", "exact", "dijk"), "d", "the whole term too"),
        (Prefix("text", "exact", "oekra"), "d", "before a letter of two bytes"),
        (Prefix("text", "exact", "."), "", "no pattern"),
        (Wildcard("text", "exact", "l?jn"), "abc", "? is one character"),
        (Wildcard("text", "exact", "oekra?ne"), "d", "? is a character, not a byte"),
        (Wildcard("text", "exact", "d?"), "abd", "? is not nothing"),
        (Wildcard("text", "exact", "d*k"), "d", "* is any number"),
        (Wildcard("text", "exact", "dijk*"), "d", "* can be nothing"),
        (Wildcard("text", "exact", "*nn*"), "b", "* at the beginning"),
        (Wildcard("text", "exact", "r.de"), "", "a dot is a dot"),
        (Wildcard("text", "exact", "(r*"), "", "no pattern but ? and *"),
        (Fuzzy("text", "exact", "lyn", 1), "", "two edits are not one"),
        (Fuzzy("text", "exact", "lyn", 2), "abc", "two edits"),
        (Fuzzy("text", "exact", "lijm", 1), "abc", "another letter"),
        (Fuzzy("text", "exact", "lijnn", 1), "abc", "a letter more"),
        (Fuzzy("text", "exact", "lij", 1), "abc", "a letter less"),
        (Fuzzy("text", "exact", "ljin", 1), "abc", "a transposition is one edit"),
        (Fuzzy("text", "exact", "oekraine", 1), "d", "edits count characters, not bytes"),
        (Fuzzy("text", "exact", "dijk", 1), "d", "no edits"),
        (Fuzzy("text", "exact", "xy", 2), "abd", "no term but those of the articles"),
        (Keyword("source", "nrc"), "ab", "keywords are compared folded"),
        (Keyword("source", "DE  volkskrant"), "c", "white space too"),
        (Keyword("section", "sport"), "a", "sections are no sources"),
        (Keyword("section", "kunst"), "c", "one of several values"),
        (Keyword("section", "sport EN  spel"), "c", "another of them"),
        (Keyword("section", "sport en spel kunst"), "", "values are not joined"),
        (Keyword("section", ""), "", "nothing is no value"),
        (Keyword("source", "volkskrant"), "", "a value is a whole value"),
        (Keyword("author", "Jan Bakker"), "a", "a whole value of a field by words"),
        (Keyword("author", "bakker"), "", "a filter asks for whole values"),
        (Keyword("author", "bakker", within=True), "ac", "a word of a value"),
        (Keyword("author", "JAN  Bakker", within=True), "a", "words next to each other"),
        (Keyword("author", "van den bossche", within=True), "b", "in the middle of a value"),
        (Keyword("author", "renee", within=True), "b", "accents do not count"),
        (Keyword("author", "vries", within=True), "c", "nor do hyphens"),
        (Keyword("author", "jan bossche", within=True), "", "values are not joined"),
        (Keyword("author", "bossche van", within=True), "", "in their order"),
        (Keyword("author", "bak", within=True), "", "a word is a whole word"),
        (Keyword("author", "", within=True), "", "no word is in no value"),
        (Among(("a", "c")), "ac", "the articles of these ids"),
        (Among(("x", "b")), "b", "an id that is none is nobody's"),
        (Among(()), "", "no id is no article"),
        (MatchAll(), "abcd", "everything"),
        (And((RED, LINE)), "abc", "every child"),
        (And((RED, DIKE)), "", "every child"),
        (And((RED, Not(Phrase("text", "exact", ("rode", "lijn"))))), "bc", "Not excludes"),
        (And((Not(RED), MatchAll())), "d", "Not may come first"),
        (And((RED, Not(LINE))), "", "Not can exclude all"),
        (And((word("de"), Not(Or((word("dunne"), DIKE))))), "a", "Not takes any node"),
        (Or((RED, DIKE)), "abcd", "any child"),
        (Or((RED, LINE, word("dunne")), 2), "abc", "two of three"),
        (Or((RED, LINE, word("dunne")), 3), "b", "three of three"),
        (Or((RED, RED, DIKE), 2), "abc", "a child that stands there twice counts twice"),
        (Or((word("nergens"),)), "", "one child, no article"),
        (MustShould(RED, (DIKE, word("dunne"))), "abc", "should does not widen"),
        (ConstantScore(Or((RED, DIKE)), 2.0), "abcd", "what the child finds"),
        (
            And((ConstantScore(RED, 0.0), Not(ConstantScore(word("dunne"), 1.0)))),
            "ac",
            "constants in Not",
        ),
    ],
)
def test_a_node_finds_just_the_articles_it_says(
    news: Any, query: nodes.Node, expected: str, why: str
) -> None:
    assert sorted(news.find(query)) == list(expected), why
    assert news.reader().count(query).total == len(expected), why


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2022-03-24", "2022-03-24", "abc"),
        ("2022-03-25", "2022-03-25", "bc"),
        ("2022-04", "2022-12", "c"),
        ("2021", "2021", ""),
        ("2023", "2024", ""),
        ("2021", "2022-01-01", "c"),
        ("2022-03-31", "2022-03-31", "bc"),
        ("0001", "9999", "abc"),
    ],
)
def test_days_find_the_dated_articles_whose_span_overlaps(
    news: Any, first: str, last: str, expected: str
) -> None:
    days = nodes.DateRange(Span.parse(first).first, Span.parse(last).last)
    assert sorted(news.find(days)) == list(expected)
    assert sorted(news.find(And((word("rode"), days)))) == list(expected)


@pytest.mark.parametrize(
    "node",
    [
        Phrase("text", "exact", ("rode", "lijn"), boost=2.5),
        Phrase("text", "exact", ("rode", "lijn"), 2, boost=2.5),
        Prefix("text", "exact", "rod", boost=2.5),
        Wildcard("text", "exact", "r*", boost=2.5),
        Fuzzy("text", "exact", "rote", boost=2.5),
        ConstantScore(Or((RED, LINE)), 2.5),
    ],
)
def test_what_is_no_term_scores_its_boost(news: Any, node: nodes.Node) -> None:
    scores = {score for _, score in news.scored(node)}
    assert scores == {2.5}


@pytest.mark.parametrize(
    "node", [MatchAll(), Keyword("source", "nrc"), nodes.DateRange(1, Span.parse("2023").last)]
)
def test_filters_score_nothing(news: Any, node: nodes.Node) -> None:
    assert {score for _, score in news.scored(node)} == {0.0}
    alone, filtered = dict(news.scored(RED)), dict(news.scored(And((RED, node))))
    assert filtered == pytest.approx({id_: alone[id_] for id_ in filtered})


LETTERS = "ab?*é東"


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example("*a????" + "a" * 34)
@example("*a?b?" + "é" * 34)
@given(st.text(LETTERS, min_size=1, max_size=MAX_PATTERN_LENGTH).map(simplified))
def test_no_pattern_of_a_query_is_too_much_for_an_engine(news: Any, pattern: str) -> None:
    assume(fits(pattern) and pattern.strip("*?"))
    news.find(Wildcard("text", "exact", pattern))
