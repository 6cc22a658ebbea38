"""The readings of an archive: which of its words stand for which modern ones.

A table of lines, sorted by the index term that a reader asks for, so that the readings of one are
found by searching its bytes. An archive without old spellings has an empty table. A first line says
how the table was made; words that stand for nothing else are listed too, so that an update need not
look at them again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from indexer.analysis.historical import Reading

PART = "+"
"""Before a term that is part of a compound, where readings are found by it."""

_PLAIN = "-"  # in place of a term, before a word without a reading


def encoded(
    readings: Iterable[tuple[str, Reading]], plain: Iterable[str], *, made: str, parted: bool
) -> bytes:
    """Return the table of readings, each with the term that it is found by.

    `plain` are words without a reading. `made` says how readings were found. `parted` says that the
    archive has words that are parted at the end of a line.
    """
    lines = {
        f"{term}\t{each.written}\t{each.modern}\t{each.rule}\t{each.first}\t{each.last}\t"
        f"{each.weight}\t{int(each.is_error)}\t{each.articles}\n"
        for term, each in readings
    }
    if not lines:
        return b""
    lines.update(f"{_PLAIN}\t{word}\n" for word in plain)
    return f"#{int(parted)} {made}\n{''.join(sorted(lines))}".encode()


class Readings:
    """The readings of one generation. Raises ValueError if a line that is read is damaged."""

    def __init__(self, table: bytes = b"") -> None:
        head, _, self._lines = table.partition(b"\n")
        self.has_parted_words = head.startswith(b"#1")
        self.made = head[len("#1 ") :].decode(errors="replace")

    def __bool__(self) -> bool:
        return bool(self._lines)

    def of(self, term: str) -> Iterator[Reading]:
        """Yield the readings that are found by an index term."""
        key = term.encode(errors="replace") + b"\t"
        if term == _PLAIN:
            return
        place = self._first(key)
        while self._lines.startswith(key, place):
            end = self._lines.index(b"\n", place)
            yield _reading(self._lines[place + len(key) : end].decode())
            place = end + 1

    def every(self) -> Iterator[tuple[str, str, Reading | None]]:
        """Yield each word that was looked at, with a term and the reading that it is found by.

        A word without a reading has an empty term, and one of several comes as often.
        """
        for line in self._lines.decode().splitlines():
            term, _, rest = line.partition("\t")
            if term == _PLAIN:
                yield rest, "", None
            else:
                reading = _reading(rest)
                yield reading.written, term, reading

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
