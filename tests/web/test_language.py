"""Two languages: which one a page is in, that all of it is, and that the catalogue is whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from html.parser import HTMLParser
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

from indexer import errors
from indexer.messages import Message
from indexer.model import Article
from indexer.query.parser import parse
from tests.paths import ROOT
from webapp import create_app
from webapp.language import NAMES
from webapp.pages import formatting

CATALOGUE = ROOT / "webapp/translations/en/LC_MESSAGES/messages.po"
PAGES = [
    "/",
    "/?q=haven",
    "/?q=haven&page=2&since=2021&source=De+Kade",
    "/?q=haven&page=99",
    "/?q=storm+walvis",
    "/?q=qqq",
    "/?q=haven&since=1990",
    "/?q=haven&since=1990-13",
    "/article/haven/000?q=haven",
    "/article/nergens",
    "/article/haven/000?versie=haven/001",
    "/help",
    "/about",
    "/trend",
    "/figures",
    "/kwic",
    "/nergens",
]
# Titles, sources and queries are the archive's own; these words are on no page but in Dutch.
DUTCH = re.compile(
    r"\b(het|een|van|niet|zoek\w*|artikel|artikelen|treffers?|zonder|naar|vorige|volgende|bron"
    r"|rubriek|jaar|maand|pagina\w*|alle|nieuwste|oudste|weghalen|gevonden)\b",
    re.IGNORECASE,
)
VOID = {"meta", "link", "input", "br", "wbr", "line", "rect", "circle", "path", "img"}
SPOKEN = {"title", "aria-label", "placeholder", "alt"}
OURS = re.compile(
    r"De Kade|Het Anker|Storm treft de haven|Stad|Scheepvaart|Weer|Nieuwe sluis geopend"
)


def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def forms(text: Any) -> tuple[str, ...]:
    """Return a message, with its plural where it has one, whatever Babel holds it in."""
    return (text,) if isinstance(text, str) else tuple(text)


def translations(catalogue: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return each translated message and what it becomes, both with their plurals."""
    return {forms(each.id): forms(each.string) for each in catalogue if each.id and each.string}


class Spoken(HTMLParser):
    """Collects what a page says, in text and attributes, outside what is marked as Dutch."""

    def __init__(self) -> None:
        super().__init__()
        self.languages = ["nl"]
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or self.languages[-1]
        if tag not in VOID:
            self.languages.append(language)
        if language != "nl" and given.get("class") != "Z3988":  # COinS is for programs
            said = [n for n in given if n in SPOKEN or n.startswith("data-")]
            self.said += [given[n] or "" for n in said if n not in ("data-name", "data-address")]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.languages.pop()

    def handle_data(self, data: str) -> None:
        if self.languages[-1] != "nl" and data.strip():
            self.said.append(" ".join(data.split()))


def said(html: str) -> list[str]:
    parser = Spoken()
    parser.feed(html)
    return parser.said


@pytest.mark.parametrize(
    ("asked", "accepts", "expected", "why"),
    [
        (None, None, "nl", "nothing said"),
        (None, "en-US,en;q=0.9", "en", "the browser's language"),
        (None, "nl,en;q=0.8", "nl", "the one it prefers"),
        (None, "fr,en;q=0.3,nl;q=0.2", "en", "the best of those the page has"),
        (None, "fr", "nl", "none that the page has"),
        (None, "*", "nl", "any"),
        (None, ";;q=x,\x7f", "nl", "no list of languages"),
        ("en", "nl", "en", "the address goes before the browser"),
        ("nl", "en", "nl", "so too for Dutch"),
        ("en-GB", "nl", "en", "a kind of English"),
        ("fr", "en", "en", "a language that the page has not"),
    ],
)
def test_the_language_is_as_asked(
    client: FlaskClient, asked: str | None, accepts: str | None, expected: str, why: str
) -> None:
    headers = {"Accept-Language": accepts} if accepts else {}
    response = client.get("/", query_string={"lang": asked} if asked else {}, headers=headers)
    assert f'<html lang="{expected}">' in response.text, why
    assert response.headers["Content-Language"] == expected
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize("path", PAGES)
def test_the_switch_keeps_everything_else(client: FlaskClient, path: str) -> None:
    html = client.get(path).text
    switch = re.search(r'<a href="(\?[^"]*)" lang="en" hreflang="en">English</a>', html)
    assert switch
    kept = path.partition("?")[2].replace("&", "&amp;").replace("/", "%2F")
    assert switch[1] == "?" + "&amp;".join(filter(None, (kept, "lang=en")))


def test_links_stay_in_the_language_that_was_asked_for(client: FlaskClient) -> None:
    for path in PAGES:
        html = client.get(f"{path}{'&' if '?' in path else '?'}lang=en").text
        links = re.findall(r'href="(/[^"]*)"', html)
        own = [link for link in links if not re.match(r"/(static|api|cite|opensearch)", link)]
        permanent = [link for link in own if link.startswith("/article/") and "?" not in link]
        assert [link for link in own if "lang=en" not in link] == permanent, path


@pytest.mark.parametrize("path", PAGES)
def test_no_dutch_is_left_on_an_english_page(client: FlaskClient, path: str) -> None:
    html = client.get(path, headers={"Accept-Language": "en"}).text
    own = [text for text in said(html) if not OURS.fullmatch(text)]
    dutch = {m.id for m in catalogue() if isinstance(m.id, str) and m.id != m.string}
    english = {m.string for m in catalogue()}
    assert not [text for text in own if text in dutch - english]
    if path != "/help":
        texts = [re.sub(OURS, "", text) for text in own]
        assert not [text for text in texts if DUTCH.search(text)]


