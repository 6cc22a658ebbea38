"""The table of fields: what its rows promise, and values by field."""

from __future__ import annotations

import pickle
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import RequestError
from indexer.fields import (
    DATE_PREFIXES,
    FIELDS,
    FILTERS,
    NAMES,
    SCOPES,
    FieldValues,
    Stored,
    listed_prefixes,
)
from indexer.messages import Bilingual
from indexer.model import Article, SearchRequest
from indexer.query.nodes import Keyword
from indexer.search.request import MAX_VALUES, check_request
from indexer.text import without_invisible

values = st.dictionaries(
    st.sampled_from([*(each.name for each in FILTERS), "other"]), st.lists(st.text())
)


def test_each_row_is_an_attribute_of_an_article() -> None:
    attributes = {each.name for each in fields(Article)}
    assert {each.name for each in FIELDS} == attributes - {"release", "scan"}, (
        "what is no field of it"
    )


def test_no_two_rows_share_a_prefix() -> None:
    prefixes = [prefix for each in (*FIELDS, *NAMES) for prefix in set(each.prefixes)]
    assert len(prefixes) == len(set(prefixes))
    assert set(prefixes) == {*SCOPES, *DATE_PREFIXES}


@pytest.mark.parametrize("field", FILTERS, ids=lambda field: str(field.name))
def test_what_is_filtered_by_can_be_asked_for_and_is_named(field: object) -> None:
    row = next(each for each in FILTERS if each is field)
    assert row.prefix
    assert row.label
    assert row.plural
    assert row.plural_dutch
    assert row.example
    assert row.meaning
    if row.stored is Stored.KEYWORD:
        Keyword(row.name, "x")


def test_a_sentence_lists_the_prefixes_in_both_languages() -> None:
    listed = listed_prefixes()
    assert listed.startswith("titel:, bron:, rubriek:")
    assert listed.endswith(" en datum:")
    assert listed.english.startswith("title:, source:, section:")
    assert listed.english.endswith(" and date:")


def test_only_a_field_by_words_is_asked_for_by_a_part_of_a_value() -> None:
    assert Keyword("author", "x", within=True).within
    with pytest.raises(ValueError, match="by whole values"):
        Keyword("source", "x", within=True)


@pytest.mark.parametrize("name", ["title", "body", "id", "nothing", ""])
def test_only_a_field_of_keywords_has_keywords(name: str) -> None:
    with pytest.raises(ValueError, match="no field of keywords"):
        Keyword(name, "x")


@given(values)
def test_values_are_kept_once_and_none_empty(given_: dict[str, list[str]]) -> None:
    kept = FieldValues(given_)
    given_ = {name: [*map(without_invisible, each)] for name, each in given_.items()}
    assert {name: set(each) for name, each in kept.items()} == {
        name: {v for v in each if v} for name, each in given_.items() if any(each)
    }
    assert all(len(each) == len(set(each)) for each in kept.values())


@given(values)
def test_values_are_the_same_whatever_the_order_of_fields(given_: dict[str, list[str]]) -> None:
    kept, turned = FieldValues(given_), FieldValues(dict(reversed(list(given_.items()))))
    assert (kept, hash(kept)) == (turned, hash(turned))
    assert kept.pairs() == turned.pairs()


def test_a_value_alone_is_no_list_of_letters() -> None:
    assert FieldValues({"source": "NRC"}) == {"source": ("NRC",)}


def test_a_request_with_values_is_a_key() -> None:
    one = SearchRequest("a", filters={"section": ("x",), "source": ("y", "y")})
    other = SearchRequest("a", filters={"source": ("y",), "section": ("x",)}, excluded={})
    assert {one: 1}[other] == 1


@pytest.mark.parametrize(
    ("asked", "parameter", "told"),
    [
        ({"filters": {"title": ("x",)}}, "title", "one of source, section.*, not ‘title’"),
        ({"excluded": {"nope": ("x",)}}, "not_nope", "one of source, .*, not ‘nope’"),
        ({"filters": {"source": tuple(map(str, range(21)))}}, "source", "at most 20 values"),
    ],
)
def test_a_request_for_what_is_no_filter_is_refused(
    asked: dict[str, dict[str, tuple[str, ...]]], parameter: str, told: str
) -> None:
    assert MAX_VALUES == 20
    with pytest.raises(RequestError, match=told) as refused:
        check_request(SearchRequest("a", **asked))  # type: ignore[arg-type]
    assert refused.value.parameter == parameter


def test_a_word_in_two_languages_survives_a_copy() -> None:
    word = pickle.loads(pickle.dumps(Bilingual("bron", "source")))
    assert (word, word.english) == ("bron", "source")


@pytest.mark.parametrize("given_", ["goed", "good", "GOED", "Good "])
def test_a_class_is_asked_for_in_both_languages(given_: str) -> None:
    assert FieldValues({"quality": given_}) == {"quality": ("goed",)}
    assert FieldValues({"quality": ("goed", "fair")}).toggled("quality", given_) == {
        "quality": ("matig",)
    }


def test_a_class_is_shown_in_both_languages_and_other_values_as_they_are() -> None:
    (quality,) = (each for each in FIELDS if each.classes)
    shown = quality.shown_value("slecht")
    assert isinstance(shown, Bilingual)
    assert (shown, shown.english) == ("slecht", "poor")
    assert FIELDS[0].shown_value("goed") == "goed"
    assert FieldValues({"source": "good"}) == {"source": ("good",)}
