"""`knipsel alert` tells what is new for a file of queries since the last run."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from indexer.archive import build
from indexer.cli import main
from indexer.config import Settings
from indexer.model import Article
from indexer.watch import alerts

ATOM = "{http://www.w3.org/2005/Atom}"

DYKE = Article("een", "De dijk zakt", "Water bij de dijk.", "2022-01-05", "De Bode")
REPAIR = Article("twee", "De dijk hersteld", "Klei.", "2022-02-01", url="https://example.org/2")
OLDER = Article("oud", "Zorg om de dijk", "Zand.", "2019")
WOLF = Article(
    "wolf", "Wolf gezien", "Bij het bos en de dijk.", "2022-03", url="javascript:alert(1)"
)


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Result]:
    """Return a function that calls `knipsel` with an index of its own."""

    def call(*arguments: str, text: str | None = None) -> Result:
        return CliRunner().invoke(
            main, ["--index", str(tmp_path / "index"), *arguments], input=text
        )

    return call


@pytest.fixture
def indexed(tmp_path: Path, jsonl: Callable[..., Path]) -> Callable[..., None]:
    """Return a function that makes these articles all that the index holds."""

    def index(*articles: Article) -> None:
        build(Settings(index=tmp_path / "index"), [jsonl(*articles)], prune=True)

    return index


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    path = tmp_path / "queries.tsv"
    path.write_text("dijken\tdijk\nwolven\twolf\n\n", "utf-8")
    return path


def test_the_first_run_counts_and_lists_nothing(
    run: Callable[..., Result], indexed: Callable[..., None], queries: Path
) -> None:
    indexed(DYKE, REPAIR)
    result = run("alert", str(queries))
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "dijken: 2 artikelen; vanaf nu staat hier wat erbij komt",
        "wolven: 0 artikelen; vanaf nu staat hier wat erbij komt",
    ]


def test_nothing_new_is_silent_with_status_1(
    run: Callable[..., Result], indexed: Callable[..., None], queries: Path
) -> None:
    indexed(DYKE)
    run("alert", str(queries))
    result = run("alert", str(queries))
    assert (result.exit_code, result.output) == (1, "")


def test_what_is_new_is_told_once_the_newest_first(
    run: Callable[..., Result], indexed: Callable[..., None], queries: Path
) -> None:
    indexed(DYKE)
    run("alert", str(queries))
    indexed(DYKE, REPAIR, OLDER, WOLF)
    result = run("alert", str(queries))
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "dijken: 3 nieuwe artikelen",
        "    ‘Wolf gezien’, maart 2022",
        "    wolf",
        "    ‘De dijk hersteld’, 1 februari 2022, https://example.org/2",
        "    twee",
        "    ‘Zorg om de dijk’, 2019",
        "    oud",
        "wolven: 1 nieuw artikel",
        "    ‘Wolf gezien’, maart 2022",
        "    wolf",
    ]
    assert run("alert", str(queries)).exit_code == 1


def test_an_article_that_goes_does_not_make_others_new(
    run: Callable[..., Result], indexed: Callable[..., None], queries: Path
) -> None:
    indexed(DYKE, REPAIR, OLDER)
    run("alert", str(queries))
    indexed(DYKE, OLDER)
    assert run("alert", str(queries)).exit_code == 1


def test_a_changed_query_begins_anew(
    run: Callable[..., Result], indexed: Callable[..., None], queries: Path
) -> None:
    indexed(DYKE, REPAIR)
    run("alert", str(queries))
    queries.write_text("dijken\tdijk OF klei\n", "utf-8")
    result = run("alert", str(queries))
    assert "dijken: 2 artikelen; vanaf nu" in result.stdout


def test_articles_that_miss_a_word_are_not_new(
    run: Callable[..., Result], indexed: Callable[..., None], queries: Path
) -> None:
    queries.write_text("beide\tdijk hersteld\n", "utf-8")
    indexed(WOLF)
    run("alert", str(queries))
    indexed(WOLF, DYKE)
    assert run("alert", str(queries)).exit_code == 1


def test_json_holds_every_query_with_its_new_articles(
    run: Callable[..., Result], indexed: Callable[..., None], queries: Path
) -> None:
    indexed(DYKE)
    run("alert", str(queries))
    indexed(DYKE, WOLF)
    dykes, wolves = json.loads(run("alert", str(queries), "--format", "json").stdout)
    assert [dykes[name] for name in ("id", "query", "total", "first", "count")] == [
        "dijken", "dijk", 2, False, 1,
    ]  # fmt: skip
    assert wolves["new"] == [
        {
            "id": "wolf",
            "title": "Wolf gezien",
            "date": "2022-03",
            "source": None,
            "section": None,
            "url": None,
            "author": None,
            "quality": None,
        }
    ]


def test_atom_holds_an_article_once_with_the_queries_that_found_it(
    run: Callable[..., Result], indexed: Callable[..., None], queries: Path
) -> None:
    indexed(DYKE)
    run("alert", str(queries))
    indexed(DYKE, WOLF, REPAIR)
    feed = ET.fromstring(run("alert", str(queries), "--format", "atom").stdout_bytes)
    entries = feed.findall(f"{ATOM}entry")
    assert [
        (entry.findtext(f"{ATOM}title"), [c.get("term") for c in entry.findall(f"{ATOM}category")])
        for entry in entries
    ] == [("Wolf gezien", ["dijken", "wolven"]), ("De dijk hersteld", ["dijken"])]
    assert entries[0].find(f"{ATOM}content") is not None, "an address off the web leads nowhere"
    assert entries[0].find(f"{ATOM}link") is None
    assert [each.get("href") for each in entries[1].findall(f"{ATOM}link")] == [REPAIR.url]


def test_a_hundred_are_listed_and_the_rest_counted(
    run: Callable[..., Result],
    indexed: Callable[..., None],
    queries: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(alerts, "MAX_NEW", 1)
    indexed(DYKE)
    run("alert", str(queries))
    indexed(DYKE, REPAIR, OLDER, WOLF)
    lines = run("alert", str(queries)).stdout.splitlines()
    assert lines[0] == "dijken: 3 nieuwe artikelen"
    assert lines[3] == "    en 2 andere"


def test_the_state_lies_beside_the_file_unless_told_otherwise(
    run: Callable[..., Result], indexed: Callable[..., None], queries: Path, tmp_path: Path
) -> None:
    indexed(DYKE)
    run("alert", str(queries), "--state", str(tmp_path / "elsewhere"))
    assert not (tmp_path / "queries.tsv.seen").exists()
    run("alert", str(queries))
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"articles.jsonl", "index", "queries.tsv", "queries.tsv.seen", "elsewhere"}


@pytest.mark.parametrize(
    "state", ["", "[]", "{}", '{"format": 2, "queries": {}}', '{"format": 1, "queries": {"a": 1}}']
)
def test_a_state_file_that_is_something_else_is_left_alone(
    run: Callable[..., Result],
    indexed: Callable[..., None],
    queries: Path,
    tmp_path: Path,
    state: str,
) -> None:
    indexed(DYKE)
    path = tmp_path / "mine.json"
    path.write_text(state)
    result = run("alert", str(queries), "--state", str(path))
    assert result.exit_code == 2
    assert f"{path} is not what knipsel alert keeps" in result.stderr
    assert path.read_text() == state


def test_a_run_that_fails_keeps_what_was_seen(
    run: Callable[..., Result],
    indexed: Callable[..., None],
    queries: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    indexed(DYKE)
    run("alert", str(queries))
    before = (tmp_path / "queries.tsv.seen").read_bytes()
    indexed(DYKE, WOLF)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    result = run("alert", str(queries))
    assert result.exit_code == 2
    assert "cannot be written: No space left on device" in result.stderr
    assert (tmp_path / "queries.tsv.seen").read_bytes() == before
    assert not list(tmp_path.glob("queries.tsv.seen?*"))


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("dijk\n", "queries.tsv:1: no tab between id and query"),
        ("a\tdijk\na\twolf\n", "the id 'a' stands there twice"),
        ("a\tOekra\xefne\n", "queries.tsv is not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_meant_is_wrong_usage(
    run: Callable[..., Result], indexed: Callable[..., None], queries: Path, lines: str, reason: str
) -> None:
    indexed(DYKE)
    queries.write_text(lines, "latin-1")
    result = run("alert", str(queries))
    assert result.exit_code == 2
    assert reason in result.stderr


def test_standard_input_needs_a_place_for_the_state(
    run: Callable[..., Result], indexed: Callable[..., None], tmp_path: Path
) -> None:
    indexed(DYKE)
    assert run("alert", "-", text="a\tdijk\n").exit_code == 2
    state = str(tmp_path / "seen")
    assert "a: 1 artikel;" in run("alert", "-", "--state", state, text="a\tdijk\n").stdout


def test_options_narrow_and_other_options_are_another_question(
    run: Callable[..., Result], indexed: Callable[..., None], queries: Path
) -> None:
    by_jan = Article("jan", "Dijk open", "De dijk is open.", "2022-03-01", author=("Jan", "Piet"))
    indexed(DYKE)
    only = ("alert", str(queries), "--author", "piet", "--not-source", "De Bode")
    assert run(*only).stdout.startswith("dijken: 0 artikelen;")
    indexed(DYKE, REPAIR, by_jan)
    result = run(*only)
    assert result.stdout.startswith("dijken: 1 nieuw artikel")
    assert "Jan, Piet, ‘Dijk open’" in result.stdout
    assert run("alert", str(queries)).stdout.startswith("dijken: 3 artikelen; vanaf nu")
