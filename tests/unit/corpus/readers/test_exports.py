"""What browsers, notes, agencies and libraries export: what is lost or taken back is said."""

from __future__ import annotations

import base64
import json
import plistlib
from collections.abc import Mapping

import pytest

from tests.fixture_types import ReadFile
from tests.golden_formats import FILES

TEXT = "De schippers van Velmer krijgen een nieuwe steiger aan de zuidkant van de haven."
PAGE = f"<!DOCTYPE html><html><body><article><h1>Steiger</h1><p>{TEXT}</p></article></body></html>"


def har(*contents: Mapping[str, object], status: int = 200) -> str:
    entries = [
        {
            "request": {"url": f"https://velmer.example/{number}"},
            "response": {"status": status, "content": {"mimeType": "text/html", **content}},
        }
        for number, content in enumerate(contents)
    ]
    return json.dumps({"log": {"version": "1.2", "entries": entries}})


@pytest.mark.parametrize("name", ["a.har", "a.json", "a.har.gz"])
def test_a_har_is_known_by_its_content_and_its_pages_may_be_packed(
    read_file: ReadFile, name: str
) -> None:
    packed: dict[str, object] = {
        "text": base64.b64encode(PAGE.encode()).decode(),
        "encoding": "base64",
    }
    (article,), errors = read_file(name, har(packed))
    assert (article.title, article.body, errors) == ("Steiger", TEXT, [])
    assert article.url == "https://velmer.example/0"


def test_a_page_that_a_har_has_without_its_content_is_lost_by_name(read_file: ReadFile) -> None:
    articles, (error,) = read_file("a.har", har({}, {"text": PAGE}))
    assert [article.title for article in articles] == ["Steiger"]
    assert "https://velmer.example/0: a page without its content; save" in error.reason


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.har", '{"log": {"version": "1.2"}}', "a broken HAR"),
        ("a.har", har(), "nothing was fetched"),
        ("a.webarchive", b"bplist00 kapot", "no web archive that can be read"),
        ("a.webarchive", plistlib.dumps({"WebMainResource": 1}), "no page in this web archive"),
        (
            "a.webarchive",
            plistlib.dumps({"WebMainResource": {"WebResourceMIMEType": "image/png"}}),
            "no page in this web archive",
        ),
        ("a.enex", "<en-export><note><title>Kop</title></note></en-export>", "«Kop»: a note with"),
        (
            "a.xml",
            "<ppsArticle><article><headline>Kop</headline></article></ppsArticle>",
            "«Kop»: a headline without its text",
        ),
        ("a.xml", "<ppsArticleResponse/>", "without articles"),
        ("a.xml", "<mods><titleInfo><title>Kop</title></titleInfo></mods>", "«Kop»: a reference"),
        ("a.xml", "<OAI-PMH><error>none</error></OAI-PMH>", "no references"),
        ("a.xml", "<opml version='2.0'/>", "a list of feeds (OPML)"),
        ("a.xml", "<collection><record/></collection>", "MARCXML"),
        ("tweets.js", "window.YTD.tweets.part0 = []", "Twitter"),
    ],
)
def test_what_has_no_article_is_refused_by_what_it_is(
    read_file: ReadFile, name: str, content: str | bytes, reason: str
) -> None:
    articles, (error,) = read_file(name, content)
    assert articles == []
    assert reason in error.reason


WAITS = (
    "<StatusWillChange><FutureStatus FormalName='Usable'/>"
    "<DateAndTime>21000324T120000+0100</DateAndTime></StatusWillChange>"
)


@pytest.mark.parametrize(
    ("status", "more", "release"),
    [
        ("Canceled", "", ("2", True, "")),
        ("Withheld", "", ("2", True, "")),
        ("Embargoed", WAITS, ("2", False, "2100-03-24T11:00:00Z")),
    ],
)
def test_newsml_1_tells_what_is_taken_back_and_what_waits(
    read_file: ReadFile, status: str, more: str, release: tuple[str, bool, str]
) -> None:
    text = FILES["bericht.xml"].read_text("utf-8")
    usable = '<Status FormalName="Usable"/>'
    text = text.replace(usable, f'<Status FormalName="{status}"/>{more}', 1)
    (article, other), errors = read_file("a.xml", text)
    told = article.release
    assert told
    assert errors == []
    assert (told.version.split()[0], told.withdrawn, told.embargo) == release
    assert other.release
    assert not other.release.withdrawn


def test_a_note_is_not_dated_by_when_it_was_made(read_file: ReadFile) -> None:
    note = f"<note><title>Kop</title><created>20240101T100000Z</created><content>{TEXT}</content>"
    (article,), errors = read_file("2022-03-24.enex", f"<en-export>{note}</note></en-export>")
    assert (article.title, article.date, errors) == ("Kop", "2022-03-24", [])
