"""The articles that a figure counts: exactly these, the newest first."""

from __future__ import annotations

from flask import Blueprint, request

from indexer.answers.figures import LineOrder
from indexer.storage.payload import LISTED
from webapp.archive_access import current_archive
from webapp.pages.counted import counted, ellipses
from webapp.pages.facets import chips
from webapp.pages.paging import paging
from webapp.rendering import render
from webapp.urls.parameters import read_contexts

blueprint = Blueprint("counted", __name__)

SHOWN = 20
"""Articles on a page."""
WIDTH = 100
"""Characters on either side of the first hit of each."""


@blueprint.get("/articles")
def articles() -> str:
    """List the articles that a query selects as figures read it, in a cell of a table."""
    asked = read_contexts(request.args, SHOWN)
    search = asked.search
    within = search.asking(asked.within).request(1) if asked.within else None
    whole = search.request(1)
    bench = counted(current_archive(), asked)
    ids = bench.newest(whole, within)
    first = (search.page - 1) * SHOWN
    shown = ids[first : first + SHOWN]
    listed = bench.only(shown)
    lines = listed.kwic(whole, width=WIDTH, order=LineOrder.DATE, per_article=1).lines()
    return render(
        "articles.html",
        state=search,
        asked=asked,
        count=len(ids),
        articles=list(bench.articles(shown, LISTED)),
        lines={line.article.id: (line, *ellipses(line)) for line in lines},
        chips=chips(search, lambda other: asked.limited(other).url("/articles")),
        paging=paging(
            lambda number: asked.at(number).url("/articles"), search.page, -(-len(ids) // SHOWN)
        ),
    )
