"""An index of each engine, and articles to put in it."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from indexer.config import Cluster
from indexer.engines import registry
from indexer.engines.bm25 import FILLERS, K1, B
from indexer.engines.documents import IndexDocument, IndexDocuments
from indexer.engines.opensearch.client import Client
from indexer.engines.opensearch.engine import OpenSearchEngine
from indexer.engines.protocol import EngineReader
from indexer.fields import FieldValues
from indexer.model import Sort, Span
from indexer.query.nodes import Node
from tests.paths import WITHOUT_SEGMENTS

# The lengths that Lucene's byte can say, as far as the articles here go.
# What Lucene keeps of a length in one byte: exact to 40, then in steps that double.
LENGTHS = [
    *range(40),
    *range(40, 56, 2),
    *range(56, 88, 4),
    *range(88, 152, 8),
    *range(152, 281, 16),
]


class Index:
    """A folder of one engine. An article's payload is its id, so that a list of hits reads well."""

    def __init__(self, engine: Any, folder: Path) -> None:
        self.engine = engine
        self.folder = folder
        self._readers: list[EngineReader] = []

    def write(self, *documents: IndexDocument, delete: tuple[str, ...] = ()) -> None:
        """Delete, then add, in one commit; the first makes the index."""
        writer = self.writer()
        for id_ in delete:
            writer.delete(id_)
        if documents:
            writer.add_all(IndexDocuments.of(*documents))
        writer.commit()

    def writer(self) -> Any:
        """Open a writer; the first makes the index."""
        return self.engine.open_writer(self.folder, fresh=not self.folder.exists())

    def reader(self) -> EngineReader:
        """Open a reader, to be closed when the test is over."""
        self._readers.append(self.engine.open_reader(self.folder))
        return self._readers[-1]

    def find(self, query: Node, limit: int = 1000, **options: Any) -> list[str]:
        """Search what is committed now, and return ids in order."""
        return [id_ for id_, _ in self.scored(query, limit, **options)]

    def scored(
        self,
        query: Node,
        limit: int = 1000,
        *,
        offset: int = 0,
        sort: Sort = Sort.RELEVANCE,
        reader: EngineReader | None = None,
    ) -> list[tuple[str, float]]:
        """Search what is committed now, or what `reader` sees: ids with their scores, in order."""
        reader = reader or self.reader()
        found = reader.search(query, limit, offset=offset, sort=sort)
        ids = [payload.decode() for payload in reader.load([match.doc_id for match in found])]
        return list(zip(ids, (match.score for match in found), strict=True))

    def close(self) -> None:
        """Close every reader that was opened."""
        while self._readers:
            self._readers.pop().close()


class InCluster:
    """The engine of a cluster, with an index for each folder that a test names."""

    def __init__(self, url: str) -> None:
        self._client = Client(Cluster(url=url, shards=2, replicas=0))
        self._engine = OpenSearchEngine(self._client, {})
        self._indices: dict[Path, Path] = {}

    def open_reader(self, folder: Path) -> EngineReader:
        """Open the index of a folder."""
        return self._engine.open_reader(self._indices.get(folder, Path("nowhere")))

    def open_writer(self, folder: Path, *, fresh: bool) -> Any:
        """Write to the index of a folder."""
        if fresh:
            folder.mkdir()
            self._indices[folder] = Path(f"contract-{uuid4().hex}")
        return self._engine.open_writer(self._indices[folder], fresh=fresh)

    def close(self) -> None:
        """Remove every index, as many at once as an address has room for."""
        made = [index.name for index in self._indices.values()]
        for start in range(0, len(made), 50):
            self._client.ask("DELETE", f"/{','.join(made[start : start + 50])}")


@pytest.fixture(scope="package")
def in_cluster(opensearch_url: str, *, is_own_cluster: bool) -> Iterator[InCluster]:
    cluster = InCluster(opensearch_url)
    yield cluster
    if is_own_cluster:
        return  # it has stopped by now, and its data have gone
    cluster.close()


@pytest.fixture(params=registry.names())
def engine(request: pytest.FixtureRequest) -> Iterator[Any]:
    if request.param == WITHOUT_SEGMENTS:
        request.getfixturevalue("without_segments")
        yield registry.open_engine("tantivy")
        return
    if not registry.in_cluster(request.param):
        yield registry.open_engine(request.param)
        return
    if request.node.get_closest_marker("in_folders"):
        pytest.skip("a cluster keeps no files here")
    yield request.getfixturevalue("in_cluster")


@pytest.fixture
def index(engine: Any, tmp_path: Path) -> Iterator[Index]:
    made = Index(engine, tmp_path / "index")
    yield made
    made.close()


@pytest.fixture(scope="package")
def written() -> dict[tuple[str, str], Index]:
    """Return the indexes that several tests read, by engine and name."""
    return {}


@pytest.fixture
def index_of(
    request: pytest.FixtureRequest,
    engine: Any,
    tmp_path_factory: pytest.TempPathFactory,
    written: dict[tuple[str, str], Index],
) -> Iterator[Callable[..., Index]]:
    """Return a function from a name and articles to an index that is only read: made once."""
    params = request.node.callspec.params
    read: list[Index] = []

    def of(name: str, *documents: IndexDocument) -> Index:
        key = params["engine"], name
        if key not in written:
            made = Index(engine, tmp_path_factory.mktemp(name) / "index")
            made.write(*documents)
            written[key] = made
        read.append(written[key])
        return read[-1]

    yield of
    for each in read:
        each.close()


@pytest.fixture
def index_at(engine: Any) -> Iterator[Callable[[Path], Index]]:
    """Return a function from a folder to the index of the same engine there."""
    made: list[Index] = []

    def at(folder: Path) -> Index:
        made.append(Index(engine, folder))
        return made[-1]

    yield at
    for each in made:
        each.close()


@pytest.fixture(scope="session")
def article() -> Callable[..., IndexDocument]:
    return _article


@pytest.fixture(scope="session")
def bm25() -> Callable[..., float]:
    return _bm25


def _article(
    id_: str,
    text: str = "",
    title: str = "",
    date: str | None = None,
    *,
    stem: str = "",
    part: str = "",
    source: str | tuple[str, ...] = (),
    section: str | tuple[str, ...] = (),
    author: tuple[str, ...] = (),
    content_hash: str = "1",
    origin: str = "news.jsonl",
) -> IndexDocument:
    """Return an article whose terms are these words, in the exact channels."""
    span = Span.parse(date) if date else Span(0, 0)
    return IndexDocument(
        id=id_,
        content_hash=content_hash,
        origin=origin,
        exact=text,
        stem=stem,
        part=part,
        title_exact=title,
        title_stem=title,
        title_part=title,
        first=span.first,
        last=span.last,
        values=FieldValues(
            {
                "source": source,
                "section": section,
                "author": author,
                "year": (date or "")[:4],
                "month": (date or "")[:7] if len(date or "") >= len("2022-03") else "",
            }
        ),
        payload=id_.encode(),
    )


def _bm25(
    frequency: int, length: int, *, size: int, having: int, mean: float, constant_share: float = 0.5
) -> float:
    """Score a term by the formula of `protocol`; `mean` and `length` count no fillers."""
    idf = math.log(1 + (size - having + 0.5) / (having + 0.5))
    kept = LENGTHS[bisect_right(LENGTHS, length + FILLERS) - 1]
    norm = K1 * (1 - B + B * kept / (mean + FILLERS))
    weight: float = idf * (
        constant_share + (1 - constant_share) * frequency * (K1 + 1) / (frequency + norm)
    )
    return weight
