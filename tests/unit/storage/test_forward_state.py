"""Which segments a generation has, from a file that nobody of ours may have written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.archive import build
from indexer.config import Settings
from indexer.errors import IndexDamagedError
from indexer.model import Article
from indexer.storage.forward.sections import SectionWriter
from indexer.storage.forward.state import State
from indexer.storage.manifest import FORWARD_STATE

ONE, TWO, THREE = "forward-000001", "forward-000002", "forward-000007"


def test_a_state_is_read_as_it_was_written(tmp_path: Path) -> None:
    state = State({TWO: {3, 1}, ONE: set()})
    state.write(tmp_path)
    assert State.read(tmp_path) == state
    state.write(tmp_path)  # in place of what stands there
    assert State.read(tmp_path) == state
    assert [*State.read(tmp_path).gone] == [TWO, ONE], "rows are numbered in this order"
    assert len(list(tmp_path.iterdir())) == 1


def test_what_a_killed_run_left_or_a_link_there_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"x")
    for name in (FORWARD_STATE, f"{FORWARD_STATE}.new"):
        (tmp_path / name).symlink_to("precious")
    State({ONE: {1}}).write(tmp_path)
    assert State.read(tmp_path).gone == {ONE: {1}}
    assert (tmp_path / "precious").read_bytes() == b"x"


@pytest.mark.parametrize(
    "names",
    [
        ["forward-"],
        ["forward-a"],
        ["forward-²"],
        ["forward-٣"],
        ["forward-1x"],
        ["forward-" + "1" * 19],
        ["forward-../1"],
        ["000001"],
        ["names-000001"],
        [""],
        [ONE, "a"],
        [ONE, ONE],
        [f"forward-{number:06d}" for number in range(101)],
    ],
    ids=lambda names: names[-1][:20] or "nothing",
)
def test_names_that_no_segments_have_are_damage(tmp_path: Path, names: list[str]) -> None:
    with SectionWriter(tmp_path / FORWARD_STATE) as file:
        file.add_strings("segments", names)
        for name in names:
            file.add(name, "<u4", [])
    with pytest.raises(IndexDamagedError, match=r"forward\.state"):
        State.read(tmp_path)


@pytest.mark.parametrize("names", [["forward-" + "1" * 18], ["forward-1"], []])
def test_other_names_are_read(tmp_path: Path, names: list[str]) -> None:
    State({name: set() for name in names}).write(tmp_path)
    assert [*State.read(tmp_path).gone] == names


def test_a_hundred_segments_are_read(tmp_path: Path) -> None:
    names = [f"forward-{number:06d}" for number in range(100)]
    State({name: {number} for number, name in enumerate(names)}).write(tmp_path)
    assert State.read(tmp_path).gone[names[99]] == {99}


@pytest.mark.parametrize("row", [0, 1, 2, 5])
def test_a_row_that_is_gone_and_was_never_there_is_damage(
    tmp_path: Path, jsonl: Callable[..., Path], row: int
) -> None:
    articles = (Article(f"a{n}", "Kop", "Storm.") for n in range(2))
    build(Settings(tmp_path / "index", names="none"), [jsonl(*articles)])
    (generation,) = (tmp_path / "index").glob("generation-*")
    State({ONE: {row}}).write(generation)
    state = State.read(generation)
    if row < 2:
        assert len(state.opened(generation)) == 1
    else:
        with pytest.raises(IndexDamagedError, match=r"forward\.state"):
            state.opened(generation)


def test_the_next_name_is_that_of_nobody() -> None:
    assert State({}).next_name() == ONE
    assert State({ONE: set(), THREE: set(), TWO: set()}).next_name() == "forward-000008"
