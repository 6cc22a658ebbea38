"""Concordances: every hit of a query in its context, one a line (keyword in context, KWIC)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from indexer.analysis.fold import fold
from indexer.answers.figures import Concordance, ConcordanceLine, LineOrder
from indexer.answers.long_text import Text
from indexer.answers.streams import ResultStream
from indexer.highlight.matcher import HitFinder
from indexer.later import expression
from indexer.messages import Message
from indexer.model import UNDATED, Article, Mark, Span
from indexer.query.syntax import ParsedQuery
from indexer.text import begins_with

MAX_ARTICLES = 500
"""Articles that a concordance reads, in the order of the results."""
WIDTH = 60
"""Characters of context on either side of a hit."""
MAX_WIDTH = 500

_CUT = Message("Dat zijn te veel treffers of te lange artikelen: niet alles is gelezen.")
_WORD = expression(r"\w+")
_MAX_WORDS = 12  # of a context that put lines in order


def concordance(
    parsed: ParsedQuery,
    listing: ResultStream,
    finder: HitFinder,
    width: int,
    order: LineOrder,
    *,
    per_article: int | None = None,
) -> Concordance:
    """Return the lines of the listed articles in this order, as far as the finder's effort goes.

    Of each article those are its first `per_article`.
    """
    lines: list[ConcordanceLine] = []
    read = 0
    for hit in listing.hits:
        lines += islice(lines_of((hit.article,), finder, width), per_article)
        read += 1
        if finder.effort.cut:
            break
    notices = [_CUT] if finder.effort.cut else []
    return Concordance(
        query=parsed.text,
        interpreted=parsed.interpreted,
        notices=(*parsed.notices, *notices),
        total=listing.total,
        read=read,
        lines=tuple(in_order(lines, order)),
        hits=len(lines),
    )


def lines_of(
    articles: Iterable[Article], finder: HitFinder, width: int
) -> Iterator[ConcordanceLine]:
    """Yield the lines of the articles: those of the title, then those of the body.

    A context has at most `width` characters and ends at a word.
    """
    for article in articles:
        number = 0
        for field, text in (("title", article.title), ("body", article.body)):
            marks = finder.marks(text)
            # Where a plain text has no title line, its title is the beginning of its body.
            if field == "body" or not begins_with(article.body, text):
                for place, mark in enumerate(marks, number + 1):
                    yield ConcordanceLine(article, field, place, *mark, *context(text, mark, width))
            number += len(marks)


def in_order(lines: Iterable[ConcordanceLine], order: LineOrder) -> list[ConcordanceLine]:
    """Return the lines in this order; equal ones keep the order that they came in.

    By left context the word asked for counts first, then those before it.
    """
    match order:
        case LineOrder.DATE:
            return sorted(lines, key=lambda line: _day(line.article))
        case LineOrder.RELEVANCE:
            return list(lines)
        case _:
            asked = slice(order.word - 1, _MAX_WORDS)
            if order.is_left:
                return sorted(lines, key=lambda line: _words(line.left)[::-1][asked])
            return sorted(lines, key=lambda line: _words(line.right)[asked])


def context(text: Text, mark: Mark, width: int) -> tuple[str, str, str]:
    """Return what stands before a hit, the hit, and what comes after it."""
    start, end = mark
    return _before(text, start, width), _collapsed(text[start:end]), _after(text, end, width)


def _before(text: Text, start: int, width: int) -> str:
    """Return the context before a hit, cut at a word; it ends in a space if the hit is a word."""
    begin = max(0, start - 2 * width)
    context = _collapsed(text[begin:start]).lstrip()
    if len(context) > width:
        context = context[-width - 1 :].partition(" ")[2]
    elif begin:
        context = context.partition(" ")[2]
    return context


def _after(text: Text, end: int, width: int) -> str:
    """Return the context after a hit, cut at a word; it begins with a space if the hit ends one."""
    stop = end + 2 * width
    context = _collapsed(text[end:stop]).rstrip()
    if len(context) > width:
        context = context[: width + 1].rpartition(" ")[0]
    elif stop < len(text):
        context = context.rpartition(" ")[0]
    return context


def _collapsed(text: str) -> str:
    """Return a text with each run of white space as one space, at its ends too."""
    inside = " ".join(text.split())
    if not inside:
        return " " if text else ""
    return f"{' ' * text[0].isspace()}{inside}{' ' * text[-1].isspace()}"


def _words(context: str) -> list[str]:
    """Return the words of a context as they are sorted: folded."""
    return [fold(word) for word in _WORD.findall(context)]


def _day(article: Article) -> tuple[bool, int]:
    """Return the last day of an article; those without a date come last."""
    span = Span.parse(article.date) if article.date else UNDATED
    return span == UNDATED, span.last
