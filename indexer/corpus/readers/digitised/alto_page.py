"""A page of ALTO: its blocks, and the words in them with their places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, MutableSequence, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, TypeAlias
from xml.etree import ElementTree as ET

from indexer.corpus.readers.digitised.composer import Composer, Place, spread
from indexer.corpus.readers.digitised.paper import Sheet
from indexer.corpus.readers.digitised.plain_words import PlainRun, PlainWords
from indexer.corpus.readers.digitised.trees import attribute, first, name_of, number, share
from indexer.later import NamedTuple

_NUMBER = re.compile(r"(?<![\d.])-?\d{1,9}(?:\.\d+)?(?!\d)")
# The signs around a word, which its makers write with it or not when they tell it whole.
_SIGNS_BEFORE = re.compile(r"\W+(?=\w)")
_SIGNS_AFTER = re.compile(r"(?<=\w)[^\w\s]+$")

_OF_RECTANGLE = 2  # corners
_PlacedLine: TypeAlias = tuple[Any, list[tuple[Any, tuple[float, float] | None]]]


class Outline(NamedTuple):
    """The corners of an area of a page, in the unit of its boxes; the box is around them."""

    corners: tuple[tuple[float, float], ...]
    box: tuple[float, float, float, float]

    def has(self, x: float, y: float) -> bool:
        """Say whether a point is in it."""
        left, top, right, below = self.box
        inside = False
        if not (left <= x <= right and top <= y <= below):  # as most words of a page
            return inside
        for (x1, y1), (x2, y2) in pairwise((*self.corners, self.corners[0])):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                inside = not inside
        return inside


def outline_of(coordinates: str) -> Outline | None:
    """Return the outline that METS tells: of a rectangle two corners, of a polygon all of them."""
    numbers = [float(each) for each in _NUMBER.findall(coordinates)]
    corners = [*zip(numbers[::2], numbers[1::2], strict=False)]
    if len(corners) == _OF_RECTANGLE:
        (left, top), (right, below) = corners
        corners = [(left, top), (right, top), (right, below), (left, below)]
    if len(corners) <= _OF_RECTANGLE:
        return None
    xs, ys = zip(*corners, strict=True)
    return Outline(tuple(corners), (min(xs), min(ys), max(xs), max(ys)))


@dataclass(slots=True)
class AltoPage:
    """A page: its blocks of text by their ids, and in the order in which they are read.

    `groups` has the blocks that stand in a composed one, by its id.
    """

    sheet: Sheet
    namespace: str
    plain: PlainWords
    scale: float = 1.0
    confidence: float | None = None
    order: list[Any] = field(default_factory=list)
    blocks: dict[str, Any] = field(default_factory=dict)
    groups: dict[str, list[Any]] = field(default_factory=dict)
    _placed: list[tuple[Any, list[_PlacedLine]]] | None = None
    _shares: tuple[Any, int, dict[int, Place]] | None = None  # of the last line that parts its box

    def between(self, begin: str, end: str = "") -> list[Any]:
        """Return the blocks from one id to another, or that the one id stands for."""
        if not begin:
            return self.order
        blocks = self.groups.get(begin) or [self.blocks[begin]] if self.knows(begin) else []
        if not end or end == begin or end not in self.blocks or not blocks:
            return blocks
        ids = list(self.blocks)
        start, stop = ids.index(blocks[0].get("ID", "")), ids.index(end)
        return [self.blocks[id_] for id_ in ids[start : stop + 1]]

    def knows(self, id_: str) -> bool:
        """Say whether a block, or several, have this id."""
        return id_ in self.blocks or id_ in self.groups

    def compose(self, block: Any, composer: Composer, page: int) -> None:
        """Give the words of a block to a text, of which this is the page of that number."""
        line_tag, word_tag, hyphen_tag = (
            f"{self.namespace}{name}" for name in ("TextLine", "String", "HYP")
        )
        for line in block.iter(line_tag):
            has_hyphen = False
            usual = _UsualWords(page, self.sheet if self.scale == 1.0 else Sheet(0))
            for element in line:
                if element.tag == word_tag:
                    has_hyphen = False
                    run = self.plain.run(element)
                    if not (usual.take_run(run) if run else usual.take(element.attrib)):
                        usual.give_to(composer)
                        for each in run.elements(word_tag) if run else (element,):
                            self._word(each, line, composer, page)
                elif element.tag == hyphen_tag:
                    has_hyphen = True
            usual.give_to(composer)
            composer.end_line(has_hyphen=has_hyphen)

    def _word(self, element: Any, line: Any, composer: Composer, page: int) -> None:
        get = element.get
        text = get("CONTENT", "").strip()
        if not text:
            return
        place = self._place(element, line, page)
        confidence = share(get("WC"))
        if " " in text:  # a line that was not parted into words
            for word, part in spread(text, place):
                composer.word(word, part, confidence)
            return
        whole, type_ = get("SUBS_CONTENT", "").strip(), get("SUBS_TYPE", "")
        if not whole or type_ == "Abbreviation":
            composer.word(text, place, confidence)
        elif type_ == "HypPart2" or (not type_ and composer.is_begun(whole)):
            after = _SIGNS_AFTER.search(text)
            composer.second_part(whole, place, confidence, signs=after[0] if after else "")
        else:
            before = _SIGNS_BEFORE.match(text)
            if before and not whole.startswith(before[0]):
                whole = f"{before[0]}{whole}"
            composer.first_part(whole, place, confidence)

    def _place(self, element: Any, line: Any, page: int) -> Place | None:
        """Return where a word stands: by its box, its outline, or its share of the line."""
        get = element.get
        if get("HPOS") is not None:
            return self.sheet.place(page, *self._box(get))
        if outline := _outline(element):
            return self.sheet.place(page, *(number(str(each), self.scale) for each in outline))
        if self._shares is None or self._shares[0] is not line or self._shares[1] != page:
            self._shares = line, page, self._shares_of(line, page)
        return self._shares[2].get(id(element))

    def _shares_of(self, line: Any, page: int) -> dict[int, Place]:
        """Return the share of a line that each of its words has, by the identity of the word.

        There is none where one of them has a box of its own.
        """
        outline = _outline(line)
        box = (
            (number(str(each), self.scale) for each in outline) if outline else self._box(line.get)
        )
        place = self.sheet.place(page, *box)
        words = line.findall(f"{self.namespace}String")
        if place is None or any(each.get("HPOS") or self.plain.run(each) for each in words):
            return {}
        lengths = [len(each.get("CONTENT", "").strip()) for each in words]
        whole = max(1, sum(lengths) + len(lengths) - 1)
        shares: dict[int, Place] = {}
        before = 0
        for word, length in zip(words, lengths, strict=True):
            left, width = place.width * before // whole, place.width * length // whole
            shares[id(word)] = place._replace(x=place.x + left, width=max(1, width))
            before += length + 1
        return shares

    def _box(self, get: Any) -> Iterable[int | None]:
        """Return the x, y, width and height of a word, None for what is no length."""
        if self.scale == 1.0:
            try:
                return int(get("HPOS")), int(get("VPOS")), int(get("WIDTH")), int(get("HEIGHT"))
            except (TypeError, ValueError):
                pass
        return [number(get(name), self.scale) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT")]

    def within(self, outline: Outline) -> list[Any]:
        """Return the blocks of this page with those words alone that stand in an outline."""
        if self._placed is None:
            self._placed = [(block, [*self._placed_lines(block)]) for block in self.order]
        found = []
        for block, lines in self._placed:
            inside = ET.Element(block.tag, block.attrib)
            for line, words in lines:
                kept = [element for element, centre in words if centre and outline.has(*centre)]
                if kept:
                    ET.SubElement(inside, line.tag, line.attrib).extend(kept)
            if len(inside):
                found.append(inside)
        return found

    def _placed_lines(self, block: Any) -> Iterator[_PlacedLine]:
        """Yield the lines of a block with their elements, each with the centre of its word."""
        word_tag = f"{self.namespace}String"
        for line in block.iter(f"{self.namespace}TextLine"):
            words: list[tuple[Any, tuple[float, float] | None]] = []
            centre: tuple[float, float] | None = None
            for child in line:
                run = self.plain.run(child)
                for element in run.elements(word_tag) if run else (child,):
                    if element.tag == word_tag:
                        centre = self._centre(element, line)
                    words.append((element, centre))
            yield line, words

    def _centre(self, element: Any, line: Any) -> tuple[float, float] | None:
        box = (
            self._box(element.get)
            if element.get("HPOS") is not None
            else self._place(element, line, 0) or ()
        )
        x, y, width, height = [*box][-4:] or (None,) * 4
        if x is None or y is None:
            return None
        return x + (width or 0) / 2, y + (height or 0) / 2

    def words(self, block: Any) -> list[str]:
        """Return the words of a block as they stand in it."""
        words = block.iter(f"{self.namespace}String")
        return [text for word in words for text in self.plain.texts(word)]

    def opening(self, block: Any) -> str:
        """Return how a block begins."""
        word = block.find(f".//{self.namespace}String")
        return "" if word is None else self.plain.texts(word)[0]


def _outline(element: Any) -> tuple[float, float, float, float] | None:
    """Return the box around the polygon of an element, None without one."""
    shape = next((each for each in element if name_of(each) == "Shape"), None)
    polygon = None if shape is None else first(shape, "Polygon")
    if polygon is None:
        return None
    numbers = [float(each) for each in _NUMBER.findall(attribute(polygon, "POINTS"))]
    xs, ys = numbers[::2], numbers[1::2]
    if not xs or not ys:
        return None
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


class _UsualWords:
    """Words of a line of which all is told as usual, until a composer takes them together."""

    def __init__(self, page: int, sheet: Sheet) -> None:
        self._page = page
        self._width, self._height = sheet.width, sheet.height
        self._texts: list[str] = []
        self._boxes: Sequence[MutableSequence[int]] = ([], [], [], [])
        self._confidences: MutableSequence[float] = []

    def take_run(self, run: PlainRun) -> bool:
        """Take a run if all of it is on the page; say whether it was."""
        if run.right > self._width or run.below > self._height:
            return False
        if self._texts:
            self._texts += run.texts
            for column, values in zip(self._boxes, run.boxes, strict=True):
                column.extend(values)
            self._confidences.extend(run.confidences)
        else:
            self._texts, self._boxes = run.texts, run.boxes
            self._confidences = run.confidences
        return True

    def take(self, given: Mapping[str, str]) -> bool:
        """Take the word of these attributes if it is a usual one; say whether it was."""
        try:
            x, y = int(given["HPOS"]), int(given["VPOS"])
            width, height = int(given["WIDTH"]), int(given["HEIGHT"])
            text, confidence = given["CONTENT"].strip(), float(given["WC"])
        except (KeyError, ValueError):
            return False
        if (
            not 0 <= x < x + width <= self._width
            or not 0 <= y < y + height <= self._height
            or not 0 <= confidence <= 1
            or not (text.isalnum() or len(text.split()) == 1)
            or "SUBS_CONTENT" in given
        ):
            return False
        self._texts.append(text)
        for column, value in zip(self._boxes, (x, y, width, height), strict=True):
            column.append(value)
        self._confidences.append(confidence)
        return True

    def give_to(self, composer: Composer) -> None:
        """Give a composer the words that were taken, and begin anew."""
        if self._texts:
            composer.words(self._texts, self._page, self._boxes, self._confidences)
            self._texts, self._boxes, self._confidences = [], ([], [], [], []), []
