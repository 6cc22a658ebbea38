"""The text of an article as the KB gives it beside a DIDL: a title and paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indexer.corpus.headings.titles import title_of
from indexer.corpus.input_file import InputFile
from indexer.corpus.normalize import clean_text
from indexer.corpus.readers.digitised.paper import is_in_issue
from indexer.corpus.readers.digitised.trees import name_of, parsed_tree, text_at
from indexer.model import Article, ArticleError
from indexer.text import one_line

_ENDS = tuple('.!?…:;"”’»)—')


def read_article_text(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article, unless it is read with its issue."""
    if is_in_issue(input_file):
        return
    title, body = titled_text(parsed_tree(input_file))
    if title or body:
        yield Article(input_file.source.id, title or title_of(body), body)
    else:
        input_file.count_as_none("articles without words")


def titled_text(root: Any) -> tuple[str, str]:
    """Return the title and the body, both clean.

    A paragraph that ends in the midst of a sentence goes on in the next one: there a column ended.
    """
    title = one_line(clean_text(text_at(root, "title")))
    paragraphs: list[str] = []
    for element in root:
        if name_of(element) != "p":
            continue
        if not (text := one_line(clean_text("".join(element.itertext())))):
            continue
        if paragraphs and text[0].islower() and not paragraphs[-1].endswith(_ENDS):
            paragraphs[-1] += f" {text}"
        else:
            paragraphs.append(text)
    return title, "\n\n".join(paragraphs)
