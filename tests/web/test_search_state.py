"""The URL is the whole state of a search."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import assume, given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.urls import iri_to_uri

from indexer.fields import FILTERS, FieldValues
from indexer.model import Article, Sort
from webapp.urls.addresses import anchor, article_path
from webapp.urls.parameters import read_state
from webapp.urls.search_state import SearchState

words = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30)
names = st.lists(words.filter(bool), max_size=3, unique=True).map(tuple)
values = st.dictionaries(st.sampled_from([each.name for each in FILTERS]), names).map(FieldValues)
states = st.builds(
    SearchState,
    q=words,
    page=st.integers(1, 1000),
    sort=st.none() | st.sampled_from(Sort),
    since=st.none() | st.sampled_from(["2018", "2018-03"]),
    until=st.none() | st.sampled_from(["2019", "2019-03-24"]),
    filters=values,
    excluded=values,
    lang=st.none() | st.just("nl"),
    events=st.sampled_from([(), ("2019-05-29 uitspraak", "2019")]),
)


@given(states)
def test_the_parameters_of_a_state_read_back_as_that_state(state: SearchState) -> None:
    assert read_state(MultiDict(state.pairs())) == state


@given(states, words.filter(bool))
def test_choosing_a_value_twice_changes_nothing_but_the_page(
    state: SearchState, value: str
) -> None:
    chosen = state.toggled("source", value).toggled("source", value)
    assert set(chosen.chosen("source")) == set(state.chosen("source"))
    assert chosen.page == 1


@given(states, st.sampled_from([each.name for each in FILTERS if not each.classes]), words)
def test_a_value_is_added_at_the_address_of_the_search_with_it(
    state: SearchState, field: str, value: str
) -> None:
    """The short cut that facets take gives what the state itself gives."""
    ((_, written),) = FieldValues({field: value}).pairs() or ((field, ""),)
    limits = (*state.chosen(field), *state.excluded.get(field, ()))
    assume(written and written not in limits)
    assert state.adding(field)(written) == state.toggled(field, written).url()


@given(states, st.integers(1, 9))
def test_a_page_has_the_address_of_the_search_at_it(state: SearchState, number: int) -> None:
    assert state.paged()(number) == state.at(number).url()


@pytest.mark.parametrize(
    ("state", "url"),
    [
        (SearchState(), "/"),
        (SearchState(q="navo-top"), "/?q=navo-top"),
        (SearchState(q="a&b", page=2), "/?q=a%26b&page=2"),
        (
            SearchState(q="a", filters=FieldValues({"source": ("X", "Y")})),
            "/?q=a&source=X&source=Y",
        ),
        (SearchState(excluded=FieldValues({"section": "Z"})), "/?not_section=Z"),
    ],
)
def test_defaults_are_not_written(state: SearchState, url: str) -> None:
    assert state.url() == url


@pytest.mark.parametrize(
    ("state", "order"),
    [
        (SearchState(q="a"), Sort.RELEVANCE),
        (SearchState(filters=FieldValues({"source": "X"})), Sort.NEWEST),
        (SearchState(q="a", sort=Sort.OLDEST), Sort.OLDEST),
    ],
)
def test_without_words_the_newest_come_first(state: SearchState, order: Sort) -> None:
    assert state.request(10).sort is order


@pytest.mark.parametrize(
    "name",
    [
        "2022/03/navo",
        "100% zeker?",
        "a b/c.d",
        "../../etc/passwd",
        "a/./b",
        "/begint met een streep",
        "a//b",
        "https://krant.example/l/1?x=1#y",
        "regel\neinde",
        "naïef & <b>",
        "eindigt/",
        "stip.",
    ],
)
def test_the_link_of_any_id_leads_to_its_article(
    name: str, showing: Callable[..., FlaskClient]
) -> None:
    client: FlaskClient = showing(Article(name, "De kop van dit stuk", "Tekst."))
    path = article_path(name)
    assert ".." not in path.split("/")
    response = client.get(iri_to_uri(path))
    assert response.status_code == 200
    assert "De kop van dit stuk" in response.text
    api = client.get("/api" + path)
    assert api.get_json()["id"] == name


@given(st.text(max_size=20))
def test_an_anchor_is_a_name_without_spaces(name: str) -> None:
    assert anchor(name).isascii()
    assert len(anchor(name)) == len("k-") + 8


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20))
def test_an_article_path_is_a_path_and_nothing_else(name: str) -> None:
    parts = urlsplit(article_path(name))
    assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
