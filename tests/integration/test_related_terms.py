"""Related terms narrow: names and compounds of the first results, beside what was asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indexer.archive import Archive
from indexer.engines.registry import Location, names
from indexer.model import Article, SearchRequest
from indexer.search.offers.related import MAX_RELATED, counted

STORIES = (
    "De uitspraak van de Raad van State over stikstof raakt de bouwplannen, zei Carola Schouten.",
    "Volgens Schouten is de stikstofuitstoot te hoog. Nu beslist de Raad van State over stikstof.",
    "Boeren eisen minder regels voor stikstof. Zij vragen Carola Schouten om stikstofruimte.",
    "De stikstofuitstoot van boeren daalt, maar de bouwplannen liggen stil door stikstof.",
    "Nederlandse boeren en de Nederlandse bouw wachten op de Raad van State om stikstof.",
    "Ook de Nederlandse bouw wacht op een besluit van Carola Schouten over stikstof.",
    "Het debat over stikstof was woensdagavond, en de boeren kwamen op woensdagavond naar buiten.",
    "Wie woensdagavond keek zag het debat over stikstof.",
    "Ze is een vijfjarige boerin, met een meerjarige Duitstalige Natuur- en Boswet over stikstof.",
    "Ook een vijfjarige boerin wil een meerjarige Duitstalige Natuur- en Boswet over stikstof.",
)
OTHERS = tuple(f"Bericht {n} over het weer in stad {n}, dat gewoon is." for n in range(60))


@pytest.fixture(params=names(Location.FOLDER))
def archive(request: pytest.FixtureRequest, archive_of: Callable[..., Archive]) -> Archive:
    texts = enumerate((*STORIES, *OTHERS))
    return archive_of(
        *(Article(str(n), f"Kop {n}", text) for n, text in texts), engine=request.param
    )


def test_they_are_names_and_compounds_that_several_results_have(archive: Archive) -> None:
    related = archive.search(SearchRequest("stikstof")).related
    assert set(related) >= {"Raad van State", "Carola Schouten", "stikstofuitstoot", "bouwplannen"}
    assert len(related) <= MAX_RELATED
    assert "Schouten" not in related, "the whole name stands for it"
    assert "stikstof" not in related, "it is asked already"
    assert not {"boeren", "minder", "wachten", "Nederlandse"} & set(related), (
        "no names, no compounds"
    )
    assert "stikstofruimte" not in related, "one result has it"
    assert "woensdagavond" not in related, "a time is no subject"
    assert not {"vijfjarige", "meerjarige", "Duitstalige", "Natuur", "Boswet"} & set(related), (
        "no adjectives, and no pieces of names"
    )


def test_each_narrows_what_was_found(archive: Archive) -> None:
    whole = archive.search(SearchRequest("stikstof"))
    for term in whole.related:
        narrowed = archive.search(
            SearchRequest(f'stikstof "{term}"' if " " in term else f"stikstof {term}")
        )
        assert 0 < narrowed.total < whole.total


def test_what_was_asked_is_not_offered_again(archive: Archive) -> None:
    for query in ("stikstof schouten", "stikstof raad van state", "stikstofuitstoot"):
        folded = {term.lower() for term in archive.search(SearchRequest(query)).related}
        assert not folded & {"schouten", "raad van state", "stikstofuitstoot"} & set(query.split())


def test_one_result_has_nothing_in_common(archive: Archive) -> None:
    assert archive.search(SearchRequest("stikstofruimte NIET bouw")).related == ()


def test_of_terms_that_as_many_results_have_those_met_first_are_considered() -> None:
    """Else each process would offer others: the order of a set is another in each."""
    compounds = [f"stikstof{letter}regeling" for letter in "abcdefghijklmnopqrstuvwxyz"]
    found = counted([" ".join(compounds)] * 2)
    assert [term for term, _ in found] == compounds[: len(found)]
    assert len(found) < len(compounds)


def test_where_no_article_has_the_whole_query_they_narrow_what_is_left_of_it(
    archive: Archive,
) -> None:
    page = archive.search(SearchRequest("stikstof xqaz"))
    assert (page.total, page.related_to) == (0, "stikstof")
    assert "Raad van State" in page.related
    for term in page.related:
        asked = f'{page.related_to} "{term}"' if " " in term else f"{page.related_to} {term}"
        assert archive.search(SearchRequest(asked)).total > 1


def test_nothing_is_related_to_a_query_of_which_no_word_is_left(archive: Archive) -> None:
    page = archive.search(SearchRequest("xqaz qzzx"))
    assert (page.related, page.related_to) == ((), None)


@pytest.mark.parametrize(
    ("text", "name", "piece"),
    [
        ("Dat zei Giovanni van Bronckhorst.", "Giovanni van Bronckhorst", "Bronckhorst"),
        ("De actie van Meat the Victims duurt.", "Meat the Victims", "Victims"),
        ("Dat zegt de Raad van State.", "Raad van State", "State"),
    ],
)
def test_a_name_is_whole(text: str, name: str, piece: str) -> None:
    found = dict(counted([text, text]))
    assert name in found
    assert piece not in found
