"""Tables of web pages that may have an article a row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from indexer.corpus.markup import tree_text
from indexer.corpus.normalize import clean_text

_TITLES = (">kop<", ">titel<", ">headline<", ">title<")
_MAX_TABLES = 20


def tables(page: str) -> Iterator[list[list[str]]]:
    """Yield the cells of tables that have a column of headlines and no table within them."""
    small = page.lower()
    if not any(title in small for title in _TITLES):
        return
    import trafilatura  # noqa: PLC0415 - heavy

    tree = trafilatura.load_html(page)
    for table in islice(tree.iter("table"), _MAX_TABLES) if tree is not None else ():
        if next(table.iterdescendants("table"), None) is None:
            yield [
                [clean_text(tree_text(cell)) for cell in row if cell.tag in ("td", "th")]
                for row in table.iter("tr")
            ]
