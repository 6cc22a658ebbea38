"""With which corrections the names of a generation were found: a mark beside them."""

from __future__ import annotations

from pathlib import Path

from indexer.files import NotPlainError, read_plain_file
from indexer.storage.manifest import NAMES

_FILE = f"{NAMES}corrections"
_MAX_BYTES = 1_000


def corrected_by(folder: Path) -> str:
    """Return the mark of the corrections that names were found with; "" of none."""
    try:
        return read_plain_file(folder / _FILE, _MAX_BYTES).decode("ascii", "replace")
    except (OSError, NotPlainError):  # or it is not there
        return ""


def write_corrected_by(folder: Path, mark: str) -> None:
    """Keep the mark of the corrections, in place of a file that may be a link."""
    path = folder / _FILE
    path.unlink(missing_ok=True)
    if mark:
        path.write_text(mark, "ascii")
