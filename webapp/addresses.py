"""Addresses: of articles, of places in a list, and which of others' may be followed."""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit
from zlib import crc32

_DOT_SEGMENTS = frozenset({"", ".", ".."})


def article_path(id: str) -> str:  # noqa: A002
    """Return the path of an article, percent-encoded.

    Slashes stay readable, unless the browser would take a segment for a step up in the path.
    """
    plain = _DOT_SEGMENTS.isdisjoint(id.split("/"))
    return "/article/" + quote(id, safe="/" if plain else "", errors="replace")


def address(path: str, pairs: list[tuple[str, str]]) -> str:
    """Return the path with these parameters as its query string."""
    return f"{path}?{urlencode(pairs, errors='replace')}" if pairs else path


def anchor(id: str) -> str:  # noqa: A002
    """Return the name of an article's place in a list of results."""
    return f"k-{crc32(id.encode(errors='replace')):08x}"


def web_address(url: str | None) -> str | None:
    """Return `url` if a browser may follow it: http or https, with a host."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None
