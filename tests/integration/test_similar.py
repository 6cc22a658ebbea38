"""Which articles are about the same as one, and which tell the same story."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from indexer.errors import ArticleNotFoundError
from indexer.model import Article

FIRE = (
    "Bij een grote brand in een loods in de haven van Delfzijl ontstond vannacht grote schade. "
    "De brandweer bluste met twaalf wagens, omwonenden sloten ramen en deuren vanwege de rook."
)
NEWS = (
    Article("brand/1", "Grote brand in haven Delfzijl", FIRE, "2022-03-01"),
    Article(
        "brand/2", "Loods in Delfzijl uitgebrand", f"{FIRE} Niemand raakte gewond.", "2022-03-02"
    ),
    Article(
        "haven",
        "Haven Delfzijl krijgt nieuwe loods",
        "Na de brand van vorig jaar bouwt de haven van Delfzijl een nieuwe loods met sprinklers.",
        "2023-03-01",
    ),
    Article(
        "brandweer",
        "Brandweer zoekt vrijwilligers",
        "De brandweer in Groningen heeft te weinig vrijwilligers om alle wagens te bemannen.",
    ),
    Article("sluis", "Sluis in de haven dicht", "De sluis van de haven is dicht voor onderhoud."),
    Article(
        "koers", "Beurs sluit hoger", "De beleggers in Amsterdam waren tevreden over de cijfers."
    ),
    Article("kort", "Kort", "Nee."),
)


def ids(hits: Any) -> list[str]:
    return [hit.article.id for hit in hits]


def test_near_copies_stand_apart_from_what_is_related(
    archive_of: Callable[..., Any], engine: str
) -> None:
    found = archive_of(*NEWS, engine=engine).similar("brand/1")
    assert found.article.id == "brand/1"
    assert ids(found.near_duplicates) == ["brand/2"]
    assert ids(found.related)[0] == "haven"
    assert not {"brand/1", "koers", "kort"} & set(ids(found.related))
    assert [hit.rank for hit in found.related] == list(range(1, len(found.related) + 1))


def test_at_most_as_many_as_asked_for_are_related(archive_of: Callable[..., Any]) -> None:
    archive = archive_of(*NEWS)
    assert len(archive.similar("brand/1", 1).related) == 1
    assert ids(archive.similar("brand/1", 1).near_duplicates) == ["brand/2"]


def test_an_article_of_a_few_words_is_like_nothing(archive_of: Callable[..., Any]) -> None:
    found = archive_of(*NEWS).similar("kort")
    assert (found.related, found.near_duplicates) == ((), ())


def test_an_unknown_article_is_not_found(archive_of: Callable[..., Any]) -> None:
    with pytest.raises(ArticleNotFoundError):
        archive_of(*NEWS).similar("brand")
