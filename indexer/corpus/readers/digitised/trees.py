"""XML of digitised papers as a tree: large, quick to read, and often not quite XML."""

from __future__ import annotations

import html.entities
import re
import sys
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

from indexer.corpus.input_file import InputFile, UnreadableError
from indexer.corpus.readers.xml_files import harmless, xml_data

_PREFIXED = re.compile(rb"[<\s/]([A-Za-z_][\w.-]{0,30}):[\w.-]{1,60}(?=[\s=>/])")
_DECLARED = re.compile(rb"\sxmlns:([\w.-]+)\s*=")
_ROOT = re.compile(rb"<[A-Za-z_][\w.:-]*")
_MAX_DEPTH = 100
BEYOND = 10_000_000
"""A length that no paper has, in whatever unit."""
_MAX_DIGITS = 4  # of the number of a page
_NO_PREFIXES = {b"xml", b"xmlns"}
_REFERENCE = re.compile(rb"&(?:(#[0-9]{1,10}|#x[0-9A-Fa-f]{1,8}|[A-Za-z][A-Za-z0-9]{1,30});)?")
_KNOWN = frozenset({"amp", "lt", "gt", "quot", "apos"})
_CHARACTER = re.compile("[\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # of XML 1.0
_CONTROLS = bytes({*range(ord(" "))} - {*b"\t\n\r"})


def parsed_tree(input_file: InputFile) -> Any:
    """Return the outermost element, with plain names: no namespace stands before them.

    Prefixes that nobody declared are read as if somebody had: the KB writes `xsi:type` so. Raises
    UnreadableError if the file is broken, defines entities, or is too long.
    """
    return tree_of(xml_data(input_file))


def tree_of(data: bytes) -> Any:
    """Return the outermost element of XML that defines no entities, which `xml_data` checks."""
    try:
        return _parsed(data)
    except ET.ParseError as error:
        try:
            return _parsed(harmless(_mended(data)))  # without control characters it may be a bomb
        except ET.ParseError:
            raise UnreadableError(f"broken XML: {error}; get it again") from error


def shallow(root: Any) -> Any:
    """Return a tree as it is. Raises UnreadableError if it is too deep to follow."""
    level = [root]
    for _ in range(_MAX_DEPTH):
        level = [child for element in level for child in element]
        if not level:
            return root
    raise UnreadableError(f"elements in elements, over {_MAX_DEPTH} deep; get it again")


def _parsed(data: bytes) -> Any:
    # The parser in C: that of defusedxml is in Python, ten times as slow. What it guards against
    # needs entities, and nothing here defines any; nothing is ever fetched.
    parser = ET.XMLParser()  # noqa: S314
    parser.entity.update(html.entities.entitydefs)
    parser.feed(data)
    return parser.close()


def _mended(data: bytes) -> bytes:
    """Return XML with its prefixes declared, and no sign in it that XML does not know.

    Programs that recognise text write `&` as it stands on paper, and the control characters that
    they took for letters; people write the names of characters that HTML has.
    """
    data = _REFERENCE.sub(_reference, data.translate(None, _CONTROLS))
    declared = set(_DECLARED.findall(data)) | _NO_PREFIXES
    missing = sorted(set(_PREFIXED.findall(data)) - declared)
    root = _ROOT.search(data)
    names = b"".join(b' xmlns:%b="urn:undeclared:%b"' % (name, name) for name in missing)
    return data[: root.end()] + names + data[root.end() :] if root else data


def _reference(found: re.Match[bytes]) -> bytes:
    """Return how XML refers to a character, nothing for one that it has not."""
    name = (found[1] or b"").decode("ascii")
    if name.startswith("#"):
        code = int(f"0{name[1:]}", 0) if name[1] == "x" else int(name[1:])
        is_character = code <= sys.maxunicode and _CHARACTER.fullmatch(chr(code))
        return found[0] if is_character else b""
    if name in _KNOWN:
        return found[0]
    if code_point := html.entities.name2codepoint.get(name):
        return b"&#%d;" % code_point
    return b"&amp;" + found[0][1:]


def names(listed: str) -> frozenset[str]:
    """Return the names in a list with blanks between them."""
    return frozenset(listed.split())


def name_of(element: Any) -> str:
    """Return the name of an element as it is written, without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def named(element: Any, name: str) -> Iterator[Any]:
    """Yield the elements of this name in an element, at any depth, in any namespace."""
    ending = f"}}{name}"
    for each in element.iter():
        tag = each.tag
        if isinstance(tag, str) and tag.endswith(name) and (tag == name or tag.endswith(ending)):
            yield each


def first(element: Any, name: str) -> Any:
    """Return the first element of this name in an element, None without one."""
    return next((each for each in named(element, name) if each is not element), None)


def text_at(element: Any, name: str) -> str:
    """Return the text of the first element of this name in an element, in one line."""
    found = None if element is None else first(element, name)
    return "" if found is None else " ".join("".join(found.itertext()).split())


def attribute(element: Any, name: str) -> str:
    """Return an attribute by its name, in any namespace; empty without one."""
    if (value := element.get(name)) is not None:
        return str(value)
    ending = f"}}{name}"
    for key in element.keys():  # noqa: SIM118 - an element yields its children
        if key[0] == "{" and key.endswith(ending):
            return str(element.get(key))
    return ""


def number(value: str | None, scale: float = 1.0) -> int | None:
    """Return a length as a whole number, None where it is none or beyond all paper.

    Some programs write a decimal comma, as their users do.
    """
    try:
        found = float((value or "").replace(",", ".")) * scale
    except ValueError:
        return None
    return round(found) if abs(found) < BEYOND else None


def page_number(given: str) -> int | None:
    """Return the number that a page is given, None for a name or what no paper counts to."""
    return int(given) if given.isdecimal() and len(given) <= _MAX_DIGITS else None


def share(value: str | None) -> float | None:
    """Return a confidence as 0 to 1, None where it is none; some write it out of a hundred."""
    try:
        found = float(value or "")
    except ValueError:
        return None
    found = found / 100 if found > 1 else found
    return found if 0 <= found <= 1 else None
