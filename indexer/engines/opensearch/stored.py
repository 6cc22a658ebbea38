"""The payload of an article in a cluster: as a text where it is one, and a long one in pieces.

A text is stored as it is: in base64 it is a third longer, which hardly compresses, and a node
parses and decodes it. Whoever lists articles needs their beginnings only, so that is what `payload`
has of a long one, and the whole of it lies in pieces beside it, which are asked for one at a time.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from indexer.engines.long_articles import shortened
from indexer.errors import KnipselError
from indexer.later import NamedTuple

BEGINNING = 1 << 16
"""Characters of each text that are stored as the beginning of a long article."""
PIECE = 2 << 20
"""Bytes of a piece: what holds one as it comes, as JSON and decoded takes five times as much."""
_PIECES = 38  # of which a request of 100 MB, OpenSearch's default limit, has room for no more

_TEXT, _BYTES, _LENGTH = "payload", "payload_bytes", "payload_length"
BROUGHT = [_TEXT, _BYTES, _LENGTH]
"""The stored fields that make a `Payload`."""


class Payload(NamedTuple):
    """What is stored of an article: all of it, or the beginning of one of `length` bytes."""

    content: bytes
    length: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it lies in pieces."""
        return not self.length


def fields_of_payload() -> dict[str, Any]:
    """Return the fields that hold it, which are stored and nothing else."""
    stored = {"index": False, "doc_values": False, "store": True}
    binary = {"type": "binary", "store": True}
    return {
        _TEXT: {"type": "keyword", **stored},
        _BYTES: binary,
        _LENGTH: {"type": "integer", **stored},
        **{piece_name(number): binary for number in range(_PIECES)},
    }


def form_of(payload: bytes) -> dict[str, Any]:
    """Return the values of these fields. Raises KnipselError if a payload is too long for them."""
    content = shortened(payload, BEGINNING)
    if content == payload:
        return _content(payload)
    form: dict[str, Any] = {**_content(content), _LENGTH: len(payload)}
    if (count := pieces_of(len(payload))) > _PIECES:
        raise KnipselError(f"An article of {len(payload):,} bytes is more than a cluster stores.")
    for number in range(count):
        form[piece_name(number)] = _encoded(payload[number * PIECE : (number + 1) * PIECE])
    return form


def payload_of(fields: Mapping[str, Any]) -> Payload | None:
    """Return the payload that came with a hit, None where none was asked for."""
    (length,) = fields.get(_LENGTH, (0,))
    if text := fields.get(_TEXT):
        return Payload(text[0].encode(), length)
    if encoded := fields.get(_BYTES):
        return Payload(base64.b64decode(encoded[0]), length)
    return None


def piece_name(number: int) -> str:
    """Return the field of a piece."""
    return f"piece_{number:02}"


def pieces_of(length: int) -> int:
    """Return how many pieces so many bytes have."""
    return -(-length // PIECE)


def piece_of(fields: Mapping[str, Any], name: str) -> bytes:
    """Return a piece that came with a hit."""
    return base64.b64decode(fields[name][0])


def _content(content: bytes) -> dict[str, str]:
    """Return the field of a payload; that of digitised paper has bytes that are no text."""
    try:
        return {_TEXT: content.decode()}
    except UnicodeDecodeError:
        return {_BYTES: _encoded(content)}


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()
