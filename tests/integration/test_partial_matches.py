"""Partial matches: how many a list has, and which word none of them lacks."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from indexer.archive import Archive
from indexer.model import Article, SearchRequest

KNOWN = 120  # articles that have a well-known person

ARTICLES = (
    *(
        Article(f"rutte{n}", f"Premier Rutte spreekt {n}", f"In zaal {n} sprak premier Rutte.")
        for n in range(KNOWN)
    ),
    *(
        Article(f"liegt{n}", f"Acteur liegt {n}", f"Acteur {n} liegt over zaal {n}.")
        for n in range(60)
    ),
    *(
        Article(f"jos{n}", f"Bakker Jos {n}", f"In zaal {n} bakt de bakker Jos zijn brood {n}.")
        for n in range(KNOWN)
    ),
    *(
        Article(f"thieme{n}", f"Marianne Thieme {n}", f"In zaal {n} sprak Marianne Thieme.")
        for n in range(15)
    ),
    Article("initial", "Verdachte Jos B. blijft vast", "De rechter verhoort Jos B. morgen."),
    *(
        Article(f"parijs{n}", f"Feest in Parijs {n}", f"Het feest {n} in Parijs.")
        for n in range(KNOWN)
    ),
)


@pytest.fixture(params=["tantivy", "whoosh"])
def archive(request: pytest.FixtureRequest, archive_of: Callable[..., Archive]) -> Archive:
    return archive_of(*ARTICLES, engine=request.param)


def test_a_list_has_ten_partial_matches_and_a_long_page_as_many_as_it_has_room_for(
    archive: Archive,
) -> None:
    """Of which an archive of 436 articles lists 43, a tenth."""
    ten, fifty = (archive.search(SearchRequest("acteur brood", limit=n)) for n in (10, 50))
    assert (ten.total, ten.partial, ten.pages) == (0, 10, 1)
    assert (fifty.total, fifty.partial) == (0, 43)


@pytest.mark.parametrize(
    ("query", "kept", "why"),
    [
        ("rutte liegt", "rutte", "a well-known person is called by no other word"),
        ("Rutte liegt", "rutte", "in capitals too"),
        ("jos brech", "initial", "a surname that no article has stands as an initial"),
        ("jos zorvexa", "jos", "unless no article has that initial: then it is missed"),
    ],
)
def test_no_partial_match_lacks_a_name(archive: Archive, query: str, kept: str, why: str) -> None:
    page = archive.search(SearchRequest(query))
    assert page.total == 0
    assert page.hits, why
    assert all(hit.article.id.startswith(kept) for hit in page.hits), why


def test_of_somebody_who_is_named_in_full_a_few_articles_are_enough(archive: Archive) -> None:
    page = archive.search(SearchRequest("zaal marianne thieme", limit=20))
    assert (page.total, page.partial) == (15, 0), "who speaks in a hall is somebody else"


@pytest.fixture(params=["tantivy", "whoosh"])
def ministers(request: pytest.FixtureRequest, archive_of: Callable[..., Archive]) -> Archive:
    """Sixty articles name Hugo de Jonge, and twice as many have de jonge acteur."""
    return archive_of(
        *(
            Article(f"minister{n}", f"Zaal {n}", f"In zaal {n} sprak minister Hugo de Jonge.")
            for n in range(60)
        ),
        *(
            Article(f"acteur{n}", f"Zaal {n}", f"In zaal {n} zong de jonge acteur.")
            for n in range(KNOWN)
        ),
        *(
            Article(f"kolk{n}", f"Zaal {n}", f"In zaal {n} sprak Wim van der Kolk.")
            for n in range(15)
        ),
        Article("fusie", "Fusie", "De kernfusie begint."),
        engine=request.param,
    )


@pytest.mark.parametrize(
    ("query", "kept", "why"),
    [
        (
            "de jonge kernfusie",
            {"minister", "acteur"},
            "a surname, as nobody is de jonge kernfusie",
        ),
        ("kernfusie hugo de jonge", {"minister", "acteur"}, "the same behind a forename"),
        ("de jonge acteur kernfusie", {"minister", "acteur", "fusie"}, "the archive goes on so"),
        ("jonge kernfusie", {"minister", "acteur", "fusie"}, "a word, without its particle"),
        ("wim van der kolk kernfusie", {"kolk"}, "few articles are enough behind a forename"),
        ("van der kolk kernfusie", {"kolk", "fusie"}, "and too few without"),
    ],
)
def test_a_surname_with_a_particle_is_not_left_out(
    ministers: Archive, query: str, kept: set[str], why: str
) -> None:
    page = ministers.search(SearchRequest(query, limit=20))
    assert page.total == 0
    assert {hit.article.id.rstrip("0123456789") for hit in page.hits} <= kept, why
    assert ("fusie" in kept) == any(hit.article.id == "fusie" for hit in page.hits), why


@pytest.mark.parametrize(
    ("initials", "kept", "why"),
    [
        (6, {"initial"}, "far more articles have the initial than the surname of another"),
        (2, {"jos"}, "too few to tell that it is no other Brecht"),
    ],
)
def test_a_surname_of_somebody_else_may_stand_as_an_initial(
    archive_of: Callable[..., Archive], initials: int, kept: set[str], why: str
) -> None:
    archive = archive_of(
        *(
            Article(f"jos{n}", f"Bakker Jos {n}", f"In zaal {n} bakt Jos brood.")
            for n in range(120)
        ),
        *(Article(f"initial{n}", f"Zaak {n}", f"Jos B. zwijgt {n}.") for n in range(initials)),
        Article("brecht", "Toneel", "Een stuk van Bertolt Brecht."),
    )
    hits = archive.search(SearchRequest("jos brecht")).hits
    assert {hit.article.id.rstrip("0123456789") for hit in hits} == kept, why


def test_a_place_may_be_missed(archive: Archive) -> None:
    """An event is told without it more often than a person is."""
    page = archive.search(SearchRequest("acteur parijs"))
    assert {hit.missing for hit in page.hits} >= {("parijs",)}


@pytest.fixture(params=["tantivy", "whoosh"])
def mayors(request: pytest.FixtureRequest, archive_of: Callable[..., Archive]) -> Archive:
    """Six articles on an election name the new mayor, four do not; others are of anything."""
    chance = random.Random(2)
    words = "stembus herstemming gemeenteraad kiezers uitslag hertelling kiesraad kandidaat".split()  # noqa: SIM905
    subjects = "kaas fiets molen tulp dijk klomp polder haring gracht schaats".split()  # noqa: SIM905

    def about(id_: str, *named: str) -> Article:
        return Article(id_, f"Verkiezing {id_}", " ".join((*named, *chance.sample(words, 7))))

    return archive_of(
        about("named0", "Ekrem", "Imamoglu"),
        *(about(f"named{n}", "Imamoglu") for n in range(1, 6)),
        *(about(f"unnamed{n}") for n in range(4)),
        *(
            Article(f"o{n}", f"Bericht {n}", " ".join(chance.sample(subjects, 6)))
            for n in range(90)
        ),
        engine=request.param,
    )


def test_a_long_page_goes_on_with_articles_on_the_same_that_have_no_word_of_the_query(
    mayors: Archive,
) -> None:
    short, long = (mayors.search(SearchRequest("Imamoglu", limit=n)) for n in (20, 50))
    assert (short.total, short.partial) == (6, 0)
    assert (long.total, long.partial) == (6, 4)
    assert [hit.missing for hit in long.hits] == [()] * 6 + [("Imamoglu",)] * 4
    assert {hit.article.id for hit in long.hits[6:]} == {f"unnamed{n}" for n in range(4)}


def test_no_more_follow_than_have_the_word(mayors: Archive) -> None:
    """What one article says is hardly a subject."""
    page = mayors.search(SearchRequest("Ekrem", limit=50))
    assert (page.total, page.partial) == (1, 1)


@pytest.mark.parametrize(
    ("request_", "why"),
    [
        (SearchRequest("=Imamoglu", limit=50), "what is meant to the letter has no other words"),
        (SearchRequest('"Imamoglu"', limit=50), "nor has a quotation"),
        (SearchRequest("Imamoglu OF oorlog", limit=50), "nor a query with operators"),
        (SearchRequest("Imamoglu", limit=50, related=False), "nor one without related terms"),
    ],
)
def test_a_list_ends_with_what_was_asked(
    mayors: Archive, request_: SearchRequest, why: str
) -> None:
    page = mayors.search(request_)
    assert (page.total, page.partial) == (6, 0), why
