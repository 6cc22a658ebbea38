"""Tables: an article a row, the fields named by the first row."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from indexer.corpus.input_file import MAX_ARTICLE, InputFile, UnreadableError
from indexer.corpus.records import SYNONYMS, find_columns, mapped, read_record
from indexer.model import Article, ArticleError

_DELIMITERS = ",;\t|"
_DECLARED = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


def read_comma_separated(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article of each row; the commonest of `,;|` and tab in the header separates cells.

    Or else what a line above it declares, as spreadsheets do: `sep=;`.
    """
    lines = _Lines(input_file)
    try:
        header = next(lines, "")
    except csv.Error as error:
        raise UnreadableError(f"first line {error}") from error
    if declared := _DECLARED.fullmatch(header):
        return _read(input_file, lines, declared[1])
    lines.give_back([header])
    return _read(input_file, lines, max(_DELIMITERS, key=header.count))


def read_tab_separated(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article of each row; cells may be quoted as in CSV."""
    return _read(input_file, _Lines(input_file), "\t")


def _read(input_file: InputFile, lines: _Lines, delimiter: str) -> Iterator[Article | ArticleError]:
    csv.field_size_limit(MAX_ARTICLE)  # one setting for the process: the module offers no other
    rows = _rows(lines, delimiter)
    header = next((cells for _, cells, _ in rows if cells), [])
    check_header(header, input_file)
    problem: csv.Error | None = None
    for input_file.line, row, error in rows:
        if not row and not error:
            continue
        if not any(row[len(header) :]):
            del row[len(header) :]
        problem = error or problem
        if problem and not _is_sound(row, header, error):
            yield input_file.error(f"broken row, or the rest of one: {problem}; check its quotes")
        elif len(row) > len(header):
            reason = f"{len(row)} fields under {len(header)} names; quote what holds {delimiter!r}"
            yield input_file.error(reason)
        else:
            problem = None
            yield read_record(dict(zip(header, row, strict=False)), input_file)


def _is_sound(row: list[str], header: list[str], error: csv.Error | None) -> bool:
    """Return whether a row after a broken one is whole, and not the rest of that one."""
    return len(row) == len(header) and (error is not None or not any('"' in cell for cell in row))


def check_header(header: list[str], input_file: InputFile) -> None:
    """Raise UnreadableError if no column has texts; note where they have titles alone."""
    columns = find_columns(tuple(mapped(dict.fromkeys(header, ""), input_file)))
    found = ", ".join(header)[:200]
    known = f"name the column of the text one of: {', '.join(SYNONYMS['body'].split())}"
    if not columns.body and not columns.title:
        raise UnreadableError(f"no text in its columns ({found}); {known}")
    if not columns.body:
        input_file.note(f"titles only, no text in its columns ({found}); {known}")


def _rows(lines: _Lines, delimiter: str) -> Iterator[tuple[int, list[str], csv.Error | None]]:
    """Yield (line number, cells, error); a row with an error is its first line, quotes left alone.

    An open quote swallows the lines below: they are given back and read by themselves. No cells are
    given for a row that may go on there.
    """
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        number = lines.start_row()
        try:
            yield number, next(reader), None
        except StopIteration:
            return
        except csv.Error as error:
            lines.give_back(lines.row[1:])
            cells = "".join(lines.row[:1]).rstrip("\r\n").split(delimiter)
            yield number, [] if cells[-1].startswith('"') else cells, error


class _Lines:
    """The lines of a table, which can be given back when a quote swallowed them."""

    def __init__(self, input_file: InputFile) -> None:
        self._file = input_file
        self._fresh = input_file.lines()
        self._returned: list[str] = []
        self._size = 0
        self.row: list[str] = []
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._returned.pop() if self._returned else self._read()
        self.number += 1
        self._size += len(line)
        self.row.append(line)
        if self._size > MAX_ARTICLE:
            raise csv.Error(f"longer than {MAX_ARTICLE // 10**6} MB")
        return line

    def _read(self) -> str:
        line = next(self._fresh)
        if isinstance(line, ArticleError):
            raise csv.Error(line.reason)
        return self._file.decode(line)

    def start_row(self) -> int:
        """Forget the row before; return the number of the line that comes."""
        self.row.clear()
        self._size = 0
        return self.number + 1

    def give_back(self, lines: list[str]) -> None:
        """Put back the last lines taken."""
        self._returned += reversed(lines)
        self.number -= len(lines)
