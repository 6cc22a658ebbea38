"""An English dictionary that the machine has: FreeDict, as Debian packages it for dictd.

It is under the GPL and no part of this program. Where `dict-freedict-eng-nld` or
`dict-freedict-nld-eng` is installed, a query in English is offered in Dutch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from indexer.analysis.fold import fold
from indexer.later import expression

FOLDER = Path("/usr/share/dictd")
ENGLISH, DUTCH = "freedict-eng-nld", "freedict-nld-eng"

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_NOT_WORDS = expression(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>|^\d+\.", re.MULTILINE)
_MAX_BYTES = 50_000_000  # of a dictionary, unpacked
_MAX_WORDS = 20


@cache
def dictionary(folder: Path = FOLDER) -> Mapping[str, tuple[str, ...]]:
    """Return Dutch words for each of English, in small letters; empty where there is none.

    A file that cannot be read counts as none.
    """
    found: dict[str, dict[str, None]] = {}
    for english, dutch in _pairs(folder):
        found.setdefault(english, {})[dutch] = None
    return {english: tuple(words)[:_MAX_WORDS] for english, words in found.items()}


def translations(word: str, known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return what a word of English can be in Dutch, a plural as its singular."""
    endings = (("", ""), ("ies", "y"), ("es", ""), ("s", ""))
    forms = (word.removesuffix(end) + more for end, more in endings if word.endswith(end))
    return next((known[form] for form in forms if form in known), ())


def _pairs(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield a word of English and one of Dutch that it can be."""
    for english, each in _entries(folder, ENGLISH):
        yield from ((english, word) for word in each)
    for dutch, each in _entries(folder, DUTCH):
        yield from ((word, dutch) for word in each)


def _entries(folder: Path, name: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each headword of a dictionary that is one word, with the words it is translated by."""
    import gzip  # noqa: PLC0415 - few have a dictionary

    try:
        index = (folder / f"{name}.index").read_text("utf-8")
        with gzip.open(folder / f"{name}.dict.dz") as file:
            text = file.read(_MAX_BYTES)
    except (OSError, EOFError, UnicodeDecodeError):
        return
    for line in index.splitlines():
        head, *place = line.split("\t")[:3]
        if len(place) != 2 or not head.isalpha() or not set("".join(place)) <= set(_DIGITS):  # noqa: PLR2004
            continue
        start, length = map(_number, place)
        entry = text[start : start + length].decode("utf-8", "replace")
        yield head.lower(), list(_translations(entry))


def _translations(entry: str) -> Iterator[str]:
    """Yield the single words that an entry gives, below the line of its headword."""
    for line in _NOT_WORDS.sub("", entry.partition("\n")[2]).splitlines():
        for each in re.split("[,;]", line):
            if each.strip().isalpha():
                yield fold(each.strip())


def _number(digits: str) -> int:
    value = 0
    for digit in digits:
        value = value * len(_DIGITS) + _DIGITS.index(digit)
    return value
