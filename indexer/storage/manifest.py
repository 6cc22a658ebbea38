"""The manifest: what a generation is, and whether this version can read it.

A manifest may come from anyone. What it says is taken for true only in so far as it can do no harm.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from datetime import MAXYEAR, MINYEAR, datetime
from typing import Any, TypeAlias
from zlib import crc32

import orjson

from indexer.engines.registry import Location, names
from indexer.files import is_plain_name
from indexer.later import dataclass, expression

FORMAT = 17
"""Counts the changes of what is on disk; the fingerprint of the analysis counts its own."""

NAMES = "names-"
"""How the files begin that have the names of articles, one for each segment."""

WORDS = "words.txt"
"""The file of the vocabulary, beside the engine's."""

READINGS = "readings.tsv"
"""The file of what the words of an old archive are read as, beside it; only where there are any."""

WITHHELD = "withheld.json"
"""The file of what may not be seen, beside it: see `indexer/indexing/withheld.py`."""

MAX_WITHHELD_BYTES = 256_000_000
"""Bytes of that file, room for over a million articles."""

FORWARD_STATE = "forward.state"
"""The file that says which segments the forward index has, and which of their rows are gone."""

COPY_BELOW = 65_536
"""Bytes of a file of state, which an engine may replace: it is copied, not linked."""

MAX_BYTES = 4_000_000
"""Bytes of a manifest in a folder, a thousand times what one takes."""

GENERATION = expression(r"generation-\d{6,18}", re.ASCII)
"""The name of the folder of a generation."""

VersionToken: TypeAlias = tuple[int, int]
"""Tells a published generation from the one before and after it."""

_FINGERPRINT = expression(r"[0-9a-f]{8}", re.ASCII)
_MAX_CRC = 0xFFFFFFFF


class OtherFormatError(ValueError):
    """A manifest is of another version; `format` is what it counts."""

    def __init__(self, format_: int) -> None:
        super().__init__(f"it has format {format_}")
        self.format = format_


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


def is_written_anew(name: str) -> bool:
    """Say whether a file of ours, of whatever size, may give way to another one in an update.

    Of the others an engine replaces small ones alone.
    """
    return name in (WORDS, READINGS, WITHHELD, FORWARD_STATE) or name.startswith(NAMES)


def encoded(manifest: Manifest) -> bytes:
    """Return a manifest as it stands in a folder: JSON, with a CRC-32 of all the rest."""
    table = asdict(manifest)
    return orjson.dumps({**table, "crc": _crc(table)}, option=orjson.OPT_INDENT_2)


def decoded(content: bytes) -> Manifest:
    """Return the manifest that stands in a folder.

    Raises OtherFormatError if another version wrote it, and ValueError with the reason if it is not
    as it was written, or says what no manifest of an index in a folder says.
    """
    table = orjson.loads(content)
    if not isinstance(table, dict):
        raise ValueError("it is no table")
    counted = table.get("format")
    if type(counted) is int and counted != FORMAT:
        raise OtherFormatError(counted)
    crc = table.pop("crc", None)
    wrong = wrong_in(table)
    if wrong is None and not all(map(is_plain_name, table["files"])):
        wrong = "files"
    if wrong:
        raise ValueError(f"{wrong!r} in it cannot be right")
    if crc != _crc(table):
        raise ValueError("it is not as it was written")
    return manifest_of(table)


def wrong_in(table: Mapping[str, Any], **known: object) -> str | None:
    """Return the name of a value that no manifest has, or that is not the one that is known."""
    for name in sorted({*table, *_IS_RIGHT, *known}):
        if name not in table or not (
            table[name] == known[name] if name in known else _is_right(name, table[name])
        ):
            return name
    return None


def manifest_of(table: Mapping[str, Any]) -> Manifest:
    """Return the manifest of a table in which nothing is wrong; what it has besides is left out."""
    values = {each.name: table[each.name] for each in fields(Manifest)}
    files = {name: (size, crc) for name, (size, crc) in table["files"].items()}
    return Manifest(**{**values, "files": files})


def _crc(table: dict[str, Any]) -> int:
    return crc32(orjson.dumps(table))


def _is_right(name: str, value: Any) -> bool:
    return name in _IS_RIGHT and _IS_RIGHT[name](value)


def _is_number(value: Any, most: int = sys.maxsize) -> bool:
    return type(value) is int and 0 <= value <= most


def _is_moment(value: Any) -> bool:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    # At the ends of the calendar there is no time of another zone.
    return moment.tzinfo is not None and MINYEAR < moment.year < MAXYEAR


def _are_files(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(written, list)
        and len(written) == len(("size", "crc"))
        and _is_number(written[0])
        and _is_number(written[1], _MAX_CRC)
        for written in value.values()
    )


_IS_RIGHT: dict[str, Callable[[Any], bool]] = {
    "engine": lambda value: value in names(Location.FOLDER),
    "fingerprint": lambda value: isinstance(value, str) and bool(_FINGERPRINT.fullmatch(value)),
    "generation": lambda value: isinstance(value, str) and bool(GENERATION.fullmatch(value)),
    "articles": _is_number,
    "built": _is_moment,
    "files": _are_files,
    "format": lambda value: type(value) is int,  # it was compared before
}
"""What each value of a manifest is tested by."""
