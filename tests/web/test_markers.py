"""Days that a reader marks: read, kept in the address, and drawn where they lie."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from indexer.errors import RequestError
from webapp.pages.over_time.markers import markers
from webapp.urls.events import MAX_EVENTS, MAX_LENGTH, read_events
from webapp.urls.search_state import SearchState

MONTHS = [(f"2019-{n:02}", f"2019-{n:02}") for n in range(1, 5)]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("29 mei 2019", "2019-05-29"),
        ("29-5-2019  uitspraak   RvS", "2019-05-29 uitspraak RvS"),
        ("2019-05-29 uitspraak", "2019-05-29 uitspraak"),
        ("mei 2019", "2019-05"),
        ("2019", "2019"),
        ("2019 2 doden", "2019 2 doden"),
    ],
)
def test_an_event_is_a_date_as_people_write_it_and_a_name(written: str, kept: str) -> None:
    assert read_events([written]) == (kept,)
    assert read_events([kept]) == (kept,)


@pytest.mark.parametrize(
    "given_",
    [
        ["uitspraak"],
        ["30-2-2019 nooit"],
        ["2019 " + "x" * MAX_LENGTH],
        [str(2000 + n) for n in range(MAX_EVENTS + 1)],
    ],
)
def test_what_is_no_event_is_refused_by_name(given_: list[str]) -> None:
    with pytest.raises(RequestError) as caught:
        read_events(given_)
    assert caught.value.parameter == "event"


def test_blank_and_repeated_events_count_once_or_not() -> None:
    assert read_events(["", " ", "2019", "2019 "]) == ("2019",)


def test_a_day_stands_where_it_lies_in_its_period() -> None:
    state = SearchState(q="a", events=("2019-02-15", "2019-01", "2018-12-31 ervoor"))
    found = markers(state, MONTHS)
    assert [(each.label, each.x) for each in found] == [
        ("31 dec 2018 ervoor", None),
        ("jan 2019", 0.4),
        ("15 feb 2019", 37.95),
    ]
    assert found[0].url == "/?q=a&event=2019-02-15&event=2019-01"


@given(st.lists(st.dates().map(str), max_size=6, unique=True))
def test_every_day_of_the_periods_is_drawn_within_them_in_order(days: list[str]) -> None:
    found = markers(SearchState(events=tuple(days)), [("0001", "5000"), ("5001", "9999")])
    places = [each.x for each in found if each.x is not None]
    assert len(places) == len(days)
    assert places == sorted(places)
    assert all(0 <= x <= 100 for x in places)


def test_files_feeds_and_code_do_without_it() -> None:
    state = SearchState(q="a", events=("2019",))
    addresses = (state.feed_url(), state.export_url("csv"), state.selection_url())
    for url in (*addresses, state.api_url(), state.embed_url()):
        assert "event" not in url
    assert MultiDict(state.pairs())["event"] == "2019"


def test_a_day_that_the_front_page_is_given_is_drawn_on_its_strip(client: FlaskClient) -> None:
    html = client.get("/?event=15-3-2021+storm").text
    assert 'class="example"' in html, "the front page"
    assert re.search(r'<text class="event"[^>]*>15 mrt 2021 storm<', html)
    assert '<input type="hidden" name="event" value="2021-03-15 storm">' in html
