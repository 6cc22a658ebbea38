"""Spreadsheets (.xlsx, .ods): an article a row, the fields named by a row at the top of a sheet."""

from __future__ import annotations

import datetime as dt
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import IO, Any, TypeAlias

from indexer.corpus.input_file import MAX_ARTICLE, InputFile, UnreadableError
from indexer.corpus.mapping.date_parts import EPOCH, EPOCH_OF_MAC, day_of_serial
from indexer.corpus.mapping.field_names import find_columns
from indexer.corpus.mapping.rows import Row as Record
from indexer.corpus.mapping.rows import read_rows
from indexer.corpus.mapping.table_shapes import (
    inferred_names,
    is_no_header,
    is_turned,
    note_inferred,
    turned,
)
from indexer.corpus.mapping.text_columns import AmbiguousError
from indexer.corpus.markup import local_name, tree_text
from indexer.corpus.packages import Package, TimedBytes
from indexer.corpus.readers.merged_cells import Held, held, merged_down
from indexer.corpus.readers.tables import check_names, distinct_names
from indexer.corpus.readers.xml_files import xml_events
from indexer.corpus.records import mapped
from indexer.corpus.sheets.bounds import bounded_events, bounded_records, check_workbook
from indexer.corpus.sheets.cells import (
    MAX_LINKED,
    Links,
    cell_links,
    filled_cells,
    note_uncalculated,
    turn_links,
    uncalculated,
    with_link,
)
from indexer.corpus.time_limit import TimeLimit
from indexer.later import NamedTuple
from indexer.model import Article, ArticleError
from indexer.text import one_line

MAX_COLUMNS = 500
"""Columns of a sheet that are read; what stands beyond is formatting."""
MAX_ROWS = 1_048_576
"""Rows that a sheet can have, in Excel as in LibreOffice."""
HEADER_WITHIN = 20
"""Rows in which the names of the fields are looked for; above them stands what a sheet is about."""

Row: TypeAlias = tuple[int, list[Any]]


class Sheet(NamedTuple):
    """A sheet: its name, its rows with their numbers, and the day from which it counts days."""

    name: str
    rows: Iterable[Row]
    epoch: dt.date
    formulas: Counter[bool]
    """Cells with a formula, by whether the program that wrote it gave their value; those that are
    counted are known when the rows have been read."""
    links: Links
    """The addresses that cells link to, which are known as their rows are."""


