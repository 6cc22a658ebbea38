"""Bounds on what a spreadsheet may cost: a row is dropped once it is read, all else stays.

Spreadsheets have millions of elements in their rows and few outside them; one that is made to do
harm has them in one row or in none.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import IO, Any
from xml.parsers import expat

from indexer.corpus.input_file import UnreadableError
from indexer.corpus.mapping.rows import Row
from indexer.corpus.markup import local_name
from indexer.corpus.packages import MAX_GROWTH, Package
from indexer.corpus.readers.xml_files import parse_xml
from indexer.corpus.time_limit import TimeLimit

MAX_KEPT = 600_000
"""Elements outside all rows, or within one: these take up to 200 MB."""
MAX_OTHERS = 200_000
"""Elements of a workbook outside its sheets and texts, such as styles: Excel takes 65,490."""
FREE_TEXT = 100_000_000
"""Characters that the cells of a sheet may have in all, whatever the size of its file."""

_TREES = ("[Content_Types].xml", "xl/styles.xml", "docProps/core.xml", "docProps/custom.xml")
_BLOCK = 1 << 18


class Kept:
    """Counts the elements that a reader of rows keeps, by the names of what it drops."""

    def __init__(self, *rows: str) -> None:
        self._rows = frozenset(rows)
        self._depth = self._inside = self._outside = 0

    def start(self, name: str) -> None:
        """Count an element. Raises UnreadableError if too many are kept."""
        if self._depth or name in self._rows:
            self._inside += 1
            self._depth += name in self._rows
        else:
            self._outside += 1
        if self._inside > MAX_KEPT or self._outside > MAX_KEPT:
            place = "in one row" if self._inside > MAX_KEPT else "outside its rows"
            raise UnreadableError(f"over {MAX_KEPT:,} elements {place}; save it as .csv")

    def end(self, name: str) -> None:
        """Drop a row that ends."""
        if name in self._rows:
            self._depth -= 1
            if not self._depth:
                self._inside = 0


def bounded_events(events: Iterator[tuple[str, Any]], row: str) -> Iterator[tuple[str, Any]]:
    """Yield the events of a parser. Raises UnreadableError if too many elements are kept."""
    kept = Kept(row)
    for event, element in events:
        (kept.start if event == "start" else kept.end)(local_name(element))
        yield event, element


def _check_kept(stream: IO[bytes], rows: tuple[str, ...], limit: TimeLimit) -> None:
    """Raise UnreadableError if a part has too many elements that its reader keeps.

    What else is wrong with it is for its reader to say.
    """
    kept = Kept(*rows)
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, _: kept.start(name.rpartition(":")[2])
    parser.EndElementHandler = lambda name: kept.end(name.rpartition(":")[2])
    try:
        while block := stream.read(_BLOCK):
            limit.check_now()
            parser.Parse(block, False)
    except expat.ExpatError:
        return


def check_workbook(package: Package, limit: TimeLimit) -> None:
    """Raise UnreadableError if reading a workbook would keep more elements than any has.

    Sheets and shared texts are read row by row, all else that is read becomes a tree.
    """
    kinds: dict[str, set[str]] = {}
    names = package.names()
    relations = [name for name in names if name.endswith(".rels")]
    package.check_elements((*_TREES, *relations), MAX_OTHERS)
    for name in filter(package.__contains__, (*_TREES[:1], *relations)):
        for element in parse_xml(package.read(name)):
            part = posixpath.basename(element.get("PartName") or element.get("Target") or "")
            kind = element.get("ContentType") or element.get("Type") or ""
            kinds.setdefault(part, set()).add(re.split(r"[./]", kind)[-1].removesuffix("+xml"))
    for name in names:
        found = kinds.get(posixpath.basename(name), set())
        if found & {"main", "chartsheet"}:
            package.check_elements([name], MAX_OTHERS)
        elif found & {"worksheet", "sharedStrings"} and package.elements(name) > MAX_KEPT:
            _check_kept(package.open(name), ("row", "si"), limit)


def bounded_records(records: Iterable[Row], size: int) -> Iterator[Row]:
    """Yield the records of a file of this size: cells may repeat a text that it has once."""
    text = 0
    for record in records:
        if isinstance(record.record, dict):
            text += sum(map(len, record.record.values()))
        if text > max(FREE_TEXT, MAX_GROWTH * size):
            raise UnreadableError(
                f"its cells repeat texts to over {MAX_GROWTH} times its size; save it as .csv"
            )
        yield record
