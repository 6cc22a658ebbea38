"""Remembering what a function returned for a word."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_Value = TypeVar("_Value")


class Memo(dict[str, _Value]):
    """What a function returned for each word; past `most` words the memory starts afresh."""

    def __init__(self, function: Callable[[str], _Value], most: int) -> None:
        super().__init__()
        self._function = function
        self._most = most

    def __missing__(self, word: str) -> _Value:
        if len(self) >= self._most:
            self.clear()
        value = self[word] = self._function(word)
        return value
