"""The files of one generation in a folder: carried over from the one before, settled, compared.

A file is known by its size and CRC-32, which stand in the manifest. Whatever carries it over
carries them over too, so that damage never gets a fresh checksum.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from zlib import crc32

from indexer.files import kind_of
from indexer.storage.manifest import COPY_BELOW

_BLOCK = 1_000_000
_HOLES_FROM = 64_000_000  # bytes of a file
_MOST_OF_A_BLOCK = 32_768  # bytes of a file for each block of 512 on disk


def carry_over(old: Path, new: Path, files: Mapping[str, tuple[int, int]]) -> str | None:
    """Put the files of one generation into another, as links or copies.

    Return what is wrong if a copy is not what was written, and stop there.
    """
    for name, (size, crc) in files.items():
        if size > COPY_BELOW:
            with suppress(OSError):  # not every file system can
                os.link(old / name, new / name)
                continue
        if _copy(old / name, new / name) != crc:
            return f"{old / name} has changed since it was written"
    return None


def settled(path: Path) -> tuple[int, int]:
    """Put a file on disk, readable for whom its folder is; return its size and checksum."""
    path.chmod(path.parent.stat().st_mode & 0o666)  # engines make some for themselves alone
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())
    return path.stat().st_size, checksum(path)


def wrong_files(
    folder: Path, files: Mapping[str, tuple[int, int]], most: int | None = None
) -> Iterator[str]:
    """Yield a line for each file that is missing, no file or not as it was written.

    Of files over `most` bytes only the size is compared. What is no plain file in a generation is
    wrong whether it is one of `files` or not: an engine opens what it expects there.

    Raises OSError if a file that is there cannot be read.
    """
    if strange := [*_strange(folder)]:
        yield from strange
        return
    for name, (size, crc) in files.items():
        path = folder / name
        if not path.is_file():
            yield f"{path} is missing"
        elif path.stat().st_size != size:
            yield f"{path} has {path.stat().st_size} bytes, not {size}"
        elif _is_hollow(path.stat()):
            yield f"{path} has {size} bytes, but hardly any of them on disk"
        elif (most is None or size <= most) and checksum(path) != crc:
            yield f"{path} has changed since it was written"


def _is_hollow(status: os.stat_result) -> bool:
    """Say whether a file is one hole: a terabyte of them is made in no time, and read in hours.

    No file system makes what an index writes sixty-four times smaller.
    """
    blocks = getattr(status, "st_blocks", None)  # Windows has none
    return blocks is not None and status.st_size > max(_HOLES_FROM, blocks * _MOST_OF_A_BLOCK)


def checksum(path: Path) -> int:
    """Return the CRC-32 of a file."""
    state = 0
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            state = crc32(block, state)
    return state


def is_kept(path: Path) -> bool:
    """Say whether a file is part of the index rather than an engine's lock."""
    return kind_of(path) == "file" and not path.name.endswith(("lock", "LOCK"))


def _strange(folder: Path) -> Iterator[str]:
    """Yield a line for the folder, and for each thing in it, that is a link or a device."""
    if not os.path.lexists(folder):
        return
    if (kind := kind_of(folder)) != "folder":
        yield f"{folder} is a {kind}, not a folder"
        return
    for path in sorted(folder.iterdir()):
        if (kind := kind_of(path)) not in ("file", "folder"):
            yield f"{path} is a {kind}, not a file"


def _copy(old: Path, new: Path) -> int:
    """Copy a file and return the CRC-32 of what was copied."""
    state = 0
    with old.open("rb") as source, new.open("xb") as target:
        while block := source.read(_BLOCK):
            state = crc32(block, state)
            target.write(block)
    new.chmod(stat.S_IMODE(old.stat().st_mode))
    return state
