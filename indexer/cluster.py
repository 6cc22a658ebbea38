"""Where an OpenSearch cluster is, and how to reach it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cluster:
    """What a connection needs to know, and how an index is laid out; secrets are never shown.

    `url` may name several nodes, separated by commas. `index` is the name under which the archive
    is searched. Times are in seconds; without `shards` OpenSearch gets one.
    """

    url: str = "http://127.0.0.1:9200"
    index: str = "knipsel"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    ca: str | None = None
    certificate: str | None = None
    key: str | None = field(default=None, repr=False)
    timeout: int = 30
    shards: int = 1
    replicas: int = 1

    @property
    def nodes(self) -> tuple[str, ...]:
        """The addresses of the nodes."""
        return tuple(url.strip() for url in self.url.split(",") if url.strip())

    def __str__(self) -> str:
        """Return how messages name the archive there."""
        return f"the OpenSearch index {self.index!r}"
