"""What a writer of the forward index leaves when it is given up."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from indexer.storage.forward.beside_engine import WriterWithForward, open_both

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
