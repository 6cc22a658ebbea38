"""No regular expression takes four times as long for twice the text.

Every compiled expression of the code is tried as the code uses it (match, search, sub, ...), on
long repetitions of what it looks for. Time is that of the processor in this thread, and only how it
grows counts.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache, partial
from itertools import product
from typing import Any, NamedTuple

import pytest

from indexer.later import Expression
from indexer.query import asking
from indexer.search.offers import phrases
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
MADE: dict[str, Callable[[], object]] = {
    "indexer.query.asking._after": lambda: asking._after()[1],
    "indexer.query.asking._before": lambda: [[*each] for each in asking._before().values()],
    "indexer.search.offers.phrases._pattern": lambda: phrases._pattern(("de", "minister")),
}
"""Expressions that a function makes, by its name, and what it makes."""
OF_WHAT_IS_GIVEN = {
    "indexer.analysis.respelling.rule_of": "a rule of our own table, for one word at a time",
    "indexer.corpus.makers.substack.is_in_table": "a number, escaped",
    "indexer.corpus.mapping.field_names._either_way": "what it makes stands in a table",
    "indexer.corpus.readers.tables._escaping": "a delimiter, escaped",
    "indexer.corpus.vendors.parts.without_day_and_page": "a day that was found, escaped",
    "indexer.names.corrections._fail": "a key, escaped",
    "indexer.query.patterns.matcher": "tests/unit/query/test_patterns.py has a test of its own",
    "indexer.statistics.stored_names.in_context": "forms of a name, escaped",
    "indexer.storage.cluster.__init__": "the name of a cluster, escaped",
}
"""Functions that make expressions of what they get, and why those are not tried here."""
_SIZE, _MAX_SIZE = 1_000, 16_000  # characters
_MADE = re.compile(r"\bre\.compile\(|\bexpression\(")
_IN_PLACE = re.compile(
    r"(?:re\.(?:compile|(match|fullmatch|search|subn?|split|findall|finditer))|\bexpression)\("
)
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
    for name, make in MADE.items():
        for pattern in _patterns(make()):
            yield Used(name, pattern, "search")
    yield from (used for used in _inside() if used.pattern is not None)


def _inside() -> Iterator[Any]:
    """Yield the expressions within functions: without a pattern those of what a function gets."""
    for module, text in _sources().items():
        if module == "indexer.later" or not _IN_PLACE.search(text):
            continue
        known = vars(importlib.import_module(module))
        for function in ast.walk(ast.parse(text)):
            if not isinstance(function, ast.FunctionDef):
                continue
            for node in ast.walk(function):
                if not isinstance(node, ast.Call):
                    continue
                if found := _IN_PLACE.fullmatch(f"{ast.unparse(node.func)}("):
                    name, method = f"{module}.{function.name}", found[1] or "search"
                    yield Used(name, _evaluated(node, known), _usual(method))  # type: ignore[arg-type]


def _evaluated(call: ast.Call, known: dict[str, Any]) -> re.Pattern[Any] | None:
    """Return the expression that a call is given, None where it is known only when it runs."""
    flags = [ast.unparse(each) for each in (*call.args, *(key.value for key in call.keywords))]
    told = [eval(each, {"re": re}) for each in flags if re.fullmatch(r"re\.[A-Z]+", each)]
    try:
        return re.compile(eval(ast.unparse(call.args[0]), {**known}), *told)
    except NameError:
        return None


def _patterns(value: object, depth: int = 0) -> Iterator[re.Pattern[Any] | Expression]:
    if isinstance(value, re.Pattern | Expression):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from _patterns(getattr(value, each.name), depth + 1)
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
    methods = {*map(_usual, used)}
    return methods & {"match", "fullmatch", "search", "finditer"} or {"search"}


def _usual(method: str) -> str:
    return "finditer" if method in _ANYWHERE else method


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
    tried = (used for used in expressions() if used.name not in EXCUSED)
    once = {(used.pattern.pattern, used.method): used for used in tried}
    found = {
        f"{used.name}.{used.method}: {piece!r}"
        for used in once.values()
        for piece in _pieces(used.pattern)
        if _grows(used, piece)
    }
    assert sorted(found) == []


def test_every_expression_of_the_code_is_among_them() -> None:
    """Those of what a function gets are told apart by hand: a new one fails here."""
    of_what_is_given = {used.name for used in _inside() if used.pattern is None}
    assert of_what_is_given == {*MADE} | {*OF_WHAT_IS_GIVEN}
    tried = {used.name for used in expressions()}
    for module, text in _sources().items():
        for node in ast.parse(text).body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and _MADE.search(ast.unparse(node)):
                named = ast.unparse(
                    node.targets[0] if isinstance(node, ast.Assign) else node.target
                )
                names = {f"{module}.{each}" for each in named.strip("()").split(", ")}
                assert names & tried, names


@pytest.mark.parametrize("pattern", [r"\s+x", r"a*b", r"1+2+3"])
def test_a_quadratic_expression_is_found(pattern: str) -> None:
    used = Used("it", re.compile(pattern), "search")
    assert any(_grows(used, piece) for piece in _pieces(used.pattern))
