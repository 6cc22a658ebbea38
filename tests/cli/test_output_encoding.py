"""What is printed never fails for a character, and what programs read is UTF-8 everywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.archive import build
from indexer.cli import main
from indexer.config import Settings

ROOT = Path(__file__).parents[2]
TITLE = "Zelenśki → Łódź: 📰 «Één brug», 5 €"
ENVIRONMENTS = (
    {"PYTHONIOENCODING": "cp1252"},
    {"PYTHONIOENCODING": "ascii"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
)
READING = [
    ("search", "łódź"),
    ("show", "a→1"),
    ("kwic", "brug"),
    ("trend", "brug"),
    ("stats",),
    ("check",),
    ("index", "stuk→.jsonl"),
    ("index", "--dry-run", "art→.jsonl"),
    ("show", "→"),
    ("search", "brug", "--sort", "→"),
    ("search", "--help"),
    ("alert", "q→.tsv", "--state", os.devnull),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an article whose every field has letters that few encodings have."""
    folder = tmp_path_factory.mktemp("codes")
    article = {"id": "a→1", "title": TITLE, "body": "Een brug → Łódź. Één.", "source": "Газета"}
    (folder / "art→.jsonl").write_text(json.dumps({**article, "date": "2022-03-24"}), "utf-8")
    (folder / "stuk→.jsonl").write_text('{"id": \n' * 2, "utf-8")
    (folder / "q→.tsv").write_text("één→\tłódź\n", "utf-8")
    build(Settings(folder / "index", engine="tantivy"), [folder / "art→.jsonl"])
    return folder


def knipsel(folder: Path, environment: dict[str, str], *arguments: str) -> tuple[int, bytes, bytes]:
    done = subprocess.run(
        [sys.executable, "-m", "indexer", "--index", str(folder / "index"), *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80", **environment},
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=str)
def test_a_search_is_answered_whatever_the_locale(
    folder: Path, environment: dict[str, str]
) -> None:
    """Queries are UTF-8 where the locale is ASCII too."""
    status, out, err = knipsel(folder, environment, "search", "łódź één", "--format", "json")
    assert (status, err) == (0, b"")
    assert json.loads(out.decode("utf-8"))["hits"][0]["title"] == TITLE
    status, out, err = knipsel(folder, environment, "search", "łódź één")
    assert (status, err) == (0, b"")
    assert "Zelen?ki ? ?" in out.decode(environment.get("PYTHONIOENCODING", "ascii"))


@pytest.mark.parametrize("charset", ["cp1252", "ascii", "latin-1"])
@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "trec", "ids"])
def test_what_programs_read_is_utf_8(folder: Path, charset: str, form: str) -> None:
    arguments = ["--index", str(folder / "index"), "search", "brug", "--format", form]
    result = CliRunner(charset=charset).invoke(main, arguments)
    assert result.exit_code == 0
    expected = "a→1" if form in {"trec", "ids"} else TITLE
    assert expected in result.stdout_bytes.decode("utf-8")


@pytest.mark.parametrize("charset", ["cp1252", "ascii"])
@pytest.mark.parametrize("arguments", READING, ids=" ".join)
def test_what_people_read_has_question_marks_where_it_cannot_be_shown(
    folder: Path, charset: str, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    result = CliRunner(charset=charset).invoke(main, ["--index", "index", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    result.output_bytes.decode(charset)  # which raises UnicodeDecodeError for another code


def test_lines_on_standard_input_are_utf_8() -> None:
    result = CliRunner(charset="cp1252").invoke(main, ["analyse"], input="één\n".encode())
    assert json.loads(result.stdout_bytes)["text"] == "één"
