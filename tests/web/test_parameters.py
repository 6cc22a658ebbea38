"""What a request can mean, and what is refused by name."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from indexer.errors import RequestError
from indexer.fields import FILTERS
from indexer.model import Sort
from indexer.search.request import MAX_VALUES
from webapp.server.serve import MAX_HEADER
from webapp.urls import addresses
from webapp.urls.parameters import read_limit, read_query, read_state
from webapp.urls.search_state import EXCLUDING


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("q", "a" * 1001, "at most 1,000 characters"),
        ("page", "0", "pages count from 1"),
        ("page", "-1", "negative"),
        ("page", "1001", "past 10,000 results"),
        ("page", "9" * 40, "huge"),
        ("page", "٣", "a digit, but not ours"),
        ("page", "twee", "no number"),
        ("sort", "mooiste", "no such order"),
        ("since", "2019-13", "no such month"),
        ("since", "gisteren", "no date"),
        ("until", "2019-02-30", "no such day"),
        ("until", "0000", "no such year"),
        ("lang", "<script>", "no language code"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(name: str, value: str, why: str) -> None:
    with pytest.raises(RequestError) as caught:
        read_state(MultiDict({name: value}))
    assert caught.value.parameter == name, why


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(RequestError, match=r"the end \(2018\) lies before the beginning"):
        read_state(MultiDict({"since": "2019-03", "until": "2018"}))


def test_a_period_may_begin_and_end_in_the_same_partial_date() -> None:
    state = read_state(MultiDict({"since": "2019-03-24", "until": "2019"}))
    assert (state.since, state.until) == ("2019-03-24", "2019")


@pytest.mark.parametrize("date", ["24-3-2019", "24 maart 2019", " 24/03/19 ", "March 24, 2019"])
def test_a_date_may_be_written_as_people_do_and_stands_in_addresses_as_iso(date: str) -> None:
    state = read_state(MultiDict({"since": date, "until": "mei 2019"}))
    assert (state.since, state.until) == ("2019-03-24", "2019-05")
    assert state.url() == "/?since=2019-03-24&until=2019-05"


@pytest.mark.parametrize(
    ("period", "ends"),
    [
        ("2019-05..2019-06", ("2019-05", "2019-06")),
        ("2019-05", ("2019-05", "2019-05")),
        ("mei 2019..24-6-2019", ("2019-05", "2019-06-24")),
    ],
)
def test_a_period_is_both_ends_in_one_and_stands_in_addresses_as_two(
    period: str, ends: tuple[str, str]
) -> None:
    state = read_state(MultiDict({"period": period, "since": "1990"}))
    assert (state.since, state.until) == ends
    assert state.pairs() == [("since", ends[0]), ("until", ends[1])]


@pytest.mark.parametrize(
    ("period", "ends"),
    [("2019..", ("2019", None)), ("..2019", (None, "2019")), ("..", (None, None))],
)
def test_a_period_is_open_on_the_side_where_it_has_no_date(
    period: str, ends: tuple[str | None, str | None]
) -> None:
    state = read_state(MultiDict({"period": period, "since": "1990"}))
    assert (state.since, state.until) == ends


@pytest.mark.parametrize("period", ["2019-13..2020", "2019..maandag", "2020..2019", "x"])
def test_a_wrong_period_is_refused_by_its_own_name(client: FlaskClient, period: str) -> None:
    with pytest.raises(RequestError) as caught:
        read_state(MultiDict({"period": period, "since": "1990"}))
    assert caught.value.parameter == "period"
    page = client.get("/", query_string={"q": "a", "period": period, "sort": "oldest"})
    assert page.status_code == 400
    assert "<b>periode</b>" in page.text
    assert 'href="/?q=a&amp;sort=oldest">Verder zonder ‘periode’' in page.text


def test_the_last_of_a_repeated_parameter_counts_and_unknown_ones_do_not() -> None:
    arguments = MultiDict([("sort", "newest"), ("sort", "oldest"), ("utm_source", "x")])
    assert read_state(arguments).sort is Sort.OLDEST


def test_empty_parameters_count_as_not_given() -> None:
    arguments = MultiDict([("q", "a"), ("since", ""), ("until", " "), ("source", ""), ("page", "")])
    assert read_state(arguments).pairs() == [("q", "a")]


def test_sources_and_sections_repeat_and_count_once() -> None:
    pairs = [
        ("source", "X"),
        ("source", "Y"),
        ("source", "X"),
        ("section", "Z"),
        ("not_source", "W"),
    ]
    state = read_state(MultiDict(pairs))
    assert state.filters == {"source": ("X", "Y"), "section": ("Z",)}
    assert state.excluded == {"source": ("W",)}


@pytest.mark.parametrize("name", [p + each.name for p in ("", "not_") for each in FILTERS])
def test_a_search_names_at_most_twenty_values_of_a_field(name: str) -> None:
    pairs = [(name, str(number)) for number in range(20)]
    read_state(MultiDict([*pairs, (name, "19"), (name, "")]))
    with pytest.raises(RequestError, match="at most 20 values, not 21") as refused:
        read_state(MultiDict([*pairs, (name, "20")]))
    assert refused.value.parameter == name


@pytest.mark.parametrize(("limit", "deepest"), [(10, "1000"), (100, "100"), (30, "334")])
def test_results_are_paged_to_ten_thousand(limit: int, deepest: str) -> None:
    assert read_state(MultiDict({"page": deepest}), limit).page == int(deepest)
    with pytest.raises(RequestError):
        read_state(MultiDict({"page": str(int(deepest) + 1)}), limit)


def test_a_query_of_exactly_a_thousand_characters_is_searched() -> None:
    assert len(read_query(MultiDict({"q": "é" * 1000}))) == 1000


@pytest.mark.parametrize("value", ["0", "101", "1.5"])
def test_an_answer_of_the_api_holds_one_to_a_hundred_results(value: str) -> None:
    with pytest.raises(RequestError):
        read_limit(MultiDict({"n": value}))
    assert read_limit(MultiDict({"n": "100"})) == 100


@pytest.mark.parametrize("name", ["source", "not_author"])
def test_too_many_values_of_a_field_are_refused_by_its_name(client: FlaskClient, name: str) -> None:
    """Each of n chips on a page has a link with the other n - 1."""
    values = "&".join(f"{name}={number}" for number in range(MAX_VALUES + 1))
    for path in ("/", "/trend", "/kwic", "/export.csv", "/feed.atom", "/article/haven/000"):
        refused = client.get(f"{path}?q=storm&{values}")
        assert refused.status_code == 400, path
        assert "hoogstens 20 waarden, niet 21" in refused.text, path
    assert client.get(f"/api/search?{values}").get_json()["parameter"] == name


def test_the_longest_values_that_an_address_takes_make_a_page_that_is_bounded(
    client: FlaskClient,
) -> None:
    names = [prefix + each.name for each in FILTERS for prefix in ("", EXCLUDING)]
    long = "'" * (MAX_HEADER // (MAX_VALUES * len(names)))  # each is three characters in a link
    values = [f"{name}={number}{long}" for name in names for number in range(MAX_VALUES)]
    page = client.get("/?" + "&".join(values))
    assert page.status_code == 200
    assert len(page.data) < 50_000_000


def test_addresses_with_long_values_are_not_remembered() -> None:
    before = addresses._encoded.cache_info().currsize
    for number in range(9):
        addresses.address("/", [("bron", f"{number}{'x' * 5000}")])
    assert addresses._encoded.cache_info().currsize <= before + 1
