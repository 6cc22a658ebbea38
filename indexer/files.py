"""Files that are written whole or not at all, and files of others that may not be what they seem.

Whoever made a folder, nothing in it is a way out of it: a link in the place of a file is neither
read nor written through, and a name that stands in a file is one plain segment.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from indexer.later import expression

_FLAGS = ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY")  # Windows has others than Linux
_NO_LINKS = sum(getattr(os, flag, 0) for flag in _FLAGS)
_JUNCTION = (
    0xA0000003  # Windows: a folder that stands elsewhere; the module stat names it there only
)
_PLAIN_NAME = expression(r"\.?[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,198}[A-Za-z0-9_])?", re.ASCII)
_MAX_KEPT = 64_000_000
_OPEN_FILES = Path("/dev/fd")
_MAX_LINKS = 8  # from one to the next until an open file
_DEVICES = expression(r"\.?(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.ASCII | re.IGNORECASE)


class NotPlainError(ValueError):
    """A file is a link, is no file at all, or is larger than it can be."""


def is_plain_name(name: str) -> bool:
    """Return whether a name is one of a file in its folder, on every system."""
    return bool(_PLAIN_NAME.fullmatch(name)) and not _DEVICES.fullmatch(name)


def kind_of(path: Path) -> str:
    """Return what stands there itself: file, folder, link, or device for whatever else there is.

    Raises OSError if there is nothing.
    """
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == _JUNCTION:
        return "link"
    if stat.S_ISDIR(status.st_mode):
        return "folder"
    return "file" if stat.S_ISREG(status.st_mode) else "device"


def read_plain_file(path: Path, max_bytes: int) -> bytes:
    """Return the content of a file.

    Raises NotPlainError if it is a link, no file, or larger than `max_bytes`, and OSError if it
    cannot be read.
    """
    if (kind := kind_of(path)) != "file":
        raise NotPlainError(f"it is a {kind}, not a file")
    descriptor = os.open(path, os.O_RDONLY | _NO_LINKS)
    with open(descriptor, "rb") as stream:  # noqa: PTH123 - of a descriptor
        content = stream.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise NotPlainError(f"it has more than {max_bytes:,} bytes")
    return content


def read_kept_text(path: Path) -> str:
    """Return what stands in a file that a user keeps. A link is his own; a device has no end.

    Raises NotPlainError for a pipe, a device and what is larger than anybody writes, ValueError if
    it is no UTF-8, OSError if it cannot be read.
    """
    if path.exists() and not path.is_file():
        raise NotPlainError("it is no file")
    with path.open("rb") as stream:
        content = stream.read(_MAX_KEPT + 1)
    if len(content) > _MAX_KEPT:
        raise NotPlainError(f"it has more than {_MAX_KEPT:,} bytes")
    return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def create_file(path: Path) -> BinaryIO:
    """Return a new file that is open to be written, in place of what stands there.

    A link that stands there is removed, whatever it is a link to.
    """
    path.unlink(missing_ok=True)
    return path.open("xb")


@contextmanager
def as_named(path: Path, fresh: Path) -> Iterator[None]:
    """Let errors about a file under its hidden name be about the name that it is to have."""
    try:
        yield
    except OSError as error:
        if isinstance(error, FileNotFoundError) and not path.parent.is_dir():
            reason = f"there is no folder {path.parent}; make it first"
            raise FileNotFoundError(error.errno, reason, os.fspath(path)) from error
        if error.filename is not None and os.fspath(error.filename) == os.fspath(fresh):
            error.filename = os.fspath(path)
        raise


def write_atomically(path: Path, content: bytes, *, named_durably: bool = False) -> None:
    """Write a file in one step: who is killed, or has no room left, leaves the old one or the new.

    The content is on disk before it has its name; with `named_durably` so are the names in the
    folder, before and after. Of two processes that write, the last one stays. Until then the file
    has a hidden name, which a process that is killed leaves (`remove_unfinished`).
    """
    with _replacing(path, named_durably=named_durably) as stream:
        stream.write(content)


@contextmanager
def open_output(path: Path) -> Iterator[BinaryIO]:
    """Open what a user named to be written: a file has its name once it is whole.

    What is no file, as a pipe or /dev/null, is written to where it stands: put in its place, a file
    would take it from everybody. So is what is open already, after what stands in it.
    """
    if (descriptor := _open_as(path)) is not None:
        with open(os.dup(descriptor), "wb") as stream:  # noqa: PTH123 - of a descriptor
            yield stream
    elif is_stream(path):
        with path.open("wb") as stream:
            yield stream
    else:
        with _replacing(path) as stream:
            yield stream


def is_stream(path: Path) -> bool:
    """Return whether a path leads to what takes bytes and is no file, or is open already."""
    if _open_as(path) is not None:
        return True
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _open_as(path: Path) -> int | None:
    """Return the descriptor that a path names, as /dev/stdout does; None for any other path."""
    for _ in range(_MAX_LINKS):
        try:
            if path.name.isdecimal() and path.parent.samefile(_OPEN_FILES):
                return _descriptor(int(path.name))
            path = path.parent / path.readlink()
        except OSError:
            return None
    return None


def _descriptor(number: int) -> int:
    """Return under which number a file is open: the command line moves standard error."""
    stream = {1: sys.stdout, 2: sys.stderr}.get(number)
    try:
        return stream.fileno() if stream else number
    except (OSError, ValueError):  # it is none of the system, as in tests
        return number


@contextmanager
def _replacing(path: Path, *, named_durably: bool = False) -> Iterator[BinaryIO]:
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with as_named(path, fresh), create_file(fresh) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if named_durably:
            fsync_folder(path.parent)
        fresh.replace(path)
    except BaseException:
        with suppress(OSError):
            fresh.unlink()
        raise
    if named_durably:
        fsync_folder(path.parent)


def remove_unfinished(path: Path) -> None:
    """Remove what processes that were killed left of writing this file, as far as can be."""
    for fresh in path.parent.glob(f".{path.name}.*"):
        with suppress(OSError):
            fresh.unlink()


def remove_folder(folder: Path) -> None:
    """Remove a folder with all that it holds, as far as can be: it may be gone by itself."""
    shutil.rmtree(folder, ignore_errors=True)


def fsync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system can."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
