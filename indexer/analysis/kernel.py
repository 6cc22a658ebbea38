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
from indexer.analysis.tokens import surfaces, tokenize
from indexer.cache import Memo
from indexer.text import BLANK_LINE, SENTENCE_END

_INTERFACE = 6  # counts up, here and in kernel/src/lib.rs, when what the kernel takes or gives does


_MAX_TYPES = 500_000  # about 200 MB; then the memory starts afresh

SENTENCE, PARAGRAPH = 1 << 30, 1 << 31
"""Bits of a numbered token: a sentence, or a paragraph and with it a sentence, ends after it."""


class TermMapper(Protocol):
    """What is done for each token of an article."""

    def channels(self, text: str) -> TermRow:
        """Return the terms of a text in the three channels."""

    def numbered(self, text: str) -> tuple[TermRow, bytes]:
        """Return the same, and the number of the type of each token that has a term.

        A number is four bytes, the lowest first, and may have the bits SENTENCE and PARAGRAPH; the
        end of the text is that of a paragraph. Types are numbered as they are met, from 0; two
        numbers may be of one type.
        """

    def new_types(self) -> str:
        """Return the types that were numbered since the last call, in their order.

        Each is `surface TAB exact TAB stem TAB part NUL`.
        """

    def number_anew(self) -> None:
        """Let the next type have the number 0."""

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
        self._numbers: dict[str, int] = {}
        self._new_types: list[str] = []

    def channels(self, text: str) -> TermRow:
        """Return the terms of a text in the three channels."""
        rows = map(self._rows.__getitem__, surfaces(text))
        exact, stem, part = tuple(zip(*rows, strict=True)) or ((), (), ())
        return _joined(exact), _joined(stem), _joined(part)

    def numbered(self, text: str) -> tuple[TermRow, bytes]:
        """Return the same, and the number of the type of each token that has a term."""
        numbers: list[int] = []
        before = 0
        for start, end in tokenize(text):
            if numbers:
                numbers[-1] |= _ends(text[before:start])
            before = end
            surface = text[start:end]
            if self._rows[surface][0]:
                numbers.append(self._number(surface))
        if numbers:
            numbers[-1] |= SENTENCE | PARAGRAPH
        return self.channels(text), b"".join(n.to_bytes(4, "little") for n in numbers)

    def new_types(self) -> str:
        """Return the types that were numbered since the last call, in their order."""
        types, self._new_types = self._new_types, []
        return "".join(types)

    def number_anew(self) -> None:
        """Let the next type have the number 0."""
        self._numbers, self._new_types = {}, []

    def _number(self, surface: str) -> int:
        if surface not in self._numbers:
            self._numbers[surface] = len(self._numbers)
            self._new_types.append("\t".join((surface, *self._rows[surface])) + "\0")
        return self._numbers[surface]

    def content_terms(self, terms: str, max_terms: int, min_letters: int) -> str:
        """Return the first `max_terms` terms, without numbers and those under `min_letters`."""
        first = terms.split(" ", max_terms)[:max_terms]
        return " ".join([t for t in first if len(t) >= min_letters and not t.isdigit()])


def _ends(gap: str) -> int:
    """Return the bits of what ends between two tokens."""
    if BLANK_LINE.search(gap):
        return SENTENCE | PARAGRAPH
    return SENTENCE if SENTENCE_END.search(gap) else 0


def _joined(terms: Iterable[str]) -> str:
    return " ".join(filter(None, terms))
