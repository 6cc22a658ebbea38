"""The text of a PDF is that of its article, in the order of reading, without what surrounds it."""

from __future__ import annotations

import io

import pypdf
import pytest
from pdf_writer import Placed, column, pdf

from indexer.model import Article
from tests.fixture_types import ReadFile

LEFT = [
    "De gemeente Velmer koopt het veerhuis",
    "aan de kade voor een miljoen euro. De",
    "wethouder noemde dat een koopje, want",
    "het huis staat al tien jaar leeg. Voor",
    "de in- en uitvoer komt er een brug-",
]
RIGHT = [
    "wachter bij, die ook de sluis bedient",
    "zodat schippers niet meer hoeven te",
    "wachten. De raad stemt er donderdag",
    "over, maar de uitkomst staat al vast.",
]
TEXT = (
    "De gemeente Velmer koopt het veerhuis aan de kade voor een miljoen euro. De wethouder noemde"
    " dat een koopje, want het huis staat al tien jaar leeg. Voor de in- en uitvoer komt er een"
    " brugwachter bij, die ook de sluis bedient zodat schippers niet meer hoeven te wachten. De"
    " raad stemt er donderdag over, maar de uitkomst staat al vast."
)
HEADLINE = "Gemeente koopt oud veerhuis"


def read(read_file: ReadFile, *pages: list[Placed], **properties: str) -> Article:
    ((article,), errors) = read_file("stuk.pdf", pdf(pages, properties))
    assert not errors
    return article


def row_by_row(left: list[Placed], right: list[Placed]) -> list[Placed]:
    rows = [[*pair] for pair in zip(left, right, strict=False)]
    return [each for row in rows for each in row] + left[len(right) :] + right[len(left) :]


def test_columns_are_read_one_after_the_other_however_they_were_written(
    read_file: ReadFile,
) -> None:
    top = [(40.0, 780.0, 24.0, HEADLINE)]
    left, right = column(40, 740, LEFT), column(310, 740, RIGHT)
    for written in (left + right, row_by_row(left, right)):
        article = read(read_file, top + written)
        assert (article.title, article.body) == (HEADLINE, TEXT)


def test_three_columns_are_three(read_file: ReadFile) -> None:
    texts = [
        [f"Kolom {name} heeft regel {n} van" for n in range(4)] for name in ("een", "twee", "drie")
    ]
    columns = [column(40 + 180 * n, 700, lines) for n, lines in enumerate(texts)]
    written = [cell for row in zip(*columns, strict=True) for cell in row]
    assert read(read_file, written).body == " ".join(line for lines in texts for line in lines)


def test_a_headline_over_the_columns_parts_two_stories(read_file: ReadFile) -> None:
    above = row_by_row(column(40, 740, LEFT[:4]), column(310, 740, RIGHT[:3]))
    across = (
        40.0,
        650.0,
        10.0,
        "Een regel die over de hele breedte van de pagina loopt, tot rechts.",
    )
    below = row_by_row(column(40, 600, LEFT[:3]), column(310, 600, RIGHT[:3]))
    body = read(read_file, [*above, across, *below]).body
    assert body.index(LEFT[3]) < body.index(RIGHT[0]) < body.index(across[3])
    assert body.count(RIGHT[0]) == 2


def test_a_table_is_read_row_by_row(read_file: ReadFile) -> None:
    names, votes = ("VVD", "CDA", "PvdA", "D66"), ("12", "9", "7", "5")
    written = row_by_row(column(40, 700, names), column(200, 700, votes))
    article = read(read_file, [(40.0, 760.0, 20.0, "De uitslag"), *written])
    assert article.body.replace(" ", "") == "VVD12CDA9PvdA7D665"


def test_what_stands_on_every_page_is_in_no_sentence(read_file: ReadFile) -> None:
    pages = [
        [
            (40.0, 800.0, 8.0, f"Jaarverslag van de haven, {number}"),
            *column(40, 760, lines),
            (280.0, 30.0, 8.0, f"Pagina {number} van 2"),
        ]
        for number, lines in ((1, LEFT), (2, RIGHT))
    ]
    assert read(read_file, *pages).body == TEXT


@pytest.mark.parametrize("number", ["Pagina {}", "{} / 2", "- {} -", "blz. {}", "{}", "p. {}"])
def test_page_numbers_are_in_no_sentence(read_file: ReadFile, number: str) -> None:
    pages = [
        [*column(40, 760, lines), (280.0, 30.0, 10.0, number.format(page))]
        for page, lines in ((1, LEFT), (2, RIGHT))
    ]
    assert read(read_file, *pages).body == TEXT


