"""hOCR (https://kba.github.io/hocr-spec): recognised pages as HTML, as tesseract writes them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

from indexer.corpus.closed_markup import feed_all
from indexer.corpus.input_file import InputFile, UnreadableError
from indexer.corpus.readers.digitised.composer import Composer, Place, spread
from indexer.corpus.readers.digitised.paper import (
    PaperArticle,
    Sheet,
    image_of,
    is_in_issue,
    note_outside,
)
from indexer.corpus.readers.digitised.trees import names, share, tree_of
from indexer.corpus.readers.xml_files import xml_data
from indexer.model import Article, ArticleError

_LENGTH = r"\s+(-?\d{1,8})(?:\.\d*)?"
_BOX = re.compile(rf"\bbbox{_LENGTH * 4}")
_CONFIDENCES = re.compile(r"\bx_w?confs?((?:\s+\d+(?:\.\d+)?)+)")
_PAGE = re.compile(r"\bppageno\s+(\d{1,6})")
_IMAGE = re.compile(r"\bimage\s+(?:\"([^\"]*)\"|'([^']*)'|([^;\s]+))")
_EMPTY = names("area base br col embed hr img input link meta source track wbr")
_LINES = frozenset(("ocr_line", "ocrx_line", "ocr_header", "ocr_caption", "ocr_textfloat"))
_WORDS = frozenset(("ocrx_word", "ocr_word"))
_PARAGRAPHS = frozenset(("ocr_par",))


def read_hocr(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the text of all pages, as one article."""
    if is_in_issue(input_file):
        return
    reading = _Reading(input_file)
    for page in _pages(_tree(input_file)):
        reading.page(page)
    note_outside(input_file, reading.sheets)
    if found := reading.article.finished(input_file, input_file.source.id):
        yield found
    else:
        yield input_file.error("no words of hOCR in it; recognise its pages again, or take it out")


def _tree(input_file: InputFile) -> Any:
    data = xml_data(input_file)
    try:
        root = tree_of(data)
    except UnreadableError:  # HTML after all
        root = None
    if root is not None and any("class" in element.attrib for element in root.iter()):
        return root
    builder = _Html()  # for which CLASS is class
    feed_all(builder, data.decode("utf-8", "replace"))
    return builder.root


class _Html(HTMLParser):
    """Makes a tree of HTML: elements without an end tag end with what they stand in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = ET.Element("html")
        self._open = [self.root]
        self._tags: Counter[str] = Counter()  # of those that are open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = ET.SubElement(self._open[-1], tag, {name: value or "" for name, value in attrs})
        if tag not in _EMPTY:
            self._open.append(element)
            self._tags[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        left = self._tags[tag]
        while left and self._tags[tag] == left:
            self._tags[self._open.pop().tag] -= 1

    def handle_data(self, data: str) -> None:
        last = self._open[-1]
        if len(last):
            last[-1].tail = (last[-1].tail or "") + data
        else:
            last.text = (last.text or "") + data


def _pages(root: Any) -> list[Any]:
    found = [element for element in root.iter() if "ocr_page" in _classes(element)]
    return found or [root]


class _Reading:
    def __init__(self, input_file: InputFile) -> None:
        self.article = PaperArticle()
        self.sheets: list[Sheet] = []
        self._input_file = input_file
        self._starts_block = False
        self._before: Place | None = None  # of the last word, where no lines are told

    def page(self, element: Any) -> None:
        title = element.get("title", "")
        box, page, image = _BOX.search(title), _PAGE.search(title), _IMAGE.search(title)
        number = int(page[1]) + 1 if page else len(self.sheets) + 1
        named = next(filter(None, image.groups()), None) if image else None
        sheet = Sheet(
            number,
            int(box[3]) if box else 0,
            int(box[4]) if box else 0,
            image_of(self._input_file, named) if named or not self.sheets else None,
        )
        self.sheets.append(sheet)
        self._take(element, sheet, self.article.on(sheet, len(self.sheets)))

    def _take(self, page: Any, sheet: Sheet, at: int) -> None:
        """Take the words of a page; no depth of elements is too great for it."""
        text, self._before = self.article.text, None
        has_lines = any(_classes(inner) & _LINES for inner in page.iter())
        pending: list[Any] = [page]
        while pending:
            element = pending.pop()
            if isinstance(element, str):
                text.end_line()
                continue
            kinds = _classes(element)
            if kinds & _PARAGRAPHS:
                self._starts_block = True
            if kinds & _WORDS:
                if not has_lines:
                    self._end_line(_place(element.get("title", ""), sheet, at))
                self._word(element, sheet, at)
            elif kinds & _LINES:
                pending.append("line")
                if any(_classes(inner) & _WORDS for inner in element.iter()):
                    pending.extend(reversed(element))
                else:
                    self._line(element, sheet, at)
            else:
                pending.extend(reversed(element))
        text.end_line()

    def _word(self, element: Any, sheet: Sheet, at: int) -> None:
        title = element.get("title", "")
        confidence = _confidence(title)
        for word, place in spread(_text(element), _place(title, sheet, at)):
            self._give(word, place, confidence)

    def _end_line(self, place: Place | None) -> None:
        """End a line where the next word does not stand in it.

        It stands in another block, below the last one and to the left, or above, in a next column.
        """
        before = self._before
        is_elsewhere = self._starts_block
        if place and before:
            is_below = place.x <= before.x and place.y >= before.y + before.height // 2
            is_elsewhere |= is_below or place.y + place.height <= before.y
        if is_elsewhere:
            self.article.text.end_line()
        self._before = place or before

    def _line(self, element: Any, sheet: Sheet, at: int) -> None:
        for word, place in spread(_text(element), _place(element.get("title", ""), sheet, at)):
            self._give(word, place, None)

    def _give(self, word: str, place: Place | None, confidence: float | None) -> None:
        text: Composer = self.article.text
        if self._starts_block and not text.is_empty:
            text.end_block(word)
        self._starts_block = False
        text.word(word, place, confidence)


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _confidence(title: str) -> float | None:
    """Return how sure a word is; kraken tells it of each letter, of which this is the mean."""
    given = _CONFIDENCES.search(title)
    values = [share(each) for each in given[1].split()] if given else []
    known = [each for each in values if each is not None]
    return sum(known) / len(known) if known else None


def _classes(element: Any) -> frozenset[str]:
    return frozenset((element.get("class") or "").split())


def _place(title: str, sheet: Sheet, at: int) -> Place | None:
    box = _BOX.search(title)
    if not box:
        return None
    left, top, right, below = map(int, box.groups())
    return sheet.place(at, left, top, right - left, below - top)
