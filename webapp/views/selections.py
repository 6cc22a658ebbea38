"""A selection as a file: to be run again by `knipsel set run`, and references to it."""

from __future__ import annotations

from flask import Blueprint, Response, request

from indexer.errors import RequestError
from indexer.messages import Bilingual
from indexer.output.citations import plain_name
from indexer.output.formatting import DUTCH
from indexer.output.selection_citations import CITATIONS
from indexer.output.selection_file import selection_bytes
from indexer.selections import SavedSelection
from indexer.statistics.selections.saving import save_selection
from webapp.archive_access import current_archive
from webapp.media_types import JSON, SELECTION_CITATIONS
from webapp.urls.figure_parameters import read_figures
from webapp.views.exports import download

blueprint = Blueprint("selections", __name__)

MAX_SAVED = 10_000
"""Articles of a selection that a page saves; `knipsel set save` knows no limit."""
_FORMS = {"txt": "text", "bib": "bibtex", "ris": "ris", "datacite.json": "datacite"}


@blueprint.get("/selection.json")
def as_file() -> Response:
    """Return the selection that the parameters make, as `knipsel set run` reads it."""
    saved = _saved()
    return download([selection_bytes(saved)], JSON, plain_name(saved.request.query), "json")


@blueprint.get("/selection.txt", defaults={"suffix": "txt"})
@blueprint.get("/selection.bib", defaults={"suffix": "bib"})
@blueprint.get("/selection.ris", defaults={"suffix": "ris"})
@blueprint.get("/selection.datacite.json", defaults={"suffix": "datacite.json"})
def as_reference(suffix: str) -> Response:
    """Return the reference to that selection."""
    saved = _saved()
    text = CITATIONS[_FORMS[suffix]](saved) + "\n"
    media_type = SELECTION_CITATIONS[suffix]
    return download([text.encode()], media_type, plain_name(saved.request.query), suffix)


def _saved() -> SavedSelection:
    """Return the selection. Raises RequestError if it has no article, or too many."""
    asked = read_figures(request.args)
    archive = current_archive()
    bench = archive.figures(parts=asked.parts, collapse=asked.collapse)
    count = bench.about(asked.request()).articles
    if not count:
        raise RequestError(
            "q", Bilingual("hiermee is geen artikel gekozen", "this selects no article")
        )
    if count > MAX_SAVED:
        dutch = f"hoogstens {DUTCH.number(MAX_SAVED)} artikelen, niet {DUTCH.number(count)}"
        english = f"at most {MAX_SAVED:,} articles, not {count:,}; use knipsel set save"
        raise RequestError("q", Bilingual(f"{dutch}; gebruik knipsel set save", english))
    return save_selection(bench, asked.request(), archive.stats())
