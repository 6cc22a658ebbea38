"""Tables of web pages that may have an article a row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from indexer.corpus.markup import tree_text
from indexer.corpus.normalize import clean_text

_TITLES = (">kop<", ">titel<", ">headline<", ">title<")
_MAX_TABLES = 20


def may_have_articles(page: str) -> bool:
    """Return whether it is worth looking for tables with a column of headlines."""
    small = page.lower()
    return any(title in small for title in _TITLES)


def tables(tree: Any) -> Iterator[list[list[str]]]:
    """Yield the cells of the tables on a page, a tree of lxml, that have no table within them."""
    for table in islice(tree.iter("table"), _MAX_TABLES):
        if next(table.iterdescendants("table"), None) is None:
            yield [
                [clean_text(tree_text(cell)) for cell in row if cell.tag in ("td", "th")]
                for row in table.iter("tr")
            ]
