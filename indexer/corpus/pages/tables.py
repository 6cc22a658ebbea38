"""Tables of web pages, and of what else is HTML, that may have an article a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from indexer.corpus.closed_markup import feed_all
from indexer.corpus.input_file import InputFile
from indexer.corpus.mapping.inner_tables import Cell, letters, read_inner_tables
from indexer.corpus.markup import Paragraphs
from indexer.corpus.normalize import clean_text
from indexer.model import Article, ArticleError
from indexer.text import one_line

# A cell that has nothing but the name of a column of headlines.
_TITLES = re.compile(
    r"<t[dh]\b[^<>]{0,500}>(?:\s{0,9}<[a-z]\w{0,9}\b[^<>]{0,500}>){0,4}\s{0,40}"
    r"[\w -]{0,20}(?:kop|titel|title|headline|heading|head)[\w -]{0,20}"
    r"(?:\([^<>()]{0,40}\))?:?\s{0,40}<",
    re.IGNORECASE,
)
_MAX_TABLES = 20
_CELLS = ("td", "th")
_PARAGRAPH_ENDS = ("p", "div", "article", "section", "main", "body")


def read_tables(
    page: str, input_file: InputFile, whole: str | None = None
) -> Iterator[Article | ArticleError] | None:
    """Return the articles of the tables of a page that have one a row, None where none has.

    Of a message or a document whose text is `whole` the tables are all but a few lines.
    """
    if not _TITLES.search(page):
        return None
    parser = _Tables()
    feed_all(parser, page)
    return read_inner_tables([*parser.tables()], input_file, whole, parser.beside)


class _Table:
    """A table that is being read."""

    def __init__(self) -> None:
        self.rows: list[list[Cell]] = []
        self.has_tables = False
        self._cell: Paragraphs | None = None
        self._link = ""

    def start(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "tr" or tag in _CELLS:
            self.close()
            if tag == "tr" or not self.rows:
                self.rows.append([])
            if tag in _CELLS:
                self._cell = Paragraphs()
        elif self._cell is not None:
            self._cell.start(tag)
            if tag == "a" and not self._link:
                self._link = one_line(attributes.get("href") or "")

    def end(self, tag: str) -> None:
        if tag == "tr" or tag in _CELLS:
            self.close()
        elif self._cell is not None:
            self._cell.end(tag)

    def text(self, data: str) -> None:
        if self._cell is not None:
            self._cell.text(data)

    def close(self) -> None:
        """End the cell that is open, if one is."""
        if self._cell is not None:
            self.rows[-1].append(Cell(clean_text(self._cell.whole()), self._link))
        self._cell, self._link = None, ""


class _Tables(HTMLParser):
    """Gathers the first tables without a table within them; `beside` counts what stands around all.

    That is, the letters of paragraphs.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.beside = 0
        self._is_paragraph = False
        self._open: list[_Table] = []
        self._found: list[_Table] = []

    def tables(self) -> Iterator[list[list[Cell]]]:
        """Yield the tables, those too that do not end."""
        while self._open:
            self.handle_endtag("table")
        for table in self._found:
            yield table.rows

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            if self._open:
                self._open[-1].has_tables = True
            self._open.append(_Table())
        elif self._open:
            self._open[-1].start(tag, dict(attrs))
        elif tag == "p":
            self._is_paragraph = True

    def handle_endtag(self, tag: str) -> None:
        if not self._open:
            self._is_paragraph = self._is_paragraph and tag not in _PARAGRAPH_ENDS
            return
        if tag != "table":
            self._open[-1].end(tag)
            return
        table = self._open.pop()
        table.close()
        if not table.has_tables and len(self._found) < _MAX_TABLES:
            self._found.append(table)

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1].text(data)
        elif self._is_paragraph:
            self.beside += letters(data)
