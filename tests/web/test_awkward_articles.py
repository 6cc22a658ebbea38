"""Articles as no editor would write them, on every page that shows articles."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.archive import build
from indexer.config import Settings
from webapp import create_app

ARABIC = "العاصفة تضرب الساحل"
MARKUP = (
    "storm <script>alert(1)</script> <img src=x onerror=alert(2)> {{ 6 * 111117 }} </p></article>"
)
ARTICLES = [
    {"id": "markup", "title": MARKUP, "date": "2022-03", "source": "<b>De Kade", "body": MARKUP},
    {"id": "rtl", "title": ARABIC, "section": "\u202eRubriek", "body": f"{ARABIC}\n\nDe storm."},
    {"id": "long", "title": "Lang", "date": "2022-03-01", "body": "De storm woei. " * 7_000},
    {"id": "word", "title": "W" * 3_000, "body": f"storm {'w' * 100_000}"},
    {"id": "zero", "title": "Storm in 1890", "date": "1890-00-00", "body": "De storm van toen."},
    {"id": "bare", "body": "Alleen de storm."},
    {"id": "empty title", "title": " \n ", "date": "ooit", "body": "Ook de storm."},
]
PAGES = [
    "/?q=storm",
    "/?sort=oldest",
    "/?q=niets",
    "/trend?q=storm",
    "/kwic?q=storm",
    "/feed.atom?q=storm",
    "/about",
    *(f"/article/{article['id']}?q=storm" for article in ARTICLES),
    "/article/markup?versie=rtl",
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("awkward")
    lines = "\n".join(json.dumps(article) for article in ARTICLES)
    (folder / "articles.jsonl").write_text(lines, "utf-8")
    index = Settings(index=folder / "index")
    build(index, [folder / "articles.jsonl"])
    return create_app(index).test_client()


class Elements(HTMLParser):
    """Collects what a browser would run, load or close that the templates did not write."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.foreign: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        source = dict(attrs).get("src") or ""
        handlers = [name for name, _ in attrs if name.startswith("on")]
        runs = tag == "script" and dict(attrs).get("type") != "application/ld+json"
        if tag == "img" or handlers or (runs and not source.startswith("/static/")):
            self.foreign.append(tag)


@pytest.mark.parametrize("path", PAGES)
def test_markup_and_templates_in_articles_stay_text(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert Elements(response.text).foreign == []
    assert "<b>De Kade" not in response.text
    assert "666702" not in response.text


def test_elements_do_see_what_a_browser_would_run() -> None:
    assert Elements('<p onclick="x"><script>1</script><img src="x">').foreign == [
        "p",
        "script",
        "img",
    ]


def test_every_awkward_article_is_found_and_opens(client: FlaskClient) -> None:
    links = re.findall(r'<h2[^>]*><a[^>]* href="([^"]+)"', client.get("/?q=storm&collapse=0").text)
    assert len(links) == len(ARTICLES)
    for link in links:
        assert 'id="hit-1"' in client.get(link.replace("&amp;", "&")).text


def test_a_paragraph_of_100_kb_is_read_whole_and_quoted_short(client: FlaskClient) -> None:
    assert len(client.get("/article/long").text) > 100_000
    passages = re.findall(
        r'<p class="passage"[^>]*>(.*?)</p>', client.get("/?q=storm").text, re.DOTALL
    )
    assert len(passages) == len(ARTICLES)
    assert max(len(re.sub(r"<[^>]+>", "", passage)) for passage in passages) < 1_000


@pytest.mark.parametrize(
    ("id_", "title"), [("bare", "Alleen de storm."), ("empty title", "Ook de storm.")]
)
def test_without_title_the_first_line_is_one_and_no_date_is_said(
    client: FlaskClient, id_: str, title: str
) -> None:
    html = client.get(f"/article/{id_}").text
    assert re.search(rf"<h1[^>]*>{title}</h1>", html)
    assert "zonder datum" in html


def test_a_paragraph_reads_in_its_own_direction() -> None:
    """Override characters in a name must not turn what stands beside it."""
    css = Path(create_app().static_folder or "", "knipsel.css").read_text("utf-8")
    plaintext = re.search(r"([^}]+)\{ unicode-bidi: plaintext; \}", css)
    isolated = re.search(r"([^}]+)\{ unicode-bidi: isolate; \}", css)
    assert plaintext
    assert {".story > p", ".passage"} <= set(re.split(r",\s*", plaintext[1].strip()))
    assert isolated
    assert ".byline span" in re.split(r",\s*", isolated[1].strip())
