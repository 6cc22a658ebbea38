"""Strings are found the same whether the table is gone through or asked by hashes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.storage.forward import string_table
from indexer.storage.forward.string_table import StringTable

WORDS = st.text(st.sampled_from("ab-é\ud800"), max_size=3)
STRINGS = st.lists(st.lists(WORDS, min_size=1, max_size=3).map(" ".join), max_size=12)


def table_of(strings: list[str]) -> StringTable:
    return StringTable(b"".join(each.encode(errors="surrogatepass") + b"\0" for each in strings))


@given(STRINGS, st.one_of(WORDS, st.sampled_from(["a b", "a\0", " ", "\0"])))
def test_both_ways_find_the_strings_that_have_a_word(strings: list[str], word: str) -> None:
    if word in ("a b", "a\0", " ", "\0"):
        expected = []
    elif word:
        expected = [n for n, each in enumerate(strings) if word in each.split(" ")]
    else:  # a stem that is none may have something after it
        expected = [n for n, s in enumerate(strings) if not s or s[0] == " " or s[-1] == " "]
        expected = sorted({*expected, *(n for n, s in enumerate(strings) if "  " in s)})
    table = table_of(strings)
    assert table.with_word(word).tolist() == expected
    table._scans = string_table._SCANS
    assert table.with_word(word).tolist() == expected
    assert len(table) == len(strings)


def test_a_table_is_gone_through_for_the_first_words_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A phrase of two hundred words looks up six hundred: each took milliseconds."""
    gone_through: list[bytes] = []
    real = StringTable._places

    def places(self: StringTable, word: bytes) -> Iterator[int]:
        gone_through.append(word)
        return real(self, word)

    monkeypatch.setattr(StringTable, "_places", places)
    table = table_of([f"w{n} deel{n % 7}" for n in range(100)])
    found = np.concatenate([table.with_word(f"w{n}") for n in range(100)])
    assert found.tolist() == list(range(100))
    assert len(gone_through) == string_table._SCANS
