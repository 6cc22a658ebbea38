"""Where the cells of a table of figures lead: to exactly the articles and lines that they count."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from unicodedata import normalize

from indexer.answers.figures import Beside, Collocates, Counts, Keywords, LineOrder, WordCounts
from indexer.later import replace
from indexer.output.figure_tables import AnyFigures, columns
from webapp.urls.figure_parameters import FigureState
from webapp.urls.trend_kwic_state import ContextState

_LINES, _ARTICLES = "/kwic", "/articles"
_FRACTIONS = {normalize("NFKD", sign): sign for sign in "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞↉"}
_FRACTION = re.compile("|".join(sorted(_FRACTIONS, key=len, reverse=True)))


def links(found: AnyFigures, asked: FigureState, most: int) -> list[list[str | None]]:
    """Return the address of each cell of the first rows, None where it counts no such thing."""
    keys = [column.key for column in columns(found)]
    match found:
        case Counts(fields=fields):
            return [
                _row(
                    keys,
                    {"articles": _ARTICLES, "hits": _LINES},
                    _state(asked, row.query, cell=tuple(zip(fields, row.values, strict=True))),
                )
                for row in found.rows[:most]
            ]
        case Collocates(window=window, unit=unit):
            leads = {"windows": _LINES, "articles": _ARTICLES}
            besides = (Beside(row.word, window, unit) for row in found.rows[:most])
            return [
                _row(keys, leads, replace(_state(asked, asked.query), beside=beside))
                for beside in besides
            ]
        case Keywords(size=size):
            return [_of_both(keys, asked, row.word, size) for row in found.rows[:most]]
        case WordCounts(size=size):
            leads = {"count": _LINES, "articles": _ARTICLES}
            return [_row(keys, leads, _word(asked, row.words, size)) for row in found.rows[:most]]
        case _:
            return [[None] * len(keys) for _ in found.rows[:most]]


def _row(keys: Sequence[str], leads: dict[str, str], state: ContextState) -> list[str | None]:
    address: Callable[[str], str] = state.url
    return [address(leads[key]) if key in leads else None for key in keys]


def _typed(word: str) -> str:
    """Return a form as a query has it: `2½`, as the digits of its fraction would be two words."""
    return _FRACTION.sub(lambda found: _FRACTIONS[found[0]], word)


def _word(asked: FigureState, word: str, size: int = 1) -> ContextState:
    """Return one form in the articles of the query that was asked, or so many in a row."""
    return _words_within(asked, asked.query, word, size)


def _words_within(asked: FigureState, within: str, word: str, size: int) -> ContextState:
    if size > 1:
        return replace(_state(asked, f'"{_typed(word)}"', within=within), run=True)
    return _state(asked, f"={_typed(word)}", within=within)


def _of_both(keys: Sequence[str], asked: FigureState, word: str, size: int) -> list[str | None]:
    """Return where a keyword stands: in the articles that were asked for, and in the others.

    Where the others are all the rest of the archive, no query tells them.
    """
    own = _row(keys, {"count": _LINES, "articles": _ARTICLES}, _word(asked, word, size))
    if not asked.against:
        return own
    other = replace(asked, within=asked.within.unfiltered())
    state = _words_within(other, asked.against, word, size)
    leads = {"count_against": _LINES, "articles_against": _ARTICLES}
    others = _row(keys, leads, state)
    return [one or another for one, another in zip(own, others, strict=True)]


def _state(
    asked: FigureState, query: str, *, within: str = "", cell: tuple[tuple[str, str], ...] = ()
) -> ContextState:
    return ContextState(
        asked.within.asking(query),
        LineOrder.RELEVANCE,
        within=within,
        parts=asked.parts,
        collapse=asked.collapse,
        cell=cell,
    )
