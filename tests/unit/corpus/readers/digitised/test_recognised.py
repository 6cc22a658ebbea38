"""Scans are recognised where that is asked for, and what is missing for it is named."""

from __future__ import annotations

import builtins
import importlib
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from indexer.corpus import Source, find_files, read
from indexer.corpus.readers.digitised import recognised
from indexer.model import Article, ArticleError
from tests.paths import SEEDS

PAGE = SEEDS / "oude-velmer-courant-1867/blad/ovc-1867-05-14-01.png"


def found(path: Path) -> list[Article | ArticleError]:
    items: list[Article | ArticleError] = []
    for source in find_files([path], ocr=True):
        items += [source] if isinstance(source, ArticleError) else read(source)
    return items


def names(folder: Path, *, ocr: bool) -> list[str]:
    sources = [each for each in find_files([folder], ocr=ocr) if isinstance(each, Source)]
    return [source.path.name for source in sources]


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    return Path(shutil.copy(PAGE, tmp_path / "1867-05-14.png"))


@pytest.fixture
def tesseract() -> Any:
    """Return the library of tesseract, which CI has to have, and the program."""
    try:
        library: Any = importlib.import_module("pytesseract")
    except ImportError:
        return _missing("pytesseract: pip install -e '.[ocr]'")
    if not shutil.which("tesseract"):
        return _missing("tesseract: apt install tesseract-ocr tesseract-ocr-nld")
    return library


def _missing(what: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"no {what}")
    pytest.skip(f"no {what}")


@pytest.mark.usefixtures("tesseract")
def test_the_words_of_a_scan_are_read_with_their_boxes(scan: Path) -> None:
    pillow: Any = pytest.importorskip("PIL.Image")
    with pillow.open(scan) as image:
        image.crop((0, 100, 460, 330)).resize((920, 460)).save(scan)
    (article,) = found(scan.parent)
    assert isinstance(article, Article)
    assert article.date == "1867-05-14"
    assert "Heden morgen is in tegenwoordigheid van den" in " ".join(article.body.split())
    assert article.scan
    assert article.scan.confidence
    (words,) = article.scan.words()
    assert "spoorweg" in {article.body[box.start : box.end].lower() for box in words}


def test_a_scan_with_its_text_beside_it_is_not_recognised_again(scan: Path) -> None:
    text = '<alto><Page><PrintSpace><String CONTENT="x"/></PrintSpace></Page></alto>'
    scan.with_suffix(".xml").write_text(text, "utf-8")
    assert names(scan.parent, ocr=True) == ["1867-05-14.xml"]


def test_pictures_are_no_articles_unless_that_is_asked_for(scan: Path) -> None:
    scan.with_suffix(".txt").write_text("Tekst.", "utf-8")
    assert names(scan.parent, ocr=False) == ["1867-05-14.txt"]
    assert names(scan.parent, ocr=True) == ["1867-05-14.png", "1867-05-14.txt"]


def test_without_the_library_the_scan_is_skipped_with_what_to_install(
    scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "pytesseract":
            raise ImportError(name=name)
        return real(name, *args, **kwargs)

    recognised._check_tesseract.cache_clear()
    monkeypatch.setattr(builtins, "__import__", without)
    (error,) = found(scan)
    assert "needs pytesseract, which is not installed. Run: pip install pytesseract" in str(error)


def test_without_tesseract_the_scan_is_skipped_with_what_to_install(
    scan: Path, tesseract: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    recognised._check_tesseract.cache_clear()
    monkeypatch.setattr(tesseract.pytesseract, "tesseract_cmd", "/nergens/tesseract")
    (error,) = found(scan)
    assert "apt install tesseract-ocr tesseract-ocr-nld" in str(error)


@pytest.mark.usefixtures("tesseract")
def test_an_image_that_is_none_and_one_too_large_are_named(
    scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recognised._check_tesseract.cache_clear()
    monkeypatch.setattr(recognised, "MAX_PIXELS", 1_000_000)
    (error,) = found(scan)
    assert "1 megapixels" in str(error)
    scan.write_bytes(b"\x89PNG niets")
    (error,) = found(scan)
    assert "no image" in str(error)
