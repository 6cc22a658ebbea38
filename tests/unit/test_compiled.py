"""A compiled library that was not written to its end is done without: to load it ends a process."""

from __future__ import annotations

import struct
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from indexer.compiled import is_whole, loaded

LOADING = """
import sys
sys.path.insert(0, sys.argv[1])
from indexer.compiled import loaded
print(loaded("cut_short"))
"""

needs_elf = pytest.mark.skipif(sys.platform != "linux", reason="the libraries here are no ELF")


@pytest.fixture
def library(native: ModuleType) -> bytes:
    assert native.__file__
    return Path(native.__file__).read_bytes()


@needs_elf
def test_a_library_that_is_cut_short_anywhere_is_not_whole(library: bytes, tmp_path: Path) -> None:
    path = tmp_path / "library.so"
    path.write_bytes(library)
    assert is_whole(path)
    for size in (*range(64, len(library), 100_003), len(library) - 1):
        path.write_bytes(library[:size])
        assert not is_whole(path), size


@needs_elf
@pytest.mark.parametrize("kept", [0, 40, 64, 5_000, 0.3, 0.6, 0.95])
def test_a_library_that_is_cut_short_does_not_end_the_process(
    library: bytes, tmp_path: Path, kept: float
) -> None:
    size = int(kept * len(library)) if isinstance(kept, float) else kept
    (tmp_path / "cut_short.abi3.so").write_bytes(library[:size])
    command = [sys.executable, "-c", LOADING, str(tmp_path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "None\n"), done.stderr


@pytest.mark.parametrize(("bits", "order"), [(32, "<"), (32, ">"), (64, "<"), (64, ">")])
def test_files_of_every_machine_say_how_long_they_are(
    tmp_path: Path, bits: int, order: str
) -> None:
    kind = bytes([bits // 32, 1 if order == "<" else 2])
    place, sections, rows = ("I", 32, 46) if bits == 32 else ("Q", 40, 58)
    header = bytearray(b"\x7fELF" + kind + bytes(94))
    struct.pack_into(order + place, header, sections, 80)
    struct.pack_into(order + "HH", header, rows, 10, 2)
    path = tmp_path / "library.so"
    path.write_bytes(header)
    assert is_whole(path)
    path.write_bytes(header[:-1])
    assert not is_whole(path)


@pytest.mark.parametrize(
    "begins", [b"", b"MZ", b"\xcf\xfa\xed\xfe", b"\x7fELF", b"\x7fELF\x09\x01" + b"\xff" * 90]
)
def test_what_does_not_say_how_long_it_is_counts_as_whole(tmp_path: Path, begins: bytes) -> None:
    path = tmp_path / "library"
    path.write_bytes(begins)
    assert is_whole(path), "loading it says what is wrong with it"


def test_a_library_that_is_not_there_is_none() -> None:
    assert loaded("indexer._no_such_library") is None
