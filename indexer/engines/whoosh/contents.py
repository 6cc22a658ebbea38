"""The table of contents: which segments an index has, as JSON, in a file that each commit makes.

Whoosh's own table is a pickle of its objects. This one has plain values, each tested as it is read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import orjson
from whoosh.codec.whoosh3 import W3Segment
from whoosh.reading import SegmentReader

from indexer.engines.whoosh.postings import ArrayCodec
from indexer.engines.whoosh.segment import Segment, Storage, schema
from indexer.files import read_plain_file, write_atomically

_INDEX = "MAIN"  # the first part of the names of a segment's files
_TABLE = re.compile(r"segments-(\d{1,18})\.json", re.ASCII)
_SEGMENT = re.compile(rf"({_INDEX}_[0-9a-z]{{16}})\..+", re.ASCII)
_ID = re.compile(r"[0-9a-z]{16}", re.ASCII)
_MAX_BYTES = 1 << 28  # of a table, with a number for each deleted article
_MAX_ARTICLES = 1 << 31  # of a segment


@dataclass
class Contents:
    """The segments of an index in a folder, after so many commits. Whoosh's writer takes it."""

    folder: Path
    number: int = 0
    segments: list[W3Segment] = field(default_factory=list)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Return what the last commit left.

        Raises ValueError if there is no table of contents, OSError if it cannot be read.
        """
        numbers = [int(found[1]) for path in folder.glob("*") if (found := _named(path))]
        if not numbers:
            raise ValueError("it has no table of contents")
        number = max(numbers)
        table = orjson.loads(read_plain_file(folder / _name(number), _MAX_BYTES))
        return cls(folder, number, [_segment(**each) for each in table])

    @classmethod
    def read_or_make(cls, folder: Path) -> Self:
        """Return what the last commit left, or a table that is empty."""
        if not any(map(_named, folder.iterdir())):
            cls(folder).commit([])
        return cls.read(folder)

    def opened(self) -> list[Segment]:
        """Return the segments, each open to be read."""
        return [Segment(SegmentReader(self.storage, schema(), each)) for each in self.segments]

    def commit(self, segments: Sequence[W3Segment]) -> None:
        """Let the index have these segments: on disk first, then in the table, then alone."""
        for path in self.folder.iterdir():
            if path.is_file():
                with path.open("r+b") as file:
                    os.fsync(file.fileno())
        self.number, self.segments = self.number + 1, [*segments]
        table = orjson.dumps([_row(each) for each in segments])
        write_atomically(self.folder / _name(self.number), table, named_durably=True)
        self.clean()

    def clean(self) -> None:
        """Remove the files that no segment needs, and tables of before."""
        names = {each.segment_id() for each in self.segments}
        for path in self.folder.iterdir():
            of_segment = _SEGMENT.fullmatch(path.name)
            is_old = bool(_named(path)) and path.name != _name(self.number)
            if is_old or (of_segment and of_segment[1] not in names):
                path.unlink()

    # What Whoosh's writer asks of an index.

    indexname = _INDEX

    @property
    def storage(self) -> Storage:
        """The files of the folder."""
        return Storage(str(self.folder))

    @property
    def generation(self) -> int:
        """The number of commits."""
        return self.number

    @property
    def schema(self) -> Any:
        """The fields, which the table does not store: they are known."""
        return schema()

    def lock(self, name: str) -> Any:
        """Return a lock that nobody else has."""
        return self.storage.lock(name)

    def _read_toc(self) -> Self:
        return self


def _name(number: int) -> str:
    return f"segments-{number}.json"


def _named(path: Path) -> re.Match[str] | None:
    return _TABLE.fullmatch(path.name)


def _row(segment: W3Segment) -> dict[str, Any]:
    return {
        "id": segment.segid,
        "articles": segment.doc_count_all(),
        "deleted": sorted(segment.deleted_docs()),
    }


def _segment(**row: Any) -> W3Segment:
    """Return a segment of the table. Raises ValueError if its values make none."""
    id_, articles, deleted = row.get("id"), row.get("articles"), row.get("deleted")
    if not (isinstance(id_, str) and _ID.fullmatch(id_)):
        raise ValueError("a segment has no name")
    if type(articles) is not int or not 0 <= articles < _MAX_ARTICLES:
        raise ValueError(f"segment {id_} has no number of articles")
    if not isinstance(deleted, list) or any(
        type(each) is not int or not 0 <= each < articles for each in deleted
    ):
        raise ValueError(f"segment {id_} has other articles deleted than it has")
    return W3Segment(ArrayCodec(), _INDEX, articles, id_, set(deleted))
