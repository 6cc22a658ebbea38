"""Files of lines that lie beside an engine's: the words of a generation, and their readings."""

from __future__ import annotations

from pathlib import Path

from indexer.files import read_plain_file

_MAX_BYTES = 64_000_000


def lines_in(path: Path) -> bytes:
    """Return the lines of a file.

    Raises OSError if it cannot be read, and ValueError with the reason if it has no whole lines.
    """
    try:
        lines = read_plain_file(path, _MAX_BYTES)
        lines.decode()
    except ValueError as error:
        raise ValueError(f"{path} cannot be read: {error}") from error
    if lines and not lines.endswith(b"\n"):
        raise ValueError(f"{path} ends in the middle of a line")
    return lines
