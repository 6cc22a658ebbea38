"""Each author of a byline stands by itself, the surname first; an organisation stays whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model import Article
from indexer.output.citations import bibtex_lines, reference, ris_lines
from indexer.output.people import people


@pytest.mark.parametrize(
    ("byline", "listed"),
    [
        ("Els Boom", ["Boom, Els"]),
        ("Boom, Els", ["Boom, Els"]),
        ("Jan van der Berg", ["Berg, Jan van der"]),
        ("Berg, Jan van der", ["Berg, Jan van der"]),
        ("van der Berg, Jan", ["van der Berg, Jan"]),
        ("J.P. van 't Hof", ["Hof, J.P. van 't"]),
        ("Piet in 't Veld", ["Veld, Piet in 't"]),
        ("Jan v.d. Berg", ["Berg, Jan v.d."]),
        ("Jan v/d Berg", ["Berg, Jan v/d"]),
        ("Els ten Boom", ["Boom, Els ten"]),
        ("Marc Van den Bossche", ["Van den Bossche, Marc"]),
        ("Jean-Pierre De Smet", ["De Smet, Jean-Pierre"]),
        ("Anna Jansen-de Vries", ["Jansen-de Vries, Anna"]),
        ("Karel D'Hondt", ["D'Hondt, Karel"]),
        ("Rachid el Hamdaoui", ["Hamdaoui, Rachid el"]),
        ("A. Bos", ["Bos, A."]),
        ("prof. dr. Anna Bos", ["Bos, Anna"]),
        ("Jan Bos jr.", ["Bos, Jan, jr."]),
        ("JAN BOS", ["BOS, JAN"]),
        ("Şenay Özdemir", ["Özdemir, Şenay"]),
        ("Els Boom en Bas Vink", ["Boom, Els", "Vink, Bas"]),
        ("Els Boom, Bas Vink en Jan van Dam", ["Boom, Els", "Vink, Bas", "Dam, Jan van"]),
        ("Els Boom & Bas Vink", ["Boom, Els", "Vink, Bas"]),
        ("Els Boom; Bas Vink", ["Boom, Els", "Vink, Bas"]),
        ("Boom, Els; Vink, Bas", ["Boom, Els", "Vink, Bas"]),
        ("Boom, Els en Vink, Bas", ["Boom, Els", "Vink, Bas"]),
        ("Boom, Els, Vink, Bas", ["Boom, Els", "Vink, Bas"]),
        ("Els Boom, verslaggever", ["Boom, Els"]),
        ("Els Boom (Brussel)", ["Boom, Els"]),
        ("Door Els Boom", ["Boom, Els"]),
        ("Door onze redacteur Els Boom", ["Boom, Els"]),
        ("Van onze correspondent in Brussel Els Boom", ["Boom, Els"]),
        ("Van onze verslaggevers Els Boom en Bas Vink", ["Boom, Els", "Vink, Bas"]),
        ("Tekst: Els Boom", ["Boom, Els"]),
        ("redacteur Els Boom", ["Boom, Els"]),
        ("Van onze verslaggever", ["Van onze verslaggever"]),
        ("Onze correspondent in Brussel", ["Onze correspondent in Brussel"]),
        ("ANP", ["ANP"]),
        ("ANP/Reuters", ["ANP", "Reuters"]),
        ("Els Boom en ANP", ["Boom, Els", "ANP"]),
        ("Els Boom, ANP", ["Boom, Els", "ANP"]),
        ("ANP, Els Boom en Bas Vink", ["ANP", "Boom, Els", "Vink, Bas"]),
        ("Boom E.", ["Boom, E."]),
        ("van der Berg J.P.", ["Berg, J.P. van der"]),
        ("Boom E., Vink B.", ["Boom, E.", "Vink, B."]),
        ("Redactie Binnenland", ["Redactie Binnenland"]),
        ("De Landscourant", ["De Landscourant"]),
        ("NRC Handelsblad", ["NRC Handelsblad"]),
        ("Follow the Money", ["Follow the Money"]),
        ("Jansen & Zonen", ["Jansen & Zonen"]),
        ("Stichting Lezen en Schrijven", ["Stichting Lezen en Schrijven"]),
        ("Van der Berg", ["Van der Berg"]),
        ("Els", ["Els"]),
        ("3voor12", ["3voor12"]),
        ("Door", []),
        (" ", []),
        (",", []),
        ("/ &", []),
        ("Els Boom,", ["Boom, Els"]),
    ],
)
def test_everyone_in_a_byline_is_listed(byline: str, listed: list[str]) -> None:
    assert [person.inverted for person in people([byline])] == listed


def test_several_values_are_several_people_each_once() -> None:
    found = people(["Els Boom", "Bas Vink en Els Boom", "ANP"])
    assert [person.inverted for person in found] == ["Boom, Els", "Vink, Bas", "ANP"]


ARTICLE = Article(
    "a", "Sluis open", "", author=("Jan van der Berg", "Boom, Els", "Jansen and Zonen", "{ANP}")
)


def test_ris_has_a_line_for_each_author() -> None:
    assert [line for line in ris_lines(ARTICLE) if line.startswith("AU")] == [
        "AU  - Berg, Jan van der",
        "AU  - Boom, Els",
        "AU  - Jansen and Zonen",
        "AU  - {ANP}",
    ]


def test_bibtex_parts_authors_by_and_and_leaves_organisations_whole() -> None:
    (line,) = [line for line in bibtex_lines(ARTICLE) if "author" in line]
    assert line == (
        "  author = {Berg, Jan van der and Boom, Els and {Jansen and Zonen} and "
        r"{\textbraceleft{}ANP\textbraceright{}}},"
    )


def test_a_suffix_stands_where_bibtex_has_it() -> None:
    (line,) = [
        x for x in bibtex_lines(Article("a", "t", "", author=("Jan Bos jr.",))) if "aut" in x
    ]
    assert line == "  author = {Bos, jr., Jan},"


def test_a_reference_names_authors_as_they_are_spoken_of() -> None:
    assert reference(ARTICLE).startswith("Jan van der Berg, Els Boom, Jansen and Zonen, {ANP}, ")


BITS = (
    *(
        "Jan",
        "Bakker",
        "van",
        "der",
        "Van",
        "d'",
        "'t",
        "jr.",
        "dr.",
        "III",
        "ANP",
        "(ANP)",
        "(",
        ")",
    ),
    *(
        ",",
        ", ",
        " en ",
        " & ",
        "/",
        ";",
        "-",
        " ",
        "Door ",
        "door:",
        "tekst:",
        "onze ",
        "een onzer",
    ),
    *("verslaggever", "in", "Brussel"),
)


@given(st.lists(st.sampled_from(BITS), max_size=9).map("".join))
def test_whatever_a_byline_is_made_of_names_nobody_without_a_name(byline: str) -> None:
    assert all(person.inverted.strip() for person in people([byline]))


PRINTED = st.characters(exclude_categories=["Cs", "Cc"])


@given(st.lists(st.text(PRINTED, max_size=60), max_size=3))
def test_whatever_is_named_is_one_line_for_each(bylines: list[str]) -> None:
    listed = [person.inverted for person in people(bylines)]
    article = Article("a", "t", "", author=tuple(bylines))
    assert [x for x in ris_lines(article) if x.startswith("AU  - ")] == [
        f"AU  - {name}" for name in listed
    ]
    assert all(name and len(name.splitlines()) == 1 for name in listed)


@pytest.mark.parametrize(
    ("url", "cited"),
    [
        ("https://bode.example/a/1", "https://bode.example/a/1"),
        ("www.bode.example/a/1", "https://www.bode.example/a/1"),
        ("/a/1", "http://here/article/a"),
        ("a/1", "http://here/article/a"),
        ("urn:bode:1", "http://here/article/a"),
        ("tag:bode.example,2022:1", "http://here/article/a"),
        ("javascript:alert(1)", "http://here/article/a"),
        ("", "http://here/article/a"),
    ],
)
def test_an_address_is_cited_that_leads_there_from_anywhere(url: str, cited: str) -> None:
    article = Article("a", "t", "", url=url)
    link = "http://here/article/a"
    assert f"UR  - {cited}" in [*ris_lines(article, link)]
    assert f"  url = {{{cited}}}," in [*bibtex_lines(article, link)]
    assert reference(article, link).endswith(f", {cited}")
