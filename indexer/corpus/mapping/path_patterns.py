"""Patterns of paths, in which `*` stands for any part of one name and `**` for folders too.

A path is gone through once, with all places of the pattern that it may have come to so far: they
are the bits of a number. A regular expression would try these one after another, which for a name
of two hundred letters and a pattern of four stars has no end.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

from indexer.errors import KnipselError
from indexer.later import expression
from indexer.request_checks import quoted

_WILDCARD = expression(r"(\*\*/?|\*|\?|\[!?[^\]]+\])")
_ENDS = "/!"
"""What stands behind a name in a path: that of a folder, and that of an archive with members."""


class PathPattern:
    """A pattern that matches the ends of whole paths, and what is in them."""

    def __init__(self, pattern: str) -> None:
        """Read a pattern. Raises KnipselError if it has a range of letters that is none."""
        self.text = pattern
        self._begins_anywhere = not os.path.isabs(pattern)  # noqa: PTH117 - Path is no pattern
        parts = _WILDCARD.split(_plain(pattern))
        self.folder = parts[0].rpartition("/")[0]
        """The folder in which all lie that match, as far as it is known."""
        self.specific = sum(len(part) for part in parts[::2])
        """How many letters of it are no wildcards."""
        self._next: list[str] = []  # by place: the letter that leads on, or a wildcard for one
        self._stays = self._stays_in_name = self._skipped = 0
        for part in parts:
            self._add(part)
        self._begin = self._entered(1)
        self._of_letters: dict[str, tuple[int, int]] = {}

    def matches(self, path: str) -> bool:
        """Say whether a whole path, with slashes, is one of this pattern or in one of it."""
        last = 1 << len(self._next)
        places = self._begin
        for letter in path:
            is_end = letter in _ENDS
            if is_end and places & last:
                return True
            leads_on, stays = self._of(letter)
            places = self._entered((places & leads_on) << 1) | places & stays
            if is_end and self._begins_anywhere:
                places |= self._begin
        return bool(places & last)

    def _add(self, part: str) -> None:
        """Take a wildcard, or the text between two."""
        place = 1 << len(self._next)
        if part == "**/":
            self._stays |= place
            self._skipped |= place
            self._next.append("/")
        elif part == "**":
            self._stays |= place
        elif part == "*":
            self._stays_in_name |= place
        elif _WILDCARD.fullmatch(part):
            self._next.append(part)
            _is_one_of("", part)  # raises, if it is none
        else:
            self._next.extend(part)

    def _of(self, letter: str) -> tuple[int, int]:
        """Return the places that a letter leads on from, and those where it may be passed over."""
        if letter not in self._of_letters:
            fits = (1 << at for at, each in enumerate(self._next) if _is_one_of(letter, each))
            stays = self._stays | (self._stays_in_name if letter != "/" else 0)
            self._of_letters[letter] = sum(fits), stays
        return self._of_letters[letter]

    def _entered(self, places: int) -> int:
        """Return these places, with those behind folders that need not be there."""
        return places | (places & self._skipped) << 1


def _plain(pattern: str) -> str:
    """Return a pattern with slashes and without wildcards that say nothing more."""
    text = re.sub(r"\*{3,}", "**", pattern.replace(os.sep, "/").rstrip("/"))
    return re.sub(r"(\*\*/)+", "**/", text)


def _is_one_of(letter: str, allowed: str) -> bool:
    """Say whether a letter is the one that is allowed, or one of a wildcard for one letter."""
    if len(allowed) == 1:
        return letter == allowed or (allowed == "?" and letter != "/")
    inside = allowed[1:-1].removeprefix("!")
    found = any(first <= letter <= last for first, last in _ranges(inside))
    return letter != "/" and found != allowed.startswith("[!")


def _ranges(inside: str) -> Iterable[tuple[str, str]]:
    """Yield the first and last letter of each range: `a-cx` has two. Raises KnipselError."""
    at = 0
    while at < len(inside):
        end = at + 2 if inside[at + 1 : at + 2] == "-" and at + 2 < len(inside) else at
        if inside[end] < inside[at]:
            raise KnipselError(f"[{quoted(inside)}] is no range of letters, as the last is first")
        yield inside[at], inside[end]
        at = end + 1
