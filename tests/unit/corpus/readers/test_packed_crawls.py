"""Pages of a crawl are read however a server or a crawler packed them, and so is any file."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from indexer.corpus import read_articles
from indexer.model import Article
from tests.fixture_types import ReadFile
from tests.golden_formats import FILES

PAGE = FILES["dijk.html"].read_bytes()


def packed_crawl(*pages: tuple[str, bytes]) -> bytes:
    """Return a WARC of pages, each with its content encoding and its body as that packs it."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=False)
    for number, (packed_as, body) in enumerate(pages):
        fields = [("Content-Type", "text/html"), ("Content-Encoding", packed_as)]
        headers = StatusAndHeaders("200 OK", fields, protocol="HTTP/1.1")
        record = writer.create_warc_record(
            f"https://{number}.example/", "response", payload=io.BytesIO(body), http_headers=headers
        )
        writer.write_record(record)
    return stream.getvalue()


def test_a_wacz_under_the_name_of_a_zip_is_its_crawl(tmp_path: Path) -> None:
    """Its list of pages has their texts too, which would be there twice."""
    path = tmp_path / "demer.zip"
    path.write_bytes(FILES["demer.wacz"].read_bytes())
    assert [*read_articles(path)] == [*read_articles(FILES["demer.wacz"])]


def numbered(number: int) -> bytes:
    return PAGE.replace(b"</article>", b"<p>Pagina %d.</p></article>" % number).replace(
        b"https://landscourant.example/dijk-bij-velmer", b"https://%d.example/" % number
    )


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


PACKED = (
    ("gzip", gzip.compress(numbered(0), mtime=0)),
    ("br", brotli.compress(numbered(1))),
    ("zstd", zstd(numbered(2))),
    ("deflate", zlib.compress(numbered(3))),
    ("deflate", zlib.compress(numbered(4))[2:-4]),
    ("gzip, br", brotli.compress(gzip.compress(numbered(5), mtime=0))),
    ("BR", brotli.compress(numbered(6))),
    ("br", numbered(7)),
    ("utf-8", numbered(8)),
)


@pytest.mark.parametrize(
    ("name", "pack"), [("a.warc", bytes), ("a.warc.gz", gzip.compress), ("a.warc.zst", zstd)]
)
def test_pages_are_read_however_server_and_crawler_packed_them(
    tmp_path: Path, name: str, pack: Callable[[bytes], bytes]
) -> None:
    (tmp_path / name).write_bytes(pack(packed_crawl(*PACKED)))
    found = [item for item in read_articles(tmp_path / name) if isinstance(item, Article)]
    ends = [article.body.rpartition("\n\n")[2] for article in found]
    assert ends == [f"Pagina {number}." for number in range(len(PACKED))]


@pytest.mark.parametrize(
    ("packed_as", "body", "reason"),
    [
        ("br", brotli.compress(PAGE)[:-40], "packed as br, and damaged"),
        ("zstd", zstd(PAGE)[:-40], "packed as zstd, and damaged"),
        ("compress", b"\x1f\x9d\x90", "packed as 'compress', which is not known"),
        ("br", brotli.compress(b"<p>" + b"a" * 40_000_000), "a page of over 10 MB"),
        ("zstd", zstd(b"<p>" + b"a" * 40_000_000), "a page of over 10 MB"),
        ("gzip", gzip.compress(b"<p>" + b"a" * 40_000_000, mtime=0), "a page of over 10 MB"),
    ],
)
def test_a_page_that_cannot_be_unpacked_costs_that_one_only(
    tmp_path: Path, packed_as: str, body: bytes, reason: str
) -> None:
    (tmp_path / "a.warc").write_bytes(packed_crawl((packed_as, body), ("br", PACKED[1][1])))
    error, article = read_articles(tmp_path / "a.warc")
    assert isinstance(article, Article)
    assert f"https://0.example/: a page that cannot be unpacked: {reason}" in str(error) or (
        f"https://0.example/: {reason}" in str(error)
    )


@pytest.mark.parametrize(("library", "packed_as"), [("brotli", "br"), ("zstandard", "zstd")])
def test_pages_of_a_library_that_is_not_installed_are_named_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str, packed_as: str
) -> None:
    pack = {"br": brotli.compress, "zstd": zstd}[packed_as]
    (tmp_path / "a.warc").write_bytes(packed_crawl((packed_as, pack(PAGE)), ("gzip", PACKED[0][1])))
    monkeypatch.setitem(sys.modules, library, None)
    error, article = read_articles(tmp_path / "a.warc")
    assert isinstance(article, Article)
    assert f"packed with {library}, not installed. Run: pip install {library}" in str(error)


def test_records_that_share_a_dictionary_are_read(tmp_path: Path) -> None:
    dictionary = zstandard.train_dictionary(2000, [numbered(n)[n:] for n in range(200)])
    packer = zstandard.ZstdCompressor(dict_data=dictionary)
    records = (packed_crawl(("identity", numbered(number))) for number in range(3))
    data = dictionary.as_bytes()
    head = b"\x5d\x2a\x4d\x18" + len(data).to_bytes(4, "little") + data
    whole = head + b"".join(map(packer.compress, records))
    (tmp_path / "a.warc.zst").write_bytes(whole)
    assert len([*read_articles(tmp_path / "a.warc.zst")]) == 3
    (tmp_path / "a.warc.zst").write_bytes(whole[:-100])
    *articles, error = read_articles(tmp_path / "a.warc.zst")
    assert len(articles) == 2
    assert "cut off" in str(error)


@pytest.mark.parametrize("name", ["dijk.html", "molen.md", "bibliotheek.pdf", "redactie.xlsx"])
def test_what_zstandard_packs_is_read_the_same(tmp_path: Path, name: str) -> None:
    (tmp_path / f"{name}.zst").write_bytes(zstd(FILES[name].read_bytes()))
    assert list(read_articles(tmp_path)) == list(read_articles(FILES[name]))
    (tmp_path / f"{name}.zst").write_bytes(zstd(FILES[name].read_bytes())[:-20])
    (error,) = read_articles(tmp_path)
    assert "cut off" in str(error)


@pytest.mark.parametrize("name", ["a.warc", "a.warc.wet.gz"])
def test_texts_of_pages_without_their_pages_are_refused_by_name(
    read_file: ReadFile, name: str
) -> None:
    text = "De brug is open."
    head = "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://bode.example/brug\r\n"
    head += f"Content-Type: text/plain\r\nContent-Length: {len(text)}\r\n\r\n"
    (articles, (error,)) = read_file(name, f"{head}{text}\r\n\r\n")
    assert articles == []
    assert "get the WARC of the crawl" in error.reason


def test_a_page_whose_type_its_server_did_not_say_is_known_by_its_content(tmp_path: Path) -> None:
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=False)
    for number, body in enumerate((numbered(0), b"\xff\xd8\xff\xe0")):
        headers = StatusAndHeaders("200 OK", [("Server", "x")], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            f"https://{number}.example/", "response", payload=io.BytesIO(body), http_headers=headers
        )
        writer.write_record(record)
    (tmp_path / "a.warc").write_bytes(stream.getvalue())
    (article,) = read_articles(tmp_path / "a.warc")
    assert isinstance(article, Article)
    assert article.body.endswith("Pagina 0.")
