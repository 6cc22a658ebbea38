"""Hostile text: what people, programs and attackers type, and mutations of it."""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Sequence

from tests.paths import GOLDEN

MOST = 3_000
"""Characters of a mutation; a query has at most 1,000."""

SYNTAX: tuple[str, ...] = (
    *"()\"'~*?:=+-,.!| \t\n“”„‘’",
    *("EN", "OF", "NIET", "AND", "OR", "NOT", " EN ", " OF ", " NIET "),
    *("titel:", "bron:", "rubriek:", "datum:", "datum:2022-03..2021", "~2", '"~100', "*a*", "?*"),
)
STRANGE: tuple[str, ...] = (
    *("\0", "\x1b[31m", "\x7f", "\x85", "\u200b", "\u202e", "\ufeff", "\uffff", "\ud800", "\udfff"),
    *("ĳ", "ﬁ", "ß", "İ", "ﷺ", "e\u0301\u0302\u0303", "\u0345", "👩‍👩‍👧", "漢"),
    *("١٢", "Ⅻ", "\U0010ffff"),
    *("<script>alert(1)</script>", "{{7*7}}", "%(x)s", "%00", "../../etc/passwd", "' OR 1=1 --"),
    *("=1+1", "\r\nSet-Cookie: a", "&lang=xx", "${jndi:ldap://x}", "None", "NaN", "-1", "9" * 40),
)  # fmt: skip


def known_queries() -> list[str]:
    """Return queries of every construct, from the golden table of the query language."""
    lines = (GOLDEN / "queries.tsv").read_text("utf-8").splitlines()
    rows = csv.reader(lines[1:], delimiter="\t", quoting=csv.QUOTE_NONE)
    return [row[0] for row in rows]


class Mutations:
    """Draws texts at random, each a known one that was changed in a few places."""

    def __init__(self, chance: random.Random, known: Sequence[str]) -> None:
        self._chance = chance
        self._known = known

    def text(self) -> str:
        """Return a text of at most MOST characters."""
        text = self._chance.choice(self._known)
        for _ in range(self._chance.choice((0, 1, 1, 2, 3, 5, 8, 20))):
            text = self._changed(text)
        return text[:MOST]

    def raw(self) -> bytes:
        """Return bytes that may be no UTF-8."""
        raw = bytearray(self.text().encode("utf-8", "surrogatepass"))
        for _ in range(self._chance.choice((0, 0, 1, 3))):
            raw.insert(self._chance.randint(0, len(raw)), self._chance.randrange(256))
        return bytes(raw)

    def _changed(self, text: str) -> str:
        chance = self._chance
        start = chance.randint(0, len(text))
        end = min(len(text), start + chance.choice((0, 1, 1, 2, 8, 100)))
        match chance.randrange(6):
            case 0:
                return text[:start] + text[end:]
            case 1:
                return text[:start] + text[start:end] * chance.choice((2, 3, 50, 1000)) + text[end:]
            case 2:
                return text[:start] + chance.choice(self._known) + text[end:]
            case 3:
                return text[:start] + chance.choice(STRANGE) + text[end:]
            case 4:
                return text[:start] + chr(chance.randrange(sys.maxunicode + 1)) + text[end:]
            case _:
                return text[:start] + chance.choice(SYNTAX) + text[end:]
