"""Texts of long articles: held as they are stored, in JSON, and read a piece at a time.

A string of 19 million characters may take 76 MB, and an article is copied three times on its way
to an answer. What is stored of it is held once, and what is asked for is decoded when it is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, starmap
from typing import Any, TypeAlias

import orjson

from indexer.later import dataclass, expression
from indexer.model import Article

PIECE = 1 << 16
"""Bytes of a piece."""
_ESCAPED = len(r"\u0000")
_VALUE = expression(
    rb'(?:"(?:[^"\\]++|\\.)*+"|null|\[(?:[^"\]]++|"(?:[^"\\]++|\\.)*+")*+\])(?=[,\]])'
)
_CONTINUING = range(0x80, 0xC0)  # bytes that go on with a character of UTF-8


class LongText:
    """A text of which pieces are decoded: `text[start:end]` and `len(text)` are those of a string.

    `written` is the string as JSON has it, in UTF-8 and with its quotes.
    """

    def __init__(self, written: memoryview) -> None:
        self._written = written
        self._last = -1, ""

    def __len__(self) -> int:
        return self._starts[-1]

    def __getitem__(self, chosen: slice) -> str:
        start, end, _ = chosen.indices(len(self))
        if start >= end:
            return ""
        first, last = (bisect_right(self._starts, at) - 1 for at in (start, end - 1))
        text = "".join(map(self._piece, range(first, last + 1)))
        return text[start - self._starts[first] : end - self._starts[first]]

    def pieces(self) -> Iterator[str]:
        """Yield the text a piece at a time."""
        return starmap(self._decoded, _bounds(self._written))

    def beginning(self, most: int) -> str:
        """Return the first so many characters, without reading on."""
        kept, size = [], 0
        for piece in self.pieces():
            kept.append(piece)
            size += len(piece)
            if size >= most:
                break
        return "".join(kept)[:most]

    @cached_property
    def _pieces(self) -> list[tuple[int, int]]:
        return [*_bounds(self._written)]

    @cached_property
    def _starts(self) -> list[int]:
        """Where each piece starts, in characters, and the last one ends."""
        return [*accumulate(map(len, self.pieces()), initial=0)]

    def _piece(self, number: int) -> str:
        if self._last[0] != number:
            self._last = number, self._decoded(*self._pieces[number])
        return self._last[1]

    def _decoded(self, start: int, end: int) -> str:
        text: str = orjson.loads(b'"%b"' % bytes(self._written[start:end]))
        return text


Text: TypeAlias = str | LongText


@dataclass(frozen=True, slots=True)
class LongArticle:
    """An article of which no text is held whole: `article` has the beginnings of long ones.

    `written` has those as they are stored, in JSON.
    """

    article: Article
    written: Mapping[str, memoryview]

    @property
    def id(self) -> str:
        """The id of the article."""
        return self.article.id

    def to_json(self) -> dict[str, Any]:
        """Return the fields, as JSON has them; texts that are long in pieces."""
        return self.article.to_json() | {
            name: LongText(each) for name, each in self.written.items()
        }


Stored: TypeAlias = Article | LongArticle
"""An article as it is stored, whole: a long one is held in pieces."""


def article_of(stored: Stored) -> Article:
    """Return an article, of a long one with the beginnings of its texts."""
    return stored.article if isinstance(stored, LongArticle) else stored


def text_of(stored: Stored, field: str) -> Text:
    """Return the title or the body of an article, whole."""
    if isinstance(stored, LongArticle) and field in stored.written:
        return LongText(stored.written[field])
    text: str = getattr(article_of(stored), field)
    return text


def pieces_of(text: Text) -> Iterator[str]:
    """Yield a text a piece at a time; one that is short is a piece."""
    if isinstance(text, str):
        yield text
    else:
        yield from text.pieces()


def json_pieces(
    fields: Mapping[str, Any], dumps: Callable[[Any], bytes] = orjson.dumps
) -> Iterator[bytes]:
    """Return an object of JSON in pieces, long texts in many; `dumps` writes what else there is."""
    values = [each if isinstance(each, LongText) else dumps(each) for each in fields.values()]
    return _json_pieces([orjson.dumps(name) for name in fields], values)


def _json_pieces(names: Sequence[bytes], values: Sequence[LongText | bytes]) -> Iterator[bytes]:
    before = b"{"
    for name, value in zip(names, values, strict=True):
        if isinstance(value, LongText):
            yield b'%b%b:"' % (before, name)
            yield from (orjson.dumps(piece)[1:-1] for piece in value.pieces())
            before = b'",'
        else:
            yield b"%b%b:%b" % (before, name, value)
            before = b","
    yield before[:-1] + b"}"


def values_of(written: memoryview) -> list[memoryview]:
    """Return the values of a list in JSON, as they stand there: texts, lists of texts and nulls.

    They are those up to the first that is no such value.
    """
    found, at = [], 1
    while match := _VALUE.match(written, at):
        found.append(written[at : match.end()])
        at = match.end() + 1
    return found


def _bounds(written: memoryview) -> Iterator[tuple[int, int]]:
    """Yield where pieces of a text in JSON start and end, no character of it in two of them."""
    start, stop = 1, len(written) - 1
    while start < stop:
        end = min(start + PIECE, stop)
        if end < stop:
            end = start + _whole_characters(bytes(written[start:end]), written[end])
        yield start, end
        start = end


def _whole_characters(piece: bytes, following: int) -> int:
    """Return how much of a piece ends in no character that goes on with what follows."""
    length = len(piece)
    escape = piece.rfind(b"\\", length - _ESCAPED)
    if escape >= 0:
        before = piece[: escape + 1]
        is_escape = (len(before) - len(before.rstrip(b"\\"))) % 2 == 1
        size = _ESCAPED if piece[escape + 1 : escape + 2] == b"u" else len(r"\n")
        if is_escape and escape + size > length:
            return escape
    while length and following in _CONTINUING:
        length -= 1
        following = piece[length]
    return length
