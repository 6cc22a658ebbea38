"""What well-known makers write is read as they mean it, and what is no article is counted."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from indexer.model import Article
from indexer.release import Release
from tests.fixture_types import ReadFile

BRUG = "De brug over de Demer ging woensdag open, een jaar later dan de gemeente had beloofd."
TREIN = "Tussen Ravelhout en Velmer rijden tot vrijdag geen treinen, meldde de vervoerder gisteren."


def only(read_file: ReadFile, document: object, name: str = "a.json") -> Article:
    (article,), errors = read_file(name, json.dumps(document))
    assert errors == []
    return article


def fields(article: Article, *names: str) -> tuple[object, ...]:
    return tuple(getattr(article, name) for name in names)


# -- JSON-LD

NEWS = {
    "@type": "NewsArticle",
    "headline": "Brug open",
    "articleBody": BRUG,
    "datePublished": "2022-03-24T10:00:00+01:00",
    "dateModified": "2023-01-01",
    "articleSection": ["Regio", "Verkeer"],
    "mainEntityOfPage": {"@id": "https://bode.example/brug"},
    "author": [{"@type": "Person", "name": "An Smit"}, {"@type": "Person", "name": "Bo Vos"}],
    "publisher": {"@type": "Organization", "name": "De Bode"},
}
READ = (
    "Brug open",
    BRUG,
    "2022-03-24",
    "De Bode",
    ("Regio", "Verkeer"),
    "https://bode.example/brug",
    ("An Smit", "Bo Vos"),
)
GRAPH = [
    {"@type": "WebPage", "@id": "#page", "name": "Brug open - De Bode"},
    {"@type": "Person", "@id": "#an", "name": "An Smit"},
    {"@type": ["Person"], "@id": "#bo", "name": "Bo Vos"},
    {"@type": "Organization", "@id": "#bode", "name": "De Bode"},
    NEWS | {"author": [{"@id": "#an"}, {"@id": "#bo"}], "publisher": {"@id": "#bode"}},
]


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (NEWS | {"@context": "https://schema.org"}, "one object"),
        ([NEWS], "a list"),
        ({"@context": "https://schema.org", "@graph": GRAPH}, "a graph that refers to its parts"),
        ([{"@graph": GRAPH}], "a graph in a list"),
        ({"@type": "WebPage", "name": "De Bode", "mainEntity": NEWS}, "what a page is about"),
        ({"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": NEWS}]}, "items"),
        (NEWS | {"@type": ["ReportageNewsArticle", "Thing"]}, "several types"),
        ({f"schema:{n}" if n[0] != "@" else n: v for n, v in NEWS.items()}, "prefixes"),
        (NEWS | {"headline": {"@value": "Brug open", "@language": "nl"}}, "a value in a language"),
        (NEWS | {"publisher": None, "isPartOf": {"name": "De Bode"}}, "part of a paper"),
    ],
)
@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.jsonld"])
def test_an_article_of_schema_org_has_all_its_fields(
    read_file: ReadFile, name: str, document: Any, why: str
) -> None:
    if name == "a.jsonl" and isinstance(document, list):
        document = document[0]
    article = only(read_file, document, name)
    assert fields(article, "title", "body", "date", "source", "section", "url", "author") == READ, (
        why
    )


def test_objects_of_json_ld_that_are_no_articles_are_counted(
    read_file: ReadFile, caplog: pytest.LogCaptureFixture
) -> None:
    only(read_file, {"@graph": GRAPH})
    note = " ".join(caplog.messages)
    assert "objects of type Person (2)" in note
    assert "objects of type WebPage (1)" in note


# -- JSON Feed


@pytest.mark.parametrize(
    "version", ["https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1"]
)
def test_what_a_json_feed_tells_of_itself_holds_for_each_item(
    read_file: ReadFile, version: str
) -> None:
    items = [
        {
            "id": "1",
            "title": "Brug",
            "content_html": f"<p>{BRUG}</p><p>{TREIN}</p>",
            "tags": ["Regio"],
        },
        {"id": "2", "content_text": TREIN, "authors": [{"name": "Bo"}], "summary": "Kort."},
    ]
    feed = {
        "version": version,
        "title": "De Bode",
        "authors": [{"name": "Redactie"}],
        "items": items,
    }
    articles, errors = read_file("a.json", json.dumps(feed))
    assert [fields(each, "body", "source", "section", "author") for each in articles] == [
        (f"{BRUG}\n\n{TREIN}", "De Bode", ("Regio",), ("Redactie",)),
        (TREIN, "De Bode", (), ("Bo",)),
    ]
    assert errors == []


# -- ninjs

NINJS_1 = {
    "uri": "urn:bode:1",
    "type": "text",
    "pubstatus": "usable",
    "firstcreated": "2022-03-24T10:00:00+01:00",
    "versioncreated": "2022-04-02T10:00:00+02:00",
    "headline": "Brug open",
    "byline": "An Smit",
    "body_text": "Plat",
    "body_html": f"<h1>Brug open</h1><p>{BRUG}</p><p>{TREIN}</p>",
    "subject": [{"name": "Verkeer", "code": "1"}],
    "infosource": [{"name": "Persbureau"}],
}
NINJS_3 = {
    "uri": "urn:bode:1",
    "standard": {"name": "ninjs", "version": "3.0"},
    "type": "text",
    "pubStatus": "usable",
    "firstCreated": "2022-03-24T10:00:00+01:00",
    "versionCreated": "2022-04-02T10:00:00+02:00",
    "headlines": [{"role": "short", "value": "Brug"}, {"role": "main", "value": "Brug open"}],
    "by": "An Smit",
    "bodies": [
        {"contentType": "text/plain", "value": "Plat"},
        {
            "contentType": "text/html",
            "value": "<html><head><title>Brug open</title></head><body><h1>Brug open</h1>"
            f"<p>{BRUG}</p><figure><figcaption>Foto</figcaption></figure><p>{TREIN}</p></body></html>",
        },
    ],
    "subjects": [{"name": "Verkeer"}],
    "infoSources": [{"name": "Persbureau"}],
}
NINJS_2 = {name.lower(): value for name, value in NINJS_3.items() if name != "by"}
NINJS_2["bylines"] = [{"role": "main", "value": "An Smit"}]


@pytest.mark.parametrize("item", [NINJS_1, NINJS_2, NINJS_3], ids=["1", "2", "3"])
def test_ninjs_of_each_version_is_read(read_file: ReadFile, item: dict[str, Any]) -> None:
    article = only(read_file, item)
    assert article.release == Release("2022-04-02T08:00:00Z", has_guid=True)
    assert replace(article, release=None) == Article(
        "urn:bode:1",
        "Brug open",
        f"{BRUG}\n\n{TREIN}",
        "2022-03-24",
        "Persbureau",
        ("Verkeer",),
        None,
        ("An Smit",),
    )


def test_pictures_of_ninjs_are_counted_and_withdrawn_items_say_so(
    read_file: ReadFile, caplog: pytest.LogCaptureFixture
) -> None:
    lines = [NINJS_1 | {"type": "picture"}, NINJS_3 | {"pubStatus": "canceled"}, NINJS_2]
    articles, errors = read_file("a.jsonl", "\n".join(map(json.dumps, lines)))
    assert errors == []
    releases = [each.release for each in articles]
    assert [each is not None and each.withdrawn for each in releases] == [True, False]
    assert "items of type picture (1)" in caplog.text


NITF = f"""<?xml version="1.0"?><nitf><head><title>Brug open</title></head><body><body.head>
<hedline><hl1>Brug open</hl1></hedline><byline>Door An Smit</byline></body.head>
<body.content><p>{BRUG}</p><p>{TREIN}</p></body.content></body></nitf>"""


def test_the_text_of_ninjs_in_nitf_is_without_its_head(read_file: ReadFile) -> None:
    bodies = [{"role": "nitf", "contentType": "text/vnd.IPTC.NITF", "value": NITF}]
    assert only(read_file, NINJS_3 | {"bodies": bodies}).body == f"{BRUG}\n\n{TREIN}"


def test_an_event_of_ninjs_is_no_article(
    read_file: ReadFile, caplog: pytest.LogCaptureFixture
) -> None:
    event = {
        "uri": "urn:bode:9",
        "standard": NINJS_3["standard"],
        "type": "event",
        "headlines": [{"value": "Persgesprek"}],
        "descriptions": [{"value": "De wethouder ontvangt de pers."}],
    }
    (_,), errors = read_file("a.json", json.dumps([NINJS_3, event]))
    assert errors == []
    assert "items of type event (1)" in caplog.text


# -- crawlers


def test_fundus_keeps_address_and_paper_with_the_page(read_file: ReadFile) -> None:
    page = {
        "requested_url": "https://bode.example/1?x",
        "responded_url": "https://bode.example/1",
        "content": f"<html><body>Menu {TREIN * 9}</body></html>",
        "source_info": {"publisher": "De Bode"},
    }
    body = {"summary": [], "sections": [{"headline": [], "paragraphs": [BRUG, TREIN]}]}
    record = {
        "title": "Brug",
        "publishing_date": "2022-03-24 06:00:00+01:00",
        "body": body,
        "html": page,
    }
    article = only(read_file, [record | {"plaintext": BRUG, "authors": ["An Smit"]}])
    assert fields(article, "body", "date", "source", "url") == (
        f"{BRUG}\n\n{TREIN}",
        "2022-03-24",
        "De Bode",
        "https://bode.example/1",
    )


def test_trafilatura_parts_authors_and_categories_by_semicolons(read_file: ReadFile) -> None:
    record = {
        "title": "Brug",
        "author": "An Smit; Bo Vos",
        "hostname": "bode.example",
        "text": BRUG,
    }
    record |= {"source": "https://bode.example/1", "source-hostname": "De Bode", "comments": TREIN}
    article = only(read_file, record | {"categories": "Regio;Verkeer", "raw_text": BRUG})
    assert fields(article, "body", "source", "url", "section", "author") == (
        BRUG,
        "De Bode",
        "https://bode.example/1",
        ("Regio", "Verkeer"),
        ("An Smit", "Bo Vos"),
    )


def test_news_please_says_when_an_article_came_out(read_file: ReadFile) -> None:
    record = {
        "title": "Brug",
        "maintext": BRUG,
        "description": "Kort.",
        "source_domain": "bode.example",
    }
    dates = {
        "date_download": "2022-04-01",
        "date_modify": "2022-03-30",
        "date_publish": "2022-03-24",
    }
    article = only(read_file, dates | record)
    assert fields(article, "body", "date", "source") == (BRUG, "2022-03-24", "bode.example")


# -- WordPress

POST = {
    "id": 12,
    "date": "2022-03-24T10:00:00",
    "date_gmt": "2022-03-24T09:00:00",
    "status": "publish",
    "type": "post",
    "link": "https://bode.example/brug",
    "title": {"rendered": "Brug &#8220;open&#8221;"},
    "content": {
        "rendered": f"<p>{BRUG}</p>\n[gallery ids='1']\n<p>{TREIN}</p>",
        "protected": False,
    },
    "excerpt": {"rendered": "<p>Kort.</p>"},
    "author": 5,
    "categories": [3, 7],
}
EMBEDDED = {
    "author": [{"id": 5, "name": "An Smit"}],
    "wp:term": [
        [{"name": "Regio", "taxonomy": "category"}],
        [{"name": "x", "taxonomy": "post_tag"}],
    ],
}


def test_posts_of_the_interface_of_wordpress_have_no_numbers_for_names(read_file: ReadFile) -> None:
    plain, embedded = read_file("a.json", json.dumps([POST, POST | {"_embedded": EMBEDDED}]))[0]
    assert fields(plain, "title", "body", "section", "author") == (
        "Brug “open”",
        f"{BRUG}\n\n{TREIN}",
        (),
        (),
    )
    assert fields(embedded, "section", "author") == (("Regio",), ("An Smit",))


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"status": "draft"}, "drafts"),
        ({"status": "future"}, "posts of the future"),
        ({"type": "attachment", "status": "inherit"}, "attachments"),
        ({"content": {"rendered": "", "protected": True}}, "posts with a password"),
    ],
)
def test_posts_that_were_not_published_are_counted(
    read_file: ReadFile, caplog: pytest.LogCaptureFixture, changes: dict[str, Any], kind: str
) -> None:
    articles, errors = read_file("a.json", json.dumps([POST, POST | changes]))
    assert (len(articles), errors) == (1, [])
    assert f"passed over as no articles: {kind} (1)" in caplog.text


@pytest.mark.parametrize(
    ("content", "text", "why"),
    [
        ("Een.\n\nTwee.\nDrie.", "Een.\n\nTwee.\nDrie.", "blank lines part paragraphs"),
        ("Een.\r\n\r\n<b>Twee</b>.", "Een.\n\nTwee.", "as Windows ends lines"),
        (
            'Een.\n\n[caption id="a"]<img src="x"> De brug[/caption]\n\nTwee.',
            "Een.\n\nDe brug\n\nTwee.",
            "the words of a caption stay",
        ),
        ('Een.[gallery ids="1"] Twee.[embed]https://x.example[/embed]', "Een. Twee.", "media"),
        ("[vc_row][vc_column]Een.[/vc_column][/vc_row]", "Een.", "columns stay"),
        ("Hij zei [red.] „ja” [sic] [...]", "Hij zei [red.] „ja” [sic] [...]", "words in brackets"),
        ("Schrijf [[caption]].", "Schrijf [caption].", "a shortcode that is spoken of"),
        (
            "<!-- wp:a -->\n<p>Een.\nTwee.</p>\n\n<figure><figcaption>Foto</figcaption></figure>",
            "Een. Twee.",
            "blocks",
        ),
        ("[caption]" * 3000, "", "without end"),
    ],
)
def test_the_text_of_a_post_has_paragraphs_and_no_shortcodes(
    read_file: ReadFile, content: str, text: str, why: str
) -> None:
    row = {"ID": 1, "post_title": "Kop", "post_content": content, "post_status": "publish"}
    article = only(read_file, [row | {"post_type": "post", "post_date": "2022-03-24 10:00:00"}])
    assert (article.body, article.date) == (text, "2022-03-24"), why


# -- columns

COLUMNS = {"title": ["Brug", "Trein"], "body": [BRUG, TREIN], "date": ["2022-03-24", "2022-03-25"]}


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (COLUMNS, "lists"),
        ({name: dict(zip("01", each, strict=True)) for name, each in COLUMNS.items()}, "objects"),
        (
            {
                "columns": [*COLUMNS],
                "index": [0, 1],
                "data": [*zip(*COLUMNS.values(), strict=True)],
            },
            "apart",
        ),
        ([[*COLUMNS], *zip(*COLUMNS.values(), strict=True)], "lists below names"),
        (
            {
                n: dict(zip(COLUMNS, each, strict=True))
                for n, each in zip("01", zip(*COLUMNS.values(), strict=True), strict=True)
            },
            "by number",
        ),
        (COLUMNS | {"source": "De Bode", "tags": ["x"]}, "with something of all"),
    ],
)
def test_columns_are_an_article_a_row(read_file: ReadFile, document: Any, why: str) -> None:
    articles, errors = read_file("a.json", json.dumps(document))
    assert [fields(each, "title", "body", "date") for each in articles] == [
        ("Brug", BRUG, "2022-03-24"),
        ("Trein", TREIN, "2022-03-25"),
    ], why
    assert errors == []


def test_columns_of_unequal_length_are_refused(read_file: ReadFile) -> None:
    articles, (error,) = read_file("a.json", json.dumps(COLUMNS | {"body": [BRUG]}))
    assert articles == []
    assert "columns of unequal length (title 2, date 2, body 1)" in error.reason


def test_columns_on_a_line_cost_that_line_only(read_file: ReadFile) -> None:
    lines = [COLUMNS, COLUMNS | {"body": [BRUG]}, {"title": "Brug", "body": BRUG}]
    articles, (error,) = read_file("a.jsonl", "\n".join(map(json.dumps, lines)))
    assert (len(articles), error.line) == (3, 2)


def test_articles_by_their_ids_have_these(read_file: ReadFile) -> None:
    document = {
        "brug-1": {"title": "Brug", "body": BRUG},
        "trein-1": {"title": "Trein", "body": TREIN},
    }
    articles, _ = read_file("a.json", json.dumps(document))
    assert [article.id for article in articles] == ["brug-1", "trein-1"]


# -- the export of WordPress

WXR = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>De Bode</title>{}</channel></rss>"""
ITEM = """<item><title>{title}</title><guid>{title}</guid><pubDate>-0001</pubDate>
<content:encoded><![CDATA[{text}]]></content:encoded>
<wp:post_date>2022-03-24 00:10:00</wp:post_date>
<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>{more}</item>"""


