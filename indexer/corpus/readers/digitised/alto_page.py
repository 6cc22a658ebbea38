"""A page of ALTO: its blocks, and the words in them with their places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, MutableSequence, Sequence
from dataclasses import dataclass, field
from typing import Any

from indexer.corpus.readers.digitised.composer import Composer, Place, spread
from indexer.corpus.readers.digitised.paper import Sheet
from indexer.corpus.readers.digitised.plain_words import PlainRun, PlainWords
from indexer.corpus.readers.digitised.trees import attribute, first, name_of, number, share

_NUMBER = re.compile(r"(?<![\d.])-?\d{1,9}(?:\.\d+)?(?!\d)")


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
                        for each in run.elements() if run else (element,):
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
        whole = get("SUBS_CONTENT")
        if whole and (type_ := get("SUBS_TYPE")) != "Abbreviation":
            if type_ == "HypPart2":
                composer.second_part(whole.strip(), place, confidence)
            else:
                composer.first_part(whole.strip(), place, confidence)
        else:
            composer.word(text, place, confidence)

    def _place(self, element: Any, line: Any, page: int) -> Place | None:
        """Return where a word stands: by its box, its outline, or its share of the line."""
        get = element.get
        if get("HPOS") is not None:
            return self.sheet.place(page, *self._box(get))
        if outline := _outline(element):
            return self.sheet.place(page, *(number(str(each), self.scale) for each in outline))
        return self._share_of_line(element, line, page)

    def _share_of_line(self, element: Any, line: Any, page: int) -> Place | None:
        outline = _outline(line)
        box = (
            (number(str(each), self.scale) for each in outline) if outline else self._box(line.get)
        )
        place = self.sheet.place(page, *box)
        words = line.findall(f"{self.namespace}String")
        if place is None or any(each.get("HPOS") or self.plain.run(each) for each in words):
            return None
        texts = [each.get("CONTENT", "").strip() for each in words]
        before = sum(len(text) + 1 for text in texts[: words.index(element)])
        whole = max(1, sum(map(len, texts)) + len(texts) - 1)
        left = place.width * before // whole
        width = max(1, place.width * len(element.get("CONTENT", "").strip()) // whole)
        return Place(page, place.x + left, place.y, width, place.height)

    def _box(self, get: Any) -> Iterable[int | None]:
        """Return the x, y, width and height of a word, None for what is no length."""
        if self.scale == 1.0:
            try:
                return int(get("HPOS")), int(get("VPOS")), int(get("WIDTH")), int(get("HEIGHT"))
            except (TypeError, ValueError):
                pass
        return [number(get(name), self.scale) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT")]

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
