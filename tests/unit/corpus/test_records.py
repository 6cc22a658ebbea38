"""Fields go by many names, and every article gets an id and a title."""

import json

import pytest

from indexer.corpus.mapping.field_names import SYNONYMS
from indexer.corpus.records import MAX_ID
from indexer.model import Article
from tests.fixture_types import ReadFile
from tests.paths import ROOT


@pytest.mark.parametrize(
    ("field", "name"),
    [(field, name) for field, names in SYNONYMS.items() for name in names.split()],
)
def test_each_synonym_is_understood_in_any_case(read_file: ReadFile, field: str, name: str) -> None:
    value = {"date": "2022-03-24", "url": "https://bode.example/a"}.get(field, "Waarde")
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
        (
            {"Name": "Brug bij Peer open"},
            "title",
            "Brug bij Peer open",
            "a name that is a headline",
        ),
        ({"name": "Jan van der Meer"}, "title", "Tekst van het stuk.", "a name of a person"),
        ({"name": "Brug is open", "title": "Kop"}, "title", "Kop", "a name beside a title"),
        ({"publisher": {"name": "De Krant"}}, "source", "De Krant", "the name of an object"),
        ({"source": ["De Krant", "De Bode"]}, "source", "De Krant, De Bode", "one source"),
        ({}, "source", None, "no source"),
        ({"_id": {"$oid": "62a1"}}, "id", "62a1", "MongoDB: an id"),
        ({"id": {"$numberLong": "9007199254740993"}}, "id", "9007199254740993", "and a number"),
        ({"date": {"$date": "2022-03-24T10:00:00Z"}}, "date", "2022-03-24", "a date"),
        ({"date": {"$date": 1648112400000}}, "date", "2022-03-24", "in milliseconds"),
        (
            {"date": {"$date": {"$numberLong": "-2208945600000"}}},
            "date",
            "1900-01-01",
            "before 1970",
        ),
        ({"url": "urn:bode:1"}, "url", None, "a name is no address"),
        ({"uri": "urn:bode:1"}, "id", "urn:bode:1", "but an id"),
        ({"uri": "tag:x.nl,2022:1", "link": "https://x.nl/1"}, "url", "https://x.nl/1", "another"),
        ({"url": "x.nl:8000/1"}, "url", "x.nl:8000/1", "a port is no scheme"),
        ({"source": "https://x.nl/1"}, "url", "https://x.nl/1", "a source that is the address"),
        ({"source": "https://x.nl/1"}, "source", "x.nl", "of which the host is the source"),
        ({"source": "https://www.x.nl/"}, "source", "x.nl", "an address of a paper"),
        ({"source": "https://x.nl/"}, "url", None, "which is not that of the article"),
        (
            {"source": "http://x.nl/1", "hostname": "x.nl", "source-hostname": "X"},
            "source",
            "X",
            "named",
        ),
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
        ({"author": "Door Jan & Piet"}, "author", ("Jan & Piet",), "a byline"),
        ({"author": "Jan; Piet | Klaas"}, "author", ("Jan; Piet | Klaas",), "no list that is told"),
        ({"author": "Jan <jan@x.nl>"}, "author", ("Jan",), "with an address"),
        ({"author": '["Jan", "Jansen, Piet"]'}, "author", ("Jan", "Jansen, Piet"), "a JSON list"),
        ({"author": "[Jan]"}, "author", ("[Jan]",), "brackets are no list"),
        ({"author": "[1, 2]"}, "author", ("[1, 2]",), "nor are numbers"),
        ({"author": "['Jan', \"D'Hondt\"]"}, "author", ("Jan", "D'Hondt"), "as pandas write lists"),
        (
            {"author": {"edges": [{"node": {"name": "A"}}, {"node": {"name": "B"}}]}},
            "author",
            ("A", "B"),
            "GraphQL",
        ),
        (
            {"author": {"nodes": [{"name": "A"}, {"name": "B"}]}},
            "author",
            ("A", "B"),
            "nodes of it",
        ),
        ({"author": "['Jan', open('x')]"}, "author", ("['Jan', open('x')]",), "no list of texts"),
        (
            {"author": {"first_name": "Jan", "last_name": "Jansen"}},
            "author",
            ("Jan Jansen",),
            "parts",
        ),
        (
            {"author": [{"@type": "Person", "name": {"@value": "Jan"}}]},
            "author",
            ("Jan",),
            "JSON-LD",
        ),
        ({"articleSection": ["Sport", "Bal"]}, "section", ("Sport", "Bal"), "of schema.org"),
        ({"section": [{"id": 3, "title": "Sport"}]}, "section", ("Sport",), "objects with a title"),
        ({"section": "R&amp;D"}, "section", ("R&D",), "entities"),
        ({"section": "sport, voetbal"}, "section", ("sport", "voetbal"), "a text that lists"),
        ({"rubriek": "Opinie | Column"}, "section", ("Opinie | Column",), "other signs part none"),
        ({"section": "Sport > Voetbal"}, "section", ("Sport", "Voetbal"), "a path"),
        ({"section": "utrecht, utrecht"}, "section", ("utrecht",), "each once"),
        (
            {"section": "Kunst, cultuur en media"},
            "section",
            ("Kunst, cultuur en media",),
            "one name",
        ),
        ({"section": "Wonen, zorg & werk"}, "section", ("Wonen, zorg & werk",), "one too"),
        ({"section": ["Kunst, cultuur"]}, "section", ("Kunst, cultuur",), "one in a list of one"),
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


