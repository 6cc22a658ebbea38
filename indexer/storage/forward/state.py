"""Which segments a generation has, and which of their articles are gone."""

from __future__ import annotations

import re
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
    """The rows of each segment that are gone, by its name, the segments in their order."""

    gone: dict[str, set[int]]

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
        return cls({name: set(sections.array(name, "<u4").tolist()) for name in names})

    def opened(self, folder: Path) -> dict[str, Segment]:
        """Return the segments, open. Raises IndexDamagedError if rows are gone that none has."""
        segments = {name: Segment(folder / name) for name in self.gone}
        for name, gone in self.gone.items():
            if max(gone, default=-1) >= len(segments[name]):
                raise Sections(folder / FORWARD_STATE).damaged()
        return segments

    def write(self, folder: Path) -> None:
        """Write the state beside what stands there, which may be a link, then in its place."""
        fresh = folder / f"{FORWARD_STATE}.new"
        fresh.unlink(missing_ok=True)
        with SectionWriter(fresh) as file:
            file.add_strings("segments", self.gone)
            for name, gone in self.gone.items():
                file.add(name, "<u4", [np.array(sorted(gone), np.uint32)])
        fresh.replace(folder / FORWARD_STATE)

    def next_name(self) -> str:
        """Return the name of the next segment."""
        numbers = [int(name.removeprefix(SEGMENT)) for name in self.gone]
        return f"{SEGMENT}{max(numbers, default=0) + 1:06d}"
