"""Marked-up text, HTML or XML, to paragraphs one blank line apart; subheads are paragraphs too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from html.parser import HTMLParser
from typing import Any

from indexer.corpus.closed_markup import feed_all
from indexer.text import SPACE, one_line

_BLOCK_NAMES = """address article aside blockquote body caption center dd details div dl dt fieldset
figcaption footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table
td th tr ul
abstract block body.content bq cell credit head hl1 hl2 inlinedata inlinexml item line list lq note
quote row"""
_LEFT_OUT_NAMES = "button figure iframe math media noscript object script select style svg template"
_BLOCKS = frozenset(_BLOCK_NAMES.split())  # of HTML; of NITF, NewsML-G2 and TEI
_LEFT_OUT = frozenset(_LEFT_OUT_NAMES.split())
_LINE_ENDS = frozenset(("br", "lb"))
_VOID = frozenset(("area", "br", "col", "hr", "img", "input", "link", "meta", "wbr"))
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_SIGNATURE = re.compile(r"\b(?:gmail|moz)[_-]signature\b")
_LINE_END = re.compile(r" ?\n ?")


class Paragraphs:
    """Gathers the text between tags; pictures with their captions, and scripts, are left out."""

    def __init__(self, left_out: AbstractSet[str] = _LEFT_OUT) -> None:
        self._left_out_names = left_out
        self._done: list[str] = []
        self._open: list[str] = []
        self._left_out = 0

    def start(self, tag: str) -> None:
        """Take a start tag."""
        if tag in self._left_out_names:
            self._left_out += 1
        elif tag in _LINE_ENDS:
            self._open.append("\n")
        elif tag in _BLOCKS:
            self._close()

    def end(self, tag: str) -> None:
        """Take an end tag."""
        if tag in self._left_out_names:
            self._left_out = max(0, self._left_out - 1)
        elif tag in _BLOCKS:
            self._close()

    def text(self, data: str) -> None:
        """Take what stands between tags."""
        if not self._left_out:
            self._open.append(SPACE.sub(" ", data))

    def whole(self) -> str:
        """Return all that was taken."""
        self._close()
        return "\n\n".join(self._done)

    def _close(self) -> None:
        line = re.sub(" +", " ", "".join(self._open))
        if paragraph := _LINE_END.sub("\n", line).strip():
            self._done.append(paragraph)
        self._open.clear()


def html_text(markup: str) -> str:
    """Return the text of a piece of HTML, however broken; text without tags as it is."""
    if "<" not in markup and "&" not in markup:
        return markup
    parser = _HtmlText()
    feed_all(parser, markup)
    return parser.paragraphs.whole()


def visible_text(markup: str) -> str:
    """Return the text of a piece of HTML without what its styles hide, as html_text does."""
    parser = _VisibleText()
    feed_all(parser, markup)
    # What is hidden and never ends is as much as what is broken: all is text then.
    return html_text(markup) if parser.hidden else parser.paragraphs.whole()


class _HtmlText(HTMLParser):
    """Leaves out the title in the head of a page, which is no text of it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs = Paragraphs(_LEFT_OUT | {"title"})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as its class has it
        self.paragraphs.start(tag)

    def handle_endtag(self, tag: str) -> None:
        self.paragraphs.end(tag)

    def handle_data(self, data: str) -> None:
        self.paragraphs.text(data)


class _VisibleText(_HtmlText):
    """Leaves out elements that are hidden, as the line is that a list of messages shows.

    And who signs each message of theirs.
    """

    def __init__(self) -> None:
        super().__init__()
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if (self.hidden and tag == self.hidden[0]) or (
            not self.hidden and tag not in _VOID and _is_hidden(attrs)
        ):
            self.hidden.append(tag)
        if not self.hidden:
            super().handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if not self.hidden:
            super().handle_endtag(tag)
        elif tag == self.hidden[0]:
            self.hidden.pop()

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            super().handle_data(data)


def _is_hidden(attributes: list[tuple[str, str | None]]) -> bool:
    return any(
        name == "hidden"
        or (name == "style" and _HIDDEN.search(value or ""))
        or (name == "class" and _SIGNATURE.search(value or ""))
        for name, value in attributes
    )


def tree_text(root: Any) -> str:
    """Return the text of an element of ElementTree or lxml, in any depth, without its tail."""
    paragraphs = Paragraphs()
    pending: list[Any] = [root]
    while pending:
        item = pending.pop()
        if isinstance(item, tuple):
            tag, tail = item
            paragraphs.end(tag)
            paragraphs.text(tail)
        elif isinstance(item.tag, str):  # those of comments and instructions are functions
            tag = local_name(item)
            paragraphs.start(tag)
            paragraphs.text(item.text or "")
            pending.append((tag, "" if item is root else item.tail or ""))
            pending.extend(reversed(item))
        else:
            paragraphs.text(item.tail or "")
    return paragraphs.whole()


def outermost(root: Any, name: str) -> Iterator[Any]:
    """Yield the elements of this name, in lower case, that stand in no other one of it."""
    pending = [*reversed(root)]
    while pending:
        element = pending.pop()
        if local_name(element) == name:
            yield element
        else:
            pending.extend(reversed(element))


def local_name(element: Any) -> str:
    """Return the tag of an element in lower case, without its namespace."""
    return str(element.tag).rpartition("}")[2].lower()


def line_at(element: Any, path: str) -> str:
    """Return the text at a path in one line."""
    found = element.find(path)
    return "" if found is None else one_line(tree_text(found))


def lines_at(element: Any, path: str) -> list[str]:
    """Return the text of each element at a path in one line, of those that have any."""
    lines = (" ".join(tree_text(found).split()) for found in element.findall(path))
    return [line for line in lines if line]


def attribute(element: Any, path: str, name: str) -> str:
    """Return an attribute of the element at a path, empty without one."""
    found = element.find(path)
    return "" if found is None else str(found.get(name, ""))
