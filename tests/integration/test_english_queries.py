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
    return archive_of(*(Article(str(n), f"Kop {n}", text) for n, text in enumerate(texts)))


@pytest.mark.parametrize(
    ("query", "english", "why"),
    [
        ("house prices amsterdam", "house prices", "beside a name"),
        ("climate change", "climate change", "also where a title has it"),
        ("earthquake", "earthquake", "one word"),
        ("Climate change", "change", "a capital may begin a name"),
    ],
)
def test_a_query_in_english_is_known(archive: Archive, query: str, english: str, why: str) -> None:
    assert SAID.format(english) in archive.search(SearchRequest(query)).notices, why


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("extinction rebellion", "a name that articles have"),
        ("nitrogen", "a word that they use"),
        ("deal team", "words of Dutch too"),
        ("huizenprijzen amsterdam", "Dutch"),
        ("fietshelmplicht", "a compound that no dictionary has"),
        ("Kashmir Pakistan", "names"),
        ("rutte merkel", "names in small letters"),
        ("women in de politiek", "as much of Dutch"),
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
