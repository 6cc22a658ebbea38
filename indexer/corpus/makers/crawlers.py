"""Records of programs that fetch news: Fundus and trafilatura; those of others say what they mean.

https://github.com/flairNLP/fundus, https://trafilatura.readthedocs.io
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def of_fundus(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the address and the paper, which Fundus keeps with the page it fetched."""
    page = record.get("html")
    if not isinstance(page, dict):
        return {}
    about = page.get("source_info")
    made = {
        "url": record.get("url") or page.get("responded_url") or page.get("requested_url"),
        "source": record.get("source")
        or record.get("publisher")
        or (about.get("publisher") if isinstance(about, dict) else None),
    }
    return {name: value for name, value in made.items() if value}


def of_trafilatura(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return authors and categories, which trafilatura writes in one text with semicolons."""
    return {
        field: value.split(";")
        for field, name in (("author", "author"), ("section", "categories"))
        if isinstance(value := record.get(name), str) and value
    }
