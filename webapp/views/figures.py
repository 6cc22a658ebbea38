"""Exact figures over any selection: the API, and the tables as files."""

from __future__ import annotations

from numbers import Number

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from indexer.answers.figures import FIELDS, MAX_SIZE, MAX_WINDOW, Counts
from indexer.answers.name_figures import NAME_TYPES, NameCells, NameContrasts, NameCounts
from indexer.messages import Message
from indexer.output import figure_tables
from indexer.output.citations import plain_name
from indexer.output.figure_tables import AnyFigures
from webapp.archive_access import current_archive
from webapp.json_answers import json_answer
from webapp.pages.code import figures_code
from webapp.pages.facets import chips
from webapp.pages.figure_links import links
from webapp.pages.formatting import page_language, period_name, translated
from webapp.pages.front_page import examples_of
from webapp.pages.names import links_to
from webapp.rendering import render
from webapp.urls.addresses import host_of
from webapp.urls.figure_parameters import KINDS, FigureState, read_figures
from webapp.urls.parameters import MAX_QUERIES
from webapp.views.exports import table

blueprint = Blueprint("figures", __name__)

MAX_SHOWN = 500
"""Rows on a page; the CSV file has all."""
MIN_BOXES = 2
_PERIODS = ("month", "week", "day")
_UNITS = (("form", Message("vorm")), ("lemma", Message("alle vormen samen")))
_KINDS = (
    Message("aantallen"),
    Message("woorden die erbij staan"),
    Message("kenmerkende woorden"),
    Message("meest gebruikte woorden"),
    Message("namen"),
)
_MEASURES = {
    "collocates": Message(
        "Ernaast: hoe vaak het woord in de buurt van een treffer staat; vensters: van hoeveel "
        "treffers. Hoe hoger G², hoe minder het toeval kan zijn; logDice (hoogstens 14) en MI "
        "zeggen hoe vast het woord erbij hoort."
    ),
    "keywords": Message(
        "Hoe hoger G², hoe minder het toeval kan zijn; log ratio zegt hoe groot het verschil is: "
        "1 is twee keer zo vaak, 2 vier keer, 3 acht keer."
    ),
}
"""What figures of a kind mean, where their names do not say it."""


@blueprint.get("/api/count", defaults={"kind": "count"})
@blueprint.get("/api/collocates", defaults={"kind": "collocates"})
@blueprint.get("/api/keywords", defaults={"kind": "keywords"})
@blueprint.get("/api/words", defaults={"kind": "words"})
@blueprint.get("/api/names", defaults={"kind": "names"})
def of_kind(kind: str) -> Response:
    """Return figures of one kind."""
    found = figures_of(read_figures(request.args, kind))
    return json_answer(figure_tables.to_json(found))


@blueprint.get("/figures")
def page() -> str:
    """Show figures as a table, and a form that asks for others."""
    asked = read_figures(request.args)
    found = figures_of(asked) if asked.queries or "kind" in request.args else None
    shown = found.for_readers() if isinstance(found, Counts) else found
    return render(
        "figures.html",
        state=asked.within,
        asked=asked,
        boxes=[*asked.queries, *[""] * max(1, MIN_BOXES - len(asked.queries))][:MAX_QUERIES],
        kinds=list(zip(KINDS, _KINDS, strict=True)),
        sizes=range(1, MAX_SIZE + 1),
        units=_UNITS,
        max_window=MAX_WINDOW,
        fields=[(field, figure_tables.HEADINGS[field]) for field in FIELDS],
        chips=chips(asked.within, lambda other: asked.limited(other).url()),
        found=found,
        examples=[] if found else _examples(asked),
        against=getattr(found, "against", None),
        measures=_MEASURES.get(asked.kind),
        heads=_heads(found) if found else (),
        rows=_rows(shown, asked) if shown else (),
        left_out=len(found.rows) - len(shown.rows) if found and shown else 0,
        code=figures_code(asked, host_of(request)) if found else (),
    )


def _examples(asked: FigureState) -> list[tuple[str, str]]:
    """Return figures of each kind of a query that finds something, and where they are."""
    queries = examples_of(current_archive())
    return [
        (
            f"{translated(name)}: {query}",
            read_figures(MultiDict(), kind).limited(asked.within).asking(query).url(),
        )
        for kind, name, query in zip(KINDS, _KINDS, queries, strict=False)
    ]


def _heads(found: AnyFigures) -> list[tuple[str, bool]]:
    """Return what each column is called, and whether it has words rather than numbers."""
    return [
        (
            figure_tables.HEADINGS.get(each.key, each.key),
            not all(isinstance(each.value(row), Number) for row in found.rows[:1]),
        )
        for each in figure_tables.columns(found)
    ]


def _rows(found: AnyFigures, asked: FigureState) -> list[tuple[list[str], list[str | None]]]:
    """Return the first rows: what their cells show, and where each leads."""
    shown = figure_tables.shown(found, page_language())[:MAX_SHOWN]
    for at, column in enumerate(figure_tables.columns(found)):
        if column.key in _PERIODS:
            shown = [
                [
                    *row[:at],
                    period_name(row[at]) if row[at][:1].isdigit() else row[at],
                    *row[at + 1 :],
                ]
                for row in shown
            ]
    urls = links(found, asked, MAX_SHOWN)
    if isinstance(found, NameCounts | NameCells | NameContrasts):
        pages = links_to(found.rows[:MAX_SHOWN], current_archive(), asked.within)
        urls = [[page, *others[1:]] for page, others in zip(pages, urls, strict=True)]
    return list(zip(shown, urls, strict=True))


@blueprint.get("/figures.csv")
def as_table() -> Response:
    """Return figures as a CSV file."""
    asked = read_figures(request.args)
    name = plain_name(" ".join((asked.kind, *asked.queries)))
    return table(figure_tables.csv_lines(figures_of(asked)), name)


def figures_of(asked: FigureState) -> AnyFigures:
    """Return what a state asks for."""
    bench = current_archive().figures(parts=asked.parts, collapse=asked.collapse)
    match asked.kind:
        case "count":
            return bench.count(asked.queries or ("",), asked.by, asked.within.request(1))
        case "collocates":
            return bench.collocates(
                asked.request(),
                window=asked.window,
                unit=asked.unit,
                limit=asked.rows,
                all_words=asked.all_words,
            )
        case "keywords":
            against = asked.within.unfiltered().asking(asked.against).request(1)
            return bench.keywords(
                asked.request(),
                against if asked.against else None,
                size=asked.size,
                limit=asked.rows,
                all_words=asked.all_words,
            )
        case "names":
            return _names(asked)
        case _:
            return bench.words(
                asked.request(), size=asked.size, limit=asked.rows, all_words=asked.all_words
            )


def _names(asked: FigureState) -> AnyFigures:
    from indexer.statistics.name_figures import names_against, names_by  # noqa: PLC0415 - numpy

    bench = current_archive().figures(parts=asked.parts, collapse=asked.collapse)
    request, wanted = asked.request(), NAME_TYPES.get(asked.name_type)
    if asked.against:
        other = asked.within.asking(asked.against).request(1)
        return names_against(bench, request, other, wanted, asked.rows)
    if asked.by:
        return names_by(bench, request, asked.by[0], wanted, asked.rows)
    return bench.names(request, type_=wanted, limit=asked.rows)
