"""The note of who writes an index folder: beside the lock, for locking a file may empty it."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import orjson

from indexer.files import create_file, read_plain_file

WRITER = "writer.json"
"""The name of the note."""

_MAX_BYTES = 4096


def sign(folder: Path) -> None:
    """Write down that this process writes the folder."""
    since = datetime.now().astimezone().isoformat(" ", timespec="seconds")
    writer = {"process": os.getpid(), "host": _host(), "since": since}
    with create_file(folder / WRITER) as stream:
        stream.write(orjson.dumps(writer))


def signed(folder: Path) -> str:
    """Return who writes the folder, as it goes on a sentence; "" where it cannot be told."""
    try:
        writer = orjson.loads(read_plain_file(folder / WRITER, _MAX_BYTES))
        host = "" if writer["host"] == _host() else f" on {writer['host']}"
        told = f": process {int(writer['process'])}{host}, since {writer['since']}"
    except (OSError, ValueError, TypeError, KeyError):
        return ""
    return told if told.isprintable() else ""


def _host() -> str:
    import platform  # noqa: PLC0415 - a millisecond that no reader needs

    return platform.node()
