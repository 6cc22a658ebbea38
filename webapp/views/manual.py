"""The help on the query language, and the contents of the archive."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, request

from indexer.fields import COUNTED, FILTERS, PREFIXES
from indexer.model import SearchRequest
from webapp.archive_access import current_archive
from webapp.language import gettext, language
from webapp.pages.formatting import translated
from webapp.pages.over_time.timeline import timeline
from webapp.rendering import render
from webapp.urls.parameters import read_language
from webapp.urls.search_state import SearchState

blueprint = Blueprint("manual", __name__)

MAX_ROWS = 20
"""Rows of a table in sight; the others are folded."""


@blueprint.get("/help")
def searching() -> str:
    """Show the query language; every example is a link to its results."""
    others = [name.english if language() == "nl" else str(name) for name in PREFIXES]
    return render(f"help.{language()}.html", state=_blank(), filters=FILTERS, others=others)


@blueprint.get("/about")
def contents() -> str:
    """Show what the archive holds; every source, section and year is a link to its articles."""
    archive = current_archive()
    stats = archive.stats()
    blank = _blank()
    days = archive.refinements(SearchRequest("")).all_days
    return render(
        "about.html",
        state=blank,
        stats=stats,
        built=_day_of(stats.built),
        timeline=timeline(days, {}, blank),
        most=MAX_ROWS,
        tables=[
            *(
                (
                    translated(each.heading),
                    [(c, blank.toggled(each.name, c.value).url()) for c in counts],
                )
                for each in COUNTED
                for counts in (stats.values[each.name],)
            ),
            (gettext("Jaar"), [(c, blank.within(c.value, c.value).url()) for c in stats.years]),
        ],
    )


def _blank() -> SearchState:
    return SearchState(lang=read_language(request.args))


def _day_of(moment: str) -> str:
    return datetime.fromisoformat(moment).date().isoformat()