def read_xlsx(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article of each row of each sheet that has a column of texts."""
    data = input_file.read_whole()
    limit = TimeLimit(len(data))
    return _read(_xlsx_sheets(data, limit), input_file, limit)


def read_ods(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article of each row of each sheet that has a column of texts."""
    data = input_file.read_whole()
    sheets = _ods_sheets(Package(data, "ODS spreadsheet").open("content.xml"))
    return _read(sheets, input_file, TimeLimit(len(data)))


def _read(
    sheets: Iterable[Sheet], input_file: InputFile, limit: TimeLimit
) -> Iterator[Article | ArticleError]:
    reason, is_read = "no rows in this spreadsheet; take it out", False
    for sheet in sheets:
        input_file.line, input_file.part = 0, f"sheet {sheet.name}: "
        checked = _Checked(sheet.rows, limit)
        rows = iter(checked)
        top = [*islice(rows, HEADER_WITHIN)]
        if not top:
            checked.check()
            continue
        found = 0
        try:
            for item in _articles(sheet, top, rows, input_file, limit):
                found += 1
                yield item
        except AmbiguousError as error:
            found += 1
            yield input_file.error(str(error))
        except UnreadableError as error:
            reason = f"{input_file.part}{error}"
            if found:
                yield input_file.error(str(error))
            else:
                input_file.note(f"passed over: {error}")
        is_read = is_read or bool(found)
        if count := sheet.formulas[False]:
            input_file.line = 0
            note_uncalculated(count, input_file)
        checked.check()
    if not is_read:
        input_file.line = 0
        raise UnreadableError(reason)


def _articles(
    sheet: Sheet, top: list[Row], rows: Iterator[Row], input_file: InputFile, limit: TimeLimit
) -> Iterator[Article | ArticleError]:
    """Yield the articles of a sheet, whose header is in its first rows, the `top`.

    Or of one that has an article a column, or no header.
    """
    cells = [[_value(cell, None) for cell in row] for _, row in top]
    start = _find_header(top, input_file)
    if len(top) < HEADER_WITHIN and is_turned(cells):
        names, *others = turned(row for _, row in top)
        turn_links(sheet.links, [number for number, _ in top])
        rows = iter([*enumerate(others, 2)])  # by their columns
    elif is_no_header(cells[start]) and (inferred := inferred_names(cells)):
        note_inferred(inferred, input_file)
        rows, names = chain(top, rows), inferred
    else:
        rows, names = chain(top[start + 1 :], rows), top[start][1]
    header = distinct_names([one_line(str(cell)) for cell in names])
    check_names(header)
    records = _records(header, rows, sheet, input_file)
    yield from read_rows(bounded_records(records, limit.size), input_file, header)


class _Checked:
    """The rows of a sheet up to where it is damaged or takes too long, which `check` raises."""

    def __init__(self, rows: Iterable[Row], limit: TimeLimit) -> None:
        self._rows = iter(rows)
        self._limit = limit
        self._problem: UnreadableError | None = None

    def __iter__(self) -> Iterator[Row]:
        try:
            for row in self._rows:
                self._limit.check()
                yield row
        except UnreadableError as problem:
            self._problem = problem

    def check(self) -> None:
        if self._problem:
            raise self._problem


def _find_header(top: list[Row], input_file: InputFile) -> int:
    """Return which row names the most fields, a text among them; else the first."""

    def known(cells: list[Any]) -> int:
        names = dict.fromkeys((cell for cell in cells if isinstance(cell, str) and cell), "")
        columns = find_columns(tuple(mapped(names, input_file)))
        return len(columns.known) if columns.body or columns.title else 0

    scores = [known(cells) for _, cells in top]
    return scores.index(max(scores))


def _records(
    header: list[str], rows: Iterable[Row], sheet: Sheet, input_file: InputFile
) -> Iterator[Record]:
    dates = set(find_columns(tuple(mapped(dict.fromkeys(header, ""), input_file))).date)
    part = input_file.part
    for input_file.line, cells in rows:
        named = zip(header, cells, strict=False)
        record = {
            name: _value(cell, sheet.epoch if name in dates else None)
            for name, cell in named
            if name
        }
        if links := sheet.links.get(input_file.line):
            record = with_link(record, header, links)
        if sum(map(len, record.values())) > MAX_ARTICLE:
            reason = f"longer than {MAX_ARTICLE // 10**6} MB; split it into articles"
            yield Record(input_file.error(reason), input_file.line, part)
        else:
            yield Record(record, input_file.line, part)


def _value(cell: Any, epoch: dt.date | None) -> str:
    """Return a cell as text; a day that has lost its formatting is a number of days since `epoch`.

    That is None in another column than that of the day.
    """
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    match cell:
        case dt.datetime():
            return cell.date().isoformat()
        case dt.date():
            return cell.isoformat()
        case int() | float() if epoch and (day := day_of_serial(str(cell), epoch)):
            return day
        case _:
            return str(cell)


# -- Excel


def _xlsx_sheets(data: bytes, limit: TimeLimit) -> Iterator[Sheet]:
    package = Package(data, "XLSX spreadsheet")
    check_workbook(package, limit)
    import openpyxl  # noqa: PLC0415 - heavy

    # Of what a reader of texts does not miss: validation, styles, extensions.
    warnings.filterwarnings("ignore", module="openpyxl")
    try:
        workbook = openpyxl.load_workbook(
            TimedBytes(data, limit), read_only=True, data_only=True, keep_links=False
        )
    except UnreadableError:
        raise
    except Exception as error:
        cause = error.__cause__ or error.__context__ or error  # openpyxl advises on top of it
        raise UnreadableError(
            f"no XLSX spreadsheet: {one_line(str(cause))}; save it again"
        ) from error
    epoch = EPOCH_OF_MAC if workbook.epoch.year == EPOCH_OF_MAC.year else EPOCH
    for sheet in workbook.worksheets:
        path = sheet._worksheet_path  # noqa: SLF001 - told nowhere else
        merged = merged_down(package.open(path))
        empty = uncalculated(package.open(path))
        formulas, links = Counter({False: empty}), cell_links(package, path)
        yield Sheet(sheet.title, held(_xlsx_rows(sheet), merged), epoch, formulas, links)


def _xlsx_rows(sheet: Any) -> Iterator[Row]:
    """Yield the rows that have cells; a sheet may say that it is larger than it is."""
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True)
    for number in range(1, MAX_ROWS + 1):
        try:
            cells = next(rows, None)
        except UnreadableError:
            raise
        except Exception as error:
            reason = f"damaged XLSX spreadsheet: {one_line(str(error))}; get it again"
            raise UnreadableError(reason) from error
        if cells is None:
            return
        if any(cells):
            yield number, filled_cells(cells)


