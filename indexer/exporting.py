"""Results as rows for other programs: CSV, TREC runs, ids."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from indexer.model import Hit

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
