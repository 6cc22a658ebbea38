"""Lemmas and families can be had again from the libraries that the lexicon's README names."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from tests.paths import ROOT
from tests.unit.analysis.tries import entries

DATA = ROOT / "indexer" / "analysis" / "data"
SOURCES = {"simplemma": "2.0.0", "wordfreq": "3.1.1"}
COMPILE = """
import gc
import sys
from pathlib import Path

from lexicon.compile_families import compile_families
from lexicon.compile_lemmas import compile_trie

gc.disable()  # millions of tuples stay: to look for garbage among them is lost time
folder = Path(sys.argv[1])
compile_trie(folder / "lemmas.marisa")
compile_families(folder / "families.marisa")
"""


def _installed() -> dict[str, str] | None:
    try:
        return {name: version(name) for name in SOURCES}
    except PackageNotFoundError:
        return None


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compile both in one process, apart from this one: they share the readings of every form."""
    if _installed() != SOURCES:
        pytest.skip(f"the lexicon was compiled with {SOURCES}")
    folder = tmp_path_factory.mktemp("lexicon")
    subprocess.run([sys.executable, "-c", COMPILE, str(folder)], check=True, cwd=ROOT)
    return folder


@pytest.mark.parametrize("name", ["lemmas.marisa", "families/families.marisa"])
def test_the_script_writes_the_same_table_again(compiled: Path, name: str) -> None:
    same = entries(compiled / Path(name).name) == entries(DATA / name)
    assert same  # pytest would take minutes to tell two such tables apart
