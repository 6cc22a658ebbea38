"""References in CSL JSON, as Zotero and other programs for them export it.

https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indexer.corpus.mapping.values import plain

WITHOUT_TEXT = "a reference without a text; export it with its abstract, or index the article"


def fields_of(record: Mapping[str, Any]) -> dict[str, Any] | str:
    """Return the fields of a reference; its text is the abstract. WITHOUT_TEXT if it has none."""
    body = _first(record, ("abstract", "annote"))
    if not isinstance(body, str) or not body.strip():
        return WITHOUT_TEXT
    made = {
        "id": record.get("id"),
        "title": _first(record, ("title", "title-short", "shortTitle")),
        "body": body.replace("<jats:", "<").replace("</jats:", "</"),  # of Crossref
        "date": _date(record.get("issued")),
        "source": _first(record, ("container-title", "publisher", "publisher-place")),
        "section": record.get("section"),
        "url": record.get("URL"),
        "author": _names(record.get("author")),
    }
    return {name: value for name, value in made.items() if value}


def _first(record: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """Return the first value that is some; of a list, as Crossref writes titles, its first."""
    for name in names:
        value = plain(record.get(name))
        value = value[0] if isinstance(value, list) and value else value
        if value:
            return value
    return None


def _date(issued: Any) -> str | None:
    """Return a date as it is written, or of its parts: year, month and day."""
    if not isinstance(issued, dict):
        return issued if isinstance(issued, str) else None
    parts = issued.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    if isinstance(first, list) and first and first[0]:
        year, *rest = [str(part) for part in first[:3]]
        return "-".join((year.zfill(4), *(part.zfill(2) for part in rest)))
    told = (issued.get(name) for name in ("raw", "literal", "year"))
    return next((str(value) for value in told if value), None)


def _names(authors: Any) -> list[str]:
    found = authors if isinstance(authors, list) else []
    return [name for each in found if isinstance(each, dict) and (name := _name(each))]


def _name(author: Mapping[str, Any]) -> str:
    """Return a name as it is said: Jan van der Berg."""
    order = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    said = " ".join(str(author[part]) for part in order if author.get(part))
    return said or str(author.get("literal") or "")
