"""Writing the names of a generation: a file for each segment of the forward index that has none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeAlias

from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.state import State
from indexer.storage.manifest import NAMES
from indexer.storage.names.columns import Columns, open_columns, write_columns
from indexer.storage.names.segment import Names, NameSegment, names_file
from indexer.storage.names.type_usage import usage_file


class Brought(Protocol):
    """The articles that a run brought, whose names can be found."""

    def __contains__(self, id_: str, /) -> bool:
        """Say whether the run brought an article."""

    def add_all(self, columns: Columns, ids: Sequence[str], others: Mapping[str, Names]) -> None:
        """Add the names of articles to columns; those of articles it did not bring are `others`."""


Namer: TypeAlias = Callable[[ForwardIndex], Brought]
"""Returns what finds names as all articles use words."""


def store_names(folder: Path, since: Path | None, namer: Namer) -> ForwardIndex:
    """Write the names of what a run brought beside those of the generation that it continued.

    Return the forward index whose names they are.
    """
    state = State.read(folder)
    segments = state.opened(folder)
    index = ForwardIndex([*segments.values()], [*state.gone.values()])
    given = namer(index)
    files = {folder / names_file(name): segment for name, segment in segments.items()}
    missing = {path: segment for path, segment in files.items() if not path.exists()}
    before: dict[str, Names] = {}
    if since:
        lacking = {id_ for segment in missing.values() for id_ in segment.ids if id_ not in given}
        before = dict(_stored(since, lacking)) if lacking else {}
    for path, segment in missing.items():
        columns = open_columns()
        given.add_all(columns, segment.ids, before)
        write_columns(path, columns)
    usage = {usage_file(folder / name) for name in segments}
    for path in {*folder.glob(f"{NAMES}*")} - {*files} - usage:
        path.unlink()
    return index


def drop_names(folder: Path) -> None:
    """Remove the names of a generation."""
    for path in folder.glob(f"{NAMES}*"):
        path.unlink()


def _stored(folder: Path, wanted: Collection[str]) -> Iterator[tuple[str, Names]]:
    """Yield the names of those articles that are wanted, by id."""
    state = State.read(folder)
    for name, segment in state.opened(folder).items():
        rows = NameSegment(folder / names_file(name), len(segment)).rows()
        for row, (id_, names) in enumerate(zip(segment.ids, rows, strict=True)):
            if id_ in wanted and row not in state.gone[name]:
                yield id_, names
