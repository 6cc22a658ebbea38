"""One node of OpenSearch, or three, as separate processes, and archives in them."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeAlias
from uuid import uuid4

import pytest
from opensearch_nodes import Nodes

from indexer.archive import Archive
from indexer.config import Cluster, Settings
from indexer.engines.opensearch.client import Client
from indexer.errors import KnipselError
from indexer.model import Article, SearchRequest

PAUSE = 0.05  # seconds between an answer and the next question of a thread
ArchiveIn: TypeAlias = Callable[..., AbstractContextManager[Settings]]


@pytest.fixture(scope="session")
def nodes(opensearch_node: Nodes) -> Nodes:
    """Return three nodes, two of which join the one that runs; each test leaves them running."""
    opensearch_node.join()
    return opensearch_node


@pytest.fixture
def settings(opensearch_url: str, tmp_path: Path) -> Iterator[Settings]:
    """Return the settings of an archive of three parts on one node, which goes after.

    For what does not depend on several nodes: three take three times the processor's time.
    """
    with _archive_in(opensearch_url, tmp_path / "index", replicas=0) as settings:
        yield settings


@pytest.fixture
def on_three_nodes(nodes: Nodes, tmp_path: Path) -> Iterator[Settings]:
    """Return the settings of an archive of three parts with a replica each, which goes after."""
    with _archive_in(",".join(nodes.urls), tmp_path / "three", replicas=1) as settings:
        yield settings


@pytest.fixture(scope="session")
def archive_in() -> ArchiveIn:
    """Return what gives the settings of an archive in a cluster, which goes after the block."""
    return _archive_in


@contextmanager
def _archive_in(url: str, index: Path, *, replicas: int) -> Iterator[Settings]:
    name = f"test-{uuid4().hex[:8]}"
    cache = str(index.parent / "cache")
    cluster = Cluster(url, name, shards=3, replicas=replicas, timeout=60, cache=cache)
    yield Settings(index=index, engine="opensearch", opensearch=cluster)
    client = Client(cluster)
    for each in client.ask("GET", f"/{name}*"):
        client.ask("DELETE", f"/{each}")


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove a generation at once when another takes its place: nobody is reading it here."""
    monkeypatch.setattr("indexer.storage.cluster._GRACE_SECONDS", 0)


@pytest.fixture
def client(settings: Settings) -> Client:
    return Client(settings.opensearch)


@pytest.fixture(scope="session")
def articles() -> Callable[..., list[Article]]:
    """Return a function that makes articles which all say `storm`."""

    def make(count: int, word: str = "dijk") -> list[Article]:
        return [
            Article(f"a{n:05}", f"Kop {n}", f"Er is storm nummer{n} bij de {word}. " * 5)
            for n in range(count)
        ]

    return make


class Questions:
    """One query asked again and again by some threads, until it is stopped."""

    def __init__(self, archive: Archive, query: str) -> None:
        self._archive = archive
        self._request = SearchRequest(query, limit=5)
        self._stop = threading.Event()
        self.totals: Counter[int] = Counter()
        self.failures: list[tuple[float, str]] = []

    def run(self) -> None:
        """Ask until stopped, and leave the processor to the nodes meanwhile; note the answers."""
        while not self._stop.wait(PAUSE):
            try:
                self.totals[self._archive.search(self._request).total] += 1
            except KnipselError as error:
                self.failures.append((time.monotonic(), str(error)))

    def wait(self, more: int) -> None:
        """Return when so many more answers have come."""
        enough, end = self.totals.total() + more, time.monotonic() + 600
        while self.totals.total() < enough:
            assert time.monotonic() < end, self.failures[-3:]
            self._stop.wait(0.05)

    def stop(self) -> None:
        """Ask no more."""
        self._stop.set()


@pytest.fixture(scope="session")
def asking() -> Any:
    """Return what asks a query in three threads while a block is run."""

    @contextmanager
    def ask(archive: Archive, query: str) -> Iterator[Questions]:
        questions = Questions(archive, query)
        threads = [threading.Thread(target=questions.run) for _ in range(3)]
        for thread in threads:
            thread.start()
        try:
            questions.wait(10)
            yield questions
        finally:
            questions.stop()
            for thread in threads:
                thread.join()

    return ask


@pytest.fixture
def httpserver_of() -> Iterator[Callable[[int, bytes], str]]:
    """Return what starts a server that answers everything so: what no cluster here can be."""
    servers: list[ThreadingHTTPServer] = []

    def start(status: int, body: bytes) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), Handler))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
