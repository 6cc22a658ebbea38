"""What the patterns of a query cost is bounded, and what is left out is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.query.cost import MAX_PATTERNS, limit_wildcards
from indexer.query.parser import parse
from indexer.query.syntax import And, Fuzzy, Not, Or, Pattern, Scope, SyntaxNode

MOST = 1_000
WORDS = ["dam", "dijk", "dijken", "dorp", "duin", *(f"x{number}" for number in range(600))]


def counted(prefix: str) -> int:
    return sum(word.startswith(prefix) for word in WORDS)


def told(query: str) -> tuple[str, list[str]]:
    found = limit_wildcards(parse(query), counted, MOST)
    return found.interpreted, [str(notice) for notice in found.notices]


def patterns(tree: SyntaxNode | None) -> Iterator[Pattern | Fuzzy]:
    match tree:
        case Pattern() | Fuzzy():
            yield tree
        case And(children) | Or(children):
            for child in children:
                yield from patterns(child)
        case Scope("title", child) | Not(child):
            yield from patterns(child)


@pytest.mark.parametrize(
    ("query", "searched", "left_out"),
    [
        ("*dam* EN *dijk*", "*dam*", "*dijk*"),
        ("dijk *dam* *duin*", "dijk *dam*", "*duin*"),
        ("*dam* OF (dijk EN *duin*)", "*dam* OF dijk", "*duin*"),
        ("*dam* dorp (dijk duin OF *dijk*)", "*dam* dorp dijk duin", "*dijk*"),
        ("*dam* -*duin*", "*dam*", "*duin*"),
        ("*dam* titel:*duin*", "*dam*", "*duin*"),
        ("*dam* d* dijk*", "*dam* d* dijk*", ""),
        ("bron:*dam* *duin*", "bron:*dam* *duin*", ""),
        ("duin~ *dam*", "duin~ *dam*", ""),
        ("duin~ *dam* *dijk*", "duin~ *dam*", "*dijk*"),
    ],
)
def test_patterns_are_searched_in_order_while_they_can_be_afforded(
    query: str, searched: str, left_out: str
) -> None:
    interpreted, notices = told(query)
    assert interpreted == searched
    assert notices == (
        [f"Niet gezocht, omdat alle jokertekens samen te veel tijd kosten: ‘{left_out}’."]
        if left_out
        else []
    )


def test_words_are_counted_once_for_each_beginning_and_not_when_nothing_is_left() -> None:
    """To count goes through all words of the archive."""
    asked = []

    def noted(prefix: str) -> int:
        asked.append(prefix)
        return counted(prefix)

    limit_wildcards(parse(" ".join(["d*", "du*", "d*m"] * 4)), noted, MOST)
    assert asked == ["d", "du"]
    asked.clear()
    limit_wildcards(parse(" ".join(f"y{number}*" for number in range(60))), noted, MOST)
    assert len(asked) == MAX_PATTERNS


def test_what_no_engine_takes_is_left_out_whatever_it_costs() -> None:
    long = "z" * 40 + "*"
    interpreted, notices = told(f"dam EN *a?b?c?d?e* EN {long} OF d*")
    assert interpreted == "dam OF d*"
    assert len(notices) == 1
    assert notices[0].startswith(f"Niet gezocht: ‘*a?b?c?d?e*’, ‘{long[:24]}’. ")


def test_letters_that_stand_for_several_are_counted_as_those() -> None:
    assert told("a*\N{FULLWIDTH QUESTION MARK}?\N{DOUBLE QUESTION MARK}?b dam")[0] == "dam"


def test_one_pattern_is_always_searched() -> None:
    assert limit_wildcards(parse("*dam*"), lambda _: 10**9, MOST) == parse("*dam*")


def test_of_many_that_are_left_out_some_are_named() -> None:
    _, notices = told("*a* *b* *c* *d* *e* *f*")
    assert notices[-1].endswith("‘*b*’, ‘*c*’, ‘*d*’ en nog 2.")


def test_cheap_patterns_are_counted_too() -> None:
    many = " ".join(["q*"] * 100)
    assert len(list(patterns(limit_wildcards(parse(many), counted, MOST).tree))) == MAX_PATTERNS


pieces = ["*a*", "d*", "duin~2", "dam", "EN", "OF", "NIET", "-", "titel:", "(", ")", '"a b"']


@given(st.lists(st.sampled_from(pieces)).map(" ".join), st.integers(1, 2_000))
def test_what_is_left_is_a_query_and_nothing_goes_untold(query: str, most: int) -> None:
    parsed = parse(query)
    found = limit_wildcards(parsed, counted, most)
    assert parse(found.interpreted).interpreted == found.interpreted
    kept, asked = list(patterns(found.tree)), list(patterns(parsed.tree))
    assert kept == [pattern for pattern in asked if pattern in kept]
    assert (found == parsed) is (len(kept) == len(asked))
    assert len(found.notices) == len(parsed.notices) + (len(kept) < len(asked))
