"""What is typed is completed to phrases that stand in the archive."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indexer.answers.completions import CompletionKind
from indexer.archive import Archive
from indexer.engines.registry import Location, names
from indexer.model import Article, SearchRequest

TEXTS = (
    *["De Raad van State oordeelt over stikstof."] * 3,
    *["De steden staan stil en steeds staat de staf van het station voor de raad."] * 9,
    *["De Notre-Dame stond in brand."] * 2,
    "De Notre Dame in Parijs.",
    *["De Tweede Kamer stemt. Een tweede kans voor de kapper."] * 3,
    *["Een tweede kamer in huis."] * 2,
    *["Burgemeester Femke Halsema sprak. Femke heeft haast."] * 3,
    *["Oekraïense president Volodymyr Zelensky kwam."] * 3,
    *["Forum voor Democratie won."] * 3,
    *["Zij kan femke harken."] * 5,
    *["De raad vergadert vanmiddag."] * 2,
    *["Linda de Mol speelt, en Linda wil de hoofdrol."] * 4,
    *["De minister van Financiën sprak vanmiddag met de pers."] * 3,
    *["Dokter Piet Janssen won vaak."] * 201,
    "Dokter Piet Janssens Broer won.",
    *["Gisteren won Mathieu van der Polder."] * 12,
    *["De politie van hier."] * 5,
    "Het einde van de Raad\n\nvan Staal kwam niemand.",
)


@pytest.fixture(params=names(Location.FOLDER))
def archive(request: pytest.FixtureRequest, archive_of: Callable[..., Archive]) -> Archive:
    articles = (Article(str(n), f"Bericht {n}", text) for n, text in enumerate(TEXTS))
    return archive_of(*articles, engine=request.param)


@pytest.mark.parametrize(
    ("typed", "completed", "count", "why"),
    [
        ("raad van st", "raad van state", 3, "a phrase, before all words that begin so"),
        ("Raad van St", "Raad van State", 3, "with capitals where some are typed"),
        ("stikstof raad van st", "stikstof raad van state", 3, "beside other words"),
        ('"raad van st', '"raad van state', 3, "in quotes"),
        ("(stikstof OF raad van st", "(stikstof OF raad van State", 3, "after an operator"),
        ("raad v", "raad van state", 3, "on to its end, which is no stop word"),
        ("notre d", "notre dame", 3, "after one letter; a hyphen or a space"),
        ("tweede ka", "tweede kamer", 5, "a phrase in any letters"),
        ("femke hal", "femke halsema", 3, "a name"),
        ("oekraiense pr", "oekraïense president volodymyr zelensky", 3, "accents; a long name"),
        ("forum v", "forum voor democratie", 3, "a body"),
        ("raad van", "raad van state", 3, "what follows a small word"),
        ("linda de", "linda de mol", 4, "a name that goes on after one"),
        ("minister van", "minister van financiën", 3, "rather than vanmiddag, which begins so"),
        ("piet jan", "piet janssen", 201, "and no misprint of one article beside it"),
    ],
)
def test_words_that_begin_a_phrase_are_completed_to_it(
    archive: Archive, typed: str, completed: str, count: int, why: str
) -> None:
    first = archive.completions(typed)[0]
    assert (first.text, first.count) == (completed, count), why
    assert archive.search(SearchRequest(first.text)).total, "it finds something"


def test_within_a_phrase_no_word_is_offered_that_only_begins_so(archive: Archive) -> None:
    """Articles have the words raad, van and staan, and not in a row."""
    assert [each.text for each in archive.completions("raad van sta")] == ["raad van state"]
    assert [each.text for each in archive.completions("raad van")] == ["raad van state"]
    assert "raad vanmiddag" in [each.text for each in archive.completions("raad vanm")]


@pytest.mark.parametrize(
    ("typed", "completed", "why"),
    [
        ("matjieu van d", ["mathieu van der polder"], "a slip in a word before the last"),
        ("femke halsm", ["femke halsema"], "and in the one that is typed"),
        ("femke halsema", ["femke halsema"], "nothing else where all is right"),
        ("femke xqaz", [], "nor where nothing is near"),
        ("van der po", ["van der polder"], "no politie, which stands nowhere after van der"),
        ("piet janss", ["piet janssen"], "neither a name with a word more, which one article has"),
    ],
)
def test_a_slip_is_in_the_way_of_no_name(
    archive: Archive, typed: str, completed: list[str], why: str
) -> None:
    assert [each.text for each in archive.completions(typed)] == completed, why


def test_names_and_phrases_come_by_their_number_of_articles(archive: Archive) -> None:
    """Three have the name, and five a phrase that is none."""
    found = archive.completions("femke ha")
    assert [(each.text, each.kind) for each in found[:2]] == [
        ("femke harken", CompletionKind.PHRASE),
        ("femke halsema", CompletionKind.NAME),
    ]


@pytest.mark.parametrize(
    ("typed", "completed", "count"),
    [
        ("volodymyr", "Volodymyr Zelensky", 3),
        ("Volod", "Volodymyr Zelensky", 3),
        ("femke", "Femke Halsema", 3),
        ("femk", "Femke Halsema", 3),
        ("minister volo", None, 0),
        ("kapper pie", None, 0),
        ("won pie", "won Piet Janssen", 201),
        ("(sprak OF fem", "(sprak OF Femke Halsema", 3),
    ],
)
def test_a_first_name_is_completed_to_the_persons_who_have_it(
    archive: Archive, typed: str, completed: str | None, count: int
) -> None:
    """Beside other words to those in articles with them, as words are."""
    found = [each for each in archive.completions(typed) if each.kind is CompletionKind.NAME]
    expected = [(completed, count)] if completed else []
    assert [(each.text, each.count) for each in found[:1]] == expected


def test_persons_stand_among_words_by_their_number_of_articles(archive: Archive) -> None:
    """Eight have the first name: three as that of Halsema, five as no name."""
    found = archive.completions("fem")
    assert [each.text for each in found] == ["Femke", "Femke Halsema"]
    assert found[0].count > found[1].count


@pytest.mark.parametrize("typed", ["titel:femke", '"femke', '"zij femke', "fe", "halsem", "friso"])
def test_no_person_is_offered_where_a_word_asks_something_else(
    archive: Archive, typed: str
) -> None:
    """A field, a quotation, two letters, a surname, and a name that nobody has."""
    assert CompletionKind.NAME not in [each.kind for each in archive.completions(typed)]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("raad van staal", "a phrase does not go over a blank line"),
        ("titel:raad van q", "nothing begins so"),
    ],
)
def test_what_is_no_phrase_is_not_completed_to_one(archive: Archive, typed: str, why: str) -> None:
    assert archive.completions(typed) == (), why


def test_words_that_do_not_stand_with_those_before_are_not_offered(archive: Archive) -> None:
    assert archive.completions("parijs raad van st") == ()


@pytest.mark.parametrize("typed", ["'s-herto", "’s-herto", "raad 's-herto"])
def test_an_apostrophe_before_a_name_is_typed_once(
    archive_of: Callable[..., Archive], typed: str
) -> None:
    archive = archive_of(Article("a", "Bericht", "De raad van 's-Hertogenbosch kwam bijeen."))
    before = typed.rpartition(" ")[0]
    (first, *_) = archive.completions(typed)
    assert first.text.removeprefix(f"{before} ") == "'s-Hertogenbosch"
