"""The file of what is withheld, in a generation of an index of any version."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from zlib import crc32

from indexer.files import read_plain_file
from indexer.storage.manifest import (
    GENERATION,
    MAX_BYTES,
    MAX_WITHHELD_BYTES,
    WITHHELD,
    OtherFormatError,
    decoded,
)


def withheld_in(manifest: Path, generation: str) -> bytes:
    """Return the table of a generation that a manifest names; b"" without one.

    Raises ValueError if it is not as it was written, as far as the manifest can tell.
    """
    if not GENERATION.fullmatch(generation):
        return b""
    path = manifest.parent / generation / WITHHELD
    try:
        table = read_plain_file(path, MAX_WITHHELD_BYTES)
    except FileNotFoundError:
        return b""
    written = len(table), crc32(table)
    with suppress(OtherFormatError):
        files = decoded(read_plain_file(manifest, MAX_BYTES)).files
        if files.get(WITHHELD, written) != written:
            raise ValueError(f"{path} has changed since it was written")
    return table
