"""Names of an article: typed by usage, forms joined."""

from __future__ import annotations

import pytest

from indexer.answers.name_figures import NameType
from indexer.names.joining import names_in, words_of
from indexer.names.usage import Usage

PERSON = Usage(inside=100, after_title=25, before_saying=20, after_capital=40)
GIVEN = Usage(inside=100, before_capital=80, before_saying=5)
PLACE = Usage(inside=100, after_place=60)
BODY = Usage(inside=100, after_article=50, before_saying=10)
WORD = Usage(inside=1, lower=500)
ARCHIVE = {
    **dict.fromkeys(("Rutte", "Verbruggen", "Zelensky", "Zelenskyy", "Bakker"), PERSON),
    **dict.fromkeys(("Mark", "Sanne", "Volodymyr"), GIVEN),
    **dict.fromkeys(("Veldhuizen",), PLACE),
    **dict.fromkeys(("Kalis", "Storms"), Usage(inside=100, after_capital=60, after_first_name=30)),
    "Rama": Usage(inside=100, after_capital=60, after_first_name=25),
    **dict.fromkeys(("Norwich", "Acrow", "Nederheim"), GIVEN),
    **dict.fromkeys(("City", "Electric", "Rock"), PERSON),
    **dict.fromkeys(("VVD", "FNV"), BODY),
    **dict.fromkeys(("Volgens", "Storm", "Appel", "Premier"), WORD),
}


def named(text: str) -> list[tuple[str, str]]:
    """Return the names of a text and their kinds."""
    return [(each.name, str(each.type)) for each in names_in(text, ARCHIVE)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Gisteren zei minister Rutte dat het kon.", [("Rutte", "PER")]),
        ("hij woont in Veldhuizen en werkt er", [("Veldhuizen", "LOC")]),
        ("hij woont in Duitsland", [("Duitsland", "LOC")]),
        ("de Bredanaar, een Enschedeër en de Ossenaar wonnen", []),
        ("een Veenendaler, twee Roosendalers en een Amstelvener", []),
        ("de winst van Shell Nederland daalde", [("Shell Nederland", "ORG")]),
        (
            "hij won van Fortuna Düsseldorf in Basel",
            [("Fortuna Düsseldorf", "ORG"), ("Basel", "LOC")],
        ),
        (
            "in Ticketmaster Nederland en PVV Zeeland",
            [("Ticketmaster Nederland", "ORG"), ("PVV Zeeland", "ORG")],
        ),
        ("in Ajax Arena", [("Ajax Arena", "LOC")]),
        (
            "toen won Real Valladolid, en PAOK Saloniki verloor",
            [("Real Valladolid", "ORG"), ("PAOK Saloniki", "ORG")],
        ),
        ("dus Queen Elizabeth kwam", [("Queen Elizabeth", "PER")]),  # no branch of the band
        (
            "toen won Norwich City van Acrow Electric, zei Mark Rock",
            [("Norwich City", "ORG"), ("Acrow Electric", "ORG"), ("Mark Rock", "PER")],
        ),
        ("hij zag The Rock en Mark Rock", [("Mark Rock", "PER")]),
        (
            "in Kalis III en Storms II, niet bij Rama II of Albert II, noch bij Willem II",
            [
                ("Kalis III", "ORG"),
                ("Storms II", "ORG"),
                ("Rama II", "PER"),
                ("Albert II", "PER"),
                ("Willem II", "ORG"),
            ],
        ),
        (
            "in Fort Nederheim en Slot Nederheim",
            [("Fort Nederheim", "LOC"), ("Slot Nederheim", "LOC")],
        ),
        ("het standpunt van de VVD is bekend", [("VVD", "ORG")]),
        ("Volgens Rutte kan het niet.", [("Rutte", "PER")]),
        ("Storm boven zee. Appel valt.", []),
        ("het was in Maart, op Maandag", []),
        ("een Nederlandse krant schreef", []),
        ("toen raasde de orkaan Rutte over zee, en Rutte is zwaar", []),
        (
            "het boek van J.K. Rowling en A.F.Th. van der Bakker",
            [("J.K. Rowling", "PER"), ("A.F.Th. van der Bakker", "PER")],
        ),
        ("hij reed in de P.C. Hooftstraat", [("P.C. Hooftstraat", "LOC")]),
        ("Le Havre is mooi, zei hij", [("Le Havre", "LOC")]),
        ("Volgens Bahama's was het nat", [("Bahama's", "LOC")]),
        ("Team Bakker won, net als Team West", [("Team Bakker", "ORG"), ("Team West", "ORG")]),
        (
            "hij won van FC Nantes en KV Mechelen in Duitsland",
            [("FC Nantes", "ORG"), ("KV Mechelen", "ORG"), ("Duitsland", "LOC")],
        ),
        (
            "bij Deportivo Alavés en Dynamo Dresden",
            [("Deportivo Alavés", "ORG"), ("Dynamo Dresden", "ORG")],
        ),
        (
            "zei Vogelwerkgroep Losser tegen Zorggroep Apeldoorn",
            [("Vogelwerkgroep Losser", "ORG"), ("Zorggroep Apeldoorn", "ORG")],
        ),
        (
            "volgens Waterschap Scheldestromen en Museum Veenendaal",
            [("Waterschap Scheldestromen", "ORG"), ("Museum Veenendaal", "ORG")],
        ),
        (
            "in Sportcentrum Zeist",
            [("Sportcentrum Zeist", "LOC")],
        ),
        (
            "bij Stroeve & Lemberger en B&S Group, zei hij",
            [("Stroeve & Lemberger", "ORG"), ("B&S Group", "ORG")],
        ),
        ("hij kocht het bij Hudson’s Bay en Hudson's Bay", [("Hudson’s Bay", "ORG")]),
        (
            "toen was er In Nijmegen meer dan elders, zelfs Heel Duitsland was verder",
            [("Nijmegen", "LOC"), ("Duitsland", "LOC")],
        ),
        ("de reis naar Mars en Jupiter, volgens de CAC-40", []),
        ("hij won de World Matchplay en het Players Championship", []),
        ("aan boord van Zr.Ms. Rutte", [("Rutte", "PER")]),
        (
            "toen was Nederland-Japan aan de beurt, en Engeland-Duitsland",
            [("Nederland", "LOC"), ("Japan", "LOC"), ("Engeland", "LOC"), ("Duitsland", "LOC")],
        ),
        ("hij woont in Rotterdam-Zuid", [("Rotterdam-Zuid", "LOC")]),
        (
            "de raad van Kaag en Braassem en die van Peel en Maas",
            [("Kaag en Braassem", "LOC"), ("Peel en Maas", "LOC")],
        ),
        ("hij stond stil bij Gouda-West", [("Gouda-West", "LOC")]),
        (
            "hij zag Camping Bakker en Strand Bakker",
            [("Camping Bakker", "LOC"), ("Strand Bakker", "LOC")],
        ),
        ("hij leed aan de ziekte van Alzheimer", []),
        ("bij de Nationale Horecadag en de Jumbo Racedagen", []),
        ("toen won de Noord-Ier van de Zweed", []),
        ("Vleesgigant VVD kocht vee", [("VVD", "ORG")]),
        (
            "de Nederlandse Voedsel- en Warenautoriteit en de Buurt- en Sportvereniging Oss",
            [
                ("Nederlandse Voedsel- en Warenautoriteit", "ORG"),
                ("Buurt- en Sportvereniging Oss", "ORG"),
            ],
        ),
        (
            "toen won ADO van Shell, Shell Nederland en ADO Den Haag",
            [("Shell", "ORG"), ("Shell Nederland", "ORG"), ("ADO Den Haag", "ORG")],
        ),
    ],
)
def test_usage_decides_what_a_capital_means(text: str, names: list[tuple[str, str]]) -> None:
    assert named(text) == names


