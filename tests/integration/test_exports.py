"""Exports of all results: every article, the columns that are asked for, whole files or none."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from indexer.answers.streams import ExportPart, ExportRow
from indexer.archive import Archive, build
from indexer.cli import main
from indexer.config import Settings
from indexer.errors import RequestError
from indexer.model import Article, Hit, SearchRequest, Snippet, Sort
from indexer.output import export_files
from indexer.output.export_columns import COLUMNS, USUAL, names, read_columns

_STORY = "De minister van Landbouw zei gisteren dat het rapport over de stallen niet deugt. " * 3
ARTICLES = [
    Article("a", "=1+1", f'Storm; "met" tab.\n\nNog {"x" * 40_000} storm.', "2019-05-03", "NRC"),
    Article("b", "Stallen", f"{_STORY}Storm.", "2020-07-01", "Trouw", ("Eén", "Twee")),
    Article("c", "Stallen", f"{_STORY}Storm.", "2020-07-02", "NRC"),
    Article("d", "Niets", "Geen weer.", "2021"),
]


@pytest.fixture(scope="module", params=["tantivy", "whoosh"])
def index(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    write_articles: Callable[..., Path],
) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    settings = Settings(index=folder / "index", engine=request.param)
    build(settings, [write_articles(folder / "news.jsonl", *ARTICLES)])
    return folder / "index"


def _run(index: Path, *arguments: str, expected: int = 0) -> Any:
    result = CliRunner().invoke(main, ["--index", str(index), "export", *arguments])
    assert result.exit_code == expected, result.output
    return result


def test_an_export_has_every_article_whatever_the_number_of_results_on_pages(
    tmp_path: Path, write_articles: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [Article(f"n{n}", f"Kop {n}", "storm", "2020") for n in range(250)]
    settings = Settings(index=tmp_path / "index")
    build(settings, [write_articles(tmp_path / "news.jsonl", *many)])
    monkeypatch.setattr("indexer.search.request.MAX_RESULTS", 100)
    found = Archive.open(settings).export(SearchRequest("storm"))
    assert found.total == 250
    assert {row.hit.article.id for row in found.rows} == {article.id for article in many}


def test_each_column_holds_what_it_says(index: Path) -> None:
    archive = Archive.open(index)
    request = SearchRequest("storm", sort=Sort.OLDEST)
    rows = list(archive.export(request, COLUMNS).rows)
    table = {
        row.hit.article.id: {name: each.value(row) for name, each in COLUMNS.items()}
        for row in rows
    }
    assert [*table] == ["a", "b", "c"]
    assert table["b"]["section"] == "Eén; Twee"
    assert table["b"]["words"] == 1 + 3 * 14 + 1
    assert table["b"]["text"] == ARTICLES[1].body
    assert (table["b"]["near_duplicate_of"], table["c"]["near_duplicate_of"]) == (None, "b")
    assert "Storm" in str(table["b"]["passage"])
    assert len(str(table["a"]["passage"])) < 500
    newest = archive.export(SearchRequest("storm", sort=Sort.NEWEST), {"near_duplicate_of"}).rows
    duplicates = {row.hit.article.id: row.near_duplicate_of for row in newest}
    assert duplicates == {"a": None, "b": "c", "c": None}


@pytest.mark.parametrize("sort", Sort)
def test_parts_of_an_export_are_all_its_rows_once(index: Path, sort: Sort) -> None:
    archive, request = Archive.open(index), SearchRequest("storm", sort=sort)
    whole = [(row.hit.rank, row.hit.article.id) for row in archive.export(request).rows]
    assert [rank for rank, _ in whole] == [1, 2, 3]
    for most in (1, 2, 3, 9):
        parts = [archive.export(request, part=ExportPart(n, most)) for n in range(1, 4, most)]
        assert [(row.hit.rank, row.hit.article.id) for each in parts for row in each.rows] == whole
        assert {each.total for each in parts} == {3}
        assert parts[-1].last == 3
    for first in (4, 10**9):
        beyond = archive.export(request, part=ExportPart(first, 2))
        assert (list(beyond.rows), beyond.last, beyond.is_whole) == ([], first - 1, False)


@pytest.mark.parametrize(("name", "sign"), [("comma", ","), ("semicolon", ";"), ("tab", "\t")])
def test_csv_has_the_columns_and_the_separator_asked_for(index: Path, name: str, sign: str) -> None:
    text = _run(index, "storm", "--columns", "id,text,title", "--separator", name).output
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    assert rows[0] == ["id", "text", "title"]
    cells = {row[0]: row[1:] for row in rows[1:]}
    assert cells["a"] == [ARTICLES[0].body, "'=1+1"]
    assert len(cells) == 3


def test_a_workbook_says_first_what_it_answers_and_runs_nothing(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_files, "MAX_ROWS", 2)
    path = tmp_path / "s.xlsx"
    columns = ("--columns", "id,title,text,words")
    _run(index, "storm", "--since", "2019", "--sort", "oldest", *columns, "--output", str(path))
    book = load_workbook(path)
    assert book.sheetnames == ["about", "articles 1", "articles 2"]
    facts = {row[0].value: row[1].value for row in book["about"].iter_rows()}
    assert (facts["query"], facts["since"], facts["articles"]) == ("storm", "2019", "3")
    assert facts["cells cut at 32,767 characters"] == "1"
    assert "generation-" in str(facts["index"])
    rows = [[cell.value for cell in row] for row in book["articles 1"].iter_rows()]
    assert rows[0] == ["id", "title", "text", "words"]
    assert rows[1][:2] == ["a", "=1+1"]
    assert book["articles 1"]["B2"].data_type == "s"
    assert str(rows[1][2]).startswith('Storm; "met" tab.')
    assert rows[2][3] == 44
    assert book["articles 2"]["A2"].value == "c"
    assert {each.name for each in tmp_path.iterdir()} == {"s.xlsx"}


def test_a_workbook_takes_any_character() -> None:
    article = Article("a\x07\uffff", "\ud800", "\x0b\ufffe")
    row = ExportRow(Hit(1, article, 1.0, Snippet("title", ""), ()), article)
    file = io.BytesIO()
    export_files.write_workbook(
        file, [row], read_columns(["id,title,text"]), [("query", "\x00\uffff")]
    )
    book = load_workbook(file)
    assert [cell.value for cell in book["articles 1"][2]] == [
        "a\ufffd\ufffd",
        "\ufffd",
        "\ufffd\ufffd",
    ]
    assert book["about"]["B1"].value == "\ufffd\ufffd"


@pytest.mark.parametrize("form", ["csv", "jsonl", "ris"])
def test_a_file_has_its_query_day_and_index_beside_it(
    index: Path, tmp_path: Path, form: str
) -> None:
    path = tmp_path / f"s.{form}"
    _run(index, "storm", "--not-source", "NRC", "--output", str(path))
    about = (tmp_path / f"s.{form}.about.txt").read_text("utf-8")
    for line in ("query: storm\n", "not source: NRC\n", "articles: 1\n", "index: generation-"):
        assert line in about
    assert "Stallen" in path.read_text("utf-8-sig")
    assert len([*tmp_path.iterdir()]) == 2


def test_an_export_says_which_word_no_article_has_and_so_does_what_stands_beside_it(
    index: Path, tmp_path: Path
) -> None:
    path = tmp_path / "s.csv"
    asked = ("storm OF xqwz", "--output", str(path))
    notice = "‘xqwz’ staat in geen enkel artikel"
    assert notice in _run(index, *asked).stderr
    assert notice in (tmp_path / "s.csv.about.txt").read_text("utf-8")
    assert notice in _run(index, "xqwz", expected=1).stderr
    assert "geen enkel" not in _run(index, "storm").stderr


def test_an_export_to_what_is_no_file_leaves_that_in_its_place(index: Path, tmp_path: Path) -> None:
    path = tmp_path / "null.csv"
    path.symlink_to(os.devnull)
    _run(index, "storm", "--output", str(path))
    assert path.readlink() == Path(os.devnull)
    assert list(tmp_path.iterdir()) == [path]


def test_an_export_without_parts_has_just_what_is_counted_and_says_so(
    index: Path, tmp_path: Path
) -> None:
    path = tmp_path / "s.jsonl"
    asked = ("bouw OF weer", "--output", str(path))
    _run(index, *asked)
    assert len(path.read_text("utf-8").splitlines()) == 3
    assert "words: inside other words too" in (tmp_path / "s.jsonl.about.txt").read_text("utf-8")
    _run(index, *asked, "--no-parts")
    assert '"d"' in path.read_text("utf-8")
    assert len(path.read_text("utf-8").splitlines()) == 1
    assert "words: in all their forms" in (tmp_path / "s.jsonl.about.txt").read_text("utf-8")


def test_parquet_holds_typed_columns_and_what_it_answers(index: Path, tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    path = tmp_path / "s.parquet"
    _run(index, "storm", "--columns", "id,words,score", "--output", str(path))
    table = pq.read_table(path)
    assert {row["id"]: row["words"] for row in table.to_pylist()}["b"] == 44
    assert table.schema.metadata[b"knipsel query"] == b"storm"


def test_without_its_library_parquet_is_refused_and_leaves_nothing(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    result = _run(index, "storm", "--output", str(tmp_path / "s.parquet"), expected=2)
    assert "pip install 'knipsel[parquet]'" in result.output
    assert not [*tmp_path.iterdir()]


def test_what_cannot_be_meant_is_refused_by_name(index: Path, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"columns: one or more of rank, .* not ‘colour’"):
        read_columns(["id,colour"])
    assert names(read_columns(())) == {*USUAL}
    assert [each.name for each in read_columns(["id, id", "words,"])] == ["id", "words"]
    _run(index, "storm", "--columns", "colour", expected=2)
    _run(index, "storm", "--output", str(tmp_path / "s.docx"), expected=2)
    _run(index, "storm", "--format", "xlsx", expected=2)
    _run(index, "xqzvw", "--output", str(tmp_path / "s.csv"), expected=1)
    assert (tmp_path / "s.csv").read_text("utf-8-sig").startswith("rank,id")


@pytest.mark.parametrize("text", ["=1+1", "#N/A", "#DIV/0!", "# 1", "12", "2019-01-01", "TRUE"])
def test_a_cell_of_a_workbook_is_the_text_whatever_it_looks_like(text: str) -> None:
    article = Article("a", text, text)
    row = ExportRow(Hit(1, article, 1.0, Snippet("title", ""), ()), article)
    file = io.BytesIO()
    export_files.write_workbook(file, [row], read_columns(["title,text"]), [("query", text)])
    book = load_workbook(file)
    assert [cell.value for cell in book["articles 1"][2]] == [text, text]
    assert {cell.data_type for cell in book["articles 1"][2]} == {"s"}
