"""A feed of a search, and the description for the browser's own search box.

Addresses in them are absolute, on the host and scheme that the request came to.
"""

from __future__ import annotations

from urllib.parse import urlencode

import orjson
from flask import Blueprint, Response, request

from indexer.model import Sort
from indexer.output.atom import Entry, Feed, atom
from indexer.storage.payload import LISTED
from webapp.archive_access import current_archive
from webapp.language import gettext
from webapp.media_types import ATOM, OPENSEARCH, SUGGESTIONS
from webapp.pages.formatting import articles
from webapp.rendering import render
from webapp.urls.addresses import host_of
from webapp.urls.parameters import FEED_SIZE, read_query, read_state
from webapp.urls.search_state import SearchState

blueprint = Blueprint("feeds", __name__)

COMPLETIONS = 8


@blueprint.get("/feed.atom")
def feed() -> Response:
    """Return the newest results of a search as an Atom feed, 50 per page."""
    state = read_state(request.args, FEED_SIZE)
    newest = state.ordered(Sort.NEWEST)
    host, archive = host_of(request), current_archive()
    listing = archive.listing(newest.at(state.page).request(FEED_SIZE), LISTED)
    entries = (
        Entry(hit.article, host + newest.article_url(hit.article.id)) for hit in listing.hits
    )
    described = _described(host, state, archive.stats().built, -(-listing.total // FEED_SIZE))
    return Response(atom(described, entries), content_type=f"{ATOM}; charset=utf-8")


@blueprint.get("/opensearch.xml")
def description() -> Response:
    """Return the description that a browser needs to search here (OpenSearch 1.1)."""
    body = render("opensearch.xml", host=host_of(request))
    return Response(body, content_type=f"{OPENSEARCH}; charset=utf-8")


@blueprint.get("/opensearch.json")
def suggestions() -> Response:
    """Return completions for the browser's own box (OpenSearch Suggestions 1.1)."""
    query = read_query(request.args)
    found = current_archive().completions(query, COMPLETIONS)
    answer = [query, [each.text for each in found], [articles(each.count) for each in found]]
    return Response(orjson.dumps(answer), content_type=SUGGESTIONS)


def _described(host: str, state: SearchState, built: str, pages: int) -> Feed:
    newest = state.ordered(Sort.NEWEST)
    links = [("self", state.feed_url()), ("alternate", newest.url())]
    if state.page > 1:
        links.append(("previous", state.at(state.page - 1).feed_url()))
    if state.page < pages:
        links.append(("next", state.at(state.page + 1).feed_url()))
    newest_articles = gettext("nieuwste artikelen")
    return Feed(
        name=urlencode(newest.pairs(), errors="replace"),
        title=f"Knipsel: {state.q.strip() or newest_articles}",
        built=built,
        links=tuple((relation, host + path) for relation, path in links),
    )
