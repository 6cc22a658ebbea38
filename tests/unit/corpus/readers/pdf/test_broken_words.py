"""A word that was broken at the end of a line is whole; a hyphen of its own stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.corpus.readers.pdf.broken_words import joined


@pytest.mark.parametrize(
    ("line", "following", "expected", "why"),
    [
        ("de gemeente-", "raad komt", "de gemeenteraad komt", "a word that is known"),
        ("het verzekerings-", "kantoortje.", "het verzekeringskantoortje.", "and one that is not"),
        (
            "vracht-",
            "en verzendkosten",
            "vracht- en verzendkosten",
            "suspended, though vrachten is",
        ),
        ("zee-", "en binnenvaart", "zee- en binnenvaart", "suspended before vowels"),
        ("in-", "of uitvoer", "in- of uitvoer", "suspended before of"),
        ("bin-", "nen- en buitenland", "binnen- en buitenland", "suspended on the next line"),
        ("ge-", "of verbod", "ge- of verbod", "suspended, whatever it is"),
        ("Noord-", "Hollandse", "Noord-Hollandse", "a capital has a hyphen before it"),
        ("de NAVO-", "top in", "de NAVO-top in", "and behind it"),
        ("de ex-", "minister", "de ex-minister", "a prefix that keeps it"),
        ("een auto-", "ongeluk", "een auto-ongeluk", "vowels that would be one"),
        ("de zee-", "egel", "de zee-egel", "and others"),
        ("hij heeft ge-", "eist dat", "hij heeft geëist dat", "a diaeresis that the break took"),
        ("de co-", "ordinatie", "de coördinatie", "and another"),
        ("van 2018-", "2019", "van 2018-2019", "figures"),
        ("GEMEENTE-", "RAAD KIEST", "GEMEENTERAAD KIEST", "capitals"),
        ("het oeuvre-", "tje", "het oeuvretje", "unknown, and no vowels"),
        ("gemeente\u00ad", "raad", "gemeenteraad", "a soft hyphen"),
        ("gemeente¬", "raad", "gemeenteraad", "what OCR writes for it"),
        ("gemeente\u2010", "raad", "gemeenteraad", "the other hyphen"),
        ("hij -", "zij ook - kwam", "hij - zij ook - kwam", "a dash is no hyphen"),
        ("een auto-", "", "een auto- ", "nothing follows"),
        ("een auto-", "(oud)", "een auto- (oud)", "no word follows"),
        ("de dijk", "houdt", "de dijk houdt", "no hyphen"),
        ("doe-het-zelf-", "zaak", "doe-het-zelfzaak", "hyphens inside"),
    ],
)
def test_two_lines_are_one(line: str, following: str, expected: str, why: str) -> None:
    assert joined([line, following]) == expected, why


@given(st.lists(st.text(max_size=20), max_size=6))
def test_joining_loses_no_letter(lines: list[str]) -> None:
    def letters(text: str) -> int:
        return sum(map(str.isalnum, text))

    assert letters(joined(lines)) == sum(map(letters, lines))
