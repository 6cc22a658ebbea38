"""What of an article stands on its page: of a long one its beginning, made and opened at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.highlight.blocks import Block, blocks
from indexer.highlight.marks import merge_marks
from indexer.model import Mark, MarkedArticle
from indexer.text import whole_words
from webapp.language import gettext
from webapp.pages.formatting import number

MAX_CHARACTERS = 500_000
MAX_BLOCKS = 5_000
MAX_MARKS = 2_000
"""Each has links to its neighbours, which take more bytes than two lines of text."""
MAX_COMPARED = 100_000
"""Characters of each of two versions."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The text of an article as far as its page has it; `cut` says what is left out."""

    title_marks: Sequence[Mark]
    body_marks: Sequence[Mark]
    body: Sequence[Block]
    hits: int
    cut: tuple[str, ...]


def shown(marked: MarkedArticle) -> Shown:
    """Return what the page of an article shows of it."""
    article = marked.article
    title = merge_marks(marked.title_marks, len(article.title))[:MAX_MARKS]
    text = beginning(article.body, MAX_CHARACTERS)
    every = merge_marks(marked.body_marks, len(text))
    marks = every[: MAX_MARKS - len(title)]
    body = blocks(text, marks, len(title) + 1)
    cut = []
    if len(text) < len(article.body) or len(body) > MAX_BLOCKS or not marked.whole:
        body = body[:MAX_BLOCKS]
        characters = number(sum(len(block.text) for block in body))
        cut.append(
            gettext(
                "Van dit lange artikel staan hier de eerste %(shown)s tekens.", shown=characters
            )
        )
    hits = len(title) + sum(len(block.marks) for block in body)
    if len(marks) < len(every) or not marked.all_marked:
        first = number(hits)
        cut.append(gettext("Alleen de eerste %(hits)s treffers zijn gemarkeerd.", hits=first))
    return Shown(title, marks, body, hits, tuple(cut))


def beginning(text: str, longest: int) -> str:
    """Return a text, or the beginning of a longer one: to the end of a word, if it has several."""
    return whole_words(text, longest) or text[:longest]
