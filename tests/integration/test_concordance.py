"""Every hit in its context: what a line holds, and the order of the lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.answers.figures import ConcordanceLine, LineOrder
from indexer.answers.streams import ResultStream
from indexer.highlight.matcher import HitFinder
from indexer.model import Article, Hit, SearchRequest, Snippet
from indexer.query.parser import parse
from indexer.statistics.concordance import concordance, in_order, lines_of

FinderOf = Callable[[str], HitFinder]


def lines(finder: HitFinder, body: str, title: str = "", width: int = 60) -> list[ConcordanceLine]:
    return list(lines_of([Article("x", title, body)], finder, width))


@pytest.mark.parametrize(
    ("body", "width", "expected", "why"),
    [
        ("De storm woei hard.", 60, ("De ", "storm", " woei hard."), "the text as it is"),
        ("Storm.", 60, ("", "Storm", "."), "a hit may be all there is"),
        ("een zware\n\n  storm\twoei", 60, ("een zware ", "storm", " woei"), "white space"),
        ("de herfststormen woeden", 60, ("de herfst", "stormen", " woeden"), "part of a compound"),
        ("de stormschade viel mee", 60, ("de ", "storm", "schade viel mee"), "its first part"),
        ("a bb ccc storm ddd ee f", 10, ("a bb ccc ", "storm", " ddd ee f"), "what just fits"),
        ("aa bb ccc storm ddd ee ff", 9, ("bb ccc ", "storm", " ddd ee"), "cut at a word"),
        ("onafgebroken storm onafgebroken", 8, ("", "storm", ""), "no word fits"),
    ],
)
def test_a_line_has_the_hit_and_what_stands_around_it(
    finder: FinderOf, body: str, width: int, expected: tuple[str, str, str], why: str
) -> None:
    (line,) = lines(finder("storm"), body, width=width)
    assert (line.left, line.match, line.right) == expected, why


def test_every_hit_has_a_line_those_of_the_title_first(finder: FinderOf) -> None:
    found = lines(finder("storm"), "Een storm, geen storm.", title="De storm")
    assert [(line.field, line.number, line.start) for line in found] == [
        ("title", 1, 3),
        ("body", 2, 4),
        ("body", 3, 16),
    ]


def test_a_title_that_begins_the_body_has_no_lines_of_its_own_but_is_counted(
    finder: FinderOf,
) -> None:
    found = lines(finder("storm"), "De storm woei hard.", title="De storm woei…")
    assert [(line.field, line.number) for line in found] == [("body", 2)]


def test_what_is_too_much_to_read_is_said(finder: FinderOf) -> None:
    articles = [Article(str(n), "", "Een storm, geen storm.") for n in range(9)]
    marker = finder("storm")
    marker.effort.hits = 5
    none = Snippet("title", "", ())
    hits = (Hit(n, article, 0.0, none, ()) for n, article in enumerate(articles, 1))
    order = LineOrder.RELEVANCE
    found = concordance(parse("storm"), ResultStream(9, hits), marker, 60, order)
    assert (len(found.lines), found.read, found.total) == (5, 3, 9)
    assert found.notices[0].startswith("Dat zijn te veel treffers")
    assert sum(1 for _ in hits) == 6  # they were not even loaded


def test_a_phrase_is_one_hit_and_two_words_are_two(finder: FinderOf) -> None:
    body = "De rode lijn is rood."
    assert [line.match for line in lines(finder('"rode lijn"'), body)] == ["rode lijn"]
    assert [line.match for line in lines(finder("rood lijn"), body)] == ["rode", "lijn", "rood"]


words = st.text(st.sampled_from("ab \n\t.-é\U0001f600"), max_size=12)


@given(st.lists(words, min_size=1, max_size=8), st.integers(1, 30))
def test_a_line_is_a_piece_of_the_text_with_white_space_collapsed(
    finder: FinderOf, around: list[str], width: int
) -> None:
    body = " storm ".join(around) + " storm"
    collapsed = " ".join(body.split())
    for line in lines(finder("storm"), body, width=width):
        assert line.left + line.match + line.right in f"{collapsed} "
        assert body[line.start : line.end] == line.match
        assert max(len(line.left), len(line.right)) <= width


def line_of(left: str, right: str, date: str | None = None) -> ConcordanceLine:
    return ConcordanceLine(Article(left + right, "", "", date), "body", 1, 0, 0, left, "x", right)


@pytest.mark.parametrize(
    ("order", "expected", "why"),
    [
        (LineOrder.RELEVANCE, "c|a|d|b", "as they came"),
        (LineOrder.LEFT, "d|a|b|c", "the word next to the hit, then the one before it; folded"),
        (LineOrder.RIGHT, "b|d|c|a", "the words that follow; none comes first, signs aside"),
        (LineOrder.DATE, "d|a|c|b", "by the last day a date can mean; without a date at the end"),
    ],
)
def test_lines_are_put_in_order(order: LineOrder, expected: str, why: str) -> None:
    named = {
        "c": line_of("een zee ", " van tijd", "2022"),
        "a": line_of("Aan één ", ", zei hij", "2021-03"),
        "d": line_of("", "achtig en meer", "2021-03-04"),
        "b": line_of("zij een ", ""),
    }
    found = in_order(named.values(), order)
    names = {id(line): name for name, line in named.items()}
    assert "|".join(names[id(line)] for line in found) == expected, why


def test_an_archive_shows_the_hits_of_what_satisfies_the_query(
    archive_of: Callable[..., Any], engine: str
) -> None:
    archive = archive_of(
        Article("a", "Rust", "Na de storm kwam stilte.", "2022"),
        Article("b", "Storm", "De storm, alleen de storm.", "2021"),
        Article("c", "Wind", "Geen kans op stilte.", "2020"),
        engine=engine,
    )
    found = archive.concordance(SearchRequest("storm"), order=LineOrder.DATE)
    assert [line.article.id for line in found.lines] == ["b", "b", "b", "a"]
    assert (found.total, found.read) == (2, 2)
    both = archive.concordance(SearchRequest("storm stilte"))
    assert {line.article.id for line in both.lines} == {"a"}
    assert archive.concordance(SearchRequest("storm", until="2021")).total == 1


def test_a_long_result_is_read_to_a_limit_that_is_told(
    archive_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.archive.MAX_ARTICLES", 3)
    archive = archive_of(*(Article(str(n), "Storm", "Wind.") for n in range(5)))
    found = archive.concordance(SearchRequest("storm"))
    assert (found.total, found.read, len(found.lines)) == (5, 3, 3)
