"""The page of a name: how it is spelt, when, where and with whom it is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from indexer.answers.figures import Interval
from indexer.fields import BY_NAME, NAMES, FieldValues
from indexer.later import replace
from indexer.model import SearchRequest, Sort
from webapp.archive_access import Searchable, current_archive
from webapp.language import gettext
from webapp.pages import names
from webapp.pages.over_time.timeline import timeline
from webapp.problems import NameNotFound
from webapp.rendering import render
from webapp.urls.addresses import name_path
from webapp.urls.parameters import read_language
from webapp.urls.search_state import SearchState
from webapp.urls.trend_kwic_state import TrendState

if TYPE_CHECKING:
    from indexer.statistics.stored_names import NameProfile

blueprint = Blueprint("names", __name__)


@blueprint.get("/name/<field>/<article_id:name>")
def page(field: str, name: str) -> str | Response:
    """Show a name; one of its other spellings leads to it."""
    archive = current_archive()
    blank = SearchState(lang=read_language(request.args))
    index = names.index_of(archive) if any(each.name == field for each in NAMES) else None
    if index is None:
        abort(404)
    from indexer.statistics.stored_names import profile  # noqa: PLC0415 - numpy

    found = profile(index, field, name)
    if found is None:
        raise NameNotFound(name)
    if found.named.name != name:
        return redirect(blank.path(name_path(field, found.named.name)))
    return _shown(archive, field, found, blank)


def _shown(archive: Searchable, field: str, found: NameProfile, blank: SearchState) -> str:
    named = found.named
    state = replace(blank, filters=FieldValues({field: (named.name,)}))
    asked = state.request(1)
    newest = archive.search(replace(asked, sort=Sort.NEWEST))
    oldest = archive.search(SearchRequest("", limit=1, sort=Sort.OLDEST, filters=asked.filters))
    days = archive.refinements(asked)
    quoted = f'{BY_NAME[field].prefix}:"{named.name}"'
    over_time = TrendState((quoted,), Interval.MONTH, shares=True, within=blank)
    return render(
        "name.html",
        state=blank,
        heading=BY_NAME[field].heading,
        named=named,
        page=newest,
        results=state.url(),
        views=[(gettext("door de tijd"), over_time.url())],
        timeline=timeline(days.days, days.all_days, state, newest.total),
        forms=[each for each in found.forms if each.form != named.name],
        groups=names.together(newest.facets, found, blank),
        others=names.others_of(found, blank),
        sources=[
            (each, state.toggled("source", each.value).url())
            for each in newest.facets.get("source", ())[: names.TOGETHER]
        ],
        ends=[
            (label, hit.article)
            for label, hits in (
                (gettext("Eerste artikel"), oldest.hits[:1]),
                (gettext("Nieuwste artikel"), newest.hits[:1]),
            )
            for hit in hits
        ],
        lines=names.lines_of(archive, found),
    )
