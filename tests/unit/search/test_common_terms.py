"""The names and long words that texts share: the kernel finds what the expressions of Python do."""

from __future__ import annotations

from types import ModuleType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.search.offers.related import counted, python_counted

PIECES = (
    *(" ", " ", " ", "  ", "\n", ",", ";", ")", "-", "- en ", "'", "’", ".", "_", "/"),
    *("Jan", "Piet", "Ajax", "É", "Éva", "D’66", "PvdA-", "Van", "ÞX", "Ẽva", "Ab_", "X"),
    *("van", "de", "der", "den", "'t", "’t", "ter", "en", "in", "stikstof", "ñandoe"),
    *(
        "veiligheid",
        "één",
        "coëfficiënt",
        "straatßteen",
        "東京都議会議員選挙",
        "jaren2019",
        "abcdefghi",
    ),
)
texts = st.lists(
    st.one_of(st.lists(st.sampled_from(PIECES)).map("".join), st.text(max_size=30)), max_size=6
)


@given(texts=texts)
@example([" a Jan van der Piet b", "x Jan van der Piet", "c Piet Jan de 't Ajax Éva Jan Piet"])
@example(["a Jan Piet", "b Jan Piet", "c Piet d", "- en Jan", "a- en Jan", "en Jan", "a en Jan"])
def test_the_kernel_counts_what_python_does(native: ModuleType, texts: list[str]) -> None:
    assert native
    every = [*texts, *texts[::2]]
    assert counted(every) == python_counted(every)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["bij Mark Rutte.", "of Mark Rutte"], [("Mark Rutte", 2)]),
        (["Rutte zei", "Rutte zei"], []),
        (["de boot, Ajax", "de Ajax", "een (Ajax)"], [("Ajax", 2)]),
        (["het klimaatakkoord", "klimaatakkoord"], [("klimaatakkoord", 2)]),
        (["de Voedsel- en Waren", "de Voedsel- en Waren"], []),
        (["in\ud800 de Ajax", "in Ajax"], [("Ajax", 2)]),
    ],
    ids=["name", "sentence", "sign", "compound", "piece", "surrogate"],
)
def test_what_texts_share(texts: list[str], expected: list[tuple[str, int]]) -> None:
    assert counted(texts) == python_counted(texts) == expected
