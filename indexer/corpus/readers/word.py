"""Word documents (.docx)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from indexer.corpus.headings.clippings import read_clippings
from indexer.corpus.headings.headlines import Block, headline
from indexer.corpus.headings.labelled_head import labelled_row
from indexer.corpus.headings.openings import read_opening
from indexer.corpus.headings.titles import stated_author, stated_title
from indexer.corpus.input_file import InputFile, UnreadableError
from indexer.corpus.mapping.inner_tables import Cell, read_inner_tables
from indexer.corpus.markup import local_name, outermost
from indexer.corpus.normalize import clean_text
from indexer.corpus.packages import Package, TimedBytes
from indexer.corpus.records import one_line_values
from indexer.corpus.time_limit import TimeLimit
from indexer.corpus.vendors.downloads import read_download
from indexer.model import Article, ArticleError

_LEFT_OUT = {"del", "movefrom", "fallback", "instrtext", "deltext"}
"""What was deleted, moved elsewhere, or stands there for older programs; in lower case."""
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "nobreakhyphen": "-", "softhyphen": "\u00ad"}
_NOTES = {"footnotereference": "footnotes", "endnotereference": "endnotes"}
_MAX_CHAIN = 20  # styles that are based on each other; Word takes eleven
_LISTS = re.compile(r"(?:toc|inhopg|inhoudsopgave|table of contents)\b.*", re.IGNORECASE)


def read_word(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article: its text and the date on top of it, its headline by the styles.

    Or the article of each row, where the document is a table of them, or below each headline.

    Its properties tell when a file or its template was made, which is no day of publication.
    """
    data = input_file.read_whole()
    limit = TimeLimit(len(data))
    document = _open_document(data, limit)
    try:
        contents = _Text(document, limit)
        blocks, tables = [*contents.blocks()], contents.tables()
        known = document.core_properties
        title, author = known.title or "", known.author or ""
    except UnreadableError:
        raise
    except Exception as error:
        raise UnreadableError(f"damaged Word document: {error}; save it again") from error
    text = clean_text("\n\n".join(block.text for block in blocks))
    if not text:
        raise UnreadableError("no text in this document; is it one of pictures?")
    if (download := read_download(text, input_file)) is not None:
        yield from download
        return
    if (rows := read_inner_tables(tables, input_file, text)) is not None:
        yield from rows
        return
    if (clippings := read_clippings(blocks, input_file)) is not None:
        yield from clippings
        return
    title, blocks = headline(blocks, stated_title(title, input_file.source.id))
    body = clean_text("\n\n".join(block.text for block in blocks))
    several = one_line_values(map(stated_author, author.split(";")))  # as Word lists them
    yield read_opening(title, body, text, input_file, several)


def _open_document(data: bytes, limit: TimeLimit) -> Any:
    import docx  # noqa: PLC0415 - heavy

    package = Package(data, "Word document")
    package.check_elements(package.names())  # any part may be one that becomes a tree
    try:
        return docx.Document(TimedBytes(data, limit))
    except UnreadableError:
        raise
    except Exception as error:
        raise UnreadableError(f"no Word document: {error}; save it as .docx") from error


