"""All results of a search as rows of an export: streamed, whatever their number."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from indexer.answers.streams import WHOLE, ExportPart, ExportRow, ExportStream
from indexer.highlight.chunks import ChunkCache
from indexer.highlight.effort import Effort
from indexer.highlight.matcher import HitFinder
from indexer.search.listing import without_snippets
from indexer.search.selection import Selection

_AT_ONCE = 500


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

    def rows() -> Iterator[ExportRow]:
        leaders: dict[int, str] = {}
        for start in range(0, len(matches), _AT_ONCE):
            batch = matches[start : start + _AT_ONCE]
            reader = selected.snapshot.reader
            groups = (
                reader.group_ids([match.doc_id for match in batch])
                if "near_duplicate_of" in columns
                else [0] * len(batch)
            )
            finder = HitFinder(selected.analyzed, chunks, family=True)
            hits = without_snippets(reader, batch, offset + start + 1)
            for hit, group in zip(hits, groups, strict=True):
                article = hit.article
                leader = leaders.setdefault(group, article.id) if group else article.id
                yield ExportRow(
                    hit,
                    words=lengths.get(article.id),
                    passage=_passage(article.body, finder) if "passage" in columns else None,
                    near_duplicate_of=leader if leader != article.id else None,
                )

    notices = selected.all_notices()
    return ExportStream(selected.parsed.interpreted, total, rows(), notices, part)


def _passage(body: str, finder: HitFinder) -> str:
    """Return what a page shows of a text, its passages in one line."""
    from indexer.highlight.snippets import body_snippets  # noqa: PLC0415 - a page needs it seldom

    finder.effort = Effort.for_passages()
    return " | ".join(snippet.text for snippet in body_snippets(body, finder))
