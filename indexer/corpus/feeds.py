"""RSS and Atom: an article an entry, as far as the feed gives it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from indexer.corpus.markup import html_text
from indexer.corpus.records import read_record
from indexer.corpus.streams import Input, UnreadableError, needing
from indexer.model import Article, ArticleError


def read_feed(data: bytes, opened: Input) -> Iterator[Article | ArticleError]:
    """Yield the article of each entry; what its source tells of itself stands for each."""
    with needing("web"):
        import feedparser  # noqa: PLC0415 - an extra

    try:
        feed = feedparser.parse(io.BytesIO(data), sanitize_html=True)
    except Exception as error:
        raise UnreadableError(f"no feed that can be read: {error}; get it again") from error
    if feed.bozo:
        opened.note(f"broken XML: {feed.bozo_exception}; read as far as it can be")
    for number, entry in enumerate(feed.entries, start=1):
        opened.part = f"entry {number}: "
        yield read_record(_record(entry, feed.feed), opened)


def _record(entry: Any, feed: Any) -> dict[str, Any]:
    whole = [part["value"] for part in entry.get("content", ()) if _is_text(part)]
    authors = [author.get("name", "") for author in entry.get("authors", ())]
    return {
        "id": entry.get("id", ""),
        "title": html_text(entry.get("title", "")),
        "date": entry.get("published") or entry.get("updated") or "",
        "source": html_text(entry.get("source", {}).get("title", "") or feed.get("title", "")),
        "section": next((tag["term"] for tag in entry.get("tags", ()) if tag.get("term")), ""),
        "url": entry.get("link", ""),
        "author": ", ".join(filter(None, authors)),
        "body": html_text(max([*whole, entry.get("summary", "")], key=len)),
    }


def _is_text(part: Any) -> bool:
    return str(part.get("type", "text/html")).startswith(("text/", "application/xhtml"))
