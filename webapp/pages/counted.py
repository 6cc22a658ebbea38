"""What counts just what a number of a table counts, so that the number can lead to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.answers.figures import ConcordanceLine
from webapp.archive_access import Searchable
from webapp.urls.trend_kwic_state import ContextState

if TYPE_CHECKING:
    from indexer.statistics.workbench import Workbench


def counted(archive: Searchable, asked: ContextState) -> Workbench:
    """Return what lists the articles and lines that are asked for."""
    bench = archive.figures(parts=asked.parts, collapse=asked.collapse).cell(asked.cell)
    if asked.beside:
        bench = bench.beside(asked.beside)
    return bench.in_a_row() if asked.run else bench


def ellipses(line: ConcordanceLine) -> tuple[str, str]:
    """Return what stands before and after a line that its text goes on beyond."""
    text = line.article.title if line.field == "title" else line.article.body
    before, after = " ".join(text[: line.start].split()), " ".join(text[line.end :].split())
    return "… " * (before != line.left.strip()), " …" * (after != line.right.strip())
