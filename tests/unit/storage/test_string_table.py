"""Strings are found the same whether the table is gone through or asked by hashes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.storage.forward import string_table, types_of_terms
from indexer.storage.forward.string_table import StringTable
from indexer.storage.forward.types_of_terms import TypesOfTerms

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


LONG = st.text(st.sampled_from("ab\u00e9\ud800\U0010ffff"), max_size=12)


@given(st.lists(LONG, max_size=12, unique=True), LONG, st.integers(0, 12))
def test_strings_are_found_by_how_they_begin_and_as_a_whole(
    strings: list[str], other: str, length: int
) -> None:
    """Longer than a key, too, and beside strings that begin the same."""
    table = table_of(strings)
    for sought in (other, *(each[:length] for each in strings), "a\0"):
        expected = {n for n, each in enumerate(strings) if each.startswith(sought)}
        assert {*table.beginning_with(sought).tolist()} == expected
        equal = [n for n, each in enumerate(strings) if each == sought]
        for scans in (0, string_table._SCANS):
            table._scans = scans
            assert table.equal_to(sought).tolist() == equal
    assert [table[number] for number in range(len(table))] == strings
    every = np.arange(len(table))
    assert table.strings(every) == strings
    assert table.strings(every[-1:]) == strings[-1:]


@given(st.lists(st.integers(0, 11), max_size=30), st.sets(st.integers(0, 11)))
def test_types_are_found_by_their_terms_in_each_way(of_type: list[int], terms: set[int]) -> None:
    types = TypesOfTerms(np.array(of_type, np.uint32), 12)
    expected = [term in terms for term in of_type]
    for _ in range(types_of_terms._TABLES + 2):
        assert types.having(np.array(sorted(terms), np.int64)).tolist() == expected


def test_strings_have_their_numbers_and_are_found_by_either() -> None:
    """Longer and shorter than a key, an empty one, and one that begins another."""
    strings = ["", "kabinet", "kabinetsbesluit", "kabinetsbesluiten", "zee", "kabinets"]
    table = table_of(strings)
    assert [table[number] for number in range(len(table))] == strings
    every = np.arange(len(table))
    assert table.strings(every) == strings
    assert table.strings(every[-1:]) == strings[-1:]
    for scans in (0, string_table._SCANS):
        for number, each in enumerate(strings):
            table._scans = scans
            assert table.equal_to(each).tolist() == [number]
            table._scans = scans
            assert table.with_word(each).tolist() == [number]
            assert table.with_word("kabinetten").tolist() == []
    assert sorted(table.beginning_with("kabinetsb").tolist()) == [2, 3]
    assert sorted(table.beginning_with("kabinets").tolist()) == [2, 3, 5]
    assert sorted(table.beginning_with("").tolist()) == [*range(6)]
    assert table.beginning_with("kabinetsbesluitena").tolist() == []


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
