"""What leads have in common; the compiled kernel tells just what the one in Python does."""

from __future__ import annotations

import math
from collections.abc import Iterator
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.search.similarity import PythonLikeness

ANY = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=6)
TERMS = st.one_of(st.sampled_from(["dijk", "storm", "zee", "één", "東京", "a", "wind", "nul"]), ANY)
LEADS = st.lists(st.lists(TERMS, max_size=12).map(" ".join), max_size=8)
SHARED = st.lists(st.tuples(st.lists(TERMS, max_size=12).map("\t".join), st.floats(0, 1)))


def rarity(term: str) -> float:
    return 0.0 if term == "nul" else 1 + sum(map(ord, term)) % 7 / 3


@given(
    leads=LEADS, most=st.integers(1, 5), min_terms=st.integers(1, 5), max_overlap=st.floats(0, 1)
)
def test_the_same_leads_are_distinct(
    native: ModuleType, leads: list[str], most: int, min_terms: int, max_overlap: float
) -> None:
    asked = (leads, most, min_terms, max_overlap)
    expected = PythonLikeness(rarity).without_near_duplicates(*asked)
    assert native.Likeness(rarity, 9).without_near_duplicates(*asked) == expected


@given(leads=SHARED, few=st.integers(0, 20))
def test_the_same_terms_are_telling(
    native: ModuleType, leads: list[tuple[str, float]], few: int
) -> None:
    asked = ([lead for lead, _ in leads], [share for _, share in leads], few)
    expected = PythonLikeness(rarity).expansion_terms(*asked)
    assert native.Likeness(rarity, 9).expansion_terms(*asked) == expected


@given(leads=SHARED)
def test_leads_are_alike_to_the_same_degree(
    native: ModuleType, leads: list[tuple[str, float]]
) -> None:
    asked = ([lead for lead, _ in leads], [share for _, share in leads])
    expected = PythonLikeness(rarity).centroid_similarity(*asked)
    assert native.Likeness(rarity, 9).centroid_similarity(*asked) == pytest.approx(
        expected, abs=1e-9
    )


@given(leads=st.lists(st.lists(TERMS, max_size=9).map("\t".join)))
def test_titles_weigh_the_same(native: ModuleType, leads: list[str]) -> None:
    asked = (leads, {"dijk": 1.5, "één": 0.25, "a": 4.0})
    assert native.Likeness.title_weights(*asked) == PythonLikeness(rarity).title_weights(*asked)


@pytest.fixture(params=["python", "compiled"])
def kernel(request: pytest.FixtureRequest) -> type:
    """Return what makes a kernel of a rarity."""
    if request.param == "python":
        return PythonLikeness
    module = request.getfixturevalue("native")
    return lambda rarity: module.Likeness(rarity, 2)  # type: ignore[return-value]


def test_no_more_leads_are_asked_for_than_are_looked_at(kernel: type) -> None:
    asked = []

    def leads() -> Iterator[str]:
        for lead in ("een twee", "een twee drie", "kort", "vier vijf", "zes zeven"):
            asked.append(lead)
            yield lead

    assert kernel(rarity).without_near_duplicates(leads(), 2, 2, 0.6) == [0, 3]
    assert asked[-1] == "vier vijf"


def test_what_stands_often_and_is_rare_tells_most(kernel: type) -> None:
    told = kernel({"dijk": 1.0, "zee": 2.0, "de": 0.0}.__getitem__).expansion_terms(
        ["de dijk\tde dijk", "de zee"], [0.5, 0.5], 9
    )
    assert told == [(0.5, "zee"), (0.25, "dijk")]


def test_a_lead_is_like_those_with_which_it_shares_terms(kernel: type) -> None:
    same, also, other = kernel(lambda _: 1.0).centroid_similarity(
        ["een twee", "twee een", "drie"], [1, 1, 1]
    )
    assert (same, also, other) == pytest.approx((1.0, 1.0, 0.0))
    half, _ = kernel(lambda _: 1.0).centroid_similarity(["een twee", "een"], [1.0, 0.5])
    assert half == pytest.approx(0.5 / math.sqrt(2))


def test_a_title_weighs_what_each_of_its_terms_does_once(kernel: type) -> None:
    weights = {"zee": 2.0, "dijk": 1.0}
    leads = ["zee dijk zee\twind", "wind\tzee dijk", "", "zee"]
    assert kernel(rarity).title_weights(leads, weights) == [3.0, 0.0, 0.0, 2.0]


def test_a_term_is_asked_for_once_while_it_is_remembered(kernel: type) -> None:
    asked: list[str] = []

    def idf(term: str) -> float:
        asked.append(term)
        return 1.0

    made = kernel(idf)
    made.centroid_similarity(["een een", "twee een"], [1, 1])
    made.expansion_terms(["twee"], [1], 1)
    assert asked == ["een", "twee"]


def test_who_asks_is_told_why_a_rarity_is_not_to_be_had(kernel: type) -> None:
    with pytest.raises(KeyError, match="weg"):
        kernel({}.__getitem__).centroid_similarity(["weg"], [1.0])
