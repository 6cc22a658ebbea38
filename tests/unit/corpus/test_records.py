"""Fields go by many names, and every article gets an id and a title."""

import json

import pytest

from indexer.corpus.records import MAX_ID, SYNONYMS
from indexer.model import Article
from tests.fixture_types import ReadFile
from tests.paths import ROOT


@pytest.mark.parametrize(
    ("field", "name"),
    [(field, name) for field, names in SYNONYMS.items() for name in names.split()],
)
def test_each_synonym_is_understood_in_any_case(read_file: ReadFile, field: str, name: str) -> None:
    value = "2022-03-24" if field == "date" else "Waarde"
    record = {"body": "Tekst.", name.upper(): value} if field != "body" else {name.upper(): value}
    (article,), _ = read_file("a.jsonl", json.dumps(record))
    assert article.values(field) == (value,)


def test_the_manual_lists_every_name() -> None:
    manual = (ROOT / "docs/reading-articles.md").read_text(encoding="utf-8")
    for field, names in SYNONYMS.items():
        others = ", ".join(f"`{name}`" for name in names.split() if name != field)
        assert f"| `{field}` | {others} |" in manual


def test_no_synonym_stands_for_two_fields() -> None:
    names = [name for names in SYNONYMS.values() for name in names.split()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("record", "field", "expected", "why"),
    [
        ({"pubDate": "30-10-2019"}, "date", "2019-10-30", "capitals inside"),
        ({"publication_date": 1572444873}, "date", "2019-10-30", "underscores; a number"),
        ({"Article ID": 17}, "id", "17", "spaces; a number"),
        ({"id": 0}, "id", "0", "zero is an id"),
        ({"id": None, "url": "https://x.nl/1"}, "id", "https://x.nl/1", "else the address"),
        ({"title": " Kop\n van  nu "}, "title", "Kop van nu", "a title is one line"),
        ({"title": "", "kop": "Kop"}, "title", "Kop", "the first that has text"),
        ({"kop": "Kop", "title": "Titel"}, "title", "Titel", "preferred names first"),
        ({"source": "\x00De\xa0Krant"}, "source", "De Krant", "unclean"),
        ({"title": "<b>Kop</b> &amp; staart"}, "title", "Kop & staart", "a title in HTML"),
        ({"title": "x < y > z, <kop>"}, "title", "x < y > z, <kop>", "no HTML"),
        ({"title": {"rendered": "Kop &amp; staart"}}, "title", "Kop & staart", "WordPress"),
        ({}, "title", "Tekst van het stuk.", "a title from the text"),
        ({"publisher": {"name": "De Krant"}}, "source", "De Krant", "the name of an object"),
        ({"source": ["De Krant", "De Bode"]}, "source", "De Krant, De Bode", "one source"),
        ({}, "source", None, "no source"),
    ],
)
def test_values_become_fields(
    read_file: ReadFile, record: dict[str, object], field: str, expected: str | None, why: str
) -> None:
    (article,), _ = read_file("a.jsonl", json.dumps(record | {"body": "Tekst van het stuk. Meer."}))
    assert getattr(article, field) == expected, why


