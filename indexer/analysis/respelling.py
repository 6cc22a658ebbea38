"""Rules of respelling: what an old pattern is written as today, and in which years it was usual.

`data/historical/rules.tsv` has them, in the order in which they apply.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from zlib import crc32

from indexer.analysis.data import FOLDER
from indexer.later import NamedTuple, dataclass, expression

RULES = 1
"""Counts up whenever code changes what a word is read as; tables count by themselves."""

_MAX_STATES = 24  # spellings of one word that are looked at
_NOT_APPLIED = 0.5  # cost of a pattern that is left although it was always respelled
_ANCHOR = expression(r"(?<!\[)\^|\$")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of respelling: what `pattern` matches is written in one of the `writings` today.

    `always` means that a word with the pattern was always respelled, `over_modern` that it applies
    to words that are in the lexicon in their old spelling, `productive` that its result need not be
    in the lexicon; with `singly` it may apply to some places only, with `within` not at the seam of
    a compound. `anywhere` is found in words with spaces between them if the pattern is in one of
    them, and seldom else.
    """

    name: str
    pattern: re.Pattern[str]
    anywhere: re.Pattern[str]
    writings: tuple[str, ...]
    first: int
    last: int
    cost: float
    always: bool
    productive: bool
    over_modern: bool
    singly: bool
    within: bool = False

    def respelled(self, word: str) -> Iterator[str]:
        """Yield the word as this rule respells it, none where the rule does not apply."""
        if not self.pattern.search(word):
            return
        for writing in self.writings:
            yield self.pattern.sub(writing, word)
            if self.singly:
                yield from (
                    word[: found.start()] + found.expand(writing) + word[found.end() :]
                    for found in self.pattern.finditer(word)
                )


class Respelling(NamedTuple):
    """How a spelling was reached: the cost, the years in which all rules held, and their names."""

    cost: float
    first: int
    last: int
    rules: tuple[str, ...]

    def after(self, rule: Rule) -> Respelling:
        """Return the same after one more rule."""
        first, last = max(self.first, rule.first), min(self.last, rule.last)
        return Respelling(self.cost + rule.cost, min(first, last), last, (*self.rules, rule.name))


START = Respelling(0.0, 0, 9999, ())


def respelled(word: str, rules: Sequence[Rule]) -> dict[str, Respelling]:
    """Return the spellings that rules make of a word, itself left out, with how each was made."""
    states = {word: START}
    joined = word
    for rule in rules:
        if not rule.anywhere.search(joined) or not rule.pattern.pattern:
            continue
        for spelling, state in list(states.items()):
            after = state.after(rule)
            made = [new for new in rule.respelled(spelling) if new != spelling]
            for new in made:
                if len(states) < _MAX_STATES and (
                    new not in states or states[new].cost > after.cost
                ):
                    states[new] = after
            if made and rule.always:
                states[spelling] = state._replace(cost=state.cost + _NOT_APPLIED)
        joined = " ".join(states)
    del states[word]
    return states


def rule_of(row: Sequence[str]) -> Rule:
    """Return the rule of a row of the table."""
    name, pattern, writings, first, last, cost, flags, _ = row
    return Rule(
        name=name,
        pattern=expression(pattern),
        anywhere=expression(_ANCHOR.sub(r"\\b", pattern)),
        writings=tuple(writings.split("|")),
        first=int(first),
        last=int(last),
        cost=float(cost),
        always="s" in flags,
        productive="p" in flags,
        over_modern="k" in flags,
        singly="e" in flags,
        within="w" in flags,
    )


def versions() -> str:
    """Return eight hexadecimal digits that change with the tables in `data/historical`."""
    state = RULES
    for entry in sorted((FOLDER / "historical").iterdir(), key=str):
        state = crc32(entry.read_bytes(), state)
    return f"{state:08x}"


def table(name: str) -> Iterator[list[str]]:
    """Yield the rows of a table in `data/historical`."""
    text = (FOLDER / "historical" / name).read_text("utf-8")
    yield from (line.split("\t") for line in text.splitlines()[1:])
