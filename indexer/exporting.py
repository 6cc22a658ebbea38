"""Results for other programs: CSV, JSON lines, RIS, TREC runs. Lines come without their ends."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict

import orjson

from indexer.citing import ris_lines
from indexer.model import Article, Hit

COLUMNS = ("rank", "id", "date", "source", "section", "title", "url", "score")

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(hits: Iterable[Hit]) -> Iterator[str]:
    """Yield CSV, a header first. A cell that a spreadsheet would run as a formula gets a quote."""
    yield _csv_row(COLUMNS)
    for hit in hits:
        article = hit.article
        yield _csv_row(
            (
                str(hit.rank),
                article.id,
                article.date or "",
                article.source or "",
                article.section or "",
                article.title,
                article.url or "",
                f"{hit.score:.4f}",
            )
        )


def article_lines(hits: Iterable[Hit]) -> Iterator[str]:
    """Yield a JSON object a hit: rank, score and the whole article, which `index` reads again."""
    for hit in hits:
        fields = {"rank": hit.rank, "score": round(hit.score, 4), **asdict(hit.article)}
        yield orjson.dumps(fields).decode()


def reference_lines(
    hits: Iterable[Hit], link: Callable[[Article], str | None] = lambda _: None
) -> Iterator[str]:
    """Yield the hits as RIS records, an empty line after each.

    `link` gives where an article without an address of its own can be read.
    """
    for hit in hits:
        yield from ris_lines(hit.article, link(hit.article))
        yield ""


def trec_lines(query_id: str, hits: Iterable[Hit]) -> Iterator[str]:
    """Yield a TREC run: `query_id Q0 id rank score knipsel`, white space in ids as `_`.

    The score falls with the rank, which evaluation tools sort by.
    """
    for hit in hits:
        name = "_".join(hit.article.id.split())
        yield f"{query_id} Q0 {name} {hit.rank} {1 / hit.rank:.6f} knipsel"


def _csv_row(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    safe = ("'" + cell if cell.startswith(_FORMULA) else cell for cell in cells)
    csv.writer(buffer, lineterminator="").writerow(safe)
    return buffer.getvalue()
