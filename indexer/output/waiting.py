"""Lines that are made in another order than they are read in: those too early wait on disk."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile

_ENCODING = "utf-8", "surrogatepass"


def in_places(lines: Iterable[tuple[int, str]]) -> Iterator[str]:
    """Yield lines in the order of their places, each from 0 on once, and the first of them at once.

    From the first on that comes before its turn they wait until all are made, in a file without a
    name; each takes 24 bytes of memory.
    """
    turn = 0
    places, ends = array("q"), array("q", [0])
    with TemporaryFile() as file:
        for place, line in lines:
            if place == turn and not places:
                yield line
                turn += 1
            else:
                places.append(place - turn)
                ends.append(ends[-1] + file.write(line.encode(*_ENCODING)))
        if not places:
            return
        made_as = array("q", bytes(len(places) * places.itemsize))
        for number, place in enumerate(places):
            made_as[place] = number
        for number in made_as:
            file.seek(ends[number])
            yield file.read(ends[number + 1] - ends[number]).decode(*_ENCODING)