@pytest.mark.parametrize(
    ("record", "field", "expected", "why"),
    [
        ({"authors": ["A. Jansen", "", "B. Smit", {}]}, "author", ("A. Jansen", "B. Smit"), "list"),
        ({"author": ["A", "A", " A "]}, "author", ("A",), "each once"),
        ({"author": {"name": "A. Jansen"}}, "author", ("A. Jansen",), "an object, as in JSON-LD"),
        ({"authors": [{"name": "A"}, {"name": "B"}]}, "author", ("A", "B"), "as in JSON Feed"),
        ({"author": {"id": 7}}, "author", (), "an object without a name"),
        ({"author": True}, "author", (), "no name"),
        ({"author": []}, "author", (), "none"),
        ({"author": ["", None], "byline": "B"}, "author", ("B",), "the first that has any"),
        ({"author": "Jansen, Jan"}, "author", ("Jansen, Jan",), "names have commas"),
        ({"author": "Door Jan & Piet"}, "author", ("Door Jan & Piet",), "a byline as it is"),
        ({"author": "Jan; Piet | Klaas"}, "author", ("Jan; Piet | Klaas",), "no list that is told"),
        ({"author": "Jan <jan@x.nl>"}, "author", ("Jan <jan@x.nl>",), "with an address"),
        ({"author": '["Jan", "Jansen, Piet"]'}, "author", ("Jan", "Jansen, Piet"), "a JSON list"),
        ({"author": "[Jan]"}, "author", ("[Jan]",), "brackets are no list"),
        ({"author": "[1, 2]"}, "author", ("[1, 2]",), "nor are numbers"),
        ({"section": "R&amp;D"}, "section", ("R&D",), "entities"),
        (
            {"section": ["R&amp;D", "\x00Sport\nen spel"]},
            "section",
            ("R&D", "Sport en spel"),
            "clean",
        ),
        (
            {"tags": ["x"], "categories": ["Sport", 7]},
            "section",
            ("Sport", "7"),
            "a number is text",
        ),
    ],
)
def test_each_value_of_a_field_stands_by_itself(
    read_file: ReadFile, record: dict[str, object], field: str, expected: tuple[str], why: str
) -> None:
    (article,), _ = read_file("a.jsonl", json.dumps(record | {"body": "Tekst van het stuk. Meer."}))
    assert getattr(article, field) == expected, why


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>Een dijk.</p><p>De <em>dijk</em> houdt.</p>", "Een dijk.\n\nDe dijk houdt."),
        ("<h2>Kop</h2>Een dijk.<br>De dijk &eacute;n meer.", "Kop\n\nEen dijk.\nDe dijk én meer."),
        ("&lt;p&gt;Een dijk.&lt;/p&gt;<script>x()</script>", "Een dijk."),
        (
            "Wie <3 en a<b schrijft, zegt <knip> niets.",
            "Wie <3 en a<b schrijft, zegt <knip> niets.",
        ),
    ],
)
def test_a_text_in_html_is_read_as_such(read_file: ReadFile, body: str, expected: str) -> None:
    (article,), _ = read_file("a.jsonl", json.dumps({"body": body}))
    assert article.body == expected


def test_all_fields_are_taken(read_file: ReadFile) -> None:
    article = Article(
        "1", "Kop", "Een.\n\nTwee.", "2022-03", "Bron", ("Sport", "Bal"), "https://x.nl", ("Ik",)
    )
    record = article.to_json()
    assert read_file("a.jsonl", json.dumps(record)) == ([article], [])


def test_a_list_of_paragraphs_is_a_text(read_file: ReadFile) -> None:
    (article,), _ = read_file("a.json", json.dumps([{"body": ["Een.", "Twee."]}]))
    assert article.body == "Een.\n\nTwee."


def test_a_title_alone_is_a_text(read_file: ReadFile) -> None:
    (article,), errors = read_file("a.jsonl", '{"id": "1", "title": "Alleen een kop", "body": ""}')
    assert (article.title, article.body, errors) == ("Alleen een kop", "", [])


def test_an_article_without_id_or_address_is_known_by_its_text(read_file: ReadFile) -> None:
    (one, same, other), _ = read_file("a.jsonl", '{"body":"a"}\n{"text":" a "}\n{"body":"b"}')
    assert one.id == same.id != other.id


def test_an_id_too_long_for_the_engines_is_shortened_the_same_way_each_time(
    read_file: ReadFile,
) -> None:
    long = "x" * (MAX_ID + 1)
    lines = [json.dumps({"id": id_, "body": "a"}) for id_ in (long, long, long + "y")]
    (one, same, other), _ = read_file("a.jsonl", "\n".join(lines))
    assert one.id == same.id != other.id
    assert len(one.id) <= MAX_ID


def test_duplicate_ids_are_left_to_the_archive(read_file: ReadFile) -> None:
    articles, errors = read_file("a.jsonl", '{"id":1,"body":"a"}\n{"id":1,"body":"b"}')
    assert ([article.body for article in articles], errors) == (["a", "b"], [])


def test_an_impossible_date_is_noted_by_file_and_line_and_costs_no_article(
    read_file: ReadFile, caplog: pytest.LogCaptureFixture
) -> None:
    (_, article), errors = read_file("a.jsonl", '{"body":"a"}\n{"body":"b","date":"31 feb 2019"}')
    assert (article.date, errors) == (None, [])
    (note,) = caplog.messages
    assert "a.jsonl:2: " in note
    assert "31 feb 2019" in note


def test_many_notes_on_one_file_are_counted(
    read_file: ReadFile, caplog: pytest.LogCaptureFixture
) -> None:
    read_file("a.jsonl", '{"body":"a","date":"gisteren"}\n' * 1000)
    assert len(caplog.messages) == 11
    assert "990 notes more" in caplog.messages[-1]
