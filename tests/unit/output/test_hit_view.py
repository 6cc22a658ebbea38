"""What a result shows, in the terminal and on the page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.model import Article, Hit, NearDuplicate, Snippet
from indexer.output.hit_view import MAX_NAMED, hit_view


def hit(title: str = "Kop", source: str | None = "AD", *duplicates: NearDuplicate) -> Hit:
    article = Article("best", title, "", None, source)
    return Hit(1, article, 1.0, Snippet("title", title), (), near_duplicates=duplicates)


@pytest.mark.parametrize(
    ("source", "duplicates", "names", "why"),
    [
        ("AD", [("b", "Kop", "NRC")], ["NRC"], "another paper: its name"),
        ("AD", [("b", "Later", "AD")], ["Later"], "the same paper: the title"),
        ("AD", [("b", "X", "NRC"), ("c", "Y", "NRC")], ["NRC", "Y"], "a paper is named once"),
        (None, [("b", "Kop", None)], ["Kop"], "no paper known"),
        ("AD", [("b", "", None)], ["b"], "neither paper nor title"),
    ],
)
def test_a_near_duplicate_has_the_name_that_distinguishes_it(
    source: str | None,
    duplicates: list[tuple[str, str, str | None]],
    names: list[str],
    why: str,
) -> None:
    shown = hit_view(hit("Kop", source, *(NearDuplicate(*each) for each in duplicates)))
    assert [each.name for each in shown.also_in] == names, why
    assert shown.more == 0


@pytest.mark.parametrize(("extra", "more"), [(-1, 0), (0, 0), (1, 1), (7, 7)])
def test_the_first_near_duplicates_are_named_and_the_others_counted(extra: int, more: int) -> None:
    duplicates = [NearDuplicate(str(n), str(n)) for n in range(MAX_NAMED + extra)]
    shown = hit_view(hit("Kop", "AD", *duplicates))
    assert [each.id for each in shown.also_in] == [str(n) for n in range(MAX_NAMED)][
        : len(duplicates)
    ]
    assert shown.more == more


@pytest.mark.parametrize("title", ["", " \n"])
def test_an_article_without_a_title_has_none_to_show(title: str) -> None:
    assert hit_view(hit(title)).title is None
    assert hit_view(replace(hit(), title=Snippet("title", "Kop"))).title == Snippet("title", "Kop")
