"""A codebook counts what each of its queries counts, whatever its length; bad files are refused."""

from __future__ import annotations

import csv
import json
import math
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.archive import Archive, build
from indexer.cli import main
from indexer.config import Settings
from indexer.errors import KnipselError
from indexer.model import Article, SearchRequest
from indexer.statistics.codebooks.agreement import agreement
from indexer.statistics.codebooks.codebook import MAX_LABELS, read_codebook, read_codes

WORDS = [f"{stem}{end}" for stem in ("storm", "kabinet", "zon", "dijk") for end in ("", "en", "x")]
BOOK = """\
# weer en bestuur
Weer = storm* OF zon

Bestuur = kabinet
Vorm = =stormx NIET "zon dijk"
"""


@pytest.fixture(scope="module")
def settings(
    tmp_path_factory: pytest.TempPathFactory, write_articles: Callable[..., Path]
) -> Settings:
    draw = random.Random(5)
    folder = tmp_path_factory.mktemp("codebook")
    articles = [
        Article(
            f"a{n}",
            f"Kop {n}",
            " ".join(draw.choices(WORDS, k=8)) + ".",
            f"20{19 + n % 2}",
            draw.choice(("NRC", "Trouw")),
        )
        for n in range(60)
    ]
    made = Settings(index=folder / "index")
    build(made, [write_articles(folder / "all.jsonl", *articles)])
    return made


@pytest.fixture
def book(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str, name: str = "book.txt") -> Path:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write


Book = Callable[..., Path]


def _run(settings: Settings, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--index", str(settings.index), "codebook", *arguments])


def test_each_label_has_what_its_query_has(settings: Settings, book: Book) -> None:
    labels = read_codebook(book(BOOK))
    bench = Archive.open(settings).figures()
    nrc = SearchRequest("", filters={"source": ("NRC",)})
    for within in (SearchRequest(""), nrc):
        coded = bench.codebook(labels, within)
        by_label = {row.label: row for row in coded.rows}
        for label in labels:
            cells = bench.count([label.query], ["source", "year"], within).rows
            row = by_label[label.name]
            assert row.articles == sum(cell.articles for cell in cells) > 0
            assert row.hits == sum(cell.hits for cell in cells)
        counted = bench.coded_counts(labels, ["source", "year"], within).rows
        assert [(c.values, c.articles, c.hits) for c in counted if c.query == "Bestuur"] == [
            (c.values, c.articles, c.hits)
            for c in bench.count(["kabinet"], ["source", "year"], within).rows
        ]
        table = bench.coded_articles(labels, within)
        assert len(table.rows) == coded.about.articles
        for place, label in enumerate(labels):
            assert sum(counts[place] for _, counts in table.rows) == by_label[label.name].hits


def test_a_query_of_thousands_of_words_is_read_whole(settings: Settings, book: Book) -> None:
    others = " OF ".join(f"niets{n}*" for n in range(3_000))
    labels = read_codebook(book(f"Lang = {others} OF kabin* OF *onx\nKort = kabin* OF *onx"))
    long, short = Archive.open(settings).figures().codebook(labels).rows
    assert (long.articles, long.hits) == (short.articles, short.hits)
    assert short.hits > 0


def test_many_labels_have_what_each_has_alone(settings: Settings, book: Book) -> None:
    """Of many labels the places of all words are found in one pass, of few each by itself."""
    queries = [*WORDS, *(f"={word}" for word in WORDS), "storm*", "z?n* OF =dijk", "niets*"]
    queries += ["strom~", '"de zon"', "titel:storm*", "(storm NIET zon) OF 1.234,5", "storm-zon"]
    many = read_codebook(book("\n".join(f"L{n} = {query}" for n, query in enumerate(queries))))
    alone = [
        Archive.open(settings).figures().codebook([label]).rows[0]
        for label in many  # a fresh archive each, so that nothing is gathered
    ]
    bench = Archive.open(settings).figures()
    assert list(bench.codebook(many).rows) == alone
    bench.codebook([*many[:5], *many[-6:]])  # gathers fewer
    assert [bench.codebook([label]).rows[0] for label in many] == alone
    assert {row.articles for row in alone} > {0}


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_codebook_may_be_a_table(book: Book, sign: str) -> None:
    table = f'Label{sign}Query\nWeer{sign}storm*\n"Groot, breed; veel"{sign}"""de zon"""\n'
    assert [(label.name, label.query) for label in read_codebook(book(table))] == [
        ("Weer", "storm*"),
        ("Groot, breed; veel", '"de zon"'),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Weer = storm\nzomaar", "book.txt:2: this is no label"),
        ("= storm", "book.txt:1: this is no label"),
        ("Weer =", "book.txt:1: this is no label"),
        ("Weer = storm\n\nWeer = zon", "book.txt:3: the label 'Weer' stands in line 1 too"),
        ("Weer = ?!", "book.txt:1: the query of 'Weer' has no word"),
        ("", "there is no label"),
        ("# niets\n", "there is no label"),
        ("label,query\n", "there is no label"),
        ("label,query\nWeer", "book.txt:2: this is no label"),
        ("\n".join("fout" for _ in range(25)), "And 15 other lines."),
        ("\n".join(f"L{n} = storm" for n in range(MAX_LABELS + 1)), "at most 1,000 labels"),
        ("\n".join(f"L{n} = storm" for n in range(100 * MAX_LABELS)), ":1001: a codebook has"),
    ],
)
def test_a_bad_codebook_is_refused_by_line(book: Book, text: str, said: str) -> None:
    with pytest.raises(KnipselError) as refused:
        read_codebook(book(text))
    assert said in str(refused.value)


