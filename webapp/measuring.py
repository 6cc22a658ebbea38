"""Times every answer, for `/metrics`."""

from __future__ import annotations

import time
from functools import cache
from typing import TYPE_CHECKING

from flask import Flask, Response, current_app, g, request

if TYPE_CHECKING:
    from collections.abc import Callable

    from webapp.metrics import Metrics

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""Names in the environment the folder where processes put what they count, so that each can tell of
all. The library of `metrics` reads it when it is imported, which therefore waits until then."""

_EXTENSION = "knipsel.metrics"


def install(app: Flask) -> None:
    """Time the answers of this application."""
    app.extensions[_EXTENSION] = cache(_metrics)
    app.before_request(_began)
    app.after_request(_answered)


def metrics_of(app: Flask) -> Metrics:
    """Return what was counted of this application."""
    made: Callable[[], Metrics] = app.extensions[_EXTENSION]
    return made()


def _metrics() -> Metrics:
    # At the first answer: only then it is known whether there are other processes.
    from webapp.metrics import Metrics  # noqa: PLC0415

    return Metrics()


def _began() -> None:
    g.began = time.perf_counter()


def _answered(response: Response) -> Response:
    route = request.url_rule.rule if request.url_rule else "none"
    now = time.perf_counter()
    took = now - g.get("began", now)  # refused before it began
    metrics_of(current_app).answered(route, response.status_code, took)
    return response
