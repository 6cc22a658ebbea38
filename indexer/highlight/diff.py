"""Differences: what one text says that another does not, to the word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby, pairwise

from indexer.later import dataclass
from indexer.text import SENTENCE_END, one_line

_WORD = re.compile(r"\S+\s*")
_MAX_COMPARED = 1_000_000  # pairs of words: a tenth of a second
_MIN_KEPT = 0.4  # of the words: passages less alike read better whole, one after the other


class Change(StrEnum):
    """What happened to a passage on the way from one version to the other."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Passage:
    """Some text of either version, or of both."""

    change: Change
    text: str


def changes(before: str, after: str) -> list[Passage]:
    """Return the passages that make `after` of `before`; white space makes no difference.

    Those kept or added have the words of `after`, those kept or removed the words of `before`. What
    is kept is as `after` has it. Sentences are compared first, then the words of those that differ.
    """
    found: list[Passage] = []
    for step in _steps(_sentences(f"{before}\n"), _sentences(f"{after}\n")):
        match step:
            case [removed, added]:
                found += _reworded(removed, added)
            case _:
                found += step
    return [
        Passage(change, "".join(passage.text for passage in group))
        for change, group in groupby(found, lambda passage: passage.change)
    ]


def words(passages: Iterable[Passage], change: Change) -> int:
    """Return how many words have changed so."""
    return sum(len(passage.text.split()) for passage in passages if passage.change is change)


def _reworded(removed: Passage, added: Passage) -> list[Passage]:
    """Return what changed within two passages, or both as they are where little was kept."""
    old, new = _WORD.findall(removed.text), _WORD.findall(added.text)
    if len(old) * len(new) > _MAX_COMPARED:
        return [removed, added]
    found = [passage for step in _steps(old, new) for passage in step]
    kept = words(found, Change.KEPT)
    return found if kept >= _MIN_KEPT * min(len(old), len(new)) else [removed, added]


def _steps(old: Sequence[str], new: Sequence[str]) -> Iterator[list[Passage]]:
    """Yield what is kept, as the new text has it, or what goes, comes, or comes in its place."""
    a, b = ([one_line(piece) for piece in pieces] for pieces in (old, new))
    for tag, i, j, k, m in SequenceMatcher(None, a, b).get_opcodes():
        removed = Passage(Change.REMOVED, "".join(old[i:j]))
        added = Passage(Change.ADDED, "".join(new[k:m]))
        if tag == "equal":
            yield [Passage(Change.KEPT, added.text)]
        else:
            yield [passage for passage in (removed, added) if passage.text]


def _sentences(text: str) -> list[str]:
    ends = [0, *(match.end() for match in SENTENCE_END.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(ends) if start < end]
