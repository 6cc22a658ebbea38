"""A file of arrays gives back what was put in it, or says that it is not as it was written."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path

import numpy as np
import pytest

from indexer.errors import IndexDamagedError
from indexer.storage.forward import sections
from indexer.storage.forward.sections import Sections, SectionWriter, as_raw

DAMAGED = "index --rebuild PATH"
STORED = (
    "eAFjZGBgYALiAkFGBgACHQCGAAAAAAAAeAFLTc1jOLySAQAK6QKlAAcACAAAAAAAdHdlZQDDqQB7Im51bWJlcnMiOlsiejx1"
    "NCIsMCwxOF0sInRleHRzIjpbInx1MSIsMjQsMTVdLCJwbGFpbiI6WyI8dTIiLDQwLDJdLCJtYXBwZWQiOlsifFMxIiw0OCw4"
    "XX1aAAAAAAAAAGtuaXBzZWwx"
)
"""A file as an index of format 17 has it: who changes how they are counts FORMAT up."""


def write(path: Path) -> Sections:
    """Write arrays of odd sizes, one after another."""
    path.unlink(missing_ok=True)
    with SectionWriter(path) as file:
        file.add("bytes", "u1", [np.array([1, 2, 3], np.uint8)])
        file.add("long", "<i8", [np.array([-1, 1 << 40]), np.array([7])])
        file.add_strings("texts", ["een", "", "é\ud800"])
        file.add_plain_strings("plain", as_raw(["een", "", "é\ud800"]))
        file.add_packed("packed", "<u2", [5, 6, 7])
        file.add("none", "<u4", [])
    return Sections(path)


def test_arrays_and_texts_are_read_as_they_were_written(tmp_path: Path) -> None:
    file = write(tmp_path / "file")
    assert file.array("bytes", "u1").tolist() == [1, 2, 3]
    assert file.array("long", "<i8", 3).tolist() == [-1, 1 << 40, 7]
    assert file.array("packed", "<u2", 3).tolist() == [5, 6, 7]
    assert file.array("none", "<u4", 0).tolist() == []
    assert file.strings("texts") == ["een", "", "é\ud800"]
    assert file.strings("plain") == file.strings("texts")
    assert file.raw_strings("plain") == file.raw_strings("texts")
    assert file.raw_strings("texts").count(b"\0") == 3


def test_a_file_of_an_index_that_was_made_before_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b64decode(STORED))
    file = Sections(tmp_path / "file")
    assert file.array("numbers", "<u4", 3).tolist() == [1, 2, 70_000]
    assert file.array("plain", "<u2", 2).tolist() == [7, 8]
    assert file.strings("texts") == ["een", "é"]
    assert file.strings("mapped") == ["twee", "é"]


def test_arrays_lie_where_a_processor_reads_them_at_once(tmp_path: Path) -> None:
    file = write(tmp_path / "file")
    for name, kind in (("bytes", "u1"), ("long", "<i8"), ("none", "<u4")):
        assert file.array(name, kind).flags.aligned
        assert file._table[name][1] % 8 == 0


@pytest.mark.parametrize(
    ("name", "kind", "length"),
    [
        ("bytes", "u1", 2),
        ("bytes", "u1", 4),
        ("packed", "<u2", 2),
        ("packed", "<u2", 4),
        ("long", "<u2", None),
        ("nowhere", "u1", None),
    ],
)
def test_another_array_than_there_is_is_damage(
    tmp_path: Path, name: str, kind: str, length: int | None
) -> None:
    with pytest.raises(IndexDamagedError, match=DAMAGED):
        write(tmp_path / "file").array(name, kind, length)


@pytest.mark.parametrize("place", range(1, 25))
def test_what_is_changed_at_the_end_of_a_file_is_damage(tmp_path: Path, place: int) -> None:
    """The magic, the length of the table, and how the table ends."""
    path = tmp_path / "file"
    write(path)
    content = bytearray(path.read_bytes())
    content[-place] ^= 0x20
    path.write_bytes(content)
    with pytest.raises(IndexDamagedError, match=DAMAGED):
        Sections(path).array("none", "<u4", 0)


@pytest.mark.parametrize("raw", [b"no zlib", b"", b"x\x9c"])
def test_what_does_not_unpack_is_damage(tmp_path: Path, raw: bytes) -> None:
    with SectionWriter(tmp_path / "file") as file:
        file.add("texts", "u1", [np.frombuffer(raw, np.uint8)])
    with pytest.raises(IndexDamagedError, match=DAMAGED):
        Sections(tmp_path / "file").strings("texts")


def test_bytes_that_are_no_text_are_damage(tmp_path: Path) -> None:
    with SectionWriter(tmp_path / "file") as file:
        file.add_raw_strings("texts", b"\xff\0")
    with pytest.raises(IndexDamagedError, match=DAMAGED):
        Sections(tmp_path / "file").strings("texts")


@pytest.mark.parametrize(("size", "fits"), [(1_000, True), (1_001, False), (300_000, False)])
def test_what_unpacks_to_more_than_any_index_needs_is_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, fits: bool
) -> None:
    monkeypatch.setattr(sections, "_FREE_BYTES", 1_000)
    monkeypatch.setattr(sections, "_MAX_RATIO", 2)
    with SectionWriter(tmp_path / "file") as file:
        file.add_raw_strings("texts", bytes(size))
    opened = Sections(tmp_path / "file")
    if fits:
        assert len(opened.raw_strings("texts")) == size
    else:
        with pytest.raises(IndexDamagedError, match=DAMAGED):
            opened.raw_strings("texts")


def test_strings_that_lie_as_they_are_read_need_not_unpack(tmp_path: Path) -> None:
    """They take the room that they have: bounds are for what unpacks."""
    with SectionWriter(tmp_path / "file") as file:
        file.add_plain_strings("texts", b"z\0" * 300)
        file.add_plain_strings("none", b"")
        file.add_plain_strings("wrong", b"\xff\0")
    opened = Sections(tmp_path / "file")
    assert b"z\0" * 300 in (tmp_path / "file").read_bytes()
    assert opened.strings("texts") == ["z"] * 300
    assert opened.strings("none") == []
    with pytest.raises(IndexDamagedError, match=DAMAGED):
        opened.strings("wrong")


def test_of_a_file_that_fails_midway_nothing_is_to_be_read(tmp_path: Path) -> None:
    with pytest.raises(TypeError), SectionWriter(tmp_path / "file") as file:
        file.add("bytes", "u1", [np.zeros(3, np.uint8), None])  # type: ignore[list-item]
    with pytest.raises(IndexDamagedError, match=DAMAGED):
        Sections(tmp_path / "file")
    with pytest.raises(FileExistsError):
        SectionWriter(tmp_path / "file")


def test_what_is_compressed_in_threads_lies_in_the_order_in_which_it_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However little may wait, and among arrays that are not compressed, or empty."""

    def written(name: str) -> bytes:
        with SectionWriter(tmp_path / name) as file:
            file.add_packed("first", "<u4", range(5_000))
            file.add_strings("none", [])
            file.add("plain", "u1", [np.arange(9, dtype=np.uint8)])
            for place in range(20):
                file.add_packed(f"packed{place}", "<u2", [place] * (place % 3) * 500)
        return (tmp_path / name).read_bytes()

    expected = written("file")
    monkeypatch.setattr(sections, "_MAX_WAITING", 10)
    assert written("other") == expected
    opened = Sections(tmp_path / "file")
    assert opened.strings("none") == []
    assert opened.array("first", "<u4").tolist() == [*range(5_000)]
    assert [len(opened.array(f"packed{place}", "<u2")) for place in range(20)] == [
        place % 3 * 500 for place in range(20)
    ]
    starts = [expected.index(b'"%b"' % each) for each in (b"first", b"none", b"plain", b"packed0")]
    assert starts == sorted(starts)
