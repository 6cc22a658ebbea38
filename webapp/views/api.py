"""The JSON API, and what machines ask about health."""

from __future__ import annotations

import orjson
from flask import Blueprint, Response, request

from indexer.render import article_to_json, page_to_json
from webapp.openapi import document
from webapp.opening import current_archive
from webapp.parameters import read_limit, read_query, read_state

blueprint = Blueprint("api", __name__)


@blueprint.get("/api/search")
def search() -> Response:
    """Answer a search with a page of results."""
    limit = read_limit(request.args)
    state = read_state(request.args, limit)
    return _json(page_to_json(current_archive().search(state.request(limit))))


@blueprint.get("/api/article/<article_id:id>")
def article(id: str) -> Response:  # noqa: A002
    """Answer with an article and its hits."""
    return _json(article_to_json(current_archive().article(id, read_query(request.args))))


@blueprint.get("/api/openapi.json")
def described() -> Response:
    """Describe what machines can ask for."""
    return _json(document())


@blueprint.get("/healthz")
def health() -> Response:
    """Say that the archive answers."""
    return _json({"status": "ok", "articles": current_archive().stats().articles})


def _json(answer: dict[str, object]) -> Response:
    return Response(orjson.dumps(answer), mimetype="application/json")
