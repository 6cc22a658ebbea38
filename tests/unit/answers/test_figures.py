"""What people see of a table of counts, where files have every row."""

from __future__ import annotations

from indexer.answers.figures import Cell, Counts, Figures

_ABOUT = Figures("stikstof", "stikstof", (), 3, 30)


def _counts(fields: tuple[str, ...], *rows: tuple[str, tuple[str, ...], int]) -> Counts:
    cells = (
        Cell(query, values, articles, articles, 10, 0.1, 1.0) for query, values, articles in rows
    )
    return Counts(_ABOUT, fields, tuple(cells))


def _shown(counts: Counts) -> list[tuple[str, tuple[str, ...], int]]:
    return [(row.query, row.values, row.articles) for row in counts.for_readers().rows]


def test_periods_are_shown_from_the_first_with_articles_to_the_last() -> None:
    months = [
        ("a", (month,), n) for month, n in (("01", 0), ("02", 1), ("03", 0), ("04", 2), ("05", 0))
    ]
    assert _shown(_counts(("month",), *months)) == months[1:4]


def test_each_query_is_shown_over_the_periods_of_any() -> None:
    rows = [
        ("a", ("2017",), 0), ("a", ("2018",), 1), ("a", ("2019",), 0),
        ("b", ("2017",), 0), ("b", ("2018",), 0), ("b", ("2019",), 4),
    ]  # fmt: skip
    assert _shown(_counts(("year",), *rows)) == [*rows[1:3], *rows[4:]]


def test_values_without_order_are_shown_by_articles_and_those_without_are_not() -> None:
    rows = [("a", ("AD",), 1), ("a", ("NRC",), 0), ("a", ("Trouw",), 3)]
    assert _shown(_counts(("source",), *rows)) == [rows[2], rows[0]]


def test_a_table_of_two_fields_keeps_its_order_and_its_cells_inside() -> None:
    rows = [
        ("", ("AD", "2018"), 0), ("", ("AD", "2019"), 1), ("", ("AD", "2020"), 0),
        ("", ("NRC", "2018"), 0), ("", ("NRC", "2019"), 0), ("", ("NRC", "2020"), 0),
        ("", ("Trouw", "2018"), 0), ("", ("Trouw", "2019"), 0), ("", ("Trouw", "2020"), 2),
    ]  # fmt: skip
    assert _shown(_counts(("source", "year"), *rows)) == [rows[1], rows[2], rows[7], rows[8]]


def test_a_table_without_articles_is_shown_whole() -> None:
    rows = [("a", ("2018",), 0), ("a", ("2019",), 0)]
    assert _shown(_counts(("year",), *rows)) == rows
