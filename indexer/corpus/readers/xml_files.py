"""XML: read by the format of its outermost element; no entity is expanded, nothing is fetched."""

from __future__ import annotations

import codecs
import html.entities
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from indexer.corpus.formats import format_of_root, xml_formats
from indexer.corpus.input_file import InputFile, Member, UnreadableError
from indexer.corpus.raw.content import HEAD, defines_entities, xml_root
from indexer.corpus.raw.encodings import is_utf8, utf16_codec
from indexer.corpus.readers import reader_of
from indexer.model import Article, ArticleError

MAX_DEPTH = 200
"""Elements in each other that a tree may have: Python follows no more than a thousand."""
_TOO_DEEP = f"elements in elements, over {MAX_DEPTH} deep; save it again"

_OTHERS = {
    "opml": "it is a list of feeds (OPML): save what those feeds give, or take it out",
    "collection": "if these are records in MARCXML, export them as MODS or RIS",
    "record": "if this is a record in MARCXML, export it as MODS or RIS",
    "article": "if this is an article in JATS, save its PDF or its page",
    "plist": "if Safari saved it, name it .webarchive",
}
"""What to do about XML that is known and not read, by its outermost element."""
_SITEMAPS = ("urlset", "sitemapindex")
_ROOT_WITHIN = 100_000
# Anchored and bounded, so that no run of blanks makes it slow.
_ENCODING = re.compile(
    rb"\A(\s*+<\?xml[^>]{0,200}?)\s{1,99}encoding\s{0,99}=\s{0,99}[\"']([\w.:-]{1,99})[\"']"
)
_ASCII = "".join(map(chr, range(ord(" "), 127))) + "\t\r\n"
_UTF8 = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}


def read_xml(input_file: InputFile) -> Iterator[Article | ArticleError | Member]:
    """Yield the articles of XML whose outermost element comes after a long prologue.

    Raises UnreadableError if no format has that element.
    """
    data = xml_data(input_file)
    root = xml_root(data[:_ROOT_WITHIN])
    if found := format_of_root(root):
        input_file.stream = io.BytesIO(data)
        input_file.format, input_file.is_one_article = found, found.one_article
        yield from reader_of(found)(input_file)
    elif root in _SITEMAPS:
        input_file.count_as_none("sitemaps, which list addresses")
    elif root == "html":
        raise UnreadableError("a web page, no feed; get the feed again, or name the page .html")
    else:
        *known, last = xml_formats()
        given = f"begins with <{root}>" if root else "no XML, whatever its name says"
        advice = _OTHERS.get(root, "take it out")
        raise UnreadableError(f"{given}; read are {', '.join(known)} and {last}; {advice}")


def xml_data(input_file: InputFile) -> bytes:
    """Return an XML file whole, in the encoding that it declares.

    Bytes that are UTF-8 declare nothing else, and others do not declare that. Raises
    UnreadableError if it defines entities, as bombs do, or declares an encoding in which ASCII
    means something else.
    """
    return xml_bytes(input_file.read_whole(), input_file.decode)


def xml_bytes(data: bytes, decode: Callable[[bytes], str]) -> bytes:
    """Return the bytes of an XML file, as `xml_data` does; `decode` reads what is not UTF-8."""
    data = data.lstrip()
    if codec := _wide_codec(data):
        return harmless(_declared_nothing(data.decode(codec, "replace").encode("utf-8", "replace")))
    declared = _ENCODING.match(data)
    is_unicode = declared is None or declared[2].lower() in _UTF8
    if not is_unicode and is_utf8(data):
        data = _declared_nothing(data)
    elif is_unicode:
        data = _declared_nothing(_in_utf8(data, decode))
    elif declared and not _has_ascii(declared[2].decode()):
        raise UnreadableError(f"declares the encoding {declared[2].decode()}; save it as UTF-8")
    return harmless(data)


def _in_utf8(data: bytes, decode: Callable[[bytes], str]) -> bytes:
    """Return bytes in UTF-8, which those are that need not be decoded."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return decode(data).encode("utf-8", "replace")
    return data


def _wide_codec(data: bytes) -> str | None:
    """Return the codec of UTF-32 or UTF-16, None for another encoding."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    for codec in ("utf-32-le", "utf-32-be"):
        if data.startswith("<".encode(codec)):
            return codec
    return utf16_codec(data[:HEAD])


def _declared_nothing(data: bytes) -> bytes:
    return _ENCODING.sub(rb"\1", data.removeprefix(codecs.BOM_UTF8), count=1)


def _has_ascii(encoding: str) -> bool:
    """Return whether ASCII is a part of an encoding, so that markup in it can be found as bytes.

    It is not of UTF-7. What nobody knows is read as if it were, as no reader can do otherwise.
    """
    try:
        return _ASCII.encode().decode(encoding) == _ASCII
    except LookupError:
        return True
    except ValueError:
        return False


def parsed_xml(input_file: InputFile) -> Any:
    """Return the outermost element. Raises UnreadableError if it is broken or refers elsewhere."""
    return parse_xml(xml_data(input_file))


def parse_xml(data: bytes) -> Any:
    """Return the outermost element of XML, such as a part of an office document.

    Raises UnreadableError if it is broken, defines entities or refers elsewhere.
    """
    from defusedxml import ElementTree  # noqa: PLC0415 - seldom needed

    with _refusals():
        parser = ElementTree.DefusedXMLParser(target=_shallow_tree())
        parser.entity.update(html.entities.entitydefs)
        parser.feed(harmless(data.lstrip()))
        return parser.close()


def _shallow_tree() -> Any:
    """Return what builds a tree of elements, which refuses one that nothing can follow."""
    from xml.etree.ElementTree import TreeBuilder  # noqa: PLC0415 - it parses nothing

    class Shallow(TreeBuilder):
        depth = 0

        def start(self, tag: Any, attrs: Any, /) -> Any:
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise UnreadableError(_TOO_DEEP)
            return super().start(tag, attrs)

        def end(self, tag: str, /) -> Any:
            self.depth -= 1
            return super().end(tag)

    return Shallow()


def xml_events(stream: IO[bytes]) -> Iterator[tuple[str, Any]]:
    """Yield ("start" or "end", element) as XML is read, so that a caller can drop what it has had.

    Raises UnreadableError if it is broken, too deep, defines entities or refers elsewhere.
    """
    from defusedxml import ElementTree  # noqa: PLC0415 - seldom needed

    depth = 0
    with _refusals():
        for event, element in ElementTree.iterparse(stream, ("start", "end")):
            depth += 1 if event == "start" else -1
            if depth > MAX_DEPTH:
                raise UnreadableError(_TOO_DEEP)
            yield event, element


def harmless(data: bytes) -> bytes:
    """Return XML as it is. Raises UnreadableError if it defines entities, as bombs do."""
    if defines_entities(data):
        raise UnreadableError("defines entities, as bombs do; write out what they stand for")
    return data


@contextmanager
def _refusals() -> Iterator[None]:
    """Make what the parser raises an UnreadableError."""
    from defusedxml import DefusedXmlException  # noqa: PLC0415 - seldom needed

    try:
        yield
    except DefusedXmlException as error:
        raise UnreadableError(f"refused XML: {error}; write out what it refers to") from error
    except (SyntaxError, ValueError, LookupError) as error:
        raise UnreadableError(f"broken XML: {error}; get it again") from error
