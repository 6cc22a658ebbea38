"""Files that are written whole or not at all, and names that outlive a loss of power."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def write_atomically(path: Path, content: bytes, *, named_durably: bool = False) -> None:
    """Write a file in one step: who is killed, or has no room left, leaves the old one or the new.

    The content is on disk before it has its name; with `named_durably` so are the names in the
    folder, before and after. Of two processes that write, the last one stays. Until then the file
    has a hidden name, which a process that is killed leaves (`remove_unfinished`).
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with fresh.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if named_durably:
            fsync_folder(path.parent)
        fresh.replace(path)
    except BaseException:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise
    if named_durably:
        fsync_folder(path.parent)


def remove_unfinished(path: Path) -> None:
    """Remove what processes that were killed left of writing this file, as far as can be."""
    for fresh in path.parent.glob(f".{path.name}.*"):
        with suppress(OSError):
            fresh.unlink()


def fsync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system can."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
