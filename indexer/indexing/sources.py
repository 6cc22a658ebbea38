"""Where the articles of a build come from: files, or another index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Protocol, TypeAlias, TypeVar

from indexer.config import Settings
from indexer.corpus import Articles, Source, UserFields, find_files, read
from indexer.corpus.mapping.plain_articles import PlainArticles
from indexer.engines.protocol import EngineReader
from indexer.errors import IndexDamagedError
from indexer.indexing.incoming import PREFETCH
from indexer.indexing.origins import Origin
from indexer.model import Article, ArticleError, Note
from indexer.storage.payload import stored_article

Item = TypeVar("Item")
Supplied: TypeAlias = tuple[Origin, Article | ArticleError | PlainArticles]
"""An article or an error, or articles that were read together, and where they were read."""


class ArticleSource(Protocol):
    """Where articles come from."""

    def items(self, noted: Callable[[Note], None]) -> Iterator[Supplied]:
        """Yield each article and error, with where it was read from; `noted` gets each note."""

    def share(self) -> float:
        """Return how much is read, 0 to 1; 0 when it cannot be told."""


class StoredArticles:
    """Everything that an index holds; what goes wrong while it is read is `diagnosed`."""

    def __init__(
        self,
        reader: EngineReader,
        diagnosed: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._reader = reader
        self._diagnosed = diagnosed
        self._done = 0

    def items(self, _: object) -> Iterator[Supplied]:
        """Yield each article with where it was read from."""
        with self._diagnosed():
            yield from self._items()

    def _items(self) -> Iterator[tuple[Origin, Article]]:
        for batch in batched(self._reader.ids(), PREFETCH):
            self._reader.prefetch_documents([id_ for id_, _ in batch])
            doc_ids = [doc_id for id_, _ in batch if (doc_id := self._reader.doc_id(id_))]
            if len(doc_ids) < len(batch):
                raise IndexDamagedError("An article that is stored cannot be found by its id")
            payloads = self._reader.load(doc_ids)
            for (_, origin), payload in zip(batch, payloads, strict=True):
                yield Origin(origin), stored_article(payload)
            self._done += len(batch)

    def share(self) -> float:
        """Return how much of the index is read, 0 to 1."""
        return self._done / self._reader.size if self._reader.size else 0.0


class FileArticles:
    """Everything in the paths, each with the absolute path of its file."""

    def __init__(self, paths: Sequence[str | Path | Source], settings: Settings) -> None:
        self._paths = paths
        self._fields = UserFields(settings.fields, settings.fields_by_path)
        self._zone = settings.timezone
        self._ways = {"ocr": settings.ocr, "follow_links": settings.follow_links}
        self._done = 0
        self._articles: Articles | None = None

    def items(self, noted: Callable[[Note], None]) -> Iterator[Supplied]:
        """Yield each article with its origin, each error with that of its file, if it has one."""
        for source in find_files(self._paths, noted, **self._ways):
            if isinstance(source, ArticleError):
                yield Origin(""), source
                continue
            origin = Origin.of_file(source)
            self._articles = read(source, self._fields, noted, self._zone)
            yield from _with_origins(self._articles, source, origin)
            self._articles = None
            self._done += source.size()
        if given := [path for path in self._paths if not isinstance(path, Source)]:
            for note in self._fields.unused(given):
                noted(note)

    def share(self) -> float:
        """Return how much of the bytes of all files is read, 0 to 1; 0 when they cannot be told."""
        now = self._articles.bytes_read() if self._articles else 0
        return min(1.0, (self._done + now) / self._size) if self._size else 0.0

    def _sources(self) -> Iterator[Source | ArticleError]:
        return find_files(self._paths, lambda _: None, **self._ways)

    @cached_property
    def _size(self) -> int:
        return sum(s.size() for s in self._sources() if not isinstance(s, ArticleError))


def _with_origins(articles: Articles, file: Source, origin: Origin) -> Iterator[Supplied]:
    """Yield each article with the origin of what it stands in, each error with that of the file."""
    inside: Source | None = None
    within = origin
    for item in articles.in_runs():
        if not isinstance(item, ArticleError):
            if articles.inside is not inside:
                inside = articles.inside
                within = origin.of_member(inside, file, is_crawl=articles.is_crawl)
            yield within, item
        else:
            yield origin, item


def batched(items: Iterable[Item], size: int) -> Iterator[tuple[Item, ...]]:
    """Yield the items, `size` at a time; `itertools.batched` came with Python 3.12."""
    rest = iter(items)
    while batch := tuple(islice(rest, size)):
        yield batch
