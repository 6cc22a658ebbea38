"""Text documents of OpenDocument (.odt), as LibreOffice writes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indexer.corpus.date_lines import split_titled
from indexer.corpus.input_file import InputFile, UnreadableError
from indexer.corpus.markup import local_name
from indexer.corpus.normalize import clean_text
from indexer.corpus.packages import Package
from indexer.corpus.readers.xml_files import parse_xml
from indexer.corpus.records import one_line_values
from indexer.model import Article
from indexer.text import one_line

_LEFT_OUT = {"annotation", "note", "tracked-changes", "sequence-decls", "table-of-content"}
_BREAKS = {"tab": "\t", "line-break": "\n"}
_MAX_SPACES = 100


def read_odt(input_file: InputFile) -> Iterator[Article]:
    """Yield the article: its title is the paragraph of that style, the property, or a heading."""
    package = Package(input_file.read_whole(), "ODT document")
    if b"encryption-data" in _part(package, "META-INF/manifest.xml"):
        raise UnreadableError("locked with a password; save it without")
    blocks = [
        (style, text) for style, text in _blocks(parse_xml(package.read("content.xml"))) if text
    ]
    if not blocks:
        raise UnreadableError("no text in this document; is it one of pictures?")
    properties = _properties(_part(package, "meta.xml"))
    titles = [text for style, text in blocks if style == "Title"]
    if not titles and not properties.get("title") and blocks[0][0] == "Heading":
        titles = [blocks[0][1]]
    title = one_line(titles[0] if titles else properties.get("title", ""))
    body = clean_text("\n\n".join(text for _, text in blocks))
    date, title, body = split_titled(title, body, input_file)
    yield Article(
        input_file.source.id,
        title,
        body,
        date,
        author=one_line_values(properties.get("initial-creator", "").split(";")),
    )


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


def _blocks(root: Any) -> Iterator[tuple[str, str]]:
    """Yield (style, text) of each paragraph: Title and Heading, else the style's own name."""
    parents = {
        _attribute(style, "name"): _attribute(style, "parent-style-name")
        for style in root.iter()
        if local_name(style) == "style"
    }
    pending = [root]
    while pending:
        element = pending.pop()
        name = local_name(element)
        if name in {"p", "h"} and element.tag.startswith("{"):
            style = _attribute(element, "style-name")
            style = parents.get(style) or style
            yield "Heading" if name == "h" else style, clean_text(_text(element))
        elif name not in _LEFT_OUT:
            pending.extend(reversed(element))


def _text(paragraph: Any) -> str:
    """Return the text of a paragraph; several spaces, tabs and line ends are elements."""
    parts: list[str] = []
    pending: list[Any] = [paragraph]
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            parts.append(item)
            continue
        name = local_name(item)
        if name == "s":
            count = _attribute(item, "c")
            parts.append(" " * min(int(count) if count.isdecimal() else 1, _MAX_SPACES))
        parts.append(_BREAKS.get(name, ""))
        if name not in _LEFT_OUT:
            parts.append(item.text or "")
            for child in reversed(item):
                pending += [child.tail or "", child]
    return "".join(parts)


def _attribute(element: Any, name: str) -> str:
    """Return an attribute by its local name, empty without one."""
    found = (value for key, value in element.attrib.items() if key.rpartition("}")[2] == name)
    return str(next(found, ""))
