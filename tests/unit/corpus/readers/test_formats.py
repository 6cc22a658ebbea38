"""Each form becomes the articles that stand in tests/golden/forms/expected.json."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from indexer.corpus import read_articles
from indexer.corpus.formats import FORMATS, format_of_content, format_of_name
from indexer.model import Article, ArticleError
from tests.paths import GOLDEN

GOLDEN = GOLDEN / "forms"
FILES = sorted((GOLDEN / "files").iterdir())
EXPECTED = [Article(**fields) for fields in json.loads((GOLDEN / "expected.json").read_text())]


def test_a_folder_of_forms_becomes_the_expected_articles() -> None:
    assert list(read_articles(GOLDEN / "files")) == EXPECTED


def test_there_is_a_golden_file_of_every_form_that_is_no_archive_or_table() -> None:
    named = [(path, format_of_name(path.name)) for path in FILES]
    given = {format_of_content(path.read_bytes(), name.format) for path, name in named if name}
    elsewhere = {row for row in FORMATS if row.has_fields or row.is_container}
    assert {row.name for row in {*FORMATS} - elsewhere - given} == {"plain text", "WARC", "XML"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_is_compressed_is_read_the_same(path: Path, tmp_path: Path) -> None:
    (tmp_path / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
    assert list(read_articles(tmp_path)) == list(read_articles(path))


def zipped(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in FILES:
            archive.write(file, f"map/{file.name}")


def tarred(mode: Literal["w", "w:gz"]) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with tarfile.open(path, mode) as archive:
            for file in FILES:
                archive.add(file, f"map/{file.name}")

    return write


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.zip", zipped),
        ("a.tar", tarred("w")),
        ("a.tar.gz", tarred("w:gz")),
        ("a.tgz", tarred("w:gz")),
    ],
)
def test_an_archive_holds_the_same_articles_and_names_itself_in_ids(
    tmp_path: Path, name: str, write: Callable[[Path], None]
) -> None:
    write(tmp_path / name)
    files = {path.name for path in FILES}
    inner = "a.tar" if "t" in name else "a.zip"
    expected = [
        f"{inner}!map/{article.id}" if article.id in files else article.id for article in EXPECTED
    ]
    found = list(read_articles(tmp_path / name))
    assert [item.id if isinstance(item, Article) else str(item) for item in found] == expected
    assert {path.name for path in tmp_path.iterdir()} == {name}, "nothing is unpacked"


# -- WARC

PAGE = (GOLDEN / "files" / "dijk.html").read_bytes()
HARBOUR = (GOLDEN / "files" / "haven.htm").read_bytes()


def crawl(*records: tuple[str, str, bytes, str], compressed: bool = False) -> bytes:
    """Return a WARC of (address, content type, payload, status)."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=compressed)
    for address, kind, payload, status in records:
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            address, "response", payload=io.BytesIO(payload), http_headers=headers
        )
        writer.write_record(record)
    return stream.getvalue()


CRAWL = (
    ("https://landscourant.example/binnenland/dijk?ref=x", "text/html", PAGE, "200 OK"),
    ("https://landscourant.example/dijk-bij-velmer", "text/html", PAGE, "200 OK"),
    ("https://landscourant.example/dijk.mp4", "video/mp4", b"\0" * 5000, "200 OK"),
    ("https://landscourant.example/dijk.jpg", "image/jpeg", b"\xff\xd8" * 50, "200 OK"),
    ("https://haven.example/walstroom", "text/html; charset=windows-1252", HARBOUR, "200 OK"),
    ("https://haven.example/weg", "text/html", b"<p>Niet gevonden</p>", "404 Not Found"),
    ("https://haven.example/leeg", "text/html", b"<html></html>", "200 OK"),
)


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_crawl_gives_an_article_a_page_and_counts_the_rest(
    tmp_path: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / name).write_bytes(crawl(*CRAWL, compressed=name.endswith("gz")))
    dijk, haven = read_articles(tmp_path / name)
    assert isinstance(dijk, Article)
    assert dijk == next(article for article in EXPECTED if article.title == dijk.title)
    assert isinstance(haven, Article)
    assert (haven.id, haven.url) == ("https://haven.example/walstroom",) * 2
    assert "Renée Coöst" in haven.body
    for told in ("1 video", "1 image", "1 copies of pages", "1 redirects", "1 pages without"):
        assert told in caplog.text


@pytest.mark.parametrize("compressed", [False, True])
def test_a_crawl_that_is_cut_off_gives_no_half_page(tmp_path: Path, compressed: bool) -> None:
    whole = crawl(CRAWL[0], CRAWL[4], compressed=compressed)
    (tmp_path / "a.warc").write_bytes(whole[: len(whole) - 200])
    dijk, error = read_articles(tmp_path)
    assert isinstance(dijk, Article)
    assert isinstance(error, ArticleError)
    assert "https://haven.example/walstroom: the WARC is cut off" in error.reason


def test_a_page_in_chunks_is_read_whole(tmp_path: Path) -> None:
    stream = io.BytesIO()
    headers = StatusAndHeaders(
        "200 OK",
        [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")],
        protocol="HTTP/1.1",
    )
    half = len(PAGE) // 2
    chunks = [PAGE[:half], PAGE[half:], b""]
    payload = b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks)
    writer = WARCWriter(stream, gzip=False)
    writer.write_record(
        writer.create_warc_record(
            "https://x.example/", "response", payload=io.BytesIO(payload), http_headers=headers
        )
    )
    (tmp_path / "a.warc").write_bytes(stream.getvalue())
    (dijk,) = read_articles(tmp_path)
    assert dijk in EXPECTED


def test_what_is_no_crawl_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"Geen WARC\r\n\r\n" * 20)
    (error,) = read_articles(tmp_path)
    assert isinstance(error, ArticleError)
    assert "no WARC" in error.reason
