"""`knipsel` as a process that can be traced, limited and killed."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.trust.places import Place, Run


@pytest.fixture
def place(engine: str) -> Iterator[Place]:
    """Return an empty place for an index with each engine, where other users may look."""
    with TemporaryDirectory(prefix="knipsel-") as name:
        folder = Path(name).resolve()
        folder.chmod(0o755)
        (folder / "articles").mkdir()
        yield Place(folder / "index", folder / "articles", engine)


@pytest.fixture
def run() -> Run:
    """Return a function that runs a command to its end; what it prints is kept as text."""

    def to_its_end(command: list[str], status: int | None = 0, **how: object) -> object:
        done = subprocess.run(  # type: ignore[call-overload]
            command, check=False, capture_output=True, text=True, timeout=300, **how
        )
        assert status in (None, done.returncode), done.stderr
        assert "Traceback" not in done.stderr
        assert "panicked" not in done.stderr
        return done

    return to_its_end  # type: ignore[return-value]


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> random.Random:
    """Return chance that can be had again: KNIPSEL_SEED=N repeats what a failure printed."""
    number = int(os.environ.get("KNIPSEL_SEED") or random.SystemRandom().randrange(10**6))
    print(f"KNIPSEL_SEED={number} for {request.node.nodeid}")
    return random.Random(number)
