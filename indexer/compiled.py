"""The compiled kernel, where it was built. Whoever asks for it does the same without it."""

from __future__ import annotations

import struct
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

_INTERFACE = 51  # counts up, here and in kernel/src/lib.rs, with what the kernel takes or gives
_HEADER = 64  # bytes of the header of an ELF file, at most
_PLACES = {1: ("I", 32, 46), 2: ("Q", 40, 58)}
"""For 32 and 64 bits: how places are written, where that of the table of sections stands, and where
the size and the number of its rows."""
_ORDERS = {1: "<", 2: ">"}


@cache
def compiled() -> ModuleType | None:
    """Return the compiled kernel; None where it was not built, or is of another version."""
    kernel = loaded("indexer._kernel")
    return kernel if getattr(kernel, "INTERFACE", 1) == _INTERFACE else None


def loaded(name: str) -> ModuleType | None:
    """Return a compiled module; None where it was not built, or cannot be read to its end.

    The system maps a library into memory, and ends a process that reads where its file has no more.
    """
    try:
        found = find_spec(name)
        is_there = found and (not found.origin or is_whole(Path(found.origin)))
        return import_module(name) if is_there else None
    except (ImportError, OSError):
        return None


def is_whole(library: Path) -> bool:
    """Say whether a file is as long as its header tells; of other formats than ELF it does not."""
    with library.open("rb") as file:
        header = file.read(_HEADER)
        size = file.seek(0, 2)
    if not header.startswith(b"\x7fELF") or len(header) < _HEADER:
        return True
    bits, order = _PLACES.get(header[4]), _ORDERS.get(header[5])
    if not (bits and order):
        return True
    place, sections, rows = bits
    (begin,) = struct.unpack_from(order + place, header, sections)
    row_size, count = struct.unpack_from(f"{order}HH", header, rows)
    return bool(begin + row_size * count <= size)
