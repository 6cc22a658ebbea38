"""For monitoring and robots: health, measurements, and the pages that robots may visit."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path

import orjson
from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import Forbidden, NotFound

from indexer.model import SearchRequest
from webapp.archive_access import current_archive
from webapp.middleware.host_names import is_this_machine
from webapp.server.metrics import metrics_of
from webapp.urls.addresses import name_of_host

blueprint = Blueprint("ops", __name__)

TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8"

# A page of results links to hundreds of others; articles, and the front page, are worth finding.
_ROBOTS = """\
User-agent: *
Allow: /static/
Disallow: /*?
Disallow: /api/
Disallow: /articles
Disallow: /cite/
Disallow: /clippings
Disallow: /compare
Disallow: /embed
Disallow: /export
Disallow: /facet/
Disallow: /feed.atom
Disallow: /figures
Disallow: /kwic
Disallow: /scan/
Disallow: /selection
Disallow: /trend
Disallow: /why/
"""


@blueprint.get("/healthz")
def health() -> Response:
    """Return 200 and the generation if the archive answers, else 503 and the reason."""
    archive = current_archive()
    stats = archive.stats()
    archive.search(SearchRequest("", limit=1))
    answer = {
        "status": "ok",
        "articles": stats.articles,
        "generation": stats.generation,
        "built": stats.built,
    }
    return Response(orjson.dumps(answer), mimetype="application/json")


@blueprint.get("/metrics")
def metrics() -> Response:
    """Return the measurements. Raises Forbidden or NotFound if this client may not see them."""
    match current_app.config["KNIPSEL_METRICS"]:
        case "off":
            raise NotFound
        case "local" if not _is_local():
            raise Forbidden
    exposed = metrics_of(current_app).exposed(lambda: current_archive().stats())
    return Response(exposed, content_type=TEXT_FORMAT)


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Return the rules for robots: what can be read, and no search, figure or form."""
    return Response(_ROBOTS, mimetype="text/plain")


@blueprint.get("/favicon.ico")
def icon() -> Response:
    """Return the mark, for what a browser shows that is no page of ours: JSON, a feed."""
    mark = Path(current_app.static_folder or "", "knipsel.svg").read_bytes()
    return Response(mark, mimetype="image/svg+xml")


def _is_local() -> bool:
    """Return whether the request comes from this machine and not through a proxy."""
    try:
        here = ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
    return here and is_this_machine(name_of_host(request.host) or "")
