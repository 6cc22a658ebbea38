"""Texts for readers, which can still be put into the language of the page."""

from __future__ import annotations

from typing import Self


class Message(str):
    """A sentence in Dutch, with the message that it was made of.

    `message` is the sentence with named places (`%(place)d`), `values` are what fills them; a value
    that is a notice has to be put into the other language itself.
    """

    __slots__ = ("message", "values")

    message: str
    values: dict[str, object]

    def __new__(cls, message: str, **values: object) -> Self:
        """Return the sentence that `message` is with these values."""
        notice = super().__new__(cls, message % values)
        notice.message, notice.values = message, values
        return notice

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        return (self.message,), self.values


class QueryText(str):
    """A query or a part of one, of which operators and fields have names in each language."""

    __slots__ = ()


class Messages(list[tuple[int, Message]]):
    """Notices on a query, each with the offset in it that it is about."""

    def note(self, at: int, message: str, **values: object) -> None:
        """Add a notice; in its message `%(place)d` is the number of the character at `at`."""
        self.append((at, Message(message, place=at + 1, **values)))


class Bilingual(str):
    """A text in Dutch with its English form, `english`."""

    __slots__ = ("english",)

    english: str

    def __new__(cls, dutch: str, english: str) -> Self:
        """Return the Dutch text that carries its English form."""
        text = super().__new__(cls, dutch)
        text.english = english
        return text

    def __getnewargs_ex__(self) -> tuple[tuple[str, str], dict[str, object]]:
        return (str(self), self.english), {}
