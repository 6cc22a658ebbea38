"""All results of a search as rows of an export: streamed, whatever their number."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from indexer.answers.long_text import Stored, text_of
from indexer.answers.streams import WHOLE, ExportPart, ExportRow, ExportStream
from indexer.engines.protocol import EngineReader, ScoredDoc
from indexer.highlight.chunks import ChunkCache
from indexer.highlight.effort import Effort
from indexer.highlight.matcher import HitFinder
from indexer.highlight.page import page_snippets
from indexer.later import replace
from indexer.model import Hit
from indexer.search.hits import READ
from indexer.search.listing import with_articles
from indexer.search.selection import Selection
from indexer.search.snapshot import Snapshot
from indexer.storage.payload import LISTED, opened_article, stored_article

_AT_ONCE = 500
_TEXTS = {"text", "passage"}
"""Columns that texts are read for."""


def export_rows(
    selected: Selection,
    chunks: ChunkCache,
    lengths: Mapping[str, int],
    columns: Collection[str],
    part: ExportPart = WHOLE,
) -> ExportStream:
    """Return a part of the selected articles, each as a row with what these columns ask for.

    `lengths` are the words of articles by id, needed for the column of words alone.
    """
    offset = part.first - 1
    total, _, matches = selected.matches(limit=None if part.most is None else offset + part.most)
    matches = matches[offset:]
    if part.words is not None and not _TEXTS.isdisjoint(columns):
        matches = _with_words(selected.snapshot, matches, part.words)
        part = replace(part, most=len(matches))
    rows = _rows(selected, chunks, lengths, columns, matches=matches, first=part.first)
    notices = selected.all_notices()
    return ExportStream(selected.parsed.interpreted, total, rows, notices, part)


def _with_words(snapshot: Snapshot, matches: Sequence[ScoredDoc], most: int) -> Sequence[ScoredDoc]:
    """Return the first articles of which the long ones have so many words together."""
    words, long = 0, snapshot.long_articles
    for number, match in enumerate(matches if long else ()):
        words += long.get(match.doc_id, 0)
        if words > most and number:
            return matches[:number]
    return matches


def _rows(
    selected: Selection,
    chunks: ChunkCache,
    lengths: Mapping[str, int],
    columns: Collection[str],
    *,
    matches: Sequence[ScoredDoc],
    first: int,
) -> Iterator[ExportRow]:
    """Yield the rows of these articles, with ranks from the first."""
    leaders: dict[int, str] = {}
    reader = selected.snapshot.reader
    for start in range(0, len(matches), _AT_ONCE):
        batch = matches[start : start + _AT_ONCE]
        of_groups = "near_duplicate_of" in columns
        groups = iter(reader.group_ids([match.doc_id for match in batch]) if of_groups else ())
        finder = HitFinder(selected.analyzed, chunks, family=True)
        for hit, stored in _read(reader, batch, first + start, columns):
            id_, group = hit.article.id, next(groups, 0)
            leader = leaders.setdefault(group, id_) if group else id_
            yield ExportRow(
                hit,
                stored,
                words=lengths.get(id_),
                passage=_passage(stored, finder) if "passage" in columns else None,
                near_duplicate_of=leader if leader != id_ else None,
            )
            del hit, stored  # a long one is not held while the next is loaded


def _read(
    reader: EngineReader, matches: Sequence[ScoredDoc], first: int, columns: Collection[str]
) -> Iterator[tuple[Hit, Stored]]:
    """Return hits with as much of their articles as these columns ask for."""
    if "text" in columns:
        return with_articles(reader, matches, first, opened_article)
    longest = READ if "passage" in columns else LISTED
    return with_articles(reader, matches, first, stored_article, longest)


def _passage(stored: Stored, finder: HitFinder) -> str:
    """Return what a page shows of a text, its passages in one line."""
    finder.effort = Effort.for_passages()
    ((_, passages),) = page_snippets([("", text_of(stored, "body")[:READ])], finder)
    return " | ".join(snippet.text for snippet in passages)
