"""Makes the WSGI application: blueprints, templates' filters, errors and headers."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

from flask import Flask, request
from werkzeug.routing import BaseConverter

from indexer.archive import Archive
from indexer.config import BOUNDED, Settings
from indexer.later import replace
from indexer.output import hit_view
from webapp import archive_access, language, problems, rendering
from webapp.archive_access import ArchiveOpener, Searchable
from webapp.middleware import (
    basic_auth,
    compression,
    cross_origin,
    downloads,
    host_names,
    http_cache,
    known_parameters,
    rate_limit,
    security_headers,
)
from webapp.pages import formatting
from webapp.pages.embedding import FRAMES
from webapp.pages.front_page import FrontPages
from webapp.pages.highlighting import breakable, marked
from webapp.pages.metadata import coins
from webapp.server import metrics
from webapp.urls.addresses import ADDRESS, anchor, host_of, web_address
from webapp.views import (
    api,
    article,
    clippings,
    compare,
    counted,
    embed,
    exporting,
    exports,
    feeds,
    figures,
    manual,
    names,
    ops,
    search,
    selections,
    trend_kwic,
    why,
)

PAGES = 200
"""Pages of results that a process caches: some 30 KB each."""

ANSWERS = 32_000_000
"""Bytes of rendered pages that a process caches: some 4,000 pages, compressed."""

VIEWS = (
    search, trend_kwic, counted, article, clippings, exporting, exports, selections, feeds,
    manual, api, figures, names, ops, compare, embed, why,
)  # fmt: skip

ONE_YEAR = 365 * 24 * 3600


class ArticleIdConverter(BaseConverter):
    """An article id in a path: any characters, slashes among them."""

    regex = r"(?s:.+)"
    part_isolating = False


def create_app(
    settings: Settings | None = None,
    *,
    archive: Searchable | None = None,
    following: bool = False,
    downloads_at_once: int = 1,
) -> Flask:
    """Return the application over `archive`, or else over the index that `settings` name.

    Without both the environment is read, as on the command line. That index is opened at the first
    request; until that succeeds the pages say what is the matter. Answers of that index are
    remembered, those of `archive` are not. With `following` its new generations are opened in a
    thread, as a server wants. Each process makes so many `downloads_at_once`, and refuses others.
    Raises KnipselError if the settings make no sense.
    """
    settings = settings or (Settings() if archive else Settings.load())
    app = Flask(__name__)
    app.url_map.merge_slashes = False
    app.url_map.converters["article_id"] = ArticleIdConverter

    served = settings if settings.figures else replace(settings, figures=BOUNDED)

    def opened() -> Searchable:
        return archive or Archive.open(served, PAGES, following=following)

    archive_access.install(app, ArchiveOpener(opened))
    app.extensions["knipsel.front"] = FrontPages()
    app.config["KNIPSEL_METRICS"] = settings.metrics
    app.config[ADDRESS] = settings.address
    app.config[FRAMES] = settings.frames
    app.config[exports.IN_PARTS] = served.figures == BOUNDED
    app.config["KNIPSEL_IMAGE_SERVERS"] = settings.image_servers
    for views in VIEWS:
        app.register_blueprint(views.blueprint)
    problems.install(app, settings)
    _install_middleware(app, settings, downloads_at_once)
    http_cache.install(app, 0 if archive else ANSWERS)
    language.install(app)
    _prepare_templates(app)
    return app


def _install_middleware(app: Flask, settings: Settings, downloads_at_once: int) -> None:
    """Install the middleware, outermost first."""
    compression.install(app)
    metrics.install(app)
    security_headers.install(app, settings.image_servers, https_only=settings.https == "only")
    cross_origin.install(app, settings.origins)
    host_names.install(app, settings.hosts)
    if settings.rate:
        rate_limit.install(app, settings.rate)
    if settings.passwords:
        # For this machine alone the figures need no password; for everybody they do.
        free = () if settings.metrics == "all" else ("/metrics",)
        basic_auth.install(app, settings.passwords, free=free)
    downloads.install(app, downloads_at_once)
    known_parameters.install(app)


def _prepare_templates(app: Flask) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        anchor=anchor,
        breakable=breakable,
        hit_view=hit_view.hit_view,
        marked=marked,
        translated=formatting.translated,
        understood=formatting.understood,
        web_address=web_address,
    )
    app.jinja_env.globals.update(
        asset=_assets(app),
        hit_labels=SimpleNamespace(**hit_view.LABELS),
        absolute=lambda path: host_of(request) + path,
        coins=coins,
    )
    rendering.install(app)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = ONE_YEAR


def _assets(app: Flask) -> Callable[[str], str]:
    """Return what gives the address of a static file, which changes with its content."""
    folder, base = Path(app.static_folder or ""), app.static_url_path
    # Not by url_for, which an answer to a Host that is none has not.
    return {
        file.name: f"{base}/{file.name}?v={sha256(file.read_bytes()).hexdigest()[:8]}"
        for file in folder.iterdir()
    }.__getitem__
