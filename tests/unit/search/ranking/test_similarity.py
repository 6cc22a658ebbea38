"""What leads have in common; the compiled kernel tells just what the one in Python does."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.protocol import DocId
from indexer.errors import IndexDamagedError
from indexer.search.ranking.scoring import Ranking
from indexer.search.ranking.similarity import Lead, Leads, Likeness, PythonLikeness

ANY = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=6)
TERMS = st.one_of(st.sampled_from(["dijk", "storm", "zee", "één", "東京", "a", "wind", "nul"]), ANY)
LEADS = st.lists(st.lists(TERMS, max_size=12).map(" ".join), max_size=8)
SHARED = st.lists(st.tuples(st.lists(TERMS, max_size=12).map("\t".join), st.floats(0, 1)))


def rarities(terms: Sequence[str]) -> list[float]:
    return [0.0 if term == "nul" else 1 + sum(map(ord, term)) % 7 / 3 for term in terms]


def made_by(kernel: Likeness, texts: Iterable[str]) -> list[Lead]:
    """Return the leads that a kernel makes of payloads which begin with these texts."""
    return kernel.leads(f"{text}\n[]".encode() for text in texts)


@given(
    leads=LEADS, most=st.integers(1, 5), min_terms=st.integers(1, 5), max_overlap=st.floats(0, 1)
)
def test_the_same_leads_are_distinct(
    native: ModuleType, leads: list[str], most: int, min_terms: int, max_overlap: float
) -> None:
    asked = (most, min_terms, max_overlap)
    expected = PythonLikeness(rarities).without_near_duplicates(leads, *asked)
    kernel = native.Likeness(rarities)
    assert kernel.without_near_duplicates(made_by(kernel, leads), *asked) == expected


@given(leads=LEADS, least=st.integers(1, 5), max_overlap=st.floats(0, 1))
def test_the_same_leads_are_of_one_text(
    native: ModuleType, leads: list[str], least: int, max_overlap: float
) -> None:
    own, *others = ["dijk storm zee wind één", *leads]
    expected = PythonLikeness(rarities).of_one_text(own, others, least, max_overlap)
    kernel = native.Likeness(rarities)
    first, *rest = made_by(kernel, [own, *others])
    assert kernel.of_one_text(first, rest, least, max_overlap) == expected


@pytest.mark.parametrize(
    ("other", "expected", "why"),
    [
        ("dijk storm zee", True, "three of three, in any order"),
        ("zee dijk kade muur duin", False, "two of five"),
        ("dijk dijk storm zee", True, "a term counts once"),
        ("dijk storm", False, "too few terms to tell by"),
    ],
)
def test_a_text_is_told_by_what_the_shorter_shares(
    kernel: type, other: str, expected: bool, why: str
) -> None:
    made = kernel(rarities)
    own, lead = made_by(made, ["zee wind dijk\tstorm één", other])
    assert made.of_one_text(own, [lead], 3, 0.6) == [expected], why


@given(leads=SHARED, few=st.integers(0, 20))
def test_the_same_terms_are_telling(
    native: ModuleType, leads: list[tuple[str, float]], few: int
) -> None:
    texts, shares = [lead for lead, _ in leads], [share for _, share in leads]
    expected = PythonLikeness(rarities).expansion_terms(texts, shares, few)
    kernel = native.Likeness(rarities)
    made = made_by(kernel, texts)
    assert kernel.expansion_terms(made, shares, few) == expected


@given(pages=st.lists(SHARED, min_size=2, max_size=4))
def test_what_was_asked_before_changes_nothing(
    native: ModuleType, pages: list[list[tuple[str, float]]]
) -> None:
    kernel = native.Likeness(rarities)
    for page in pages:
        texts, shares = [lead for lead, _ in page], [share for _, share in page]
        made = made_by(kernel, texts)
        alone = native.Likeness(rarities)
        asked = made_by(alone, texts)
        assert kernel.expansion_terms(made, shares, 9) == alone.expansion_terms(asked, shares, 9)
        expected = alone.centroid_similarity(asked, shares)
        assert kernel.centroid_similarity(made, shares) == expected


@given(leads=SHARED)
def test_leads_are_alike_to_the_same_degree(
    native: ModuleType, leads: list[tuple[str, float]]
) -> None:
    texts, shares = [lead for lead, _ in leads], [share for _, share in leads]
    expected = PythonLikeness(rarities).centroid_similarity(texts, shares)
    kernel = native.Likeness(rarities)
    made = made_by(kernel, texts)
    assert kernel.centroid_similarity(made, shares) == pytest.approx(expected, abs=1e-9)


@given(leads=st.lists(st.lists(TERMS, max_size=9).map("\t".join)))
def test_titles_weigh_the_same(native: ModuleType, leads: list[str]) -> None:
    weights = {"dijk": 1.5, "één": 0.25, "a": 4.0}
    kernel = native.Likeness(rarities)
    made = made_by(kernel, leads)
    expected = PythonLikeness(rarities).title_weights(leads, weights)
    assert kernel.title_weights(made, weights) == expected


@given(leads=LEADS)
def test_terms_are_counted_once_whatever_leads_they_stand_in(
    native: ModuleType, leads: list[str]
) -> None:
    kernel = native.Likeness(rarities)
    made_by(kernel, leads)
    assert len(kernel) == len({term for lead in leads for term in lead.split()})


@pytest.fixture(params=["python", "compiled"])
def kernel(request: pytest.FixtureRequest) -> type:
    """Return what makes a kernel of a rarity."""
    if request.param == "python":
        return PythonLikeness
    kernel: type = request.getfixturevalue("native").Likeness
    return kernel


def test_no_more_leads_are_asked_for_than_are_looked_at(kernel: type) -> None:
    asked, made = [], kernel(rarities)

    def leads() -> Iterator[Lead]:
        for lead in ("een twee", "een twee drie", "kort", "vier vijf", "zes zeven"):
            asked.append(lead)
            yield from made_by(made, [lead])

    assert made.without_near_duplicates(leads(), 2, 2, 0.6) == [0, 3]
    assert asked[-1] == "vier vijf"


def test_what_stands_often_and_is_rare_tells_most(kernel: type) -> None:
    known = {"dijk": 1.0, "zee": 2.0, "de": 0.0}
    made = kernel(lambda terms: [known[term] for term in terms])
    leads = made_by(made, ["de dijk\tde dijk", "de zee"])
    told = made.expansion_terms(leads, [0.5, 0.5], 9)
    assert told == [(0.5, "zee"), (0.25, "dijk")]


def test_a_lead_is_like_those_with_which_it_shares_terms(kernel: type) -> None:
    made = kernel(lambda terms: [1.0] * len(terms))
    leads = made_by(made, ("een twee", "twee een", "drie"))
    same, also, other = made.centroid_similarity(leads, [1, 1, 1])
    assert (same, also, other) == pytest.approx((1.0, 1.0, 0.0))
    half, _ = made.centroid_similarity([leads[0], *made_by(made, ["een"])], [1.0, 0.5])
    assert half == pytest.approx(0.5 / math.sqrt(2))


def test_a_title_weighs_what_each_of_its_terms_does_once(kernel: type) -> None:
    weights = {"zee": 2.0, "dijk": 1.0}
    made = kernel(rarities)
    leads = made_by(made, ("zee dijk zee\twind", "wind\tzee dijk", "", "zee"))
    assert made.title_weights(leads, weights) == [3.0, 0.0, 0.0, 2.0]


def test_terms_are_asked_for_together_and_each_once(kernel: type) -> None:
    asked: list[list[str]] = []

    def idf(terms: list[str]) -> list[float]:
        asked.append(terms)
        return [1.0] * len(terms)

    made = kernel(idf)
    made.centroid_similarity(made_by(made, ["een een", "twee een"]), [1, 1])
    made.expansion_terms(made_by(made, ["twee"]), [1], 1)
    assert asked == [["een", "twee"]]
    made.centroid_similarity(made_by(made, ["drie twee"]), [1])
    assert asked[1:] == [["drie"]]


def test_each_term_has_a_rarity(kernel: type) -> None:
    made = kernel(lambda terms: [1.0] * (len(terms) - 1))
    with pytest.raises(ValueError, match=r"each term|shorter"):
        made.centroid_similarity(made_by(made, ["een twee"]), [1.0])


@pytest.mark.parametrize("payload", [b"een twee", b"\xff\n[]"])
def test_a_payload_without_a_lead_is_told(kernel: type, payload: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whose words are the kernel's own
        kernel(rarities).leads([b"een\n[]", payload])


def test_who_asks_is_told_why_a_rarity_is_not_to_be_had(kernel: type) -> None:
    known = dict[str, float]()
    made = kernel(lambda terms: [known[term] for term in terms])
    with pytest.raises(KeyError, match="weg"):
        made.centroid_similarity(made_by(made, ["weg"]), [1.0])


class _Archive:
    """An archive of articles whose leads are these; `loaded` says which were read."""

    size = 10

    def __init__(self, *leads: str) -> None:
        self.loaded: list[DocId] = []
        self._leads = leads

    def frequency(self, *_: str) -> int:
        return 2

    def frequencies(self, _field: str, _channel: str, terms: Sequence[str]) -> list[int]:
        return [2 for _ in terms]

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
    monkeypatch.setattr("indexer.search.ranking.similarity._MAX_TERMS", 2)
    archive = _Archive("een\ttwee drie", "een twee\t")
    ranking = Ranking(archive)
    leads = ranking.leads
    found = leads.likeness.centroid_similarity(leads.of([(0, 0), (0, 1)]), [0.5, 0.5])
    again = ranking.leads
    assert again is not leads
    assert again.likeness.centroid_similarity(again.of([(0, 0), (0, 1)]), [0.5, 0.5]) == found


@pytest.mark.parametrize("payload", [b"\xff\xfe\t\n[]", b"dijk \xed\xa0\x80\t\n[]", b"no end", b""])
@pytest.mark.parametrize("is_compiled", [True, False])
def test_a_payload_whose_lead_is_no_text_is_damage(
    native: ModuleType, payload: bytes, is_compiled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = native if is_compiled else None
    monkeypatch.setattr("indexer.search.ranking.similarity.compiled", lambda: kernel)
    with pytest.raises(IndexDamagedError, match="A stored article cannot be read"):
        Leads(lambda _: [b"dijk\t\n[]", payload], rarities).of([(0, 1), (0, 2)])
