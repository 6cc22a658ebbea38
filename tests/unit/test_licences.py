"""Whoever gets the package is told the licence of each thing in it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
SHIPPED = PROJECT["tool"]["setuptools"]["package-data"]["indexer"]
READMES = [ROOT / "indexer" / part / "data" / "README.md" for part in ("analysis", "names")]
NAMED = {
    "Apache-2.0": "Apache-2.0",
    "CC-BY-SA-4.0": "CC BY-SA 4.0",
    "CC-BY-4.0": "CC BY 4.0",
    "ODbL-1.0": "ODbL",
    "MIT": "MIT",
}
"""Licences, with how READMEs write them."""


def told(readme: Path) -> str:
    return readme.read_text("utf-8")


def test_the_metadata_name_the_licences_that_the_data_have() -> None:
    found = {key for key, name in NAMED.items() for path in READMES if name in told(path)}
    assert set(PROJECT["project"]["license"].split(" AND ")) == found == set(NAMED)


def test_a_licence_has_its_text_in_the_package() -> None:
    assert "LICENSES/*.txt" in PROJECT["project"]["license-files"]
    texts = {path.stem for path in (ROOT / "LICENSES").iterdir()}
    assert texts | {"Apache-2.0"} == set(NAMED)
    assert "Apache License" in (ROOT / "LICENSE").read_text("utf-8")


@pytest.mark.parametrize("pattern", [each for each in SHIPPED if "*" in each])
def test_a_file_of_data_has_its_source_in_a_readme(pattern: str) -> None:
    files = [
        path
        for path in (ROOT / "indexer").glob(pattern)
        if path.is_file() and path.suffix not in (".py", ".pyc") and path.name != "README.md"
    ]
    assert files
    named = set(re.findall(r"[\w-]+\.(?:tsv|txt|marisa|bin)", "".join(map(told, READMES))))
    assert {path.name for path in files} <= named
