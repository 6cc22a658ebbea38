"""Writing the forward index: a segment for each update, and merges so that they stay few."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from indexer.analysis.kernel import PARAGRAPH, SENTENCE, TakenTypes
from indexer.engines.documents import IndexDocument, IndexDocuments, content_number
from indexer.engines.numbered_texts import NumberedTexts, NumberOf, numbered_texts
from indexer.storage.forward.columns import Numbers, Rows, Types, write_segment
from indexer.storage.forward.segment import COLUMNS, Mask, Segment
from indexer.storage.forward.state import State

_MAX_SMALL = 5
"""Segments beside the largest; when there are more, they are merged."""
_MAX_SHARE = 0.3
"""The share of the articles that may lie outside the largest segment, or be gone from it."""
_NUMBER_BYTES = 4
_BUFFER = 1_000_000  # bytes of numbers that are written at a time


class ForwardWriter:
    """Adds articles to the forward index of a generation. What is written counts from `finish`.

    `may_hold` says of an id whether the generation may have it, sooner than that can be looked up;
    `ids` are texts that others of the run number too.
    """

    def __init__(
        self,
        folder: Path,
        take_types: Callable[[], TakenTypes],
        *,
        fresh: bool,
        may_hold: Callable[[str], object] = bool,
        ids: NumberedTexts | None = None,
    ) -> None:
        self._take_types = take_types
        self._may_hold = may_hold
        self._folder = folder
        self._state = State({}) if fresh else State.read(folder)
        self._segments = self._state.opened(folder)
        self._ids = numbered_texts() if ids is None else ids
        self._rows = Rows(self._ids)
        self._row_of = NumberOf(self._ids)
        self._gone: set[int] = set()
        self._buffer = bytearray()
        self._path = folder / "forward.unfinished"
        self._path.unlink(missing_ok=True)  # whatever a link is a link to
        self._file = self._path.open("x+b")
        self._tokens = 0

    def add(self, document: IndexDocument) -> None:
        """Take an article in place of any with the same id."""
        self.add_all(IndexDocuments.of(document))

    def add_all(self, documents: IndexDocuments) -> None:
        """Take articles one after another."""
        ids, rows = documents.ids, self._rows
        if len({*ids}) < len(ids):
            for place in range(len(ids)):
                self.add_all(documents.part(place, place + 1))
            return
        places = range(len(rows.ids), len(rows.ids) + len(ids))
        numbers = None if self._segments else self._row_of.add_all(ids, places)
        if numbers is None:
            for id_ in ids:
                if id_ in self._row_of or (self._segments and self._may_hold(id_)):
                    self.delete(id_)
            numbers = self._row_of.update(ids, places)
        for id_, sequence in zip(ids, documents.sequences, strict=True):
            if sequence is None:
                raise TypeError(f"the article {id_} came without its words")
            title, body, repeated = sequence
            if repeated:
                title = b""
            self._buffer += title
            self._buffer += body
            self._tokens += (len(title) + len(body)) // _NUMBER_BYTES
            rows.ends.append(self._tokens)
            rows.titles.append(len(title) // _NUMBER_BYTES)
        if len(self._buffer) > _BUFFER:
            self._flush()
        rows.ids.extend(numbers)
        rows.firsts.extend(documents.firsts)
        rows.lasts.extend(documents.lasts)
        rows.groups.extend(documents.groups)
        rows.contents.extend(map(content_number, documents.content_hashes))
        rows.add_values(documents.values)

    def delete(self, id_: str) -> None:
        """Remove an article, if there is one with this id."""
        row = self._row_of.pop(id_)
        if row is not None:
            self._gone.add(row)
            self._rows.ids[row] = self._ids.number("")  # so that the id leads to one row
        for name, segment in self._segments.items():
            place = segment.row_of(id_)
            if place is not None:
                self._state.gone[name].add(place)

    def contents(self) -> dict[str, int]:
        """Return the content number of each article that was there before, by its id."""
        return {
            id_: number
            for name, segment in self._segments.items()
            for row, (id_, number) in enumerate(
                zip(segment.ids, segment.column("contents").tolist(), strict=True)
            )
            if row not in self._state.gone[name]
        }

    def finish(self) -> None:
        """Write what was taken, beside what was there."""
        self._flush()
        self._file.flush()
        if self._rows.ids:
            types = Types.taken(self._take_types())
            tokens: Numbers = (
                np.memmap(self._path, "<u4", "r") if self._tokens else np.zeros(0, np.uint32)
            )
            self._add_segment(self._rows, types, tokens, self._gone)
            del tokens
        self.abandon()
        self._merge()
        self._state.write(self._folder)

    def _flush(self) -> None:
        self._file.write(self._buffer)
        self._buffer.clear()

    def abandon(self) -> None:
        """Drop what was taken and not written."""
        self._file.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _add_segment(self, rows: Rows, types: Types, tokens: Numbers, gone: set[int]) -> None:
        name = self._state.next_name()
        write_segment(self._folder / name, rows, types, tokens)
        self._state.gone[name] = gone
        self._segments[name] = Segment(self._folder / name)

    def _merge(self) -> None:
        """Make one segment of the small ones, or of all where the largest is no longer most."""
        sizes = {name: len(segment) for name, segment in self._segments.items()}
        if not sizes:
            return
        largest = max(sizes, key=sizes.__getitem__)
        small = [name for name in sizes if name != largest]
        outside = sum(sizes[name] for name in small) + len(self._state.gone[largest])
        if outside > _MAX_SHARE * sum(sizes.values()):
            self._merge_these([*sizes])
        elif len(small) > _MAX_SMALL:
            self._merge_these(small)

    def _merge_these(self, names: Sequence[str]) -> None:
        rows, parts, tokens, numbered = Rows(numbered_texts()), list[Types](), list[Numbers](), 0
        for name in names:
            segment = self._segments[name]
            alive = np.ones(len(segment), np.bool_)
            alive[list(self._state.gone[name])] = False
            tokens.append(_tokens_again(segment, alive, numbered))
            parts.append(segment.types())
            numbered += segment.size
            _rows_again(segment, alive, rows)
        self._add_segment(rows, Types.joined(parts), np.concatenate(tokens), set())
        for name in names:
            del self._state.gone[name], self._segments[name]
            (self._folder / name).unlink()


def _tokens_again(segment: Segment, alive: Mask, base: int) -> Numbers:
    """Return the numbered tokens of the articles that are not gone, with their bits."""
    tokens = segment.type_of_token() + np.uint32(base)
    tokens |= segment.sentences * np.uint32(SENTENCE)
    tokens |= segment.paragraphs * np.uint32(PARAGRAPH)
    kept: Numbers = tokens[np.repeat(alive, segment.ends - segment.starts)]
    return kept


def _rows_again(segment: Segment, alive: Mask, rows: Rows) -> None:
    columns = {name: segment.column(name).tolist() for name in COLUMNS}
    lengths = (segment.ends - segment.starts).tolist()
    end = rows.ends[-1] if rows.ends else 0
    for row, values in segment.rows_again(alive):
        end += lengths[row]
        rows.ids.append(rows.texts.number(segment.ids[row]))
        rows.ends.append(end)
        for name, numbers in columns.items():
            getattr(rows, name).append(numbers[row])
        rows.add_values((values,))
