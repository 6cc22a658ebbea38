"""Wildcards match what they say, in time that no pattern makes long."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.query.patterns import beginning, matcher, simplified, wildcards


def matches(pattern: str, term: str) -> bool:
    """Say by definition whether a pattern matches."""
    if not pattern:
        return not term
    if pattern[0] == "*":
        return matches(pattern[1:], term) or (bool(term) and matches(pattern, term[1:]))
    return bool(term) and pattern[0] in ("?", term[0]) and matches(pattern[1:], term[1:])


@given(st.text("ab*?.", max_size=7), st.text("ab.\n", max_size=9))
def test_a_pattern_matches_by_definition(pattern: str, term: str) -> None:
    assert matcher(pattern)(term) is matches(pattern, term)


def test_no_pattern_takes_long(grows_linearly: Callable[[Callable[[int], object]], bool]) -> None:
    """A usual regular expression tries `*a*a*a*b` in every way there is: hours for 60 letters."""
    hopeless = matcher("*a" * 20 + "*b")
    assert grows_linearly(lambda size: hopeless("a" * size))


@pytest.mark.parametrize(
    ("pattern", "count", "start"),
    [("oekra*", 1, "oekra"), ("***a**?", 3, ""), ("a?b??", 3, "a"), ("a", 0, "a"), ("", 0, "")],
)
def test_wildcards_are_counted_and_what_stands_before_is_known(
    pattern: str, count: int, start: str
) -> None:
    assert wildcards(pattern) == count
    assert beginning(pattern) == start


def test_a_row_of_stars_is_one() -> None:
    assert simplified("**a***?b*") == "*a*?b*"
