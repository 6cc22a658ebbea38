"""How the types of a segment are used, in a file beside its names: an update need not count again.

It counts every row of the segment, those that are gone since included. The mark in it is that of
the rules by which it was counted: under others it counts for nothing. Nothing in it is compressed,
as an update reads it whole: of each type two bytes say which numbers of `indexer.names.usage.Usage`
are not 0, with how often it stands there for `lower`, and those numbers follow, seven bits a byte.
"""

from __future__ import annotations

from pathlib import Path
from typing import Self

import numpy as np

from indexer.later import NamedTuple
from indexer.storage.forward.sections import Sections, SectionWriter
from indexer.storage.forward.segment import Segment
from indexer.storage.forward.state import SEGMENT
from indexer.storage.manifest import NAMES

_NUMBERS = 12
"""Numbers that a type may have."""
_MORE = 0x80  # the bit of a byte after which a number goes on


class KeptUsage(NamedTuple):
    """How the types of a segment are used, as the kernel counts it: `kept_usage.rs`."""

    which: bytes
    numbers: bytes

    @classmethod
    def of(cls, sections: Sections, size: int) -> Self:
        """Return what a file keeps of so many types. Raises IndexDamagedError if it does not."""
        which = sections.array("which", "<u2", size)
        return cls(which.tobytes(), sections.array("numbers", "u1").tobytes())

    def agrees(self) -> bool:
        """Say whether there are as many numbers as types have."""
        which, numbers = (np.frombuffer(each, np.uint8) for each in self)
        are_known = (which.view("<u2") < 1 << _NUMBERS).all()
        ends = numbers < _MORE
        is_whole = ends[-1:].all()  # the last number
        return bool(are_known and is_whole and ends.sum() == np.unpackbits(which).sum())


def usage_file(segment: Path) -> Path:
    """Return where the usage of the types of a segment is kept."""
    return segment.with_name(f"{NAMES}used-{segment.name.removeprefix(SEGMENT)}")


def has_usage(segment: Segment, mark: int) -> bool:
    """Say whether something is kept of a segment by the rules with this mark."""
    path = usage_file(segment.path)
    return path.exists() and _marked(Sections(path), mark)


def stored_usage(segment: Segment, mark: int) -> KeptUsage | None:
    """Return what is kept of a segment; None where nothing is by the rules with this mark.

    Raises IndexDamagedError if it does not agree with the segment.
    """
    path = usage_file(segment.path)
    if not path.exists():
        return None
    sections = Sections(path)
    return KeptUsage.of(sections, segment.size) if _marked(sections, mark) else None


def _marked(sections: Sections, mark: int) -> bool:
    return bool(sections.array("mark", "<u4", 1)[0] == mark)


def store_usage(segment: Segment, mark: int, kept: KeptUsage) -> None:
    """Keep how the types of a segment are used, in place of what was."""
    path = usage_file(segment.path)
    path.unlink(missing_ok=True)  # it may be a link
    with SectionWriter(path) as file:
        file.add("mark", "<u4", [np.array([mark], np.uint32)])
        file.add("which", "<u2", [np.frombuffer(kept.which, "<u2")])
        file.add("numbers", "u1", [np.frombuffer(kept.numbers, np.uint8)])


def verify_usage(segment: Segment) -> None:
    """Read all that is kept. Raises IndexDamagedError if it does not agree with the segment."""
    path = usage_file(segment.path)
    if path.exists():
        sections = Sections(path)
        sections.array("mark", "<u4", 1)
        if not KeptUsage.of(sections, segment.size).agrees():
            raise sections.damaged()
