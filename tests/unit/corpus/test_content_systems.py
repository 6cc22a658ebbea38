"""What content systems and services export is read as they mean it; drafts are counted."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.fixture_types import ReadFile

FIRST = "De gemeente Velmer koopt het veerhuis aan de kade en maakt er een museum van."
LAST = "De raad stemt er in april over, na een lang debat met de bewoners van de kade."
HTML = f"<p>{FIRST}</p><p>{LAST}</p>"
TITLE, DAY = "Veerhuis verkocht", "2022-03-24"
OTHER = "2023-11-02T09:00:00Z"
RICH = {
    "nodeType": "document",
    "content": [
        {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": text}]}
        for text in (FIRST, LAST)
    ],
}
BLOCKS = [{"_type": "block", "children": [{"_type": "span", "text": t}]} for t in (FIRST, LAST)]
UUID = "a1b2c3d4-0000-4000-8000-000000000001"

EXPORTS: dict[str, Any] = {
    "Ghost": {
        "db": [
            {
                "meta": {"version": "5.1"},
                "data": {
                    "posts": [
                        {"id": "1", "title": TITLE, "html": HTML, "status": "published"}
                        | {"published_at": f"{DAY}T09:00:00Z", "created_at": OTHER},
                        {"id": "2", "title": "Klad", "html": HTML, "status": "draft"}
                        | {"published_at": None},
                    ],
                    "users": [{"id": "9", "name": "Jan Bakker"}],
                    "posts_authors": [{"post_id": "1", "author_id": "9"}],
                },
            }
        ]
    },
    "Drupal, JSON:API": {
        "data": [
            {
                "type": "node--article",
                "id": UUID,
                "attributes": {
                    "title": TITLE,
                    "created": f"{DAY}T09:00:00+01:00",
                    "changed": OTHER,
                    "status": True,
                    "body": {"value": HTML, "processed": HTML, "summary": "Kort gezegd."},
                },
            }
        ]
    },
    "Drupal, REST": [
        {
            "nid": [{"value": 12}],
            "title": [{"value": TITLE}],
            "created": [{"value": f"{DAY}T09:00:00+00:00", "format": "Y-m-d"}],
            "body": [{"value": HTML, "format": "basic_html", "processed": HTML, "summary": ""}],
        }
    ],
    "Contentful": {
        "contentTypes": [{"sys": {"id": "article"}, "fields": [{"id": "title"}]}],
        "entries": [
            {
                "sys": {"id": "e1", "createdAt": OTHER},
                "fields": {
                    "title": {"nl": TITLE, "en": "Ferry house sold"},
                    "publishDate": {"nl": DAY},
                    "body": {"nl": RICH},
                },
            }
        ],
        "assets": [{"sys": {"id": "p"}, "fields": {"title": {"nl": "foto"}}}],
    },
    "Strapi": {
        "data": [
            {
                "id": 1,
                "attributes": {
                    "title": TITLE,
                    "content": f"{FIRST}\n\n{LAST}",
                    "createdAt": OTHER,
                    "publishedAt": f"{DAY}T09:00:00Z",
                    "author": {"data": {"id": 3, "attributes": {"name": "Jan Bakker"}}},
                },
            }
        ]
    },
    "Prismic": {
        "results": [
            {
                "id": "Xa",
                "type": "article",
                "first_publication_date": f"{DAY}T09:00:00+0000",
                "data": {
                    "title": [{"type": "heading1", "text": TITLE, "spans": []}],
                    "body": [{"type": "paragraph", "text": t} for t in (FIRST, LAST)],
                },
            }
        ]
    },
    "Directus": {
        "data": [
            {"id": 1, "status": "published", "date_published": DAY, "title": TITLE, "body": HTML},
            {"id": 2, "status": "draft", "date_published": None, "title": "Klad", "body": HTML},
        ]
    },
    "NOS": {
        "items": [
            {
                "id": 7,
                "title": TITLE,
                "publishedAt": f"{DAY}T09:00:00+0100",
                "owner": "NOS Nieuws",
                "description": "Kort gezegd.",
                "items": [
                    {"type": "text", "text": FIRST},
                    {"type": "image", "text": "Foto van ANP"},
                    {"type": "text", "text": LAST},
                ],
            }
        ]
    },
    "Bing": {
        "value": [
            {
                "name": TITLE,
                "description": f"{FIRST}\n\n{LAST}",
                "provider": [{"_type": "Organization", "name": "De Velder"}],
                "datePublished": f"{DAY}T09:00:00.0000000Z",
            }
        ]
    },
    "LexisNexis": {
        "value": [
            {
                "ResultId": "urn:contentItem:65",
                "Title": TITLE,
                "Date": DAY,
                "Source": {"Name": "De Velder"},
                "Document": {"Content": HTML},
            }
        ]
    },
    "Solr": {
        "responseHeader": {"status": 0},
        "response": {
            "docs": [{"title_s": TITLE, "text_txt_nl": f"{FIRST}\n\n{LAST}", "date_dt": DAY}]
        },
    },
    "Airtable": {
        "records": [
            {
                "id": "rec1",
                "createdTime": OTHER,
                "fields": {"Titel": TITLE, "Datum": DAY, "Tekst": f"{FIRST}\n\n{LAST}"},
            }
        ]
    },
    "Hugging Face": {
        "features": [{"feature_idx": 0, "name": "title"}],
        "rows": [
            {"row_idx": 0, "row": {"title": TITLE, "text": f"{FIRST}\n\n{LAST}", "date": DAY}}
        ],
    },
    "Firestore": {
        "documents": [
            {
                "name": "projects/p/1",
                "fields": {
                    "title": {"stringValue": TITLE},
                    "body": {"stringValue": f"{FIRST}\n\n{LAST}"},
                    "date": {"stringValue": DAY},
                },
            }
        ]
    },
    "DynamoDB": {
        "Items": [{"title": {"S": TITLE}, "body": {"S": f"{FIRST}\n\n{LAST}"}, "date": {"S": DAY}}]
    },
    "Quill": [
        {
            "title": TITLE,
            "date": DAY,
            "body": {
                "ops": [{"insert": f"{FIRST}\n\n"}, {"insert": LAST[:9]}, {"insert": LAST[9:]}]
            },
        }
    ],
    "GDELT": [{"title": TITLE, "seendate": "20220324T091500Z", "text": f"{FIRST}\n\n{LAST}"}],
}


@pytest.mark.parametrize("maker", EXPORTS)
def test_an_export_has_its_article(read_file: ReadFile, maker: str) -> None:
    ((article,), errors) = read_file("a.json", json.dumps(EXPORTS[maker]))
    assert (article.title, article.date, errors) == (TITLE, DAY, [])
    assert article.body == f"{FIRST}\n\n{LAST}"


@pytest.mark.parametrize(
    ("maker", "field", "value"),
    [
        ("Ghost", "author", ("Jan Bakker",)),
        ("Strapi", "author", ("Jan Bakker",)),
        ("Bing", "source", "De Velder"),
        ("LexisNexis", "source", "De Velder"),
        ("NOS", "source", "NOS Nieuws"),
    ],
)
def test_what_stands_apart_is_found(
    read_file: ReadFile, maker: str, field: str, value: object
) -> None:
    ((article,), _) = read_file("a.json", json.dumps(EXPORTS[maker]))
    assert getattr(article, field) == value


def test_of_sanity_drafts_and_what_is_no_article_are_counted(
    read_file: ReadFile, caplog: pytest.LogCaptureFixture
) -> None:
    post = {"_id": "s1", "_type": "post", "title": TITLE, "publishedAt": DAY, "body": BLOCKS}
    others: list[dict[str, Any]] = [
        {"_id": "a1", "_type": "author", "name": "Jan Bakker"},
        post | {"_id": "drafts.s2"},
    ]
    ((article,), errors) = read_file("a.ndjson", "\n".join(map(json.dumps, [post, *others])))
    assert (article.title, article.body, errors) == (TITLE, f"{FIRST}\n\n{LAST}", [])
    assert "objects of type author (1)" in caplog.text
    assert "drafts (1)" in caplog.text


def test_of_joomla_both_columns_are_the_text(read_file: ReadFile) -> None:
    names = "id,title,introtext,fulltext,state,created,created_by_alias,publish_up"
    row = f'1,{TITLE},"<p>{FIRST}</p>","<p>{LAST}</p>",%d,2022-03-20,Jan Bakker,{DAY} 09:00:00'
    ((article,), errors) = read_file("a.csv", "\n".join([names, row % 1, row % 0]))
    assert (article.date, article.author, errors) == (DAY, ("Jan Bakker",), [])
    assert article.body == f"{FIRST}\n\n{LAST}"


JAN, ELS = {"S": "Jan Bakker"}, {"S": "Els Boom"}
PEOPLE = [{"stringValue": "Jan Bakker"}, {"stringValue": "Els Boom"}]


@pytest.mark.parametrize(
    "author",
    [{"L": [JAN, ELS]}, {"SS": ["Jan Bakker", "Els Boom"]}, {"arrayValue": {"values": PEOPLE}}],
)
def test_a_list_of_a_database_is_several_values(
    read_file: ReadFile, author: dict[str, Any]
) -> None:
    record = {"title": TITLE, "body": FIRST, "author": author}
    ((article,), _) = read_file("a.json", json.dumps([record]))
    assert article.author == ("Jan Bakker", "Els Boom")


@pytest.mark.parametrize(
    ("texts", "taken"),
    [
        ({"en": LAST, "nl": FIRST}, FIRST),
        ({"nl-NL": FIRST, "fr-BE": LAST}, FIRST),
        ({"de_DE": FIRST, "nl": ""}, FIRST),
        ({"nl": None, "en": FIRST}, FIRST),
    ],
)
def test_of_languages_the_dutch_one_is_taken_where_it_has_a_text(
    read_file: ReadFile, texts: dict[str, str | None], taken: str
) -> None:
    ((article,), _) = read_file("a.json", json.dumps([{"title": TITLE, "body": texts}]))
    assert article.body == taken


@pytest.mark.parametrize("names", [("headline", "inhoud"), ("kop", "tekst"), ("title", "text")])
def test_a_document_of_a_database_is_an_article_by_any_name_of_its_fields(
    read_file: ReadFile, names: tuple[str, str]
) -> None:
    """MongoDB and others have `_id` and `_type` too."""
    record = {"_id": "x", "_type": "article", **dict(zip(names, (TITLE, FIRST), strict=True))}
    ((article,), _) = read_file("a.json", json.dumps([record]))
    assert (article.title, article.body) == (TITLE, FIRST)


@pytest.mark.parametrize("status", [200, "live", None, ["ok"]])
def test_a_page_that_a_crawler_kept_is_no_post_of_ghost(
    read_file: ReadFile, status: object
) -> None:
    page = f"<html><body><nav>Menu</nav><p>{LAST}</p></body></html>"
    record = {"title": TITLE, "html": page, "text": FIRST, "published_at": DAY, "status": status}
    ((article,), _) = read_file("a.json", json.dumps([record]))
    assert (article.title, article.date, article.body) == (TITLE, DAY, FIRST)


@pytest.mark.parametrize(
    "provider", ["De Velder", {"name": "De Velder"}, [{"name": "De Velder"}], ["De Velder"]]
)
def test_a_result_of_a_search_has_its_paper(read_file: ReadFile, provider: object) -> None:
    record = {"name": TITLE, "datePublished": DAY, "description": FIRST, "provider": provider}
    ((article,), _) = read_file("a.json", json.dumps([record]))
    assert (article.title, article.source) == (TITLE, "De Velder")


@pytest.mark.parametrize(
    "said",
    [
        {"draft": True},
        {"Draft": "True"},
        {"status": "Concept"},
        {"is_published": "false"},
        {"published": False},
        {"_status": "draft"},
    ],
)
@pytest.mark.parametrize("form", [".json", ".csv", ".md"])
def test_a_draft_is_none_in_every_format(
    read_file: ReadFile, caplog: pytest.LogCaptureFixture, form: str, said: dict[str, object]
) -> None:
    ((name, value),) = said.items()
    written = {
        ".json": json.dumps([{"title": TITLE, "body": FIRST, **said}]),
        ".csv": f'title,body,{name}\n{TITLE},"{FIRST}",{value}\n',
        ".md": f"---\ntitle: {TITLE}\n{name}: {value}\n---\n\n{FIRST}\n",
    }
    assert read_file(f"a{form}", written[form]) == ([], [])
    assert "drafts (1)" in caplog.text