class _Text:
    """The paragraphs of a document in their order, with those of tables, boxes and notes."""

    def __init__(self, document: Any, limit: TimeLimit) -> None:
        self._limit = limit
        self._body = document.element.body
        self._styles = {style.style_id: style for style in document.styles}
        self._part = document.part
        self._noted: list[tuple[str, str]] = []
        self._known: dict[str, tuple[str, int | None]] = {}

    def blocks(self) -> Iterator[Block]:
        """Yield the paragraphs that have text; footnotes and endnotes come last."""
        yield from self._inside(self._body)
        notes = {kind: self._notes(kind) for kind in {kind for kind, _ in self._noted}}
        for kind, number in dict.fromkeys(self._noted):
            if (note := notes[kind].get(number)) is not None:
                yield from self._inside(note)

    def tables(self) -> list[list[list[Cell]]]:
        """Return the cells of the tables that stand in no other."""
        return [
            [[self._cell(each) for each in outermost(row, "tc")] for row in outermost(table, "tr")]
            for table in outermost(self._body, "tbl")
        ]

    def _cell(self, cell: Any) -> Cell:
        text = "\n\n".join(block.text for block in self._inside(cell))
        links = (_attribute(each, "id") for each in cell.iter() if local_name(each) == "hyperlink")
        relation = next((self._part.rels[each] for each in links if each in self._part.rels), None)
        link = relation.target_ref if relation is not None and relation.is_external else ""
        return Cell(clean_text(text), link)

    def _inside(self, root: Any) -> Iterator[Block]:
        pending = [*reversed(root)]
        while pending:
            self._limit.check()
            element = pending.pop()
            name = local_name(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tr" and (line := self._label(element)):
                yield Block(line)
            elif name not in _LEFT_OUT:
                pending.extend(reversed(element))

    def _label(self, row: Any) -> str | None:
        """Return the line that a row of two cells makes, None where it names no field."""
        cells = [cell for cell in row if local_name(cell) == "tc"]
        if len(cells) > len(("label", "value")):
            return None
        return labelled_row(["\n".join(block.text for block in self._inside(c)) for c in cells])

    def _paragraph(self, paragraph: Any) -> Iterator[Block]:
        """Yield a paragraph, then those of the boxes that are anchored in it."""
        parts: list[str] = []
        boxes: list[Any] = []
        pending = [*reversed(paragraph)]
        while pending:
            element = pending.pop()
            name = local_name(element)
            if name == "t":
                parts.append(element.text or "")
            elif name in _SIGNS:
                parts.append(_SIGNS[name])
            elif name == "txbxcontent":
                boxes.append(element)
            elif name in _NOTES:
                self._noted.append((_NOTES[name], _attribute(element, "id")))
            elif name not in _LEFT_OUT and not (name == "r" and _is_hidden(element)):
                pending.extend(reversed(element))
        text = "".join(parts).strip()
        style, level = self._style(paragraph)
        if text and not _LISTS.fullmatch(style):
            yield Block(text, style, level)
        for box in boxes:
            yield from self._inside(box)

    def _style(self, paragraph: Any) -> tuple[str, int | None]:
        """Return the name of a paragraph's style, or of a named one below it, and its level."""
        properties = _child(paragraph, "ppr")
        named = _child(properties, "pstyle")
        style = _attribute(named, "val") if named is not None else ""
        if style not in self._known:
            self._known[style] = self._chain(style)
        name, inherited = self._known[style]
        level = _level(properties)
        return name, inherited if level is None else level

    def _chain(self, style_id: str) -> tuple[str, int | None]:
        """Return the name and level of a style, by those that it is based on."""
        level, names = None, list[str]()
        style = self._styles.get(style_id)
        while style is not None and len(names) < _MAX_CHAIN:  # of a circle there is no end
            names.append(style.name or "")
            level = _level(_child(style.element, "ppr")) if level is None else level
            below = _child(style.element, "basedon")
            style = self._styles.get(_attribute(below, "val")) if below is not None else None
        name = next((name for name in names if Block("", name).is_named), "".join(names[:1]))
        return name, level

    def _notes(self, kind: str) -> dict[str, Any]:
        """Return the footnotes or endnotes by their numbers."""
        from docx.oxml import parse_xml  # noqa: PLC0415 - heavy

        for relation in self._part.rels.values():
            if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
                root = parse_xml(relation.target_part.blob)
                return {_attribute(note, "id"): note for note in root}
        return {}


def _child(element: Any, name: str) -> Any:
    if element is None:
        return None
    return next((child for child in element if local_name(child) == name), None)


def _attribute(element: Any, name: str) -> str:
    """Return an attribute by its local name, empty without one."""
    found = (value for key, value in element.attrib.items() if key.rpartition("}")[2] == name)
    return str(next(found, ""))


def _level(properties: Any) -> int | None:
    """Return the level in the outline, from 1, that properties of a paragraph give it."""
    outline = _child(properties, "outlinelvl")
    value = _attribute(outline, "val") if outline is not None else ""
    return int(value) + 1 if value in set("012345678") else None


def _is_hidden(run: Any) -> bool:
    hidden = _child(_child(run, "rpr"), "vanish")
    return hidden is not None and _attribute(hidden, "val") not in {"0", "false", "off"}
