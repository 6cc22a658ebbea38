"""The library as a program's type checker sees it: installed, typed, and strict."""

from __future__ import annotations

import os
import re
import shutil
import site
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

import pytest

from tests.paths import ROOT

CLIENT = ROOT / "tests/typing/client.py"
ERROR = re.compile(r"client\.py:(\d+): error: .*\[([\w-]+)\]$", re.MULTILINE)


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the interpreter of an environment in which the library is installed."""
    folder = tmp_path_factory.mktemp("typing") / "environment"
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    found = next(folder.rglob("site-packages"))
    typed = shutil.ignore_patterns("data", "__pycache__", "*.so", "*.pyd")
    shutil.copytree(ROOT / "indexer", found / "indexer", ignore=typed)
    (found / "libraries.pth").write_text("\n".join(site.getsitepackages()), "utf-8")
    return folder / ("Scripts" if os.name == "nt" else "bin") / Path(sys.executable).name


def test_a_program_is_checked_as_strictly_as_it_asks(python: Path, tmp_path: Path) -> None:
    client = shutil.copy(CLIENT, tmp_path)
    options = ["--strict", "--python-executable", str(python), "--cache-dir", str(tmp_path / "c")]
    found = subprocess.run(
        [sys.executable, "-m", "mypy", *options, "--config-file", "", str(client)],
        cwd=tmp_path,
        env={k: v for k, v in os.environ.items() if k not in ("MYPYPATH", "PYTHONPATH")},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = CLIENT.read_text("utf-8").splitlines()
    marked = [(n, line.partition("  # error: ")[2]) for n, line in enumerate(lines, 1)]
    refused = [(int(line), code) for line, code in ERROR.findall(found.stdout)]
    assert refused == [(n, code) for n, code in marked if code], found.stdout + found.stderr


def test_the_installed_package_says_that_it_is_typed() -> None:
    assert (ROOT / "indexer/py.typed").exists()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert "py.typed" in project["tool"]["setuptools"]["package-data"]["indexer"]
