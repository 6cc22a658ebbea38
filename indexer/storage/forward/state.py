"""Which segments a generation has, and which of their articles are gone."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indexer.later import expression
from indexer.storage.forward.sections import Sections, SectionWriter
from indexer.storage.forward.segment import Segment
from indexer.storage.manifest import FORWARD_STATE

SEGMENT = "forward-"
_MAX_SEGMENTS = 100  # merges leave seven
_NAME = expression(rf"{SEGMENT}\d{{1,18}}", re.ASCII)


@dataclass(slots=True)
class State:
    """The names of the segments, and the rows of each that are gone."""

    segments: list[str]
    gone: list[set[int]]

    @classmethod
    def empty(cls) -> State:
        """Return a state without segments."""
        return cls([], [])

    @classmethod
    def read(cls, folder: Path) -> State:
        """Return the state of a generation. Raises IndexDamagedError if it cannot be read."""
        sections = Sections(folder / FORWARD_STATE)
        names = sections.strings("segments")
        if (
            len(names) > _MAX_SEGMENTS
            or len({*names}) < len(names)
            or not all(map(_NAME.fullmatch, names))
        ):
            raise sections.damaged()
        return cls(names, [set(sections.array(name, "<u4").tolist()) for name in names])

    def opened(self, folder: Path) -> list[Segment]:
        """Return the segments, open. Raises IndexDamagedError if rows are gone that none has."""
        segments = [Segment(folder / name) for name in self.segments]
        for segment, gone in zip(segments, self.gone, strict=True):
            if gone and max(gone) >= len(segment):
                raise Sections(folder / FORWARD_STATE).damaged()
        return segments

    def write(self, folder: Path) -> None:
        """Write the state beside what stands there, which may be a link, then in its place."""
        fresh = folder / f"{FORWARD_STATE}.new"
        fresh.unlink(missing_ok=True)
        with SectionWriter(fresh) as file:
            file.add_strings("segments", self.segments)
            for name, gone in zip(self.segments, self.gone, strict=True):
                file.add(name, "<u4", [np.array(sorted(gone), np.uint32)])
        fresh.replace(folder / FORWARD_STATE)

    def next_name(self) -> str:
        """Return the name of the next segment."""
        numbers = [int(name.removeprefix(SEGMENT)) for name in self.segments]
        return f"{SEGMENT}{max(numbers, default=0) + 1:06d}"

    def add(self, name: str, gone: Collection[int]) -> None:
        """Take a segment in."""
        self.segments.append(name)
        self.gone.append(set(gone))

    def remove(self, places: Sequence[int]) -> None:
        """Leave segments out."""
        kept = [place for place in range(len(self.segments)) if place not in set(places)]
        self.segments = [self.segments[place] for place in kept]
        self.gone = [self.gone[place] for place in kept]
