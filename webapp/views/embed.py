"""The newest results of a search, to stand in a frame of another site."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request

from indexer.model import Sort
from webapp.archive_access import current_archive
from webapp.pages.embedding import FRAMES, headers
from webapp.rendering import render
from webapp.urls.parameters import read_state

blueprint = Blueprint("embed", __name__)

SHOWN = 5


@blueprint.get("/embed")
def show() -> Response:
    """Show the first results; without an order of its own a search has its newest first."""
    state = read_state(request.args)
    ordered = state if state.sort else state.ordered(Sort.NEWEST)
    page = current_archive().search(ordered.request(SHOWN), ())
    html = render("embed.html", state=ordered, page=page)
    return Response(html, headers=headers(current_app.config[FRAMES]), mimetype="text/html")
