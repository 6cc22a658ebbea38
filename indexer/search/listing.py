"""All results of a search, whole articles without passages: for exports, feeds and alerts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from indexer.answers.long_text import Stored, article_of
from indexer.engines.protocol import EngineReader, ScoredDoc
from indexer.model import Hit, Snippet
from indexer.storage.payload import stored_article

_AT_ONCE = 100


def without_snippets(
    reader: EngineReader, matches: Sequence[ScoredDoc], first: int, longest: int | None = None
) -> Iterator[Hit]:
    """Yield the matches as hits ranked from `first`; at most a hundred are loaded at a time.

    Their texts have at most `longest` characters where that is given.
    """
    return (hit for hit, _ in with_articles(reader, matches, first, stored_article, longest))


def with_articles(
    reader: EngineReader,
    matches: Sequence[ScoredDoc],
    first: int,
    read: Callable[[bytes], Stored],
    longest: int | None = None,
) -> Iterator[tuple[Hit, Stored]]:
    """Yield the same, each with its article as it is `read`."""
    for start in range(0, len(matches), _AT_ONCE):
        batch = matches[start : start + _AT_ONCE]
        payloads = iter(reader.payloads([match.doc_id for match in batch], longest))
        for rank, match in enumerate(batch, first + start):
            stored = read(next(payloads))
            article = article_of(stored)
            yield Hit(rank, article, match.score, Snippet("title", article.title), ()), stored
            del stored, article  # a long one is not held while the next is loaded
