"""The OpenAPI 3.1 document of the API, the exports and the feeds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indexer import __version__
from indexer.output.json_schema import Schema, reference
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
from webapp.openapi_parameters import PARAMETERS, VALUES
from webapp.openapi_schemas import SCHEMAS
from webapp.urls.parameters import FEED_SIZE


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
                "is ignored. Empty ones count as not given; of one given twice the last counts, "
                "unless its schema is an array."
            ),
        },
        "paths": {path: _path(path, operation) for path, operation in operations().items()},
        "components": {"schemas": SCHEMAS, "parameters": PARAMETERS},
    }


def _path(path: str, operation: dict[str, Any]) -> dict[str, Any]:
    return {"parameters": [_ID], "get": operation} if "{id}" in path else {"get": operation}


_LIMITS = ("since", "until", *VALUES, "without")
_SEARCH = ("q", "sort", *_LIMITS)
_TREND = ("queries", "by", "parts", *_LIMITS)
_READING = ("parts", "once", *_LIMITS)
_BESIDE = ("near", "window", "unit", "run")
_KWIC = ("q", "order", "width", "per_article", "within", "cell", *_BESIDE, *_READING)
_LISTED = ("rows", "all_words", *_READING)
_SAVED = ("q", *_READING)
_EXPORT = (*_SEARCH, "columns", "first")
_ALL_FIGURES = ("kind", "queries", "fields", "window", "unit", "size", "against", "type", *_LISTED)
_ID = {
    "name": "id",
    "in": "path",
    "required": True,
    "description": "The id of an article; its slashes may stay as they are.",
    "schema": {"type": "string", "minLength": 1},
}

_HITS = "The articles that satisfy the query"
_HEADERS = {
    "Knipsel-Total": ("Articles found.", {"type": "integer"}),
    "Link": ("The file that goes on, where this one has a part of them.", {"type": "string"}),
}
_REFERENCES = {media_type: None for media_type, _ in CITATIONS.values()}


def operations() -> dict[str, dict[str, Any]]:
    """Return the GET operation of each path."""
    return {**_of_the_api(), **_of_files()}


def _of_the_api() -> dict[str, dict[str, Any]]:
    return {
        "/api": _api("api", "What the API has", None),
        "/api/search": _api(
            *("search", "A page of results", "Page", *_SEARCH),
            *("page", "n", "collapse", "inside", "cursor", "explain"),
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
            "keywords", "What is typical of articles", "Keywords", "q", "against", "size", *_LISTED
        ),
        "/api/words": _api("words", "The most frequent words", "WordCounts", "q", "size", *_LISTED),
        "/api/names": _api(
            *("names", "Persons, places and organisations", "NameCounts"),
            *("q", "type", "fields", "against", "rows", *_READING),
        ),
        "/api/stats": _api("stats", "What the archive holds", "Stats"),
        "/api/openapi.json": _api("openapi", "This document", None),
        "/healthz": _api("health", "Whether the archive answers", "Health"),
    }


def _of_files() -> dict[str, dict[str, Any]]:
    return {
        "/export.csv": _file("csv", f"{_HITS}, as a table", CSV, *_EXPORT, "separator"),
        "/export.xlsx": _file("xlsx", f"{_HITS}, for Excel", XLSX, *_EXPORT),
        "/export.parquet": _file("parquet", f"{_HITS}, in Parquet", PARQUET, *_EXPORT),
        "/export.txt": _file("about", "What an export answers", TEXT, *_EXPORT),
        "/export.jsonl": _file("jsonl", f"{_HITS}, one a line", JSONL, *_SEARCH, "first"),
        "/export.ris": _file("ris", f"{_HITS}, as references", RIS, *_SEARCH, "first"),
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
        header: {"description": text, "schema": schema}
        for header, (text, schema) in _HEADERS.items()
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
