"""ALTO 1 to 4 (https://www.loc.gov/standards/alto): a page as blocks, lines and words."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree as ET

from indexer.corpus.input_file import InputFile
from indexer.corpus.readers.digitised.composer import Composer, Place, spread
from indexer.corpus.readers.digitised.paper import (
    PaperArticle,
    Sheet,
    image_of,
    is_in_issue,
    is_no_text,
    note_outside,
)
from indexer.corpus.readers.digitised.trees import (
    attribute,
    first,
    name_of,
    number,
    parsed_tree,
    share,
    text_at,
)
from indexer.model import Article, ArticleError

_TEXT, _COMPOSED = "TextBlock", "ComposedBlock"
_MARGINS = ("TopMargin", "LeftMargin", "RightMargin", "BottomMargin")
_PAGE_NUMBER = re.compile(r"(?<![\d])(?:p|page|blz|_)?0*(\d{1,3})\D*$", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\d.])-?\d{1,9}(?:\.\d+)?(?!\d)")
_MILLIMETRES = 10.0  # whole millimetres are too coarse for boxes: they become tenths


@dataclass(slots=True)
class AltoPage:
    """A page: its blocks of text by their ids, and in the order in which they are read.

    `groups` has the blocks that stand in a composed one, by its id.
    """

    sheet: Sheet
    namespace: str
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
            words: list[str] = []
            places: list[tuple[int, int, int, int, int]] = []
            confidences: list[float] = []
            for element in line:
                if element.tag == word_tag:
                    has_hyphen = False
                    if not self._is_plain(element.attrib, page, words, places, confidences):
                        composer.words(words, places, confidences)
                        words, places, confidences = [], [], []
                        self._word(element, line, composer, page)
                elif element.tag == hyphen_tag:
                    has_hyphen = True
            composer.words(words, places, confidences)
            composer.end_line(has_hyphen=has_hyphen)

    def _is_plain(
        self,
        given: Mapping[str, str],
        page: int,
        words: list[str],
        places: list[tuple[int, int, int, int, int]],
        confidences: list[float],
    ) -> bool:
        """Take a word of which all is told as usual, as most are; say whether it was one."""
        try:
            x, y = int(given["HPOS"]), int(given["VPOS"])
            width, height = int(given["WIDTH"]), int(given["HEIGHT"])
            text, confidence = given["CONTENT"].strip(), float(given["WC"])
        except (KeyError, ValueError):
            return False
        sheet = self.sheet
        if (
            not 0 <= x < x + width <= sheet.width
            or not 0 <= y < y + height <= sheet.height
            or not 0 <= confidence <= 1
            or not (text.isalnum() or len(text.split()) == 1)
            or self.scale != 1.0
            or "SUBS_CONTENT" in given
        ):
            return False
        words.append(text)
        places.append((page, x, y, width, height))
        confidences.append(confidence)
        return True

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
        if place is None or any(each.get("HPOS") is not None for each in words):
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
        return [word.get("CONTENT", "") for word in block.iter(f"{self.namespace}String")]

    def opening(self, block: Any) -> str:
        """Return how a block begins."""
        word = block.find(f".//{self.namespace}String")
        return "" if word is None else word.get("CONTENT", "")


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


def read_alto(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the text of ALTO that belongs to no issue: headings and text in reading order."""
    if is_in_issue(input_file):
        return
    root = parsed_tree(input_file)
    pages = alto_pages(root)
    named = text_at(_head(root), "fileName")
    article = PaperArticle()
    for count, page in enumerate(pages):
        page.sheet.image = image_of(input_file, named) if not count else None
        at = article.on(page.sheet, count)
        compose_blocks(((page, block) for block in page.order), article.text, {id(page): at})
    note_outside(input_file, (page.sheet for page in pages))
    confidence = next((page.confidence for page in pages if page.confidence is not None), None)
    if found := article.finished(input_file, input_file.source.id, confidence=confidence):
        yield found
    else:
        input_file.count_as_none("pages without words")


def compose_blocks(
    blocks: Iterable[tuple[AltoPage, Any]], composer: Composer, pages: dict[int, int]
) -> None:
    """Give blocks to a text, each a paragraph unless a sentence goes on in the next one.

    `pages` has the number of each page in the article by its identity.
    """
    for page, block in blocks:
        if not composer.is_empty:
            composer.end_block(page.opening(block))
        page.compose(block, composer, pages[id(page)])


