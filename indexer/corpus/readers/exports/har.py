"""HAR, as browsers save what they fetched: an article a web page.

http://www.softwareishard.com/blog/har-12-spec/
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import Any

import orjson

from indexer.corpus.input_file import InputFile, UnreadableError
from indexer.corpus.readers.web_pages import MAX_PAGE, decoded_page, page_article, several_articles
from indexer.corpus.records import short_id
from indexer.model import Article, ArticleError

_PAGES = ("text/html", "application/xhtml")
_GIVEN = 200


def read_har(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article of each page that was there; what else was fetched is counted.

    Raises UnreadableError if it is broken, or nothing that was fetched is in it.
    """
    seen = set[str | bytes]()
    for entry in _entries(input_file):
        address, page = _address(entry), _page(entry)
        input_file.part = f"{address}: " if address else ""
        if page is None:
            input_file.count_as_none("what a browser fetched besides pages")
        elif not page:
            yield input_file.error("a page without its content; save the HAR with content")
        elif page in seen:
            input_file.count_as_none("copies of pages")
        elif len(page) > MAX_PAGE:
            yield input_file.error(f"a page of over {MAX_PAGE // 10**6} MB; take it out")
        else:
            seen.add(page)
            html = page if isinstance(page, str) else decoded_page(page, input_file)
            yield from _articles(html, address, input_file)
    input_file.part = ""


def _entries(input_file: InputFile) -> list[Any]:
    try:
        log = orjson.loads(input_file.read_whole())["log"]
        entries = log["entries"]
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableError(f"a broken HAR: {error}; save it again") from error
    if not isinstance(entries, list) or not entries:
        raise UnreadableError("a HAR in which nothing was fetched; save it again")
    return entries


def _address(entry: Any) -> str:
    request = entry.get("request") if isinstance(entry, dict) else None
    address = request.get("url") if isinstance(request, dict) else ""
    return address if isinstance(address, str) and address.startswith("http") else ""


def _page(entry: Any) -> str | bytes | None:
    """Return a page that was there, empty where its content was not saved; None for all else."""
    response = entry.get("response") if isinstance(entry, dict) else None
    content = response.get("content") if isinstance(response, dict) else None
    if not isinstance(response, dict) or not isinstance(content, dict):
        return None
    kind = str(content.get("mimeType") or "").strip().lower()
    if response.get("status") != _GIVEN or not kind.startswith(_PAGES):
        return None
    text = content.get("text")
    if not isinstance(text, str):
        return ""
    if content.get("encoding") != "base64":
        return text
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return ""


def _articles(page: str, address: str, input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article of a page, or those of a download of a newspaper database."""
    try:
        if (download := several_articles(page, input_file)) is not None:
            yield from download
            return
        id_ = short_id(address or input_file.source.id)
        found = page_article(page, id_, input_file, address or None)
    except UnreadableError as error:
        yield input_file.error(str(error))
        return
    if found is None:
        input_file.count_as_none("pages without an article")
    elif isinstance(found, str):
        input_file.count_as_none(found)
    else:
        yield found