def test_a_folio_dates_the_article_and_names_its_paper(read_file: ReadFile) -> None:
    page = [
        (40.0, 800.0, 8.0, "De Velmer Courant - donderdag 24 maart 2022 - pagina 5"),
        (40.0, 770.0, 24.0, HEADLINE),
        *column(40, 740, [*LEFT, *RIGHT]),
    ]
    article = read(read_file, page, CreationDate="D:20240101000000Z")
    assert (article.date, article.source) == ("2022-03-24", "De Velmer Courant")
    assert (article.title, article.body) == (HEADLINE, TEXT)


def test_the_largest_line_is_the_title_over_several_lines(read_file: ReadFile) -> None:
    page = [
        (40.0, 800.0, 10.0, "Van onze verslaggever"),
        *column(40, 770, ["Gemeente koopt oud veer-", "huis aan de kade"], 20),
        *column(40, 700, [*LEFT, *RIGHT]),
    ]
    article = read(read_file, page, Title="Krant van donderdag")
    assert article.title == "Gemeente koopt oud veerhuis aan de kade"
    assert article.body == f"Van onze verslaggever\n\n{TEXT}"


@pytest.mark.parametrize(
    "made",
    [
        *(
            "(anonymous)",
            "Untitled",
            "untitled document",
            "Document1",
            "Naamloos",
            "stuk",
            "stuk.pdf",
        ),
        *("Microsoft Word - nota.doc", "veerhuis_def2.indd", "C:\\Users\\jan\\nota.docx", "  "),
        *(
            "https://velmer.example/nota",
            "about:blank",
            "Nieuw document 2",
            "PowerPoint-presentatie",
        ),
    ],
)
def test_a_title_that_a_program_made_is_none(read_file: ReadFile, made: str) -> None:
    article = read(read_file, column(40, 740, [*LEFT, *RIGHT]), Title=made, Author="(anonymous)")
    assert (
        article.title == "De gemeente Velmer koopt het veerhuis aan de kade voor een miljoen euro."
    )
    assert article.author == ()


def test_a_title_that_a_person_gave_is_one(read_file: ReadFile) -> None:
    page = column(40, 740, [*LEFT, *RIGHT])
    article = read(read_file, page, Title="Veerhuis verkocht", Author="Jan Bakker")
    assert (article.title, article.author) == ("Veerhuis verkocht", ("Jan Bakker",))
    assert article.body == TEXT


def test_paragraphs_are_told_by_white_lines_indents_and_short_lines(read_file: ReadFile) -> None:
    lines = [*LEFT, *RIGHT]
    second = ["Een nieuwe alinea begint hier met", "een regel die lang genoeg is om vol."]
    for x, gap in ((40, 30), (52, 13)):
        below = column(40, 740 - 13 * (len(lines) - 1) - gap, second)
        below[0] = (x, *below[0][1:])
        body = read(read_file, [*column(40, 740, lines), *below]).body
        assert body == f"{TEXT}\n\n{' '.join(second)}"


def test_a_paragraph_goes_on_in_the_next_column_and_a_subhead_stays_apart(
    read_file: ReadFile,
) -> None:
    page = [*column(40, 740, LEFT), (310.0, 760.0, 13.0, "Schippers"), *column(310, 740, RIGHT)]
    body = read(read_file, page).body
    assert "\n\nSchippers\n\n" in body


def test_a_large_first_letter_belongs_to_its_word(read_file: ReadFile) -> None:
    page = [(40.0, 715.0, 36.0, "D"), *column(70, 740, ["e gemeente Velmer koopt", "het huis."])]
    assert read(read_file, page).body == "De gemeente Velmer koopt het huis."


def test_ligatures_are_letters(read_file: ReadFile) -> None:
    # No font of this writer has them: words with them are found all the same.
    from indexer.corpus.readers.pdf.lines import page_lines  # noqa: PLC0415
    from indexer.corpus.time_limit import TimeLimit  # noqa: PLC0415

    class Page:
        def extract_text(self, visitor_text: object, visitor_operand_before: object) -> None:
            assert visitor_operand_before
            assert callable(visitor_text)
            visitor_text("de ﬁnanciële ofﬁcier", [1, 0, 0, 1, 0, 0], [1, 0, 0, 1, 9, 9], None, 9.0)

    assert [line.text for line in page_lines(Page(), TimeLimit(0))] == ["de financiële officier"]


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_pdf_that_anybody_may_open_is_read_and_a_locked_one_is_named(
    read_file: ReadFile, algorithm: str
) -> None:
    for password in ("", "geheim"):
        writer = pypdf.PdfWriter(io.BytesIO(pdf([column(40, 740, [*LEFT, *RIGHT])])))
        writer.encrypt(password, "van de krant", algorithm=algorithm)
        stream = io.BytesIO()
        writer.write(stream)
        articles, errors = read_file("a.pdf", stream.getvalue())
        assert [article.body for article in articles] == [TEXT] * (not password)
        assert [error.reason for error in errors] == [
            "locked with a password; save it without"
        ] * bool(password)


