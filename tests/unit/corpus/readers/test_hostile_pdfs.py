"""A small PDF that is made to cost much is refused by a limit, which names what to do about it."""

from __future__ import annotations

import zlib

import pytest

from indexer.corpus import time_limit
from indexer.corpus.readers.pdf import reader
from tests.fixture_types import ReadFile

TEXT = b"BT /F 12 Tf 50 700 Td (De brug van Ravelhout is weer open voor wie er over wil) Tj ET "
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
DRAWS = "a page draws more than any page of text does; save its text as .txt"


def packed(drawn: bytes, more: bytes = b"") -> bytes:
    data = zlib.compress(drawn)
    head = b"<< /Length %d /Filter /FlateDecode %s >>" % (len(data), more)
    return head + b"\nstream\n" + data + b"\nendstream"


def pdf(drawn: bytes, *, pages: int = 1, contents: bytes = b"4 0 R", form: bytes = b"") -> bytes:
    """Return a document that shows one page some times."""
    kids = b"3 0 R " * pages
    resources = b"/Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %s %s >>"
        % (contents, resources),
        packed(drawn),
        FONT,
        packed(form, b"/Type /XObject /Subtype /Form /BBox [0 0 600 800] " + resources),
    ]
    content, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(content))
    return content + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


@pytest.fixture(autouse=True)
def _small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_STREAM", 20_000)
    monkeypatch.setattr(reader, "MAX_ARTICLE", 50_000)


def test_a_document_within_the_limits_is_read(read_file: ReadFile) -> None:
    (article,), _ = read_file("a.pdf", pdf(TEXT * 100, pages=3))
    assert article.body.count("Ravelhout") == 300
    (article,), _ = read_file("a.pdf", pdf(b"/X Do", form=TEXT))
    assert "Ravelhout" in article.title


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (pdf(b"0 g " * 10_000 + TEXT), DRAWS),
        (pdf(b"BT /F 12 Tf (" + b"brug " * 10_000 + b") Tj ET"), DRAWS),
        (pdf(b"BT /F 12 Tf [" + b"(brug ) " * 10_000 + b"] TJ ET"), DRAWS),
        (pdf(TEXT * 20, contents=b"[%s]" % (b"4 0 R " * 1000)), DRAWS),
        (pdf(TEXT * 100, pages=20), "longer than 0 MB; split it into articles"),
        (pdf(b"BT /F 12 Tf (" + b"brug " * 3_000 + b") Tj ET", pages=9), "longer than 0 MB"),
        (pdf(b"/X Do " * 9, form=TEXT * 150), "longer than 0 MB"),
    ],
    ids=range(7),
)
def test_what_is_made_to_cost_much_is_refused(
    read_file: ReadFile, content: bytes, told: str
) -> None:
    articles, errors = read_file("a.pdf", content)
    assert articles == []
    (error,) = errors
    assert told in error.reason


def test_the_clock_is_looked_at_before_each_thing_that_is_drawn(
    read_file: ReadFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of them may take a second."""
    monkeypatch.setattr(time_limit, "_SECONDS", -1.0)
    _, (error,) = read_file("a.pdf", pdf(TEXT))
    assert "s to read, for its size; save its text as .txt" in error.reason
