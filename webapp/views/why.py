"""Why an article stands where it does in a list of results: in words first, then in figures."""

from __future__ import annotations

from flask import Blueprint, request

from indexer.later import replace
from indexer.model import Sort
from indexer.search.in_words import figure_in_words
from webapp.archive_access import current_archive
from webapp.pages.formatting import page_language
from webapp.rendering import render
from webapp.urls.parameters import PAGE_SIZE, read_state

blueprint = Blueprint("why", __name__)


@blueprint.get("/why/<article_id:article_id>")
def why(article_id: str) -> tuple[str, int]:
    """Explain the place of an article on a page of results; 404 where it is not on that page."""
    state = read_state(request.args)
    page = current_archive().search(replace(state.request(PAGE_SIZE), explain=True), ())
    hit = next((each for each in page.hits if each.article.id == article_id), None)
    point = page_language().decimal
    figures = map(figure_in_words, hit.explanation if hit else ())
    html = render(
        "why.html",
        state=state,
        hit=hit,
        figures=[(worth.replace(".", point), what) for worth, what in figures],
        by_day=state.order is not Sort.RELEVANCE,
    )
    return html, 200 if hit else 404
