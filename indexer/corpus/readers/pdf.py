"""PDFs with a text layer; scans are reported as such."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

from indexer.corpus.date_lines import split_titled
from indexer.corpus.input_file import InputFile, UnreadableError
from indexer.corpus.normalize import clean_text
from indexer.corpus.records import one_line_values
from indexer.corpus.vendors.downloads import read_download
from indexer.model import Article, ArticleError
from indexer.text import one_line

_WRAPPED = 0.7
"""The share of the widest line from which on a line may have been broken off."""
_SENTENCE_END = re.compile(r"[.!?…:][\"'’”»)]*$")
_HYPHEN = re.compile(r"(?<=[a-zà-ÿ])[-\u00ad]$")


def read_pdf(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article of all pages; title and author are those of its properties.

    Those tell when a file was made, which is no day of publication.
    """
    document = _open_document(input_file.read_whole())
    try:
        pages = [page.extract_text() for page in document.pages]
        title, author = _properties(document.metadata)
    except Exception as error:
        raise UnreadableError(f"damaged PDF: {error}; get it again") from error
    if (
        download := read_download("\n".join(map(clean_text, pages)), input_file, unwrapped)
    ) is not None:
        yield from download
        return
    body = clean_text("\n\n".join(unwrapped(clean_text(page)) for page in pages))
    if not body:
        raise UnreadableError(
            f"pictures of pages ({len(pages)}) and no text; have it read by OCR first"
        )
    date, title, body = split_titled(title, body, input_file)
    yield Article(input_file.source.id, title, body, date, author=author)


def _open_document(data: bytes) -> Any:
    import pypdf  # noqa: PLC0415 - heavy

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its errors are reported here
    try:
        document = pypdf.PdfReader(io.BytesIO(data))
        locked = document.is_encrypted and not document.decrypt("")
    except Exception as error:
        raise UnreadableError(f"no PDF, or cut off: {error}; get it again") from error
    if locked:
        raise UnreadableError("locked with a password; save it without")
    return document


def _properties(metadata: Any) -> tuple[str, tuple[str, ...]]:
    """Return title and author, each empty where it is not told."""
    if metadata is None:
        return "", ()
    title = one_line(clean_text(str(metadata.title or "")))
    authors = one_line_values([str(metadata.author or "")])
    return title, authors


def unwrapped(page: str) -> str:
    """Return a page with the lines of each paragraph joined, and words that were parted whole.

    A line that ends short of the others, or a sentence at a blank line, ends its paragraph.
    """
    lines = [line.strip() for line in page.split("\n")]
    widest = max(map(len, lines), default=0)
    text = ""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        goes_on = bool(following) and len(line) >= _WRAPPED * widest
        if goes_on and _HYPHEN.search(line) and following[:1].islower():
            text += line[:-1]
        else:
            ends = not goes_on or (_SENTENCE_END.search(line) and len(line) < 0.9 * widest)
            text += line + ("\n\n" if ends else " ")
    return text.strip()
