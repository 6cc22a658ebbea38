"""A near-duplicate is named by what tells it from the others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.model import Article, Hit, NearDuplicate, Snippet
from indexer.near_duplicates.naming import MAX_NAMED, named_near_duplicates

HIT = Hit(1, Article("best", "Kop", "", None, "AD"), 1.0, Snippet("title", "Kop"), ())


@pytest.mark.parametrize(
    ("source", "near_duplicates", "names", "why"),
    [
        ("AD", [("b", "Kop", "NRC")], ["NRC"], "another paper is told by its name"),
        ("AD", [("b", "Later", "AD")], ["Later"], "the same paper by the title"),
        ("AD", [("b", "X", "NRC"), ("c", "Y", "NRC")], ["NRC", "Y"], "a paper once"),
        (None, [("b", "Kop", None)], ["Kop"], "no paper known"),
        ("AD", [("b", "", None)], ["b"], "neither paper nor title"),
    ],
)
def test_a_near_duplicate_is_named_by_what_tells_it_apart(
    source: str | None,
    near_duplicates: list[tuple[str, str, str | None]],
    names: list[str],
    why: str,
) -> None:
    hit = replace(
        HIT,
        article=replace(HIT.article, source=source),
        near_duplicates=tuple(NearDuplicate(*each) for each in near_duplicates),
    )
    named, more = named_near_duplicates(hit)
    assert [name for name, _ in named] == names, why
    assert more == 0


def test_those_past_the_first_few_are_counted() -> None:
    others = tuple(NearDuplicate(f"n{n}", "", f"Krant {n}") for n in range(MAX_NAMED + 2))
    named, more = named_near_duplicates(replace(HIT, near_duplicates=others))
    assert [article for _, article in named] == list(others[:MAX_NAMED])
    assert more == 2
