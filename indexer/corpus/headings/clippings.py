"""Documents of several articles: each has a headline of its own, and below that its day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.corpus.headings.date_lines import is_date_alone
from indexer.corpus.headings.headlines import Block
from indexer.corpus.headings.openings import read_opening
from indexer.corpus.headings.signatures import dated_byline, paper_line
from indexer.corpus.input_file import InputFile
from indexer.corpus.normalize import clean_text
from indexer.model import Article, ArticleError
from indexer.text import one_line

_WITHIN = 4  # lines below a headline in which its day stands
_MAX_ABOVE = 300  # characters above the first headline, as of what the document is
_MIN_TEXT = 40  # characters


def read_clippings(
    blocks: Sequence[Block], input_file: InputFile
) -> Iterator[Article | ArticleError] | None:
    """Return the articles of a document, None of one that is a single article.

    Headlines of one level, the highest of which there are several, each have a text with its day.
    """
    levels = [0 if block.is_title else block.heading for block in blocks]
    known = sorted({each for each in levels if each is not None})
    level = next((each for each in known if levels.count(each) > 1), None)
    starts = [number for number, each in enumerate(levels) if each == level]
    if level is None or sum(len(block.text) for block in blocks[: starts[0]]) > _MAX_ABOVE:
        return None
    ends = [*starts[1:], len(blocks)]
    parts = [blocks[start:end] for start, end in zip(starts, ends, strict=True)]
    return _articles(parts, input_file) if all(map(_is_dated, parts)) else None


def _is_dated(blocks: Sequence[Block]) -> bool:
    """Return whether a day stands below a headline, and a text below that."""
    lines = [line for block in blocks[1 : _WITHIN + 1] for line in block.text.split("\n")]
    is_dated = any(
        is_date_alone(line) or paper_line(line) or dated_byline(line)[1] for line in lines[:_WITHIN]
    )
    return is_dated and sum(len(block.text) for block in blocks[1:]) >= _MIN_TEXT


def _articles(
    parts: Sequence[Sequence[Block]], input_file: InputFile
) -> Iterator[Article | ArticleError]:
    input_file.is_one_article = False
    for number, (head, *blocks) in enumerate(parts, 1):
        input_file.part = f"article {number}: "
        body = clean_text("\n\n".join(block.text for block in blocks))
        title = one_line(head.text)
        found = read_opening(title, body, f"{title}\n\n{body}", input_file)
        id_ = f"{input_file.source.id}!{number}"
        yield replace(found, id=id_) if isinstance(found, Article) else found
    input_file.part = ""
