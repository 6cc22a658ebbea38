"""What a writer of the forward index leaves: what came last; nothing when it is given up."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from indexer.analysis.analyzer import Analyzer
from indexer.engines.documents import IndexDocument, Sequence
from indexer.storage.forward.beside_engine import WriterWithForward, open_both
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.writer import ForwardWriter

NONE = cast("Any", None)


class Forward:
    """A forward index of which nothing can be dropped."""

    def abandon(self) -> None:
        raise OSError


def test_a_writer_that_is_given_up_leaves_no_file_and_ends_that_of_the_engine(
    tmp_path: Path,
) -> None:
    ended: list[bool] = []
    engine = SimpleNamespace(abort=lambda: ended.append(True))
    writer = open_both(lambda: cast("Any", engine), tmp_path, NONE, fresh=True)
    assert [*tmp_path.iterdir()]
    writer.abort()
    assert (ended, [*tmp_path.iterdir()]) == ([True], [])


def test_the_engine_is_ended_though_the_forward_index_cannot_be() -> None:
    ended: list[bool] = []
    engine = SimpleNamespace(abort=lambda: ended.append(True))
    WriterWithForward(cast("Any", engine), cast("Any", Forward())).abort()
    assert ended == [True]


def test_an_engine_that_does_not_open_leaves_no_file(tmp_path: Path) -> None:
    def refused() -> Any:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        open_both(refused, tmp_path, NONE, fresh=True)
    assert [*tmp_path.iterdir()] == []


def test_of_an_article_that_comes_twice_in_a_run_the_last_counts_and_of_one_removed_none(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    def document(id_: str, text: str, group: int) -> IndexDocument:
        sequence = Sequence(b"", analyzer.numbered(text)[1], repeated=False)
        terms = ("",) * 6
        return IndexDocument(id_, "00", "f", *terms, 0, 0, {}, b"", group=group, sequence=sequence)

    analyzer.take_types()
    writer = ForwardWriter(tmp_path, analyzer.take_types, fresh=True)
    for group, id_ in enumerate("abac", 1):
        writer.add(document(id_, "storm op zee", group))
    writer.delete("c")
    writer.finish()
    index = ForwardIndex.open(tmp_path)
    left = np.flatnonzero(index.alive).tolist()
    assert [(index.ids[row], int(index.groups[row])) for row in left] == [("b", 2), ("a", 3)]
    assert index.lengths.tolist() == [3, 3]
