"""What sounds alike is near, and the cost of a slip is a measure."""

from __future__ import annotations

from itertools import pairwise
from types import ModuleType
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from indexer.analysis.spelling import _edits, most_letters, respelt, slip, sounding

WORDS = st.text("abcdeghijkoqstuvxyz", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("typed", "meant", "why"),
    [
        ("klimaatacoord", "klimaatakkoord", "c sounds as k before a, and double letters as one"),
        ("krisis", "crisis", "c sounds as k before r"),
        ("senter", "center", "c sounds as s before e"),
        ("polisie", "politie", "t sounds as s before ie"),
        ("seizoen", "sijzoen", "ei and ij"),
        ("outo", "auto", "au and ou"),
        ("vrouwd", "vroud", "ouw and ou"),
        ("gemeenteraat", "gemeenteraad", "d at the end sounds as t"),
        ("wort", "wordt", "dt at the end too"),
        ("tunberg", "thunberg", "h after t is not heard"),
        ("accu", "aku", "double letters, and c"),
        ("fotografie", "photografie", "ph and f"),
        ("kwaliteit", "qualiteit", "qu and kw"),
        ("leijen", "leyen", "eij in names is ei, as ey is"),
        ("meijer", "meier", "and ei itself"),
        ("rooijen", "rooyen", "so are oij and oy"),
        ("schaaij", "schaay", "and aij and ay"),
        ("bruijn", "bruyn", "and uij and uy"),
        ("bagdadi", "baghdadi", "h after g is not heard"),
        ("afganistan", "afghanistan", "in any name"),
        ("kashoggi", "khashoggi", "nor after k"),
        ("gandi", "gandhi", "nor after d"),
    ],
)
def test_what_sounds_alike_has_one_sounding(typed: str, meant: str, why: str) -> None:
    assert sounding(typed) == sounding(meant), why


@pytest.mark.parametrize(
    ("near", "far", "meant", "why"),
    [
        ("gemeenteraat", "gemeenteraap", "gemeenteraad", "a letter that is not heard costs less"),
        ("kabient", "kabixet", "kabinet", "a swap costs less than another letter"),
        ("kabient", "kabietn", "kabinet", "one swap costs less than two"),
    ],
)
def test_the_likelier_slip_costs_less(near: str, far: str, meant: str, why: str) -> None:
    assert slip(near, meant) < slip(far, meant), why


@given(WORDS, WORDS)
def test_a_slip_costs_the_same_both_ways_and_nothing_only_where_there_is_none(
    typed: str, meant: str
) -> None:
    assert slip(typed, meant) == slip(meant, typed)
    assert (slip(typed, meant) > 0) == (typed != meant)


@given(WORDS)
def test_a_sounding_has_no_double_letters(word: str) -> None:
    sound = sounding(word)
    assert all(a != b for a, b in pairwise(sound))


@given(typed=WORDS, meant=WORDS)
def test_a_slip_differs_in_no_more_letters_than_its_cost_allows(typed: str, meant: str) -> None:
    assert OSA.distance(typed, meant) <= most_letters(slip(typed, meant))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("ajaks", "ajax"), ("texas", "teksas"), ("ekwa", "equa"), ("nikki", "nicky")],
)
def test_a_sound_of_two_letters_is_written_as_one_and_sounds_the_same(
    typed: str, meant: str
) -> None:
    assert all(sounding(each) == sounding(typed) for each in respelt(typed))
    assert sounding(typed) == sounding(meant)
    assert meant in respelt(typed)


def test_a_word_without_such_a_sound_is_written_in_no_other_way() -> None:
    assert respelt("tottenham") == set()


ANY = st.text("abé東", max_size=7)


@given(ANY, ANY)
@example("ab" * 40, "ba" * 40)
@example("ab" * 32, "")
@example("", "ab" * 40)
def test_the_compiled_kernel_counts_the_same_edits(
    native: ModuleType, typed: str, meant: str
) -> None:
    assert native.edits_between(typed, meant) == OSA.distance(typed, meant)


def test_a_slip_costs_the_same_without_the_kernel() -> None:
    pairs = [("kabient", "kabinet"), ("krisis", "crisis"), ("wort", "wordt"), ("dijk", "bos")]
    found = [slip(*pair) for pair in pairs]
    _edits.cache_clear()
    with patch("indexer.analysis.spelling.compiled", return_value=None):
        assert [slip(*pair) for pair in pairs] == found
    _edits.cache_clear()
