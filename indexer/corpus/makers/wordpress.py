"""Posts of WordPress: of its interface (REST), of its table `wp_posts`, of its export.

https://developer.wordpress.org/rest-api/reference/posts/, https://codex.wordpress.org/Shortcode
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from indexer.corpus.mapping.values import named, plain
from indexer.corpus.markup import html_text

_NO_POSTS = {
    "attachment": "attachments",
    "nav_menu_item": "menu items",
    "revision": "revisions",
}
_OF_SYSTEM = re.compile(
    r"custom_css|customize_changeset|oembed_cache|user_request|wp_\w+|acf-\w+|elementor_\w+"
    r"|feedback|scheduled-action|amp_\w+|jp_\w+"
)
_STATES = {
    "draft": "drafts",
    "auto-draft": "drafts",
    "pending": "drafts",
    "future": "posts of the future",
    "trash": "posts thrown away",
    "private": "private posts",
}

# Of these the content is no text of the post either: players, galleries, forms.
_MEDIA = (
    "gallery|playlist|audio|video|embed|wpvideo|youtube|vimeo|soundcloud|spotify"
    "|instagram|twitter|tweet|facebook|googlemaps?|contact-form(?:-7)?|gravityforms?|mc4wp_form"
    "|newsletter\\w*|ads?|adrotate|poll|button|social\\w*|related\\w*"
)
_WITH_CONTENT = re.compile(
    rf"(?<!\[)\[({_MEDIA})\b[^\[\]]*\](?!\])(?:(?:(?!\[\1\b).)*?\[/\1\])?",
    re.IGNORECASE | re.DOTALL,
)
# The words beneath a picture stay.
_CAPTION = re.compile(r"(?<!\[)\[/?(?:wp_)?caption\b[^\[\]]*\](?!\])", re.IGNORECASE)
_TAG = re.compile(
    r"(?<!\[)\[(/?)([a-z][\w-]*)((?:\s+[\w-]+\s*=[^\]]*)?)\s*/?\](?!\])", re.IGNORECASE
)
_BLANK_LINE = re.compile(r"\r?\n[ \t]*(?:\r?\n[ \t]*)+")
_HAS_PARAGRAPHS = re.compile(r"<p[\s>]|<!-- wp:", re.IGNORECASE)


def no_post(kind: str, status: str, *, is_locked: bool = False) -> str:
    """Return what a thing is that is no published post, empty for one that is."""
    if kind in _NO_POSTS:
        return _NO_POSTS[kind]
    if _OF_SYSTEM.fullmatch(kind):
        return "settings of WordPress"
    if is_locked:
        return "posts with a password"
    if status in {"", "publish"}:
        return ""
    return _STATES.get(status, f"posts that are {status[:20]}")


def post_text(content: str) -> str:
    """Return the text of a post: without shortcodes, a blank line parting its paragraphs."""
    content = _without_shortcodes(content)
    breaks = "\n" if _HAS_PARAGRAPHS.search(content) else "<br>"
    parts = (part.replace("\n", breaks) for part in _BLANK_LINE.split(content))
    return html_text("<p>".join(["", *parts]))


def _without_shortcodes(content: str) -> str:
    """Return a text without shortcodes; other words in brackets, as [red.], stay.

    An unknown name is one when it has attributes or is closed; what it encloses stays.
    """
    if "[" not in content:
        return content
    content = _CAPTION.sub("", _WITH_CONTENT.sub("", content))
    closed = {match[2].lower() for match in _TAG.finditer(content) if match[1]}
    kept = _TAG.sub(
        lambda match: "" if match[3] or match[2].lower() in closed else match[0], content
    )
    return re.sub(r"\[(\[[^\[\]]*\])\]", r"\1", kept)


def of_interface(record: Mapping[str, Any]) -> dict[str, Any] | str:
    """Return the fields of a post of the REST interface; numbers of categories are no names."""
    title, content = record.get("title"), record.get("content")
    if not isinstance(content, dict) or "rendered" not in content:
        return {}
    kind, status = str(record.get("type") or ""), str(record.get("status") or "")
    if problem := no_post(kind, status, is_locked=bool(content.get("protected"))):
        return problem
    embedded = record.get("_embedded")
    embedded = embedded if isinstance(embedded, dict) else {}
    terms = [each for group in _list(embedded.get("wp:term")) for each in _list(group)]
    return {
        "content": "",
        "title": html_text(str(plain(title) or "")),
        "body": post_text(str(plain(content) or "")),
        "author": _list(embedded.get("author")) or _names(record.get("author")),
        "categories": [
            named(each)
            for each in terms
            if isinstance(each, dict) and each.get("taxonomy") == "category"
        ]
        or [each for each in _list(record.get("categories")) if not isinstance(each, int)],
    }


def of_table(record: Mapping[str, Any]) -> dict[str, Any] | str:
    """Return the fields of a row of `wp_posts`."""
    row = {name.lower(): str(value or "") for name, value in record.items()}
    locked = bool(row.get("post_password"))
    if problem := no_post(row.get("post_type", ""), row.get("post_status", ""), is_locked=locked):
        return problem
    return {
        "post_content": "",
        "title": html_text(row.get("post_title", "")),
        "body": post_text(row.get("post_content", "")) or row.get("post_excerpt", ""),
        "date": row.get("post_date", ""),
    }


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _names(value: Any) -> Any:
    return None if isinstance(value, int) else value
