"""What leads have in common; the compiled kernel tells just what the one in Python does."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.protocol import DocId
from indexer.search.scoring import Ranking
from indexer.search.similarity import Lead, PythonLikeness

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
    asked = (most, min_terms, max_overlap)
    expected = PythonLikeness(rarity).without_near_duplicates(leads, *asked)
    kernel = native.Likeness(rarity)
    assert kernel.without_near_duplicates(map(kernel.lead, leads), *asked) == expected


@given(leads=SHARED, few=st.integers(0, 20))
def test_the_same_terms_are_telling(
    native: ModuleType, leads: list[tuple[str, float]], few: int
) -> None:
    texts, shares = [lead for lead, _ in leads], [share for _, share in leads]
    expected = PythonLikeness(rarity).expansion_terms(texts, shares, few)
    kernel = native.Likeness(rarity)
    made = [kernel.lead(lead) for lead in texts]
    assert kernel.expansion_terms(made, shares, few) == expected


@given(pages=st.lists(SHARED, min_size=2, max_size=4))
def test_what_was_asked_before_changes_nothing(
    native: ModuleType, pages: list[list[tuple[str, float]]]
) -> None:
    kernel = native.Likeness(rarity)
    for page in pages:
        texts, shares = [lead for lead, _ in page], [share for _, share in page]
        made = [kernel.lead(lead) for lead in texts]
        alone = native.Likeness(rarity)
        asked = [alone.lead(lead) for lead in texts]
        assert kernel.expansion_terms(made, shares, 9) == alone.expansion_terms(asked, shares, 9)
        expected = alone.centroid_similarity(asked, shares)
        assert kernel.centroid_similarity(made, shares) == expected


@given(leads=SHARED)
def test_leads_are_alike_to_the_same_degree(
    native: ModuleType, leads: list[tuple[str, float]]
) -> None:
    texts, shares = [lead for lead, _ in leads], [share for _, share in leads]
    expected = PythonLikeness(rarity).centroid_similarity(texts, shares)
    kernel = native.Likeness(rarity)
    made = [kernel.lead(lead) for lead in texts]
    assert kernel.centroid_similarity(made, shares) == pytest.approx(expected, abs=1e-9)


@given(leads=st.lists(st.lists(TERMS, max_size=9).map("\t".join)))
def test_titles_weigh_the_same(native: ModuleType, leads: list[str]) -> None:
    weights = {"dijk": 1.5, "één": 0.25, "a": 4.0}
    kernel = native.Likeness(rarity)
    made = [kernel.lead(lead) for lead in leads]
    expected = PythonLikeness(rarity).title_weights(leads, weights)
    assert kernel.title_weights(made, weights) == expected


@given(leads=LEADS)
def test_terms_are_counted_once_whatever_leads_they_stand_in(
    native: ModuleType, leads: list[str]
) -> None:
    kernel = native.Likeness(rarity)
    for lead in leads:
        kernel.lead(lead)
    assert len(kernel) == len({term for lead in leads for term in lead.split()})


@pytest.fixture(params=["python", "compiled"])
def kernel(request: pytest.FixtureRequest) -> type:
    """Return what makes a kernel of a rarity."""
    if request.param == "python":
        return PythonLikeness
    kernel: type = request.getfixturevalue("native").Likeness
    return kernel


def test_no_more_leads_are_asked_for_than_are_looked_at(kernel: type) -> None:
    asked, made = [], kernel(rarity)

    def leads() -> Iterator[Lead]:
        for lead in ("een twee", "een twee drie", "kort", "vier vijf", "zes zeven"):
            asked.append(lead)
            yield made.lead(lead)

    assert made.without_near_duplicates(leads(), 2, 2, 0.6) == [0, 3]
    assert asked[-1] == "vier vijf"


def test_what_stands_often_and_is_rare_tells_most(kernel: type) -> None:
    made = kernel({"dijk": 1.0, "zee": 2.0, "de": 0.0}.__getitem__)
    leads = [made.lead("de dijk\tde dijk"), made.lead("de zee")]
    told = made.expansion_terms(leads, [0.5, 0.5], 9)
    assert told == [(0.5, "zee"), (0.25, "dijk")]


def test_a_lead_is_like_those_with_which_it_shares_terms(kernel: type) -> None:
    made = kernel(lambda _: 1.0)
    leads = [made.lead(text) for text in ("een twee", "twee een", "drie")]
    same, also, other = made.centroid_similarity(leads, [1, 1, 1])
    assert (same, also, other) == pytest.approx((1.0, 1.0, 0.0))
    half, _ = made.centroid_similarity([leads[0], made.lead("een")], [1.0, 0.5])
    assert half == pytest.approx(0.5 / math.sqrt(2))


def test_a_title_weighs_what_each_of_its_terms_does_once(kernel: type) -> None:
    weights = {"zee": 2.0, "dijk": 1.0}
    made = kernel(rarity)
    leads = [made.lead(text) for text in ("zee dijk zee\twind", "wind\tzee dijk", "", "zee")]
    assert made.title_weights(leads, weights) == [3.0, 0.0, 0.0, 2.0]


def test_a_term_is_asked_for_once_while_it_is_remembered(kernel: type) -> None:
    asked: list[str] = []

    def idf(term: str) -> float:
        asked.append(term)
        return 1.0

    made = kernel(idf)
    made.centroid_similarity([made.lead("een een"), made.lead("twee een")], [1, 1])
    made.expansion_terms([made.lead("twee")], [1], 1)
    assert asked == ["een", "twee"]


def test_who_asks_is_told_why_a_rarity_is_not_to_be_had(kernel: type) -> None:
    made = kernel({}.__getitem__)
    with pytest.raises(KeyError, match="weg"):
        made.centroid_similarity([made.lead("weg")], [1.0])


class _Archive:
    """An archive of articles whose leads are these; `loaded` says which were read."""

    size = 10

    def __init__(self, *leads: str) -> None:
        self.loaded: list[DocId] = []
        self._leads = leads

    def frequency(self, *_: str) -> int:
        return 2

    def payloads(self, doc_ids: Sequence[DocId], longest: int | None = None) -> list[bytes]:  # noqa: ARG002
        self.loaded += doc_ids
        return [self._leads[number].encode() + b"\n[]" for _, number in doc_ids]


def test_a_lead_is_read_once_while_it_is_remembered() -> None:
    archive = _Archive("een\ttwee", "drie\t")
    leads = Ranking(archive).leads
    first = leads.of([(0, 0), (0, 1)])
    assert leads.of([(0, 1), (0, 0)]) == first[::-1]
    assert archive.loaded == [(0, 0), (0, 1)]


def test_leads_begin_afresh_for_the_next_request_where_too_many_terms_were_met(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("indexer.search.similarity._MAX_TERMS", 2)
    archive = _Archive("een\ttwee drie", "een twee\t")
    ranking = Ranking(archive)
    leads = ranking.leads
    found = leads.likeness.centroid_similarity(leads.of([(0, 0), (0, 1)]), [0.5, 0.5])
    again = ranking.leads
    assert again is not leads
    assert again.likeness.centroid_similarity(again.of([(0, 0), (0, 1)]), [0.5, 0.5]) == found
