"""News in JSON of the IPTC, 1.x to 3.x (https://iptc.org/standards/ninjs)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from indexer.corpus.mapping.values import without_markup
from indexer.text import one_line, without_title_line

_TEXTS = {"", "text", "composite"}
_BODIES = ("html", "xhtml", "text")
# What NITF says above its text is in fields of the item too: the headline, the writer.
_NITF_HEAD = re.compile(r"<(head|body\.head)\b.*?</\1>", re.DOTALL)


def fields_of(record: Mapping[str, Any]) -> dict[str, Any] | str:
    """Return the fields of a news item with text; of another what it is."""
    item = {name.lower().replace("_", ""): value for name, value in record.items()}
    kind = str(item.get("type") or "")
    if kind not in _TEXTS:
        return f"items of type {kind[:20]}"
    title = _of_role(item.get("headlines"), ("main", "")) or item.get("headline") or ""
    made = {
        "id": item.get("uri"),
        "title": title,
        "body": _body(item, title),
        "date": next(
            filter(None, map(item.get, ("firstcreated", "contentcreated", "versioncreated"))), None
        ),
        "source": item.get("infosources") or item.get("infosource") or item.get("copyrightholder"),
        "section": item.get("subjects") or item.get("subject"),
        "author": item.get("byline") or item.get("by") or _bylines(item.get("bylines")),
    }
    return {name: value for name, value in made.items() if value}


def _body(item: Mapping[str, Any], title: Any) -> str:
    """Return the text: of HTML, which has the paragraphs, before plain text; else a description."""
    bodies, described = item.get("bodies"), item.get("descriptions")
    texts = [
        *(_of_type(bodies, kind) for kind in _BODIES),
        *(item.get(f"body{kind}") for kind in _BODIES),
        *(value for name, value in item.items() if name.startswith("body") and name != "bodies"),
        _of_role(described, ("text", "main", "")),
        *(value for name, value in item.items() if name.startswith("description")),
    ]
    text = next((text for text in texts if isinstance(text, str) and text.strip()), "")
    text = _NITF_HEAD.sub("", text) if "<nitf" in text else text
    text = without_markup(text, "\n\n").strip()
    return without_title_line(text, one_line(title)) if isinstance(title, str) else text


def _of_type(bodies: Any, kind: str) -> str:
    for body in _objects(bodies):
        form = str(body.get("contenttype") or body.get("contentType") or body.get("role") or "")
        if kind in form.lower().partition("/")[2] or (kind == "text" and "plain" in form):
            return str(body.get("value") or "")
    if kind == "text":
        return next((str(body.get("value") or "") for body in _objects(bodies)), "")
    return ""


def _of_role(texts: Any, roles: tuple[str, ...]) -> str:
    """Return the text with the first of these roles, else the first."""
    found = _objects(texts)
    ranked = [each for role in roles for each in found if str(each.get("role") or "") == role]
    return next((str(each.get("value") or "") for each in (*ranked, *found)), "")


def _bylines(values: Any) -> list[str]:
    found = (each.get("value") or each.get("byline") for each in _objects(values))
    return [each for each in found if isinstance(each, str)]


def _objects(values: Any) -> list[Mapping[str, Any]]:
    return [each for each in values if isinstance(each, dict)] if isinstance(values, list) else []
