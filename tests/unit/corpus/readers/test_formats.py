"""Each format becomes the articles that stand in tests/golden/formats/expected."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from indexer.corpus import read_articles
from indexer.corpus.formats import FORMATS, Format, format_of_content, format_of_name
from indexer.corpus.raw.content import HEAD
from indexer.model import Article, ArticleError
from tests.golden_formats import ARTICLES, FILES, FOLDER, OF_PARTS, WITHDRAWN, expected

FLAT = [
    path for path in FILES.values() if path.parent.name not in {"zip", "wacz", "tar", *OF_PARTS}
]


@pytest.mark.parametrize("path", FILES.values(), ids=lambda path: path.name)
def test_a_file_becomes_the_expected_articles(path: Path) -> None:
    assert list(read_articles(path)) == expected(path)


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.name)
def test_each_row_of_the_table_has_golden_files_that_it_reads(row: Format) -> None:
    files = [
        path for path in FILES.values() if path.parent.name == row.name.lower().replace(" ", "-")
    ]
    assert files, f"put a file in {FOLDER}, in a folder called as the format"
    for path in files:
        name = format_of_name(path.name)
        assert name
        assert format_of_content(path.read_bytes()[:HEAD], name.format) is row


def test_a_folder_of_all_formats_becomes_all_articles() -> None:
    found = list(read_articles(FOLDER))
    seen = [a for a in found if isinstance(a, Article) and not (a.release and a.release.withdrawn)]
    assert [article.body for article in seen] == [article.body for article in ARTICLES]
    assert len(found) == len(ARTICLES) + WITHDRAWN


def test_golden_files_stand_in_the_folder_of_a_format() -> None:
    rows = {row.name.lower().replace(" ", "-") for row in FORMATS}
    assert {path.name for path in FOLDER.iterdir()} == rows


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in FILES.values()
        if path.suffix not in {".warc", ".zip", ".wacz"} and path.parent.name not in OF_PARTS
    ],
    ids=lambda path: path.name,
)
def test_what_is_compressed_is_read_the_same(path: Path, tmp_path: Path) -> None:
    (tmp_path / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
    assert list(read_articles(tmp_path)) == list(read_articles(path))


def zipped(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in FLAT:
            archive.write(file, f"map/{file.name}")


def tarred(mode: Literal["w", "w:gz"]) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with tarfile.open(path, mode) as archive:
            for file in FLAT:
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
    inner = "a.tar" if "t" in name else "a.zip"
    ids = [
        f"{inner}!map/{article.id}"
        if path.name.startswith(article.id.partition("!")[0])
        else article.id
        for path in FLAT
        for article in expected(path)
    ]
    found = list(read_articles(tmp_path / name))
    assert [item.id if isinstance(item, Article) else str(item) for item in found] == ids
    assert {path.name for path in tmp_path.iterdir()} == {name}, "nothing is unpacked"


# -- WARC

PAGE = FILES["dijk.html"].read_bytes()
HARBOUR = FILES["haven.htm"].read_bytes()


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
    assert dijk == expected(FILES["dijk.html"])[0]
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
    assert [dijk] == expected(FILES["dijk.html"])


def test_what_is_no_crawl_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"Geen WARC\r\n\r\n" * 20)
    (error,) = read_articles(tmp_path)
    assert isinstance(error, ArticleError)
    assert "no WARC" in error.reason
