"""Figures as tables: the columns of each, once for JSON, CSV, the terminal and the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter, itemgetter
from typing import Any, TypeAlias

from indexer.answers.figures import (
    MEASURES,
    Coded,
    CodedArticles,
    Collocates,
    Counts,
    Figures,
    Keywords,
    Unit,
    WordCounts,
)
from indexer.answers.name_figures import (
    NAME_TYPES,
    NameCells,
    NameContrasts,
    NameCounts,
    NameType,
)
from indexer.formatting import Language
from indexer.later import dataclass
from indexer.messages import Message
from indexer.output.json_schema import COUNT, NUMBER, STRING, Schema, array, object_schema
from indexer.output.tables import csv_row

AnyFigures: TypeAlias = (
    Counts
    | Collocates
    | Keywords
    | NameCounts
    | NameCells
    | NameContrasts
    | WordCounts
    | Coded
    | CodedArticles
)
_LARGE = 100  # from here on a figure needs no decimals


HEADINGS = {
    "label": Message("label"),
    "precision": Message("precisie"),
    "recall": Message("recall"),
    "f1": Message("F1"),
    "alpha": Message("alfa"),
    "query": Message("zoekvraag"),
    "source": Message("bron"),
    "section": Message("rubriek"),
    "author": Message("auteur"),
    "quality": Message("kwaliteit"),
    "person": Message("persoon"),
    "place": Message("plaats"),
    "organisation": Message("organisatie"),
    "year": Message("jaar"),
    "month": Message("maand"),
    "day": Message("dag"),
    "articles": Message("artikelen"),
    "hits": Message("treffers"),
    "tokens": Message("woorden"),
    "share": Message("aandeel"),
    "per_million": Message("per miljoen"),
    "word": Message("woord"),
    "words": Message("woorden"),
    "name": Message("naam"),
    "type": Message("soort"),
    "forms": Message("ook als"),
    "together": Message("ernaast"),
    "windows": Message("vensters"),
    "elsewhere": Message("elders"),
    "loglik": Message("G²"),
    "logdice": Message("logDice"),
    "mi": Message("MI"),
    "count": Message("aantal"),
    "count_against": Message("elders"),
    "articles_against": Message("artikelen elders"),
    "share_against": Message("aandeel elders"),
    "log_ratio": Message("log ratio"),
    "week": Message("week"),
}
"""What the columns are called on the page and in the terminal."""
TYPES = {str(kind): HEADINGS[name] for name, kind in NAME_TYPES.items()}
"""What the types of names are called on the page and in the terminal."""
_WORDS_OR_QUERY = frozenset({"query", "word", "words", "name", "type"})
_FRACTIONS = frozenset(
    {"share", "share_against", "per_million", "loglik", "logdice", "mi", "log_ratio"}
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key in JSON, and how its value comes from a row."""

    key: str
    value: Callable[[Any], Any]

    @property
    def schema(self) -> Schema:
        """The schema of its values in JSON."""
        if self.key in _FRACTIONS:
            return NUMBER
        return STRING if self.key in _WORDS_OR_QUERY else COUNT


def _columns(*keys: str) -> tuple[Column, ...]:
    return tuple(Column(key, attrgetter(key)) for key in keys)


_COUNTED = _columns("articles", "hits", "tokens", "share", "per_million")
_COLLOCATE = _columns(
    "word", "together", "windows", "elsewhere", "articles", "loglik", "logdice", "mi"
)
_KEYWORD = _columns(
    "word", "count", "count_against", "articles", "articles_against", "loglik", "log_ratio"
)
_CODED = _columns("label", "articles", "hits")
_AGREEMENT = _columns("precision", "recall", "f1", "alpha")
_NAMES = (
    *_columns("name", "type", "articles", "count"),
    Column("forms", lambda row: list(row.forms)),
)
_CONTRAST = _columns(
    "name", "type", "articles", "articles_against", "share", "share_against", "loglik"
)
_WORDS = _columns("words", "count", "articles", "per_million")


_NAME_ROW: Schema = {
    "type": "object",
    "properties": {
        "name": STRING,
        "type": {"enum": [str(each) for each in NameType]},
        "forms": array(STRING),
        **{column.key: column.schema for column in _CONTRAST if column.key not in ("name", "type")},
        "count": COUNT,
    },
    "required": ["name", "type", "articles"],
    "description": "With `by` also the value of that field.",
}