def export(*items: dict[str, str]) -> str:
    usual = {"title": "Kop", "text": BRUG, "status": "publish", "kind": "post", "more": ""}
    return WXR.format("".join(ITEM.format(**usual | item) for item in items))


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        ({"status": "draft"}, "drafts"),
        ({"status": "pending"}, "drafts"),
        ({"status": "private"}, "private posts"),
        ({"status": "trash"}, "posts thrown away"),
        ({"kind": "attachment", "status": "inherit"}, "attachments"),
        ({"kind": "nav_menu_item"}, "menu items"),
        ({"kind": "revision", "status": "inherit"}, "revisions"),
        ({"kind": "wp_global_styles"}, "settings of WordPress"),
        ({"more": "<wp:post_password>x</wp:post_password>"}, "posts with a password"),
        ({"text": '[gallery ids="1"]'}, "posts without text"),
    ],
)
def test_what_an_export_holds_besides_posts_is_counted(
    read_file: ReadFile, caplog: pytest.LogCaptureFixture, item: dict[str, str], kind: str
) -> None:
    articles, errors = read_file("a.xml", export({"title": "Brug"}, {"title": "Nee"} | item))
    assert [fields(each, "title", "date", "source") for each in articles] == [
        ("Brug", "2022-03-24", "De Bode")
    ]
    assert errors == []
    assert f"passed over as no articles: {kind} (1)" in caplog.text


