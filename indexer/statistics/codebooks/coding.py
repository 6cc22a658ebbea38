"""Runs a codebook: every label over one selection, counted, tabled and compared with a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from indexer.answers.figures import CodedLabel
from indexer.statistics.codebooks.agreement import agreement
from indexer.statistics.codebooks.codebook import Label
from indexer.statistics.hits import Matched
from indexer.storage.forward.counting import counted
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.segment import Mask

Found = Sequence[tuple[Label, Matched]]


def coded_labels(
    index: ForwardIndex, found: Found, within: Mask, codes: Mapping[str, frozenset[str]] | None
) -> Iterator[CodedLabel]:
    """Yield what each label has in the rows of `within`, compared with codes where there are."""
    rows = [] if codes is None else np.flatnonzero(within).tolist()
    coded = [row for row in rows if codes is not None and index.ids[row] in codes]
    for label, match in found:
        name, articles, hits = label.name, int(match.rows.sum()), len(match.hits.starts)
        if codes is None:
            yield CodedLabel(name, articles, hits)
            continue
        by_query = match.rows[coded]
        by_hand = np.array([name in codes[index.ids[row]] for row in coded], np.bool_)
        cells = (
            by_query & by_hand, by_query & ~by_hand, ~by_query & by_hand, ~by_query & ~by_hand
        )  # fmt: skip
        measured = agreement(*(int(cell.sum()) for cell in cells))
        yield CodedLabel(
            name, articles, hits, measured.precision, measured.recall, measured.f1, measured.alpha
        )


def coded_articles(
    index: ForwardIndex, found: Found, within: Mask
) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the id of each article within, and its hits of each label."""
    columns = [_by_row(index, match) for _, match in found]
    for row in np.flatnonzero(within).tolist():
        yield index.ids[row], tuple(counts.get(row, 0) for counts in columns)


def _by_row(index: ForwardIndex, match: Matched) -> dict[int, int]:
    """Return the hits in each row; one that satisfies a query without words counts as one."""
    rows, counts = counted(index.row_of(match.hits.starts))
    hits = dict.fromkeys(np.flatnonzero(match.rows).tolist(), 1)
    return hits | dict(zip(rows.tolist(), counts.tolist(), strict=True))
