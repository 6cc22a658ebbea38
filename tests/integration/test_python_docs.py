"""The manual's page for programs: what is typed there gives what is printed there."""

from __future__ import annotations

import doctest
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

import indexer
from indexer import build, errors
from tests.paths import ROOT, SEEDS

PAGE = ROOT / "docs/python.md"
BLOCK = re.compile(r"^```pycon\n(.*?)^```$", re.MULTILINE | re.DOTALL)
Run: TypeAlias = Callable[[list[str]], tuple[int, str]]
PANDAS = re.compile(r"\b(?:pd|pandas|frame)\b")


def _blocks(page: Path = PAGE) -> list[str]:
    return BLOCK.findall(page.read_text("utf-8"))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return what runs blocks in a folder with the sample archive."""
    shutil.copytree(SEEDS, tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    return _run


def _run(blocks: list[str]) -> tuple[int, str]:
    """Run blocks as one session; return how many lines were typed, and what went otherwise."""
    session = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, PAGE.name, None, 0)
    otherwise: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.REPORT_NDIFF)
    runner.run(session, out=otherwise.append, clear_globs=False)
    session.globs["archive"].close()
    return len(session.examples), "".join(otherwise)


def test_what_is_typed_gives_what_is_printed(run: Run) -> None:
    typed, otherwise = run([block for block in _blocks() if not PANDAS.search(block)])
    assert typed > 25
    assert not otherwise, otherwise


def test_frames_of_pandas_hold_what_is_printed(run: Run) -> None:
    pytest.importorskip("pandas", reason="pandas is not installed")
    blocks = _blocks()
    assert sum(bool(PANDAS.search(block)) for block in blocks) == 3
    _, otherwise = run(blocks)
    assert not otherwise, otherwise


def test_the_example_of_the_readme_gives_what_is_printed(run: Run) -> None:
    build("index", ["seeds"])
    typed, otherwise = run(_blocks(ROOT / "README.md"))
    assert typed == 2
    assert not otherwise, otherwise


def test_every_error_and_every_name_that_is_imported_is_public() -> None:
    text = PAGE.read_text("utf-8")
    listed = set(re.findall(r"^\| `(\w+Error)` \|", text, re.MULTILINE))
    kinds = {name for name in vars(errors) if name.endswith("Error")}
    assert listed == kinds - {"KnipselError"}
    imported = re.findall(r"^>>> from indexer import (.+)$", text, re.MULTILINE)
    names = {name for line in imported for name in line.split(", ")}
    assert {"Archive", "build"} <= names <= {*indexer.__all__}
