"""ARCHITECTURE.md against the tree: every folder has a section, and what it names exists."""

from __future__ import annotations

import re
import tomllib
from graphlib import TopologicalSorter

import grimp

from tests.paths import ROOT

PAGE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
NAME = re.compile(r"`([\w./-]+)`")
FILES = (".py", ".rs", ".md", ".toml", ".css", ".html", ".js")


def _sections() -> list[tuple[list[str], str]]:
    """Return each section: the folders that its heading names, and its text."""
    pieces = HEADING.split(PAGE)[1:]
    return [
        ([name for name in NAME.findall(heading) if name.endswith("/")], text)
        for heading, text in zip(pieces[::2], pieces[1::2], strict=True)
    ]


def test_every_package_has_a_section() -> None:
    described = {folder.rstrip("/") for folders, _ in _sections() for folder in folders}
    packages = {
        path.parent.relative_to(ROOT).as_posix()
        for top in ("indexer", "webapp")
        for path in (ROOT / top).rglob("__init__.py")
    }
    assert len(packages) > 15
    assert packages - described == set()


def test_every_folder_of_the_project_is_named() -> None:
    named = set(NAME.findall(PAGE))
    ours = {
        path.name
        for path in ROOT.iterdir()
        if path.is_dir() and any((path / each).exists() for each in ("__init__.py", "README.md"))
        if not path.name.startswith(".")
    }
    tests = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()}
    assert {"lexicon", "seeds"} <= ours
    for name in (ours | tests) - {"__pycache__", "data", "index", "typing"}:
        assert f"{name}/" in named, name


def test_every_path_that_is_named_exists() -> None:
    seen = 0
    for folders, text in _sections():
        above = [place for folder in folders for place in (ROOT / folder, (ROOT / folder).parent)]
        places = [ROOT, ROOT / "indexer", ROOT / "tests", *above]
        for name in NAME.findall(text):
            if name.endswith((*FILES, "/")) and not name.startswith("."):
                seen += 1
                found = [place for place in places if (place / name).exists()]
                assert found or name == "knipsel.toml", name
        for folder in folders:
            assert (ROOT / folder).is_dir(), folder
    assert seen > 100


def test_the_rows_are_those_that_the_imports_are_held_to() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    held = [
        {each.strip().removeprefix("indexer.") for each in re.split(r"[|:]", layer)}
        for layer in layers
    ]
    table = re.findall(r"^\| +\d+ \| (.+) \|$", PAGE, re.MULTILINE)
    told = [{name.removesuffix(".py") for name in NAME.findall(row)} for row in table]
    assert len(told) == 10
    assert told[:-1] == held[:-1]
    assert told[-1] <= held[-1]  # modules: their folder shows them all


def test_no_module_needs_what_needs_it_for_types_neither() -> None:
    graph = grimp.build_graph("indexer", "webapp", cache_dir=None)
    modules = graph.modules - {"indexer"}  # its names are imported when they are first asked for
    assert len(modules) > 300
    TopologicalSorter(
        {each: graph.find_modules_directly_imported_by(each) & modules for each in modules}
    ).prepare()  # raises CycleError
