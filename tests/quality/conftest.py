"""Archives of real articles, where the folder `shared` stands beside the repository."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.archive import Archive, build
from indexer.config import Settings
from tests.paths import SHARED


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder; CI has it, a user's machine may not."""
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"CI runs with {SHARED.name}/ beside the repository, and it is not there")
        pytest.skip("needs the folder `shared` with real articles beside the repository")
    return SHARED


@pytest.fixture(scope="session")
def archive_of(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Archive]:
    """Return what indexes a file with an engine, and opens it."""

    def of(engine: str, source: Path, names: str = "none") -> Archive:
        settings = Settings(index=tmp_path_factory.mktemp(engine), engine=engine, names=names)
        build(settings, [source])
        return Archive.open(settings)

    return of
