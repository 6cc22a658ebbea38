"""The export of WordPress (WXR, RSS of a kind): an article a post that was published."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from indexer.corpus.input_file import InputFile
from indexer.corpus.makers.wordpress import no_post, post_text
from indexer.corpus.markup import html_text, local_name
from indexer.corpus.readers.xml_files import xml_data, xml_events
from indexer.corpus.records import read_record
from indexer.model import Article, ArticleError

_IN_CHANNEL = 3  # <rss>, <channel>, and what is in that
_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\r"})  # which posts have, and XML may not


def read_export(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article of each post; drafts, attachments, menus and the like are counted."""
    site, names = "", dict[str, str]()
    for number, element in enumerate(_elements(input_file), start=1):
        kind = local_name(element)
        if kind == "title":
            site = site or _text(element)
        elif kind == "author":
            names[_child(element, "author_login")] = _child(element, "author_display_name")
        elif kind == "item":
            input_file.part = f"item {number}: "
            if found := _article(element, site, names, input_file):
                yield found
    input_file.part = ""


def _elements(input_file: InputFile) -> Iterator[Any]:
    """Yield what stands in the channel, an element at a time; each is dropped after."""
    depth, channel = 0, None
    stream = io.BytesIO(xml_data(input_file).translate(None, _CONTROLS))
    for event, element in xml_events(stream):
        if event == "start":
            depth += 1
            channel = element if depth == _IN_CHANNEL - 1 else channel
            continue
        if depth == _IN_CHANNEL:
            yield element
            if channel is not None:
                channel.clear()
        depth -= 1


def _article(
    item: Any, site: str, names: dict[str, str], input_file: InputFile
) -> Article | ArticleError | None:
    found = {local_name(child): child for child in reversed(item)}  # of several the first
    values = {name: child.text or "" for name, child in found.items()}
    kind, status = values.get("post_type", "post"), values.get("status", "publish")
    if problem := no_post(kind, status, is_locked=bool(values.get("post_password", "").strip())):
        input_file.count_as_none(problem)
        return None
    text = post_text(_content(item, "content")) or html_text(_content(item, "excerpt"))
    if not text:
        input_file.count_as_none("posts without text")
        return None
    author = values.get("creator", "").strip()
    record = {
        "id": values.get("guid", ""),
        "title": html_text(values.get("title", "")),
        "date": _published(values),
        "source": site,
        "section": [
            _text(child)
            for child in item
            if local_name(child) == "category" and child.get("domain", "category") == "category"
        ],
        "url": values.get("link", ""),
        "author": [names.get(author) or author],
        "body": text,
    }
    return read_record(record, input_file)


def _published(values: dict[str, str]) -> str:
    """Return when a post was published, on its own clock where that is known."""
    stated = values.get("post_date", "").strip()
    return values.get("pubdate", "") if not stated or stated.startswith("0000") else stated


def _content(item: Any, space: str) -> str:
    """Return what is encoded in the namespace of the content or of the excerpt."""
    for child in item:
        namespace = str(child.tag).partition("}")[0]
        if local_name(child) == "encoded" and space in namespace:
            return child.text or ""
    return ""


def _child(element: Any, name: str) -> str:
    return next((_text(child) for child in element if local_name(child) == name), "")


def _text(element: Any) -> str:
    return html_text("".join(element.itertext())).strip()
