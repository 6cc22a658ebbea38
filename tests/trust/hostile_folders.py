"""Hostile index folders: an index that is changed in one respect, with checksums that fit."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import orjson


class Evil:
    """What runs something when it is unpickled: it leaves the folder PWNED."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(Path.cwd() / "PWNED"),)


@dataclass(frozen=True)
class Folder:
    """An index folder, its engine, and the folder of the victim beside it."""

    index: Path
    engine: str
    victim: Path

    @property
    def generation(self) -> Path:
        return next(self.index.glob("generation-*"))

    @property
    def manifest(self) -> dict[str, Any]:
        table: dict[str, Any] = orjson.loads((self.index / "manifest.json").read_bytes())
        del table["crc"]
        return table

    def state(self, **changes: object) -> None:
        """Let the manifest say something else, with a checksum that fits."""
        (self.index / "manifest.json").write_bytes(signed({**self.manifest, **changes}))

    def put(self, name: str, content: bytes) -> None:
        """Let a file of the generation hold something else, and the manifest say so."""
        (self.generation / name).unlink(missing_ok=True)
        (self.generation / name).write_bytes(content)
        self.state(files={**self.manifest["files"], name: [len(content), crc32(content)]})

    def file(self, pattern: str) -> Path:
        return next(self.generation.glob(pattern))


def signed(table: Any) -> bytes:
    """Return a manifest with a checksum that fits."""
    return orjson.dumps({**table, "crc": crc32(orjson.dumps(table))})
