"""A query in English is told that the archive is in Dutch; no other is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.model import Article, SearchRequest
from lexicon.compile_english import TARGET, main

SAID = "Dit archief is Nederlands, en ‘{}’ is Engels: zoek met Nederlandse woorden."


@pytest.fixture
def archive(archive_of: Callable[..., Archive]) -> Archive:
    texts = ["Vincent Price speelde in House of Wax."] * 2
    texts += ["De film Climate Change draait."] + ["Actie van Extinction Rebellion."] * 12
    texts += ["Het team ontdekte nitrogen in de deal."] * 60
    texts += ["Onder premier May bleef brexit uit."] * 60
    return archive_of(*(Article(str(n), f"Kop {n}", text) for n, text in enumerate(texts)))


@pytest.mark.parametrize(
    ("query", "english", "why"),
    [
        ("house prices amsterdam", "house prices", "beside a name"),
        ("climate change", "climate change", "also where a title has it"),
        ("earthquake", "earthquake", "one word"),
        ("Climate change", "change", "a capital may begin a name"),
        ("fire crisis", "fire", "one word is of both languages"),
        ("nitrogen crisis", "nitrogen", "also where articles have the other"),
        ("farmers protest the hague", "farmers", "a rare word of Dutch that English has often"),
        ("suspect amsterdam", "suspect", "another"),
        ("mayor of amsterdam", "mayor", "though somebody may be called so"),
        ("gas earthquakes groningen", "earthquakes", "a plural that is less frequent"),
        ("climate students", "climate students", "another beside it"),
        ("plane crash", "plane", "a word of both beside it"),
        ("prime minister", "prime", "another, which Dutch has oftener"),
        ("bank robbery", "robbery", "and no slip for a name"),
    ],
)
def test_a_query_in_english_is_known(archive: Archive, query: str, english: str, why: str) -> None:
    assert SAID.format(english) in archive.search(SearchRequest(query)).notices, why


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("extinction rebellion", "a name that articles have"),
        ("nitrogen", "a word that they use"),
        ("extinction rebellion amsterdam", "that name beside another word"),
        ("the zinger", "an article begins names"),
        ("deal team", "words of Dutch too"),
        ("brexit may", "names that articles have together, though one is a word of English"),
        ("huizenprijzen amsterdam", "Dutch"),
        ("fietshelmplicht", "a compound that no dictionary has"),
        ("Kashmir Pakistan", "names"),
        ("rutte merkel", "names in small letters"),
        ("women in de politiek", "as much of Dutch"),
        ("rebellion actie", "as much, and articles have both"),
        ("=climate", "asked for as it is"),
        ('"climate change"', "and so here"),
        ("chang*", "a pattern"),
        ("titel:xqzvw", "no word at all"),
        ("", "nothing"),
    ],
)
def test_another_is_not(archive: Archive, query: str, why: str) -> None:
    notices = archive.search(SearchRequest(query)).notices
    assert not any("Engels" in notice for notice in notices), why


def test_the_list_is_what_its_sources_give(tmp_path: Path) -> None:
    main(tmp_path / "english.txt")
    assert (tmp_path / "english.txt").read_bytes() == TARGET.read_bytes()


WORDS = {
    "climate": ("klimaat", "gesteldheid"),
    "change": ("keer", "verandering"),
    "strike": ("slaan", "staking"),
    "teacher": ("leraar",),
}


@pytest.fixture
def dutch(archive_of: Callable[..., Archive], monkeypatch: pytest.MonkeyPatch) -> Archive:
    """Return an archive on a machine that has a dictionary."""
    monkeypatch.setattr("indexer.search.offers.english.dictionary", lambda: WORDS)
    texts = ["De klimaatverandering gaat snel, keer op keer."] * 3
    texts += ["De leraar begint een staking in Utrecht."] * 3 + ["Slaan is geen klimaat."] * 2
    return archive_of(*(Article(str(n), f"Kop {n}", text) for n, text in enumerate(texts)))


@pytest.mark.parametrize(
    ("query", "meant", "why"),
    [
        ("climate", "klimaat", "one word"),
        ("climate change", "klimaatverandering", "two that are one in Dutch"),
        ("teacher strike", "leraar staking", "what stands together, not the first meaning"),
        ("strike teacher utrecht", "utrecht staking leraar", "a name stays"),
        ("earthquake", None, "the dictionary lacks it"),
    ],
)
def test_with_a_dictionary_it_is_offered_in_dutch(
    dutch: Archive, query: str, meant: str | None, why: str
) -> None:
    page = dutch.search(SearchRequest(query))
    assert page.corrected is None
    assert page.suggestion == meant, why
    if meant and not page.total:
        first = page.offers[0]
        assert (str(first.reason), first.query) == ("In het Nederlands", meant)
        assert first.count == dutch.search(SearchRequest(meant)).total > 0


def test_no_piece_of_a_word_in_english_is_offered(archive: Archive) -> None:
    """The archive has `house`, which ends warehouse."""
    assert [each.query for each in archive.search(SearchRequest("wordhouse")).offers] == ["house"]
    assert archive.search(SearchRequest("warehouse")).offers == ()


def test_without_a_dictionary_nothing_is_offered(
    dutch: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.search.offers.english.dictionary", dict)
    assert dutch.search(SearchRequest("climate change")).suggestion is None
