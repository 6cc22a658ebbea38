"""Previews: what readers make of the first articles, before an hour of indexing."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from indexer.corpus import find_files, read
from indexer.model import Article, ArticleError, Fields


@dataclass(frozen=True, slots=True)
class Preview:
    """An article as it was read, with the file it stands in and what was noted on the way to it."""

    file: str
    article: Article
    notes: tuple[str, ...]


def preview(
    paths: Sequence[str | Path], fields: Fields, zone: str, max_articles: int
) -> Iterator[Preview | ArticleError]:
    """Yield the first `max_articles` articles of each format, and the errors before them.

    No more is read than that.
    """
    shown = Counter[str]()
    with _notes() as notes:
        for source in find_files(paths):
            if isinstance(source, ArticleError):
                yield source
                continue
            if shown[source.format.name] >= max_articles:
                continue
            for item in read(source, fields, zone=zone):
                if isinstance(item, ArticleError):
                    yield item
                    continue
                yield Preview(source.origin, item, tuple(notes))
                notes.clear()
                shown[source.format.name] += 1
                if shown[source.format.name] >= max_articles:
                    break


@contextmanager
def _notes() -> Iterator[list[str]]:
    """Gather what readers note, in place of having it logged."""
    gathered: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: gathered.append(record.getMessage())  # type: ignore[method-assign]
    log = logging.getLogger("knipsel")
    log.addHandler(handler)
    log.propagate = False
    try:
        yield gathered
    finally:
        log.propagate = True
        log.removeHandler(handler)
