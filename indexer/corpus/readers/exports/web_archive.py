"""Web archives of Safari (.webarchive): a page with its parts, in a property list of Apple."""

from __future__ import annotations

import plistlib
from collections.abc import Iterator
from typing import Any
from xml.parsers.expat import ExpatError

from indexer.corpus.input_file import InputFile, UnreadableError
from indexer.corpus.readers.web_pages import MAX_PAGE, decoded_page, read_page
from indexer.corpus.readers.xml_files import harmless
from indexer.model import Article, ArticleError

_PAGES = {"text/html", "application/xhtml+xml"}


def read_web_archive(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article of the page; frames and pictures are left out.

    Raises UnreadableError if it has no page.
    """
    page = _page(input_file)
    content = page.get("WebResourceData")
    if page.get("WebResourceMIMEType") not in _PAGES or not isinstance(content, bytes):
        raise UnreadableError("no page in this web archive but something else; take it out")
    if len(content) > MAX_PAGE:
        raise UnreadableError(f"a page of over {MAX_PAGE // 10**6} MB; take it out")
    charset = page.get("WebResourceTextEncodingName")
    address = page.get("WebResourceURL")
    is_web = isinstance(address, str) and address.startswith("http")
    html = decoded_page(content, input_file, charset if isinstance(charset, str) else None)
    yield from read_page(html, input_file, address if is_web else None)


def _page(input_file: InputFile) -> dict[str, Any]:
    data = input_file.read_whole()
    try:
        found = plistlib.loads(harmless(data))
        page = found["WebMainResource"]
    except UnreadableError:
        raise
    except (
        ValueError,
        KeyError,
        TypeError,
        RecursionError,
        MemoryError,
        OverflowError,
        IndexError,
        AttributeError,
        plistlib.InvalidFileException,
        ExpatError,
    ) as error:
        raise UnreadableError("no web archive that can be read; save the page again") from error
    if not isinstance(page, dict):
        raise UnreadableError("no page in this web archive; save the page again")
    return page
