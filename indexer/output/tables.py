"""Results for other programs: CSV, JSON lines, RIS, TREC runs. Lines come without their ends."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

import orjson

from indexer.answers.figures import ConcordanceLine, Trend
from indexer.answers.long_text import Stored, Text, json_pieces
from indexer.fields import KEYWORDS
from indexer.model import Article, Hit
from indexer.output.citations import ris_lines
from indexer.output.waiting import in_places

COLUMNS = ("rank", "id", "date", *(each.name for each in KEYWORDS), "title", "url", "score")
SEPARATOR = "; "
"""What stands between several values in one cell."""

Line: TypeAlias = str | Iterable[str]
"""A line without its end; a long one may come in pieces."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_lines(hits: Iterable[Hit]) -> Iterator[str]:
    """Yield CSV, a header first. A cell that a spreadsheet would run as a formula gets a quote."""
    yield csv_row(COLUMNS)
    for hit in hits:
        article = hit.article
        yield csv_row(
            (
                str(hit.rank),
                article.id,
                article.date or "",
                *(SEPARATOR.join(article.values(each.name)) for each in KEYWORDS),
                article.title,
                article.url or "",
                f"{hit.score:.4f}",
            )
        )


def article_lines(hits: Iterable[tuple[Hit, Stored]]) -> Iterator[Line]:
    """Yield a JSON object a hit: rank, score and the whole article, which `index` reads again."""
    for hit, stored in hits:
        fields = {"rank": hit.rank, "score": round(hit.score, 4), **stored.to_json()}
        if isinstance(stored, Article):
            yield orjson.dumps(fields).decode()
        else:
            yield (piece.decode() for piece in json_pieces(fields))
        del hit, stored, fields  # a long one is not held while the next is loaded


def joined(lines: Iterable[Line]) -> Iterator[str]:
    """Yield lines whole."""
    return (line if isinstance(line, str) else "".join(line) for line in lines)


def reference_lines(
    hits: Iterable[Hit], link: Callable[[Article], str | None] = lambda _: None
) -> Iterator[str]:
    """Yield the hits as RIS records, an empty line after each.

    `link` gives where an article without an address of its own can be read.
    """
    for hit in hits:
        yield from ris_lines(hit.article, link(hit.article))
        yield ""


def trend_lines(trend: Trend) -> Iterator[str]:
    """Yield CSV with a row for each query in each period; shares from 0 to 1."""
    yield csv_row(("period", "since", "until", "query", "count", "articles", "share"))
    for series in trend.series:
        rows = zip(trend.periods, series.counts, series.articles, series.shares, strict=True)
        for period, count, whole, share in rows:
            numbers = (str(count), str(whole), f"{share:.6f}")
            yield csv_row((period.name, period.since, period.until, series.query, *numbers))


def concordance_lines(placed: Iterable[tuple[int, ConcordanceLine]]) -> Iterator[str]:
    """Yield CSV with a row for each hit; `start` and `end` are offsets into that field.

    Each line comes with its place among them, in any order.
    """
    yield csv_row(
        ("id", "date", "source", "title", "field", "start", "end", "left", "match", "right")
    )
    yield from in_places((place, _concordance_row(line)) for place, line in placed)


def _concordance_row(line: ConcordanceLine) -> str:
    article = line.article
    about = (article.id, article.date or "", article.source or "", article.title)
    place = (line.field, str(line.start), str(line.end))
    return csv_row((*about, *place, line.left, line.match, line.right))


def trec_lines(query_id: str, hits: Iterable[Hit]) -> Iterator[str]:
    """Yield a TREC run: `query_id Q0 id rank score knipsel`, white space in ids as `_`.

    The score falls with the rank, which evaluation tools sort by.
    """
    for hit in hits:
        name = "_".join(hit.article.id.split())
        yield f"{query_id} Q0 {name} {hit.rank} {1 / hit.rank:.6f} knipsel"


def csv_row(cells: Iterable[str], separator: str = ",") -> str:
    """Return a line of CSV without its end; no cell of it is a formula to a spreadsheet."""
    buffer = io.StringIO()
    safe = ("'" + cell if cell.startswith(_FORMULA) else cell for cell in cells)
    csv.writer(buffer, delimiter=separator).writerow(
        safe
    )  # ends lines in CR LF, and so quotes either in a cell
    return buffer.getvalue().removesuffix("\r\n")


def csv_pieces(cells: Sequence[Text], separator: str = ",") -> Iterator[str]:
    """Yield the same a piece at a time, where there are long texts in it: each is in quotes."""
    for number, cell in enumerate(cells):
        yield separator if number else ""
        if isinstance(cell, str):
            yield csv_row((cell,), separator) if cell else ""
            continue
        yield '"' + "'" * cell[:1].startswith(_FORMULA)
        yield from (piece.replace('"', '""') for piece in cell.pieces())
        yield '"'
