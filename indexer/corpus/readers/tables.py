"""Tables: an article a row, the fields named by the first row."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from typing import TypeAlias

from indexer.corpus.input_file import MAX_ARTICLE, InputFile, UnreadableError
from indexer.corpus.makers import substack
from indexer.corpus.mapping.field_names import find_columns
from indexer.corpus.mapping.rows import Row, read_rows
from indexer.corpus.mapping.table_shapes import (
    inferred_names,
    is_no_header,
    is_turned,
    look_ahead,
    note_inferred,
    turned,
)
from indexer.model import Article, ArticleError

_DELIMITERS = ",;\t|"
_Cells: TypeAlias = tuple[int, list[str], csv.Error | None]
"""Of a row: its line number, its cells, and what is wrong with it."""
_NULL = "\\N"  # for no value, as MySQL and PostgreSQL write
# Line ends as programs write them that have none in a cell; not a folder: C:\nieuws.
_LINE_END = re.compile(r"(?:\\r)?\\n(?![a-zà-ÿ])")
_JSON = ("[", "{")
_HEADER_WITHIN = 100_000  # characters
_NAMES_WITHIN = 20  # lines
_DECLARED = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


def read_comma_separated(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article of each row; `,`, `;`, `|` or tab separates cells, as the names show.

    Or else what a line above them declares, as spreadsheets do: `sep=;`.
    """
    lines = _Lines(input_file)
    return _read(input_file, lines, _find_names(lines))


