"""The page of paper beside an article: its image, and a box for each hit."""

from __future__ import annotations

import re
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeAlias

import pytest
from flask.testing import FlaskClient

from indexer.archive import build
from indexer.config import Settings
from indexer.corpus.page_images import NoImageError, page_image
from indexer.corpus.raw.images import image_in
from tests.paths import SEEDS
from webapp.app import create_app
from webapp.archive_access import opener_of
from webapp.pages.image_servers import image_address

ISSUE = SEEDS / "oude-velmer-courant-1867"
IMAGE = "blad/ovc-1867-05-14-01.png"


Client: TypeAlias = Callable[..., FlaskClient]


@contextmanager
def served(index: Path, *paths: Path, servers: tuple[str, ...] = ()) -> Iterator[FlaskClient]:
    """Build an index of these paths, and close it after it was asked."""
    settings = Settings(index, image_servers=servers)
    build(settings, paths)
    app = create_app(settings)
    yield app.test_client()
    opener_of(app).close()


@pytest.fixture(scope="module")
def issue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    with served(tmp_path_factory.mktemp("issue") / "index", ISSUE) as client:
        yield client


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    """Return what gives a client over an index of paths."""
    with ExitStack() as stack:
        yield lambda *paths, servers=(): stack.enter_context(
            served(tmp_path / "index", *paths, servers=servers)
        )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ISSUE, tmp_path / "uitgave"))


