"""Where words begin and end, by example (tests/golden/tokens.tsv) and by property."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.tokens import surfaces, tokenize

Linear = Callable[[Callable[[int], object]], bool]

PIECES = (
    *"'’‘´`-‐‑&.,/:_ \n\u00ad\u0308",
    *("a", "É", "ĳ", "N", "7", "1.000", "'s", "en", "of", "-\n", "東", "\ud800", "\0"),
)
texts = st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join))


@pytest.mark.golden("tokens.tsv")
def test_a_text_falls_apart_into_these_words(text: str, tokens: str) -> None:
    assert "|".join(surfaces(text)) == tokens


@given(texts)
def test_each_token_is_the_slice_of_the_text_at_its_offsets(text: str) -> None:
    assert [text[start:end] for start, end in tokenize(text)] == surfaces(text)


@given(texts)
def test_tokens_follow_each_other_without_overlap_and_are_never_empty(text: str) -> None:
    places = [place for span in tokenize(text) for place in span]
    assert places == sorted(places)
    assert all(surfaces(text))


@given(texts)
def test_every_letter_and_digit_is_in_a_token(text: str) -> None:
    covered = {place for start, end in tokenize(text) for place in range(start, end)}
    assert {place for place, sign in enumerate(text) if sign.isalnum()} <= covered


@given(texts)
def test_a_token_but_for_a_broken_one_has_no_white_space(text: str) -> None:
    broken = re.compile("[-\u2010\u2011]\n")
    assert not any(re.search(r"\s", broken.sub("", token)) for token in surfaces(text))


@pytest.mark.parametrize(
    "piece", ["a", "a-", "a'", "1.", "a.", "'s-", "-\na", "\u0308", "a&", "''"]
)
def test_time_is_linear_in_the_length_of_a_text(grows_linearly: Linear, piece: str) -> None:
    assert grows_linearly(lambda size: surfaces(piece * size))
