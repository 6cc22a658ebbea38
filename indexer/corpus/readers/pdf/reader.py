"""PDFs with a text layer; scans are reported as such."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from indexer.corpus.dates import partial_date
from indexer.corpus.headings.labelled_head import LabelledHead, labelled_head
from indexer.corpus.headings.openings import read_labelled, read_opening
from indexer.corpus.headings.titles import stated_author, stated_title
from indexer.corpus.input_file import MAX_ARTICLE, InputFile, UnreadableError
from indexer.corpus.normalize import clean_text
from indexer.corpus.readers.pdf.broken_words import joined
from indexer.corpus.readers.pdf.layout import (
    folio,
    headline,
    paragraphs,
    unwrapped,
    usual_size,
    without_furniture,
)
from indexer.corpus.readers.pdf.lines import Line, page_lines
from indexer.corpus.records import one_line_values
from indexer.corpus.time_limit import TimeLimit
from indexer.corpus.vendors.downloads import read_download
from indexer.model import Article, ArticleError
from indexer.text import one_line

MAX_STREAM = 10_000_000
"""Bytes of what draws a page, unpacked: a second of a processor for every three million."""

_STREAMS = [
    f"{kind}_maximum_output_length" for kind in ("zlib", "lzw", "run_length", "array_based_stream")
]


def read_pdf(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article of all pages: its title is the largest line, else the property."""
    data = input_file.read_whole()
    document = _open_document(data)
    pages, title, author = _content(document, TimeLimit(len(data)), input_file)
    text = "\n".join(line.text for page in pages for line in page)
    if (download := read_download(clean_text(text), input_file, unwrapped)) is not None:
        yield from download
        return
    pages, furniture = without_furniture(pages)
    large = headline(pages[0], usual_size(pages)) if pages else []
    left = _without(large, pages)
    body = clean_text(paragraphs(left))
    if not body and input_file.source.ocr:
        yield _recognised(input_file, document)
        return
    if not body:
        raise UnreadableError(
            f"pictures of pages ({len(pages)}) and no text; have it read by OCR first, or use --ocr"
        )
    title = one_line(clean_text(joined(line.text for line in large))) or title
    day, paper = folio(furniture)
    labelled = _labelled(pages) or _labelled(left)
    found = (
        read_labelled(labelled, input_file, title, author)
        if labelled
        else read_opening(title, body, "", input_file, author)
    )
    if isinstance(found, Article):
        found = replace(
            found,
            date=found.date or partial_date(day),
            source=found.source or clean_text(paper) or None,
        )
    yield found


def _content(
    document: Any, limit: TimeLimit, input_file: InputFile
) -> tuple[list[list[Line]], str, tuple[str, ...]]:
    """Return the lines of each page, and the title and author among the properties."""
    from pypdf import apply_configuration, get_configuration  # noqa: PLC0415 - heavy
    from pypdf.errors import LimitReachedError  # noqa: PLC0415

    try:
        bounds = get_configuration().with_overwrites(**dict.fromkeys(_STREAMS, MAX_STREAM))
        with apply_configuration(bounds):
            pages = [*_pages(document, limit)]
            return pages, *_properties(document.metadata, input_file)
    except UnreadableError:
        raise
    except LimitReachedError as error:
        reason = "a page draws more than any page of text does; save its text as .txt"
        raise UnreadableError(reason) from error
    except Exception as error:
        raise UnreadableError(f"damaged PDF: {error}; get it again") from error


def _pages(document: Any, limit: TimeLimit) -> Iterator[list[Line]]:
    """Yield the lines of each page. Raises UnreadableError where they are more than an article."""
    length = 0
    for page in document.pages:
        lines = page_lines(page, limit)
        length += sum(len(line.text) for line in lines)
        if length > MAX_ARTICLE:
            raise UnreadableError(f"longer than {MAX_ARTICLE // 10**6} MB; split it into articles")
        yield lines


def _labelled(pages: list[list[Line]]) -> LabelledHead | None:
    """Return what the lines at the top name, and the text of the lines below them.

    A label has a line of its own, which may stand close to the next one.
    """
    top = [(line, text) for line in (pages[0] if pages else ()) if (text := clean_text(line.text))]
    head = labelled_head("\n".join(text for _, text in top))
    if head is None:
        return None
    first, _ = top[head.start]
    begun = head.text.removeprefix(head.above).lstrip().partition("\n")[0]
    page = [replace(first, text=begun), *(line for line, _ in top[head.start + 1 :])]
    text = clean_text(paragraphs([page, *pages[1:]]))
    return head._replace(text=f"{head.above}\n\n{text}".strip())


def _recognised(input_file: InputFile, document: Any) -> Article | ArticleError:
    """Return the article on the images of a document without text."""
    from indexer.corpus.readers.digitised.recognised import NEEDS, recognised  # noqa: PLC0415 - an extra

    try:
        images = (found.image for page in document.pages for found in page.images)
        return recognised(input_file, (image for image in images if image is not None))
    except ImportError as error:
        missing = f"needs {error.name}, which is not installed. Run: pip install {' '.join(NEEDS)}"
        raise UnreadableError(missing) from error


def _without(lines: list[Line], pages: list[list[Line]]) -> list[list[Line]]:
    """Return the pages without these lines; with them where they are all that there is."""
    left = [[line for line in page if line not in lines] for page in pages]
    return left if any(left) else pages


def _open_document(data: bytes) -> Any:
    import pypdf  # noqa: PLC0415 - heavy

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its errors are reported here
    try:
        document = pypdf.PdfReader(io.BytesIO(data))
        locked = document.is_encrypted and not document.decrypt("")
    except pypdf.errors.DependencyError as error:
        reason = "encrypted, for which cryptography is not installed. Run: pip install cryptography"
        raise UnreadableError(reason) from error
    except Exception as error:
        raise UnreadableError(f"no PDF, or cut off: {error}; get it again") from error
    if locked:
        raise UnreadableError("locked with a password; save it without")
    return document


def _properties(metadata: Any, input_file: InputFile) -> tuple[str, tuple[str, ...]]:
    """Return title and author, each empty where it is not told, or was filled in by a program.

    The day in them is that on which the file was made.
    """
    if metadata is None:
        return "", ()
    title = stated_title(str(metadata.title or ""), input_file.source.id)
    return title, one_line_values([stated_author(str(metadata.author or ""))])
