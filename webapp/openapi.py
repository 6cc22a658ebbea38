"""The OpenAPI 3.1 document of the API, the exports and the feeds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indexer import __version__
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
from indexer.output.json_schema import PARTIAL_DATE, STRING, Schema, array, reference
from indexer.search.request import MAX_QUERY_LENGTH, MAX_RESULTS, MAX_VALUES
from indexer.statistics.concordance import MAX_WIDTH, WIDTH
from webapp.language import NAMES
from webapp.media_types import (
    ATOM,
    CITATIONS,
    CSV,
    HTML,
    JSON,
    JSONL,
    OPENSEARCH,
    PARQUET,
    PROBLEM,
    RIS,
    SELECTION_CITATIONS,
    SUGGESTIONS,
    TEXT,
    XLSX,
)
from webapp.openapi_schemas import SCHEMAS
from webapp.urls.figure_parameters import FIELD, KINDS, MAX_ROWS, ROWS
from webapp.urls.parameters import API_LIMIT, FEED_SIZE, MAX_QUERIES, PAGE_SIZE, WINDOW
from webapp.urls.search_state import EXCLUDING


def document() -> dict[str, Any]:
    """Return the document; it is the same for every archive."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Knipsel",
            "version": __version__,
            "summary": "Search in a Dutch news archive",
            "description": (
                "Under /api a parameter that is not known is an error that names it; elsewhere it "
                "is ignored. Empty ones count as not given; of one given twice the last counts. "
                f"{_repeatable()} may be repeated."
            ),
        },
        "paths": {path: _path(path, operation) for path, operation in operations().items()},
        "components": {"schemas": SCHEMAS, "parameters": PARAMETERS},
    }


def _repeatable() -> str:
    names = (f"`{each.name}`" for each in FILTERS)
    return f"{', '.join(names)} and `without`"


def _path(path: str, operation: dict[str, Any]) -> dict[str, Any]:
    return {"parameters": [_ID], "get": operation} if "{id}" in path else {"get": operation}


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


_VALUES = _value_parameters()
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
    **_VALUES,
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
    "lang": _parameter(
        "lang", {"enum": list(NAMES), "default": next(iter(NAMES))}, "Of notices and errors."
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
    "separator": _parameter(
        "separator", {"enum": list(SEPARATORS), "default": next(iter(SEPARATORS))}, "Of CSV."
    ),
    "form": _parameter(
        "form", {"enum": list(CITATIONS), "default": next(iter(CITATIONS))}, "The form."
    ),
}
_LIMITS = ("since", "until", *_VALUES, "without")
_SEARCH = ("q", "sort", *_LIMITS)
_TREND = ("queries", "by", "parts", *_LIMITS)
_READING = ("parts", "once", *_LIMITS)
_BESIDE = ("near", "window", "unit", "run")
_KWIC = ("q", "order", "width", "per_article", "within", "cell", *_BESIDE, *_READING)
_LISTED = ("rows", "all_words", *_READING)
_SAVED = ("q", *_READING)
_ALL_FIGURES = ("kind", "queries", "fields", "window", "unit", "size", "against", "type", *_LISTED)
_ID = {
    "name": "id",
    "in": "path",
    "required": True,
    "description": "The id of an article; its slashes may stay as they are.",
    "schema": {"type": "string", "minLength": 1},
}

_HITS = "The articles that satisfy the query"
_SIZES = {"Knipsel-Total": "Articles found, which are all in the file."}
_REFERENCES = {media_type: None for media_type, _ in CITATIONS.values()}


def operations() -> dict[str, dict[str, Any]]:
    """Return the GET operation of each path."""
    return {**_of_the_api(), **_of_files()}