def columns(figures: AnyFigures) -> tuple[Column, ...]:
    """Return the columns of a table of figures."""
    match figures:
        case Counts(fields=fields, measure=measure):
            queries = {row.query for row in figures.rows}
            values = (Column(name, _value(place)) for place, name in enumerate(fields))
            counted = _columns(*MEASURES[measure]) if measure else _COUNTED
            return (*(_columns("query") if len(queries) > 1 else ()), *values, *counted)
        case Collocates():
            return _COLLOCATE
        case Keywords():
            return _KEYWORD
        case NameCounts():
            return _NAMES
        case NameCells(by=by):
            value = Column(by, attrgetter("value"))
            return (*_columns("name", "type"), value, *_columns("articles"))
        case NameContrasts():
            return _CONTRAST
        case WordCounts():
            return _WORDS
        case Coded():
            return _CODED if figures.compared is None else (*_CODED, *_AGREEMENT)
        case CodedArticles(labels=labels):
            hits = (Column(label, _hits_of(place)) for place, label in enumerate(labels))
            return (Column("id", itemgetter(0)), *hits)


def _hits_of(place: int) -> Callable[[Any], int]:
    return lambda row: int(row[1][place])


def _value(place: int) -> Callable[[Any], str]:
    return lambda row: str(row.values[place])


def rows(figures: AnyFigures) -> Iterator[list[Any]]:
    """Yield the values of each row."""
    of_table = columns(figures)
    for row in figures.rows:
        yield [column.value(row) for column in of_table]


def to_json(figures: AnyFigures) -> dict[str, Any]:
    """Return figures as an object: what they are of, and rows with the keys of their columns."""
    keys = [column.key for column in columns(figures)]
    table: dict[str, Any] = about(figures.about)
    if isinstance(figures, Keywords | NameContrasts):
        table["against"] = about(figures.against)
    if isinstance(figures, Collocates):
        table |= {"hits": figures.hits, "window": figures.window, "unit": str(figures.unit)}
    if isinstance(figures, Coded) and figures.compared is not None:
        table |= {"compared": figures.compared, "unknown": list(figures.unknown)}
    if isinstance(figures, NameCounts):
        table["read"] = figures.read
    table["rows"] = [dict(zip(keys, row, strict=True)) for row in rows(figures)]
    return table


def about(selection: Figures) -> dict[str, Any]:
    """Return what figures say of their selection."""
    return {
        "query": selection.query,
        "interpreted": selection.interpreted,
        "articles": selection.articles,
        "tokens": selection.tokens,
        "parts": selection.parts,
        "collapsed": selection.collapsed,
        "notices": list(selection.notices),
    }


def schemas(fields: Sequence[str]) -> dict[str, Schema]:
    """Return the schema of the object of each kind of figures; `fields` can be counted by."""
    boolean: Schema = {"type": "boolean"}
    of = {
        "query": STRING,
        "interpreted": STRING,
        "articles": COUNT,
        "tokens": COUNT,
        "parts": boolean,
        "collapsed": boolean,
        "notices": array(STRING),
    }
    values = {"query": STRING, **dict.fromkeys(fields, STRING)}
    counted = {column.key: column.schema for column in _COUNTED}
    near = {"hits": COUNT, "window": COUNT, "unit": {"enum": [str(unit) for unit in Unit]}}
    return {
        "Counts": object_schema(
            {**of, "rows": array(object_schema({**values, **counted}, optional=values))}
        ),
        "Collocates": object_schema({**of, **near, "rows": _rows_schema(_COLLOCATE)}),
        "Keywords": object_schema(
            {**of, "against": object_schema(of), "rows": _rows_schema(_KEYWORD)}
        ),
        "NameCounts": object_schema(
            {**of, "read": COUNT, "against": object_schema(of), "rows": array(_NAME_ROW)},
            optional=("read", "against"),
        ),
        "WordCounts": object_schema({**of, "rows": _rows_schema(_WORDS)}),
    }


def _rows_schema(of_table: Sequence[Column]) -> Schema:
    return array(object_schema({column.key: column.schema for column in of_table}))


def csv_lines(figures: AnyFigures) -> Iterator[str]:
    """Yield CSV, a header first."""
    yield csv_row([column.key for column in columns(figures)])
    for row in rows(figures):
        yield csv_row([_cell(value) for value in row])


def _cell(value: str | float | list[str] | None) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(value)
    return f"{value:.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def shown(figures: AnyFigures, language: Language) -> list[list[str]]:
    """Return the cells of each row as a reader of a language sees them."""
    keys = [column.key for column in columns(figures)]
    return [
        [_shown(key, value, language) for key, value in zip(keys, row, strict=True)]
        for row in rows(figures)
    ]


def _shown(key: str, value: str | float | list[str] | None, language: Language) -> str:
    if value is None:
        return "–"
    if isinstance(value, list):
        return ", ".join(value[1:])
    if isinstance(value, str):
        return TYPES[value] if key == "type" else value
    if key in ("share", "share_against"):
        return language.share(value)
    if isinstance(value, int):
        return language.number(value)
    decimals = 0 if not value or abs(value) >= _LARGE else 2 if abs(value) >= 1 else 4
    whole, _, rest = f"{value:,.{decimals}f}".partition(".")
    return whole.replace(",", language.thousands) + (language.decimal + rest if rest else "")
