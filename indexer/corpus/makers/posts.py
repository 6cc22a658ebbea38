"""Posts of networks, in the archives that these give of an account: Mastodon, Telegram.

https://www.w3.org/TR/activitypub/#outbox, https://telegram.org/blog/export-and-more
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_POSTED = ("Create", "Update")
_OTHER = frozenset(("Announce", "Like", "Follow", "Delete", "Undo", "Accept", "Add", "Remove"))


def of_activity(record: Mapping[str, Any]) -> dict[str, Any] | str:
    """Return the fields of the post that was made; what else one does is no article."""
    post = record.get("object")
    if str(record.get("type")) not in _POSTED or not isinstance(post, dict):
        return "shares and other activities" if str(record.get("type")) in _OTHER else {}
    made = {
        "id": post.get("id"),
        "title": post.get("name") or post.get("summary"),
        "body": post.get("content"),
        "date": post.get("published"),
        "url": post.get("url"),
    }
    return {name: value for name, value in made.items() if value}


def of_telegram(record: Mapping[str, Any]) -> dict[str, Any] | str:
    """Return the text of a message, whose pieces (bold, links) are one text, and its writer."""
    if record.get("type") != "message":
        return "messages about a channel" if record.get("type") == "service" else {}
    text = record.get("text")
    pieces = text if isinstance(text, list) else [text]
    texts = (each.get("text") if isinstance(each, dict) else each for each in pieces)
    body = "".join(each for each in texts if isinstance(each, str))
    return {"body": body, "source": record.get("from")} if body else "messages without text"
