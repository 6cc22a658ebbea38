"""What is not told with the values of cells: their links, and formulas that have no value.

A link is the address of the article that a row is of.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any, TypeAlias

from indexer.corpus.ids import id_of_address
from indexer.corpus.input_file import InputFile
from indexer.corpus.mapping.field_names import find_columns
from indexer.corpus.packages import Package

Links: TypeAlias = dict[int, dict[int, str]]
"""By the number of a row: the columns, from 0, whose cells have a link, and their addresses."""

_LINK = re.compile(rb"<(?:\w{1,9}:)?hyperlink\s[^<>]{1,4000}>")
_FORMULA = re.compile(
    rb'<(?:\w{1,9}:)?c r="([A-Z]{1,3}\d{1,7})"[^<>]{0,200}><(?:\w{1,9}:)?f\b[^<>]{0,200}>'
    rb'\s{0,9}HYPERLINK\(\s{0,9}(?:"|&quot;)([^"<>]{1,2000}?)(?:"|&quot;)',
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(rb'\s(?:\w{1,9}:)?(ref|id|Id|Target)\s{0,9}=\s{0,9}"([^"<>]{0,4000})"')
_RELATION = re.compile(rb"<(?:\w{1,9}:)?Relationship\s[^<>]{1,9000}>")
# What closes the formula of a cell whose value does not follow: </f></c>, </f><v/>, <f …/></c>.
_NO_VALUE = re.compile(
    rb"(?:</(?:\w{1,9}:)?f>|<(?:\w{1,9}:)?f\b[^<>]{0,200}/>)"
    rb"(?:<(?:\w{1,9}:)?v ?/>|<(?:\w{1,9}:)?v></(?:\w{1,9}:)?v>)?</(?:\w{1,9}:)?c>"
)
_MAX_CLOSING = 300  # bytes of that
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_WEB = ("http://", "https://")
_BLOCK = 1 << 16
_LONGEST = 4_200  # bytes of such an element
MAX_LINKED = 500_000
"""Rows of which the links are kept."""


def cell_links(package: Package, sheet: str) -> Links:
    """Return the addresses on the web that the cells of a sheet link to, by hand or by formula."""
    found = Links()
    targets = _targets(package, sheet)
    for match in _matches(package.open(sheet), (_FORMULA, _LINK) if targets else (_FORMULA,)):
        if match.re is _FORMULA:
            place, target = match[1], _text(match[2])
        else:
            attributes = dict(_ATTRIBUTE.findall(match[0]))
            place, target = attributes.get(b"ref", b""), targets.get(attributes.get(b"id", b""), "")
        cell = _CELL.match(place.decode("ascii", "replace"))
        if cell and target.startswith(_WEB) and len(found) < MAX_LINKED:
            found.setdefault(int(cell[2]), {})[column_number(cell[1])] = target
    return found


def _matches(stream: IO[bytes], wanted: Iterable[re.Pattern[bytes]]) -> Iterable[re.Match[bytes]]:
    """Yield the matches in a stream, which is read in blocks."""
    rest = b""
    while block := stream.read(_BLOCK):
        rest, end = rest + block, 0
        for expression in wanted:
            for match in expression.finditer(rest):
                yield match
                end = max(end, match.end())
        rest = rest[max(end, len(rest) - _LONGEST) :]


def _targets(package: Package, sheet: str) -> dict[bytes, str]:
    """Return what the links of a sheet lead to, by their ids, from the part that says so."""
    folder, name = posixpath.split(sheet.lstrip("/"))
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in package:
        return {}
    found = {}
    for element in _RELATION.findall(package.read(relations)):
        attributes = dict(_ATTRIBUTE.findall(element))
        found[attributes.get(b"Id", b"")] = _text(attributes.get(b"Target", b""))
    return found


def _text(value: bytes) -> str:
    return html.unescape(value.decode("utf-8", "replace")).strip()


def uncalculated(sheet: IO[bytes]) -> int:
    """Return how many cells of a sheet have a formula without the value that it gives."""
    count, rest = 0, b""
    while block := sheet.read(_BLOCK):
        rest, end = rest + block, 0
        for match in _NO_VALUE.finditer(rest):
            count, end = count + 1, match.end()
        rest = rest[max(end, len(rest) - _MAX_CLOSING) :]
    return count


def note_uncalculated(count: int, input_file: InputFile) -> None:
    """Note how many cells are empty for want of the value of their formula."""
    group = "formulas without their values, which are read as empty cells"
    advice = "open it in a program for spreadsheets and save it"
    input_file.note(f"{group} ({count:,}); {advice}", count, f"{group}; {advice}")


def filled_cells(cells: Sequence[Any]) -> list[Any]:
    """Return the cells up to the last that is filled, an empty text for each that is not."""
    last = max(
        (number for number, cell in enumerate(cells, 1) if cell not in {None, ""}), default=0
    )
    return ["" if cell is None else cell for cell in cells[:last]]


def column_number(letters: str) -> int:
    """Return the number of a column, from 0: 27 of AB."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def turn_links(links: Links, rows: Sequence[int]) -> None:
    """Turn the links of a table with these rows on its side, as its cells are."""
    turned = Links()
    for at, row in enumerate(rows):
        for column, link in links.get(row, {}).items():
            turned.setdefault(column + 1, {})[at] = link
    links.clear()
    links.update(turned)


def with_link(
    record: dict[str, str], header: Sequence[str], links: Mapping[int, str]
) -> dict[str, str]:
    """Return a record with the address that a cell links to, where no cell says one.

    That of the cell of an address, of the headline, or of another that is of no writer or paper.
    """
    columns = find_columns(tuple(record))
    if any(record[name].startswith(_WEB) for name in columns.url):
        return record
    of = {header[at]: link for at, link in links.items() if at < len(header) and header[at]}
    others = (name for name in of if name not in (*columns.source, *columns.author, *columns.id))
    names = (*columns.url, *columns.title, *others)
    link = next((of[name] for name in names if id_of_address(of.get(name, ""))), "")
    return {**record, columns.url[0] if columns.url else "url": link} if link else record
