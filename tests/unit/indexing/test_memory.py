"""Memory that was freed goes back to the system."""

from __future__ import annotations

import ctypes
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
    if memory._trim() is None or not Path("/proc/self/status").exists():
        pytest.skip("an allocator that gives back by itself, or does not say how")
    blocks = [bytes(_BYTES) for _ in range(_BLOCKS)]
    last = blocks.pop()
    del blocks
    before = own_memory()
    give_back()
    assert before - own_memory() > _BLOCKS * _BYTES // 2
    assert len(last) == _BYTES


@pytest.mark.parametrize("missing", [AttributeError, OSError, TypeError])
def test_an_allocator_that_cannot_be_asked_is_not(
    missing: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def library(_: None) -> object:
        raise missing

    memory._trim.cache_clear()
    monkeypatch.setattr(ctypes, "CDLL", library)
    give_back()
    assert memory._trim() is None
    memory._trim.cache_clear()
