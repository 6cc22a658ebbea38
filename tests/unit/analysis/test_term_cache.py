"""The compiled rows say what the analysis says, only sooner."""

from __future__ import annotations

import re
from importlib.metadata import version
from importlib.resources import files
from random import Random

import marisa_trie
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.analyzer import Analyzer
from indexer.analysis.term_cache import ORIGIN, TermRow, TermRows, decode, encode
from indexer.analysis.tokens import surfaces
from tests.paths import ROOT

LOCKS = (ROOT / "locks" / "runtime.txt").read_text("utf-8")
LOCKED = re.findall(r"^snowballstemmer==(\S+)", LOCKS, re.MULTILINE)
COMPILE = "run: python -m lexicon.compile_rows"
PIECES = (
    *("veiligheids", "crisis", "Zelensky", "koos", "foto", "'s", "’s", "-", "ĳ", "é", "\u00ad"),
    *("Jalapeno", "bond", "genoten", "schap", "OM", "1.000", "\0", "東", "^", "#", "\t", " "),
)
texts = st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join))


@pytest.fixture(scope="module")
def trie() -> marisa_trie.BytesTrie:
    path = files("indexer.analysis.data") / "rows.marisa"
    return marisa_trie.BytesTrie().frombytes(path.read_bytes())


@pytest.fixture(scope="module")
def rows(trie: marisa_trie.BytesTrie) -> TermRows:
    (origin,) = trie[ORIGIN]
    return TermRows.load(origin.decode())


def test_the_rows_are_of_this_analysis_with_the_locked_stemmer(
    trie: marisa_trie.BytesTrie, monkeypatch: pytest.MonkeyPatch
) -> None:
    (locked,) = LOCKED
    monkeypatch.setattr("indexer.analysis.analyzer._version", lambda _: locked)
    assert trie[ORIGIN] == [Analyzer().fingerprint.encode()], COMPILE


@pytest.mark.skipif([version("snowballstemmer")] != LOCKED, reason="rows of another stemmer")
def test_a_row_is_what_the_analysis_says(
    trie: marisa_trie.BytesTrie, rows: TermRows, analyzer: Analyzer
) -> None:
    """A sample: all of them take half a minute."""
    for word in Random(0).sample(trie.keys(), 2_000):
        capital = word[:1].upper() + word[1:]
        assert rows.get(word) == (None if word == ORIGIN else analyzer.analysed(word)), COMPILE
        assert rows.get(capital) in (None, analyzer.analysed(capital)), COMPILE


@pytest.mark.parametrize("word", ["regering", "Regering", "bondgenootschap", "de", "De", "koos"])
def test_frequent_words_have_a_row(rows: TermRows, word: str) -> None:
    assert rows.get(word)


@pytest.mark.parametrize("word", [ORIGIN, "", "\0", "regering\0", "REGERING"])
def test_what_is_no_listed_word_has_none(rows: TermRows, word: str) -> None:
    assert rows.get(word) is None


def test_rows_of_another_analysis_are_left_alone() -> None:
    assert TermRows.load("00000000").get("regering") is None


@given(text=texts)
def test_what_is_written_is_read(analyzer: Analyzer, text: str) -> None:
    for surface in surfaces(text):
        row = analyzer.analysed(surface)
        if row[0]:
            assert decode(surface, encode(surface, row).decode()) == row


@pytest.mark.parametrize(
    "row",
    [
        ("NAVO", "navo", "navo"),
        ("a", "a", "b c d"),
        ("abc" * 60, "a", "abc abc"),
        ("abc", "abcde", "abcde"),
        ("stop", "", ""),
        ("abab", "ab", "ab ab ab"),
    ],
)
def test_any_row_is_read_as_it_was_written(row: TermRow) -> None:
    assert decode(row[0], encode(row[0], row).decode()) == row
