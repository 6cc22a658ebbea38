"""The readings of an archive: which of its words stand for which modern ones.

A table of lines, sorted by the index term that a reader asks for, so that the readings of one are
found by searching its bytes, as the words of `storage.vocabulary` are. An archive without old
spellings has an empty table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from indexer.analysis.historical import Reading

PART = "+"
"""Before a term that is part of a compound, where readings are found by it."""

_PARTED = b"#parted\n"


def encoded(readings: Iterable[tuple[str, Reading]], *, parted: bool) -> bytes:
    """Return the table of readings, each with the term that it is found by.

    `parted` says that the archive has words that are parted at the end of a line.
    """
    lines = sorted(
        {
            f"{term}\t{each.written}\t{each.modern}\t{each.rule}\t{each.first}\t{each.last}\t"
            f"{each.weight}\t{int(each.is_error)}\t{each.articles}\n"
            for term, each in readings
        }
    )
    return (_PARTED if parted else b"") + "".join(lines).encode() if lines else b""


class Readings:
    """The readings of one generation. Raises ValueError if a line that is read is damaged."""

    def __init__(self, table: bytes = b"") -> None:
        self.has_parted_words = table.startswith(_PARTED)
        self._lines = table.removeprefix(_PARTED)

    def __bool__(self) -> bool:
        return bool(self._lines)

    def of(self, term: str) -> Iterator[Reading]:
        """Yield the readings that are found by an index term."""
        key = term.encode(errors="replace") + b"\t"
        place = self._first(key)
        while self._lines.startswith(key, place):
            end = self._lines.index(b"\n", place)
            yield _reading(self._lines[place + len(key) : end].decode())
            place = end + 1

    def _first(self, key: bytes) -> int:
        """Return where the first line begins that does not come before a key."""
        lines = self._lines
        low, high = 0, len(lines)  # both where a line begins, or at the end
        while low < high:
            middle = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            if lines[middle : middle + len(key)] < key:
                low = lines.index(b"\n", middle) + 1
            else:
                high = middle
        return low


def _reading(line: str) -> Reading:
    written, modern, rule, first, last, weight, error, articles = line.split("\t")
    return Reading(
        written,
        modern,
        rule,
        int(first),
        int(last),
        float(weight),
        is_error=error == "1",
        articles=int(articles),
    )
