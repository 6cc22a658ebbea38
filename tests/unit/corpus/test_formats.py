"""Content decides the format of a file where its name hides it; else the name does."""

from __future__ import annotations

import gzip
import io
import re
import tarfile
import zipfile
from pathlib import Path

import pytest

from indexer.corpus import read_articles
from indexer.corpus.formats import FORMATS, Format, format_of_content
from indexer.corpus.raw.content import is_html, xml_root
from indexer.corpus.readers import reader_of
from indexer.model import Article, ArticleError
from tests.golden_formats import FILES
from tests.paths import ROOT

TEXT = b"De dijk houdt."


def read(path: Path) -> list[Article | ArticleError]:
    return list(read_articles(path))


@pytest.mark.parametrize("suffix", [".txt", ".json", ".csv", ".md", ".html", ".pdf", ".docx"])
@pytest.mark.parametrize(
    "name",
    [
        "dijk.html",
        "ziekenhuis.docx",
        "bibliotheek.pdf",
        "levering.xml",
        "persbureau.xml",
        "wipkip.rss",
        "demerbode.atom",
    ],
)
def test_what_is_unmistakable_is_read_under_any_suffix(
    tmp_path: Path, name: str, suffix: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / f"{Path(name).stem}{suffix}"
    path.write_bytes(FILES[name].read_bytes())
    found, expected = read(path), read(FILES[name])
    assert [item.body if isinstance(item, Article) else item for item in found] == [
        item.body for item in expected if isinstance(item, Article)
    ]
    assert (f"whatever {suffix} says" in caplog.text) == (Path(name).suffix != suffix)


@pytest.mark.parametrize("name", ["bibliotheek.pdf", "ziekenhuis.docx", "wipkip.rss", "molen.md"])
def test_gzip_is_unpacked_whatever_the_name_says(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(FILES[name].read_bytes()))
    assert read(path) == read(FILES[name])


def test_archives_are_read_under_another_name(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.txt", "w") as archive:
        archive.writestr("x.txt", TEXT)
    with tarfile.open(tmp_path / "b.txt", "w:gz") as tar:
        info = tarfile.TarInfo("x.txt")
        info.size = len(TEXT)
        tar.addfile(info, io.BytesIO(TEXT))
    assert [item.id for item in read(tmp_path) if isinstance(item, Article)] == ["a!x", "b!x"]


def test_a_zip_that_stores_documents_is_no_document(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_STORED) as archive:
        archive.write(FILES["ziekenhuis.docx"], "2022/ziekenhuis.docx")
    (article,) = read(tmp_path)
    assert isinstance(article, Article)
    assert article.id == "a.zip!2022/ziekenhuis.docx"


def test_a_zip_in_gzip_is_named_as_what_it_is(tmp_path: Path) -> None:
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("x.txt", TEXT)
    (tmp_path / "a.zip").write_bytes(gzip.compress(zipped.getvalue()))
    (error,) = read(tmp_path)
    assert "zip in gzip; unpack it once" in str(error)


def test_an_archive_in_an_archive_is_refused_under_another_name(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("x.txt", TEXT)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("b.txt", inner.getvalue())
    (error,) = read(tmp_path)
    assert "b.txt: an archive in an archive" in str(error)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_page_named_as_text_is_read_as_a_page(tmp_path: Path, encoding: str) -> None:
    page = FILES["dijk.html"].read_text("utf-8")
    (tmp_path / "a.txt").write_bytes(page.encode(encoding))
    (article,) = read(tmp_path)
    assert isinstance(article, Article)
    assert article.title == "Dijk bij Velmer houdt stand"


@pytest.mark.parametrize(
    ("data", "expected", "why"),
    [
        (b"<!DOCTYPE html><p>x", True, "the document type of HTML 5"),
        (b"\xef\xbb\xbf\n<!-- c --><HTML lang=nl>", True, "marks, comments and case do not count"),
        (b"<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC 'x'><html>", True, "XHTML"),
        (b"Een stuk over <html> en zo.", False, "a tag in a text"),
        (b"<htmlx>", False, "another element"),
        (b"<p>Een alinea.</p>", False, "Markdown and JSON may begin so"),
        (b"", False, "nothing"),
    ],
)
def test_a_page_is_recognised_by_how_it_begins(data: bytes, expected: bool, why: str) -> None:
    assert is_html(data) == expected, why


@pytest.mark.parametrize(
    ("data", "root"),
    [
        (b"<?xml version='1.0' encoding='utf-9'?><x:NITF xmlns:x='urn:x'>", "nitf"),
        (b"<!DOCTYPE nitf SYSTEM 'x.dtd'><!-- c --><nitf><head>", "nitf"),
        (b"Een tekst.", ""),
        (b"<nitf", ""),
        (b"<1>", ""),
    ],
)
def test_the_outermost_element_is_found_in_what_is_cut_off(data: bytes, root: str) -> None:
    assert xml_root(data) == root


def test_names_suffixes_and_roots_stand_in_one_row_each() -> None:
    for values in (
        [row.name for row in FORMATS],
        [suffix for row in FORMATS for suffix in row.suffixes],
        [root for row in FORMATS for root in row.roots],
    ):
        assert len(values) == len(set(values))
    assert all(row.suffixes or row.roots or row.magic or row.sniff for row in FORMATS)


def test_each_reader_is_there_and_what_it_needs_is_installed_with_knipsel() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    installed = re.findall(r'^    "([\w-]+)>=', project, re.MULTILINE)
    for row in FORMATS:
        assert callable(reader_of(row))
        assert {*row.needs} <= {*installed}, row.name


@pytest.mark.parametrize("row", [row for row in FORMATS if row.suffixes], ids=lambda row: row.name)
@pytest.mark.parametrize("head", [b"PK zei: <nitf> is geen <html>.", b"%PDF", b"<svg>", b"<", b""])
def test_what_could_be_anything_is_what_its_name_says(row: Format, head: bytes) -> None:
    assert format_of_content(head, row) is row
