"""Words over time, words in context and versions of a story, over a real index."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.archive import build
from indexer.config import Settings
from indexer.model import Article
from webapp import create_app
from webapp.archive_access import opener_of

STORM = (
    "De storm van gisteren heeft in de haven van Delfzijl veel schade aangericht aan schepen. "
    "Vrachtwagens waaiden om en daken verloren hun pannen, zei de brandweer."
)
ARTICLES = [
    Article("storm/1", "Storm <treft> haven", STORM, "2022-02-18", "De Kade", ("Weer",)),
    Article("storm/2", "Storm", f"{STORM} Niemand is gewond.", "2022-02-19", "Het Anker"),
    Article("a/versies/b?c", "Haven ruimt op", f"Opruimen na de storm. {STORM}", "2022-03"),
    Article("jaar", "Stormjaar", "Een jaar vol stormen.", "2022"),
    Article("ooit", "Zonder dag", "Ooit waaide een orkaan.", None),
    Article("dijk", "Dijk verhoogd", "Na de storm is de dijk verhoogd.", "2022-05-01", "De Kade"),
]
PAGES = [
    "/trend",
    "/trend?q=storm&q=dijk",
    "/kwic",
    "/kwic?q=storm",
    "/kwic?q=olifant",
    "/article/storm/1?versie=storm/2",
]


@pytest.fixture(scope="module")
def client(
    tmp_path_factory: pytest.TempPathFactory, write_articles: Callable[..., Path]
) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("words")
    index = Settings(index=folder / "index")
    build(index, [write_articles(folder / "news.jsonl", *ARTICLES)])
    app = create_app(index)
    yield app.test_client()
    opener_of(app).close()


def text_of(html: str) -> str:
    text = unescape(re.sub(r"<[^>]*>", " ", html))
    return " ".join(text.split())


def links(html: str, pattern: str) -> list[str]:
    return [unescape(link) for link in re.findall(pattern, html)]


@pytest.mark.parametrize("path", ["/?q=storm&source=De+Kade", "/trend?q=storm&by=month"])
def test_a_marked_day_is_drawn_on_the_strip_and_the_chart_and_stays_in_their_links(
    client: FlaskClient, path: str
) -> None:
    html = client.get(f"{path}&event=10+maart+2022+dijk").text
    assert re.search(r'<text class="event[^>]* y="10" dx="-?4">10 mrt 2022 dijk</text>', html)
    assert "event=2022-03-10+dijk" in html
    assert ">10 mrt 2022 dijk <span aria-hidden" in html


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole_without_inline_style(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert response.text.count("<h1") == 1
    assert not re.search(r'\sstyle="|\son\w+="|<style', response.text)
    assert len(response.data) < 60_000


@pytest.mark.parametrize("path", ["/trend", "/kwic", "/figures", "/compare"])
def test_a_page_without_a_question_has_examples_that_work(client: FlaskClient, path: str) -> None:
    examples = links(client.get(path).text, r'class="example" href="([^"]+)"')
    assert examples
    for example in examples:
        html = client.get(example).text
        assert example.startswith(path)
        assert 'class="examples"' not in html
        assert "iets gevonden" not in html


def test_a_trend_counts_per_month_and_links_to_each(client: FlaskClient) -> None:
    html = client.get("/trend?q=storm&q=dijk").text
    assert "februari 2022 2 100% 0 2" in text_of(html)
    assert "april 2022 0 0 0" in text_of(html)
    assert "5 artikelen, waarvan 1 zonder maand" in text_of(html)
    cells = links(html, r'<td><a href="([^"]+)">')
    assert cells[0] == "/articles?q=storm&cell=month%3A2022-02"
    assert "2 artikelen" in text_of(client.get(cells[0]).text)
    inside = client.get("/trend?q=storm&q=dijk&parts=1").text
    assert (
        links(inside, r'<td><a href="([^"]+)">')[0]
        == "/articles?q=storm&parts=1&cell=month%3A2022-02"
    )


def test_a_list_without_parts_keeps_so_and_leads_back(client: FlaskClient) -> None:
    html = client.get("/?q=storm&parts=0").text
    assert 'name="parts" value="0"' in html
    assert 'href="/?q=storm">Ook binnen andere woorden' in html
    assert 'href="/?q=storm&amp;parts=0">Alleen hele woorden' in client.get("/?q=storm").text
    listed = client.get("/api/search?q=storm&parts=0").get_json()
    counted = client.get("/api/count?q=storm&by=year").get_json()
    assert listed["total"] == counted["articles"]
    assert '/selection.json?q=storm"' in html.replace("&amp;", "&")
    assert client.get("/?q=storm&parts=ja").status_code == 400


def test_the_chart_has_a_line_a_query_and_points_that_link(client: FlaskClient) -> None:
    html = client.get("/trend?q=storm&q=dijk").text
    chart = html[html.index('<svg class="chart"') :]
    assert chart.count("<path") == 2
    assert "storm, februari 2022: 2 artikelen, 100%" in chart
    assert chart.count("<circle") == 4


def test_shares_are_drawn_when_asked_for(client: FlaskClient) -> None:
    counts, shares = (client.get(f"/trend?q=storm{show}").text for show in ("", "&show=share"))
    assert ">100%</text>" in shares
    assert ">100%</text>" not in counts
    assert 'name="show" value="share"' in shares


@pytest.mark.parametrize(
    ("asked", "said", "why"),
    [
        ("q=olifant", "olifant niets gevonden", "nothing found"),
        ("q=orkaan", "Deze artikelen hebben geen datum", "no dates"),
        ("q=dijk", "mei 2022 1 100% 1", "one period"),
        ("q=storm&by=day", "5 artikelen, waarvan 2 zonder dag", "dates that are not so precise"),
        ("q=%22%22", "niets gevonden", "no words"),
        ("q=storm&source=De+Kade", "De Kade ×", "within a source"),
        ("q=storm&since=2022-05", "2 artikelen", "within a period"),
    ],
)
def test_every_state_of_a_trend_is_told(
    client: FlaskClient, asked: str, said: str, why: str
) -> None:
    html = client.get(f"/trend?{asked}").text
    assert said in text_of(html), why


def test_one_period_has_no_chart_and_none_has_no_table(client: FlaskClient) -> None:
    assert "<path" not in client.get("/trend?q=dijk").text
    assert "<table" not in client.get("/trend?q=orkaan").text


def test_a_form_has_room_for_one_query_more_up_to_six(client: FlaskClient) -> None:
    for asked, boxes in ((0, 3), (1, 3), (3, 4), (6, 6)):
        query = "&".join(f"q=w{n}" for n in range(asked))
        assert client.get(f"/trend?{query}").text.count("Zoekvraag ") == boxes


@pytest.mark.parametrize(
    "path",
    [
        "/trend?q=a&q=b&q=c&q=d&q=e&q=f&q=g",
        "/trend?q=a&by=eeuw",
        "/trend?q=a&show=wolken",
        "/trend?q=a&since=2022-13",
        f"/trend?q={'x' * 1001}",
        "/kwic?q=a&sort=newest",
        "/kwic?q=a&page=0",
        "/kwic.csv?q=a&width=0",
        "/api/kwic?q=a&width=501",
        "/api/kwic?q=a&per_article=0",
        "/api/trend?q=a&by=eeuw",
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_reason(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 400


def test_too_many_rows_for_a_page_are_fewer_and_the_file_has_all(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.views.trend_kwic.MAX_CELLS", 3)
    html = client.get("/trend?q=storm&by=day&most=3").text  # no other's: pages are remembered
    assert "Per dag zijn het 73 perioden: geteld per week." in text_of(html)
    assert client.get("/trend.csv?q=storm&by=day").text.count("\r\n") == 74


def test_a_trend_as_a_file_is_what_the_page_shows(client: FlaskClient) -> None:
    link = links(client.get("/trend?q=storm&q=dijk").text, r'href="(/trend.csv[^"]+)"')[0]
    response = client.get(link)
    assert "knipsel-trend-storm-dijk.csv" in response.headers["Content-Disposition"]
    rows = list(csv.DictReader(response.text.removeprefix("\ufeff").splitlines()))
    assert [row["count"] for row in rows if row["query"] == "storm"] == ["2", "1", "0", "1"]


def test_hits_stand_in_context_and_link_to_their_place(client: FlaskClient) -> None:
    html = client.get("/kwic?q=schade").text
    assert "3 treffers in 3 artikelen" in text_of(html)
    assert "</bdi></td>" in html
    link = links(html, r'<th scope="row"><a href="([^"]+)"')[0]
    place = link.partition("#")[2]
    assert f'id="{place}"' in client.get(link).text


def test_the_order_of_the_lines_can_be_chosen_and_is_kept(client: FlaskClient) -> None:
    html = client.get("/kwic?q=storm&sort=date&source=De+Kade").text
    dates = re.findall(r'<time datetime="([^"]+)"', html)
    assert dates == sorted(dates)
    assert '<input type="hidden" name="sort" value="date">' in html
    assert "/kwic?q=storm&source=De+Kade&sort=left" in links(html, r'href="([^"]+)"')
    assert "/kwic?q=storm&sort=date" in links(html, r'class="chip" href="([^"]+)"')


def test_many_lines_are_paged_and_a_page_past_the_last_leads_back(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.views.trend_kwic.LINES", 4)
    pages = [client.get(f"/kwic?q=storm&parts=1&page={n}").text for n in (1, 2, 3)]
    assert [page.count('scope="row"') for page in pages] == [4, 4, 1]
    assert "Zover loopt de lijst niet" in client.get("/kwic?q=storm&parts=1&page=4").text


def test_lines_as_a_file_are_all_lines(client: FlaskClient) -> None:
    html = client.get("/kwic?q=storm&sort=date").text
    link = links(html, r'href="(/kwic.csv[^"]+)"')[0]
    rows = list(csv.DictReader(client.get(link).text.removeprefix("\ufeff").splitlines()))
    assert len(rows) == html.count('scope="row"')
    assert rows[0]["title"] == "Storm <treft> haven"


def test_a_new_query_in_context_keeps_all_that_the_lines_are_limited_by(
    client: FlaskClient,
) -> None:
    asked = {
        "q": "storm", "since": "2022", "source": "De Kade", "not_section": "Sport",
        "sort": "date", "per_article": "2", "within": "haven", "parts": "1", "collapse": "1",
        "near": "haven", "window": "9", "unit": "lemma", "run": "1", "cell": "month:2022-02",
        "lang": "nl", "event": "2022-02-18 storm",
    }  # fmt: skip
    html = client.get("/kwic", query_string=asked).text
    form = html[html.index('<form class="search"') : html.index("</form>")]
    found = re.findall(r'<input[^>]* name="([^"]+)" value="([^"]*)"', form)
    assert {name: unescape(value) for name, value in found} == asked
    assert len(found) == len(asked)


def test_nothing_in_context_leads_to_what_does_find(client: FlaskClient) -> None:
    html = client.get("/kwic?q=olifant").text
    assert "Niets gevonden" in text_of(html)
    assert 'href="/?q=olifant"' in html


def test_results_lead_to_both_views_of_the_same_search(client: FlaskClient) -> None:
    html = client.get("/?q=storm&source=De+Kade&sort=newest").text
    found = links(html, r'href="(/(?:trend|kwic)[^"]+)"')
    assert found == ["/trend?q=storm&source=De+Kade", "/kwic?q=storm&source=De+Kade"]


def test_an_article_lists_other_versions_apart_from_what_is_related(client: FlaskClient) -> None:
    html = client.get("/article/storm/1").text
    near = html[html.index('<aside class="similar"') :]
    versions, related = near.split("Verwante artikelen")
    assert set(links(versions, r'href="([^"]+)">wat verschilt')) == {
        "/article/storm/1?versie=storm%2F2",
        "/article/storm/1?versie=a%2Fversies%2Fb%3Fc",
    }
    assert "/article/dijk" in related


def test_two_versions_are_compared_to_the_word_the_older_first(client: FlaskClient) -> None:
    for path in ("/article/storm/1?versie=storm/2", "/article/storm/2?versie=storm/1"):
        html = client.get(path).text
        assert "3 woorden erbij, 0 eraf" in text_of(html)
        assert "<ins>Niemand is gewond.</ins>" in html
        assert html.index("Storm &lt;treft&gt; haven") < html.index("Het Anker")


def test_a_version_is_named_whatever_its_id(client: FlaskClient) -> None:
    link = links(client.get("/article/storm/1").text, r'href="([^"]+b%3Fc)">wat')[0]
    assert "Opruimen na de storm." in client.get(link).text
    assert client.get("/article/storm/1?versie=nergens").status_code == 404


def test_equal_and_unlike_texts_are_told(client: FlaskClient) -> None:
    assert "De tekst is gelijk" in client.get("/article/jaar?versie=jaar").text
    assert "Helemaal anders geschreven" in client.get("/article/jaar?versie=dijk").text


def test_the_api_answers_what_the_pages_show(client: FlaskClient) -> None:
    trend = client.get("/api/trend?q=storm&by=year").get_json()
    assert (trend["by"], trend["series"][0]["counts"]) == ("year", [5])
    kwic = client.get("/api/kwic?q=storm&n=2&page=2&width=10").get_json()
    assert (kwic["hits"], len(kwic["lines"])) == (8, 2)
    inside = client.get("/api/kwic?q=storm&parts=1").get_json()
    assert (inside["hits"], inside["parts"], kwic["parts"]) == (9, True, False)
    similar = client.get("/api/similar/storm/1?n=1").get_json()
    assert len(similar["related"]) == 1
    assert {hit["id"] for hit in similar["near_duplicates"]} == {"storm/2", "a/versies/b?c"}


def test_lines_of_one_article_are_as_many_as_asked_for_in_every_form(client: FlaskClient) -> None:
    def ids(most: str) -> list[str]:
        lines = client.get(f"/api/kwic?q=haven&n=100{most}").get_json()["lines"]
        return [line["id"] for line in lines]

    assert max(ids("").count(each) for each in ids("")) > 1
    assert sorted(ids("&per_article=1")) == sorted(set(ids("")))
    table = client.get("/kwic.csv?q=haven&per_article=1").data.decode("utf-8-sig")
    assert [row["id"] for row in csv.DictReader(table.splitlines())] == ids("&per_article=1")
    html = client.get("/kwic?q=haven&per_article=1").text
    assert html.count("<mark>") == len(ids("&per_article=1"))
    assert '<input type="hidden" name="per_article" value="1">' in html
