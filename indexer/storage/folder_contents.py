"""What an index folder holds: whatever else stands in one belongs to somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from indexer.files import kind_of
from indexer.storage.manifest import GENERATION
from indexer.storage.writer_note import WRITER

MANIFEST = "manifest.json"
LOCK = "lock"
_README = "README.md"
_OURS = {MANIFEST: "file", LOCK: "file", WRITER: "file", "feeds": "folder"}


def foreign_in(folder: Path) -> Iterator[str]:
    """Yield what stands in a folder and is none of what an index has there."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name == _README:
            continue
        kind = kind_of(path)
        if kind != ("folder" if GENERATION.fullmatch(path.name) else _OURS.get(path.name)):
            yield path.name if kind in ("file", "folder") else f"{path.name}, a {kind}"
