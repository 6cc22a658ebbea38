"""How dense articles lie in time: by the compiled kernel as in Python."""

from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.search.ranking.rerank import density

days_and_shares = st.lists(
    st.tuples(st.integers(0, 60) | st.integers(-(2**40), 2**40), st.floats(0, 1)), max_size=30
)


@given(days_and_shares, st.lists(st.floats(0, 1), max_size=32))
def test_the_kernel_has_the_density_of_python(
    native: ModuleType, articles: list[tuple[int, float]], bell: list[float]
) -> None:
    days, shares = [day for day, _ in articles], [share for _, share in articles]
    assert native.density(days, shares, bell) == pytest.approx(density(days, shares, bell))


def test_articles_of_near_days_add_up_and_no_day_has_none() -> None:
    assert density([10, 11, 0, 30], [0.5, 0.25, 0.0, 0.125], [1.0, 0.5]) == [0.625, 0.5, 0.0, 0.125]
