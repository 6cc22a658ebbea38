"""Twice the input takes twice the work and the memory, not four times: files of many parts.

Work is counted in calls, as a clock would tell of the machine. What compiled libraries do inside of
one call is not seen here: docs/reliability.md has the times of longer files.
"""

from __future__ import annotations

import io
import sys
import tracemalloc
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from indexer.config import FILE, Settings
from indexer.corpus import UserFields
from indexer.corpus.read import read_articles
from indexer.model import SearchRequest
from indexer.names.corrections import read_corrections
from indexer.output.selection_file import read_selection, selection_bytes
from indexer.selections import SavedSelection
from tests.unit.corpus.readers.test_hostile_pdfs import TEXT as DRAWN
from tests.unit.corpus.readers.test_hostile_pdfs import pdf

TEXT = "De dijk bij Zwolle brak vannacht door, zei de burgemeester. "
PARTS = 150


def zipped(members: Iterable[tuple[str, str]]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
    return made.getvalue()


def book(chapters: int) -> bytes:
    items = "".join(
        f'<item id="c{n}" href="c{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in range(chapters)
    )
    order = "".join(f'<itemref idref="c{n}"/>' for n in range(chapters))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/>'
        f"<manifest>{items}</manifest><spine>{order}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="c.opf" media-type="application/oebps-package+xml"/>'
        "</rootfiles></container>"
    )
    page = '<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>Kop</h1><p>{}</p></body></html>'
    return zipped(
        [
            ("mimetype", "application/epub+zip"),
            ("META-INF/container.xml", container),
            ("c.opf", package),
            *((f"c{n}.xhtml", page.format(TEXT * 2)) for n in range(chapters)),
        ]
    )


def web_archive(records: int) -> bytes:
    page = f"<html><title>Kop</title><body><p>{TEXT * 4}</p></body></html>".encode()
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{0:032x}>\r\n"
        "WARC-Target-URI: https://example.nl/{0}\r\nWARC-Date: 2022-03-01T00:00:00Z\r\n"
        "Content-Type: application/http; msgtype=response\r\nContent-Length: {1}\r\n\r\n"
    )
    each = (head.format(n, len(answer)).encode() + answer + b"\r\n\r\n" for n in range(records))
    return b"".join(each)


def feed(items: int) -> bytes:
    each = (
        f"<item><title>Kop {n}</title><description>{TEXT}</description></item>"
        for n in range(items)
    )
    return f'<rss version="2.0"><channel>{"".join(each)}</channel></rss>'.encode()


def records(count: int) -> bytes:
    others = ",".join(f'"k{n}": "v"' for n in range(count))
    return f'{{"title": "Kop", "body": "{TEXT}", {others}}}'.encode()


def mails(count: int) -> bytes:
    parts = f"--q\nContent-Type: text/plain\n\n{TEXT}\n" * count
    head = "From: a@b\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=q\n\n"
    return f"{head}{parts}--q--\n".encode()


def hidden(count: int) -> bytes:
    return ("hide = [\n" + "".join(f'"naam {n}",\n' for n in range(count)) + "]\n").encode()


def joined(count: int) -> bytes:
    pairs = "".join(f'["jan naam{n}", "j naam{n}"],\n' for n in range(count))
    return f"same = [\n{pairs}]\n".encode()


def hosts(count: int) -> bytes:
    return f"hosts = {[f'a{n}.nl' for n in range(count)]}\n".encode()


def mapped(count: int) -> bytes:
    tables = (f'[fields."krant{n}/**/*.csv"]\ntitle = ["a", "b{n}"]\n' for n in range(count))
    return "".join(tables).encode()


def selection(count: int) -> bytes:
    checksums = {f"a{n:06}": f"{n:064x}" for n in range(count)}
    about = ("dijk", checksums, "2022-03-01", "0.1.0", "12345678", "generation-000001", count)
    return selection_bytes(SavedSelection(SearchRequest("dijk"), *about))


MADE: dict[str, Callable[[int], bytes]] = {
    "pages.pdf": lambda parts: pdf(DRAWN * 3, pages=parts // 5),
    "drawn.pdf": lambda parts: pdf(DRAWN * parts),
    "text.pdf": lambda parts: pdf(b"BT /F 12 Tf (" + b"brug " * parts + b") Tj ET"),
    "streams.pdf": lambda parts: pdf(DRAWN, contents=b"[%s]" % (b"4 0 R " * parts)),
    "nested.pdf": lambda parts: pdf(b"/X " + b"[" * parts + b"]" * parts + b" BDC " + DRAWN),
    "hosts.knipsel": hosts,
    "mapped.knipsel": mapped,
    "selection.set": selection,
    "deep.zip": lambda parts: zipped([("d/" * 20 * parts + "a.txt", TEXT * 3)]),
    "many.zip": lambda parts: zipped((f"d/{n}.txt", TEXT * 3) for n in range(parts)),
    "same.zip": lambda parts: zipped((f"{n % 2}/{n}.html", TEXT * 3) for n in range(parts)),
    "book.epub": book,
    "pages.warc": web_archive,
    "feed.xml": feed,
    "fields.json": records,
    "parts.eml": mails,
    "hidden.toml": hidden,
    "joined.toml": joined,
}


def read_all(path: Path) -> None:
    for _ in read_articles(path):
        pass


def read_settings(path: Path) -> None:
    """Read settings, and say by them where the fields of a file stand."""
    path.with_name(FILE).write_bytes(path.read_bytes())
    settings = Settings.load(environment={}, folder=path.parent)
    UserFields(settings.fields, settings.fields_by_path).of("/archief/krant9/2022/1.csv")


READ: dict[str, Callable[[Path], object]] = {
    ".toml": read_corrections,
    ".knipsel": read_settings,
    ".set": read_selection,
}
"""What is read otherwise than as articles, by the ends of names."""


def work(path: Path) -> tuple[int, int]:
    """Return the calls that reading a file takes, and the bytes at its peak."""
    calls = 0

    def counted(_frame: object, event: str, _given: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    def read() -> None:
        READ.get(path.suffix, read_all)(path)

    read()  # what is made when it is first used
    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        read()
    finally:
        sys.setprofile(before)
    return calls, min(peak(read) for _ in range(2))


def peak(read: Callable[[], None]) -> int:
    """Return the bytes at the peak; now and then Python makes a table of all names anew."""
    tracemalloc.start()
    read()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


@pytest.mark.parametrize("name", MADE)
def test_twice_as_many_parts_take_twice_as_much(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    found = []
    for parts in (PARTS, 2 * PARTS):
        path.write_bytes(MADE[name](parts))
        found.append(work(path))
    (calls, most), (more_calls, more) = found
    assert calls > PARTS
    assert more_calls < 2.3 * calls
    assert more < 2.5 * most + 100_000
