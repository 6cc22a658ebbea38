"""Dates as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.query.dates import read_dates


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2022", "2022"),
        ("2022-3", "2022-03"),
        ("2022.03.24", "2022-03-24"),
        ("24-3-2022", "2022-03-24"),
        ("24.3.2022", "2022-03-24"),
        ("3/2022", "2022-03"),
        ("Maart 2022", "2022-03"),
        ("1 sept. 2022", "2022-09-01"),
        ("29-2-2024", "2024-02-29"),
        ("2019-2021", "2019..2021"),
        ("2022-01..24-3-2022", "2022-01..2022-03-24"),
        ("..maart-2022", "..2022-03"),
        ("2022..2022", "2022..2022"),
        ("9999", "9999"),
        ("24-3-22", "2022-03-24"),
        ("24 mrt '22", "2022-03-24"),
        ("donderdag 24 maart 2022", "2022-03-24"),
        ("March 24, 2022", "2022-03-24"),
        ("den 3den Junij 1890", "1890-06-03"),
        ("1890-00-00", "1890"),
    ],
)
def test_forms(value: str, text: str) -> None:
    """Every form is understood, and written in ISO."""
    assert read_dates(value).text == text
    assert not read_dates(value).turned


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("2022-13", "maand 13 bestaat niet"),
        ("32-1-2022", "32-1-2022 bestaat niet"),
        ("29-2-2023", "29-2-2023 bestaat niet"),
        ("0000-01", "het jaar 0000 bestaat niet"),
        ("22-03", "dit is geen datum"),
        ("١٢٣٤", "dit is geen datum"),
        ("2020..2021..2022", "dit is geen datum"),
        ("..", "dit is geen datum"),
        ("", "dit is geen datum"),
        ("2020..morgen", "dit is geen datum"),
    ],
)
def test_reasons(value: str, reason: str) -> None:
    """What is no date, or cannot exist, says why."""
    with pytest.raises(ValueError, match=reason):
        read_dates(value)


@given(st.dates(), st.dates())
def test_ranges_run_forwards(one: date, other: date) -> None:
    """A range holds both its days, and says when it was turned round."""
    reading = read_dates(f"{one}..{other}")
    first, last = sorted((one, other))
    assert reading.span.first == first.toordinal()
    assert reading.span.last == last.toordinal()
    assert reading.turned == (one > other)
    assert read_dates(reading.text) == (reading.span, reading.text, False)
