"""No regular expression takes four times as long for twice the text.

Every compiled expression of the code is tried as the code uses it (match, search, sub, ...), on
long repetitions of what it looks for. Time is that of the processor in this thread, and only how it
grows counts.
"""

from __future__ import annotations

import importlib
import re
from collections import deque
from collections.abc import Iterator
from functools import cache, partial
from itertools import product
from typing import Any, NamedTuple

import pytest

from indexer.later import Expression
from tests.paths import ROOT
from tests.trust.growth import grows, seconds

EXCUSED = {
    "indexer.corpus.mapping.field_names._QUALIFIER": "200 characters of a name",
    "indexer.corpus.pages.published._IS_ARTICLE": "it is matched with the whole, in proportion",
    "indexer.query.dates_in_words._RANGE": "a query has at most 1,000 characters",
    "indexer.dates._FORMS": "what may be a date has at most 100 characters",
    "indexer.corpus.pages.shown._SEPARATOR": "what may be a date has at most 100 characters",
    "indexer.corpus.headings.titles._SENTENCE_END": "an opening has at most 360 characters",
    "indexer.corpus.mapping.user_fields._WILDCARD": "the user's own settings",
}
"""Expressions that take more than their share, and why nobody waits for them."""
_SIZE, _MAX_SIZE = 1_000, 16_000  # characters
_MADE = re.compile(r"\bre\.compile\(|\bexpression\(")
_ANYWHERE = {"sub", "subn", "split", "findall", "finditer"}


class Used(NamedTuple):
    """An expression, where it is, and the method by which it is used."""

    name: str
    pattern: re.Pattern[Any] | Expression
    method: str


def expressions() -> Iterator[Used]:
    """Yield each compiled expression with each method by which the code uses it."""
    for module, text in _sources().items():
        made = re.findall(r"^([\w, ]+?)(?:: [^=\n]+)? = ", text, re.MULTILINE)
        loaded = vars(importlib.import_module(module)) if _MADE.search(text) else {}
        for name in (each for names in made for each in names.split(", ") if each in loaded):
            for pattern in _patterns(loaded[name]):
                for method in _methods(name, module):
                    yield Used(f"{module}.{name}", pattern, method)


def _patterns(value: object, depth: int = 0) -> Iterator[re.Pattern[Any] | Expression]:
    if isinstance(value, re.Pattern | Expression):
        yield value
    elif depth < 3 and isinstance(value, tuple | list | frozenset | set | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _patterns(each, depth + 1)


@cache
def _sources() -> dict[str, str]:
    """Return the text of each module by its name."""
    paths = [path for root in ("indexer", "webapp") for path in (ROOT / root).rglob("*.py")]
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): (
            path.read_text("utf-8")
        )
        for path in paths
        if path.name != "__main__.py"
    }


def _methods(name: str, module: str) -> set[str]:
    """Return the methods that are called, where the expression is made and where it is imported."""
    texts = [
        text
        for other, text in _sources().items()
        if other == module or re.search(rf"from {module} import [^#]*?\b{name}\b", text)
    ]
    used = re.findall(rf"\b{re.escape(name)}(?:\[[^\]\n]*\])?\.(\w+)", "\n".join(texts))
    methods = {"finditer" if each in _ANYWHERE else each for each in used}
    return methods & {"match", "fullmatch", "search", "finditer"} or {"search"}


def _pieces(pattern: re.Pattern[Any] | Expression) -> list[str]:
    """Return short texts of what an expression looks for, to be repeated."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin1")
    plain = re.sub(r"\\[dDwWsSbBAZ]|\(\?[a-zA-Z:<=!>]+|[\\()|*+?{}^$\[\]]", "\0", text)
    words = [each for each in plain.split("\0") if 0 < len(each) <= 12]
    signs = [each for each in dict.fromkeys(plain) if each.isprintable() and not each.isalnum()]
    singles = [" ", "a", "A", "1", "\n", *signs[:10]]
    pairs = ["".join(pair) for pair in product(singles[:7], repeat=2)]
    return [*dict.fromkeys([*singles, *pairs, *words[:20]])]


def _seconds(used: Used, piece: str, size: int) -> float:
    whole = piece * (size // len(piece))
    text = whole if isinstance(used.pattern.pattern, str) else whole.encode("latin1", "replace")
    method = getattr(used.pattern, used.method)
    return seconds(lambda: deque(method(text), 0) if used.method == "finditer" else method(text))


def _grows(used: Used, piece: str) -> bool:
    """Return whether the time grows much faster than the text does."""
    return grows(partial(_seconds, used, piece), _SIZE, _MAX_SIZE)


def test_no_expression_is_quadratic() -> None:
    found = {
        f"{used.name}.{used.method}: {piece!r}"
        for used in expressions()
        if used.name not in EXCUSED
        for piece in _pieces(used.pattern)
        if _grows(used, piece)
    }
    assert sorted(found) == []


@pytest.mark.parametrize("pattern", [r"\s+x", r"a*b", r"1+2+3"])
def test_a_quadratic_expression_is_found(pattern: str) -> None:
    used = Used("it", re.compile(pattern), "search")
    assert any(_grows(used, piece) for piece in _pieces(used.pattern))
