"""What interfaces and content systems of papers give: the Guardian, Arc, NewsAPI, Zotero's tables.

https://open-platform.theguardian.com/documentation/item, https://github.com/washingtonpost/ans-schema
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from indexer.corpus.headings.bylines import said_name
from indexer.corpus.mapping.values import each_value, named

_CUT_OFF = re.compile(r"(?:…|\.\.\.)?\s?\[\+\d{1,9} chars\]\Z")


def of_guardian(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return headline, text and byline, which stand apart from the other fields."""
    fields = _object(record.get("fields"))
    made = {
        "title": fields.get("headline") or record.get("webTitle"),
        "body": fields.get("body") or fields.get("bodyText"),
        "author": fields.get("byline"),
        "source": fields.get("publication"),
    }
    return _some(made)


def of_arc(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a story: its text is its elements, its day that on which it is shown."""
    headlines, taxonomy = _object(record.get("headlines")), _object(record.get("taxonomy"))
    section = taxonomy.get("primary_section") or taxonomy.get("sections")
    days = ("first_publish_date", "publish_date", "display_date")
    address = str(record.get("canonical_url") or "")
    made = {
        "title": headlines.get("basic"),
        "body": record.get("content_elements"),
        "author": [*map(named, each_value(_object(record.get("credits")).get("by")))],
        "section": [*map(named, each_value(section))],
        "date": next((record[day] for day in days if record.get(day)), None),
        "url": address if address.startswith("http") else None,
    }
    return _some(made)


def of_newsapi(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the text without the count of what it lacks."""
    content = record.get("content")
    return (
        {"content": _CUT_OFF.sub("", content.rstrip()).rstrip()} if isinstance(content, str) else {}
    )


def of_zotero(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the authors, whose names are turned and parted by semicolons."""
    names = str(record.get("Author") or "").split(";")
    return {"Author": [said for name in names if (said := said_name(name))]}


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _some(made: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in made.items() if value}
