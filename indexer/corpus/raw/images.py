"""What the first bytes of an image say: its type, and its size in pixels."""

from __future__ import annotations

import struct

from indexer.later import NamedTuple

HEAD = 1 << 18
"""Bytes within which an image tells its size; a JPEG has its thumbnail and profile before that."""

_PNG = b"\x89PNG\r\n\x1a\n"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # segments of a JPEG that have its size
_ALONE = frozenset((0x01, *range(0xD0, 0xDA)))  # markers without a length
_EXIF = b"Exif\0\0"
_ORIENTATION = 0x112
_TURNED = 5  # and above: the sides change places when the image is shown
_MAX_TAGS = 200


class Image(NamedTuple):
    """An image as browsers show it: its media type, and its width and height in pixels."""

    type: str
    width: int
    height: int


def image_in(head: bytes) -> Image | None:
    """Return what an image is by how it begins; None for what browsers do not show."""
    try:
        if head.startswith(_PNG) and head[12:16] == b"IHDR":
            return Image("image/png", *struct.unpack(">II", head[16:24]))
        if head.startswith((b"GIF87a", b"GIF89a")):
            return Image("image/gif", *struct.unpack("<HH", head[6:10]))
        if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
            return _webp(head)
        if head.startswith(b"\xff\xd8\xff"):
            return _jpeg(head)
    except (struct.error, IndexError):
        return None
    return None


def _webp(head: bytes) -> Image | None:
    """Return a WebP by its first chunk (https://developers.google.com/speed/webp/docs/riff_container)."""
    match head[12:16]:
        case b"VP8 ":
            width, height = struct.unpack("<HH", head[26:30])
            return Image("image/webp", width & 0x3FFF, height & 0x3FFF)
        case b"VP8L":
            (bits,) = struct.unpack("<I", head[21:25])
            return Image("image/webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        case b"VP8X":
            width, height = (int.from_bytes(head[at : at + 3], "little") for at in (24, 27))
            return Image("image/webp", width + 1, height + 1)
    return None


def _jpeg(head: bytes) -> Image | None:
    at, is_turned = 2, False
    while head[at] == 0xFF:  # noqa: PLR2004 - what a segment begins with
        marker = head[at + 1]
        if marker == 0xFF or marker in _ALONE:  # noqa: PLR2004
            at += 1 if marker == 0xFF else 2  # noqa: PLR2004
            continue
        (length,) = struct.unpack(">H", head[at + 2 : at + 4])
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", head[at + 5 : at + 9])
            return Image("image/jpeg", *((height, width) if is_turned else (width, height)))
        if marker == 0xE1 and head.startswith(_EXIF, at + 4):  # noqa: PLR2004
            is_turned = _is_turned(head[at + 10 : at + 2 + length])
        at += 2 + length
    return None


def _is_turned(exif: bytes) -> bool:
    """Say whether a camera or scanner was held so that browsers turn the image by 90 degrees."""
    order = "<" if exif.startswith(b"II") else ">"
    try:
        (start,) = struct.unpack(f"{order}I", exif[4:8])
        (tags,) = struct.unpack(f"{order}H", exif[start : start + 2])
        for at in range(start + 2, start + 2 + 12 * min(tags, _MAX_TAGS), 12):
            tag, _, _, value = struct.unpack(f"{order}HHIH", exif[at : at + 10])
            if tag == _ORIENTATION:
                return int(value) >= _TURNED
    except struct.error:
        return False
    return False
