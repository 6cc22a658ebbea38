"""What machines ask about the server: its health, its measurements, where robots may go."""

from __future__ import annotations

from ipaddress import ip_address

import orjson
from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import Forbidden, NotFound

from indexer.model import SearchRequest
from webapp.archive_access import current_archive
from webapp.server.metrics import metrics_of

blueprint = Blueprint("ops", __name__)

TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8"

# A page of results links to hundreds of others; articles, and the front page, are worth finding.
_ROBOTS = """\
User-agent: *
Allow: /static/
Disallow: /*?
Disallow: /api/
Disallow: /cite/
Disallow: /export.
Disallow: /feed.atom
Disallow: /kwic
Disallow: /trend
"""


@blueprint.get("/healthz")
def health() -> Response:
    """Say that the archive answers, and which generation of it; else why not, with 503."""
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
    """Give the measurements to those who may have them."""
    match current_app.config["KNIPSEL_METRICS"]:
        case "off":
            raise NotFound
        case "local" if not _is_local():
            raise Forbidden
    exposed = metrics_of(current_app).exposed(lambda: current_archive().stats())
    return Response(exposed, content_type=TEXT_FORMAT)


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Keep robots to the front page and the articles."""
    return Response(_ROBOTS, mimetype="text/plain")


def _is_local() -> bool:
    """Say whether this machine asks, as itself and not as the proxy of another."""
    try:
        here = ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
    host = request.host.rpartition(":")[0] or request.host
    return here and host in ("localhost", "127.0.0.1", "[::1]")
