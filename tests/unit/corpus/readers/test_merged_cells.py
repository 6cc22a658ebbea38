"""What a merged cell says holds for each row that it spans, and for none below."""

from __future__ import annotations

import io
from datetime import datetime

import openpyxl

from indexer.corpus.readers.merged_cells import held
from tests.fixture_types import ReadFile
from tests.unit.corpus.readers.test_newsroom_formats import sheet_of

TEXTS = [f"Het water in de sluis van Ravelhout stond op dag {n} hoger dan ooit." for n in range(4)]
EXPECTED = [("De Velder", "2022-03-24")] * 3 + [(None, None)]


def test_of_excel(read_file: ReadFile) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["Titel", "Krant", "Datum", "Tekst"])
    for number, text in enumerate(TEXTS):
        known = ["De Velder", datetime(2022, 3, 24)] if not number else [None, None]  # noqa: DTZ001 - of a cell
        sheet.append([f"Kop {number}", *known, text])
    sheet.merge_cells("B2:B4")
    sheet.merge_cells("C2:C4")
    stream = io.BytesIO()
    workbook.save(stream)
    articles, errors = read_file("a.xlsx", stream.getvalue())
    assert ([(each.source, each.date) for each in articles], errors) == (EXPECTED, [])


def test_of_libreoffice(read_file: ReadFile) -> None:
    rows = [["Titel", "Krant", "Datum", "Tekst"]]
    rows += [[f"Kop {n}", "", "", text] for n, text in enumerate(TEXTS)]
    rows[1][1:3] = ["De Velder", "24-3-2022"]
    lines = (
        "".join(_cell(number, column, text) for column, text in enumerate(cells))
        for number, cells in enumerate(rows)
    )
    sheet = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    articles, errors = read_file("a.ods", sheet_of(sheet))
    assert ([(each.source, each.date) for each in articles], errors) == (EXPECTED, [])


def _cell(number: int, column: int, text: str) -> str:
    is_merged = column in {1, 2}
    if is_merged and number in {2, 3}:
        return "<table:covered-table-cell/>"
    spans = ' table:number-rows-spanned="3"' if is_merged and number == 1 else ""
    return f"<table:table-cell{spans}><text:p>{text}</text:p></table:table-cell>"


def test_a_row_without_cells_of_its_own_and_a_span_that_begins_in_it_hold_nothing() -> None:
    rows = [(1, ["a", "b"]), (4, ["", "c"]), (9, ["", "d"])]
    assert [*held(rows, {1: [(0, 3)], 3: [(1, 5)], 4: [(7, 2)]})] == [
        (1, ["a", "b"]),
        (4, ["a", "c"]),
        (9, ["", "d"]),
    ]
