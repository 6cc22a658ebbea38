"""How to search, and what the archive holds."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, render_template

from webapp.opening import current_archive
from webapp.state import SearchState

blueprint = Blueprint("manual", __name__)


@blueprint.get("/help")
def language() -> str:
    """Explain the query language, each example a search."""
    return render_template("help.html", state=SearchState())


@blueprint.get("/about")
def contents() -> str:
    """Show what the archive holds, every part of it a search."""
    stats = current_archive().stats()
    blank = SearchState()
    return render_template(
        "about.html",
        state=blank,
        stats=stats,
        built=_day_of(stats.built),
        tables=[
            ("Bron", [(c, blank.toggled("source", c.value).url()) for c in stats.sources]),
            ("Rubriek", [(c, blank.toggled("section", c.value).url()) for c in stats.sections]),
            ("Jaar", [(c, blank.within(c.value, c.value).url()) for c in stats.years]),
        ],
    )


def _day_of(moment: str) -> str:
    return datetime.fromisoformat(moment).date().isoformat()
