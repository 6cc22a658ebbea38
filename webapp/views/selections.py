"""A selection as a file: to be run again by `knipsel set run`, and references to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from indexer.errors import RequestError
from indexer.later import replace
from indexer.messages import Bilingual
from indexer.output.citations import plain_name
from indexer.output.selection_citations import CITATIONS
from indexer.output.selection_file import selection_pieces
from indexer.selections import SavedSelection
from indexer.statistics.selections.saving import begin_selection, checksums_of
from webapp.archive_access import current_archive
from webapp.media_types import JSON, SELECTION_CITATIONS
from webapp.urls.figure_parameters import read_figures
from webapp.views.exports import download

if TYPE_CHECKING:
    from indexer.statistics.workbench import Workbench

blueprint = Blueprint("selections", __name__)

_AT_ONCE = 200
_FORMS = {"txt": "text", "bib": "bibtex", "ris": "ris", "datacite.json": "datacite"}


@blueprint.get("/selection.json")
def as_file() -> Response:
    """Return the selection that the parameters make, as `knipsel set run` reads it."""
    begun = _Begun.read()
    pieces = selection_pieces(begun.saved, len(begun.ids), begun.checksums())
    return download(_together(pieces), JSON, plain_name(begun.saved.request.query), "json")


@blueprint.get("/selection.txt", defaults={"suffix": "txt"})
@blueprint.get("/selection.bib", defaults={"suffix": "bib"})
@blueprint.get("/selection.ris", defaults={"suffix": "ris"})
@blueprint.get("/selection.datacite.json", defaults={"suffix": "datacite.json"})
def as_reference(suffix: str) -> Response:
    """Return the reference to that selection."""
    begun = _Begun.read()
    media_type = SELECTION_CITATIONS[suffix]
    content = map(begun.cited, (_FORMS[suffix],))  # made when it is sent: all articles are read
    return download(content, media_type, plain_name(begun.saved.request.query), suffix)


@dataclass(frozen=True, slots=True)
class _Begun:
    """A selection whose articles are read while the answer is sent, whatever their number."""

    bench: Workbench
    saved: SavedSelection
    ids: list[str]

    @classmethod
    def read(cls) -> _Begun:
        """Return what the parameters ask for. Raises RequestError if it has no article."""
        asked = read_figures(request.args)
        archive = current_archive()
        bench = archive.figures(parts=asked.parts, collapse=asked.collapse)
        saved, ids = begin_selection(bench, asked.request(), archive.stats())
        if not ids:
            raise RequestError(
                "q", Bilingual("hiermee is geen artikel gekozen", "this selects no article")
            )
        return cls(bench, saved, ids)

    def checksums(self) -> Iterator[tuple[str, str]]:
        return checksums_of(self.bench, self.ids)

    def cited(self, form: str) -> bytes:
        whole = replace(self.saved, checksums=dict(self.checksums()))
        return (CITATIONS[form](whole) + "\n").encode()


def _together(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the pieces, many at a time."""
    while batch := b"".join(islice(pieces, _AT_ONCE)):
        yield batch
