"""A search followed from elsewhere: its feed, and the browser's own search box."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from indexer.model import Article

ATOM = "{http://www.w3.org/2005/Atom}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def feed_of(client: FlaskClient, url: str, **headers: str) -> ET.Element:
    response = client.get(url, headers=headers)
    assert response.status_code == 200
    assert response.content_type == "application/atom+xml; charset=utf-8"
    return ET.fromstring(response.data)


def links(element: ET.Element) -> dict[str, str]:
    return {link.attrib["rel"]: link.attrib["href"] for link in element.findall(f"{ATOM}link")}


def test_a_feed_has_all_that_atom_demands(client: FlaskClient) -> None:
    """RFC 4287: id, title and updated once in feed and entry; an author; ids that are IRIs."""
    feed = feed_of(client, "/feed.atom?q=storm")
    assert feed.tag == f"{ATOM}feed"
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        assert element.findtext(f"{ATOM}id", "").startswith("urn:uuid:")
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated", "")).tzinfo is not None
        assert "alternate" in links(element)
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids) == 18


def test_a_feed_names_itself_its_page_and_what_follows(showing: Callable[..., FlaskClient]) -> None:
    client = showing(*(Article(str(n), f"Storm {n}", "", "2022") for n in range(120)))
    feed = feed_of(client, "/feed.atom?q=storm&page=2&sort=oldest", Host="archief.example")
    assert len(feed.findall(f"{ATOM}entry")) == 50
    assert links(feed) == {
        "self": "http://archief.example/feed.atom?q=storm&page=2",
        "alternate": "http://archief.example/?q=storm&sort=newest",
        "previous": "http://archief.example/feed.atom?q=storm",
        "next": "http://archief.example/feed.atom?q=storm&page=3",
    }
    last = feed_of(client, "/feed.atom?q=storm&page=3")
    assert len(last.findall(f"{ATOM}entry")) == 20
    assert "next" not in links(last)


def test_ids_stay_on_another_host_and_in_another_search(client: FlaskClient) -> None:
    one = feed_of(client, "/feed.atom?q=storm", Host="een.example")
    other = feed_of(client, "/feed.atom?q=haven+storm", Host="twee.example")
    path = f"{ATOM}entry/{ATOM}id"
    assert [e.text for e in one.findall(path)] == [e.text for e in other.findall(path)]
    assert one.findtext(f"{ATOM}id") != other.findtext(f"{ATOM}id")


@pytest.mark.parametrize(
    ("date", "updated", "why"),
    [
        ("2022-03-24", "2022-03-24T00:00:00Z", "its day"),
        ("2022-02", "2022-02-28T00:00:00Z", "the last day it can be, by which it is sorted"),
        (None, "2024-05-01T12:00:00Z", "no date: when the archive was built"),
        ("2024", "2024-05-01T12:00:00Z", "the year is not over: when the archive was built"),
        ("0033", "0033-12-31T00:00:00Z", "an old year keeps its zeros"),
    ],
)
def test_an_entry_is_updated_on_the_day_of_its_article(
    showing: Callable[..., FlaskClient], date: str | None, updated: str, why: str
) -> None:
    feed = feed_of(showing(Article("x", "Kop", "", date)), "/feed.atom")
    assert feed.findtext(f"{ATOM}entry/{ATOM}updated") == updated, why


def test_markup_and_controls_in_an_article_are_text(showing: Callable[..., FlaskClient]) -> None:
    title = '<script>alert("1")</script> & \x00\x0b\ufffe ]]>'
    feed = feed_of(showing(Article("x<>&", title, title, "2022", section=(title,))), "/feed.atom")
    (entry,) = feed.findall(f"{ATOM}entry")
    clean = '<script>alert("1")</script> & \ufffd\ufffd\ufffd ]]>'
    assert entry.findtext(f"{ATOM}title") == clean
    assert clean.split(maxsplit=1)[0] in entry.findtext(f"{ATOM}summary", "")
    assert [each.get("term") for each in entry.findall(f"{ATOM}category")] == [clean]


def test_a_reader_that_has_the_feed_gets_it_only_when_it_changed(
    archive: Any, client: FlaskClient
) -> None:
    tag = client.get("/feed.atom?q=storm").headers["ETag"]
    again = client.get("/feed.atom?q=storm", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    archive.articles.append(Article("nieuw", "Storm op zee", "", "2022-01-01"))
    assert client.get("/feed.atom?q=storm", headers={"If-None-Match": tag}).status_code == 200


def test_every_page_leads_to_the_feed_of_its_search(client: FlaskClient) -> None:
    assert '<link rel="alternate" href="/feed.atom" ' in client.get("/").text
    html = client.get("/?q=storm&page=2&sort=oldest&source=De+Kade").text
    assert '<link rel="alternate" href="/feed.atom?q=storm&amp;source=De+Kade" ' in html


def test_a_browser_learns_how_to_search_here(client: FlaskClient) -> None:
    assert 'rel="search" href="/opensearch.xml"' in client.get("/").text
    response = client.get("/opensearch.xml", headers={"Host": "archief.example:8000"})
    assert response.mimetype == "application/opensearchdescription+xml"
    described = ET.fromstring(response.data)
    assert described.tag == f"{OPENSEARCH}OpenSearchDescription"
    assert 0 < len(described.findtext(f"{OPENSEARCH}ShortName", "")) <= 16
    templates = {
        url.attrib["type"]: url.attrib["template"] for url in described.iter(f"{OPENSEARCH}Url")
    }
    assert templates["text/html"] == "http://archief.example:8000/?q={searchTerms}"
    for kind in ("text/html", "application/atom+xml", "application/x-suggestions+json"):
        path = templates[kind].removeprefix("http://archief.example:8000")
        asked = path.replace("{searchTerms}", "storm").replace("{startPage?}", "")
        assert client.get(asked).status_code == 200


def test_completions_come_as_browsers_read_them(client: FlaskClient) -> None:
    """OpenSearch Suggestions 1.1: the query, the completions, what is said beside each."""
    response = client.get("/opensearch.json?q=dij")
    assert response.content_type == "application/x-suggestions+json"
    query, completions, said = json.loads(response.data)
    assert query == "dij"
    assert completions == [
        each["text"] for each in json.loads(client.get("/api/suggest?q=dij&n=8").data)
    ]
    assert completions
    assert all("artikel" in text for text in said)
    assert len(said) == len(completions)
