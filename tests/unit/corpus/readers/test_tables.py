"""A table has an article a row, whatever separates its cells; a bad row costs that one only."""

import pytest

from indexer.corpus.input_file import MAX_ARTICLE
from indexer.corpus.readers import tables
from tests.fixture_types import ReadFile


@pytest.mark.parametrize(
    ("name", "table", "why"),
    [
        ("a.csv", "id,kop,tekst\n1,Kop,Een tekst\n", "commas"),
        ("a.csv", "id;kop;tekst\r\n1;Kop;Een tekst\r\n", "semicolons, as Dutch Excel writes"),
        ("a.csv", "id|kop|tekst\n1|Kop|Een tekst", "bars"),
        (
            "a.csv",
            "sep=;\r\nid;kop, of titel;kop;tekst\r\n1;;Kop;Een tekst\r\n",
            "as Excel may tell",
        ),
        ("a.csv.gz", "\ufeffid\tkop\ttekst\n1\tKop\tEen tekst\n", "tabs, a byte order mark"),
        ("a.tsv", "id\tkop\ttekst\n\n1\tKop\tEen tekst\n", "tabs, an empty line"),
        ("a.tsv.gz", "id\tkop\ttekst\n1\tKop\tEen tekst\t\t\n", "tabs too many at the end"),
        ("a.csv", "id,kop,tekst,bron\n1,Kop,Een tekst\n", "a last cell left out"),
        ("a.csv", 'id,kop,tekst\n1,"Kop","Een\ntekst"\n', "quotes, and a line end in them"),
        ("a.csv", "id,kop,tekst\n1,Kop,Een t\x00ekst\n", "a NUL"),
    ],
)
def test_rows_become_articles(read_file: ReadFile, name: str, table: str, why: str) -> None:
    (article,), errors = read_file(name, table)
    assert (article.id, article.title) == ("1", "Kop"), why
    assert (" ".join(article.body.split()), errors) == ("Een tekst", [])


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_tables_of_excel_in_other_encodings_are_read(read_file: ReadFile, encoding: str) -> None:
    table = "kop\ttekst\nCafé\tEen café in België\n".encode(encoding)
    (article,), errors = read_file("a.tsv", table)
    assert (article.title, article.body, errors) == ("Café", "Een café in België", [])


def test_paragraphs_in_a_cell_stay_apart(read_file: ReadFile) -> None:
    (article,), _ = read_file("a.csv", 'tekst\n"Een.\r\n\r\nTwee ""ja""."\n')
    assert article.body == 'Een.\n\nTwee "ja".'


@pytest.mark.parametrize(
    ("row", "words", "why"),
    [
        ("2,Kop,een tekst, en nog, een", "5 fields", "a comma outside quotes"),
        ('2,Kop,"een "tekst", en', "broken row", "a quote inside quotes"),
        ('2,Kop,"een, tekst', "broken row", "a quote that is never closed"),
        ("2", "no text", "cells missing"),
    ],
)
def test_a_bad_row_is_named_and_the_rows_below_are_read(
    read_file: ReadFile, row: str, words: str, why: str
) -> None:
    table = f"id,kop,tekst\n1,Kop,Tekst\n{row}\n3,Kop,Tekst\n4,Kop,Tekst"
    articles, (error,) = read_file("a.csv", table)
    assert error.line == 3
    assert [article.id for article in articles] == ["1", "3", "4"], why
    assert words in error.reason


def test_the_rest_of_a_broken_row_is_never_taken_for_articles(read_file: ReadFile) -> None:
    table = 'tekst,bron\n"een "tekst\n\nregel twee\nregel drie",a\nTekst,b\n'
    articles, errors = read_file("a.csv", table)
    assert [article.source for article in articles] == ["b"]
    assert [error.line for error in errors] == [2, 4, 5]


def test_a_broken_cell_of_many_lines_is_never_cut_to_its_first(read_file: ReadFile) -> None:
    table = 'id,tekst\n1,"regel een\nregel "twee" drie"\n2,Tekst\n'
    articles, errors = read_file("a.csv", table)
    assert [article.id for article in articles] == ["2"]
    assert [error.line for error in errors] == [2, 3]


