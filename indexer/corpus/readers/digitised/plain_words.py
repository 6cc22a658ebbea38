"""Words of ALTO that are written as most are, taken out of its XML before that is parsed.

The compiled kernel does that: three parts in four of the time went into elements of words. Without
it nothing is taken out, and the same is read from the elements.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree as ET

from indexer.compiled import compiled
from indexer.corpus.input_file import UnreadableError
from indexer.corpus.readers.digitised.trees import name_of, tree_of
from indexer.later import NamedTuple

_MARK = "knipsel-run"  # an attribute that stands where a run was taken out
_ROOT = re.compile(rb"<((?:[A-Za-z_][\w.-]{0,60}:)?)alto[\s>]", re.IGNORECASE)
_PREFIX = re.compile(rb"<([^\s:]+:)")
_ROOT_WITHIN = 10_000
_MILLIMETRES = re.compile(rb"MeasurementUnit\s*>\s*mm?(?:illimet(?:er|re))?\s*<", re.IGNORECASE)
_OTHER_ENCODING = re.compile(
    rb"<\?xml[^>]{0,200}\sencoding\s*=\s*[\"'](?!utf-?8[\"'])", re.IGNORECASE
)
_NUMBERS_OF_RUN = 8


class PlainRun(NamedTuple):
    """Words one after another: their texts, their boxes in columns, their confidences.

    They are of one line, or of several that end with whole words. No box reaches past `right` and
    `below`. `source` is how they are written.
    """

    texts: list[str]
    boxes: Sequence[array[int]]
    confidences: array[float]
    right: int
    below: int
    source: bytes

    def elements(self, tag: str) -> list[Any]:
        """Return the words as elements of this tag, as if they had never been taken out."""
        prefix = _PREFIX.match(self.source)
        name = prefix[1] if prefix else b""
        declared = b'xmlns:%b="urn:run"' % name[:-1] if name else b""
        line = b"<run %b><%bTextLine>%b</%bTextLine></run>" % (declared, name, self.source, name)
        root = ET.fromstring(line)  # noqa: S314 - the kernel takes no other than plain words
        found = [each for each in root.iter() if name_of(each) == "String"]
        for each in found:
            each.tag = tag
        return found


class PlainWords:
    """The runs that were taken out of a file, by the elements that stand for them."""

    def __init__(
        self,
        data: bytes = b"",
        texts: list[str] | None = None,
        boxes: Sequence[bytes] = (),
        confidences: bytes = b"",
        runs: bytes = b"",
    ) -> None:
        self._data = data
        self._texts = texts or []
        self._boxes = [array("i", column) for column in boxes]
        self._confidences = array("d", confidences)
        self._runs = array("I", runs)

    def run(self, element: Any) -> PlainRun | None:
        """Return the run that an element stands for, None for one that is a word itself."""
        if not self._runs or (number := element.get(_MARK)) is None:
            return None
        at = int(number) * _NUMBERS_OF_RUN
        first, last, sure, last_sure, right, below, start, end = self._runs[
            at : at + _NUMBERS_OF_RUN
        ]
        return PlainRun(
            self._texts[first:last],
            [column[first:last] for column in self._boxes],
            self._confidences[sure:last_sure],
            right,
            below,
            self._data[start:end],
        )

    def texts(self, element: Any) -> Sequence[str]:
        """Return the words that an element is or stands for, as they are written."""
        run = self.run(element)
        return (element.get("CONTENT", ""),) if run is None else run.texts


class Searched(NamedTuple):
    """A file of ALTO as it is, and the words that were taken out of it, None where none were."""

    data: bytes
    taken: Any


class AltoTree(NamedTuple):
    """A file of ALTO: its outermost element, and the words that were taken out of it."""

    root: Any
    words: PlainWords


def alto_tree(data: bytes) -> AltoTree:
    """Return a file of ALTO, or of other XML, which defines no entities.

    Raises UnreadableError if it is broken.
    """
    return parsed(searched(data))


def searched(data: bytes) -> Searched:
    """Return a file with its words taken out, which mostly needs no interpreter."""
    return Searched(data, _taken_out(data))


def parsed(file: Searched) -> AltoTree:
    """Return the tree of a file that was searched. Raises UnreadableError if it is broken."""
    data, taken = file
    if taken:
        rest, *words = taken
        try:
            return AltoTree(tree_of(rest), PlainWords(data, *words))
        except UnreadableError:  # said of the file as it is
            pass
    return AltoTree(tree_of(data), PlainWords())


def _taken_out(data: bytes) -> Any:
    """Return the rest of a file and the words that were taken out; None where nothing is."""
    root = _ROOT.search(data, 0, _ROOT_WITHIN)
    kernel = compiled() if root else None
    head = data[:_ROOT_WITHIN]
    if kernel is None or root is None or _MILLIMETRES.search(head):
        return None
    if _OTHER_ENCODING.match(head) and not data.isascii():
        return None
    return kernel.plain_words(data, root[1].decode(), _MARK)