@pytest.mark.parametrize(
    ("body", "expected", "why"),
    [
        ([{"type": "paragraph", "text": "Een."}, {"text": "Twee."}], "Een.\n\nTwee.", "objects"),
        ([{"type": "image", "text": "Foto: ANP"}, {"text": "Twee."}], "Twee.", "no captions"),
        (["Een <b>dijk</b>.", "Twee."], "Een dijk.\n\nTwee.", "markup in one of them"),
        ([{"html": "<p>Een.</p><p>Twee.</p>"}], "Een.\n\nTwee.", "markup in an object"),
        ([["Een.", "Twee."], ["Drie."]], "Een.\n\nTwee.\n\nDrie.", "lists of lists"),
        ({"rendered": "<p>Een.</p><p>Twee.</p>"}, "Een.\n\nTwee.", "WordPress"),
        (
            {
                "summary": ["S"],
                "sections": [{"headline": ["Kop"], "paragraphs": ["Een.", "Twee."]}],
            },
            "S\n\nKop\n\nEen.\n\nTwee.",
            "Fundus",
        ),
        (
            [
                {
                    "_type": "block",
                    "children": [{"_type": "span", "text": "Een "}, {"text": "dijk."}],
                }
            ],
            "Een dijk.",
            "Portable Text: a line in pieces",
        ),
        (
            {
                "type": "doc",
                "content": [
                    {"type": "paragraph", "content": [{"text": "Een "}, {"text": "dijk."}]}
                ],
            },
            "Een dijk.",
            "ProseMirror",
        ),
        (
            {
                "time": 1,
                "blocks": [
                    {"type": "paragraph", "data": {"text": "Een."}},
                    {"type": "list", "data": {"items": ["a", "b"]}},
                ],
            },
            "Een.\n\na\n\nb",
            "Editor.js",
        ),
        (
            {"blocks": [{"text": "Een.", "type": "unstyled"}, {"text": "Twee."}]},
            "Een.\n\nTwee.",
            "Draft.js",
        ),
        ('[{"type": "paragraph", "text": "Een."}]', "Een.", "written out in a cell"),
        ("['Een.', 'Twee.']", "Een.\n\nTwee.", "as pandas write it"),
        ('["Nee", zegt hij] en gaat.', '["Nee", zegt hij] en gaat.', "a text in brackets"),
    ],
)
def test_a_text_in_blocks_is_paragraphs(
    read_file: ReadFile, body: object, expected: str, why: str
) -> None:
    (article,), _ = read_file("a.json", json.dumps([{"id": 1, "body": body}]))
    assert article.body == expected, why


def test_blocks_without_end_are_read_as_deep_as_texts_go(read_file: ReadFile) -> None:
    deep: object = "diep"
    for _ in range(200):
        deep = {"children": [deep]}
    (article,), _ = read_file("a.json", json.dumps([{"title": "Kop", "body": [deep, "Een."]}]))
    assert article.body == "Een."


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


LEAD = "De gemeente Velmer koopt het oude veerhuis aan de kade."
REST = "De raad stemt er in april over. Wethouder Bos rekent op steun."


