"""What the forms of dates, which archives and queries share, say of the calendar."""

from __future__ import annotations

from calendar import monthrange

import pytest

from indexer.dates import days_of_month


@pytest.mark.parametrize("year", [1, 1900, 1984, 2000, 2023, 9999])
def test_a_month_has_the_days_of_the_calendar(year: int) -> None:
    months = range(1, 13)
    assert [days_of_month(year, m) for m in months] == [monthrange(year, m)[1] for m in months]


@pytest.mark.parametrize("month", [-1, 13])
def test_what_is_no_month_has_no_days(month: int) -> None:
    with pytest.raises(ValueError, match="month"):
        days_of_month(2023, month)
