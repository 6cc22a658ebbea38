"""Web pages that browsers saved with all their parts in one file (.mht, .mhtml)."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from typing import cast

from indexer.corpus.input_file import InputFile, UnreadableError
from indexer.corpus.readers.web_pages import MAX_PAGE, decoded_page, read_page
from indexer.model import Article, ArticleError
from indexer.text import one_line

_PAGES = {"text/html", "application/xhtml+xml"}
_PARTS_END = "CloseBoundaryNotFoundDefect"


def read_saved_page(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article of the page; frames and pictures are left out.

    The date in front of it is that of saving. Raises UnreadableError if it has no page, or is cut
    off in it.
    """
    data = input_file.read_whole()
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        page, is_last = _page(message)
        content = cast("bytes", page.get_payload(decode=True) or b"") if page else b""
        charset = page.get_content_charset() if page else None
        address = _address(message, page)
    except Exception as error:
        raise UnreadableError(f"no saved page that can be read: {error}; save it again") from error
    if not content.strip():
        raise UnreadableError("no page among the parts of this file; save it again")
    if len(content) > MAX_PAGE:
        raise UnreadableError(f"a page of over {MAX_PAGE // 10**6} MB; take it out")
    if is_last and _is_cut_off(message):
        raise UnreadableError("cut off in its page; save it again")
    yield from read_page(decoded_page(content, input_file, charset), input_file, address)


def _page(message: EmailMessage) -> tuple[EmailMessage | None, bool]:
    """Return the part that is the page, and whether it is the last part."""
    parts = [part for part in message.walk() if not part.is_multipart()]
    start = message.get_param("start")
    pages = [part for part in parts if part.get_content_type() in _PAGES]
    if not pages:
        return None, True
    wanted = (part for part in pages if start and one_line(str(part["Content-ID"])) == start)
    page = next(wanted, pages[0])
    return page, page is parts[-1]


def _address(message: EmailMessage, page: EmailMessage | None) -> str | None:
    """Return where the page was found."""
    told = [str(message.get("Snapshot-Content-Location") or "")]
    if page is not None:
        told.append(str(page.get("Content-Location") or ""))
    told.append(str(message.get("Content-Location") or ""))
    addresses = (one_line(each).strip("<>") for each in told)
    return next((each for each in addresses if each.startswith(("http://", "https://"))), None)


def _is_cut_off(message: EmailMessage) -> bool:
    return any(type(defect).__name__ == _PARTS_END for defect in message.defects)
