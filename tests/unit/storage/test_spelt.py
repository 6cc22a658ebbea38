"""Names are found by the beginning of any of their words, as if all were looked through."""

from __future__ import annotations

import pytest

from indexer.analysis.fold import fold
from indexer.storage.names.spelt import SpeltNames

NAMES = [
    "Jan Jansen",
    "Jo",
    "Ann van Jaarsveld",
    "Jana  Ján",
    "É",
    "J. Janse",
    "Ко́ля Иванов",
    "Rob de 𝔍ong",
    "a b c d",
    "ab cd",
    "\ud800x Jansen",
]


def looked_through(text: str, *, first: bool) -> list[int]:
    sought = " ".join(map(fold, text.split()))
    found = []
    for number, name in enumerate(NAMES):
        words = [fold(word) for word in name.split()]
        rests = [" ".join(words[place:]) for place in range(1 if first else len(words))]
        if sought and any(rest.startswith(sought) for rest in rests):
            found.append(number)
    return found


@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize(
    "text",
    ["j", "ja", "jan", "jans", "Jan J", "j. j", "a b", "ab", "b c", "é", "и", "ива", "z", "", " ",
     "jo", "jo ", "van jaar", "𝔍", "\ud800", "x", "jansenx", "d"],
)  # fmt: skip
def test_names_are_found_as_if_all_were_looked_through(text: str, *, first: bool) -> None:
    assert SpeltNames(NAMES).beginning(text, first=first) == looked_through(text, first=first)


def test_no_names_begin_so_where_there_are_none() -> None:
    assert SpeltNames([]).beginning("jan") == []
