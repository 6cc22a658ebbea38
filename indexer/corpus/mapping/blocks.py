"""A text in blocks, as editors and content systems keep it in JSON: a paragraph for each block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from indexer.corpus.mapping.values import as_text, plain, without_markup, written_list
from indexer.corpus.normalize import unescape

MAX_DEPTH = 20
"""Objects and lists in each other that a text is looked for in."""

# Keys of a block: what stands above its text, then its text, of which one is read.
_ABOVE = "summary lead intro standfirst headline heading header title kop tussenkop"
_TEXTS = """processed text paragraphs sections children content contents blocks body items nodes
data value html markup plaintext root ops insert tekst alineas alinea inhoud"""
_KINDS = ("type", "_type", "@type", "blockType", "block_type", "kind", "component")
_NO_TEXT = re.compile(
    r"image|picture|photo|foto|figure|afbeelding|video|audio|podcast|embed|advert|banner|gallery"
    r"|slideshow|caption|bijschrift|related|newsletter|social|tweet|button|divider|separator"
    r"|promo|media|^(?:ads?|map|menu|form|byline|author)$",
    re.IGNORECASE,
)
_FORMATTED = {"value", "summary"}
_INLINE_KINDS = "text span link a b i em bold italic strong mark underline"
_INLINE = frozenset(_INLINE_KINDS.split())
_BREAKS = frozenset(("hardbreak", "linebreak", "br"))
_CONTAINERS = frozenset(
    ("", "doc", "document", "root", "body", "article", "section", "group", "column", "columns")
)


def body_text(value: Any) -> str:
    """Return the text of a body: a text, or the blocks of an editor, a paragraph each.

    Blocks are texts, objects with a text, and lists and objects of those, as Fundus, Portable Text,
    ProseMirror, Editor.js, Slate and Draft.js have them. Pictures and the like are left out.
    """
    if isinstance(value, str):
        if not value.startswith(('["', "['", '[{"')):
            return value
        listed = written_list(value)
        return value if listed is None else body_text(listed)
    if isinstance(value, list | dict):
        return "\n\n".join(part for part in _paragraphs(plain(value), 0) if part.strip())
    return as_text(value, "\n\n")


def _paragraphs(value: Any, depth: int) -> Iterator[str]:
    if depth > MAX_DEPTH:
        return
    match value:
        case str():
            yield without_markup(unescape(value), "\n\n")
        case list():
            for each in value:
                yield from _paragraphs(each, depth + 1)
        case dict():
            yield from _of_block(plain(value), depth)


def _of_block(block: Any, depth: int) -> Iterator[str]:
    """Yield the paragraphs of an object: what stands above its text, then the text."""
    if not isinstance(block, dict):
        yield from _paragraphs(block, depth + 1)
        return
    if isinstance(block.get("ops"), list):  # of Quill, whose line breaks are characters
        pieces = (each.get("insert") for each in block["ops"] if isinstance(each, dict))
        yield "".join(each for each in pieces if isinstance(each, str))
        return
    if block.keys() >= _FORMATTED:  # of Drupal: its summary is the text cut off
        block = {name: block[name] for name in ("processed", "value") if block.get(name)}
    kind = _kind(block)
    if _NO_TEXT.search(kind) or not _is_understood(block):
        return
    for name in _ABOVE.split():
        if name in block:
            yield from _paragraphs(block[name], depth + 1)
    for name in _TEXTS.split():
        if block.get(name):
            content = block[name]
            if kind not in _CONTAINERS and _is_inline(content):
                yield _line(content, depth)
            else:
                yield from _paragraphs(content, depth + 1)
            return


def _is_understood(block: Mapping[str, Any]) -> bool:
    """Return whether the text of a block is where it is looked for, and not deeper in it."""
    return any(name in block for name in _TEXTS.split()) or not any(
        isinstance(value, list | dict)
        for name, value in block.items()
        if name not in _ABOVE.split()
    )


def _kind(block: Mapping[str, Any]) -> str:
    kinds = (block.get(name) for name in _KINDS)
    return next((kind.lower() for kind in kinds if isinstance(kind, str)), "")


def _is_inline(content: Any) -> bool:
    """Return whether a list is one line in pieces: words, and words that are bold or linked."""
    return (
        isinstance(content, list)
        and any(isinstance(each, dict) for each in content)
        and all(isinstance(each, str) or _is_piece(each) for each in content)
    )


def _is_piece(value: Any) -> bool:
    return isinstance(value, dict) and (
        (kind := _kind(value)) in _INLINE
        or kind in _BREAKS
        or (not kind and isinstance(value.get("text"), str))
    )


def _line(content: Any, depth: int) -> str:
    """Return the pieces of a line as one text."""
    if depth > MAX_DEPTH:
        return ""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "".join(_line(each, depth + 1) for each in content)
    if not isinstance(content, dict):
        return ""
    if _kind(content) in _BREAKS:
        return "\n"
    return next(
        (_line(content[name], depth + 1) for name in _TEXTS.split() if content.get(name)), ""
    )