def alto_pages(root: Any, number_of_file: int | None = None, file: str = "") -> list[AltoPage]:
    """Return the pages of an ALTO file; a number that is given goes before the one in the file.

    Where it has neither a number nor the name of an image, the name of the `file` numbers it.
    """
    namespace = root.tag[: -len(name_of(root))]
    head = _head(root)
    in_millimetres = text_at(head, "MeasurementUnit").lower() in {"mm", "millimeter", "millimetre"}
    ordered = _reading_order(head)
    named = posixpath.splitext(text_at(head, "fileName") or posixpath.basename(file))[0]
    no_text = _tags_of_no_text(head)
    pages: list[AltoPage] = []
    for element in root.iter(f"{namespace}Page"):
        scale = _MILLIMETRES if in_millimetres else 1.0
        number_ = number_of_file or number(element.get("PHYSICAL_IMG_NR"))
        if not number_:  # tesseract writes 0
            match = None if pages else _PAGE_NUMBER.search(named)
            number_ = int(match[1]) if match else len(pages) + 1
        sheet = Sheet(
            number_,
            number(element.get("WIDTH"), scale) or 0,
            number(element.get("HEIGHT"), scale) or 0,
        )
        page = AltoPage(sheet, namespace, scale, share(element.get("PC")))
        _find_blocks(element, page, no_text)
        page.order = _in_order(page, ordered)
        pages.append(page)
    return pages


def _head(root: Any) -> Any:
    """Return what stands beside the layout of a file: the words there are not searched for it."""
    head = ET.Element("head")
    head.extend(each for each in root if name_of(each) != "Layout")
    return head


def _tags_of_no_text(root: Any) -> frozenset[str]:
    """Return the ids of the tags of blocks that are no text of an article, as a page number."""
    tags = first(root, "Tags")
    return frozenset(
        attribute(tag, "ID")
        for tag in (() if tags is None else tags)
        if is_no_text(attribute(tag, "LABEL"))
    )


def _find_blocks(element: Any, page: AltoPage, no_text: frozenset[str]) -> None:
    """Find the blocks of a page: all by their ids, in their order those that are text of it."""
    for area in element:
        in_margin = name_of(area) in _MARGINS
        for block in _blocks_in(area, page):
            page.blocks[block.get("ID") or f"#{len(page.blocks)}"] = block
            tags = block.get("TAGREFS") if no_text else None
            if not in_margin and not (tags and not no_text.isdisjoint(tags.split())):
                page.order.append(block)
    if id_ := element.get("ID"):
        page.groups[id_] = page.order


def _blocks_in(area: Any, page: AltoPage) -> list[Any]:
    """Return the blocks of text in an area, which may be one; note those of composed ones."""
    text, composed = f"{page.namespace}{_TEXT}", f"{page.namespace}{_COMPOSED}"
    if area.tag == text:
        return [area]
    found: list[Any] = []
    for child in area:
        if child.tag == text:
            found.append(child)
        elif len(child):
            inside = _blocks_in(child, page)
            found += inside
            if child.tag == composed and (id_ := child.get("ID")):
                page.groups[id_] = inside
    return found


def _reading_order(root: Any) -> list[str]:
    """Return the ids of blocks in the order to read, as ALTO 4 tells it; none where it does not."""
    order = first(root, "ReadingOrder")
    return (
        []
        if order is None
        else [ref for element in order.iter() if (ref := attribute(element, "REF"))]
    )


def _in_order(page: AltoPage, ordered: list[str]) -> list[Any]:
    """Return the blocks of a page in the order to read; those that it does not name come last."""
    if not ordered:
        return _followed(page)
    named = [block for id_ in ordered if page.knows(id_) for block in page.between(id_)]
    found = {id(block): block for block in named}
    return list((found | {id(block): block for block in page.order}).values())


def _followed(page: AltoPage) -> list[Any]:
    """Return the blocks of a page, each before the one that it names as the next."""
    following = {
        id(block): page.blocks[next_]
        for block in page.order
        if (next_ := block.get("IDNEXT", "")) in page.blocks
    }
    if not following:
        return page.order
    is_next = {id(block) for block in following.values()}
    done: dict[int, Any] = {}
    for block in [*(b for b in page.order if id(b) not in is_next), *page.order]:
        at = block
        while at is not None and id(at) not in done:
            done[id(at)] = at
            at = following.get(id(at))
    return list(done.values())
