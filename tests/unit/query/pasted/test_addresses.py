"""The words of a pasted address are those of its headline, where they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.query.pasted.addresses import is_address, same_address, words_of_address
from indexer.query.syntax import Word


def read(text: str) -> list[str]:
    return [word.text for word in words_of_address(Word(text, 0, len(text)))]


@pytest.mark.parametrize(
    ("address", "words", "why"),
    [
        ("https://krant.nl/artikel/2286849-raad-stelt-grens", "raad stelt grens", "a number"),
        ("http://www.krant.nl/a/b/raad-stelt-grens/", "raad stelt grens", "a slash at the end"),
        ("www.krant.nl/2019/05/16/raad-in-beraad-a3960467", "raad in beraad", "a code at the end"),
        ("https://krant.nl/x/raad-wijst-plan-af~a1b2c3d4/", "raad wijst plan af", "one after ~"),
        ("krant.nl/stad/5890123/raad-wil-100-bomen.html", "raad wil 100 bomen", "no scheme"),
        ("https://krant.nl/raad-wil-bomen?utm_source=x#top", "raad wil bomen", "what follows"),
        ("HTTPS://Krant.NL/Raad-Wil-Bomen", "Raad Wil Bomen", "capitals"),
        ("https://krant.nl/raad_wil_bomen", "raad wil bomen", "underscores"),
        ("https://krant.nl/raad-wil-caf%C3%A9s", "raad wil cafés", "signs in codes"),
        ("https://krant.nl/raad-wil-bomen/reacties", "raad wil bomen", "the part with most words"),
        ("https://krant.nl/columns/3369692/puinhoop", "puinhoop", "a headline of one word"),
        (
            "https://zoek.nl/search?hl=nl&q=raad+wil%20%23bomen",
            "raad wil bomen",
            "what was searched",
        ),
        ("https://krant.nl/zoeken?query=caf%C3%A9", "café", "one word of that"),
        ("https://krant.nl/raad-wil-bomen?s=gedeeld", "raad wil bomen", "no search of a headline"),
        ("https://krant.nl/l/2308322", "", "no words"),
        ("https://krant.nl/", "", "a site alone"),
        ("https://krant.nl", "", "nor without a slash"),
        ("en/of", "", "no address"),
        ("24/7", "", "a number"),
        ("km/h", "", "a unit"),
    ],
)
def test_an_address_has_the_words_of_its_headline(address: str, words: str, why: str) -> None:
    assert " ".join(read(address)) == words, why


@given(st.from_regex(r"https://krant\.nl(/[a-zéİ%0-9~._-]{0,20}){0,4}", fullmatch=True))
def test_each_word_is_where_it_stands(address: str) -> None:
    found = list(words_of_address(Word(address, 3, 3 + len(address))))
    places = [(word.start - 3, word.end - 3) for word in found]
    assert places == sorted(places)
    for word, (start, end) in zip(found, places, strict=True):
        assert "%" in address[start:end] or address[start:end] == word.text


def test_a_literal_address_has_none() -> None:
    assert not list(words_of_address(Word("https://krant.nl/raad-wil-bomen", 0, 31, True)))


def test_a_word_with_a_slash_is_no_address() -> None:
    assert [text for text in ("en/of", "https://krant.nl/x", "a.b/c") if is_address(text)] == [
        "https://krant.nl/x"
    ]


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("http://www.krant.nl/raad/", True),
        ("krant.nl/raad?x=1", True),
        ("https://krant.nl/raad#reacties", True),
        ("https://krant.nl/raad/2", False),
        ("https://blad.nl/raad", False),
    ],
)
def test_addresses_of_one_page(other: str, same: bool) -> None:
    assert same_address("https://krant.nl/raad", other) is same
