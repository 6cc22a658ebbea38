"""The lists that the rules read: cues of each kind, and places."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files


@cache
def cues() -> Mapping[str, frozenset[str]]:
    """Return the words of each kind of cue, in lower case."""
    return {kind: frozenset(words.split()) for kind, words in table("cues.tsv")}


@cache
def places() -> frozenset[str]:
    """Return well-known places, as they are spelt."""
    return frozenset(name for line in _lines("places.txt") for name in line.split("|"))


@lru_cache(1 << 16)
def noun_of(word: str) -> str:
    """Return of what a noun before a name says that it is the name; empty if it says nothing."""
    for kind in ("of person", "of body", "of place"):
        if word.endswith(tuple(cues()[kind])):
            return kind
    return "of person" if word in cues()["title"] else ""


def table(file: str) -> list[list[str]]:
    """Return the rows of a table of this package."""
    return [line.split("\t") for line in _lines(file)]


def _lines(file: str) -> list[str]:
    text = files("indexer.names").joinpath("data", file).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
