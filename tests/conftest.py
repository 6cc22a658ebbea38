"""Golden tables, the analysis, and small archives over real engines."""

from __future__ import annotations

import csv
import gc
import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

import hypothesis
import opensearch_nodes
import pytest
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from indexer.analysis.aliases import Aliases
from indexer.analysis.analyzer import Analyzer
from indexer.archive import Archive, build
from indexer.compiled import compiled
from indexer.config import Settings
from indexer.engines.registry import Location, names
from indexer.engines.tantivy import segments
from indexer.highlight.chunks import ChunkCache
from indexer.highlight.matcher import HitFinder
from indexer.model import Article, SearchRequest
from indexer.query.analyze import QueryAnalyzer
from indexer.query.nodes import Channel, FieldName
from indexer.query.parser import parse
from tests.paths import GOLDEN, ROOT, WITHOUT_SEGMENTS

SMALL = 1_000
START = "start"
"""The value of KNIPSEL_TEST_OPENSEARCH that is no address."""

ArchiveOf: TypeAlias = Callable[..., Archive]
Jsonl: TypeAlias = Callable[..., Path]


def pytest_configure(config: pytest.Config) -> None:
    # A busy machine is no reason to fail.
    hypothesis.settings.register_profile(
        "knipsel", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("knipsel")
    config.addinivalue_line(
        "markers",
        "golden(name): run once for each row of tests/golden/<name>; the header names the "
        "arguments, cells have JSON's escapes but for quotes, the last column says why",
    )
    config.addinivalue_line("markers", "in_folders: about engines that keep files, so no cluster")
    config.addinivalue_line("markers", "soak: has a long form, which `make soak` runs")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Run one process more than there are cores: many tests wait for a browser or a cluster."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    """Give each file to one process, and all that asks a cluster to one, which starts it once."""
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what asks a cluster come first: it is longest, and other processes go on meanwhile.

    First what one node answers, then what asks three: two join the one that runs.
    """
    items.sort(
        key=lambda item: (
            not _asks_cluster(item.path),
            "nodes" in getattr(item, "fixturenames", ()),
        )
    )


def pytest_collection_finish() -> None:
    """Leave the thousands of tests and what they import out of each later search for garbage."""
    gc.collect()
    gc.freeze()


class ByFile(LoadScopeScheduling):  # type: ignore[misc]
    """Tests are given out by the file, those of a cluster by the two folders that ask one.

    xdist's own groups, `--dist loadgroup`, are lost with pytest 9.2, and nothing says so.
    """

    def _split_scope(self, nodeid: str) -> str:
        path = Path(nodeid.split("::", 1)[0])
        return "cluster" if _asks_cluster(path) else str(path)


def _asks_cluster(path: Path) -> bool:
    return path.parent.name in {"cluster", "contract"}


_running: list[opensearch_nodes.Nodes] = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Stop the cluster after the last test that asks it: the rest of the run gets its processor."""
    yield
    if _asks_cluster(item.path) and not (nextitem and _asks_cluster(nextitem.path)):
        while _running:
            _running.pop().stop()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test marked `golden` the rows of its table."""
    if finder := metafunc.definition.get_closest_marker("golden"):
        names, rows = golden_rows(finder.args[0])
        metafunc.parametrize(names, [pytest.param(*row, id=id_) for id_, row in rows])


def golden_rows(name: str) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """Return the arguments that a table gives values for, and each row under its name."""
    lines = (GOLDEN / name).read_text("utf-8").splitlines()
    header, *rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    values = [[_unescaped(cell) for cell in row[:-1]] for row in rows]
    return header[:-1], [
        (f"{row[0]}: {row[-1]}", cells) for row, cells in zip(rows, values, strict=True)
    ]


def _unescaped(cell: str) -> str:
    quoted = cell.replace('"', '\\"')
    return str(json.loads(f'"{quoted}"'))


class CompiledTemplates(BytecodeCache):
    """Templates as code, by name, content and language: no app that a test makes compiles one."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket where this template was compiled before, from the same text."""
        if kept := self._kept.get(_key(bucket)):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._kept[_key(bucket)] = bucket.bytecode_to_string()


def _key(bucket: Bucket) -> str:
    return bucket.key + getattr(bucket.environment, "language", "")


@pytest.fixture(scope="session", autouse=True)
def compiled_templates() -> None:
    """Compile each template once a process: the first page of an app took .12 s, it takes .02 s."""
    Flask.jinja_options = {"bytecode_cache": CompiledTemplates()}


@pytest.fixture(scope="session")
def analyzer() -> Analyzer:
    return Analyzer()


@pytest.fixture(scope="session")
def grows_linearly() -> Callable[[Callable[[int], object]], bool]:
    """Return a test of work on a size: 32 times the size takes no more than 256 times as long.

    Quadratic work takes 1,024 times as long. Time is that of the processor, both sizes are run in
    turn and the best of each counts, so that a busy machine does not.
    """

    def took(work: Callable[[int], object], size: int) -> float:
        started = time.thread_time()
        work(size)
        return time.thread_time() - started

    def test(work: Callable[[int], object]) -> bool:
        work(SMALL)
        pairs = [(took(work, SMALL), took(work, 32 * SMALL)) for _ in range(4)]
        small, large = (min(times) for times in zip(*pairs, strict=True))
        return bool(large < 256 * max(small, 1e-5))

    return test


@pytest.fixture(scope="session")
def soaking() -> bool:
    """Say whether a test marked `soak` is to run in its long form."""
    return bool(os.environ.get("KNIPSEL_SOAK"))


@pytest.fixture(scope="session")
def opensearch_node() -> Iterator[opensearch_nodes.Nodes]:
    """Run one node of our own, which two others can join, in CI and where that is asked for.

    It has to start there.
    """
    if not (os.environ.get("CI") or "KNIPSEL_TEST_OPENSEARCH" in os.environ):
        pytest.skip("runs OpenSearch: KNIPSEL_TEST_OPENSEARCH=start make test")
    try:
        with opensearch_nodes.running(3, first=1, short=True) as nodes:
            _running.append(nodes)
            yield nodes
    except opensearch_nodes.UnavailableError as error:
        pytest.fail(str(error))


@pytest.fixture(scope="session")
def is_own_cluster() -> bool:
    """Say whether the cluster is a node of our own, rather than one that was named."""
    return _named_cluster() == START


def _named_cluster() -> str:
    return os.environ.get("KNIPSEL_TEST_OPENSEARCH", START)


@pytest.fixture(scope="session")
def opensearch_url(request: pytest.FixtureRequest, *, is_own_cluster: bool) -> str:
    """Return the address of an OpenSearch cluster: the one named, else a node of our own."""
    if not is_own_cluster:
        return _named_cluster()
    node: opensearch_nodes.Nodes = request.getfixturevalue("opensearch_node")
    return node.urls[0]


@pytest.fixture(params=names(Location.FOLDER))
def engine(request: pytest.FixtureRequest) -> str:
    """Run the test with each engine."""
    if request.param == WITHOUT_SEGMENTS:
        request.getfixturevalue("without_segments")
        return "tantivy"
    return str(request.param)


@pytest.fixture
def without_segments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process, and those that it starts, find no compiled writer of segments."""
    monkeypatch.setattr(segments, "compiled", lambda: None)
    folder = tmp_path / "without"
    folder.mkdir()
    hidden = 'import sys; sys.modules["indexer.engines.tantivy._segments"] = None\n'
    (folder / "sitecustomize.py").write_text(hidden, "utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(folder), str(ROOT))))


@pytest.fixture(scope="session")
def write_articles() -> Jsonl:
    """Return a function that writes articles to a file, one a line, and returns its path."""

    def write(path: Path, *articles: Article) -> Path:
        lines = (json.dumps(asdict(article)) + "\n" for article in articles)
        path.write_text("".join(lines), "utf-8")
        return path

    return write


@pytest.fixture
def jsonl(tmp_path: Path, write_articles: Jsonl) -> Jsonl:
    """Return a function that writes articles to a file of this test, one a line."""

    def write(*articles: Article, name: str = "articles.jsonl") -> Path:
        return write_articles(tmp_path / name, *articles)

    return write


@pytest.fixture
def archive_of(tmp_path: Path, jsonl: Jsonl) -> Iterator[ArchiveOf]:
    """Return a function from articles to an open archive of them, in an index of its own."""
    opened: list[Archive] = []

    def make(*articles: Article, engine: str = "tantivy") -> Archive:
        settings = Settings(index=tmp_path / f"index-{len(opened)}", engine=engine)
        build(settings, [jsonl(*articles, name=f"articles-{len(opened)}.jsonl")])
        opened.append(Archive.open(settings))
        return opened[-1]

    yield make
    for archive in opened:
        archive.close()


@pytest.fixture
def ids() -> Callable[..., list[str]]:
    """Return a function that searches an archive and gives the ids in order."""

    def search(archive: Archive, query: str, **asked: Any) -> list[str]:
        return [hit.article.id for hit in archive.search(SearchRequest(query, **asked)).hits]

    return search


class NoVocabulary:
    """An archive without words."""

    def frequency(self, field: FieldName, channel: Channel, text: str) -> int:  # noqa: ARG002
        return 0


@pytest.fixture(scope="session")
def finder(analyzer: Analyzer) -> Callable[..., HitFinder]:
    """Return a function from a query to its marker."""
    query_analyzer = QueryAnalyzer(analyzer, Aliases.load(), NoVocabulary())
    chunks = ChunkCache(analyzer)
    return lambda query, **how: HitFinder(query_analyzer.analyze(parse(query).tree), chunks, **how)


@pytest.fixture(scope="session")
def native() -> ModuleType:
    """Return the compiled kernel, which CI has to have."""
    if found := compiled():
        return found
    message = "no compiled kernel: install Rust 1.88 or later, then pip install -e ."
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def native_segments() -> ModuleType:
    """Return the compiled writer of Tantivy's segments, which CI has to have."""
    if found := segments.compiled():
        return found
    message = "no compiled writer of segments: install Rust 1.88 or later, then make fast"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)
