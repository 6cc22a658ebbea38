"""The lists that the rules read: cues of each kind, and well-known names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntFlag
from functools import cache, lru_cache
from pathlib import Path


class Listed(IntFlag):
    """The lists of the gazetteers that have a name."""

    NEAR_PLACE = 1
    FAR_PLACE = 2
    FIRST_NAME = 4
    SURNAME = 8


@cache
def cues() -> Mapping[str, frozenset[str]]:
    """Return the words of each kind of cue, in lower case."""
    return {kind: frozenset(words.split()) for kind, words in table("cues.tsv")}


@cache
def places() -> frozenset[str]:
    """Return well-known places, as they are spelt."""
    return countries() | _names("places.txt")


@cache
def countries() -> frozenset[str]:
    """Return countries, as they are spelt."""
    return _names("countries.txt")


@cache
def organisations() -> frozenset[str]:
    """Return well-known bodies, as they are spelt."""
    return _names("organisations.txt")


@cache
def others() -> frozenset[str]:
    """Return what has a capital and is neither person, place nor body, as it is spelt."""
    return _names("others.txt")


def is_listed(name: str) -> bool:
    """Whether one of the lists of well-known names has a name, as it is spelt."""
    name = name.replace("’", "'")
    return name in places() or name in organisations() or name in others()


def is_place(name: str) -> bool:
    """Whether a list has a name among its places."""
    return name in places() or bool(listed(name) & (Listed.NEAR_PLACE | Listed.FAR_PLACE))


def is_body(word: str) -> bool:
    """Whether a word, in lower case, is one that bodies are called by, or a compound of one."""
    return word in cues()["body"] or word.endswith(endings("body ending"))


@cache
def endings(kind: str) -> tuple[str, ...]:
    """Return the words of a kind of cue, to compare endings with."""
    return tuple(cues()[kind])


def listed(name: str) -> Listed:
    """Return the lists of the gazetteers that have a name; of cities and of persons' names."""
    return gazetteers().get(name, _NOWHERE)


_NOWHERE = Listed(0)


@cache
def gazetteers() -> Mapping[str, Listed]:
    """Return the lists that have each name of the gazetteers."""
    return {
        name: which
        for value, names in table("gazetteers.tsv")
        for which in [Listed(int(value))]
        for name in names.split("|")
    }


def sides_of_match(words: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return the words of two well-known bodies, or countries, that a hyphen joins.

    So in PSV-ADO Den Haag and Nederland-Japan, but not in Rotterdam-Kralingen, which is a place.
    """
    if not any("-" in word for word in words):
        return None
    text = " ".join(words)
    if is_listed(text) or is_place(text):
        return None
    for at, sign in enumerate(text):
        if sign != "-":
            continue
        first, second = text[:at], text[at + 1 :]
        if any({first, second} <= names for names in (organisations(), countries())):
            return tuple(first.split(" ")), tuple(second.split(" "))
    return None


@lru_cache(1 << 16)
def noun_of(word: str) -> str:
    """Return of what a noun before a name says that it is the name; empty if it says nothing."""
    if word.endswith(_nouns()):
        return next(kind for kind in _KINDS if word.endswith(tuple(cues()[kind])))
    return "of person" if word in cues()["title"] else ""


_KINDS = ("of person", "of body", "of place")


@cache
def _nouns() -> tuple[str, ...]:
    return tuple(word for kind in _KINDS for word in cues()[kind])


def table(file: str) -> list[list[str]]:
    """Return the rows of a table of this package."""
    return [line.split("\t") for line in _lines(file)]


def _names(file: str) -> frozenset[str]:
    return frozenset(name for line in _lines(file) for name in line.split("|"))


def _lines(file: str) -> list[str]:
    text = (Path(__file__).parent / "data" / file).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
