"""The stored source: an article as an engine keeps it, a line of lead terms, then one of JSON.

After them comes its place on paper, of one that has any. Each is read alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from typing import Any

import orjson

from indexer.answers.long_text import LongArticle, LongText, Stored, values_of
from indexer.errors import IndexDamagedError
from indexer.fields import BY_NAME, compact
from indexer.later import dataclass, replace
from indexer.model import Article, Span
from indexer.release import Release
from indexer.scan import Scan

_FIELDS = [each.name for each in fields(Article) if each.name in BY_NAME]
STORED = len(_FIELDS)
"""How many fields are stored."""
_SEVERAL = tuple(n for n, name in enumerate(_FIELDS) if BY_NAME[name].several)
"""Where fields of several values stand among the stored ones."""
_DATE = _FIELDS.index("date")
_REQUIRED = {_FIELDS.index(name) for name in ("id", "title", "body")}
_MAX_KINDS, _MAX_DATES = 1_000, 10_000  # that are known to be right
_QUOTE = ord('"')
_LONG = 1 << 20  # bytes; what is longer is read by pieces
LISTED = 1 << 16
"""Characters of each text of an article that stands in a list, and is not read."""
fields_of: Callable[[Article], tuple[str | tuple[str, ...] | None, ...]] = attrgetter(*_FIELDS)
"""Return the values of an article's fields, in the order in which they are stored."""


@dataclass(frozen=True, slots=True)
class LeadTerms:
    """The part terms of an article's title and, after a tab, of the beginning of its body."""

    text: str

    @property
    def terms(self) -> list[str]:
        """All terms, as often as they stand there."""
        return self.text.split()


def stored_article(payload: bytes) -> Article:
    """Return the article that `document` put into the payload.

    Raises IndexDamagedError if there is something that no article has: whoever shows it trusts it.
    """
    start = payload.index(b"\n") + 1
    end = payload.find(b"\n", start)
    scan = payload[end + 1 :] if end >= 0 else b""
    article = _article(orjson.loads(memoryview(payload)[start : end if end >= 0 else None]))
    return replace(article, scan=Scan.of_bytes(scan)) if scan else article


def _article(values: list[Any]) -> Article:
    """Return the article of the values that are stored of it. Raises IndexDamagedError as above."""
    _require_kinds(tuple(map(type, values)))
    _require_date(values[_DATE])
    release = None
    if len(values) > len(_FIELDS):
        release = Release(values.pop(), has_guid=True)
    for place in _SEVERAL:
        value = values[place]
        values[place] = (
            () if value is None else (value,) if isinstance(value, str) else _texts(value)
        )
    article = Article(*values)
    return replace(article, release=release) if release else article


def opened_article(payload: bytes) -> Stored:
    """Return the same; of a long one no text is held beside the payload but its beginning."""
    if len(payload) <= _LONG:
        return stored_article(payload)
    start = payload.index(b"\n") + 1
    end = payload.find(b"\n", start)
    written = values_of(memoryview(payload)[start : end if end >= 0 else None])
    if len(written) < len(_FIELDS):
        return stored_article(payload)  # which says what is wrong
    long = {n: each for n, each in enumerate(written[: len(_FIELDS)]) if _is_long_text(each)}
    values = [
        LongText(each).beginning(LISTED) if n in long else orjson.loads(each)
        for n, each in enumerate(written)
    ]
    return LongArticle(_article(values), {_FIELDS[n]: each for n, each in long.items()})


def _is_long_text(written: memoryview) -> bool:
    return len(written) > LISTED and written[0] == _QUOTE


def is_shortened(payload: bytes) -> bool:
    """Say whether something of a payload was left out when it was loaded."""
    return payload.endswith(b"\n") and payload.count(b"\n") == 2  # noqa: PLR2004 - its lines


@lru_cache(_MAX_KINDS)
def _require_kinds(kinds: tuple[type, ...]) -> None:
    """Raise IndexDamagedError if values of these types are not those of an article."""
    for place, kind in enumerate(kinds):
        may_lack = place < len(_FIELDS) and place not in _REQUIRED
        may_be = (str, *([type(None)] if may_lack else []), *([list] if place in _SEVERAL else []))
        if kind not in may_be:
            raise IndexDamagedError(f"A stored article has a value of type {kind.__name__}")
    if not 0 <= len(kinds) - len(_FIELDS) <= 1:
        raise IndexDamagedError(f"A stored article has {len(kinds)} values")


@lru_cache(_MAX_DATES)
def _require_date(date: str | None) -> None:
    if date is not None:
        try:
            Span.parse(date)
        except ValueError as error:
            raise IndexDamagedError(f"A stored article has a date that is none: {error}") from error


def _texts(values: list[Any]) -> tuple[str, ...]:
    if not all(isinstance(value, str) for value in values):
        raise IndexDamagedError("A stored article has a value that is no text")
    return tuple(values)


def stored_lead(payload: bytes) -> LeadTerms:
    """Return what the article begins with, as feedback reads it."""
    return LeadTerms(lead_text(payload))


def lead_text(payload: bytes) -> str:
    """Return the text of those terms: a page reads a hundred."""
    return payload[: payload.index(b"\n")].decode()


def stored_content(article: Article) -> bytes:
    """Return everything in an article, as it stands behind its lead terms."""
    content = orjson.dumps(article_values(article))
    return b"%b\n%b" % (content, article.scan.to_bytes()) if article.scan else content


def is_plain(article: Article) -> bool:
    """Say whether the fields of an article are all that is stored of it."""
    return article.release is None and article.scan is None


def article_values(article: Article) -> list[str | list[str] | None]:
    """Return the fields of an article in the order in which they are stored, as JSON has them.

    After them its version, which may be empty, of one whose id is that of every file.
    """
    values: list[Any] = [*fields_of(article)]
    for place in _SEVERAL:
        values[place] = compact(values[place])
    if article.release and article.release.has_guid:
        values.append(article.release.version)
    return values