def test_an_export_of_drafts_alone_loses_no_article(
    read_file: ReadFile, caplog: pytest.LogCaptureFixture
) -> None:
    assert read_file("a.xml", export({"status": "draft"}, {"status": "draft"})) == ([], [])
    assert "drafts (2)" in caplog.text


def test_pages_and_types_of_the_site_itself_are_read(read_file: ReadFile) -> None:
    articles, _ = read_file(
        "a.xml", export({"title": "A", "kind": "page"}, {"title": "B", "kind": "nieuws"})
    )
    assert [article.title for article in articles] == ["A", "B"]


def test_an_export_with_control_characters_is_read_and_one_cut_off_as_far_as_it_goes(
    read_file: ReadFile,
) -> None:
    whole = "\n\n" + export({"title": "A", "text": "Een\x08 brug."}, {"title": "B"})
    articles, errors = read_file("a.xml", whole)
    assert ([article.body for article in articles], errors) == (["Een brug.", BRUG], [])
    articles, errors = read_file("b.xml", whole[: whole.index("B</guid>")])
    assert [article.title for article in articles] == ["A"]
    assert "broken XML" in errors[0].reason


def test_what_the_shell_of_mongodb_prints_is_read(read_file: ReadFile) -> None:
    line = (
        '{ "_id" : ObjectId("62a1"), "title" : "Brug", "views" : NumberLong(12), '
        f'"body" : "{BRUG} ObjectId(\\"x\\")", "date" : ISODate("2022-03-24T10:00:00Z") }}'
    )
    (article,), errors = read_file("a.jsonl", line)
    assert fields(article, "id", "date", "body") == ("62a1", "2022-03-24", f'{BRUG} ObjectId("x")')
    assert errors == []


