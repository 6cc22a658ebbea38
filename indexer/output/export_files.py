"""Exports of articles as files: CSV, Excel and Parquet, and what each is an answer to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO

from indexer import __version__
from indexer.answers.long_text import LongText
from indexer.answers.streams import ExportRow, ExportStream
from indexer.errors import KnipselError
from indexer.model import Article, SearchRequest
from indexer.output.export_columns import ExportColumn, Value
from indexer.output.tables import Line, csv_pieces, csv_row
from indexer.output.xml_text import xml_text
from indexer.reports import Stats

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

MAX_ROWS = 1_048_575
"""Articles on a sheet of Excel, below its header; what is more goes to another sheet."""
MAX_CELL = 32_767
"""Characters in a cell of Excel; what is more is left out, and counted on the first sheet."""
_AT_ONCE = 1_000
_NO_TEXT = ("=", "#")  # what a formula begins with, and an error: any other text is taken for one


def about(
    request: SearchRequest,
    found: ExportStream,
    stats: Stats,
    columns: Iterable[ExportColumn],
) -> list[tuple[str, str]]:
    """Return what an export is an answer to, as names with their values."""
    limits = [(name, ", ".join(values)) for name, values in request.filters.items()]
    limits += [(f"not {name}", ", ".join(values)) for name, values in request.excluded.items()]
    if request.without:
        limits.append(("not found as", ", ".join(request.without)))
    return [
        ("query", request.query),
        ("read as", found.interpreted),
        ("words", "inside other words too" if request.parts else "in all their forms alone"),
        *([("notices", " ".join(found.notices))] if found.notices else []),
        ("since", request.since or ""),
        ("until", request.until or ""),
        *limits,
        ("order", str(request.sort)),
        ("articles", str(found.total)),
        *([] if found.is_whole else [("in this file", f"{found.part.first} to {found.last}")]),
        ("columns", ", ".join(column.name for column in columns)),
        ("day", date.today().isoformat()),  # noqa: DTZ011 - the day where the user is
        ("archive", f"{stats.articles} articles, {stats.first_date} to {stats.last_date}"),
        ("index", f"{stats.generation}, built {stats.built}, engine {stats.engine}"),
        ("analysis", stats.fingerprint),
        ("program", f"Knipsel {__version__}"),
    ]


def about_lines(facts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield what an export is an answer to as lines of a side file."""
    for name, value in facts:
        yield f"{name}: {' '.join(value.split())}"


def csv_lines(
    rows: Iterable[ExportRow], columns: Sequence[ExportColumn], separator: str = ","
) -> Iterator[Line]:
    """Yield CSV, a header first. A cell that a spreadsheet would run as a formula gets a quote."""
    yield csv_row((column.name for column in columns), separator)
    for row in rows:
        if isinstance(row.stored, Article):
            yield csv_row((_text(column.name, column.value(row)) for column in columns), separator)
        else:
            named = [(column.name, column.value(row)) for column in columns]
            cells = [cell if isinstance(cell, LongText) else _text(n, cell) for n, cell in named]
            yield csv_pieces(cells, separator)
            del named, cells
        del row  # a long one is not held while the next is loaded


def _text(name: str, value: Value) -> str:
    if value is None:
        return ""
    return f"{value:.4f}" if name == "score" else str(value)


def write_workbook(
    to: BinaryIO,
    rows: Iterable[ExportRow],
    columns: Sequence[ExportColumn],
    facts: Iterable[tuple[str, str]],
) -> None:
    """Write a workbook of Excel: a sheet that says what it is an answer to, then the articles."""
    from openpyxl import Workbook  # noqa: PLC0415 - who exports no workbook need not wait for it

    book = Workbook(write_only=True)
    first = book.create_sheet("about")
    sheet: WriteOnlyWorksheet | None = None
    cut = number = 0
    for row in rows:
        if number % MAX_ROWS == 0:
            sheet = book.create_sheet(f"articles {number // MAX_ROWS + 1}")
            sheet.append([_cell(sheet, column.name) for column in columns])
        assert sheet is not None
        values = [_shown(column.value(row)) for column in columns]
        cut += sum(isinstance(value, str) and len(value) > MAX_CELL for value in values)
        sheet.append([_cell(sheet, value) for value in values])
        number += 1  # noqa: SIM113 - what counts would hold the row before
        del row  # a long one is not held while the next is loaded
    if sheet is None:
        sheet = book.create_sheet("articles 1")
        sheet.append([_cell(sheet, column.name) for column in columns])
    for name, value in (*facts, ("cells cut at 32,767 characters", str(cut))):
        first.append([_cell(first, name), _cell(first, value)])
    book.save(to)


def _shown(value: Value) -> Value:
    """Return a value, of a text that is longer than a cell its beginning, and a sign more."""
    return value.beginning(MAX_CELL + 1) if isinstance(value, LongText) else value


def _cell(sheet: Any, value: Value) -> Any:
    """Return a cell; a text is one whatever it begins with, and has no sign that XML lacks."""
    if not isinstance(value, str):
        return value
    text = xml_text(value)[:MAX_CELL]
    if not text.startswith(_NO_TEXT):
        return text
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


def write_parquet(
    to: BinaryIO,
    rows: Iterable[ExportRow],
    columns: Sequence[ExportColumn],
    facts: Iterable[tuple[str, str]],
) -> None:
    """Write Parquet, a thousand rows at a time; its metadata say what it is an answer to.

    Raises KnipselError if pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError:
        raise KnipselError(
            "Parquet needs a library that is not installed. Run: pip install 'knipsel[parquet]'"
        ) from None
    types = {"rank": pa.int64(), "words": pa.int64(), "score": pa.float64()}
    schema = pa.schema(
        [(column.name, types.get(column.name, pa.string())) for column in columns],
        metadata={f"knipsel {name}": value for name, value in facts},
    )
    with pq.ParquetWriter(to, schema) as writer:
        for batch in _batches(rows):
            values = [[_plain(column.value(row)) for row in batch] for column in columns]
            arrays = [
                pa.array(each, field.type) for each, field in zip(values, schema, strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))


def _plain(value: Value) -> Value:
    value = "".join(value.pieces()) if isinstance(value, LongText) else value
    return value.encode(errors="replace").decode() if isinstance(value, str) else value


def _batches(rows: Iterable[ExportRow]) -> Iterator[list[ExportRow]]:
    batch: list[ExportRow] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _AT_ONCE or not isinstance(row.stored, Article):  # a long one
            yield batch
            batch = []
    if batch:
        yield batch
