"""What a package of a selection is made of: its articles, unchanged, and tables over just these."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from indexer.answers.figures import Counts, WordCounts
from indexer.errors import KnipselError
from indexer.model import Article, SearchRequest
from indexer.output.package import Column, Table, write_package
from indexer.selections import SavedSelection, article_checksum
from indexer.statistics.workbench import Workbench

MAX_WORDS = 1_000
"""Rows of the list of words."""
_FIELDS = {
    "year": "Articles, hits and words by year",
    "month": "Articles, hits and words by month",
    "source": "Articles, hits and words by paper",
}
_NEXT = "See what differs: knipsel set run FILE. Then save it anew: knipsel set save FILE QUERY"


def export_package(
    bench: Workbench, saved: SavedSelection, target: Path, *, ids_only: bool = False
) -> None:
    """Write the package of a selection to a folder, or to a zip where the target is called so.

    With `ids_only` no text leaves: no title, author or address either. Nothing stands there before
    it is whole. Raises KnipselError if an article of the selection is gone or was changed since.
    """
    lengths = bench.lengths()
    ids = list(saved.checksums)
    if gone := [id_ for id_ in ids if id_ not in lengths]:
        raise KnipselError(
            f"{len(gone):,} of the {len(ids):,} articles of this selection are not in this "
            f"archive, {gone[0]!r} first. {_NEXT}"
        )
    only = bench.reading(parts=saved.parts, collapse=False).only(ids)
    articles = ((each, lengths[each.id]) for each in _unchanged(bench, saved, ids))
    write_package(target, saved, articles, _tables(only, saved), ids_only=ids_only)


def _unchanged(bench: Workbench, saved: SavedSelection, ids: Sequence[str]) -> Iterator[Article]:
    for article in bench.articles(ids):
        if article_checksum(article) != saved.checksums[article.id]:
            raise KnipselError(
                f"The article {article.id!r} was changed since {saved.made}. {_NEXT}"
            )
        yield article


def _tables(only: Workbench, saved: SavedSelection) -> list[Table]:
    counted = (
        Column("articles", "integer", "Articles of the selection."),
        Column("hits", "integer", "Hits of the query in them."),
        Column("words", "integer", "All words of these articles."),
    )
    found = [
        Table(
            f"by-{name}",
            title,
            (Column(name, "string", f"The {name}; articles without one are left out."), *counted),
            _counted(only.count([saved.request.query], [name])),
        )
        for name, title in _FIELDS.items()
    ]
    words = only.words(SearchRequest(""), limit=MAX_WORDS)
    columns = (
        Column("word", "string", "The word, in lower case and without accents."),
        Column("count", "integer", "How often it stands in the selection."),
        Column("articles", "integer", "In how many of its articles."),
    )
    return [*found, Table("words", "The most frequent words", columns, _word_rows(words))]


def _counted(counts: Counts) -> list[tuple[str, ...]]:
    return [
        (*cell.values, str(cell.articles), str(cell.hits), str(cell.tokens)) for cell in counts.rows
    ]


def _word_rows(words: WordCounts) -> list[tuple[str, ...]]:
    return [(row.words, str(row.count), str(row.articles)) for row in words.rows]
