"""A quotation is met by its words and by those that a hyphen joins, at a cost of its length."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.model import Article
from indexer.query.terms.satisfying import Joined, joined
from indexer.statistics.codebooks.codebook import read_codebook
from indexer.storage.forward.segment import Mask

PIECES = ("zee", "dijk", "zee-dijk", "dijk-zee", "zee-zee", "zee-dijk-zee", "zee-dijk-zee-dijk")


def _bodies() -> list[str]:
    draw = random.Random(8)
    return [" ".join(draw.choices(PIECES, k=40)) for _ in range(30)]


def _met(body: Sequence[str], phrase: Sequence[str]) -> int:
    """Return how often a body has a phrase of which a hyphen may join two to four, once."""

    def follows(place: int, left: Sequence[str], *, may_join: bool) -> bool:
        if not left:
            return True
        if place == len(body):
            return False
        size = body[place].count("-") + 1
        fits = body[place] == "-".join(left[:size]) and (size == 1 or may_join)
        return fits and follows(place + 1, left[size:], may_join=may_join and size == 1)

    return sum(follows(place, phrase, may_join=True) for place in range(len(body)))


@pytest.fixture(scope="module")
def settings(
    tmp_path_factory: pytest.TempPathFactory, write_articles: Callable[..., Path]
) -> Settings:
    folder = tmp_path_factory.mktemp("hyphens")
    articles = [Article(f"a{n}", "Kop", body, "2020") for n, body in enumerate(_bodies())]
    made = Settings(index=folder / "index")
    build(made, [write_articles(folder / "all.jsonl", *articles)])
    return made


@pytest.mark.parametrize("size", range(2, 8))
def test_a_phrase_has_its_hits_with_hyphens(settings: Settings, size: int) -> None:
    """As counted by hand, of every phrase of two words that the archive may have."""
    draw = random.Random(size)
    phrases = [draw.choices(("zee", "dijk"), k=size) for _ in range(6)]
    bodies = [body.split() for body in _bodies()]
    asked = [f'"{" ".join(phrase)}"' for phrase in phrases]
    for query, phrase in zip(asked, phrases, strict=True):
        (row,) = Archive.open(settings).figures().count([query], ["year"]).rows
        counted = [_met(body, phrase) for body in bodies]
        assert (row.articles, row.hits) == (sum(map(bool, counted)), sum(counted)), query


def test_what_hyphens_join_costs_no_copy_of_the_phrase() -> None:
    """A phrase of n words has three times as many ways to join them: each had a copy of n words."""
    ways = list(joined(tuple("abcd")))
    assert [way.mark for way in ways] == ["a-b", "a-b-c", "a-b-c-d", "b-c", "b-c-d", "c-d"]
    assert ways[3] == Joined(tuple("abcd"), 1, 3)
    assert [way.exact for way in ways[:4:3]] == [("ab", "c", "d"), ("a", "bc", "d")]
    phrase = tuple(map(str, range(1_000)))
    assert all(way.phrase is phrase for way in joined(phrase))


def test_a_long_phrase_is_looked_up_as_far_as_the_archive_has_it(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words that no article has in a row are asked for no hyphen."""
    bench = Archive.open(settings).figures()
    asked: list[str] = []
    known = bench._words.with_hyphens

    def noted(mark: str) -> list[Mask]:
        asked.append(mark)
        return known(mark)

    monkeypatch.setattr(bench._words, "with_hyphens", noted)
    book = tmp_path / "book.txt"
    book.write_text(f'Lang = "{"zee dijk niets " * 10_000}"\n', "utf-8")
    (row,) = bench.codebook(read_codebook(book)).rows
    assert row.hits == 0
    assert len(asked) < 20


def test_a_phrase_of_thousands_that_an_article_has_is_found(
    tmp_path: Path, write_articles: Callable[..., Path]
) -> None:
    """Each place may be joined there too, in another article."""
    size = 400
    words = ["zee"] * size
    texts = [" ".join([*words[:at], "zee-zee", *words[at + 2 :]]) for at in range(0, size - 1, 7)]
    articles = [Article(f"a{n}", "Kop", text, "2020") for n, text in enumerate(texts)]
    made = Settings(index=tmp_path / "index")
    build(made, [write_articles(tmp_path / "all.jsonl", *articles)])
    book = tmp_path / "book.txt"
    book.write_text(f'Lang = "{" ".join(words)}"\n', "utf-8")
    (row,) = Archive.open(made).figures().codebook(read_codebook(book)).rows
    assert (row.articles, row.hits) == (len(texts), len(texts))
