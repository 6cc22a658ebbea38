"""Plain text: one article a file."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.corpus.headings.openings import read_opening
from indexer.corpus.input_file import MAX_ARTICLE, InputFile
from indexer.corpus.normalize import clean_text
from indexer.corpus.vendors.downloads import read_download
from indexer.model import Article, ArticleError


def read_plain_text(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article: its text, below a title and lines about it, or without them."""
    text = clean_text(input_file.decode(input_file.read_whole(MAX_ARTICLE)))
    if text and (download := read_download(text, input_file)) is not None:
        yield from download
        return
    yield read_opening("", text, text, input_file)
