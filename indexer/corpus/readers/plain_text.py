"""Plain text: one article a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.corpus.input_file import MAX_ARTICLE, InputFile, UnreadableError
from indexer.corpus.normalize import clean_text
from indexer.corpus.records import read_date
from indexer.corpus.titles import split_title
from indexer.corpus.vendors.downloads import read_download
from indexer.model import Article, ArticleError

_DATE_LINE = re.compile(r"(?:date|datum):?[ \t]+(\d{4}(?:-\d{1,2}){0,2})(?![\d-])", re.IGNORECASE)


def read_plain_text(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article: an optional leading `date 2022-03`, a title or not, the text."""
    text = clean_text(input_file.decode(input_file.read_whole(MAX_ARTICLE)))
    date = None
    if match := _DATE_LINE.match(text):
        date = read_date(match[1], input_file)
        text = text[match.end() :].lstrip()
    if not text:
        raise UnreadableError("no text; write some, or take the file out")
    if (download := read_download(text, input_file)) is not None:
        yield from download
        return
    title, body = split_title(text)
    yield Article(input_file.source.id, title, body, date)
