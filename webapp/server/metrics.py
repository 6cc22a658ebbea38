"""Measurements for Prometheus: how long answers took by route, and the state of the index.

The library reads the environment when it is imported, and only a started server knows whether there
are other processes: so it is imported with the first answer.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from flask import Flask, Response, current_app, g, request

from indexer.errors import KnipselError
from indexer.reports import Stats

if TYPE_CHECKING:
    from prometheus_client.core import GaugeMetricFamily

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that names the folder in which processes count, so that each reports for all."""

_EXTENSION = "knipsel.metrics"
_SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


def install(app: Flask) -> None:
    """Time the answers of this application."""
    app.extensions[_EXTENSION] = cache(Metrics)
    app.before_request(_began)
    app.after_request(_answered)


def metrics_of(app: Flask) -> Metrics:
    """Return what was counted of this application."""
    made: Callable[[], Metrics] = app.extensions[_EXTENSION]
    return made()


class Metrics:
    """Counts and times answers."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Histogram  # noqa: PLC0415

        self._registry = CollectorRegistry()
        self._answers = Counter(
            "knipsel_answers", "Answers given.", ["route", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "knipsel_answer_seconds",
            "From a request to the beginning of its answer.",
            ["route"],
            registry=self._registry,
            buckets=_SECONDS,
        )

    def answered(self, route: str, status: int, seconds: float) -> None:
        """Count an answer."""
        self._answers.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def exposed(self, stats: Callable[[], Stats]) -> bytes:
        """Return what all processes counted, and the index, in the text form of Prometheus."""
        from prometheus_client import CollectorRegistry, generate_latest  # noqa: PLC0415
        from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415
        from prometheus_client.registry import Collector  # noqa: PLC0415

        class Index(Collector):
            """The index as it is now."""

            def collect(self) -> Iterator[GaugeMetricFamily]:
                return _gauges(stats)

        index = CollectorRegistry()
        index.register(Index())
        counted = self._registry
        if os.environ.get(SHARED):
            counted = CollectorRegistry()
            MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
        return generate_latest(counted) + generate_latest(index)


def _gauges(stats_of: Callable[[], Stats]) -> Iterator[GaugeMetricFamily]:
    """Yield the index in figures."""
    from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415

    try:
        stats = stats_of()
    except KnipselError:
        yield GaugeMetricFamily("knipsel_index_up", "Whether the index answers.", 0)
        return
    built = datetime.fromisoformat(stats.built).timestamp()
    yield GaugeMetricFamily("knipsel_index_up", "Whether the index answers.", 1)
    yield GaugeMetricFamily("knipsel_index_articles", "Articles in the index.", stats.articles)
    yield GaugeMetricFamily("knipsel_index_bytes", "Size of the index.", stats.size)
    yield GaugeMetricFamily("knipsel_index_built_timestamp_seconds", "When it was built.", built)
    number = int(stats.generation.rpartition("-")[2] or 0)
    yield GaugeMetricFamily("knipsel_index_generation", "Counts its builds.", number)


def _began() -> None:
    g.began = time.perf_counter()


def _answered(response: Response) -> Response:
    rule = request.url_rule.rule if request.url_rule else "none"
    route = rule.replace("<article_id:article_id>", "<id>")  # as the manual names it
    now = time.perf_counter()
    took = now - g.get("began", now)  # refused before it began
    metrics_of(current_app).answered(route, response.status_code, took)
    return response
