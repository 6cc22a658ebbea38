"""What a command says of a damaged index: one message, whatever the engine prints by itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.archive import build
from indexer.config import Settings

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), "RUST_BACKTRACE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("arguments", [("index", "new.txt"), ("search", "dijk"), ("check",)])
def test_a_damaged_index_is_one_message(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """With these bytes gone Tantivy panics on terms, and prints its stack."""
    (tmp_path / "a.txt").write_text("De dijk houdt.")
    (tmp_path / "new.txt").write_text("Een nieuwe dijk.")
    build(Settings(tmp_path / "index", engine="tantivy"), [tmp_path / "a.txt"])
    (terms,) = (tmp_path / "index").rglob("*.term")
    data = terms.read_bytes()
    terms.write_bytes(bytes(255 - byte for byte in data[: len(data) // 2]) + data[len(data) // 2 :])
    paths = [str(tmp_path / each) if each.endswith(".txt") else each for each in arguments]
    done = run("-m", "indexer", "--index", str(tmp_path / "index"), *paths)
    assert done.returncode in {1, 2}
    assert "panicked" not in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "--rebuild" in done.stderr


def test_what_engines_print_themselves_is_lost_and_messages_are_not() -> None:
    """As from any thread of theirs; standard error is theirs no more."""
    code = (
        "import os, sys; from indexer.cli.printing import silence_engines\n"
        "silence_engines(); os.write(2, b'thread panicked'); print('kapot é', file=sys.stderr)"
    )
    assert run("-c", code).stderr == "kapot é\n"