def test_a_post_without_a_date_of_its_own_has_that_of_the_feed(read_file: ReadFile) -> None:
    text = export({"title": "A"}).replace("2022-03-24 00:10:00", "0000-00-00 00:00:00")
    (article,), _ = read_file("a.xml", text.replace("-0001", "Thu, 24 Mar 2022 09:00:00 +0000"))
    assert article.date == "2022-03-24"


def test_one_article_inside_the_answer_of_an_interface_is_read(read_file: ReadFile) -> None:
    item = {
        "webTitle": "Brug",
        "webUrl": "https://guardian.example/brug",
        "fields": {"body": f"<p>{BRUG}</p>", "publication": "De Bode", "byline": "An Smit"},
        "tags": [{"webTitle": "Verkeer"}],
    }
    article = only(read_file, {"response": {"status": "ok", "content": item}})
    assert fields(article, "title", "body", "source") == ("Brug", BRUG, "De Bode")


def test_names_that_interfaces_have_of_their_own(read_file: ReadFile) -> None:
    perigon = {"title": "Brug", "content": BRUG, "authorsByline": "An Smit"}
    article = only(read_file, {"articles": [perigon | {"source": {"domain": "bode.example"}}]})
    assert fields(article, "source", "author") == ("bode.example", ("An Smit",))
    crossref = {"type": "article", "issued": {"date-parts": [[2022, 3]]}, "title": ["Brug"]}
    article = only(read_file, {"items": [crossref | {"abstract": f"<jats:p>{BRUG}</jats:p>"}]})
    assert fields(article, "body", "date") == (BRUG, "2022-03")
    entry = (
        f"<entry><title>Brug</title><nitf:body.content><p>{BRUG}</p></nitf:body.content></entry>"
    )
    lexis = {"ResultId": "1", "Title": "Brug", "Document": {"Content": entry}}
    assert only(read_file, {"value": [lexis]}).body == BRUG


