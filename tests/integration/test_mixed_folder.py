"""A newsroom's folder of every form gives all its articles, each as its maker meant it."""

from __future__ import annotations

import json
import logging
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from mixed_folder import FORMS, Expected, expected, write_folder

from indexer.archive import Archive
from indexer.cli import main
from indexer.config import Settings
from indexer.corpus.formats import FORMATS
from indexer.model import Article, SearchRequest

LOST = {
    "oud.doc": b"\xd0\xcf\x11\xe0 oud",
    "leeg.txt": b"",
    "kapot.pdf": b"%PDF-1.4 kapot",
    "boek.mobi": b"BOOKMOBI",
    "scan.docx": b"PK\x03\x04 geen document",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("newsroom") / "artikelen"
    write_folder(made)
    return made


@pytest.fixture(scope="module")
def index(folder: Path) -> Path:
    return folder.parent / "index"


@pytest.fixture(scope="module")
def summary(folder: Path, index: Path) -> dict[str, object]:
    """Index the folder as a user does, and return what the summary says."""
    command = ["--index", str(index), "index", "--format", "json", str(folder)]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    told: dict[str, object] = json.loads(done.stdout)
    return told


@pytest.fixture(scope="module")
def articles(summary: dict[str, object], index: Path) -> dict[str, Article]:
    """Return the articles of the index by their titles."""
    assert summary
    archive = Archive.open(Settings(index))
    found = {hit.article.title: hit.article for hit in archive.results(SearchRequest("")).hits}
    archive.close()
    return found


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_each_article_is_as_its_maker_meant_it(form: object, articles: dict[str, Article]) -> None:
    for right in expected():
        if right.form == getattr(form, "name", ""):
            article = articles[right.title]
            assert as_read(article, right) == right
            assert article.body.startswith(right.first)
            assert article.body.endswith(right.last)


def as_read(article: Article, right: Expected) -> Expected:
    (author,) = article.author or (None,)
    return Expected(
        right.form,
        article.title,
        right.first,
        right.last,
        article.date,
        article.source,
        author,
    )


def test_every_form_of_news_that_is_read_is_in_the_folder() -> None:
    carried = {"RSS or Atom": "RSS"}
    of_news = [row for row in FORMATS if not row.reader.startswith("digitised.")]
    assert {carried.get(row.name, row.name) for row in of_news} - {"XML"} <= {
        form.name for form in FORMS
    }


def test_the_summary_counts_every_article(
    summary: dict[str, object], articles: dict[str, Article]
) -> None:
    assert len(articles) == len(expected()) == 200
    assert {name: summary[name] for name in ("read", "added", "skipped", "skips")} == {
        "read": 200,
        "added": 200,
        "skipped": 0,
        "skips": [],
    }
    assert summary["passed_over"] == {".jpg": 1, ".css": 1}


def test_a_second_run_changes_nothing(
    folder: Path, index: Path, articles: dict[str, Article]
) -> None:
    assert articles
    done = CliRunner().invoke(
        main, ["--index", str(index), "index", "--format", "json", str(folder)]
    )
    told = json.loads(done.stdout)
    assert (told["unchanged"], told["added"], told["changed"]) == (200, 0, 0)


def test_every_file_that_is_lost_is_named_and_the_exit_status_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    for name, data in LOST.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "goed.txt").write_text("Kop\n\nDe dijk houdt.", "utf-8")
    command = ["--index", str(tmp_path / "index"), "index", "--format", "json", str(tmp_path)]
    done = CliRunner().invoke(main, command)
    told = json.loads(done.stdout)
    assert done.exit_code == 3
    assert (told["read"], told["skipped"]) == (1, len(LOST))
    named = Counter(Path(place).name for group in told["skips"] for place in group["places"])
    assert named == Counter([*LOST])
