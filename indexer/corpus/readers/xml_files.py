"""XML: feeds and the press's own forms, told by their root; no entity is expanded, none fetched."""

from __future__ import annotations

import html.entities
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias
from xml.etree.ElementTree import XMLPullParser

from indexer.corpus.input_file import InputFile, UnreadableError
from indexer.corpus.markup import local_name
from indexer.corpus.readers.feeds import read_feed
from indexer.corpus.readers.newsml import read_newsml
from indexer.corpus.readers.nitf import read_nitf
from indexer.model import Article, ArticleError

_Reader: TypeAlias = Callable[[Any, InputFile], Iterator[Article | ArticleError]]

_ROOTS: dict[str, _Reader] = {
    "nitf": read_nitf,
    "newsitem": read_newsml,
    "newsmessage": read_newsml,
}
_FEEDS = {"rss", "feed", "rdf"}
_ENTITIES = re.compile(rb"<!DOCTYPE[^\[>]*\[.*?<!ENTITY", re.DOTALL | re.IGNORECASE)
_DECLARATION = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>")
_WITHIN = 100_000


def read_xml(opened: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the articles of RSS, Atom, NITF or NewsML-G2; UnreadableError for other XML."""
    data = opened.read_whole().lstrip()
    head = data[:_WITHIN]
    if _ENTITIES.search(head):
        raise UnreadableError("defines entities, as bombs do; write out what they stand for")
    name = _root(head)
    if name in _FEEDS:
        yield from read_feed(data, opened)
    elif name in _ROOTS:
        yield from _ROOTS[name](_parsed(data), opened)
    elif name == "html":
        raise UnreadableError("a web page, no feed; get the feed again, or name the page .html")
    else:
        known = "RSS, Atom, NITF or NewsML-G2"
        raise UnreadableError(f"no {known} but {f'<{name}>' if name else 'no XML'}; take it out")


def _root(head: bytes) -> str:
    """Return the name of the outermost element, empty when there is none before it breaks."""
    parser: Any = XMLPullParser(("start",))
    parser.feed(_DECLARATION.sub(b"", head))  # its encoding may be one that nobody knows
    try:
        return next((local_name(element) for _, element in parser.read_events()), "")
    except SyntaxError:
        return ""


def _parsed(data: bytes) -> Any:
    from defusedxml import DefusedXmlException, ElementTree  # noqa: PLC0415 - seldom needed

    parser = ElementTree.DefusedXMLParser()
    parser.entity.update(html.entities.entitydefs)
    try:
        parser.feed(data)
        return parser.close()
    except DefusedXmlException as error:
        raise UnreadableError(f"refused XML: {error}; write out what it refers to") from error
    except (SyntaxError, ValueError, LookupError) as error:
        raise UnreadableError(f"broken XML: {error}; get it again") from error
