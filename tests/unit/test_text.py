"""Rules of written Dutch, each in one place."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text import SENTENCE_END, begins_with, one_line, without_title_line


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("De wolf is weg. Hij komt terug.", ["De wolf is weg. ", "Hij komt terug."]),
        ("‘Weg!’ zei hij.", ["‘Weg!’ ", "zei hij."]),
        ("Kop\n\nDe tekst", ["Kop\n\n", "De tekst"]),
        ("Om 16.30 uur", ["Om 16.30 uur"]),
        ("regel\nregel", ["regel\nregel"]),
    ],
)
def test_a_sentence_ends_at_its_sign_or_its_paragraph(text: str, sentences: list[str]) -> None:
    ends = [0, *(match.end() for match in SENTENCE_END.finditer(text)), len(text)]
    assert [text[a:b] for a, b in pairwise(ends) if a < b] == sentences


@given(st.text())
def test_a_line_has_single_spaces_and_the_words_of_the_text(text: str) -> None:
    line = one_line(text)
    assert line.split(" ") == (text.split() or [""])
    assert len(line.splitlines()) <= 1


@pytest.mark.parametrize(
    ("body", "title", "begins", "why"),
    [
        ("Storm op zee. Het waait.", "Storm op zee.", True, "the first sentence"),
        ("Storm op zee houdt aan", "Storm op…", True, "a title that was cut"),
        ("Storm", "Storm", True, "all there is"),
        ("NAVO-top in Madrid", "NAVO", True, "a hyphen ends a word"),
        ("Stormachtig op zee", "Storm", False, "a part of a word"),
        ("Storm2 op zee", "Storm", False, "a digit goes on too"),
        ("Het waait", "Storm", False, "another beginning"),
        ("Het waait", "", False, "no title, and a word goes on"),
    ],
)
def test_a_title_that_is_the_beginning_of_the_body(
    body: str, title: str, begins: bool, why: str
) -> None:
    assert begins_with(body, title) is begins, why


@pytest.mark.parametrize(
    ("body", "rest", "why"),
    [
        ("Storm op zee\n\nHet waait.", "Het waait.", "a line of its own"),
        ("Storm op zee\nHet waait.", "Het waait.", "without an empty line"),
        ("Storm op zee", "", "nothing else"),
        ("Storm op zee houdt aan.", "Storm op zee houdt aan.", "the beginning of a sentence"),
        ("Het waait.", "Het waait.", "another line"),
    ],
)
def test_a_title_goes_from_the_body_where_it_is_the_first_line(
    body: str, rest: str, why: str
) -> None:
    assert without_title_line(body, "Storm op zee") == rest, why
    assert without_title_line(body, "") == body
