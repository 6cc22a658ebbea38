"""Words typed as one, of which the seam shows."""

from __future__ import annotations

import pytest

from indexer.search.offers.seams import at_seams, has_seam


@pytest.mark.parametrize(
    ("surface", "ways"),
    [
        ("DuncanLaurence", [("Duncan", "Laurence")]),
        ("VSChina", [("VS", "China")]),
        ("staatsaandelenKLM", [("staatsaandelen", "KLM")]),
        ("moskeeNieuw-Zeeland", [("moskee", "Nieuw-Zeeland")]),
        ("storm4", [("storm", "4")]),
        ("34etitel", [("34", "etitel"), ("34e", "titel")]),
        ("2dekamer", [("2", "dekamer"), ("2de", "kamer")]),
        (
            "VanDijkAjax",
            [("Van", "DijkAjax"), ("VanDijk", "Ajax"), ("Van", "Dijk", "Ajax")],
        ),
    ],
)
def test_a_word_falls_apart_at_its_seams(surface: str, ways: list[tuple[str, ...]]) -> None:
    assert list(at_seams(surface)) == ways
    assert has_seam(surface)


@pytest.mark.parametrize("surface", ["fiets", "Ajax", "NAVO", "2019", "Één", "", "'s"])
def test_a_word_without_a_seam_is_whole(surface: str) -> None:
    assert not has_seam(surface)
    assert list(at_seams(surface)) == []


@pytest.mark.parametrize("surface", ["PPrinsjesdag", "A2", "5G", "F16", "aBcDeFgHiJ"])
def test_codes_and_doubled_capitals_do_not_fall_apart(surface: str) -> None:
    assert list(at_seams(surface)) == []
