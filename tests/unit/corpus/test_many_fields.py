"""A record of more fields than any article has is told, and costs no more than its size."""

from __future__ import annotations

import json

import pytest

from indexer.corpus.mapping import field_names
from indexer.corpus.mapping.field_names import MAX_NAMES, find_columns
from tests.fixture_types import ReadFile

ARTICLE = {"id": "a", "title": "Dijk bij Tiel", "body": "De dijk is hersteld."}


def wide(fields: int) -> dict[str, object]:
    """Return an article with so many fields."""
    return {**ARTICLE, "id": "b", **{f"x{n}": n for n in range(fields - len(ARTICLE))}}


@pytest.mark.parametrize("form", ["jsonl", "json"])
def test_it_is_an_error_and_those_beside_it_are_read(read_file: ReadFile, form: str) -> None:
    records = [ARTICLE, wide(MAX_NAMES + 1), {**ARTICLE, "id": "c"}]
    content = json.dumps(records) if form == "json" else "\n".join(map(json.dumps, records))
    articles, errors = read_file(f"a.{form}", content)
    assert [article.id for article in articles] == ["a", "c"]
    assert ["5,001 fields" in error.reason for error in errors] == [True]


def test_one_with_as_many_as_may_be_is_read(read_file: ReadFile) -> None:
    articles, errors = read_file("a.jsonl", json.dumps(wide(MAX_NAMES)))
    assert ([article.id for article in articles], errors) == (["b"], [])


def test_a_document_of_articles_by_their_keys_may_have_any_number(read_file: ReadFile) -> None:
    many = {f"k{n}": {**ARTICLE, "id": f"a{n}"} for n in range(MAX_NAMES + 1)}
    articles, errors = read_file("a.json", json.dumps(many))
    assert (len(articles), errors) == (MAX_NAMES + 1, [])


def test_the_names_of_many_are_not_remembered() -> None:
    """Two hundred such lines held gigabytes."""
    before = field_names._found.cache_info().currsize
    names = [tuple(f"x{n}y{turn}" for n in range(MAX_NAMES + 1)) for turn in range(3)]
    assert not any(find_columns(each).known for each in names)
    assert field_names._found.cache_info().currsize <= before + 1
