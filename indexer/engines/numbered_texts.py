"""Texts by number, and numbers by text: what a run knows of each of a million ids."""

from __future__ import annotations

from array import array
from typing import Protocol

from indexer.compiled import compiled

_NONE = -1  # the number of a text that has none


class NumberedTexts(Protocol):
    """Different texts, numbered from 0 as they come."""

    def __len__(self) -> int:
        """Return how many there are."""

    def number(self, text: str) -> int:
        """Return the number of a text, which is added unless it is there."""

    def get(self, text: str) -> int | None:
        """Return the number of a text, None if it is not there."""

    def text(self, number: int) -> str:
        """Return the text with a number. Raises IndexError if there is none."""


def numbered_texts() -> NumberedTexts:
    """Return none yet: in the kernel they take a quarter of the memory, where it was built."""
    kernel = compiled()
    found: NumberedTexts = kernel.NumberedTexts() if kernel else PythonNumberedTexts()
    return found


class PythonNumberedTexts:
    """What holds; the compiled kernel has the same."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._texts: list[str] = []

    def __len__(self) -> int:
        return len(self._texts)

    def number(self, text: str) -> int:
        """Return the number of a text, which is added unless it is there."""
        number = self._numbers.setdefault(text, len(self._texts))
        if number == len(self._texts):
            self._texts.append(text)
        return number

    def get(self, text: str) -> int | None:
        """Return the number of a text, None if it is not there."""
        return self._numbers.get(text)

    def text(self, number: int) -> str:
        """Return the text with a number. Raises IndexError if there is none."""
        return self._texts[number]


class NumberOf:
    """A number, not below 0, of each of some texts: eight bytes beside those of the texts."""

    def __init__(self, texts: NumberedTexts) -> None:
        """Take the texts, which others may number too."""
        self._texts = texts
        self._of_text = array("q")

    def __contains__(self, text: str) -> bool:
        return self.get(text) is not None

    def get(self, text: str) -> int | None:
        """Return the number of a text, None if it has none."""
        place = self._texts.get(text)
        if place is None or place >= len(self._of_text):
            return None
        number = self._of_text[place]
        return None if number == _NONE else number

    def __getitem__(self, text: str) -> int:
        """Return the number of a text. Raises KeyError if it has none."""
        number = self.get(text)
        if number is None:
            raise KeyError(text)
        return number

    def __setitem__(self, text: str, number: int) -> None:
        place = self._texts.number(text)
        while place >= len(self._of_text):
            self._of_text.append(_NONE)
        self._of_text[place] = number

    def pop(self, text: str) -> int | None:
        """Return the number of a text, which has none then; None if it had none."""
        number = self.get(text)
        if number is not None:
            self._of_text[self._texts.number(text)] = _NONE
        return number
