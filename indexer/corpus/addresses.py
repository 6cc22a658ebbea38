"""Addresses of articles: whole ones, whatever part of one a source gives."""

from __future__ import annotations

import re
from urllib.parse import urljoin

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def absolute_address(address: str, base: str) -> str:
    """Return an address whole, as it is meant on the page at `base`; as it is without a base."""
    address = address.strip()
    if not address or _SCHEME.match(address):
        return address
    if address.startswith("//"):
        return f"https:{address}"
    try:
        return urljoin(base, address) if base else address
    except ValueError:  # a base that is no address
        return address