@pytest.mark.parametrize(
    ("lead", "text", "whole"),
    [
        (LEAD, REST, f"{LEAD}\n\n{REST}"),
        (LEAD, f"{LEAD} {REST}", f"{LEAD} {REST}"),
        (f"{LEAD[:45]}…", f"{LEAD} {REST}", f"{LEAD} {REST}"),
        ("Velmer koopt veerhuis aan de kade, de raad stemt.", f"{LEAD} {REST}", f"{LEAD} {REST}"),
        ("", REST, REST),
        (LEAD, "", LEAD),
    ],
    ids=["apart", "told again", "cut off", "of the same words", "without one", "alone"],
)
@pytest.mark.parametrize("name", ["lead", "Intro", "inleiding"])
def test_a_lead_apart_from_the_text_begins_it(
    read_file: ReadFile, name: str, lead: str, text: str, whole: str
) -> None:
    record = {"kop": "Veerhuis", name: lead, "tekst": text}
    (article,), errors = read_file("a.jsonl", json.dumps(record))
    assert (article.body, errors) == (whole, [])


def test_a_summary_is_no_lead(read_file: ReadFile) -> None:
    record = {"title": "Veerhuis", "description": LEAD, "summary": LEAD, "text": REST}
    (article,), _ = read_file("a.jsonl", json.dumps(record))
    assert article.body == REST


@pytest.mark.parametrize("name", ["iso", "date", "_seconds"])
def test_a_date_may_stand_in_an_object(read_file: ReadFile, name: str) -> None:
    value = 1648105673 if name == "_seconds" else "2022-03-24T08:00:00Z"
    record = {"title": "Veerhuis", "text": REST, "published": {name: value, "zone": "UTC"}}
    (article,), _ = read_file("a.json", json.dumps(record))
    assert article.date == "2022-03-24"


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("title", ("Artikel titel", "kop_artikel", "titel van het bericht", "news title")),
        ("date", ("Datum van uitgave", "verschijnings-datum", "datum editie", "Bron datum")),
        ("source", ("Krant titel", "titel krant", "naam van de krant", "Naam medium")),
        ("section", ("naam rubriek", "krantenkatern", "Artikel sectie")),
        ("url", ("artikel link", "Link artikel", "web adres")),
        ("author", ("naam auteur", "auteursnaam", "author names")),
        ("body", ("bodytekst", "tekst van het artikel", "volledige_artikeltekst", "Ruwe tekst")),
    ],
)
def test_a_name_of_two_parts_is_understood_in_either_order(
    read_file: ReadFile, field: str, names: tuple[str, ...]
) -> None:
    value = {"date": "2022-03-24", "url": "https://bode.example/a"}.get(field, "Waarde")
    for name in names:
        record = {name: value} | ({"body": "Tekst."} if field != "body" else {})
        (article,), _ = read_file("a.jsonl", json.dumps(record))
        assert article.values(field) == (value,), name


def test_a_usual_name_goes_before_one_of_two_parts(read_file: ReadFile) -> None:
    record = {"artikel titel": "Kort", "kop": "Kop", "bodytekst": "Kort.", "tekst": "Tekst."}
    (article,), _ = read_file("a.jsonl", json.dumps(record))
    assert (article.title, article.body) == ("Kop", "Tekst.")


LEAD = "De raad van Velmer stemde donderdag na een lang debat in met de dijk langs de rivier."
REST = "Het werk begint na de zomer en duurt twee jaar."


@pytest.mark.parametrize("name", ["bodytekst", "tekst_opgeschoond", "artikelinhoud 2"])
@pytest.mark.parametrize("lead", ["inleiding", "intro", "lead"])
def test_a_text_that_is_shorter_than_its_lead_is_not_lost(
    read_file: ReadFile, name: str, lead: str
) -> None:
    (article,), errors = read_file("a.jsonl", json.dumps({"kop": "Dijk", lead: LEAD, name: REST}))
    assert (article.body, errors) == (f"{LEAD}\n\n{REST}", [])


@pytest.mark.parametrize("value", ["#REF!", "#N/B", "#VERW!", "#DIV/0!"])
def test_an_error_of_a_spreadsheet_is_no_value(read_file: ReadFile, value: str) -> None:
    record = dict.fromkeys(("date", "source", "author", "section"), value)
    (article,), _ = read_file("a.jsonl", json.dumps(record | {"body": "Tekst van het stuk."}))
    found = (article.date, article.source, article.author, article.section)
    assert found == (None, None, (), ())


def test_a_site_beside_the_address_is_the_source(read_file: ReadFile) -> None:
    record = {"url": "https://bode.example/a", "source_url": "https://www.bode.example/"}
    (article,), _ = read_file("a.jsonl", json.dumps(record | {"body": "Tekst."}))
    assert (article.source, article.url) == ("bode.example", "https://bode.example/a")
    (article,), _ = read_file("a.jsonl", json.dumps({**record, "bron": "Bode", "body": "Tekst."}))
    assert article.source == "Bode"
