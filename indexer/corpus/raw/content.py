"""What the first bytes of a file say about its format."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from indexer.corpus.markup import local_name
from indexer.corpus.raw.encodings import utf16_codec

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HEAD = 4096
"""Bytes of a file that decide its format."""
_OPENING = 400  # in which the outermost element mostly begins: what is behind it need not be parsed
GZIP = b"\x1f\x8b\x08"
ZIP = b"PK\x03\x04"

_ZIP_NAME = 30  # where the name of a zip's first member begins
_PACKAGES = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"word/", b"xl/", b"mimetype")
# Atomic and possessive: otherwise blanks after a comment can be shared out in 2**n ways.
_PROLOGUE = rb"\A(?>\s+|<!--.*?-->|<\?xml[^>]*\?>)*+"
_HTML = re.compile(_PROLOGUE + rb"<(?:!doctype\s+html|html)[\s>]", re.DOTALL | re.IGNORECASE)
_ENTITY = re.compile(rb"<!entity", re.IGNORECASE)
_DECLARATION = re.compile(rb"\A\s*+<\?xml[^>]*\?>")
_ROOT = re.compile(
    rb"(?>\s+|<!--.*?-->|<\?.*?\?>)*+<(?:[A-Za-z_][\w.-]{0,60}:)?([A-Za-z_][\w.-]{0,60})"
    rb"(?=[^<>]*\s[A-Za-z_][\w.-]*:)",
    re.DOTALL,
)
_RIS = re.compile(rb"TY  ?- [A-Z]{3,6}\s")
_HEADER = re.compile(rb"[\w-]{2,60}:")
_SAVED = (b"snapshot-content-location:", b"from: <saved by", b'from: "saved by')
_OF_SERVERS = {b"message-id", b"mime-version", b"received", b"return-path", b"delivered-to"}
_MAILBOX = re.compile(rb"From \S{1,200} +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d ")
_OBJECT = re.compile(rb'\{\s*"[^"\n]{1,100}"\s*:')
_HAR = re.compile(rb'\{\s*"log"\s*:\s*\{\s*"(?:version|creator|browser|pages|entries|comment)"\s*:')
_TAR_MARK = slice(257, 262)


def is_html(head: bytes) -> bool:
    """Return whether a web page begins here: by its document type or outermost element."""
    return _HTML.match(without_mark(head)) is not None


def is_hocr(head: bytes) -> bool:
    """Return whether recognised pages in hOCR begin here: HTML that names what recognised them."""
    text = without_mark(head)
    return (b"ocr_page" in text or b"ocr-system" in text) and is_html(text)


def is_wordpress(head: bytes) -> bool:
    """Return whether an export of WordPress begins here, which is RSS with words of its own."""
    return (
        without_mark(head).startswith(b"<") and b"<rss" in head and b"wordpress.org/export/" in head
    )


def is_zotero(head: bytes) -> bool:
    """Return whether references in the RDF of Zotero begin here."""
    return b"http://www.zotero.org/namespaces/export#" in head and xml_root(head) == "rdf"


def is_ris(head: bytes) -> bool:
    """Return whether references in RIS begin here: the first line that is one says its type."""
    return _RIS.match(without_mark(head)) is not None


def is_saved_page(head: bytes) -> bool:
    """Return whether a message begins here in which a browser saved a web page with its parts."""
    if not _HEADER.match(head) or not (b"aved by" in head or b"Snapshot-" in head):
        return False
    headers, _, _ = head.replace(b"\r\n", b"\n").partition(b"\n\n")
    return any(line.lower().startswith(_SAVED) for line in headers.split(b"\n"))


def is_message(head: bytes) -> bool:
    """Return whether a message of mail begins here, with its headers as servers write them."""
    if not _HEADER.match(head) or is_saved_page(head):
        return False
    headers, _, _ = head.replace(b"\r\n", b"\n").partition(b"\n\n")
    names = {line.partition(b":")[0].lower() for line in headers.split(b"\n")}
    return b"from" in names and bool(names & _OF_SERVERS) and bool(names & {b"subject", b"date"})


def is_har(head: bytes) -> bool:
    """Return whether what a browser fetched begins here, in HAR."""
    return _HAR.match(without_mark(head)) is not None


def is_web_archive(head: bytes) -> bool:
    """Return whether a web archive of Safari begins here, a property list of Apple."""
    return b"WebMainResource" in head and (head.startswith(b"bplist00") or b"<plist" in head)


def is_mailbox(head: bytes) -> bool:
    """Return whether a mailbox begins here: with a line that says from whom, and on which day."""
    return _MAILBOX.match(head) is not None


def is_json_lines(head: bytes) -> bool:
    """Return whether objects of JSON begin here, one a line."""
    text = without_mark(head)
    return _OBJECT.match(text) is not None and text.partition(b"\n")[0].rstrip().endswith(b"}")


def is_tar(head: bytes) -> bool:
    """Return whether a tar of POSIX or GNU begins here; older ones have no mark."""
    return head[_TAR_MARK] == b"ustar"


def zip_with(member: bytes) -> Callable[[bytes], bool]:
    """Return a test for an office document or book with this near the beginning of its zip.

    It is one when its first member has a name of such packages: a document that is stored in a zip
    of articles has its members there too.
    """
    return partial(_is_zip_with, member)


def _is_zip_with(member: bytes, head: bytes) -> bool:
    return head.startswith(_PACKAGES, _ZIP_NAME) and head.startswith(ZIP) and member in head


def defines_entities(document: bytes) -> bool:
    """Return whether XML defines entities before its outermost element, as bombs do.

    The document is in UTF-8, UTF-16, or an encoding of which ASCII is a part; it may be cut off.
    One that is broken before its outermost element may define none anywhere, as readers of broken
    XML look further.
    """
    document = without_mark(document)
    if not _ENTITY.search(document):
        return False
    prologue = _Prologue(document)
    return prologue.has_subset and _ENTITY.search(document, 0, prologue.end) is not None


class _Prologue:
    """What stands before the outermost element, of which `end` is the place in bytes."""

    def __init__(self, document: bytes) -> None:
        self.has_subset = False
        self.end = len(document)
        # Every byte is Latin-1, so that no declared encoding stops the parser.
        self._parser = expat.ParserCreate("iso-8859-1")
        self._parser.StartDoctypeDeclHandler = self._on_doctype
        self._parser.StartElementHandler = self._on_element
        try:
            self._parser.Parse(document, False)
        except expat.ExpatError:
            self.has_subset = True  # it is broken, so there is no telling
        except _BegunError:
            pass

    def _on_doctype(
        self, name: str, system: str | None, public: str | None, has_subset: Any
    ) -> None:
        del name, system, public
        self.has_subset = bool(has_subset)

    def _on_element(self, name: str, attributes: Mapping[str, str]) -> None:
        del name, attributes
        self.end = self._parser.CurrentByteIndex
        raise _BegunError


class _BegunError(Exception):
    """The outermost element has begun."""


def xml_root(head: bytes) -> str:
    """Return the local name of the outermost element in lower case, empty where there is none."""
    from xml.etree.ElementTree import XMLPullParser  # noqa: PLC0415 - few archives have XML

    parser: Any = XMLPullParser(("start",))
    head = _DECLARATION.sub(b"", head)  # it may name an encoding that Python does not know
    try:
        for part in (head[:_OPENING], head[_OPENING:]):
            parser.feed(part)
            for _, element in parser.read_events():
                return local_name(element)
    except SyntaxError:
        # A prefix that nobody declared: names are read all the same.
        match = _ROOT.match(without_mark(head))
        return match[1].decode().lower() if match else ""
    return ""


def without_mark(head: bytes) -> bytes:
    """Return how a text begins, past byte order mark and leading space; UTF-16 becomes UTF-8."""
    if codec := utf16_codec(head):
        head = head.decode(codec, "replace").encode("utf-8", "replace")
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()