def test_lines_that_are_alike_on_short_pages_are_text(read_file: ReadFile) -> None:
    pages = [[(40.0, 700.0, 10.0, f"Op dag {n} kwam het water tot hier.")] for n in range(1, 5)]
    assert read(read_file, *pages).body.count("kwam het water") == 4


def test_a_page_of_nothing_but_alike_lines_is_text(read_file: ReadFile) -> None:
    pages = [[(40.0, 700.0, 10.0, "De Velmer Courant")] for _ in range(3)]
    assert "Velmer" in read(read_file, *pages, [(40.0, 700.0, 10.0, "De Velmer Courant")]).title


def test_small_print_that_numbers_a_page_is_in_no_sentence(read_file: ReadFile) -> None:
    head = (40.0, 815.0, 7.0, "De Velmer Courant, 12")
    assert read(read_file, [*column(40, 740, [*LEFT, *RIGHT]), head]).body == TEXT
    line = (40.0, 815.0, 10.0, "De stand is 12")
    assert "De stand is 12" in read(read_file, [*column(40, 740, [*LEFT, *RIGHT]), line]).body


def test_a_hyphen_that_was_written_by_itself_ends_its_word(read_file: ReadFile) -> None:
    first = (40.0, 740.0, 10.0, "Het bestuur van de gemeente ")
    page = [first, (190.0, 740.0, 10.0, "raads "), (222.0, 740.0, 10.0, "-")]
    page += [(40.0, 727.0, 10.0, "leden komt bijeen.")]
    assert "gemeente raadsleden komt" in read(read_file, page).body


def test_sentences_that_are_alike_at_the_top_of_pages_are_text(read_file: ReadFile) -> None:
    pages = [
        [
            (40.0, 810.0, 7.0, f"De Velmer Courant {number}"),
            *column(40, 760, [f"De wethouder noemt nummer {number} in een brief", *LEFT, *RIGHT]),
            (40.0, 30.0, 7.0, f"{number}"),
        ]
        for number in range(1, 5)
    ]
    body = read(read_file, *pages).body
    assert body.count("De wethouder noemt nummer") == 4
    assert "Courant" not in body


def test_a_head_that_stands_as_the_text_does_is_in_no_sentence(read_file: ReadFile) -> None:
    head, foot = "De Velmer Courant - 24 maart 2022", "Pagina {} van 2"
    pages = [
        column(40, 800, [head, HEADLINE]) + column(40, 760, [*LEFT, foot.format(1)]),
        column(40, 800, [head, *RIGHT, foot.format(2)]),
    ]
    article = read(read_file, *pages)
    assert (article.title, article.body) == (HEADLINE, TEXT)
    assert (article.date, article.source) == ("2022-03-24", "De Velmer Courant")


@pytest.mark.parametrize(
    "head", ["De Velmer Courant | Donderdag 24 maart 2022 | 5", "5 · Trouw · 24-03-2022"]
)
def test_a_head_of_one_page_that_names_its_paper_and_day_dates_it(
    read_file: ReadFile, head: str
) -> None:
    page = [
        (40.0, 800.0, 8.0, head),
        (40.0, 770.0, 24.0, HEADLINE),
        *column(40, 740, [*LEFT, *RIGHT]),
    ]
    article = read(read_file, page)
    assert (article.date, str(article.source) in head, article.body) == ("2022-03-24", True, TEXT)


def test_a_name_that_is_broken_at_its_hyphen_goes_on(read_file: ReadFile) -> None:
    lines = ["De gemeente koopt het veerhuis aan de kade voor een miljoen,", "aldus de Noord-"]
    lines.append("Hollandse partij van het college en van de raad van de gemeente.")
    article = read(read_file, column(40, 740, lines))
    assert "aldus de Noord-Hollandse partij van het college" in article.body


def test_a_word_that_is_broken_on_a_short_line_is_whole(read_file: ReadFile) -> None:
    lines = ["De gemeente koopt het veerhuis aan de kade voor een miljoen,", "aldus de be-"]
    lines.append("richtgeving van het college en van de raad van de gemeente.")
    article = read(read_file, column(40, 740, lines))
    assert "aldus de berichtgeving van het college" in article.body
