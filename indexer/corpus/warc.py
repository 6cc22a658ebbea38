"""WARC, as crawlers write it: an article a web page, and of the same content only the first."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from indexer.corpus.records import short_id
from indexer.corpus.streams import Input, UnreadableError, needing
from indexer.corpus.web_pages import LARGEST_PAGE, decoded_page, page_article
from indexer.model import Article, ArticleError

_PAGES = {"text/html", "application/xhtml+xml"}
_GIVEN = "200"


def read_warc(opened: Input) -> Iterator[Article | ArticleError]:
    """Yield the article of each page; what else there is, is counted in a note."""
    with needing("web"):
        from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - an extra
        from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415

    left, seen = Counter[str](), set[bytes]()
    try:
        for record in ArchiveIterator(opened.stream):
            kind = _kind(record)
            if kind != "page":
                left.update([kind] if kind else [])
                continue
            found = _article(record, seen, opened)
            if isinstance(found, str):
                left[found] += 1
            else:
                yield found
    except (ArchiveLoadFailed, ValueError) as error:
        raise UnreadableError(
            f"no WARC, or damaged here: {error}; pages before are read; get it again"
        ) from error
    finally:
        opened.part = ""
        if left:
            told = ", ".join(f"{count:,} {kind}" for kind, count in left.most_common(8))
            opened.note(f"passed over {told}")


def _kind(record: Any) -> str:
    """Return "page", or what a record is else; nothing for a record that belongs to another."""
    if record.rec_type == "revisit":
        return "pages as before"
    if record.rec_type not in {"response", "resource"} or not record.rec_headers:
        return ""
    headers = record.http_headers
    if headers and headers.get_statuscode() != _GIVEN:
        return "redirects and errors"
    content = (headers or record.rec_headers).get_header("Content-Type", "unknown")
    kind = str(content).partition(";")[0].strip().lower()
    return "page" if kind in _PAGES else kind.partition("/")[0][:20]


def _article(record: Any, seen: set[bytes], opened: Input) -> Article | ArticleError | str:
    """Return the article of a page, an error, or what the page is instead."""
    address = str(record.rec_headers.get_header("WARC-Target-URI", "")).strip("<>")
    opened.part = f"{address}: "
    data = record.content_stream().read(LARGEST_PAGE + 1)
    if len(data) > LARGEST_PAGE:
        return opened.error(f"a page of over {LARGEST_PAGE // 10**6} MB; take it out")
    if record.raw_stream.limit and not record.raw_stream.read(1):
        return opened.error("the WARC is cut off in this page; get it again")
    digest = hashlib.blake2b(data, digest_size=16).digest()
    if digest in seen:
        return "copies of pages"
    seen.add(digest)
    headers = record.http_headers
    content = str(headers.get_header("Content-Type", "")) if headers else ""
    _, _, charset = content.lower().partition("charset=")
    html = decoded_page(data, opened, charset.split(";")[0].strip(" \"'") or None)
    try:
        article = page_article(html, short_id(address or opened.source.id), address or None)
    except UnreadableError as error:
        return opened.error(str(error))
    return article or "pages without an article"
