"""What one version of a story says that the other does not."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.highlight.diff import Change, changes, words


@pytest.mark.parametrize(
    ("before", "after", "expected", "why"),
    [
        ("Een. Twee.", "Een. Twee.", "Een. Twee.", "the same"),
        ("Een. Twee.", "Een.\n\nTwee.", "Een.\n\nTwee.", "but for white space"),
        ("Een. Drie.", "Een. Twee. Drie.", "Een. +Twee. +Drie.", "a sentence more"),
        ("Een. Twee. Drie.", "Een. Drie.", "Een. -Twee. -Drie.", "a sentence less"),
        (
            "Bij de brand vielen twee gewonden.",
            "Bij de brand vielen drie gewonden.",
            "Bij de brand vielen -twee -+drie +gewonden.",
            "a word within a sentence",
        ),
        (
            "De politie zoekt getuigen. Bel ons.",
            "Er is een man opgepakt. Bel ons.",
            "-De politie zoekt getuigen. -+Er is een man opgepakt. +Bel ons.",
            "a sentence that became another",
        ),
        ("", "Een.", "+Een.+", "all new"),
        ("Een.", "", "-Een.-", "all gone"),
        ("", "", "", "nothing"),
    ],
)
def test_changes_are_told_to_the_word(before: str, after: str, expected: str, why: str) -> None:
    sign = {Change.KEPT: "", Change.ADDED: "+", Change.REMOVED: "-"}
    told = "".join(
        f"{sign[passage.change]}{passage.text}{sign[passage.change]}"
        for passage in changes(before, after)
    )
    assert told.replace("\n+", "+").replace("\n-", "-").rstrip("\n") == expected, why


def test_changed_words_are_counted() -> None:
    found = changes("Een man is gewond. Hij leeft.", "Een vrouw is gewond. Zij leeft nog.")
    assert {change: words(found, change) for change in Change} == {
        Change.KEPT: 3,
        Change.ADDED: 4,
        Change.REMOVED: 3,
    }


texts = st.lists(
    st.sampled_from(["een", "twee", "drie.", "vier!", "\n\n", "vijf"]), max_size=30
).map(" ".join)


@given(texts, texts)
def test_each_version_can_be_read_back(before: str, after: str) -> None:
    found = changes(before, after)
    new = "".join(p.text for p in found if p.change is not Change.REMOVED)
    old = "".join(p.text for p in found if p.change is not Change.ADDED)
    assert new.split() == after.split()
    assert old.split() == before.split()
    assert all(a.change is not b.change for a, b in pairwise(found))


@pytest.mark.parametrize("piece", ["ja ", "Ja. ", "ja nee ", "\n\n "])
def test_long_and_monotonous_texts_take_no_longer_than_their_length(
    grows_linearly: Callable[[Callable[[int], object]], bool], piece: str
) -> None:
    assert grows_linearly(lambda size: changes(piece * size, f"x {piece}" + piece * size))
