"""Text documents of OpenDocument (.odt), as LibreOffice writes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indexer.corpus.headings.clippings import read_clippings
from indexer.corpus.headings.headlines import Block, headline
from indexer.corpus.headings.labelled_head import labelled_row
from indexer.corpus.headings.openings import read_opening
from indexer.corpus.headings.titles import stated_author, stated_title
from indexer.corpus.input_file import InputFile, UnreadableError
from indexer.corpus.mapping.inner_tables import Cell, read_inner_tables
from indexer.corpus.markup import local_name, outermost, tree_text
from indexer.corpus.normalize import clean_text
from indexer.corpus.packages import Package
from indexer.corpus.readers.xml_files import parse_xml
from indexer.corpus.records import one_line_values
from indexer.corpus.time_limit import TimeLimit
from indexer.corpus.vendors.downloads import read_download
from indexer.model import Article, ArticleError
from indexer.text import one_line

_LEFT_OUT = {"annotation", "tracked-changes", "sequence-decls", "table-of-content"}
_BREAKS = {"tab": "\t", "line-break": "\n"}
_MAX_SPACES = 100


def read_odt(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article: its text and the date on top of it, its headline by the styles.

    Or the article of each row, where the document is a table of them, or below each headline.
    """
    data = input_file.read_whole()
    limit = TimeLimit(len(data))
    package = Package(data, "ODT document")
    if b"encryption-data" in _part(package, "META-INF/manifest.xml"):
        raise UnreadableError("locked with a password; save it without")
    content = parse_xml(package.read("content.xml"))
    blocks = [block for block in _blocks(content, limit) if block.text]
    if not blocks:
        raise UnreadableError("no text in this document; is it one of pictures?")
    text = "\n\n".join(block.text for block in blocks)
    if (download := read_download(text, input_file)) is not None:
        yield from download
        return
    if (rows := read_inner_tables(_tables(content, limit), input_file, text)) is not None:
        yield from rows
        return
    if (clippings := read_clippings(blocks, input_file)) is not None:
        yield from clippings
        return
    properties = _properties(_part(package, "meta.xml"))
    stated = stated_title(properties.get("title", ""), input_file.source.id)
    title, blocks = headline(blocks, stated)
    body = clean_text("\n\n".join(block.text for block in blocks))
    authors = one_line_values(map(stated_author, properties.get("initial-creator", "").split(";")))
    yield read_opening(title, body, clean_text(text), input_file, authors)


def _part(package: Package, name: str) -> bytes:
    """Return a part that a document may lack, empty without it."""
    return package.read(name) if name in package else b""


def _properties(data: bytes) -> dict[str, str]:
    """Return what the document says of itself, by the local names of its elements."""
    if not data:
        return {}
    return {
        local_name(element): one_line(clean_text(element.text or ""))
        for element in parse_xml(data).iter()
    }


def _blocks(root: Any, limit: TimeLimit) -> Iterator[Block]:
    """Yield the paragraphs with their styles, those of boxes and tables too; notes come last."""
    parents = {
        _attribute(style, "name"): _attribute(style, "parent-style-name")
        for style in root.iter()
        if local_name(style) == "style"
    }
    notes: list[Any] = []
    pending = [root]
    while pending or notes:
        if not pending:
            pending, notes = [*reversed(notes)], []
        limit.check()
        element = pending.pop()
        name = local_name(element)
        if name in {"p", "h"} and element.tag.startswith("{"):
            style = _attribute(element, "style-name")
            style = (parents.get(style) or style).replace("_20_", " ")
            text, boxes, noted = _text(element)
            yield Block(clean_text(text), style, _level(element) if name == "h" else None)
            pending.extend(reversed(boxes))
            notes.extend(noted)
        elif name == "table-row" and (line := _label(element)):
            yield Block(line)
        elif name not in _LEFT_OUT:
            pending.extend(reversed(element))


def _tables(root: Any, limit: TimeLimit) -> Iterator[list[list[Cell]]]:
    for table in outermost(root, "table"):
        yield [
            [_cell(each, limit) for each in row if local_name(each) == "table-cell"]
            for row in outermost(table, "table-row")
        ]


def _cell(cell: Any, limit: TimeLimit) -> Cell:
    text = "\n\n".join(block.text for block in _blocks(cell, limit) if block.text)
    links = (_attribute(each, "href") for each in cell.iter() if local_name(each) == "a")
    return Cell(text, next(links, ""))


def _label(row: Any) -> str | None:
    """Return the line that a row of two cells makes, None where it names no field."""
    cells = [cell for cell in row if local_name(cell) == "table-cell"]
    if len(cells) > len(("label", "value")):
        return None
    return labelled_row([clean_text(tree_text(cell)) for cell in cells])


def _level(heading: Any) -> int:
    level = _attribute(heading, "outline-level")
    return int(level) if level.isdecimal() and len(level) <= len("10") else 1


def _text(paragraph: Any) -> tuple[str, list[Any], list[Any]]:
    """Return the text of a paragraph, the boxes anchored in it, and its notes.

    Several spaces, tabs and line ends are elements.
    """
    parts: list[str] = []
    boxes: list[Any] = []
    notes: list[Any] = []
    pending: list[Any] = [paragraph]
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            parts.append(item)
            continue
        name = local_name(item)
        if name == "text-box":
            boxes.append(item)
        elif name == "note":
            notes += [child for child in item if local_name(child) == "note-body"]
        elif name not in _LEFT_OUT:
            parts += [_spaces(item) if name == "s" else _BREAKS.get(name, ""), item.text or ""]
            for child in reversed(item):
                pending += [child.tail or "", child]
    return "".join(parts), boxes, notes


def _spaces(element: Any) -> str:
    count = _attribute(element, "c")
    digits = count[: len(str(_MAX_SPACES)) + 1]  # Python refuses numbers of thousands
    return " " * min(int(digits) if count.isdecimal() else 1, _MAX_SPACES)


def _attribute(element: Any, name: str) -> str:
    """Return an attribute by its local name, empty without one."""
    found = (value for key, value in element.attrib.items() if key.rpartition("}")[2] == name)
    return str(next(found, ""))