def png(width: int, height: int) -> bytes:
    """Return a white PNG, which packs to a thousandth where it is large."""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress((b"\0" + b"\xff" * (-(-width // 8))) * min(height, 100))),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


PAGE = "/article/ovc-1867-05-14-mets.xml!STUK1"


def test_the_page_of_an_article_has_a_box_for_each_hit_of_its_title_and_body(
    issue: FlaskClient,
) -> None:
    html = issue.get(f"{PAGE}?q=spoorweg+tegenwoordigheid").text
    boxes = re.findall(r'<rect data-hit="(\d+)"', html)
    marks = re.findall(r'<mark id="hit-(\d+)"', html)
    assert marks == ["1", "2", "3"]
    assert sorted(boxes) == ["1", "2", "2", "3"], "a word over two lines has a box on each"
    assert 'viewBox="0 0 960 1300"' in html


def test_the_page_tells_where_its_article_stands_on_paper(issue: FlaskClient) -> None:
    html = issue.get(f"{PAGE}?lang=nl").text
    assert re.search(r"Nummer 38, bladzijde 1, herkenning van de woorden voor \d\d% zeker", html)


def test_the_image_is_that_of_the_folder_with_its_type(issue: FlaskClient) -> None:
    answer = issue.get("/scan/ovc-1867-05-14-mets.xml!STUK1?page=1")
    assert answer.data == (ISSUE / IMAGE).read_bytes()
    assert answer.content_type == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("page", ["0", "2", "-1", "x", "99999999999", "²", ""])
def test_there_are_no_other_images(issue: FlaskClient, page: str) -> None:
    assert issue.get(f"/scan/ovc-1867-05-14-mets.xml!STUK1?page={page}").status_code == 404
    assert issue.get(f"/scan/niemand?page={page}").status_code == 404


def test_an_image_in_a_zip_is_shown_too(copy: Path, tmp_path: Path, client: Client) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for path in sorted(copy.rglob("*.*")):
            archive.write(path, f"1867/{path.relative_to(copy)}")
    answers = client(tmp_path / "a.zip")
    id_ = "a.zip!1867/ovc-1867-05-14-mets.xml!STUK1"
    assert "<rect" in answers.get(f"/article/{id_}?q=spoorweg").text
    assert answers.get(f"/scan/{id_}").data == (ISSUE / IMAGE).read_bytes()


@pytest.mark.parametrize(
    ("data", "notice"),
    [
        (b"geen beeld", "er geen die een browser laat zien"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "er geen die een browser laat zien"),
        (b"\x89PNG\r\n\x1a\n", "er geen die een browser laat zien"),
        (png(20_000, 20_000), "te groot om te laten zien"),
        (None, "is er niet meer"),
    ],
)
def test_what_is_wrong_with_an_image_is_told_and_the_article_is_read(
    copy: Path,
    tmp_path: Path,
    data: bytes | None,
    notice: str,
    client: Client,
) -> None:
    answers = client(copy)
    (copy / IMAGE).unlink()
    if data is not None:
        (copy / IMAGE).write_bytes(data)
    html = answers.get(f"{PAGE}?q=spoorweg&lang=nl").text
    assert notice in html
    assert "<rect" not in html
    assert "Commissaris des Konings" in html
    assert answers.get("/scan/ovc-1867-05-14-mets.xml!STUK1").status_code == 404


def test_an_image_that_lies_on_its_side_is_shown_without_boxes(
    copy: Path, tmp_path: Path, client: Client
) -> None:
    (copy / IMAGE).write_bytes(png(1300, 960))
    html = client(copy).get(f"{PAGE}?q=spoorweg&lang=nl").text
    assert "De afbeelding ligt anders" in html
    assert "<rect" not in html
    assert 'viewBox="0 0 1300 960"' in html


def test_an_address_of_an_image_is_a_link_and_loads_nothing(
    copy: Path, tmp_path: Path, client: Client
) -> None:
    mets = copy / "ovc-1867-05-14-mets.xml"
    there = "https://iiif.example.org/a/full/max/0/default.jpg"
    mets.write_text(mets.read_text("utf-8").replace(f"file://./{IMAGE}", there), "utf-8")
    (copy / IMAGE).unlink()
    html = client(copy).get(PAGE).text
    assert f'<a href="{there}"' in html
    assert "<image" not in html


SERVER = "https://iiif.example.org"


def test_an_image_of_a_server_that_is_trusted_is_shown_with_its_hits_and_linked(
    copy: Path, client: Client
) -> None:
    mets = copy / "ovc-1867-05-14-mets.xml"
    there = f"{SERVER}/iiif/3/ovc%2F1867/full/max/0/default.jpg"
    mets.write_text(mets.read_text("utf-8").replace(f"file://./{IMAGE}", there), "utf-8")
    (copy / IMAGE).unlink()
    answers = client(copy, servers=(SERVER,))
    answer = answers.get(f"{PAGE}?q=spoorweg")
    assert f'<image href="{SERVER}/iiif/3/ovc%2F1867/full/960,/0/default.jpg"' in answer.text
    assert "<rect data-hit=" in answer.text
    assert f'<a href="{there}" rel="noreferrer"' in answer.text
    assert f"img-src 'self' {SERVER};" in answer.headers["Content-Security-Policy"]
    assert "img-src 'self';" in answers.get("/?q=spoorweg").headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("address", "width", "shown"),
    [
        ("/a/full/full/0/native.jpg", 900, "/a/full/900,/0/native.jpg"),
        ("/2/a%2Fb/10,10,50,50/!200,200/90/color.png", 9000, "/2/a%2Fb/full/2000,/0/color.jpg"),
        ("/3/a/info.json", 900, "/3/a/full/900,/0/default.jpg"),
        ("/scans/a.JPG?v=2", 900, "/scans/a.JPG?v=2"),
        ("/scans/a.tif", 900, None),
        ("/a/manifest.json", 900, None),
        ("/a/full/full/0/", 900, None),
    ],
)
def test_the_whole_page_is_asked_for_at_the_width_that_is_needed(
    address: str, width: int, shown: str | None
) -> None:
    found = image_address(f"{SERVER}{address}", (SERVER,), width)
    assert found == (f"{SERVER}{shown}" if shown else None)


@pytest.mark.parametrize(
    "address",
    [
        "http://iiif.example.org/a.jpg",
        "https://iiif.example.org:8443/a.jpg",
        "https://reader@iiif.example.org/a.jpg",
        "https://iiif.example.org.evil.example/a.jpg",
        "//iiif.example.org/a.jpg",
        "javascript:a.jpg",
        "https://[/a.jpg",
    ],
)
def test_no_other_server_is_asked_for_an_image(address: str) -> None:
    assert image_address(address, (SERVER,), 900) is None


def test_an_index_cannot_name_an_image_that_the_papers_do_not(copy: Path, tmp_path: Path) -> None:
    """An index may come from anybody: it may say of any file that an article is from it."""
    origin = str(copy / "ovc-1867-05-14-mets.xml")
    assert page_image(origin, IMAGE).image.type == "image/png"
    (copy / "geheim.png").write_bytes(png(8, 8))
    (copy / "notities.xml").write_text("<notities>geheim.png</notities>", "utf-8")
    (tmp_path / "geheim.png").write_bytes(png(8, 8))
    (copy / "link.png").symlink_to(tmp_path / "geheim.png")
    for of, image in (
        (origin, "geheim.png"),
        (origin, "../geheim.png"),
        (origin, "link.png"),
        (origin, str(tmp_path / "geheim.png")),
        (str(copy / "notities.xml"), "geheim.png"),
        (str(copy), "geheim.png"),
        ("", "geheim.png"),
        ("-", IMAGE),
        ("\0", IMAGE),
    ):
        with pytest.raises(NoImageError):
            page_image(of, image)


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (png(30, 20), ("image/png", 30, 20)),
        (b"GIF89a" + struct.pack("<HH", 30, 20), ("image/gif", 30, 20)),
        (b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + b"\x1d\0\0\x13\0\0", ("image/webp", 30, 20)),
        (b"\xff\xd8\xff\xc0\0\x11\x08\0\x14\0\x1e", ("image/jpeg", 30, 20)),
        (
            (
                b"\xff\xd8\xff\xe1\0\x22Exif\0\0II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\6\0\0\0"
                b"\0\0\0\0\xff\xc0\0\x11\x08\0\x14\0\x1e"
            ),
            ("image/jpeg", 20, 30),
        ),
        (b"\xff\xd8\xff" + b"\xff" * 300_000, None),
        (b"II*\0", None),
        (b"", None),
    ],
)
def test_an_image_tells_its_type_and_size(head: bytes, found: tuple[str, int, int] | None) -> None:
    assert image_in(head) == found
