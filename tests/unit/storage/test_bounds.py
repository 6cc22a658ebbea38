"""What a bound lets pass, and what no more: each is met at its edge."""

from __future__ import annotations

import os
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from zlib import crc32

import numpy as np
import orjson
import pytest

from indexer.answers.name_figures import NameType
from indexer.config import Cluster
from indexer.errors import IndexDamagedError
from indexer.storage import generation
from indexer.storage.cluster_files import ClusterFiles
from indexer.storage.forward.sections import Sections, SectionWriter
from indexer.storage.generation import carry_over, checksum, settled, wrong_files
from indexer.storage.lines_file import lines_in
from indexer.storage.names.corrected import corrected_by, write_corrected_by
from indexer.storage.names.kept_bearers import read_bearers
from indexer.storage.writer_note import WRITER, sign, signed
from tests.unit.storage.test_name_index import index_of

DAY = 86_400


def holed(path: Path, size: int) -> Path:
    """Return a file of so many bytes, of which none takes room."""
    path.unlink(missing_ok=True)
    path.touch()
    os.truncate(path, size)
    return path


@pytest.mark.parametrize(
    ("size", "blocks", "is_hollow"),
    [
        (64_000_000, 0, False),
        (64_000_001, 0, True),
        (327_680_000, 10_000, False),  # sixty-four times what it takes on disk
        (327_680_001, 10_000, True),
        (1 << 50, None, False),  # where the system does not tell
    ],
)
def test_a_file_is_hollow_that_takes_hardly_any_room(
    size: int, blocks: int | None, *, is_hollow: bool
) -> None:
    told = {} if blocks is None else {"st_blocks": blocks}
    status = cast("os.stat_result", SimpleNamespace(st_size=size, **told))
    assert generation._is_hollow(status) is is_hollow


def test_a_file_of_any_size_is_compared_and_copied_in_little_memory(tmp_path: Path) -> None:
    content = bytes(range(256)) * 40_000
    (tmp_path / "file").write_bytes(content)
    (tmp_path / "new").mkdir()
    tracemalloc.start()
    try:
        assert checksum(tmp_path / "file") == crc32(content)
        small = {"file": (1, crc32(content))}  # it says that it is small: it is copied
        assert carry_over(tmp_path, tmp_path / "new", small) is None
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 3_000_000
    assert (tmp_path / "new" / "file").read_bytes() == content


def test_what_cannot_be_linked_is_copied_as_it_was_written_and_for_the_same_readers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
    large, small = b"x" * 65_537, b"y" * 65_536
    written = {"large": (65_537, crc32(large)), "small": (65_536, crc32(small))}
    for name, content in (("large", large), ("small", small)):
        (old / name).write_bytes(content)
        (old / name).chmod(0o640)
    assert carry_over(old, new, written) is None
    assert (new / "large").samefile(old / "large")
    assert not (new / "small").samefile(old / "small")

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("os.link", refuse)
    for name in written:
        (new / name).unlink()
    assert carry_over(old, new, written) is None
    assert [*wrong_files(new, written)] == []
    assert {path.stat().st_mode & 0o777 for path in new.iterdir()} == {0o640}
    (old / "large").write_bytes(b"z" + large[1:])
    (new / "large").unlink()
    told = f"{old / 'large'} has changed since it was written"
    assert carry_over(old, new, {"large": written["large"]}) == told


@pytest.mark.parametrize("mode", [0o700, 0o750, 0o755, 0o777])
def test_a_file_is_for_whom_its_folder_is_and_is_no_program(tmp_path: Path, mode: int) -> None:
    tmp_path.chmod(mode)
    (tmp_path / "file").write_bytes(b"x")
    assert settled(tmp_path / "file") == (1, crc32(b"x"))
    assert (tmp_path / "file").stat().st_mode & 0o777 == mode & 0o666


@pytest.mark.parametrize(
    ("name", "read", "told"),
    [
        ("words.txt", lines_in, "ends in the middle of a line"),
        ("names-bearers", lambda path: read_bearers(path.parent), ""),
    ],
)
def test_a_file_beside_the_index_is_read_to_sixty_four_megabytes(
    tmp_path: Path, name: str, read: Callable[[Path], object], told: str
) -> None:
    path = holed(tmp_path / name, 64_000_000)
    if told:
        with pytest.raises(ValueError, match=told):
            read(path)
    else:
        assert read(path) == {}
    with pytest.raises((ValueError, IndexDamagedError), match="more than 64,000,000 bytes"):
        read(holed(path, 64_000_001))


def test_a_mark_of_corrections_is_short(tmp_path: Path) -> None:
    path = tmp_path / "names-corrections"
    for size, mark in ((1_000, "x" * 1_000), (1_001, "")):
        write_corrected_by(tmp_path, "x" * size)
        assert corrected_by(tmp_path) == mark
    write_corrected_by(tmp_path, "")
    assert not path.exists()


def test_the_note_of_a_writer_is_short(tmp_path: Path) -> None:
    sign(tmp_path)
    note, path = (tmp_path / WRITER).read_bytes(), tmp_path / WRITER
    for size, is_read in ((4_096, True), (4_097, False)):
        path.write_bytes(note.ljust(size))
        assert bool(signed(tmp_path)) is is_read
    path.write_bytes(orjson.dumps({**orjson.loads(note), "process": "5x"}))
    assert signed(tmp_path) == ""


@pytest.mark.parametrize(("size", "fits"), [(64_000_000, True), (64_000_001, False)])
def test_little_may_unpack_to_much_and_no_more(tmp_path: Path, size: int, *, fits: bool) -> None:
    path = tmp_path / "file"
    with SectionWriter(path) as file:
        file.add_raw_strings("texts", bytes(size))
    if fits:
        assert len(Sections(path).raw_strings("texts")) == size
    else:
        with pytest.raises(IndexDamagedError):
            Sections(path).raw_strings("texts")


def test_numbers_that_are_said_to_be_few_take_no_more_room_than_few(tmp_path: Path) -> None:
    with SectionWriter(tmp_path / "file") as file:
        file.add_packed("numbers", "<u4", np.zeros(1_000_000, np.uint32))
    opened = Sections(tmp_path / "file")
    tracemalloc.start()
    try:
        with pytest.raises(IndexDamagedError):
            opened.array("numbers", "<u4", 10)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 100_000


def test_what_a_killed_process_left_is_kept_for_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster = Cluster(index="krant", cache=str(tmp_path))
    files = ClusterFiles(cluster, cast("Any", None))
    folder = files.to_write(None)
    ages = {"fetching-a": DAY, "fetching-b": DAY + 1}
    monkeypatch.setattr(time, "time", lambda: 2_000_000.0)
    for name, age in ages.items():
        (folder.parent / name).mkdir()
        os.utime(folder.parent / name, (2_000_000 - age, 2_000_000 - age))
    files._settle(folder, folder.with_name("krant-000001-0"))
    left = {path.name for path in folder.parent.glob("fetching-*")}
    assert left == {"fetching-a"}


def test_as_many_names_are_looked_at_to_complete_one_as_takes_no_time(tmp_path: Path) -> None:
    first = [[f"Jan Vos{number:04} Bos"] for number in range(4_999)]
    types = {"Jan Berg": NameType.LOC}
    for more, found in ((["Jan Dam"], 5_000), (["Jan Berg", "Jan Dam"], 4_999)):
        folder = tmp_path / str(found)
        folder.mkdir()
        names, rows = index_of(folder, [[*first, more]], None, types)
        assert rows
        assert len(names.beginning("person", "jan")) == found
