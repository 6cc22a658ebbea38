"""The stored source gives back all that an article has."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import orjson
import pytest

from indexer.errors import IndexDamagedError
from indexer.fields import BY_NAME
from indexer.model import Article
from indexer.release import Release
from indexer.scan import Scan, ScanPage
from indexer.storage.payload import (
    STORED,
    article_values,
    is_plain,
    lead_text,
    stored_article,
    stored_content,
    stored_lead,
)


def _article(*values: str) -> Article:
    """Return an article with all its fields, those of several values with all of these."""
    given: dict[str, Any] = {
        each.name: values if BY_NAME[each.name].several else f"the {each.name}"
        for each in fields(Article)
        if each.name in BY_NAME
    }
    return Article(**{**given, "date": "2022-03"})


@pytest.mark.parametrize("values", [("one",), ("one", "another")], ids=len)
def test_every_field_of_an_article_comes_back_from_the_stored_source(
    values: tuple[str, ...],
) -> None:
    article = _article(*values)
    assert stored_article(b"lead\n" + orjson.dumps(article_values(article))) == article


def test_what_an_article_lacks_is_lacking_afterwards() -> None:
    article = Article("a", "Title", "Body")
    assert stored_article(b"lead\n" + orjson.dumps(article_values(article))) == article


def test_the_version_of_an_article_is_stored_and_nothing_where_it_has_none() -> None:
    article = Article(
        "a", "Title", "Body", release=Release("10 2022-03-24T09:00:00Z", has_guid=True)
    )
    assert stored_article(b"lead\n" + orjson.dumps(article_values(article))) == article
    for release in (None, Release(""), Release("", withdrawn=True)):
        assert article_values(replace(article, release=release)) == article_values(article)[:-1]


SCANNED = Article(
    "a", "Title", "Body", scan=Scan((ScanPage(1, "p.jp2", 10, 20),), 0.5, "i", b"\n\n", b"x\n")
)
RELEASED = Article("a", "Title", "Body", release=Release("", has_guid=True))


@pytest.mark.parametrize("article", [SCANNED, RELEASED, replace(SCANNED, release=RELEASED.release)])
def test_the_place_of_an_article_on_paper_and_its_release_are_stored_behind_it(
    article: Article,
) -> None:
    assert stored_article(b"lead\n" + stored_content(article)) == article
    assert not is_plain(article)
    assert is_plain(replace(article, scan=None, release=None))


WRONG: dict[str, tuple[object, ...]] = {
    "id": (None, 5, ["a"]),
    "title": (None, 5, ["a"]),
    "body": (None,),
    "date": ("gisteren", "2022-13", "", 5, ["2022"]),
    "url": (5, True, ["a"], {}),
    "section": (5, [5], [None], [["a"]], {}),
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, each) for name, values in WRONG.items() for each in values]
)
def test_a_value_that_no_article_has_is_damage(name: str, value: object) -> None:
    stored = [each.name for each in fields(Article) if each.name in BY_NAME]
    values: list[object] = [*article_values(_article("one"))]
    assert stored_article(b"\n" + orjson.dumps(values)) == _article("one")
    values[stored.index(name)] = value
    with pytest.raises(IndexDamagedError, match="A stored article has a "):
        stored_article(b"\n" + orjson.dumps(values))


def test_more_or_fewer_values_than_an_article_has_are_damage() -> None:
    values = article_values(_article("one"))
    assert len(values) == STORED
    assert stored_article(b"\n" + orjson.dumps([*values, "1"])).release == Release(
        "1", has_guid=True
    )
    for wrong in (values[:-1], [*values, "1", "2"], [*values, None], [*values, ["1"]]):
        with pytest.raises(IndexDamagedError, match="A stored article has"):
            stored_article(b"\n" + orjson.dumps(wrong))


def test_what_an_article_begins_with_is_read_alone() -> None:
    payload = b"dijk crisis\tkabinet valt valt\n" + stored_content(SCANNED)
    assert lead_text(payload) == "dijk crisis\tkabinet valt valt"
    assert stored_lead(payload).terms == ["dijk", "crisis", "kabinet", "valt", "valt"]
