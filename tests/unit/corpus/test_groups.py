"""Files that belong together are known by the names beside them, in folders and in zips."""

from __future__ import annotations

import zipfile
from collections.abc import Collection
from pathlib import Path

import pytest

from indexer.corpus import read_articles
from indexer.corpus.groups import Parts, saved_pages
from indexer.model import Article
from tests.golden_formats import FILES


@pytest.mark.parametrize(
    ("names", "parts"),
    [
        (["Kop.html", "Kop_files"], {"Kop_files": "Kop.html"}),
        (["Kop.htm", "Kop-bestanden"], {"Kop-bestanden": "Kop.htm"}),
        (["Kop.htm", "Kop.html", "Kop_files"], {"Kop_files": "Kop.html"}),
        (["Kop.html", "Kap_files", "_files", "Kop_file"], {}),
        (["Kop.txt", "Kop_files"], {}),
    ],
)
def test_what_a_browser_saved_beside_a_page_is_part_of_it(
    names: list[str], parts: dict[str, str]
) -> None:
    assert saved_pages(names) == parts


def issues(names: Collection[str]) -> dict[str, str]:
    """Return the pages of digitised papers: `X_alto.xml` and `alto/` beside `X_mets.xml`."""
    owners = [name for name in names if name.endswith("_mets.xml")]
    pages = [name for name in names if name.endswith("_alto.xml") or name == "alto"]
    return {page: owner for owner in owners for page in pages}


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ("krant_mets.xml", None),
        ("krant_001_alto.xml", "krant_mets.xml"),
        ("1890/krant_mets.xml", None),
        ("1890/krant_001_alto.xml", "1890/krant_mets.xml"),
        ("1890/alto/001.xml", "1890/krant_mets.xml"),
        ("1890/alto/diep/001.xml", "1890/krant_mets.xml"),
        ("1891/alto/001.xml", None),
        ("1890/Kop_files/frame.html", "1890/Kop.html"),
    ],
)
def test_a_part_has_the_owner_beside_it_or_beside_its_folder(path: str, owner: str | None) -> None:
    tree = {
        "": {"krant_mets.xml", "krant_001_alto.xml", "1890", "1891"},
        "1890/": {"krant_mets.xml", "krant_001_alto.xml", "alto", "Kop.html", "Kop_files"},
        "1891/": {"alto"},
    }
    listed: list[str] = []

    def listing(folder: str) -> Collection[str]:
        listed.append(folder)
        return tree.get(folder, ())

    parts = Parts(listing, [saved_pages, issues])
    assert parts.owner(path) == owner
    assert parts.owner(path) == owner
    assert len(listed) == len(set(listed)), "a folder is listed once"


def test_parts_of_a_page_in_a_zip_are_no_articles(tmp_path: Path) -> None:
    page = FILES["dijk.html"].read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("map/Dijk_files/frame.html", page)
        archive.writestr("map/Dijk.html", page)
        archive.writestr("map/los_files/frame.html", page)
    found = [item for item in read_articles(tmp_path) if isinstance(item, Article)]
    assert len(found) == 2