# -- Live blogs, posts, and lines of programs

LIVE = {
    "@type": "LiveBlogPosting",
    "headline": "Storm",
    "datePublished": "2022-03-24",
    "liveBlogUpdate": [
        {"@type": "BlogPosting", "headline": "Brug dicht", "articleBody": BRUG},
        {"@type": "BlogPosting", "articleBody": TREIN},
    ],
}


@pytest.mark.parametrize("more", [{}, {"articleBody": "Wij volgen de storm."}])
def test_a_live_blog_has_the_text_of_its_entries(read_file: ReadFile, more: dict[str, str]) -> None:
    article = only(read_file, LIVE | more)
    assert article.body == "\n\n".join([*more.values(), "Brug dicht", BRUG, TREIN])


def test_posts_of_an_archive_of_mastodon_are_read_and_shares_are_counted(
    read_file: ReadFile, caplog: pytest.LogCaptureFixture
) -> None:
    post = {
        "id": "https://velmer.example/users/bode/1",
        "published": "2022-03-24T10:00:00Z",
        "url": "https://velmer.example/@bode/1",
        "content": f"<p>{BRUG}</p>",
    }
    of_bode = {"actor": "https://velmer.example/users/bode", "published": "2022-03-30T10:00:00Z"}
    document = {
        "type": "OrderedCollection",
        "orderedItems": [
            of_bode | {"type": "Create", "object": post},
            of_bode | {"type": "Announce", "object": "https://elders.example/1"},
        ],
    }
    article = only(read_file, document)
    assert fields(article, "id", "url", "date", "body") == (
        post["id"],
        post["url"],
        "2022-03-24",
        BRUG,
    )
    assert "shares and other activities (1)" in caplog.text


