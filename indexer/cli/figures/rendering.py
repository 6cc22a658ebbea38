"""Figures as the terminal shows them: a table with a heading, numbers to the right."""

from __future__ import annotations

from collections.abc import Iterator

import click

from indexer.answers.figures import (
    Coded,
    CodedArticles,
    Collocates,
    Counts,
    Figures,
    Keywords,
)
from indexer.answers.name_figures import NameContrasts, NameCounts
from indexer.cli.figures.fitting import row_lines
from indexer.cli.render_columns import how_counted
from indexer.formatting import DUTCH
from indexer.output.figure_tables import HEADINGS, AnyFigures, columns, shown

_NAMED = 5  # ids that a notice names


def text_lines(figures: AnyFigures, width: int | None = None) -> Iterator[str]:
    """Yield the table, and beneath it what it is of; `width` is that of the terminal, if any."""
    counted = len(figures.rows)
    if isinstance(figures, Counts):
        figures = figures.for_readers()
    keys = [column.key for column in columns(figures)]
    table = [[HEADINGS.get(key, key) for key in keys], *shown(figures, DUTCH)]
    first = figures.rows[0] if figures.rows else None
    words = [
        first is None or isinstance(column.value(first), str | list) for column in columns(figures)
    ]
    for line, is_heading in row_lines(table, words, width):
        yield click.style(line, dim=True) if is_heading else line
    if left_out := counted - len(figures.rows):
        yield f"Nog {DUTCH.number(left_out)} zonder artikelen: --format csv."
    yield ""
    near = "in " if isinstance(figures, Collocates) else ""  # of which few have the word
    yield from _about(figures.about, near, is_of_words=_is_of_words(figures))
    if isinstance(figures, NameCounts) and figures.read < figures.about.articles:
        yield f"Namen in de nieuwste {DUTCH.articles(figures.read)}."
    if isinstance(figures, Keywords | NameContrasts):
        yield f"Vergeleken met {_size(figures.against)}."
    if isinstance(figures, Coded) and figures.compared is not None:
        yield f"Vergeleken met de codes van {DUTCH.articles(figures.compared)}."
        if figures.unknown:
            named = ", ".join(figures.unknown[:_NAMED]) + (
                ", …" if figures.unknown[_NAMED:] else ""
            )
            yield click.style(
                f"Niet in de selectie: {DUTCH.articles(len(figures.unknown))} met codes ({named}).",
                fg="yellow",
            )


def _is_of_words(figures: AnyFigures) -> bool:
    """Say whether a query selects what is counted: without one no word counts in a way."""
    of_labels = isinstance(figures, Coded | CodedArticles)
    against = isinstance(figures, Keywords) and figures.against.query
    return bool(of_labels or figures.about.query or against)


def _about(selection: Figures, near: str, *, is_of_words: bool) -> Iterator[str]:
    yield click.style(f"{selection.query}: {near}{_size(selection)}".removeprefix(": "), bold=True)
    if is_of_words:
        yield how_counted(parts=selection.parts)
    if selection.collapsed:
        yield "Bijna gelijke artikelen tellen als één."


def _size(selection: Figures) -> str:
    return f"{DUTCH.articles(selection.articles)}, {DUTCH.number(selection.tokens)} woorden"
