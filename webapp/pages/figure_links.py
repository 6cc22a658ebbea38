"""Where the cells of a table of figures lead: to exactly the articles and lines that they count."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from indexer.figures import Counts, Keywords, LineOrder, WordCounts
from indexer.output.figure_tables import AnyFigures, columns
from webapp.urls.figure_parameters import FigureState
from webapp.urls.trend_kwic_state import ContextState

_LINES, _ARTICLES = "/kwic", "/articles"


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
        case Keywords():
            leads = {"count": _LINES, "articles": _ARTICLES}
            return [_row(keys, leads, _word(asked, row.word)) for row in found.rows[:most]]
        case WordCounts(size=1):
            leads = {"count": _LINES, "articles": _ARTICLES}
            return [_row(keys, leads, _word(asked, row.words)) for row in found.rows[:most]]
        case _:
            return [[None] * len(keys) for _ in found.rows[:most]]


def _row(keys: Sequence[str], leads: dict[str, str], state: ContextState) -> list[str | None]:
    address: Callable[[str], str] = state.url
    return [address(leads[key]) if key in leads else None for key in keys]


def _word(asked: FigureState, word: str) -> ContextState:
    """Return one form in the articles of the query that was asked."""
    return _state(asked, f"={word}", within=asked.query)


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
