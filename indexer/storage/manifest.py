"""The manifest: what a generation is, and whether this version can read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

FORMAT = 5
"""Counts the changes of what is on disk; the fingerprint of the analysis counts its own."""

WORDS = "words.txt"
"""The file of the vocabulary, beside the engine's."""


COPY_BELOW = 65_536
"""Bytes of a file of state, which an engine may replace: it is copied, not linked."""


VersionToken: TypeAlias = tuple[int, int]
"""Tells a published generation from the one before and after it."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the index is, written last; `files` maps names to bytes and CRC-32."""

    engine: str
    fingerprint: str
    generation: str
    articles: int
    built: str
    files: dict[str, tuple[int, int]]
    format: int = FORMAT
