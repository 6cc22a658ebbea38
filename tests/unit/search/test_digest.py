"""What days were about, and the order of their articles by it."""

from __future__ import annotations

import pytest

from indexer.search.digest import in_order, subjects


def test_terms_that_these_days_have_more_than_others_are_their_subjects() -> None:
    shares = {"brand": 0.01, "kathedraal": 0.0001, "minister": 0.1, "nieuw": 0.2}
    counted = [("brand", 30), ("kathedraal", 30), ("minister", 11), ("nieuw", 20)]
    worth = subjects(counted, 100, shares.__getitem__)
    assert [*worth] == ["kathedraal", "brand"]


def test_of_equal_worth_the_alphabet_decides() -> None:
    for counted in ([("peer", 5), ("appel", 5)], [("appel", 5), ("peer", 5)]):
        assert [*subjects(counted, 10, lambda _: 0.01)] == ["appel", "peer"]


@pytest.mark.parametrize("articles", [0, 1])
def test_days_without_articles_have_no_subjects(articles: int) -> None:
    assert subjects([], articles, lambda _: 0.0) == {}


def test_an_article_on_another_subject_comes_before_one_more_on_the_first() -> None:
    leads = [["brand", "dom"], ["brand", "dom", "toren"], ["brand", "dom", "dak"], ["mazelen"]]
    order = [place for place, _ in in_order(leads, {"brand": 9.0, "dom": 8.0, "mazelen": 7.0})]
    assert order == [0, 3, 1, 2]


def test_what_each_brings_falls_and_every_article_is_there_once() -> None:
    leads = [[f"w{number % 7}", f"w{number % 11}", "de"] for number in range(60)]
    worth = {f"w{number}": float(number) for number in range(11)}
    order = [*in_order(leads, worth)]
    assert sorted(place for place, _ in order) == [*range(60)]
    values = [value for _, value in order]
    assert values == sorted(values, reverse=True)


def test_a_short_article_on_a_subject_comes_before_a_long_one_that_has_more_beside_it() -> None:
    leads = [["brand", *(f"iets{n}" for n in range(60))], ["brand", "dom"]]
    assert [place for place, _ in in_order(leads, {"brand": 5.0})] == [1, 0]
