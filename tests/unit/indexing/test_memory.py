"""Memory that was freed goes back to the system."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.indexing import memory
from indexer.indexing.memory import give_back

_BLOCKS, _BYTES = 60_000, 1_000  # too large for a place among Python's small objects


def own_memory() -> int:
    """Return the bytes that the process has of its own."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("RssAnon"))


def test_what_was_freed_below_something_in_use_is_given_back() -> None:
    """The allocator gives back by itself only what lies above all that is in use."""
    if memory._of_glibc() is None or not Path("/proc/self/status").exists():
        pytest.skip("an allocator that gives back by itself, or does not say how")
    blocks = [bytes(_BYTES) for _ in range(_BLOCKS)]
    last = blocks.pop()
    del blocks
    before = own_memory()
    give_back(1)
    assert before - own_memory() > _BLOCKS * _BYTES // 2
    assert len(last) == _BYTES


_LARGE = """
from indexer.indexing.memory import give_back
from tests.unit.indexing.test_memory import own_memory
give_back(300_000)
larger = b"x" * (16 << 20)
del larger
blocks = [b"x" * (1 << 20) for _ in range(50)]
last = blocks.pop()
before = own_memory()
del blocks
print(before - own_memory())
"""


def test_what_is_large_goes_back_when_it_is_freed_after_many_articles() -> None:
    """An allocator that has freed something larger would keep what lies below something in use."""
    if memory._of_glibc() is None or not Path("/proc/self/status").exists():
        pytest.skip("an allocator that gives back by itself, or does not say how")
    run = subprocess.run([sys.executable, "-c", _LARGE], stdout=subprocess.PIPE, check=True)
    assert int(run.stdout) > 25 << 20


@pytest.mark.parametrize("missing", [AttributeError, OSError, TypeError])
def test_an_allocator_that_cannot_be_asked_is_not(
    missing: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def library(_: None) -> object:
        raise missing

    memory._of_glibc.cache_clear()
    monkeypatch.setattr(ctypes, "CDLL", library)
    give_back(1)
    assert memory._of_glibc() is None
    memory._of_glibc.cache_clear()