@pytest.fixture
def small_cells() -> Iterator[None]:
    """Let cells be as long as they may be where no reader of tables has raised that."""
    before = csv.field_size_limit(131_072)
    yield
    csv.field_size_limit(before)


@pytest.mark.usefixtures("small_cells")
def test_a_cell_that_no_table_has_is_refused_by_its_line(book: Book) -> None:
    with pytest.raises(KnipselError, match=r"book.txt:2: this is no label"):
        read_codebook(book("label,query\nWeer," + "(" * 200_000))


def test_a_codebook_in_another_encoding_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "oud.txt"
    path.write_bytes("Weer = storm\nLand = België".encode("cp1252"))
    with pytest.raises(KnipselError, match=r"oud\.txt:2: this is not UTF-8"):
        read_codebook(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("artikel,Weer\na1,1", "codes.csv:1: there is no column id"),
        ("id,Onbekend\na1,1", "codes.csv:1: there is no column label"),
        ("id,Weer\na1,misschien", "codes.csv:2: Weer is 1 or 0, not 'misschien'"),
        ("id,Weer\n,1", "codes.csv:2: there is no id"),
        ("id,label\na1,Weer\na2,Wee", "codes.csv:3: there is no label 'Wee'"),
    ],
)
def test_bad_codes_are_refused_by_line(book: Book, text: str, said: str) -> None:
    with pytest.raises(KnipselError) as refused:
        read_codes(book(text, "codes.csv"), read_codebook(book(BOOK)))
    assert said in str(refused.value)


@pytest.mark.usefixtures("small_cells")
@pytest.mark.parametrize("cell", ["x" * 131_073, '"' + "a," * 100_000])
@pytest.mark.parametrize("column", ["Weer", "label"])
def test_codes_with_a_cell_that_no_table_has_are_refused(
    book: Book, cell: str, column: str
) -> None:
    text = f"id,{column}\n{cell},1\n"
    with pytest.raises(
        KnipselError, match=r"codes\.csv: a cell is no cell of a table: it has over"
    ):
        read_codes(book(text, "codes.csv"), read_codebook(book(BOOK)))


@pytest.mark.parametrize("sign", ["\x1b]0;x\x07", "\x00", "\x7f", "\x9b2J", "\t"])
def test_a_label_with_a_sign_that_terminals_obey_is_refused(book: Book, sign: str) -> None:
    """A codebook may come from anybody, and its labels are printed."""
    with pytest.raises(KnipselError, match=r"book\.txt:2: .* Leave it out") as refused:
        read_codebook(book(f"Zon = zon\nWe{sign}er = storm\n"))
    assert sign not in str(refused.value)
    (label,) = read_codebook(book("Één label\u00a0van — twee\u200d = storm"))
    assert label.name == "Één label\u00a0van — twee\u200d"


def test_a_message_about_a_long_label_is_short(book: Book) -> None:
    labels = read_codebook(book(BOOK))
    with pytest.raises(KnipselError) as refused:
        read_codes(book(f"id,label\na,{'x' * 100_000}\n", "codes.csv"), labels)
    assert len(str(refused.value)) < 500
    for text in (f"{'x' * 100_000} = *\n", f"{'x' * 100_000} = a\n" * 2):
        with pytest.raises(KnipselError) as refused:
            read_codebook(book(text))
        assert len(str(refused.value)) < 500


def test_codes_by_hand_in_either_form_are_compared_over_the_articles_that_have_them(
    settings: Settings, book: Book
) -> None:
    path = book(BOOK)
    wide = book("id;Weer;Bestuur\na1;1;0\na2;nee;ja\na3;1;1\nweg;1;1\n", "wide.csv")
    long = book("id,label\na1,Weer\na2,Bestuur\na3,Weer\na3,Bestuur\nweg,Weer\n", "long.csv")
    articles = list(
        csv.DictReader(
            _run(settings, str(path), "--articles", "--format", "csv").stdout.splitlines()
        )
    )
    found = {row["id"]: int(row["Weer"]) > 0 for row in articles}
    coded = {"a1": True, "a2": False, "a3": True}
    both = sum(found[id_] and coded[id_] for id_ in coded)
    for codes in (wide, long):
        result = _run(settings, str(path), "--codes", str(codes), "--format", "json")
        answer = json.loads(result.stdout)
        assert (answer["compared"], answer["unknown"]) == (3, ["weg"])
        weather = answer["rows"][0]
        assert weather["recall"] == both / 2
        assert weather["precision"] == both / sum(found[id_] for id_ in coded)
    assert (
        "Niet in de selectie: 1 artikel met codes (weg)"
        in _run(settings, str(path), "--codes", str(wide)).stdout
    )


def test_agreement_is_that_of_the_definitions() -> None:
    """Krippendorff's own example of two observers and binary data: alpha is 0.095 (2011, A)."""
    found = agreement(both=1, only_found=1, only_coded=3, neither=5)
    assert found.alpha is not None
    assert round(found.alpha, 3) == 0.095
    assert (found.precision, found.recall) == (1 / 2, 1 / 4)
    assert found.f1 is not None
    assert math.isclose(found.f1, 1 / 3)
    assert agreement(4, 0, 0, 6).alpha == 1
    nothing = agreement(0, 0, 0, 5)
    assert (nothing.precision, nothing.recall, nothing.f1, nothing.alpha) == (None,) * 4


def test_the_command_refuses_two_tables_at_once_and_names_a_bad_line(
    settings: Settings, book: Book
) -> None:
    path = str(book(BOOK))
    assert _run(settings, path, "--articles", "--by", "year").exit_code == 2
    bad = _run(settings, str(book("fout", "fout.txt")))
    assert bad.exit_code == 2
    assert "fout.txt:1: this is no label" in bad.output
    assert _run(settings, path, "--by", "eeuw").exit_code == 2
