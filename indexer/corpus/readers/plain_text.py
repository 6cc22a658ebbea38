"""Plain text: one article a file."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.corpus.headings.date_lines import split_opening
from indexer.corpus.headings.labelled_head import labelled_head
from indexer.corpus.headings.openings import read_labelled
from indexer.corpus.input_file import MAX_ARTICLE, InputFile
from indexer.corpus.normalize import clean_text
from indexer.corpus.vendors.downloads import read_download
from indexer.model import Article, ArticleError


def read_plain_text(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article: a line with the date or not, a title or not, the text.

    Or lines that name its fields, above the text.
    """
    text = clean_text(input_file.decode(input_file.read_whole(MAX_ARTICLE)))
    if text and (download := read_download(text, input_file)) is not None:
        yield from download
        return
    if head := labelled_head(text):
        yield read_labelled(head, input_file)
        return
    date, title, body = split_opening(text, input_file)
    yield Article(input_file.source.id, title, body, date)
