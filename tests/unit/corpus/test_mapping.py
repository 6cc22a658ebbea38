"""Fields stand where the user says that they do, in JSON and in tables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.corpus import read_articles
from indexer.model import Article, ArticleError, Fields
from tests.fixture_types import ReadFile

ODD = {
    "meta": {"kop.nl": "Dijk houdt", "dag": "2022-03-24", "wie": [{"naam": "An"}, {"naam": "Bo"}]},
    "blokken": [{"t": "Een."}, {"soort": "foto"}, {"t": "Twee."}],
    "title": "pagina 3",
    "tekst": "Kort.",
    "nummer": 42,
}


def read_one(path: Path, content: str, fields: Fields) -> Article:
    path.write_text(content, "utf-8")
    (article,) = read_articles(path, fields)
    assert isinstance(article, Article)
    return article


@pytest.mark.parametrize(
    ("field", "paths", "text", "why"),
    [
        ("title", ("tekst",), "Kort.", "before its usual name, which is there too"),
        ("body", ("blokken.t",), "Een.\n\nTwee.", "through a list, past what lacks it"),
        ("body", ("tekst", "blokken.t"), "Kort.\n\nEen.\n\nTwee.", "several, in their order"),
        ("author", ("meta.wie.naam",), ("An", "Bo"), "deeper, a list again"),
        ("date", ("meta.dag",), "2022-03-24", "a date is read as one"),
        ("id", ("nummer",), "42", "a number is text"),
        ("source", ("meta.krant", "meta.dag"), "2022-03-24", "the one that is there"),
    ],
)
def test_a_path_leads_into_a_record(
    tmp_path: Path, field: str, paths: tuple[str, ...], text: str | tuple[str, ...], why: str
) -> None:
    for name in ("a.jsonl", "a.json"):
        article = read_one(tmp_path / name, json.dumps(ODD), ((field, paths),))
        assert getattr(article, field) == text, why


def test_a_name_with_a_dot_is_a_name_first(tmp_path: Path) -> None:
    record = {"kop.nl": "Ja", "kop": {"nl": "Nee"}, "tekst": "Een."}
    article = read_one(tmp_path / "a.json", json.dumps(record), (("title", ("kop.nl",)),))
    assert article.title == "Ja"


def test_a_document_with_a_text_deeper_down_is_one_article(tmp_path: Path) -> None:
    record = {"doc": {"t": "De dijk."}, "links": [{"url": "a"}, {"url": "b"}]}
    assert read_one(tmp_path / "a.json", json.dumps(record), (("body", ("doc.t",)),)).body


def test_columns_are_named_too(tmp_path: Path) -> None:
    table = "Regel 1;Regel 2;title\nDijk houdt;De dijk.;x\n"
    fields: Fields = (("title", ("Regel 1",)), ("body", ("Regel 2",)))
    article = read_one(tmp_path / "a.csv", table, fields)
    assert (article.title, article.body) == ("Dijk houdt", "De dijk.")


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.csv", "kop,tekst\nDijk,De dijk.\n"), ("a.jsonl", '{"kop": "Dijk", "tekst": "De dijk."}')],
)
def test_a_name_that_is_nowhere_is_noted_once_where_usual_names_serve(
    tmp_path: Path, name: str, content: str, caplog: pytest.LogCaptureFixture
) -> None:
    article = read_one(tmp_path / name, content, (("title", ("kpo",)),))
    assert article.title == "Dijk"
    assert caplog.messages == ["no file has the title of knipsel.toml: [fields] 'kpo'"]


def test_a_table_without_the_text_that_was_named_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("nummer,regel\n1,De dijk.\n")
    (error,) = read_articles(tmp_path / "a.csv", (("body", ("regels",)),))
    assert isinstance(error, ArticleError)
    assert "no text in its columns (nummer, regel)" in error.reason


def test_other_forms_know_where_their_fields_are(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    article = read_one(tmp_path / "a.txt", "Een dijk.", (("title", ("kop",)),))
    assert (article.title, caplog.messages) == ("Een dijk.", [])


TEXT = "De dijk bij Velmer houdt het ook bij hoog water, zegt het waterschap na een proef."
DUBLIN_CORE = {
    "dc.title[nl]": "Dijk",
    "dc.date.issued": "2022-03-24",
    "dc.date.accessioned": "2023",
}
DUBLIN_CORE |= {"dc.contributor.author": "Anna Bos", "dc.publisher": "De Bode", "year": "2022"}
DUBLIN_CORE |= {"dc.identifier.uri": "https://bode.example/1", "dc.description": TEXT}
NAMES_OF_EUROPEANA = {"dcTitle": "Dijk", "dcDate": "2022-03-24", "dcCreator": "Anna Bos"}
NAMES_OF_EUROPEANA |= {"dcPublisher": "De Bode", "dcDescription": TEXT, "year": "2022"}


@pytest.mark.parametrize("record", [DUBLIN_CORE, NAMES_OF_EUROPEANA], ids=["dspace", "europeana"])
def test_the_names_of_dublin_core_are_known(read_file: ReadFile, record: dict[str, str]) -> None:
    rows = ([*record], [*record.values()])
    table = "\n".join(",".join(f'"{each}"' for each in row) for row in rows)
    for name, data in (("a.json", json.dumps([record])), ("a.csv", table)):
        ((article,), errors) = read_file(name, data)
        found = (article.title, article.date, article.author, article.source, article.body)
        assert found == ("Dijk", "2022-03-24", ("Anna Bos",), "De Bode", TEXT)
        assert errors == []
