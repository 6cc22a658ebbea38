"""The columns that an export of articles can have, each once for every form of file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from indexer.answers.long_text import Text, text_of
from indexer.answers.streams import ExportRow
from indexer.errors import RequestError
from indexer.fields import KEYWORDS
from indexer.later import dataclass
from indexer.messages import Bilingual
from indexer.output.tables import SEPARATOR
from indexer.request_checks import shown

Value: TypeAlias = Text | int | float | None

MANY = ("passage", "near_duplicate_of", "words")
"""The columns that cost more than what is stored."""
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
"""What stands between two cells of CSV, by its name."""


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column: its name, what it means, and its value in a row."""

    name: str
    meaning: str
    value: Callable[[ExportRow], Value]


def _field(name: str) -> Callable[[ExportRow], Value]:
    return lambda row: SEPARATOR.join(row.hit.article.values(name)) or None


_COLUMNS = (
    ExportColumn("rank", "the place in the results", lambda row: row.hit.rank),
    ExportColumn("id", "the id of the article", lambda row: row.hit.article.id),
    ExportColumn("date", "2022, 2022-03 or 2022-03-24", lambda row: row.hit.article.date),
    *(ExportColumn(each.name, f"its {each.plural}", _field(each.name)) for each in KEYWORDS),
    ExportColumn("title", "its headline", lambda row: row.hit.article.title),
    ExportColumn("url", "its address", lambda row: row.hit.article.url),
    ExportColumn("score", "how well it answers the query", lambda row: round(row.hit.score, 4)),
    ExportColumn("text", "its whole text", lambda row: text_of(row.stored, "body")),
    ExportColumn("words", "the words of title and text", lambda row: row.words),
    ExportColumn("passage", "the passages that answer the query best", lambda row: row.passage),
    ExportColumn(
        "near_duplicate_of",
        "the id of the article before it that tells the same story",
        lambda row: row.near_duplicate_of,
    ),
)
COLUMNS = {each.name: each for each in _COLUMNS}
USUAL = ("rank", "id", "date", *(each.name for each in KEYWORDS), "title", "url", "score")
"""The columns of an export that asks for no others."""

WHOLE = frozenset({"text"})
"""What lines of JSON ask for, which have articles whole."""


def read_columns(names: Iterable[str]) -> tuple[ExportColumn, ...]:
    """Return the columns of these names, which commas may part; without names the usual ones.

    Raises RequestError if there is no such column.
    """
    asked = [name.strip() for each in names for name in each.split(",") if name.strip()]
    for name in asked:
        if name not in COLUMNS:
            known = ", ".join(COLUMNS)
            raise RequestError(
                "columns",
                Bilingual(
                    f"een of meer van {known}, niet ‘{shown(name)}’",
                    f"one or more of {known}, not ‘{shown(name)}’",
                ),
            )
    return tuple(COLUMNS[name] for name in dict.fromkeys(asked or USUAL))


def names(columns: Sequence[ExportColumn]) -> frozenset[str]:
    """Return the names of columns."""
    return frozenset(column.name for column in columns)
