"""Images of pages that lie on another server, as its address says them: IIIF, or a file."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urlsplit, urlunsplit

MAX_WIDTH = 2_000
"""Pixels that are asked for: type of a broadsheet is read in twice as much as a screen is wide."""

# https://iiif.io/api/image/3.0/#21-image-request-uri-syntax: what stands behind the identifier
_IIIF = re.compile(
    r"(?P<image>.+)/(?:full|square|pct:[\d.,]+|\d+,\d+,\d+,\d+)/[^/]+/!?[\d.]+/"
    r"(?P<quality>default|native|color|gray|grey|bitonal)(?:\.\w{2,4})?"
)
_INFORMATION = "/info.json"
_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".gif")


def image_address(address: str, servers: Collection[str], width: int) -> str | None:
    """Return the address of the whole image of a page, some pixels wide, from one of the servers.

    `width` is that of the page, in pixels where they are known. None where the server is no such
    one, or the address is none of an image that browsers show.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if f"{parts.scheme}://{parts.netloc}".lower() not in servers:
        return None
    size = f"{min(width, MAX_WIDTH)}," if width > 0 else "max"
    if found := _IIIF.fullmatch(parts.path):
        path = f"{found['image']}/full/{size}/0/{found['quality']}.jpg"
    elif parts.path.endswith(_INFORMATION):
        path = f"{parts.path.removesuffix(_INFORMATION)}/full/{size}/0/default.jpg"
    elif parts.path.lower().endswith(_SUFFIXES):
        path = parts.path
    else:
        return None
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))
