"""Lines at the top that name the paper, its day and the writer are read where they are sure."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.corpus.headings.signatures import byline_names, paper_line, take_signature
from tests.fixture_types import ReadFile
from tests.unit.corpus.headings.test_openings import CARRIERS, FIRST, LAST

HEADLINE = "Veerhuis verkocht"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Door Jan Jansen", ("Jan Jansen",)),
        ("DOOR JAN JANSEN", ("JAN JANSEN",)),
        ("door: J.A. de Wit", ("J.A. de Wit",)),
        ("(Door Jan van der Meer)", ("Jan van der Meer",)),
        ("**Tekst: Els Boom**", ("Els Boom",)),
        ("Door Pieter 't Hart en Anne-Marie Vos", ("Pieter 't Hart", "Anne-Marie Vos")),
        ("By John Smith", ("John Smith",)),
        ("Door Jan Jansen, ANP", ("Jan Jansen",)),
        ("Door Jan Jansen en Els Boom/Reuters", ("Jan Jansen", "Els Boom")),
        ("Door Jan Jansen (ANP/AFP)", ("Jan Jansen",)),
        ("Jan Jansen, ANP", ("Jan Jansen",)),
        ("Jan Jansen (ANP)", ("Jan Jansen",)),
    ],
)
def test_a_byline_names_people(line: str, names: tuple[str, ...]) -> None:
    assert byline_names(line) == names


@pytest.mark.parametrize(
    "line",
    [
        "Door Rusland",
        "Door Jan",
        "Door de storm",
        "Door onze redactie",
        "Door Corona lag alles stil",
        "Door Noord Holland",
        "Door Mark Rutte en Sigrid Kaag te steunen",
        "Door Jan Bakker, die gisteren al vertrok",
        "Doorbraak Jan Bakker",
        "Jan Jansen",
        "Jan Jansen (Velmer)",
        "Bericht van ANP, AFP",
        "Volgens Jan Jansen (ANP)",
        "Foto Jan Jansen/ANP",
        "",
    ],
)
def test_what_may_be_text_is_no_byline(line: str) -> None:
    assert byline_names(line) == ()


@pytest.mark.parametrize(
    ("line", "paper", "date"),
    [
        ("Trouw, 24 maart 2022", "Trouw", "24 maart 2022"),
        ("de Volkskrant, donderdag 24 maart 2022", "de Volkskrant", "donderdag 24 maart 2022"),
        ("Het Parool - 24-03-2022", "Het Parool", "24-03-2022"),
        ("24 maart 2022 | Het Parool", "Het Parool", "24 maart 2022"),
        ("De Telegraaf (24 maart 2022)", "De Telegraaf", "24 maart 2022"),
        ("NRC Handelsblad, 24 maart 2022, pagina 5", "NRC Handelsblad", "24 maart 2022"),
        ("NRC Handelsblad p. 5 24 maart 2022", "NRC Handelsblad", "24 maart 2022"),
        ("Pag. 5 De Maas, 24 maart 2022", "De Maas", "24 maart 2022"),
        ("Leeuwarder Courant 24-3-22 blz 4", "Leeuwarder Courant", "24-3-22"),
        ("nu.nl, 24 maart 2022", "nu.nl", "24 maart 2022"),
        ("Vrij Nederland, maart 2022", "Vrij Nederland", "maart 2022"),
        ("De Maas, 24 maart 2022, p. 3", "De Maas", "24 maart 2022"),
        ("De Ridder, 24 maart 2022, p. 3", "De Ridder", "24 maart 2022"),
        ("De Waarheid, 24 maart 1944", "De Waarheid", "24 maart 1944"),
        ("Het Laatste Nieuws, 24 maart 2022", "Het Laatste Nieuws", "24 maart 2022"),
        (
            "“De Maas”. Velmer, 24-03-1932, p. 3. Geraadpleegd op Delpher op 02-05-2024, https://x.y",
            "De Maas",
            "24-03-1932",
        ),
    ],
)
def test_a_paper_stands_beside_its_day(line: str, paper: str, date: str) -> None:
    found = paper_line(line)
    assert found is not None
    assert (found.paper, found.date) == (paper, date)


@pytest.mark.parametrize(
    "line",
    [
        "DEN HAAG, 24 maart 2022",
        "De Bilt, 24 maart 2022",
        "Jan Bakker, 24 maart 2022",
        "De Vries, 24 maart 2022",
        "De Smet - 24 maart 2022",
        "24 maart 2022, De Boer en De Jong",
        "Goed nieuws, 24 maart 2022",
        "Laatste nieuws - 24 maart 2022",
        "Amsterdam, zaterdag 26 maart 2022",
        "De aanslag van 24 maart 2022",
        "Het nieuws van 24 maart 2022",
        "Trouw schreef op 24 maart 2022 dat het kon",
        "24 maart 2022",
        "Trouw",
    ],
)
def test_a_place_a_writer_or_a_sentence_is_no_paper(line: str) -> None:
    assert paper_line(line) is None


def word(lines: Sequence[str]) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def text(lines: Sequence[str]) -> bytes:
    return "\n\n".join(lines).encode()


# Of a page the paper and the headline are what it tells of itself.
OTHERS = {name: write for name, write in CARRIERS.items() if name != "a.html"}


@pytest.mark.parametrize(("name", "write"), [*(OTHERS | {"a.docx": word, "a.txt": text}).items()])
@pytest.mark.parametrize(
    "head",
    [
        ["Trouw, 24 maart 2022", HEADLINE, "Door Jan Bakker"],
        [HEADLINE, "Door Jan Bakker", "Trouw, 24 maart 2022"],
    ],
)
def test_the_top_of_every_document_is_read_so(
    read_file: ReadFile, name: str, write: Callable[[Sequence[str]], bytes], head: list[str]
) -> None:
    ((article,), errors) = read_file(name, write([*head, FIRST, LAST]))
    found = (article.title, article.date, article.source, article.author, errors)
    assert found == (HEADLINE, "2022-03-24", "Trouw", ("Jan Bakker",), [])
    assert article.body.split() == f"{FIRST} {LAST}".split()


def test_a_page_that_tells_no_author_has_that_of_its_byline(read_file: ReadFile) -> None:
    body = f"<p>Door Jan Bakker</p><p>{FIRST}</p><p>{LAST}</p>"
    ((article,), _) = read_file(
        "a.html", f"<html><body><article><h1>{HEADLINE}</h1>{body}</article></body></html>"
    )
    assert (article.author, article.body) == (("Jan Bakker",), f"{FIRST}\n\n{LAST}")


@pytest.mark.parametrize(
    "top", ["Door Jan Bakker<br>24 maart 2022", "24 maart 2022<br>Door Jan Bakker"]
)
def test_a_day_in_the_element_of_a_byline_dates_a_page(read_file: ReadFile, top: str) -> None:
    body = f"<h1>{HEADLINE}</h1><p>{top}</p><p>{FIRST}</p><p>{LAST}</p>"
    ((article,), _) = read_file("a.html", f"<html><body><article>{body}</article></body></html>")
    assert (article.date, article.author) == ("2022-03-24", ("Jan Bakker",))
    assert article.body == f"{FIRST}\n\n{LAST}"


def test_a_paper_on_a_line_of_its_own_stands_by_its_day(read_file: ReadFile) -> None:
    ((article,), _) = read_file("a.txt", f"NRC Handelsblad\n24 maart 2022\n{HEADLINE}\n\n{FIRST}\n")
    assert (article.title, article.source, article.date) == (
        HEADLINE,
        "NRC Handelsblad",
        "2022-03-24",
    )


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("Bron: De Maas, 24 maart 2022, p. 3", ("De Maas", (), "2022-03-24")),
        ("Door: Jan Bakker | 24 maart 2022", (None, ("Jan Bakker",), "2022-03-24")),
        ("Auteur: Jan Bakker, 24-03-2022\nBron: Trouw", ("Trouw", ("Jan Bakker",), "2022-03-24")),
        ("Datum: 2 april 2022\nBron: Trouw, 24 maart 2022", ("Trouw", (), "2022-04-02")),
        ("Auteur: Jan Bakker, Els Boom", (None, ("Jan Bakker, Els Boom",), None)),
    ],
)
def test_a_day_beside_the_source_or_writer_of_a_label_is_its_date(
    read_file: ReadFile, name: str, head: str, found: tuple[object, ...]
) -> None:
    ((article,), _) = read_file(name, f"Titel: {HEADLINE}\n{head}\n\n{FIRST}\n")
    assert (article.source, article.author, article.date) == found


def test_several_papers_are_a_list_of_clippings_and_none_is_the_source(read_file: ReadFile) -> None:
    text = f"Knipsels\nTrouw, 24 maart 2022\nNRC, 25 maart 2022\n\n{FIRST}\n"
    ((article,), _) = read_file("a.txt", text)
    assert (article.source, article.date) == (None, None)
    assert "NRC, 25 maart 2022" in article.body


def test_a_role_beside_the_writer_stays_in_the_text(read_file: ReadFile) -> None:
    line = "Van onze verslaggeefster Anna de Vries"
    ((article,), _) = read_file("a.txt", f"{HEADLINE}\n\n{line}\n\n{FIRST}\n")
    assert (article.author, article.body) == (("Anna de Vries",), f"{line}\n\n{FIRST}")


@given(st.text(alphabet="Trouw, 24 maart 2022\nDoor Jan Bakker.–()", max_size=200))
def test_what_is_not_taken_stays_as_it_is(text: str) -> None:
    found = take_signature(text)
    if not (found.author or found.source):
        assert found.text == text
    assert len(found.text) <= len(text)


ALL = OTHERS | {"a.docx": word, "a.txt": text}


@pytest.mark.parametrize(("name", "write"), [*ALL.items()])
@pytest.mark.parametrize(
    "head",
    [
        ["pag. 5", "Trouw, 24 maart 2022", HEADLINE],
        ["Pagina 12 van 20", "Trouw", "24 maart 2022", HEADLINE],
        ["Trouw", "blz. 3-4", "24 maart 2022", HEADLINE],
        ["24 maart 2022", "p. A5", "312 woorden", "Trouw", HEADLINE],
        [HEADLINE, "Pag. 5", "Trouw, 24 maart 2022"],
        [HEADLINE, "Trouw, 24 maart 2022", "1.312 woorden"],
    ],
)
def test_a_line_of_the_page_or_the_length_hides_no_paper_and_is_no_headline(
    read_file: ReadFile, name: str, write: Callable[[Sequence[str]], bytes], head: list[str]
) -> None:
    ((article,), errors) = read_file(name, write([*head, FIRST, LAST]))
    found = (article.title, article.date, article.source, errors)
    assert found == (HEADLINE, "2022-03-24", "Trouw", [])
    assert article.body.split() == f"{FIRST} {LAST}".split()


def test_a_page_alone_above_a_text_may_be_its_headline(read_file: ReadFile) -> None:
    ((article,), _) = read_file("a.txt", f"Pagina 12\n\n{FIRST}\n\n{LAST}")
    assert (article.title, article.body) == ("Pagina 12", f"{FIRST}\n\n{LAST}")


@pytest.mark.parametrize(
    "line", ["Trouw, nr. 2022-083", "Trouw, jaargang 79, nr. 12", "Trouw (2022-083)"]
)
def test_a_paper_beside_its_number_is_read_by_the_day_below(line: str) -> None:
    signed = take_signature(f"{line}\n24 maart 2022\n{HEADLINE}\n\n{FIRST}")
    assert signed.source == "Trouw"
    assert signed.text == f"24 maart 2022\n{HEADLINE}\n\n{FIRST}"


def test_a_place_and_a_day_below_another_line_stay_there(read_file: ReadFile) -> None:
    text = f"{HEADLINE}\nEen lange geschiedenis\nVELMER, 24 maart 2022\n\n{FIRST}\n\n{LAST}"
    ((article,), _) = read_file("a.txt", text)
    assert (article.title, article.date) == (HEADLINE, "2022-03-24")
    assert article.body.startswith("Een lange geschiedenis\nVELMER, 24 maart 2022")
