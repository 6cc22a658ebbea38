"""Articles on lines of JSON that are written as most are, read by the compiled kernel.

A line that has anything unusual is left to the readers of Python, which say what an article is; and
without a kernel all are. The kernel knows no names: it is told here where the fields of records
stand, and what a text says in a field, once for all records that say it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from indexer.compiled import compiled
from indexer.corpus.dates import MAX_LENGTH, day_in_hour, partial_date
from indexer.corpus.headings.bylines import writers
from indexer.corpus.headings.date_lines import is_date_alone
from indexer.corpus.input_file import InputFile
from indexer.corpus.makers.cms import said_in
from indexer.corpus.makers.envelopes import AROUND_ARTICLES
from indexer.corpus.makers.recognise import is_known
from indexer.corpus.mapping.field_names import find_columns
from indexer.corpus.mapping.missing_text import whole_texts
from indexer.corpus.normalize import MISREAD, PLAIN_SIGNS
from indexer.corpus.records import MAX_ID, read_record
from indexer.corpus.releases import tells_release
from indexer.model import Article

if TYPE_CHECKING:
    from indexer._kernel import PlainLines

_FIELDS = ("id", "title", "body", "date", "source", "section", "url", "author")
"""As the kernel numbers them, and an article takes them."""
_GRAPH = frozenset(("@graph", "@type"))
_YEAR = len("2022")


def open_plain_lines(input_file: InputFile) -> PlainLines | None:
    """Return what reads plain lines of a file; None without a kernel, or where the user has a say.

    It has to be known already that usual names have the texts.
    """
    kernel = compiled()
    if kernel is None or input_file.fields or input_file.text_columns or input_file.months_first:
        return None
    clean = [(ord(first), ord(last)) for first, last in PLAIN_SIGNS]
    said = partial(_said, input_file=input_file)
    moments = partial(day_in_hour, zone=input_file.zone)
    asked = _columns, said, moments, is_date_alone
    limits = MAX_ID, MAX_LENGTH
    reader: PlainLines = kernel.PlainLines(clean, MISREAD, limits, Article, asked)
    return reader


def _columns(given: Sequence[str]) -> tuple[int | None, ...] | None:
    """Return where each field stands among the names of a record, None for a field without one.

    None where more of the record than these decides what its article is.
    """
    names = tuple(given)
    columns = find_columns(names)
    fields: list[tuple[str, ...]] = [getattr(columns, field) for field in _FIELDS]
    is_article = bool(columns.title) and bool(whole_texts(columns.body))
    if not is_article or any(len(each) > 1 for each in fields) or len({*names}) < len(names):
        return None
    if not (_GRAPH | AROUND_ARTICLES).isdisjoint(names) or is_known(names) or tells_release(names):
        return None
    if any(name not in columns.date for name, _ in said_in(names)):
        return None
    return tuple(names.index(each[0]) if each else None for each in fields)


def _said(
    field: int, text: str, input_file: InputFile
) -> tuple[str | tuple[str, ...] | None] | None:
    """Return, alone in a tuple, what a text without anything unusual says in a field.

    None where the rest of the record has to be known.
    """
    name = _FIELDS[field]
    if name == "date":
        return _day(" ".join(text.split()), input_file.zone)
    article = read_record({"title": "-", "body": "-", name: text}, input_file)
    if not isinstance(article, Article) or article.url:
        return None
    value: str | tuple[str, ...] | None = getattr(article, name)
    return (writers(article.author) if name == "author" else value,)


def _day(text: str, zone: str) -> tuple[str | None] | None:
    """Return the same of a date; other fields complete a year, and a note names what is no date."""
    date = partial_date(text, zone) if text else ""
    return (date or None,) if date is not None and len(date) != _YEAR else None