def test_a_surname_and_a_first_name_are_forms_of_the_whole_name() -> None:
    (name,) = names_in("Sanne Verbruggen kwam. Toen zei Verbruggen nee en ging Sanne weg.", ARCHIVE)
    assert (name.name, name.type) == ("Sanne Verbruggen", NameType.PER)
    assert (name.forms, name.count) == (["Sanne Verbruggen", "Verbruggen", "Sanne"], 3)


def test_two_spellings_of_a_foreign_name_are_one_name() -> None:
    (name,) = names_in("er was Volodymyr Zelensky, dus Volodymyr Zelenskyy", ARCHIVE)
    assert set(name.forms) == {"Volodymyr Zelensky", "Volodymyr Zelenskyy"}


def test_a_surname_in_another_spelling_is_a_form_of_the_whole_name() -> None:
    (name,) = names_in("daar sprak Volodymyr Zelenskyy, want Zelensky wil dat", ARCHIVE)
    assert set(name.forms) == {"Volodymyr Zelenskyy", "Zelensky"}


def test_people_with_one_surname_stay_apart() -> None:
    assert len(named("daar liepen Mark Bakker en Sanne Bakker weg")) == 2


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("eerst won ADO Den Haag, want ADO was beter", ["ADO Den Haag", "ADO"]),
        ("eerst won NAC, want NAC Breda was beter", ["NAC Breda", "NAC"]),
        (
            "de Fiscale Inlichtingen- en Opsporingsdienst, de FIOD, zweeg",
            ["Fiscale Inlichtingen- en Opsporingsdienst", "FIOD"],
        ),
    ],
)
def test_a_body_has_its_shorter_forms(text: str, forms: list[str]) -> None:
    """A club is called after its town too; two words share an ending."""
    (name,) = names_in(text, ARCHIVE)
    assert (name.type, name.forms) == (NameType.ORG, forms)


def test_an_initialism_is_a_form_of_its_full_name() -> None:
    (name,) = names_in("toen koos de Partij voor de Dieren zelf, want de PvdD wil dat", ARCHIVE)
    assert name.forms == ["Partij voor de Dieren", "PvdD"]


def test_a_text_of_unknown_words_or_capitals_alone_is_answered() -> None:
    assert named("") == []
    assert named("DIT IS EEN ARTIKEL MET ENKEL HOOFDLETTERS VOLGENS STORM") == []


def test_usage_is_asked_of_each_word_and_of_a_genitive_without_its_s() -> None:
    assert words_of(["dus Verbruggens plan"]) == {"Verbruggens", "Verbruggen"}
