"""An article is found in what databases and interfaces put around it, with all of its fields."""

from __future__ import annotations

import json
from typing import Any

import pytest

from indexer.model import Article
from tests.fixture_types import ReadFile

TITLE = "Brug open"
TEXT = "De brug over de Demer ging woensdag open, een jaar later dan de gemeente had beloofd."
INNER = {"title": TITLE, "content": TEXT, "published_date": "2022-03-24T10:00:00Z"}


def only(read_file: ReadFile, document: Any, name: str = "a.json") -> Article:
    (article,), errors = read_file(
        name, document if isinstance(document, str) else json.dumps(document)
    )
    assert errors == []
    return article


def hits(article: dict[str, Any]) -> dict[str, Any]:
    return {"took": 3, "hits": {"total": {"value": 1}, "hits": [{"_id": "7", **article}]}}


@pytest.mark.parametrize(
    ("document", "name", "why"),
    [
        (hits({"_index": "n", "_score": 1.0, "_source": INNER}), "a.json", "Elasticsearch"),
        ({"_index": "n", "_id": "7", "_source": INNER}, "a.jsonl", "its dump"),
        ({"rows": [{"key": "7", "doc": INNER}]}, "a.json", "CouchDB"),
        ({"data": {"articles": {"edges": [{"node": INNER}]}}}, "a.json", "GraphQL"),
        ({"data": [{"type": "node--article", "attributes": INNER}]}, "a.json", "JSON:API"),
        ({"kind": "Listing", "data": {"children": [{"data": INNER}]}}, "a.json", "Reddit"),
        ({"data": {"article": INNER}}, "a.json", "GraphQL of one article"),
        ({"data": {"type": "a", "attributes": INNER}}, "a.json", "JSON:API of one article"),
        ({"_source": {"doc": INNER}}, "a.jsonl", "one in another"),
        ({"data": {"data": {"node": INNER}}}, "a.jsonl", "the same name twice"),
        ({"article": INNER, "fetched": "2023-01-01"}, "a.jsonl", "a name that texts have too"),
    ],
)
def test_what_stands_around_an_article_is_taken_off(
    read_file: ReadFile, document: Any, name: str, why: str
) -> None:
    article = only(read_file, document, name)
    assert (article.title, article.body, article.date) == (TITLE, TEXT, "2022-03-24"), why


@pytest.mark.parametrize("name", ["meta", "metadata", "properties", "frontmatter"])
def test_what_a_record_tells_of_its_text_apart_is_of_the_article(
    read_file: ReadFile, name: str
) -> None:
    about = {"title": TITLE, "date": "2022-03-24", "source": "De Bode", "id": 3, "author": "A. Bos"}
    article = only(read_file, {"text": TEXT, "author": "An Smit", name: about}, "a.jsonl")
    assert (article.title, article.date, article.source) == (TITLE, "2022-03-24", "De Bode")
    assert article.author == ("An Smit",), "what the record tells itself counts"


def test_when_a_record_was_made_is_no_day_of_publication(read_file: ReadFile) -> None:
    record = {"text": TEXT, "metadata": {"created": "2023-01-01", "timestamp": 1672531200}}
    assert only(read_file, record, "a.jsonl").date is None


def test_a_feed_in_an_envelope_is_no_article(read_file: ReadFile) -> None:
    document = {"data": {"title": "De Bode", "items": [{**INNER, "id": n} for n in (1, 2)]}}
    articles, errors = read_file("a.json", json.dumps(document))
    assert ([article.title for article in articles], errors) == ([TITLE, TITLE], [])


@pytest.mark.parametrize("between", ["", "\n", "\n\n  "])
def test_documents_that_stand_after_each_other_are_all_read(
    read_file: ReadFile, between: str
) -> None:
    two = [json.dumps({**INNER, "title": title}, indent=2) for title in ("Een", "Twee")]
    articles, errors = read_file("a.json", between.join(two))
    assert ([article.title for article in articles], errors) == (["Een", "Twee"], [])
    articles, (error,) = read_file("b.json", between.join(two)[:-9])
    assert (articles, "broken JSON" in error.reason) == ([], True)


@pytest.mark.parametrize(
    "text",
    [
        '{"title": "Een"}\n{\n"title": "Twee"\n}\n',
        '[{"title": "Een"}]\n[{"title": "Twee"}]\n',
        '[\n{"title": "Een"}\n]\n{"title": "Twee"}',
    ],
)
def test_documents_of_any_shape_that_stand_after_each_other_are_read(
    read_file: ReadFile, text: str
) -> None:
    articles, errors = read_file("a.json", text)
    assert ([article.title for article in articles], errors) == (["Een", "Twee"], [])


