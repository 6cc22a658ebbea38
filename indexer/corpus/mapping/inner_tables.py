"""Tables within documents, pages and messages: an article a row, where a row names the fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from indexer.corpus.input_file import InputFile
from indexer.corpus.mapping.field_names import find_columns
from indexer.corpus.mapping.missing_text import is_prose
from indexer.corpus.mapping.rows import Row, read_rows
from indexer.corpus.mapping.table_shapes import is_turned, turned
from indexer.corpus.sheets.cells import with_link
from indexer.later import NamedTuple
from indexer.model import Article, ArticleError

_MIN_ARTICLES = 2
_MAX_NAME = 60  # characters
_NAMES_WITHIN = 3  # rows; above the names stands what a table is about
_MAX_AROUND = 300  # characters around the tables that are all of a document


class Cell(NamedTuple):
    """A cell of a table: its text, and the address that it links to, empty without one."""

    text: str = ""
    link: str = ""


Table: TypeAlias = Sequence[Sequence[Cell]]


class _Records(NamedTuple):
    names: tuple[str, ...]
    rows: list[Row]


def read_inner_tables(
    tables: Iterable[Table], input_file: InputFile, whole: str | None = None, beside: int = 0
) -> Iterator[Article | ArticleError] | None:
    """Return the article of each row of tables, None where they are part of a text.

    A row names headlines and texts, and most rows below it have a text; or so does the first column
    of a table on its side. Of a document whose text is `whole` the tables are all but a few lines;
    of a page, which has menus too, they are more than the letters in paragraphs `beside` them.
    """
    parts = [(table, found) for table in tables if (found := _records(table, input_file))]
    inside = sum(letters(cell.text) for table, _ in parts for row in table for cell in row)
    is_part = beside > inside if whole is None else letters(whole) - inside > _MAX_AROUND
    return None if is_part or not parts else _articles([found for _, found in parts], input_file)


def _articles(parts: Sequence[_Records], input_file: InputFile) -> Iterator[Article | ArticleError]:
    input_file.is_one_article = False
    place = input_file.line, input_file.part
    for names, rows in parts:
        yield from read_rows(rows, input_file, names)
    input_file.line, input_file.part = place
    input_file.text_columns, input_file.is_chosen = (), False


def _records(table: Table, input_file: InputFile) -> _Records | None:
    """Return the names and the records of a table, None of one that has no article a row."""
    if len(table) <= 1:
        return None
    if is_turned([[cell.text for cell in row] for row in table]):
        table = turned(table, Cell())
    return next(
        (
            found
            for start in range(min(_NAMES_WITHIN, len(table) - _MIN_ARTICLES))
            if (found := _records_below(table, start, input_file))
        ),
        None,
    )


def _records_below(table: Table, start: int, input_file: InputFile) -> _Records | None:
    """Return the names that a row has, and the records below it; None where it names no fields."""
    names = tuple(cell.text.strip(" \n:") for cell in table[start])
    columns = find_columns(names)
    if not (columns.title and columns.body) or len({*names}) < len(names):
        return None
    if not all(names) or max(map(len, names)) > _MAX_NAME:
        return None
    rows = [row for row in table[start + 1 :] if any(cell.text.strip() for cell in row)]
    if any(len(row) > len(names) for row in rows):
        return None
    records = [_record(names, row) for row in rows]
    texts = sum(is_prose(record.get(columns.body[0], "")) for record in records)
    if texts < _MIN_ARTICLES or 2 * texts < len(records):
        return None
    part = input_file.part
    return _Records(names, [Row(record, n, part) for n, record in enumerate(records, start + 2)])


def _record(names: Sequence[str], row: Sequence[Cell]) -> dict[str, str]:
    record = dict(zip(names, (cell.text for cell in row), strict=False))
    links = {at: cell.link for at, cell in enumerate(row) if cell.link}
    return with_link(record, names, links) if links else record


def letters(text: str) -> int:
    """Return how many characters a text has besides its spaces."""
    return sum(map(len, text.split()))
