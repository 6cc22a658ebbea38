"""Lines above a text that name its fields, and what only looks like them."""

import pytest

from tests.fixture_types import ReadFile

BODY = "Het kabinet is gevallen. De premier heeft zijn ontslag aangeboden."


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        (
            "Titel: Brug dicht\nAuteur: Jan de Vries\nBron: De Courant\nDatum: 24 maart 2022",
            ("Brug dicht", "2022-03-24", "De Courant", (), ("Jan de Vries",)),
        ),
        (
            "Brug dicht\nAuteur: Jan de Vries\nRubriek: Binnenland",
            ("Brug dicht", None, None, ("Binnenland",), ("Jan de Vries",)),
        ),
        ("Brug dicht\n\nBron: De Courant", ("Brug dicht", None, "De Courant", (), ())),
        ("KOP: Brug dicht", ("Brug dicht", None, None, (), ())),
        ("**Title:** Brug dicht\n**Author:** A. B.", ("Brug dicht", None, None, (), ("A. B.",))),
        (
            "Title: Brug dicht\nSource: De Courant\n24 maart 2022",
            ("Brug dicht", "2022-03-24", "De Courant", (), ()),
        ),
        (
            "Van: X <a@b.nl>\nVerzonden: 24 maart 2022 10:00\nOnderwerp: Nieuws van vandaag",
            ("Nieuws van vandaag", "2022-03-24", "X", (), ()),
        ),
        (
            "From: De Courant [mailto:a@b.example]\nSent: 24 March 2022\nTo: you\nSubject: Nieuws",
            ("Nieuws", "2022-03-24", "De Courant", (), ()),
        ),
        (
            "Krant: De Courant\nPagina: 4\nTitel: Brug dicht\nTekst:",
            ("Brug dicht", None, "De Courant", (), ()),
        ),
    ],
)
def test_lines_that_name_fields_are_those_of_the_article(
    read_file: ReadFile, head: str, fields: tuple[object, ...]
) -> None:
    ((article,), errors) = read_file("a.txt", f"{head}\n\n{BODY}\n")
    found = (article.title, article.date, article.source, article.section, article.author)
    assert (found, article.body, errors) == (fields, BODY, [])


@pytest.mark.parametrize(
    "text",
    [
        f"Bron: wie wat bewaart heeft wat.\n\n{BODY}",
        f"Politiek: kabinet valt\n\n{BODY}",
        "Brug dicht\n\nAuteur: niemand",
        f"Het water stijgt.\nVan: hier tot ginder is het nat\n{BODY}",
        f"Brug dicht\nbij: Gouda\n{BODY}",
        f"Door: de stad loopt een rivier\n\n{BODY}",
    ],
)
def test_other_lines_with_a_colon_stay_in_the_text(read_file: ReadFile, text: str) -> None:
    ((article,), _) = read_file("a.txt", text)
    assert (article.source, article.author, article.section) == (None, (), ())
    assert text.partition("\n")[0] in f"{article.title}\n{article.body}"


def test_a_line_above_a_labelled_headline_is_not_lost(read_file: ReadFile) -> None:
    ((article,), _) = read_file("a.txt", f"De Courant\nTitel: Brug dicht\nAuteur: A\n\n{BODY}")
    assert (article.title, article.body) == ("Brug dicht", f"De Courant\n\n{BODY}")


def test_a_line_that_names_a_field_again_is_text(read_file: ReadFile) -> None:
    ((article,), _) = read_file("a.txt", f"Titel: Brug dicht\n\nTitel: nog een\n{BODY}")
    assert article.title == "Brug dicht"
    assert article.body.startswith("Titel: nog een")


def test_a_mail_with_headers_is_known_under_the_name_of_a_text(read_file: ReadFile) -> None:
    message = f"From: De Courant <a@b.example>\nSubject: Nieuws\nMIME-Version: 1.0\n\n{BODY}\n"
    ((article,), errors) = read_file("a.txt", message)
    assert errors == []
    assert (article.title, article.source, article.body) == ("Nieuws", "De Courant", BODY)


def test_a_mailbox_is_known_under_the_name_of_a_text(read_file: ReadFile) -> None:
    message = f"From a@b.example Thu Mar 24 10:00:00 2022\nSubject: Nieuws\nFrom: a\n\n{BODY}\n\n"
    articles, _ = read_file("a.txt", message * 2)
    assert [each.body for each in articles] == [BODY, BODY]


def test_a_text_that_begins_with_from_is_no_mailbox(read_file: ReadFile) -> None:
    ((article,), errors) = read_file("a.txt", f"From here on it rains\n\n{BODY}")
    assert (article.title, errors) == ("From here on it rains", [])
