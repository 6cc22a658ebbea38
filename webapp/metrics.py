"""Measurements for Prometheus: how long answers took by route, and the state of the index."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from indexer.errors import KnipselError
from indexer.model import Stats
from webapp.measuring import SHARED

_SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


class Metrics:
    """Counts and times answers."""

    def __init__(self) -> None:
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
        index = CollectorRegistry()
        index.register(_Index(stats))
        counted = self._registry
        if os.environ.get(SHARED):
            counted = CollectorRegistry()
            MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
        return generate_latest(counted) + generate_latest(index)


class _Index(Collector):
    """The index as it is now."""

    def __init__(self, stats: Callable[[], Stats]) -> None:
        self._stats = stats

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            stats = self._stats()
        except KnipselError:
            yield GaugeMetricFamily("knipsel_index_up", "Whether the index answers.", 0)
            return
        built = datetime.fromisoformat(stats.built).timestamp()
        yield GaugeMetricFamily("knipsel_index_up", "Whether the index answers.", 1)
        yield GaugeMetricFamily("knipsel_index_articles", "Articles in the index.", stats.articles)
        yield GaugeMetricFamily("knipsel_index_bytes", "Size of the index.", stats.size)
        yield GaugeMetricFamily(
            "knipsel_index_built_timestamp_seconds", "When it was built.", built
        )
        number = int(stats.generation.rpartition("-")[2] or 0)
        yield GaugeMetricFamily("knipsel_index_generation", "Counts its builds.", number)
