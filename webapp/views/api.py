"""The JSON API."""

from __future__ import annotations

from flask import Blueprint, Response, request

from indexer import __version__
from indexer.highlight.effort import MAX_CHARACTERS
from indexer.later import replace
from indexer.output.json_output import (
    article_to_json,
    completion_to_json,
    concordance_to_json,
    page_to_json,
    similar_to_json,
    stats_to_json,
    trend_to_json,
)
from webapp.archive_access import current_archive
from webapp.json_answers import json_answer, json_stream
from webapp.openapi import document, operations
from webapp.openapi_parameters import PARAMETERS
from webapp.urls.parameters import (
    is_on,
    read_contexts,
    read_cursor,
    read_limit,
    read_query,
    read_state,
    read_trend,
)
from webapp.views.trend_kwic import contexts

blueprint = Blueprint("api", __name__)


@blueprint.get("/api/search")
def search() -> Response:
    """Return a page of results."""
    limit = read_limit(request.args)
    asked = replace(
        read_state(request.args, limit).request(limit),
        cursor=read_cursor(request.args),
        explain=is_on(request.args, "explain"),
    )
    return json_answer(page_to_json(current_archive().search(asked)))


@blueprint.get("/api/article/<article_id:article_id>")
def article(article_id: str) -> Response:
    """Return an article and its hits."""
    archive = current_archive()
    marked = archive.article(article_id, read_query(request.args), longest=MAX_CHARACTERS + 1)
    rendered = article_to_json(archive.with_names(marked))
    if marked.whole:
        return json_answer(rendered)
    (stored,) = archive.figures().whole([article_id])
    return json_stream({name: stored.to_json().get(name, each) for name, each in rendered.items()})


@blueprint.get("/api/similar/<article_id:article_id>")
def similar(article_id: str) -> Response:
    """Return the articles related to one, and other versions of it."""
    return json_answer(
        similar_to_json(current_archive().similar(article_id, read_limit(request.args)))
    )


@blueprint.get("/api/trend")
def trend() -> Response:
    """Return the counts of queries per period."""
    asked = read_trend(request.args)
    found = current_archive().trend(
        asked.queries, asked.by, asked.within.request(1), parts=asked.parts
    )
    return json_answer(trend_to_json(found))


@blueprint.get("/api/kwic")
def kwic() -> Response:
    """Return a page of the hits of a query, in context."""
    limit = read_limit(request.args)
    asked = read_contexts(request.args, limit)
    first = (asked.search.page - 1) * limit
    lines = contexts(asked, most=first + limit)
    return json_answer(concordance_to_json(lines.page(first, limit)))


@blueprint.get("/api/suggest")
def suggest() -> Response:
    """Return completions of the query, the best first."""
    found = current_archive().completions(read_query(request.args), read_limit(request.args))
    return json_answer([completion_to_json(completion) for completion in found])


@blueprint.get("/api/stats")
def stats() -> Response:
    """Return what the archive holds."""
    return json_answer(stats_to_json(current_archive().stats()))


@blueprint.get("/api")
def overview() -> Response:
    """Return each path of the API with what it gives and the parameters that it has."""
    described = {path: each for path, each in operations().items() if path.startswith("/api")}
    paths = {
        path: {
            "summary": each["summary"],
            "parameters": [
                PARAMETERS[name["$ref"].rpartition("/")[2]]["name"] for name in each["parameters"]
            ],
        }
        for path, each in described.items()
    }
    return json_answer({"name": "Knipsel", "version": __version__, "paths": paths})


@blueprint.get("/api/openapi.json")
def described() -> Response:
    """Return the description of the API (OpenAPI 3.1)."""
    return json_answer(document())