def _of_the_api() -> dict[str, dict[str, Any]]:
    return {
        "/api": _api("api", "What the API has", None),
        "/api/search": _api(
            "search", "A page of results", "Page", *_SEARCH, "page", "n", "collapse", "inside"
        ),
        "/api/article/{id}": _api("article", "An article and its hits", "Article", "q"),
        "/api/suggest": _api(
            "suggest", "The query with its last word completed", "Completions", "q", "n"
        ),
        "/api/similar/{id}": _api("similar", "Related articles and versions", "Similar", "n"),
        "/api/trend": _api("trend", "Queries per period", "Trend", *_TREND),
        "/api/kwic": _api("kwic", "Hits in context", "Concordance", *_KWIC, "page", "n"),
        "/api/count": _api("count", "Articles and hits", "Counts", "queries", "fields", *_READING),
        "/api/collocates": _api(
            "collocates", "Words near a word", "Collocates", "q", "window", "unit", *_LISTED
        ),
        "/api/keywords": _api(
            "keywords", "What is typical of articles", "Keywords", "q", "against", *_LISTED
        ),
        "/api/words": _api("words", "The most frequent words", "WordCounts", "q", "size", *_LISTED),
        "/api/names": _api(
            "names",
            "Persons, places and organisations",
            "NameCounts",
            "q",
            "type",
            "fields",
            "against",
            "rows",
            *_READING,
        ),
        "/api/stats": _api("stats", "What the archive holds", "Stats"),
        "/api/openapi.json": _api("openapi", "This document", None),
        "/healthz": _api("health", "Whether the archive answers", "Health"),
    }


def _of_files() -> dict[str, dict[str, Any]]:
    return {
        "/export.csv": _file("csv", f"{_HITS}, as a table", CSV, *_SEARCH, "columns", "separator"),
        "/export.xlsx": _file("xlsx", f"{_HITS}, for Excel", XLSX, *_SEARCH, "columns"),
        "/export.parquet": _file("parquet", f"{_HITS}, in Parquet", PARQUET, *_SEARCH, "columns"),
        "/export.txt": _file("about", "What an export answers", TEXT, *_SEARCH, "columns"),
        "/export.jsonl": _file("jsonl", f"{_HITS}, one a line", JSONL, *_SEARCH),
        "/export.ris": _file("ris", f"{_HITS}, as references", RIS, *_SEARCH),
        "/trend.csv": _operation("trendCsv", "Queries per period", _TREND, {CSV: None}),
        "/kwic.csv": _operation("kwicCsv", "Hits in context", _KWIC, {CSV: None}),
        "/figures.csv": _operation("figuresCsv", "Figures", _ALL_FIGURES, {CSV: None}),
        "/selection.json": _operation("selection", "A selection to keep", _SAVED, {JSON: None}),
        **{
            f"/selection.{suffix}": _operation(
                f"selection{suffix.title().replace('.', '')}",
                "How to cite it",
                _SAVED,
                {kind: None},
            )
            for suffix, kind in SELECTION_CITATIONS.items()
        },
        "/cite/{id}": _operation("cite", "The reference to an article", ("form",), _REFERENCES),
        "/feed.atom": _operation(
            "feed",
            f"{_HITS}, the newest first, {FEED_SIZE} a page",
            ("q", *_LIMITS, "page"),
            {ATOM: None},
        ),
        "/opensearch.xml": _operation(
            "opensearch", "How browsers search here", (), {OPENSEARCH: None}
        ),
        "/opensearch.json": _operation(
            "suggestions", "Completions as browsers read them", ("q",), {SUGGESTIONS: None}
        ),
    }


def _api(name: str, summary: str, schema: str | None, *parameters: str) -> dict[str, Any]:
    answer = reference(schema) if schema else {"type": "object"}
    return _operation(name, summary, (*parameters, "lang"), {JSON: answer}, PROBLEM)


def _file(name: str, summary: str, media_type: str, *parameters: str) -> dict[str, Any]:
    operation = _operation(name, summary, parameters, {media_type: None})
    operation["responses"]["200"]["headers"] = {
        header: {"description": text, "schema": {"type": "integer"}}
        for header, text in _SIZES.items()
    }
    return operation


def _operation(
    name: str,
    summary: str,
    parameters: tuple[str, ...],
    answers: Mapping[str, Schema | None],
    problem: str = HTML,
) -> dict[str, Any]:
    content = {kind: {"schema": schema} if schema else {} for kind, schema in answers.items()}
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [{"$ref": f"#/components/parameters/{each}"} for each in parameters],
        "responses": {
            "200": {"description": f"{summary}.", "content": content},
            **_problems(problem),
        },
    }


def _problems(media_type: str) -> dict[str, Any]:
    """Return the error responses, as problem+json or as a page."""
    content = {media_type: {"schema": reference("Problem")} if media_type == PROBLEM else {}}
    retry = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}}
    return {
        "400": {"description": "A parameter that cannot be meant.", "content": content},
        "404": {"description": "There is no such article.", "content": content},
        "429": {"description": "Too many, too soon.", "headers": retry, "content": content},
        "503": {"description": "The archive is away.", "headers": retry, "content": content},
    }
