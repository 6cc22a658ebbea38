"""What the user of an archive knows better about its names: `names.toml`.

same = [["Volodymyr Zelensky", "Zelenski"]]    # one name, called by the first
different = [["Jan Bakker", "Bakker"]]         # never one name within an article
hide = ["Brentolie"]                           # no name

[type]
"Jordaan" = "place"                            # person, place or organisation
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn

from indexer.analysis.fold import fold
from indexer.answers.name_figures import NameType
from indexer.errors import KnipselError
from indexer.files import NotPlainError, read_kept_text
from indexer.later import dataclass

_EXAMPLES = {
    "same": 'same = [["Volodymyr Zelensky", "Zelenski"]]',
    "different": 'different = [["Jan Bakker", "Bakker"]]',
    "hide": 'hide = ["Brentolie"]',
    "type": '[type], and under it "Jordaan" = "place"',
}
_TYPES = {
    "person": NameType.PER,
    "place": NameType.LOC,
    "organisation": NameType.ORG,
    "persoon": NameType.PER,
    "plaats": NameType.LOC,
    "organisatie": NameType.ORG,
}
_PLACE = re.compile(r"(.*) \(at line (\d+), column (\d+)\)")
_PAIR = 2  # names that are the same or different, at least
_MAX_DIFFERENT = 200  # names in a group, each of which is compared with each other


@dataclass(frozen=True, slots=True)
class Corrections:
    """Names as `key_of` has them: what each is called instead, pairs, types, and those hidden."""

    same: Mapping[str, str] = field(default_factory=dict)
    different: frozenset[frozenset[str]] = frozenset()
    types: Mapping[str, NameType] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()

    @property
    def mark(self) -> str:
        """What tells these corrections from others; "" where nothing is corrected."""
        if self == NO_CORRECTIONS:
            return ""
        pairs = sorted(sorted(pair) for pair in self.different)
        types = sorted((name, str(each)) for name, each in self.types.items())
        whole = sorted(self.same.items()), pairs, types, sorted(self.hidden)
        return sha256(repr(whole).encode(errors="surrogatepass")).hexdigest()

    def part(self, name: str, other: str) -> bool:
        """Whether two names of an article are different ones."""
        pair = frozenset((key_of(name), key_of(other)))
        return bool(self.different) and pair in self.different


NO_CORRECTIONS = Corrections()


@lru_cache(1 << 14)
def key_of(name: str) -> str:
    """Return a name as it is compared: folded."""
    return " ".join(map(fold, name.split()))


def read_corrections(path: Path | None) -> Corrections:
    """Return what a file corrects; nothing without a file.

    Raises KnipselError, with file and line, for a file that is no TOML or says something else.
    """
    try:
        text = read_kept_text(path) if path else ""
    except FileNotFoundError:
        return NO_CORRECTIONS
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise KnipselError(f"{path}, line {line}: save the file as UTF-8") from error
    except (OSError, NotPlainError) as error:
        raise KnipselError(f"{path} cannot be read: {error}") from error
    return _Reader(str(path), text).corrections()


class _Reader:
    """The tables of a file, with the lines that they stand in."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._text = text

    def corrections(self) -> Corrections:
        try:
            table = tomllib.loads(self._text)
        except tomllib.TOMLDecodeError as error:
            found = _PLACE.fullmatch(str(error))
            where = (found[2], f"{found[1]}, character {found[3]}") if found else ("", str(error))
            at_end = str(self._text.count("\n") + 1)
            raise KnipselError(
                f"{self._path}, line {where[0] or at_end}: no TOML: {where[1]}"
            ) from error
        except (
            ValueError,
            RecursionError,
        ) as error:  # a number of thousands of digits, lists in lists
            raise KnipselError(
                f"{self._path}: no TOML that says what names are: {error}"
            ) from error
        for key in table:
            if key not in _EXAMPLES:
                self._fail(key, (), f"{key!r} is not known; known are {', '.join(_EXAMPLES)}")
        groups = list(self._groups(table, "same"))
        pairs = [pair for group in self._groups(table, "different") for pair in _pairs(group)]
        same = self._same(groups)
        for one, other in pairs:
            called = {same.get(key_of(one), one), same.get(key_of(other), other)}
            if len(called) == 1:
                self._fail("different", (one, other), f"{one!r} and {other!r} are the same above")
        return Corrections(
            same,
            frozenset(frozenset(map(key_of, pair)) for pair in pairs),
            dict(self._types(table)),
            frozenset(key_of(name) for name in self._names(table.get("hide", []), "hide")),
        )

    def _same(self, groups: list[list[str]]) -> dict[str, str]:
        same: dict[str, str] = {}
        for group in groups:
            for name in group:
                if same.setdefault(key_of(name), group[0]) != group[0]:
                    self._fail("same", (*group[:1], name), f"{name!r} stands in two groups")
        return same

    def _groups(self, table: Mapping[str, Any], key: str) -> Iterator[list[str]]:
        value = table.get(key, [])
        for group in value if isinstance(value, list) else [value]:
            names = self._names(group, key)
            if len(names) < _PAIR:
                self._fail(key, tuple(names), "a group has two names or more")
            if key == "different" and len(names) > _MAX_DIFFERENT:
                self._fail(key, (names[_MAX_DIFFERENT],), f"a group has {_MAX_DIFFERENT} at most")
            yield names

    def _names(self, value: object, key: str) -> list[str]:
        if not isinstance(value, list):
            self._fail(key, (value,), "names stand in a list")
        for each in value:
            if not isinstance(each, str) or not key_of(each):
                self._fail(key, (each,), "a name is a text with letters, between quotes")
        return value

    def _types(self, table: Mapping[str, Any]) -> Iterator[tuple[str, NameType]]:
        types = table.get("type", {})
        if not isinstance(types, dict):
            self._fail("type", (), "types are a table")
        for name, word in types.items():
            type_ = _TYPES.get(word) if isinstance(word, str) else None
            if type_ is None:
                self._fail("type", (name,), f"{word!r} is none of person, place, organisation")
            yield key_of(name), type_

    def _fail(self, key: str, values: tuple[object, ...], what: str) -> NoReturn:
        """Raise what is wrong with a key, with the line of the last of some values after it."""
        found = re.search(rf"^\s*\[?\"?{re.escape(key)}\b", self._text, re.MULTILINE)
        place = found.end() if found else 0
        for value in values:
            place = max(place, self._text.find(str(value), place))
        line = self._text.count("\n", 0, place) + 1
        example = f"; write {_EXAMPLES[key]}" if key in _EXAMPLES else ""
        raise KnipselError(f"{self._path}, line {line}: {what}{example}")


def _pairs(group: list[str]) -> Iterator[tuple[str, str]]:
    for at, name in enumerate(group):
        for other in group[at + 1 :]:
            yield name, other
