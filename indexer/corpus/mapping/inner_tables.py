"""Tables within documents and pages: an article a row, where the first row names the fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.corpus.input_file import InputFile
from indexer.corpus.mapping.field_names import find_columns
from indexer.corpus.mapping.missing_text import is_prose
from indexer.corpus.mapping.rows import Row, read_rows
from indexer.model import Article, ArticleError

_MIN_ARTICLES = 2
_MAX_NAME = 60  # characters


def read_inner_table(
    rows: Sequence[Sequence[str]], input_file: InputFile
) -> Iterator[Article | ArticleError] | None:
    """Return the article of each row; None for a table that is part of a text.

    Its first row names headlines and texts, and most rows have a text.
    """
    if len(rows) <= _MIN_ARTICLES:
        return None
    names = tuple(name.strip() for name in rows[0])
    columns = find_columns(names)
    if not (columns.title and columns.body) or len({*names}) < len(names):
        return None
    if not all(names) or max(map(len, names)) > _MAX_NAME:
        return None
    filled = [(n, row) for n, row in enumerate(rows[1:], 2) if any(map(str.strip, row))]
    if any(len(row) > len(names) for _, row in filled):
        return None
    records = [(n, dict(zip(names, row, strict=False))) for n, row in filled]
    texts = sum(is_prose(record.get(columns.body[0], "")) for _, record in records)
    if texts < _MIN_ARTICLES or 2 * texts < len(records):
        return None
    return read_rows([Row(record, n) for n, record in records], input_file, names)
