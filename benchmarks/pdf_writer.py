"""A writer of PDF: texts at places on pages, in the order in which they are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

Placed: TypeAlias = tuple[float, float, float, str]
"""Place from the left and from below, size, text; all in points."""


def pdf(pages: Sequence[Sequence[Placed]], properties: Mapping[str, str] | None = None) -> bytes:
    """Return a PDF of these pages, with what its properties say (Title, Author, CreationDate)."""
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", _dictionary(properties or {}), font]
    kids = []
    for page in pages:
        kids.append(len(objects) + 1)
        stream = b"".join(map(_shown, page))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F1 4 0 R>>>>>>" % (kids[-1] + 1)
        )
        objects.append(b"<</Length %d>>stream\n%b\nendstream" % (len(stream), stream))
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<</Type/Pages/Kids[%b]/Count %d>>" % (listed, len(kids))
    return _file(objects)


def column(x: float, y: float, lines: Sequence[str], size: float = 10) -> list[Placed]:
    """Return lines below each other, the first of them at this place."""
    return [(x, y - 1.3 * size * number, size, line) for number, line in enumerate(lines)]


def _shown(placed: Placed) -> bytes:
    x, y, size, text = placed
    return b"BT /F1 %g Tf %g %g Td (%b) Tj ET\n" % (size, x, y, _escaped(text))


def _escaped(text: str) -> bytes:
    data = text.encode("cp1252")
    return data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _dictionary(properties: Mapping[str, str]) -> bytes:
    values = (b"/%b(%b)" % (name.encode(), _escaped(text)) for name, text in properties.items())
    return b"<<%b>>" % b"".join(values)


def _file(objects: Sequence[bytes]) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj%b endobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
    return data + b"trailer<</Size %d/Root 1 0 R/Info 3 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size,
        start,
    )
