"""Texts by number, and numbers by text: what a run knows of each of a million ids."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Protocol

from indexer.compiled import compiled

_NONE = -1  # the number of a text that has none


class NumberedTexts(Protocol):
    """Different texts, numbered from 0 as they come."""

    def __len__(self) -> int:
        """Return how many there are."""

    def number(self, text: str) -> int:
        """Return the number of a text, which is added unless it is there."""

    def number_all(self, texts: Sequence[str]) -> list[int]:
        """Return the number of each of some texts, which are added unless they are there."""

    def get(self, text: str) -> int | None:
        """Return the number of a text, None if it is not there."""

    def text(self, number: int) -> str:
        """Return the text with a number. Raises IndexError if there is none."""

    def in_order(self, numbers: Sequence[int]) -> tuple[bytes, bytes]:
        """Return the texts with some numbers, each with a NUL behind it, and their order.

        That is the places of these numbers in the order of the texts, four bytes each, the lowest
        first. Raises IndexError where there is none.
        """


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

    def number_all(self, texts: Sequence[str]) -> list[int]:
        """Return the number of each of some texts, which are added unless they are there."""
        return [self.number(text) for text in texts]

    def get(self, text: str) -> int | None:
        """Return the number of a text, None if it is not there."""
        return self._numbers.get(text)

    def text(self, number: int) -> str:
        """Return the text with a number. Raises IndexError if there is none."""
        return self._texts[number]

    def in_order(self, numbers: Sequence[int]) -> tuple[bytes, bytes]:
        """Return the texts with some numbers, each with a NUL behind it, and their order."""
        texts = [self._texts[number] for number in numbers]
        order = array("I", sorted(range(len(texts)), key=texts.__getitem__))
        joined = "".join(f"{text}\0" for text in texts)
        return joined.encode(errors="surrogatepass"), order.tobytes()


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

    def get_all(self, texts: Iterable[str]) -> list[int | None]:
        """Return the number of each of some texts, None for one that has none."""
        of_text, size = self._of_text, len(self._of_text)
        places = map(self._texts.get, texts)
        return [
            None if place is None or place >= size or of_text[place] == _NONE else of_text[place]
            for place in places
        ]

    def __getitem__(self, text: str) -> int:
        """Return the number of a text. Raises KeyError if it has none."""
        number = self.get(text)
        if number is None:
            raise KeyError(text)
        return number

    def __setitem__(self, text: str, number: int) -> None:
        place = self._texts.number(text)
        self._make_room(place)
        self._of_text[place] = number

    def update(self, texts: Sequence[str], numbers: Iterable[int]) -> list[int]:
        """Give texts these numbers; return those by which others know the texts."""
        places = self._texts.number_all(texts)
        self._set(places, numbers)
        return places

    def add_all(self, texts: Sequence[str], numbers: Iterable[int]) -> list[int] | None:
        """Do the same where each text is there once and none has a number; else nothing."""
        places, of_text = self._texts.number_all(texts), self._of_text
        held = (place for place in places if place < len(of_text))
        if any(of_text[place] != _NONE for place in held) or len({*places}) < len(places):
            return None
        self._set(places, numbers)
        return places

    def _set(self, places: Sequence[int], numbers: Iterable[int]) -> None:
        self._make_room(max(places, default=_NONE))
        of_text = self._of_text
        for place, number in zip(places, numbers, strict=True):
            of_text[place] = number

    def _make_room(self, last: int) -> None:
        if last >= len(self._of_text):
            self._of_text.extend(repeat(_NONE, last + 1 - len(self._of_text)))

    def pop(self, text: str) -> int | None:
        """Return the number of a text, which has none then; None if it had none."""
        number = self.get(text)
        if number is not None:
            self._of_text[self._texts.number(text)] = _NONE
        return number
