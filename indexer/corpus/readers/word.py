"""Word documents (.docx)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from indexer.corpus.date_lines import split_titled
from indexer.corpus.input_file import InputFile, UnreadableError
from indexer.corpus.normalize import clean_text
from indexer.corpus.packages import Package
from indexer.corpus.records import one_line_values
from indexer.corpus.vendors.downloads import read_download
from indexer.model import Article, ArticleError
from indexer.text import one_line

_BLANK = "python-docx"  # who its template names as author


def read_word(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article: title and author of its properties, its text and the date on top of it.

    Its properties tell when a file or its template was made, which is no day of publication.
    """
    document = _open_document(input_file.read_whole())
    paragraphs = [(p.style.name or "" if p.style else "", p.text) for p in _paragraphs(document)]
    titles = [text for style, text in paragraphs if style == "Title" and text.strip()]
    known = document.core_properties
    body = clean_text("\n\n".join(text.strip() for _, text in paragraphs if text.strip()))
    if not body:
        raise UnreadableError("no text in this document; is it one of pictures?")
    if (download := read_download(body, input_file)) is not None:
        yield from download
        return
    title = one_line(clean_text(titles[0] if titles else known.title or ""))
    date, title, body = split_titled(title, body, input_file)
    authors = "" if known.author == _BLANK else known.author or ""
    several = one_line_values(authors.split(";"))  # as Word lists them
    yield Article(input_file.source.id, title, body, date, author=several)


def _open_document(data: bytes) -> Any:
    import docx  # noqa: PLC0415 - heavy

    Package(data, "Word document")
    try:
        return docx.Document(io.BytesIO(data))
    except Exception as error:
        raise UnreadableError(f"no Word document: {error}; save it as .docx") from error


def _paragraphs(document: Any) -> Iterator[Any]:
    """Yield all paragraphs in order, those of tables row by row."""
    for item in document.iter_inner_content():
        if hasattr(item, "rows"):
            yield from (p for row in item.rows for cell in row.cells for p in cell.paragraphs)
        else:
            yield item
