"""No query of a codebook takes four times as long for twice its length: it is read whole.

Time is that of the processor in this thread, and only how it grows counts.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.model import Article, SearchRequest
from indexer.query import analyze
from indexer.query.parser import parse
from indexer.query.terms.numbers import Typed, number_ahead
from indexer.statistics import matching
from indexer.statistics.codebooks.codebook import Label
from tests.trust.growth import grows, seconds

Written = Callable[[int], str]
_SIZE = 2_000  # pieces of a query: with fewer what grows is hidden by what does not
_DRAWN = 3


def _of_pieces(piece: str, between: str = " ") -> Written:
    """Return what writes a query of so many pieces, in which %d is another number each time."""
    if "%d" not in piece:
        return lambda size: between.join([piece] * size)
    return lambda size: between.join([piece % n for n in range(size)])


REPEATED = (
    *("de", "storm", "w%d", "=w%d", "a%d*", "a?b", "-w%d", "+w", "NOT", "OR", "EN", "() ", "(a b)"),
    *("12", "1,5", "1.2.3", "3 miljoen", "jaren 80", "½", "10%%", "€10", "NAVO", "zee-dijk"),
    *('"de het"', '"w%d"', '"', '"a', "'a", "'a'", "('", "‘a", "’", "d'a", "a'"),
    *(
        "datum:2019",
        "datum:%dx",
        'datum:"',
        "titel:a",
        "titel:",
        "bron:a%d",
        "persoon:a",
        "foo:bar",
    ),
    *(
        "wie is dat? Ik",
        "wie is dat?!",
        "–a",
        "–a b c",
        "a^2",
        "a w/5 b",
        "a NEAR b",
        "a|b",
        "oek%%",
    ),
    *(
        "https://nos.nl/a-b-c",
        "www.a.nl/x",
        "a~",
        "a.b",
        "{a}",
        "<b>",
        "a\t\t",
        "e\u0301",
        "\u200b",
    ),
)
OF_ONE_WORD = (
    "-",
    "1-",
    "1.",
    "a-",
    "a.",
    "a'",
    "a/",
    "a|",
    "w/",
    "^2",
    "½",
    "(",
    ")",
    "*",
    "a*?",
    "a",
)
QUERIES: dict[str, Written] = {
    **{piece: _of_pieces(piece) for piece in REPEATED},
    **{f"{piece} in a word": _of_pieces(piece, "") for piece in OF_ONE_WORD},
    **{f"OR of {piece}": _of_pieces(piece, " OR ") for piece in ("w%d", "a%d*", '"a b%d"', "a -b")},
    "a phrase": lambda size: f'"{"storm zee " * size}"',
    "a phrase of numbers": lambda size: f'"{_of_pieces("w%d")(size)}"',
    "a phrase with room": lambda size: f'"{"storm zee " * size}"~9',
    "an open quote behind them": lambda size: "'a " * size + "(",
    "a closed quote behind them": lambda size: "'a " * size + "b'",
    "parentheses in each other": lambda size: "(" * size + "a" + ")" * size,
    "a group of values": lambda size: f"bron:({_of_pieces('a%d', ' OR ')(size)})",
}


QUADRATIC = ("'a", "wie is dat? Ik", "a phrase", "an open quote behind them")
"""What was."""


def _drawn(seed: random.Random, soaking: bool) -> list[str]:
    others = [each for each in QUERIES if each not in QUADRATIC]
    return [*QUADRATIC, *(others if soaking else seed.sample(others, _DRAWN))]


@pytest.mark.soak
def test_reading_a_query_takes_time_with_its_length(seed: random.Random, soaking: bool) -> None:
    parse("(a)", whole=True)

    def take(size: int, written: Written) -> float:
        text = written(size)
        return seconds(lambda: parse(text, whole=True))

    drawn = _drawn(seed, soaking)
    assert [each for each in drawn if grows(partial(take, written=QUERIES[each]), _SIZE)] == []


@pytest.fixture(scope="module")
def archive(
    tmp_path_factory: pytest.TempPathFactory, write_articles: Callable[..., Path]
) -> Archive:
    folder = tmp_path_factory.mktemp("long")
    bodies = ("storm zee " * 50, "de storm-zee 3 miljoen jaren 80", "storm zee storm-zee storm zee")
    articles = [Article(f"a{n}", "Kop", body, "2020") for n, body in enumerate(bodies)]
    made = Settings(index=folder / "index")
    build(made, [write_articles(folder / "all.jsonl", *articles)])
    return Archive.open(made)


@pytest.mark.soak
def test_matching_a_query_takes_time_with_its_length(
    archive: Archive, seed: random.Random, soaking: bool
) -> None:
    def take(size: int, written: Written) -> float:
        tree = parse(written(size), whole=True).tree
        bench = archive.figures()
        return seconds(lambda: bench.codebook([Label("L", "", tree)])) if tree else 0.0

    drawn = _drawn(seed, soaking)
    assert [each for each in drawn if grows(partial(take, written=QUERIES[each]), _SIZE // 2)] == []


@pytest.mark.parametrize("module", [analyze, matching])
def test_numbers_ahead_are_looked_for_in_one_list(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, module: ModuleType
) -> None:
    """Each word had a list of all that follow: 25,000 words took ten seconds."""
    asked = []

    def noted(tokens: Sequence[Typed], at: int) -> object:
        asked.append((tokens, at))
        return number_ahead(tokens, at)

    monkeypatch.setattr(module, "number_ahead", noted)
    query = "3 miljoen storm zee 12 jaren 80"
    archive.search(SearchRequest(query))
    archive.figures().count([query], ["year"])
    assert [at for tokens, at in asked if tokens is asked[0][0]] == [0, 2, 3, 4, 5]
