"""Figures in the terminal."""

from __future__ import annotations

import csv
from collections.abc import Callable

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.mark.parametrize(
    ("measure", "columns"),
    [
        ("count", ["articles", "hits"]),
        ("share", ["share"]),
        ("million", ["per_million"]),
    ],
)
def test_a_table_of_counts_shows_one_measure(
    knipsel: Run, measure: str, columns: list[str]
) -> None:
    """Its figures are those of the whole table."""
    asked = ("count", "dijk", "--by", "source", "--format", "csv")
    whole = [*csv.DictReader(knipsel(*asked).stdout.splitlines())]
    some = [*csv.DictReader(knipsel(*asked, "--as", measure).stdout.splitlines())]
    assert [*some[0]] == ["source", *columns]
    assert some == [{key: row[key] for key in ("source", *columns)} for row in whole]


def test_without_a_query_all_that_is_selected_counts(knipsel: Run) -> None:
    """And no line says how words count, as there are none."""
    counted = knipsel("count", "--by", "source").stdout
    assert "100%" in counted
    assert "Een woord telt" not in counted
    assert knipsel("keywords", "--source", "De Courant").stdout.count("Vergeleken met") == 1


def test_nothing_to_compare_with_is_said(knipsel: Run) -> None:
    done = knipsel("keywords")
    assert done.exit_code == 1
    assert "Er is niets om mee te vergelijken: beperk de selectie" in done.stderr