def test_the_pieces_of_a_message_of_telegram_are_one_text(
    read_file: ReadFile, caplog: pytest.LogCaptureFixture
) -> None:
    said = {"id": 2, "type": "message", "date": "2022-03-24T10:00:00", "from": "De Bode"}
    begun = {
        "id": 1,
        "type": "service",
        "date": "2022-03-01T10:00:00",
        "action": "create",
        "text": "",
    }
    text = [{"type": "bold", "text": BRUG[:20]}, BRUG[20:]]
    article = only(read_file, {"name": "De Bode", "messages": [begun, said | {"text": text}]})
    assert fields(article, "date", "source", "body") == ("2022-03-24", "De Bode", BRUG)
    assert "messages about a channel (1)" in caplog.text


def test_a_line_of_elasticsearch_that_says_what_the_next_is_names_it(read_file: ReadFile) -> None:
    lines = [
        {"index": {"_index": "nieuws", "_id": "a1"}},
        {"title": "Brug", "body": BRUG},
        {"create": {}},
        {"title": "Trein", "body": TREIN, "id": "7"},
        {"delete": {"_id": "weg"}},
    ]
    articles, errors = read_file("a.jsonl", "\n".join(map(json.dumps, lines)))
    assert ([(each.id, each.title) for each in articles], errors) == (
        [("a1", "Brug"), ("7", "Trein")],
        [],
    )


def test_days_that_stand_apart_date_a_record(read_file: ReadFile) -> None:
    dates = {"modified": "2023-01-01", "published": "2022-03-24"}
    assert only(read_file, {"title": "Brug", "body": BRUG, "dates": dates}).date == "2022-03-24"