def test_quotes_that_only_open_a_headline_lose_nothing(read_file: ReadFile) -> None:
    table = 'id\tkop\ttekst\n1\t"Nee" zegt hij\tTekst\n2\t"Ja\tTekst\n3\tKop\tTekst\n'
    articles, errors = read_file("a.tsv", table)
    assert [article.title for article in articles] == ['"Nee" zegt hij', '"Ja', "Kop"]
    assert errors == []


def test_a_table_without_text_says_what_it_found_and_what_it_knows(read_file: ReadFile) -> None:
    articles, (error,) = read_file("a.csv", "nummer,waarde\n1,2\n")
    assert articles == []
    assert "nummer, waarde" in error.reason
    assert "body, text" in error.reason


def test_a_table_of_titles_is_read_and_noted(
    read_file: ReadFile, caplog: pytest.LogCaptureFixture
) -> None:
    (article,), errors = read_file("a.csv", "kop,pagina\nEen kop,3\n")
    assert (article.title, errors) == ("Een kop", [])
    assert "titles only, no text in its columns (kop, pagina)" in caplog.text


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('"id, intern";"kop, kort";"datum, publicatie";"tekst"', "commas in quotes"),
        ("id;kop, kort;datum, publicatie;tekst, opgemaakt", "commas without quotes"),
        ('"id";"kop; of titel";"datum";"tekst"', "the sign that separates, in quotes"),
        ('"id ""intern""";kop (kort);datum (publicatie);tekst', "quotes in quotes, brackets"),
    ],
)
@pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
def test_a_sign_within_the_name_of_a_column_separates_nothing(
    read_file: ReadFile, name: str, line: str, why: str
) -> None:
    row = '1;"Raad; stemt, in";24-03-2022;"De raad, die lang praatte; stemde in."'
    (article,), errors = read_file(name, f"{line}\n{row}\n")
    assert (article.title, article.date, errors) == ("Raad; stemt, in", "2022-03-24", []), why
    assert article.body == "De raad, die lang praatte; stemde in."


def test_a_column_of_other_days_is_no_day_of_publication(read_file: ReadFile) -> None:
    (article,), _ = read_file("a.csv", "kop;datum (gewijzigd);tekst\nKop;2022-03-24;Een tekst\n")
    assert article.date is None


def test_a_table_without_a_row_of_names_is_refused(read_file: ReadFile) -> None:
    articles, (error,) = read_file("a.csv", "1;Raad stemt in;24-03-2022;De raad.\n2;x;y;z\n")
    assert (articles, error.line) == ([], 1)
    assert "no names of columns above the first row" in error.reason


def test_a_header_alone_holds_no_articles(read_file: ReadFile) -> None:
    articles, (error,) = read_file("a.csv", "kop,tekst\n")
    assert articles == []
    assert "no articles" in error.reason


