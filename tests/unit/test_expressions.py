"""Expressions that are compiled when they are first used serve as compiled ones do."""

from __future__ import annotations

import re
from typing import Any

import pytest

from indexer.expressions import expression


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the expressions that are compiled from now on."""
    seen: list[str] = []
    compile_now = re.compile

    def note(pattern: str, flags: int = 0) -> re.Pattern[Any]:
        seen.append(pattern)
        return compile_now(pattern, flags)

    monkeypatch.setattr("indexer.expressions.re.compile", note)
    return seen


def test_an_expression_is_compiled_when_it_is_first_used(compiled: list[str]) -> None:
    made = expression(r"(\w)rens")
    assert made.pattern == r"(\w)rens"
    assert compiled == []
    assert made.search("grens")
    assert not made.search("grip")
    assert compiled == [r"(\w)rens"]


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("search", ("De Grens",)),
        ("match", ("grens", 1)),
        ("fullmatch", ("xGRENS", 1, 6)),
        ("sub", ("-", "grens en Grens", 1)),
        ("split", ("een grens is een grens",)),
        ("findall", ("grens Grens",)),
    ],
)
def test_it_answers_as_a_compiled_one_does(method: str, arguments: tuple[Any, ...]) -> None:
    ours, theirs = expression("grens", re.IGNORECASE), re.compile("grens", re.IGNORECASE)
    assert repr(getattr(ours, method)(*arguments)) == repr(getattr(theirs, method)(*arguments))
    assert (ours.flags, ours.groups, ours.groupindex) == (theirs.flags, 0, {})


def test_what_is_no_expression_says_so_when_it_is_used() -> None:
    made = expression("(")
    with pytest.raises(re.error, match="unterminated"):
        made.search("(")


def test_what_no_expression_has_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="seek"):
        expression("x").seek  # type: ignore[attr-defined]  # noqa: B018