@pytest.mark.parametrize(
    "error",
    [
        errors.EngineUnavailableError("x"),
        errors.IndexMissingError("x"),
        errors.IndexStaleError("x"),
        errors.IndexDamagedError("x"),
    ],
)
def test_errors_are_told_in_the_language_that_was_asked_for(
    showing: Callable[..., FlaskClient], error: Exception
) -> None:
    client = showing(failure=error)
    assert not [text for text in said(client.get("/?q=a&lang=en").text) if DUTCH.search(text)]
    problem = client.get("/api/search?q=a&lang=en").get_json()
    assert problem["title"] in [m.string for m in catalogue()]
    assert client.get("/api/search?q=a").get_json()["title"] in [m.id for m in catalogue()]


@pytest.mark.parametrize(
    ("query", "dutch", "english"),
    [
        ("a | b", "Schrijf OF tussen woorden.", "Write OR between words."),
        ("datum:30-2-2022 a", "30-2-2022 bestaat niet", "30-2-2022 does not exist"),
        ("(a", "Haakje zonder sluithaakje bij teken 1", "without a closing one at character 1"),
    ],
)
def test_a_notice_on_a_query_is_told_in_the_readers_language(
    showing: Callable[..., FlaskClient], query: str, dutch: str, english: str
) -> None:
    notices = parse(query).notices
    client = showing(Article("1", "a", "b"), extra={"notices": notices})
    assert dutch in client.get("/?q=a").text
    assert english in client.get("/?q=a&lang=en").text
    assert dutch in client.get("/api/search?q=a").get_json()["notices"][0]
    assert english in client.get("/api/search?q=a&lang=en").get_json()["notices"][0]


@pytest.mark.parametrize(
    ("write", "value", "dutch", "english"),
    [
        (formatting.day, "2022-03-24", "24 maart 2022", "24 March 2022"),
        (formatting.day, "2022-03", "maart 2022", "March 2022"),
        (formatting.day, "2022", "2022", "2022"),
        (formatting.day, "0987-03", "maart 987", "March 987"),
        (formatting.short_day, "2022-03-24", "24 mrt 2022", "24 Mar 2022"),
        (formatting.yearless, "2022-10-04", "4 okt", "4 Oct"),
        (formatting.period_name, "2022-W09", "week 9 van 2022", "week 9 of 2022"),
        (formatting.number, 1984, "1.984", "1,984"),
        (formatting.share, 0.0314, "3,1%", "3.1%"),
        (formatting.share, 0.00004, "<0,01%", "<0.01%"),
        (formatting.size, 1_540_000_000, "1,5 GB", "1.5 GB"),
        (formatting.articles, 0, "0 artikelen", "0 articles"),
        (formatting.articles, 1, "1 artikel", "1 article"),
        (formatting.articles, 2, "2 artikelen", "2 articles"),
        (formatting.articles, 1_234_567, "1.234.567 artikelen", "1,234,567 articles"),
        (formatting.hits, 1, "1 treffer", "1 hit"),
        (formatting.translated, "zoals het er staat", "zoals het er staat", "zoals het er staat"),
    ],
)
def test_dates_and_counts_are_written_as_the_reader_does(
    archive: Any, write: Callable[[Any], str], value: object, dutch: str, english: str
) -> None:
    app = create_app(archive=archive)
    for language, expected in (("nl", dutch), ("en", english)):
        with app.test_request_context(f"/?lang={language}"):
            assert write(value) == expected


def test_the_compiled_catalogue_is_that_of_the_texts() -> None:
    """By messages: how they are laid out, and the header, are those of Babel's version."""
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = read_mo(file)
    assert translations(compiled) == translations(catalogue()), "make translations"


def test_every_message_is_translated_and_used() -> None:
    """Else: run `make translations` and fill in what is empty."""
    methods = {".py": "python", ".html": "jinja2", ".xml": "jinja2"}
    keywords = {**DEFAULT_KEYWORDS, "Message": None, "note": (2,)}
    calls = re.compile(rf"\b(?:{'|'.join(keywords)})\s*\(")
    used = {
        message
        for folder in ("indexer", "webapp")
        for path in (ROOT / folder).rglob("*.*")
        if (method := methods.get(path.suffix))
        if method == "jinja2" or calls.search(path.read_text("utf-8"))  # most modules have none
        for _, message, _, _ in extract_from_file(
            method, path, keywords, options={"trim_blocks": "true"}
        )
    }
    messages = [message for message in catalogue() if message.id]
    assert {tuple(m.id) if m.pluralizable else m.id for m in messages} == used
    for message in messages:
        assert all(forms(message.string)), message.id
        assert not list(message.check(catalogue())), message.id


def test_the_catalogues_are_those_of_the_languages_but_the_first() -> None:
    found = {folder.name for folder in (ROOT / "webapp/translations").iterdir() if folder.is_dir()}
    assert found == set(NAMES) - {"nl"}


def test_a_notice_may_be_copied() -> None:
    notice = Message("%(count)s van 100%%", count=3)
    assert deepcopy(notice) == notice == "3 van 100%"
    assert deepcopy(notice).message == notice.message


def test_what_was_searched_is_told_in_the_operators_of_the_page(
    showing: Callable[..., FlaskClient],
) -> None:
    read = "titel:dijk EN (a OF b) EN NIET bron:nrc EN datum:2022"
    client = showing(Article("1", "x", "x"), extra={"interpreted": read})
    assert f"<q>{read}</q>" in client.get("/?q=x").text
    english = "<q>title:dijk AND (a OR b) AND NOT source:nrc AND date:2022</q>"
    assert english in client.get("/?q=x&lang=en").text
    assert client.get("/api/search?q=x&lang=en").get_json()["interpreted"] == read