def read_tab_separated(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article of each row; cells may be quoted as in CSV.

    Where the line of names has no tab, another sign separates cells.
    """
    lines = _Lines(input_file)
    return _read(input_file, lines, _find_names(lines, "\t"))


def _find_names(lines: _Lines, usual: str = "") -> str:
    """Go on to the line of the names, and return what separates them: `usual` where it is there.

    That is the first line; or where it has no known name, the first of the next that has several.
    """
    above: list[str] = []
    try:
        names = first = _whole_line(lines)
        if declared := _DECLARED.fullmatch("".join(first)):
            return declared[1]
        while names and len(above) < _NAMES_WITHIN and _known_names(names) < 1 + bool(above):
            above += names
            names = _whole_line(lines)
    except csv.Error as error:
        raise UnreadableError(f"line {lines.number + 1} {error}") from error
    if not names or len(above) >= _NAMES_WITHIN:
        lines.give_back(above + names)
        names = first
    else:
        lines.give_back(names)
    return usual if any(usual and usual in line for line in names) else _delimiter("".join(names))


def _whole_line(lines: _Lines) -> list[str]:
    """Return the next line that is not blank, with those that its quotes go on to, or none."""
    lines.start_row()
    found: list[str] = []
    for line in islice(lines, _NAMES_WITHIN):
        found.append(line)
        if not line.isspace() and sum(each.count('"') for each in found) % 2 == 0:
            break
    return found


def _known_names(lines: list[str]) -> int:
    header = "".join(lines)
    return _names(header, _delimiter(header))[0]


def _delimiter(header: str) -> str:
    """Return what separates the names: what makes most known names, then what makes most names.

    A sign within quotes separates nothing.
    """
    return max(_DELIMITERS, key=lambda delimiter: _names(header, delimiter))


def _names(header: str, delimiter: str) -> tuple[int, int]:
    """Return how many names are known, and how many there are."""
    text = io.StringIO(header.lstrip("\r\n")[:_HEADER_WITHIN], newline="")
    try:
        cells = next(csv.reader(text, delimiter=delimiter), [])
    except csv.Error:
        return 0, header.count(delimiter)
    return len(find_columns(tuple(cells)).known), len(cells)


def _read(input_file: InputFile, lines: _Lines, delimiter: str) -> Iterator[Article | ArticleError]:
    csv.field_size_limit(MAX_ARTICLE)  # one setting for the process: the module offers no other
    lines.quote = _quote(lines, delimiter)
    rows = _rows(lines, delimiter)
    input_file.line, header = next(((line, cells) for line, cells, _ in rows if cells), (1, []))
    lines.width = len(header)
    header, rows = _shaped(header, rows, input_file)
    check_names(header)
    header = distinct_names(header)
    if substack.is_about_readers(header):
        input_file.count_as_none("tables of readers")
        return
    records = _records(rows, header, delimiter, input_file)
    if substack.is_table(header):
        records = substack.with_texts(records, input_file)
    yield from read_rows(records, input_file, header)


def _shaped(
    header: list[str], rows: Iterator[_Cells], input_file: InputFile
) -> tuple[list[str], Iterator[_Cells]]:
    """Return the names of a table and its rows: one may have an article a column, or no names."""
    if len(find_columns(tuple(header)).known) > 1 or not header:
        return header, rows
    first, place = header, input_file.line
    ahead, rest, is_all = look_ahead(rows, lambda row: sum(map(len, row[1])))
    below = [cells for _, cells, error in ahead if cells and not error]
    if is_all and len(below) == len(ahead) and is_turned([first, *below]):
        names, *others = turned([first, *below])
        return names, iter([(place, cells, None) for cells in others])
    if is_no_header(first) and (inferred := inferred_names([first, *below])):
        note_inferred(inferred, input_file)
        return inferred, chain([(place, first, None)], ahead, rest)
    return header, chain(ahead, rest)


def _quote(lines: _Lines, delimiter: str) -> str:
    """Return the sign around cells: single quotes where each name of the next line has them."""
    lines.start_row()
    try:
        line = next(lines, "")
    except csv.Error:  # raised again where the row is read
        line = ""
    lines.give_back_row()
    names = [name.strip() for name in line.split(delimiter)]
    is_single = all(len(each) > 1 and each[0] == each[-1] == "'" for each in names)
    return "'" if is_single else '"'


def _records(
    rows: Iterator[_Cells], header: list[str], delimiter: str, input_file: InputFile
) -> Iterator[Row]:
    problem: csv.Error | None = None
    for number, row, error in rows:
        input_file.line = number
        if not error and not any(map(str.strip, row)):
            continue
        if not any(row[len(header) :]):
            del row[len(header) :]
        problem = error or problem
        if problem and not _is_sound(row, header, error):
            reason = f"broken row, or the rest of one: {problem}; check its quotes"
            yield Row(input_file.error(reason), number)
        elif len(row) > len(header):
            reason = f"{len(row)} fields under {len(header)} names; quote what holds {delimiter!r}"
            yield Row(input_file.error(reason), number)
        else:
            problem = None
            yield Row(dict(zip(header, map(_value, row), strict=False)), number)


def _value(cell: str) -> str:
    if "\\" not in cell or cell.lstrip().startswith(_JSON):
        return cell
    return "" if cell == _NULL else _LINE_END.sub("\n", cell)


def _is_sound(row: list[str], header: list[str], error: csv.Error | None) -> bool:
    """Return whether a row after a broken one is whole, and not the rest of that one."""
    return len(row) == len(header) and (error is not None or not any('"' in cell for cell in row))


def distinct_names(header: list[str]) -> list[str]:
    """Return the names of columns, with a number behind one that stood before: `datum (2)`.

    So that no later column takes the place of the first of its name.
    """
    uses, found = Counter[str](), list[str]()
    for name in header:
        uses[name] += 1
        found.append(f"{name} ({uses[name]})" if name and uses[name] > 1 else name)
    return found


def check_names(header: list[str]) -> None:
    """Raise UnreadableError if the row of names is the first article instead."""
    if is_no_header(header):
        found = ", ".join(header)[:100]
        raise UnreadableError(
            f"no names of columns above the first row ({found}); add a row with them, such as "
            "title, date and body"
        )


def _rows(lines: _Lines, delimiter: str) -> Iterator[_Cells]:
    """Yield (line number, cells, error); a row with an error is its first line, quotes left alone.

    An open quote swallows the lines below: they are given back and read by themselves. No cells are
    given for a row that may go on there. Where a row is whole once a backslash takes the quote
    behind it along, as MySQL writes tables, it does so in the rest of the table too.
    """
    reader: Iterator[list[str]] = csv.reader(
        lines, delimiter=delimiter, quotechar=lines.quote, strict=True
    )
    is_escaping = False
    while True:
        number = lines.start_row()
        try:
            yield number, next(reader), None
        except StopIteration:
            return
        except csv.Error as error:
            taken = [*lines.row]
            lines.give_back(taken)
            if not is_escaping and (escaping := _escaping(lines, delimiter, taken)):
                reader, is_escaping = escaping, True
                continue
            lines.start_row()
            cells = (next(lines) if taken else "").rstrip("\r\n").split(delimiter)
            if len(cells) == lines.width and all(
                cell.count(lines.quote) % 2 == 0 for cell in cells
            ):
                yield number, cells, None  # the quotes are of the text: "Ja", zei hij
            else:
                yield number, [] if cells[-1].startswith(lines.quote) else cells, error


def _escaping(lines: _Lines, delimiter: str, taken: list[str]) -> Iterator[list[str]] | None:
    """Return a reader for which a backslash escapes, if the next row is whole for it.

    `taken` is what another reader took of that row.
    """
    if not any(f"\\{lines.quote}" in line for line in taken):
        return None
    sign = re.escape(delimiter)
    null = re.compile(rf"(?<![^{sign}])\\N(?=[{sign}\r\n]|$)")

    def reader() -> Iterator[list[str]]:
        plain = (null.sub("", line) for line in lines)
        return csv.reader(
            plain, delimiter=delimiter, quotechar=lines.quote, escapechar="\\", strict=True
        )

    lines.start_row()
    try:
        cells = next(reader(), [])
    except csv.Error:
        cells = []
    lines.give_back_row()
    return reader() if cells and len(cells) == lines.width else None


class _Lines:
    """The lines of a table, which can be given back when a quote swallowed them."""

    def __init__(self, input_file: InputFile) -> None:
        self._file = input_file
        self._fresh = input_file.lines()
        self._returned: list[str | ArticleError] = []
        self._problem: ArticleError | None = None
        self._size = 0
        self.width = 0
        self.quote = '"'
        self.row: list[str] = []
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._returned.pop() if self._returned else self._read()
        if isinstance(line, ArticleError):
            self._problem = line
            raise csv.Error(line.reason)
        self.number += 1
        self._size += len(line)
        self.row.append(line)
        if self._size > MAX_ARTICLE:
            raise csv.Error(f"longer than {MAX_ARTICLE // 10**6} MB")
        return line

    def _read(self) -> str | ArticleError:
        line = next(self._fresh)
        return line if isinstance(line, ArticleError) else self._file.decode(line)

    def start_row(self) -> int:
        """Forget the row before; return the number of the line that comes."""
        self.row.clear()
        self._size = 0
        self._problem = None
        return self.number + 1

    def give_back_row(self) -> None:
        """Put back the lines of a row, and what is wrong with the line below them."""
        if self._problem:
            self._returned.append(self._problem)
        self.give_back([*self.row])

    def give_back(self, lines: list[str]) -> None:
        """Put back the last lines taken."""
        self._returned += reversed(lines)
        self.number -= len(lines)
