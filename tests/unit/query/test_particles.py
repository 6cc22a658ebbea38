"""Surnames whose particle is typed short are known as such."""

from __future__ import annotations

import pytest

from indexer.query.terms.numbers import Typed
from indexer.query.terms.particles import name_ahead


@pytest.mark.parametrize(
    ("words", "size", "written"),
    [
        ("vd poel", 2, "van der poel"),
        ("vd beek amsterdam", 2, "van de beek"),
        ("v d broek", 3, "van den broek"),
        ("vd leyen", 2, "von der leyen"),
        ("vdr heijden", 2, "van der heijden"),
        ("v dijk", 2, "van dijk"),
        ("vd", 0, ""),
        ("v 8", 0, ""),
        ("vd b", 0, ""),
        ("van dijk", 0, ""),
        ("beek vd", 0, ""),
    ],
)
def test_a_particle_that_is_typed_short_belongs_to_the_next_word(
    words: str, size: int, written: str
) -> None:
    tokens = [Typed(word, n, False, word) for n, word in enumerate(words.split())]
    found, ways = name_ahead(tokens)
    assert found == size
    assert (tuple(written.split()) in ways) == bool(written)


def test_a_literal_word_is_no_particle() -> None:
    assert name_ahead([Typed("vd", 0, True, "vd"), Typed("poel", 1, False, "poel")]) == (0, ())


def test_a_literal_word_behind_a_name_leaves_it_a_name() -> None:
    tokens = [Typed(word, n, word == "wint", word) for n, word in enumerate(["vd", "poel", "wint"])]
    size, ways = name_ahead(tokens)
    assert size == 2
    assert ("van", "der", "poel") in ways
