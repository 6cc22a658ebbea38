"""`knipsel check`, and how often the place of an index is opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from indexer.archive import Archive, build
from indexer.cli import main
from indexer.storage import index_store
from indexer.storage.folder import FolderStore
from tests.paths import ROOT


@pytest.fixture
def index(tmp_path: Path) -> Path:
    build(tmp_path / "index", [ROOT / "seeds"])
    return tmp_path / "index"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return the places that are opened during the test: over a cluster each is a client."""
    places: list[Any] = []

    class Counted(FolderStore):
        def __init__(self, folder: Path, engine: str | None = None) -> None:
            super().__init__(folder, engine)
            places.append(folder)

    monkeypatch.setattr(index_store, "FolderStore", Counted)
    return places


def test_a_check_connects_once(index: Path, opened: list[Any]) -> None:
    result = CliRunner().invoke(main, ["--index", str(index), "check"])
    assert (result.exit_code, result.output) == (0, "102 articles, nothing wrong\n")
    assert opened == [index]


def test_an_archive_connects_once_and_checks_itself_over_that(
    index: Path, opened: list[Any]
) -> None:
    with Archive.open(index) as archive:
        assert archive.check() == []
    assert opened == [index]
