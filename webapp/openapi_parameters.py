"""The parameters of the OpenAPI document, under names of their own where they share one."""

from __future__ import annotations

from typing import Any

from indexer.answers.figures import (
    FIELDS,
    MAX_FIELDS,
    MAX_SIZE,
    MAX_WINDOW,
    Interval,
    LineOrder,
    Unit,
)
from indexer.answers.name_figures import NAME_TYPES
from indexer.fields import FILTERS
from indexer.model import Sort
from indexer.output.export_columns import COLUMNS, SEPARATORS
from indexer.output.json_schema import PARTIAL_DATE, STRING, Schema, array
from indexer.request_checks import MAX_RESULTS
from indexer.search.request import MAX_QUERY_LENGTH, MAX_VALUES
from indexer.statistics.concordance import MAX_WIDTH, WIDTH
from webapp.language import NAMES
from webapp.media_types import CITATIONS
from webapp.urls.figure_parameters import FIELD, KINDS, MAX_ROWS, ROWS
from webapp.urls.parameters import API_LIMIT, MAX_FIRST, MAX_QUERIES, PAGE_SIZE, WINDOW
from webapp.urls.search_state import EXCLUDING


def _parameter(name: str, schema: Schema, description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _value_parameters() -> dict[str, dict[str, Any]]:
    """Return the parameters of values that are wanted, then of those that are excluded."""
    several = array(STRING) | {"maxItems": MAX_VALUES}
    wanted = {each.name: f"Only these {each.plural}." for each in FILTERS}
    excluded = {EXCLUDING + each.name: f"None of these {each.plural}." for each in FILTERS}
    return {name: _parameter(name, several, text) for name, text in (wanted | excluded).items()}


def _figure_parameters() -> dict[str, dict[str, Any]]:
    """Return the parameters that only figures have, under names of their own."""
    switch: Schema = {"enum": ["0", "1"], "default": "0"}
    unit = {"enum": [str(unit) for unit in Unit], "default": str(Unit.FORM)}
    query: Schema = {"type": "string", "maxLength": MAX_QUERY_LENGTH}
    fields = f"Count by one or two of {', '.join(FIELDS)}, with a comma between."
    return {
        "kind": _parameter("kind", {"enum": list(KINDS), "default": KINDS[0]}, "Which figures."),
        "fields": _parameter("by", {"type": "string", "default": FIELD}, fields),
        "window": _parameter("window", _whole(MAX_WINDOW, WINDOW), "Words on either side."),
        "unit": _parameter("unit", unit, "Forms, or lemmas with all their forms together."),
        "size": _parameter("size", _whole(MAX_SIZE, 1), "Words in a row."),
        "against": _parameter("against", query, "Compare with the articles of this query."),
        "type": _parameter("type", {"enum": ["", *NAME_TYPES]}, "List these names alone."),
        "rows": _parameter("n", _whole(MAX_ROWS, ROWS), "Rows in an answer."),
        "all_words": _parameter("all_words", switch, "List stop words too."),
        "parts": _parameter("parts", switch, "Count a word inside other words too."),
        "once": _parameter("collapse", switch, "Count near-duplicates as one article."),
    }


def _whole(maximum: int, default: int) -> Schema:
    return {"type": "integer", "minimum": 1, "maximum": maximum, "default": default}


VALUES = _value_parameters()
PARAMETERS: dict[str, dict[str, Any]] = {
    "q": _parameter(
        "q", {"type": "string", "maxLength": MAX_QUERY_LENGTH}, "Words; see /help for the language."
    ),
    "n": _parameter(
        "n",
        {"type": "integer", "minimum": 1, "maximum": API_LIMIT, "default": PAGE_SIZE},
        "Results in an answer.",
    ),
    "page": _parameter(
        "page",
        {"type": "integer", "minimum": 1, "maximum": MAX_RESULTS, "default": 1},
        f"Results can be paged to {MAX_RESULTS}.",
    ),
    "cursor": _parameter(
        "cursor",
        STRING,
        "Walks a list to its end: `*`, then the `cursor` of each answer. Every article that "
        "satisfies the query comes once, near-duplicates too; with another `n`, query or sort it "
        "is refused, and after a change of the archive the answer is 410.",
    ),
    "sort": _parameter(
        "sort",
        {"enum": [str(sort) for sort in Sort]},
        "By relevance, or without words the newest first.",
    ),
    "since": _parameter(
        "since",
        PARTIAL_DATE,
        "From this day, month or year; `24-3-2022` and `mrt 2022` are read too.",
    ),
    "until": _parameter(
        "until", PARTIAL_DATE, "Up to and including this day, month or year; read as `since` is."
    ),
    **VALUES,
    "without": _parameter(
        "without",
        array(STRING) | {"maxItems": MAX_VALUES},
        "Words are not found in these old spellings, as `found_as` has them `written`.",
    ),
    "collapse": _parameter(
        "collapse",
        {"enum": ["1", "0"], "default": "1"},
        "Whether near-duplicates stand under the best of them; total and facets count every one.",
    ),
    "inside": _parameter(
        "parts",
        {"enum": ["1", "0"], "default": "1"},
        "Whether words are found inside other words too; 0 lists just what figures count.",
    ),
    "explain": _parameter(
        "explain",
        {"enum": ["0", "1"], "default": "0"},
        "Whether hits say in words and in figures what their score comes from.",
    ),
    "lang": _parameter(
        "lang",
        {"enum": list(NAMES), "default": next(iter(NAMES))},
        "Of notices, explanations and errors.",
    ),
    "queries": _parameter(
        "q",
        array({"type": "string", "maxLength": MAX_QUERY_LENGTH}) | {"maxItems": MAX_QUERIES},
        "Queries to put side by side.",
    ),
    "by": _parameter("by", {"enum": [str(unit) for unit in Interval], "default": "month"}, "Unit."),
    "order": _parameter(
        "sort",
        {"enum": [str(order) for order in LineOrder], "default": "relevance"},
        "By the words left or right of the hit, by date, or as found.",
    ),
    "width": _parameter(
        "width",
        {"type": "integer", "minimum": 1, "maximum": MAX_WIDTH, "default": WIDTH},
        "Characters of context on either side.",
    ),
    "within": _parameter(
        "within",
        {"type": "string", "maxLength": MAX_QUERY_LENGTH},
        "Only in articles that this query selects too.",
    ),
    "cell": _parameter(
        "cell",
        array(STRING) | {"maxItems": MAX_FIELDS},
        "Only what a cell of a table counts: a field with its value, `month:2019-05`.",
    ),
    "near": _parameter(
        "near",
        {"type": "string", "maxLength": MAX_QUERY_LENGTH},
        "Only hits with this word in their window, as collocates count them.",
    ),
    "run": _parameter(
        "run", {"enum": ["0", "1"], "default": "0"}, "A phrase in one sentence, as words count it."
    ),
    "per_article": _parameter(
        "per_article",
        {"type": "integer", "minimum": 1, "maximum": MAX_RESULTS},
        "Lines of one article, at most; without it all.",
    ),
    **_figure_parameters(),
    "columns": _parameter(
        "columns",
        array(STRING),
        f"Columns, with commas between or repeated: {', '.join(COLUMNS)}.",
    ),
    "first": _parameter(
        "first",
        {"type": "integer", "minimum": 1, "maximum": MAX_FIRST, "default": 1},
        "The number of the first article in the file, as `Link` of the file before says.",
    ),
    "separator": _parameter(
        "separator", {"enum": list(SEPARATORS), "default": next(iter(SEPARATORS))}, "Of CSV."
    ),
    "form": _parameter(
        "form", {"enum": list(CITATIONS), "default": next(iter(CITATIONS))}, "The form."
    ),
}
