"""Names of a selection by a field, and beside those of another selection."""

from __future__ import annotations

from indexer.answers.figures import FIELDS
from indexer.answers.name_figures import NameCells, NameContrasts, NameType
from indexer.errors import KnipselError
from indexer.model import SearchRequest
from indexer.request_checks import not_one_of
from indexer.statistics import stored_names
from indexer.statistics.counts import values_of_rows
from indexer.statistics.workbench import Workbench
from indexer.storage.names.index import NameIndex


def names_by(
    bench: Workbench, request: SearchRequest, by: str, type_: NameType | None, limit: int
) -> NameCells:
    """Return the most frequent names of a selection by the values of a field.

    Raises RequestError if the request makes no sense, KnipselError if the index has no names.
    """
    if by not in FIELDS:
        raise not_one_of("by", FIELDS, by)
    names, selected = _names(bench), bench.rows(request)
    values = values_of_rows(bench.index, by)
    cells = stored_names.by_value(names, selected, values, type_, limit, effort=bench.effort)
    return NameCells(bench.about(request), by, tuple(cells))


def names_against(
    bench: Workbench,
    request: SearchRequest,
    other: SearchRequest,
    type_: NameType | None,
    limit: int,
) -> NameContrasts:
    """Return the names of a selection beside those of another, the most unlike first.

    Raises RequestError if a request makes no sense, KnipselError if the index has no names.
    """
    names = _names(bench)
    # What satisfies a query is kept until the next: each is asked about before the other.
    selected, about = bench.rows(request), bench.about(request)
    beside, about_other = bench.rows(other), bench.about(other)
    rows = stored_names.against(names, (selected, beside), type_, limit)
    return NameContrasts(about, about_other, tuple(rows))


def _names(bench: Workbench) -> NameIndex:
    if bench.index.names is None:
        raise KnipselError(
            "The index keeps no names, as the run that made it brought too many articles, or was "
            "told not to. Run: knipsel index --rebuild --names all PATH"
        )
    return bench.index.names
