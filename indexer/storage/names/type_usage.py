"""How the types of a segment are used, in a file beside its names: an update need not count again.

It counts every row of the segment, those that are gone since included. The mark in it is that of
the rules by which it was counted: under others it counts for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from indexer.storage.forward.columns import Numbers
from indexer.storage.forward.sections import Sections, SectionWriter
from indexer.storage.forward.segment import Segment
from indexer.storage.forward.state import SEGMENT
from indexer.storage.manifest import NAMES

COLUMNS = (
    "inside",
    "times",
    "after_title",
    "after_place",
    "after_article",
    "before_saying",
    "before_capital",
    "after_capital",
    "after_body",
    "after_agent",
    "after_adjective",
    "after_first_name",
)
"""The numbers of `indexer.names.usage.Usage`, but `times` each type stands there for `lower`."""


def usage_file(segment: Path) -> Path:
    """Return where the usage of the types of a segment is kept."""
    return segment.with_name(f"{NAMES}usage-{segment.name.removeprefix(SEGMENT)}")


def stored_usage(segment: Segment, mark: int) -> list[Numbers] | None:
    """Return the columns of a segment; None where there are none by the rules with this mark.

    Raises IndexDamagedError if they do not agree with the segment.
    """
    path = usage_file(segment.path)
    if not path.exists():
        return None
    sections = Sections(path)
    if sections.array("mark", "<u4", 1)[0] != mark:
        return None
    return _columns(sections, segment)


def store_usage(segment: Segment, mark: int, columns: Sequence[bytes]) -> None:
    """Keep the columns of a segment, in place of others."""
    path = usage_file(segment.path)
    path.unlink(missing_ok=True)  # it may be a link
    with SectionWriter(path) as file:
        file.add("mark", "<u4", [np.array([mark], np.uint32)])
        for name, column in zip(COLUMNS, columns, strict=True):
            file.add_packed(name, "<u4", np.frombuffer(column, "<u4"))


def verify_usage(segment: Segment) -> None:
    """Read all that is kept. Raises IndexDamagedError if it does not agree with the segment."""
    path = usage_file(segment.path)
    if path.exists():
        sections = Sections(path)
        sections.array("mark", "<u4", 1)
        _columns(sections, segment)


def _columns(sections: Sections, segment: Segment) -> list[Numbers]:
    return [sections.array(name, "<u4", segment.size) for name in COLUMNS]