# -- OpenDocument


def _ods_sheets(stream: IO[bytes]) -> Iterator[Sheet]:
    events = bounded_events(xml_events(stream), "table-row")
    for event, element in events:
        if event == "start" and local_name(element) == "table":
            formulas, links = Counter[bool](), Links()
            rows = _ods_rows(events, element, formulas, links)
            yield Sheet(_attribute(element, "name"), rows, EPOCH, formulas, links)


def _ods_rows(
    events: Iterator[tuple[str, Any]], table: Any, formulas: Counter[bool], links: Links
) -> Iterator[Row]:
    """Yield the rows of a table that has begun; of rows that repeat one is read."""
    number, spans = 1, Held()
    for event, element in events:
        if event == "end" and element is table:
            return
        if event == "end" and local_name(element) == "table-row":
            cells = _ods_cells(element, spans)
            formulas.update(map(_has_value, filter(_has_formula, element)))
            if any(cells):
                if (found := _ods_links(element)) and len(links) < MAX_LINKED:
                    links[number] = found
                yield number, filled_cells(spans.fill(cells))
            times = _repeated(element, "number-rows-repeated")
            spans.next_row(times - 1)
            number += times
            element.clear()


def _ods_cells(row: Any, spans: Held) -> list[str]:
    spans.next_row()
    cells: list[str] = []
    for cell in row:
        if local_name(cell) in {"table-cell", "covered-table-cell"}:
            times = _repeated(cell, "number-columns-repeated")
            if (rows := _repeated(cell, "number-rows-spanned")) > 1:
                spans.hold(len(cells), rows - 1, _ods_value(cell))
            cells += [_ods_value(cell)] * min(times, MAX_COLUMNS - len(cells))
    return cells


def _ods_links(row: Any) -> dict[int, str]:
    """Return the addresses that the cells of a row link to, by their columns."""
    column, links = 0, dict[int, str]()
    for cell in row:
        if local_name(cell) in {"table-cell", "covered-table-cell"}:
            link = next((each for each in cell.iter() if local_name(each) == "a"), None)
            if link is not None and (address := _attribute(link, "href")).startswith("http"):
                links[column] = address
            column += _repeated(cell, "number-columns-repeated")
    return links


def _ods_value(cell: Any) -> str:
    kind = _attribute(cell, "value-type")
    if kind == "date":
        return _attribute(cell, "date-value")
    if kind == "float":
        return _attribute(cell, "value").removesuffix(".0")
    texts = (tree_text(part) for part in cell if local_name(part) in {"p", "h", "list"})
    return "\n\n".join(filter(None, texts))


def _has_formula(cell: Any) -> bool:
    return bool(_attribute(cell, "formula"))


def _has_value(cell: Any) -> bool:
    """Return whether a cell has a value, which may be an empty text."""
    return bool(_attribute(cell, "value-type") or _ods_value(cell))


def _repeated(element: Any, name: str) -> int:
    times = _attribute(element, name)
    return max(1, int(times)) if times.isdecimal() and len(times) <= len(str(MAX_ROWS)) else 1


def _attribute(element: Any, name: str) -> str:
    """Return an attribute by its local name, empty without one."""
    found = (value for key, value in element.attrib.items() if key.rpartition("}")[2] == name)
    return str(next(found, ""))
