"""The kernel: what is done for each token of a text, compiled where it was built, else in Python.

The compiled kernel is described in Python here, which serves where it was not built; tests compare
the two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from types import ModuleType
from typing import Protocol

from indexer.analysis.term_cache import TermRow
from indexer.analysis.tokens import surfaces
from indexer.cache import Memo

_INTERFACE = 5  # counts up, here and in kernel/src/lib.rs, when what the kernel takes or gives does


_MAX_TYPES = 500_000  # about 200 MB; then the memory starts afresh


class TermMapper(Protocol):
    """What is done for each token of an article."""

    def channels(self, text: str) -> TermRow:
        """Return the terms of a text in the three channels."""

    def content_terms(self, terms: str, max_terms: int, min_letters: int) -> str:
        """Return the first `max_terms` terms, without numbers and those under `min_letters`."""


@cache
def compiled() -> ModuleType | None:
    """Return the compiled kernel; None where it was not built, or is of another version."""
    try:
        from indexer import _kernel  # noqa: PLC0415 - who only searches does not need it
    except ImportError:
        return None
    return _kernel if getattr(_kernel, "INTERFACE", 1) == _INTERFACE else None


class PythonTermMapper:
    """The term mapper in Python: what the compiled one must equal, and used without it."""

    def __init__(self, row: Callable[[str], TermRow]) -> None:
        self._rows = Memo(row, _MAX_TYPES)

    def channels(self, text: str) -> TermRow:
        """Return the terms of a text in the three channels."""
        rows = map(self._rows.__getitem__, surfaces(text))
        exact, stem, part = tuple(zip(*rows, strict=True)) or ((), (), ())
        return _joined(exact), _joined(stem), _joined(part)

    def content_terms(self, terms: str, max_terms: int, min_letters: int) -> str:
        """Return the first `max_terms` terms, without numbers and those under `min_letters`."""
        first = terms.split(" ", max_terms)[:max_terms]
        return " ".join([t for t in first if len(t) >= min_letters and not t.isdigit()])


def _joined(terms: Iterable[str]) -> str:
    return " ".join(filter(None, terms))
