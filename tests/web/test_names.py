"""Names on the page and in the API, over an index of a few articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.archive import build
from indexer.config import Settings
from indexer.model import Article
from webapp import create_app
from webapp.archive_access import opener_of
from webapp.pages.names import NameGroup, NameLink
from webapp.rendering import render

TEXTS = (
    "Toen zei minister Sanne Verbruggen dat het kon. Verbruggen woont in Gouda.",
    "Hij woont in Gouda. Daar zegt minister Sanne Verbruggen veel.",
    "Toen sprak president Volodymyr Zelensky in Gouda met minister Sanne Verbruggen.",
    "Hier zweeg president Volodymyr Zelenskyy in Delft. Er was geen brand.",
    "Gisteren zweeg minister Verbruggen over het weer.",
)


@pytest.fixture(scope="module")
def client(
    tmp_path_factory: pytest.TempPathFactory, write_articles: Callable[..., Path]
) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("names")
    articles = (
        Article(f"a{n}", f"kop {n}", text, f"2019-0{n + 1}-03", "De Velder")
        for n, text in enumerate(TEXTS)
    )
    build(folder / "index", [write_articles(folder / "all.jsonl", *articles)])
    app = create_app(Settings(folder / "index"))
    yield app.test_client()
    opener_of(app).close()


def test_results_have_facets_of_names(client: FlaskClient) -> None:
    html = client.get("/?sort=newest").text
    for address in ("person=Sanne+Verbruggen", "place=Gouda"):
        assert f'href="/?sort=newest&amp;{address}"' in html


def test_the_front_page_has_who_is_named_in_the_last_days_that_name_several(
    client: FlaskClient,
) -> None:
    """The last week and month name nobody twice, the last year two persons."""
    html = client.get("/").text
    listed = html.partition("Namen van het laatste jaar")[2].partition("</section>")[0]
    assert listed.index("Sanne%20Verbruggen") < listed.index("Volodymyr%20Zelensky")
    assert '<span class="count">3</span>' in listed


def test_the_names_of_an_article_lead_to_their_pages(client: FlaskClient) -> None:
    html = client.get("/article/a2").text
    for path in (
        "/name/person/Volodymyr%20Zelensky",
        "/name/person/Sanne%20Verbruggen",
        "/name/place/Gouda",
    ):
        assert f'href="{path}"' in html
        assert client.get(path).status_code == 200


def test_a_page_of_a_name_tells_where_when_and_with_whom(client: FlaskClient) -> None:
    html = client.get("/name/person/Sanne%20Verbruggen").text
    assert '<h1 lang="nl">Sanne Verbruggen</h1>' in html
    assert "3 artikelen, " in html
    assert 'href="/?person=Sanne+Verbruggen"' in html
    assert '<span lang="nl">Verbruggen</span> <span class="count">1</span>' in html
    assert 'href="/name/person/Volodymyr%20Zelensky"' in html, "who is named beside her"
    assert html.index("kop 0") < html.index("kop 2"), "the first article, then the newest"
    assert html.count("<mark>Sanne Verbruggen</mark>") == 3
    assert "dat het kon" in html


def test_a_full_name_and_the_surname_alone_lead_to_each_other(client: FlaskClient) -> None:
    full, alone = "/name/person/Sanne%20Verbruggen", "/name/person/Verbruggen"
    assert f'href="{alone}"' in client.get(full).text
    assert f'href="{full}"' in client.get(alone).text


def test_another_spelling_leads_to_the_name(client: FlaskClient) -> None:
    answer = client.get("/name/person/zelenskyy?lang=en")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/name/person/Volodymyr%20Zelensky?lang=en"
    assert "Also spelt:" in client.get(answer.headers["Location"]).text


@pytest.mark.parametrize("path", ["person/Niemand", "place/Sanne%20Verbruggen", "source/x", "x/y"])
def test_a_name_that_nobody_has_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(f"/name/{path}").status_code == 404


def test_the_page_of_a_facet_lists_all_names_and_finds_some(client: FlaskClient) -> None:
    assert "Volodymyr Zelensky" in client.get("/facet/person?q=minister").text
    found = client.get("/facet/person?q=minister&find=verb").text
    assert "Sanne Verbruggen" in found
    assert "Zelensky" not in found


def test_the_api_lists_names_by_themselves_by_a_field_and_against(client: FlaskClient) -> None:
    def rows(query: str) -> list[dict[str, object]]:
        return client.get(f"/api/names?{query}").json["rows"]  # type: ignore[index, no-any-return]

    (first, *_) = rows("q=minister&type=person")
    assert first == {
        "name": "Sanne Verbruggen",
        "type": "PER",
        "articles": 3,
        "count": 4,
        "forms": ["Sanne Verbruggen", "Verbruggen"],
    }
    months = rows("q=minister&type=place&by=month")
    assert [(row["month"], row["articles"]) for row in months] == [
        ("2019-01", 1),
        ("2019-02", 1),
        ("2019-03", 1),
    ]
    unlike = {
        row["name"]: row for row in rows("q=datum:2019-01..2019-02&against=datum:2019-03..2019-04")
    }
    assert unlike["Sanne Verbruggen"]["articles"] == 2
    assert unlike["Sanne Verbruggen"]["share_against"] == 0.5
    assert unlike["Volodymyr Zelensky"]["articles"] == 0
    assert unlike["Volodymyr Zelensky"]["articles_against"] == 2


def test_figures_of_names_have_a_page_and_a_file(client: FlaskClient) -> None:
    html = client.get("/figures?q=minister&kind=names").text
    name = '<a href="/name/person/Sanne%20Verbruggen">Sanne Verbruggen</a></th>'
    assert f'{name}<td class="words">persoon</td><td>3</td>' in html
    english = client.get("/figures?q=minister&kind=names&lang=en").text
    name = '<a href="/name/place/Gouda?lang=en">Gouda</a></th>'
    assert f'{name}<td class="words">place</td>' in english
    file = client.get("/figures.csv?q=minister&kind=names&type=place")
    assert file.text.split() == ["\ufeffname,type,articles,count,forms", "Gouda,LOC,3,3,Gouda"]


@pytest.mark.parametrize(
    "asked",
    ["figures?q=&kind=names&by=year", "figures?q=minister&kind=names&against=president"],
)
def test_each_name_in_a_table_leads_to_its_page(client: FlaskClient, asked: str) -> None:
    html = client.get(f"/{asked}").text
    rows = html.count('<th scope="row" lang="nl">')
    assert rows
    assert html.count('<th scope="row" lang="nl"><a href="/name/') == rows


def test_names_that_are_compared_lead_to_their_pages_too(client: FlaskClient) -> None:
    html = client.get("/compare?q=minister&day=2019-02-15").text
    assert '<a href="/name/place/Gouda">Gouda</a>' in html
    assert 'href="None"' not in html


@pytest.mark.parametrize(("names", "first"), [(1, 1), (18, 18), (19, 15), (90, 15)])
def test_an_article_of_many_names_shows_the_first_and_folds_the_others(
    names: int, first: int
) -> None:
    """Their list was longer than the screen, and pushed the places of the hits out of sight."""
    links = tuple(NameLink(str(n), 1, f"/{n}") for n in range(names))
    group = NameGroup("Persoon", links)
    assert group.first == links[:first]
    assert group.first + group.folded == links


def test_folded_names_of_an_article_are_on_its_page(client: FlaskClient) -> None:
    with client.application.test_request_context("/"):
        links = tuple(NameLink(f"Naam {n}", 1, f"/name/{n}") for n in range(30))
        html = render("article_names.html", names=[NameGroup("Persoon", links)])
    before, _, folded = html.partition("<details><summary")
    assert [before.count("<a "), folded.count("<a ")] == [15, 15]
    assert "nog 15</summary>" in folded


@pytest.mark.parametrize(
    ("lang", "says", "offers"),
    [
        ("nl", "Geen artikel noemt deze naam", "Zoek naar ‘Jan &lt;Nergens&gt;’"),
        ("en", "No article has this name", "Search for ‘Jan &lt;Nergens&gt;’"),
    ],
)
def test_a_name_that_no_article_has_leads_to_a_search_for_its_words(
    client: FlaskClient, lang: str, says: str, offers: str
) -> None:
    """The page said that it did not exist, as of an address that is wrong."""
    answer = client.get(f"/name/person/Jan%20%3CNergens%3E?lang={lang}")
    assert answer.status_code == 404
    assert says in answer.text
    assert f'<a href="/?q=Jan+%3CNergens%3E&amp;lang={lang}">{offers}</a>' in answer.text
    assert says not in client.get(f"/name/kind/Gouda?lang={lang}").text