def test_lines_of_which_one_is_broken_are_lines(read_file: ReadFile) -> None:
    articles, (error,) = read_file("a.json", '{"title": "Een"}\n{"tit\n{"title": "Drie"}\n')
    assert ([article.title for article in articles], error.line) == (["Een", "Drie"], 2)


def test_a_story_of_arc_is_one_article(read_file: ReadFile) -> None:
    story = {
        "headlines": {"basic": TITLE},
        "content_elements": [
            {"type": "text", "content": f"<b>{TEXT}</b>"},
            {"type": "image", "caption": "De brug"},
            {"type": "text", "content": "De wethouder knipte een lint door."},
        ],
        "first_publish_date": "2022-03-24T10:00:00Z",
        "last_updated_date": "2023-01-01T10:00:00Z",
        "credits": {"by": [{"name": "An Smit"}, {"name": "Bo Vos"}]},
        "taxonomy": {"primary_section": {"name": "Regio"}},
        "canonical_url": "/regio/brug",
    }
    article = only(read_file, story)
    assert article.body == f"{TEXT}\n\nDe wethouder knipte een lint door."
    assert (article.title, article.date, article.url) == (TITLE, "2022-03-24", None)
    assert (article.author, article.section) == (("An Smit", "Bo Vos"), ("Regio",))


def test_an_answer_of_the_guardian_has_its_text(read_file: ReadFile) -> None:
    result = {
        "id": "world/2022/brug",
        "sectionName": "World news",
        "webPublicationDate": "2022-03-24T10:00:00Z",
        "webTitle": TITLE,
        "webUrl": "https://bode.example/brug",
        "fields": {"byline": "An Smit", "body": f"<p>{TEXT}</p><p>Slot.</p>", "bodyText": "Kort."},
    }
    article = only(read_file, {"response": {"status": "ok", "results": [result]}})
    assert (article.title, article.body) == (TITLE, f"{TEXT}\n\nSlot.")
    assert (article.author, article.section) == (("An Smit",), ("World news",))


def test_a_text_that_newsapi_cut_off_has_no_count_of_signs_in_it(read_file: ReadFile) -> None:
    record = {"title": TITLE, "urlToImage": None, "publishedAt": "2022-03-24T10:00:00Z"}
    article = only(read_file, {"articles": [{**record, "content": f"{TEXT}… [+1234 chars]"}]})
    assert article.body == TEXT


def test_authors_of_a_table_of_zotero_are_several_with_their_names_turned(
    read_file: ReadFile,
) -> None:
    table = (
        '"Key","Item Type","Publication Year","Author","Title","Abstract Note","Date",'
        '"Date Added"\n'
        f'"K","newspaperArticle","2022","Smit, An; Berg, Bo van den","{TITLE}","{TEXT}",'
        '"2022-03-24","2023-01-01"\n'
    )
    article = only(read_file, table, "a.csv")
    assert (article.author, article.date) == (("An Smit", "Bo van den Berg"), "2022-03-24")


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ({"jaar": 2022, "maand": 3, "dag": 24}, "2022-03-24"),
        ({"year": "2022", "month": "maart", "day": "24"}, "2022-03-24"),
        ({"jaar": 2022.0, "maand": 3.0}, "2022-03"),
        ({"jaar": 2022, "maand": ""}, "2022"),
        ({"date": {"year": 2022, "month": 3, "day": 24}}, "2022-03-24"),
        ({"date": {"year": 2022, "month": None}}, "2022"),
        ({"date": 44644}, "2022-03-24"),
        ({"date": "44644.5"}, "2022-03-24"),
        ({"date": "1234"}, None),
    ],
)
def test_a_day_in_parts_or_as_a_number_of_days_is_a_day(
    read_file: ReadFile, date: dict[str, Any], day: str | None
) -> None:
    assert only(read_file, [{"title": TITLE, "body": TEXT, **date}]).date == day


@pytest.mark.parametrize("nothing", ["NaN", "NULL", "None", "n/a"])
def test_what_programs_write_for_no_value_is_none(read_file: ReadFile, nothing: str) -> None:
    names = "title,author,section,source,url,body"
    article = only(read_file, f'{names}\n{TITLE}{f",{nothing}" * 4},"{TEXT}"\n', "a.csv")
    assert (article.author, article.section, article.source, article.url) == ((), (), None, None)


def test_what_a_link_says_is_no_address(read_file: ReadFile) -> None:
    article = only(read_file, {"title": TITLE, "body": TEXT, "link": "lees verder"})
    assert (article.url, article.id == "lees verder") == (None, False)
