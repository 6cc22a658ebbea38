"""Names over an archive, against counts by hand."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.answers.name_figures import NameType
from indexer.archive import Archive, build
from indexer.cli import main
from indexer.config import Settings
from indexer.model import Article, SearchRequest
from indexer.names.archive_usage import archive_usage
from indexer.names.usage import Usage
from indexer.statistics import naming
from indexer.storage.forward.index import ForwardIndex
from webapp import create_app

ARTICLES = [
    Article("a", "Storm in Gouda", "Toen zei minister Verbruggen dat het kon.", "2019-01-01"),
    Article("b", "Regen", "Hij woont in Gouda. De Verbruggen van Gouda lacht niet.", "2019-01-02"),
    Article(
        "c", "Wind", "Daar zegt trainer Sanne Verbruggen veel. Gouda wint, storm zwijgt.", "2020"
    ),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, write_articles: Callable[..., Path]) -> Path:
    """Return an index of two runs, of which the second drops an article of the first."""
    folder = tmp_path_factory.mktemp("names")
    path = folder / "all.jsonl"
    gone = Article("d", "Weg", "Er was minister Verbruggen in Gouda.", "2018")
    for run in ((*ARTICLES[:2], gone), ARTICLES):
        write_articles(path, *run)
        build(Settings(folder / "index"), [path], prune=True)
    return folder / "index"


def test_usage_counts_words_within_sentences_of_the_articles_that_are_left(index: Path) -> None:
    with Archive.open(index) as archive:
        usage = archive_usage(archive.figures().index, ["Gouda", "Verbruggen", "Storm", "Nergens"])
    assert usage == {
        "Gouda": Usage(inside=3, after_place=2, before_saying=1, after_agent=1),
        "Verbruggen": Usage(
            inside=3, after_title=1, before_capital=1, after_capital=2, after_first_name=1
        ),
        "Storm": Usage(lower=1),
    }


def test_names_are_counted_in_articles_and_places(index: Path) -> None:
    with Archive.open(index) as archive:
        counted = archive.figures().names(SearchRequest(""))
        places = archive.figures().names(SearchRequest(""), type_=NameType.LOC, limit=1)
        fewer = archive.figures().names(SearchRequest("wind"))
    gouda = next(row for row in counted.rows if row.name == "Gouda")
    assert (gouda.type, gouda.articles, gouda.count) == (NameType.LOC, 3, 4)
    assert (counted.read, counted.about.articles) == (3, 3)
    assert [row.name for row in places.rows] == ["Gouda"]
    (sanne,) = (row for row in fewer.rows if row.type is NameType.PER)
    assert (sanne.name, sanne.articles) == ("Sanne Verbruggen", 1)


def test_of_many_articles_the_newest_are_read_where_no_names_are_stored(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ForwardIndex, "names", None)
    monkeypatch.setattr(naming, "MAX_ARTICLES", 1)
    with Archive.open(index) as archive:
        counted = archive.figures().names(SearchRequest(""))
    assert (counted.read, counted.about.articles) == (1, 3)
    assert "Sanne Verbruggen" in {row.name for row in counted.rows}


@pytest.mark.parametrize("stored", [True, False])
def test_the_command_prints_the_same_names_in_each_format(
    index: Path, monkeypatch: pytest.MonkeyPatch, *, stored: bool
) -> None:
    if not stored:
        monkeypatch.setattr(ForwardIndex, "names", None)

    def asked(*arguments: str) -> str:
        result = CliRunner().invoke(main, arguments, env={"KNIPSEL_INDEX": str(index)})
        assert result.exit_code == 0, result.output
        return result.stdout

    table = json.loads(asked("names", "--type", "place", "--format", "json"))
    assert table["rows"] == [
        {"name": "Gouda", "type": "LOC", "articles": 3, "count": 4, "forms": ["Gouda"]}
    ]
    (row,) = csv.DictReader(asked("names", "--type", "place", "--format", "csv").splitlines())
    assert (row["name"], row["articles"], row["forms"]) == ("Gouda", "3", "Gouda")
    assert "3 artikelen, 32 woorden" in asked("names")
    shown = json.loads(asked("show", "c", "--format", "json"))["names"]
    client = create_app(Settings(index)).test_client()
    assert client.get("/api/article/c").get_json()["names"] == shown
    assert {"name": "Gouda", "type": "LOC", "forms": ["Gouda"]} in shown


def test_corrections_hold_in_the_command_and_in_an_article(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    environment = {"KNIPSEL_INDEX": str(index)}
    Path("names.toml").write_text('hide = ["gouda"]\nsame = [["V.", "Sanne Verbruggen"]]')
    shown = CliRunner().invoke(main, ("show", "c", "--format", "json"), env=environment)
    assert [each["name"] for each in json.loads(shown.stdout)["names"]] == ["V."]
    Path("names.toml").write_text("hide = 1")
    refused = CliRunner().invoke(main, ("names",), env=environment)
    assert refused.exit_code == 2
    assert "names.toml, line 1: names stand in a list" in refused.output