def test_a_row_too_long_is_named_and_the_rows_below_are_read(
    read_file: ReadFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MAX_ARTICLE", 100)
    lines = "regel\n" * 30
    table = f'bron,tekst\na,kort\nb,"{lines}"\nc,kort\n'
    articles, errors = read_file("a.csv", table)
    assert [article.source for article in articles] == ["a", "c"]
    assert (errors[0].line, "longer than" in errors[0].reason) == (3, True)


@pytest.mark.parametrize(
    ("above", "why"),
    [
        ("\n\n", "blank lines"),
        ("Overzicht maart 2022\n\n", "what it is about"),
        ("Overzicht;;\nGemaakt op;1 april 2022;\n", "lines with as many cells"),
    ],
)
@pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
def test_what_stands_above_the_names_is_left_out(
    read_file: ReadFile, name: str, above: str, why: str
) -> None:
    (article,), errors = read_file(name, f"{above}kop;datum;tekst\nKop;2022-03-24;Een tekst\n")
    assert (article.title, article.body, errors) == ("Kop", "Een tekst", []), why


def test_names_over_several_lines_are_names(read_file: ReadFile) -> None:
    table = (
        '"kop\n(van boven)";"datum; van plaatsing";tekst\nKop;2022-03-24;Een tekst\nTwee;;Meer\n'
    )
    articles, errors = read_file("a.csv", table)
    assert [article.title for article in articles] == ["Kop", "Twee"]
    assert errors == []


def test_lines_keep_their_numbers_below_what_is_left_out(read_file: ReadFile) -> None:
    table = "Overzicht\n\nkop;tekst\nKop;Een tekst\n;\nKop;te;veel\n"
    articles, errors = read_file("a.csv", table)
    assert len(articles) == 1
    assert [error.line for error in errors] == [6], "a row of empty cells is none"


ESCAPED = 'title,date,body\n"Zij zei \\"ja\\"",2022-03-24,"De raad stemt voor.\\\nDan \\"pas\\""\n'


def test_a_backslash_takes_a_quote_along_where_rows_are_whole_so(read_file: ReadFile) -> None:
    articles, errors = read_file("a.csv", f'{ESCAPED}"Twee",\\N,"Een ""tweede"" tekst."\n')
    assert ([(each.title, each.date, each.body) for each in articles], errors) == (
        [
            ('Zij zei "ja"', "2022-03-24", 'De raad stemt voor.\nDan "pas"'),
            ("Twee", None, 'Een "tweede" tekst.'),
        ],
        [],
    )


def test_a_backslash_before_a_quote_that_closes_stays(read_file: ReadFile) -> None:
    rows = '"Een","Zie de map C:\\"\n"Twee","En zie ook C:\\"\n'
    articles, errors = read_file("a.csv", f"title,body\n{rows}")
    assert ([each.body for each in articles], errors) == (
        ["Zie de map C:\\", "En zie ook C:\\"],
        [],
    )


def test_quotes_that_are_of_the_text_stay_in_it(read_file: ReadFile) -> None:
    row = '"Ja" tegen Velmer\t2022-03-24\t"Een goed plan", zegt hij.'
    ((article,), errors) = read_file("a.tsv", f"title\tdate\tbody\n{row}\n")
    assert (article.title, article.body, errors) == (
        '"Ja" tegen Velmer',
        '"Een goed plan", zegt hij.',
        [],
    )


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_cells_may_stand_in_single_quotes(read_file: ReadFile, sign: str) -> None:
    rows = [
        ("title", "date", "body"),
        ("Brug dicht", "2022-03-24", "Hij zei, ''s morgens: \"Ja\"."),
    ]
    table = "\n".join(sign.join(f"'{cell}'" for cell in row) for row in rows)
    ((article,), errors) = read_file("a.csv", table)
    assert (article.title, article.date, errors) == ("Brug dicht", "2022-03-24", [])
    assert article.body == 'Hij zei, \'s morgens: "Ja".'


def test_a_row_after_a_declared_sign_that_is_too_long_is_an_error(read_file: ReadFile) -> None:
    (articles, errors) = read_file("a.csv", b"sep=;\n" + b"a" * (MAX_ARTICLE + 1) + b"\n")
    assert (articles, len(errors)) == ([], 1)


@pytest.mark.parametrize(
    ("cell", "body"),
    [
        (r"Een.\nTwee.", "Een.\nTwee."),
        (r"Een.\r\n\r\nTwee.", "Een.\n\nTwee."),
        (r"Kijk in C:\nieuws of \\nas.", r"Kijk in C:\nieuws of \\nas."),
        (r'[{""text"": ""Een.\nTwee.""}, {""text"": ""Drie.""}]', "Een.\nTwee.\n\nDrie."),
    ],
)
@pytest.mark.parametrize("sign", [",", "\t"])
def test_a_written_line_end_is_one(read_file: ReadFile, sign: str, cell: str, body: str) -> None:
    ((article,), _) = read_file("a.csv", f'title{sign}body\nKop{sign}"{cell}"\n')
    assert article.body == body


@pytest.mark.parametrize(
    "cell",
    ['["Een tekst.", "Twee."]', "['Een tekst.', 'Twee.']", '[{"text": "Een tekst."}, "Twee."]'],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_list_that_is_written_in_a_cell_is_paragraphs(
    read_file: ReadFile, cell: str, end: str
) -> None:
    quoted = cell.replace('"', '""')
    ((article,), _) = read_file("a.csv", f'title,body{end}Kop,"{quoted}"{end}')
    assert article.body == "Een tekst.\n\nTwee."


def test_the_first_of_two_columns_of_a_name_counts(read_file: ReadFile) -> None:
    table = "titel,datum,tekst,datum\nBrug,24-03-2022,De brug is open.,01-01-2023\n"
    ((article,), errors) = read_file("a.csv", table)
    assert (article.date, errors) == ("2022-03-24", [])
