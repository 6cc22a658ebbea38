"""What the command line shows in columns: hits per period, hits in context, and what is similar."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

import click

from indexer.answers.figures import Concordance, Trend
from indexer.cli.printing import visible
from indexer.cli.render_text import hit_lines
from indexer.formatting import DUTCH
from indexer.model import Similar

BLOCKS = " ▏▎▍▌▋▊▉█"
ASCII = " #"

_GAP = "  "
_MIN_CONTEXT = 10
_MATCH = 14  # room for a hit: longer ones take some of the context after them
_SHARE = len("<0,01%")
_MAX_BAR = 24
_MIN_BAR = 4


def trend_lines(trend: Trend, width: int, marks: str) -> Iterator[str]:
    """Yield a row a period: for every query its count, its share and a bar.

    `marks` draw the bars, from nothing to a full character: BLOCKS or ASCII.
    """
    if trend.periods:
        yield from _table(trend, width, marks)
        yield ""
    for series in trend.series:
        lost = f", {DUTCH.unplaced(series.unplaced, trend.by)}" if series.unplaced else ""
        line = f"{series.query}: {DUTCH.articles(series.total)}{lost}".removeprefix(": ")
        yield click.style(line, bold=True)
    yield how_counted(parts=trend.parts)


def bar_marks(encoding: str | None) -> str:
    """Return what bars are drawn with: blocks, or plain signs where they cannot be printed."""
    try:
        BLOCKS.encode(encoding or "ascii")
    except UnicodeEncodeError:
        return ASCII
    return BLOCKS


def context_width(columns: int) -> int:
    """Return how much context fits on either side of a hit on a terminal of so many columns."""
    return max(_MIN_CONTEXT, (columns - len(_GAP) - _MATCH) // 2)


def concordance_lines(concordance: Concordance, width: int) -> Iterator[str]:
    """Yield hits in one column, below the date, source and id of their article.

    `width` is what the contexts were cut to. Hits of one article in a row stand below it together.
    """
    shown = concordance.lines
    column = max((len(line.left) for line in shown), default=0)
    for article, lines in groupby(shown, attrgetter("article")):
        about = _GAP.join(filter(None, (article.date, article.source, article.id)))
        yield click.style(visible(about), dim=True)
        for line in lines:
            right = _cut(line.right, width + _MATCH - len(line.match))
            yield f"{_GAP}{line.left.rjust(column)}{click.style(line.match, bold=True)}{right}"
    yield ""
    yield click.style(DUTCH.found_in(concordance), bold=True)
    once = " Bijna gelijke artikelen tellen als één." if concordance.collapsed else ""
    yield how_counted(parts=concordance.parts) + once
    if more := concordance.hits - len(shown):
        yield click.style(f"Nog {DUTCH.number(more)}: meer regels met -n.", dim=True)


def how_counted(*, parts: bool) -> str:
    """Return in which words a word of a query counts."""
    if parts:
        return "Een woord telt ook binnen andere woorden."
    return "Een woord telt in al zijn vormen, niet binnen andere woorden (--parts)."


def similar_lines(similar: Similar, width: int) -> Iterator[str]:
    """Yield the related articles and the other versions, each with its id."""
    for heading, hits in (
        ("Verwante artikelen", similar.related),
        ("Andere versies van dit verhaal", similar.near_duplicates),
    ):
        if hits:
            yield click.style(heading, bold=True)
            for hit in hits:
                yield from hit_lines(hit, width)
                yield click.style(f"    {hit.article.id}", dim=True)
            yield ""


def _table(trend: Trend, width: int, marks: str) -> Iterator[str]:
    names = max(len(period.name) for period in trend.periods)
    top = max(max(series.counts) for series in trend.series)
    digits = len(DUTCH.number(top))
    fixed = len(_GAP) + digits + 1 + _SHARE + 1
    bar = (width - names) // len(trend.series) - fixed
    bar = max(_MIN_BAR, min(_MAX_BAR, bar))
    heads = (_cut(series.query, fixed + bar - 2).ljust(fixed + bar - 2) for series in trend.series)
    yield click.style(f"{'':{names}}{_GAP}{_GAP.join(heads)}".rstrip(), dim=True)
    for place, period in enumerate(trend.periods):
        cells = (
            f"{_GAP}{DUTCH.number(series.counts[place]):>{digits}} "
            f"{DUTCH.share(series.shares[place]) if series.counts[place] else '':>{_SHARE}} "
            f"{_bar(series.counts[place] / top, bar, marks):{bar}}"
            for series in trend.series
        )
        yield f"{period.name:{names}}{''.join(cells)}".rstrip()


def _bar(value: float, width: int, marks: str) -> str:
    """Return a bar for a value from 0 to 1; what is not nothing shows."""
    steps = len(marks) - 1
    length = max(round(value * width * steps), 1) if value else 0
    whole, rest = divmod(length, steps)
    return marks[-1] * whole + (marks[rest] if rest else "")


def _cut(text: str, room: int) -> str:
    """Return the text cut to at most `room` characters, at a word if it can be."""
    if len(text) <= room:
        return text
    return text[: room + 1].rpartition(" ")[0] or text[:room]
