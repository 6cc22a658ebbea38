"""The page of what a list of results can be taken away as: columns of a table, code, a frame."""

from __future__ import annotations

from flask import Blueprint, current_app, request

from indexer.messages import Message
from indexer.output.export_columns import COLUMNS, USUAL
from webapp.archive_access import current_archive
from webapp.language import gettext
from webapp.pages.code import search_code
from webapp.pages.embedding import FRAMES, code
from webapp.pages.facets import chips
from webapp.rendering import render
from webapp.urls.addresses import host_of
from webapp.urls.parameters import read_state
from webapp.urls.search_state import SearchState
from webapp.views.exports import most_in_a_file

blueprint = Blueprint("exporting", __name__)

COLUMN_NAMES = {
    "rank": Message("rangnummer"),
    "id": Message("id"),
    "date": Message("datum"),
    "source": Message("bron"),
    "section": Message("rubriek"),
    "author": Message("auteur"),
    "quality": Message("kwaliteit"),
    "title": Message("titel"),
    "url": Message("adres"),
    "score": Message("score"),
    "text": Message("tekst"),
    "words": Message("aantal woorden"),
    "passage": Message("passage"),
    "near_duplicate_of": Message("bijna gelijk aan"),
}
"""What the columns of an export are called; others by their names."""


@blueprint.get("/export")
def page() -> str:
    """Show the columns to choose from, and the search as code and for another site."""
    state = read_state(request.args)
    host = host_of(request)
    return render(
        "export.html",
        state=state,
        total=current_archive().search(state.request(1), ()).total,
        most=most_in_a_file(),
        most_rows=most_in_a_file("xlsx"),
        most_passages=most_in_a_file(columns=("passage",)),
        chips=chips(state),
        columns=[(name, COLUMN_NAMES.get(name, name)) for name in COLUMNS],
        usual_columns=USUAL,
        code=search_code(state, host),
        embedded=_embedded(state, host),
    )


def _embedded(state: SearchState, host: str) -> str:
    """Return the code that shows these results on another site; empty where none may."""
    title = state.q.strip() or gettext("Nieuwste artikelen")
    return code(state, host, f"Knipsel: {title}") if current_app.config[FRAMES] else ""
