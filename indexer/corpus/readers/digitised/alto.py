"""ALTO 1 to 4 (https://www.loc.gov/standards/alto): a page as blocks, lines and words."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree import ElementTree as ET

from indexer.corpus.input_file import InputFile
from indexer.corpus.readers.digitised.alto_page import AltoPage
from indexer.corpus.readers.digitised.composer import Composer
from indexer.corpus.readers.digitised.paper import (
    PaperArticle,
    Sheet,
    image_of,
    is_in_issue,
    is_no_text,
    note_outside,
)
from indexer.corpus.readers.digitised.plain_words import AltoTree, alto_tree
from indexer.corpus.readers.digitised.trees import (
    attribute,
    first,
    name_of,
    number,
    share,
    text_at,
)
from indexer.corpus.readers.xml_files import xml_data
from indexer.model import Article, ArticleError

_TEXT, _COMPOSED = "TextBlock", "ComposedBlock"
_MARGINS = ("TopMargin", "LeftMargin", "RightMargin", "BottomMargin")
_PAGE_NUMBER = re.compile(r"(?<![\d])(?:p|page|blz|_)?0*(\d{1,3})\D*$", re.IGNORECASE)
_MILLIMETRES = 10.0  # whole millimetres are too coarse for boxes: they become tenths


def read_alto(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the text of ALTO that belongs to no issue: headings and text in reading order."""
    if is_in_issue(input_file):
        return
    tree = alto_tree(xml_data(input_file))
    pages = alto_pages(tree)
    named = text_at(_head(tree.root), "fileName")
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


def alto_pages(tree: AltoTree, number_of_file: int | None = None, file: str = "") -> list[AltoPage]:
    """Return the pages of an ALTO file; a number that is given goes before the one in the file.

    Where it has neither a number nor the name of an image, the name of the `file` numbers it.
    """
    root = tree.root
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
        page = AltoPage(sheet, namespace, tree.words, scale, share(element.get("PC")))
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
    once = filter(page.knows, dict.fromkeys(ordered))  # an id may have all blocks of the page
    found = {id(block): block for id_ in once for block in page.between(id_)}
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
