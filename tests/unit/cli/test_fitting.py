"""A table fits on the terminal without losing a word or breaking a number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.cli.figures.fitting import row_lines

TABLE = (
    ("naam", "soort", "artikelen", "artikelen elders", "ook als"),
    ("Programma Aanpak Stikstof", "organisatie", "0", "1.018", "PAS, Programma"),
    ("EU", "organisatie", "234", "4", "Europese Unie, Unie"),
)
WORDS = (True, True, False, False, True)


def lines(columns: int | None) -> list[str]:
    return [line for line, _ in row_lines(TABLE, WORDS, columns)]


@pytest.mark.parametrize("columns", [None, 90, 200])
def test_a_table_that_fits_or_is_read_by_a_program_has_a_line_a_row(columns: int | None) -> None:
    assert lines(columns) == lines(None)
    assert len(lines(columns)) == len(TABLE)


def test_headings_are_broken_first_and_stand_on_the_rows() -> None:
    assert lines(84) == [
        "                                                   artikelen",
        "naam                       soort        artikelen     elders  ook als",
        "Programma Aanpak Stikstof  organisatie          0      1.018  PAS, Programma",
        "EU                         organisatie        234          4  Europese Unie, Unie",
    ]
    assert [heading for _, heading in row_lines(TABLE, WORDS, 84)] == [True, True, False, False]


@pytest.mark.parametrize("columns", [80, 72, 66])
def test_then_words_go_on_below(columns: int) -> None:
    found = lines(columns)
    assert max(map(len, found)) <= columns
    assert sorted(" ".join(found).split()) == sorted(" ".join(map(" ".join, TABLE)).split())


def test_a_terminal_that_is_too_narrow_for_the_numbers_gets_them_whole() -> None:
    found = lines(20)
    assert any("234" in line for line in found)
    assert any("1.018" in line for line in found)


@given(
    st.lists(st.text("ab c-", max_size=40).map(str.strip), min_size=1, max_size=6),
    st.integers(1, 120),
)
def test_no_letter_is_lost(cells: list[str], columns: int) -> None:
    table = [("woord", "aantal"), *((cell, "1.000") for cell in cells)]
    found = "".join(line for line, _ in row_lines(table, (True, False), columns))
    wanted = "".join("".join(row) for row in table)
    assert sorted(found.replace(" ", "")) == sorted(wanted.replace(" ", ""))
