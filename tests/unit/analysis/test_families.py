"""Word families, by example (tests/golden/families.tsv), and how they are made."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.analyzer import Analyzer
from indexer.analysis.families import Families
from lexicon.compile_families import families
from lexicon.derivation import of_adjective, of_noun, of_verb, stem_noun
from tests.paths import ROOT

DATA = ROOT / "indexer" / "analysis" / "data"
TABLES = ROOT / "lexicon" / "families"


@pytest.fixture(scope="module")
def compiled() -> Families:
    return Families.load()


@pytest.mark.golden("families.tsv")
def test_a_word_has_relatives(
    analyzer: Analyzer, word: str, relatives: str, strangers: str
) -> None:
    family = set(analyzer.family(analyzer.analyse(word)))
    assert family >= set(relatives.split())
    assert not family & set(strangers.split())


def test_no_word_is_its_own_relative(compiled: Families) -> None:
    assert all(stem not in compiled.of(stem) for stem in ("winnen", "verkoop", "nederland"))


@given(st.text())
def test_any_text_may_be_asked_for(compiled: Families, text: str) -> None:
    assert isinstance(compiled.of(text), tuple)


@pytest.mark.parametrize(
    ("made", "word"),
    [
        (of_verb("verhogen"), "verhoging"),
        (of_verb("huren"), "huurder"),
        (of_verb("wandelen"), "wandelaar"),
        (of_verb("zwemmen"), "zwemster"),
        (of_verb("reduceren"), "reductie"),
        (of_verb("discussiëren"), "discussie"),
        (stem_noun("verkopen"), "verkoop"),
        (stem_noun("beven"), "beef"),
        (of_adjective("flexibel"), "flexibiliteit"),
        (of_adjective("gastvrij"), "gastvrijheid"),
        (of_noun("bioloog"), "biologe"),
        (of_noun("biologie"), "bioloog"),
        (of_noun("acteur"), "actrice"),
        (of_noun("kunstenaar"), "kunstenares"),
    ],
)
def test_a_rule_makes(made: list[str], word: str) -> None:
    assert word in set(made)


def test_two_steps_are_a_family_and_three_are_not() -> None:
    links = [("winst", "winnen"), ("winnen", "winnaar"), ("winnaar", "winnares")]
    found = {stem: value.decode().split() for stem, value in families(links, {"winnaar": 1.0})}
    assert found["winst"] == ["winnen", "winnaar"]
    assert found["winnen"] == ["winnaar", "winst", "winnares"]


@pytest.mark.parametrize("table", ["places", "verbal_nouns", "word_families"])
def test_every_row_of_a_table_names_its_source(table: str) -> None:
    with (TABLES / f"{table}.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert all(row["source"] for row in rows)
