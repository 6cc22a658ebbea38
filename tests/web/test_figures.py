"""Figures in the API and as files are those of the terminal and Python."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.model import Article, SearchRequest
from indexer.output import figure_tables
from webapp import create_app
from webapp.archive_access import opener_of

ARTICLES = [
    Article("1", "Storm", "De storm trok over het land.", "2019-05-03", "NRC"),
    Article("2", "Kalm", "Stormen zijn er niet. De zon schijnt.", "2020-01-02", "Trouw"),
    Article("3", "Stormschade", "Stormschade kost geld.", "2020-05-06", "NRC"),
]


@pytest.fixture(scope="module")
def archive(
    tmp_path_factory: pytest.TempPathFactory, write_articles: Callable[..., Path]
) -> Archive:
    folder = tmp_path_factory.mktemp("figures")
    settings = Settings(index=folder / "index")
    build(settings, [write_articles(folder / "news.jsonl", *ARTICLES)])
    return Archive.open(settings)


@pytest.fixture(scope="module")
def client(archive: Archive) -> Iterator[FlaskClient]:
    app = create_app(archive=archive)
    yield app.test_client()
    opener_of(app).close()


def test_the_api_answers_what_python_counts(client: FlaskClient, archive: Archive) -> None:
    bench, parts = archive.figures(), archive.figures(parts=True)
    nrc = SearchRequest("", filters={"source": ("NRC",)})
    for path, expected in (
        ("count?q=storm&by=source,year", bench.count(["storm"], ["source", "year"])),
        ("count?q=storm&q=zon&parts=1", parts.count(["storm", "zon"], ["year"])),
        ("count?q=storm&source=NRC", bench.count(["storm"], ["year"], nrc)),
        ("collocates?q=storm&window=2", bench.collocates(SearchRequest("storm"), window=2)),
        ("keywords?q=bron:nrc&n=3", bench.keywords(SearchRequest("bron:nrc"), limit=3)),
        (
            "keywords?q=storm&against=zon",
            bench.keywords(SearchRequest("storm"), SearchRequest("zon")),
        ),
        (
            "keywords?q=bron:nrc&size=2&n=3",
            bench.keywords(SearchRequest("bron:nrc"), size=2, limit=3),
        ),
        ("words?size=2&all_words=1", bench.words(SearchRequest(""), size=2, all_words=True)),
    ):
        assert client.get(f"/api/{path}").get_json() == figure_tables.to_json(expected), path


def test_a_table_has_a_row_a_cell(client: FlaskClient) -> None:
    text = client.get("/figures.csv?kind=count&q=storm&by=source").data.decode("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert [(row["source"], row["articles"]) for row in rows] == [("NRC", "1"), ("Trouw", "1")]


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("count?by=eeuw", "by"),
        ("count?by=year,month,day", "by"),
        ("count?" + "&".join(f"q=w{n}" for n in range(7)), "q"),
        ("collocates?q=a&window=51", "window"),
        ("collocates?q=a&unit=letter", "unit"),
        (f"keywords?q=a&against={'x' * 1001}", "against"),
        ("words?size=4", "size"),
        ("words?n=1001", "n"),
        ("words?parts=ja", "parts"),
        ("words?since=2019-13", "since"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_the_name_of_its_parameter(
    client: FlaskClient, path: str, parameter: str
) -> None:
    answer = client.get(f"/api/{path}")
    assert (answer.status_code, answer.get_json()["parameter"]) == (400, parameter)


def test_the_page_shows_the_table_that_the_file_has_in_both_languages(client: FlaskClient) -> None:
    for kind in ("count", "collocates", "keywords", "words"):
        asked = f"q=storm&kind={kind}&all_words=1"
        html = client.get(f"/figures?{asked}").text
        text = client.get(f"/figures.csv?{asked}").data.decode("utf-8-sig")
        rows = list(csv.reader(text.splitlines()))[1:]
        assert re.findall(r'<th scope="row" lang="nl">([^<]*)', html) == [row[0] for row in rows]
        assert ('href="/figures.csv?q=storm' in html) == bool(rows), kind
        assert rows or kind == "keywords", kind
    assert "<td>50%</td>" in client.get("/figures?q=storm&by=source").text
    assert "share" in client.get("/figures?q=storm&lang=en").text
    assert "nothing found" in client.get("/figures?q=olifant&kind=words&lang=en").text
    assert client.get("/figures?q=storm&by=eeuw").status_code == 400


def test_the_page_lists_first_what_most_articles_have_and_periods_in_their_order(
    client: FlaskClient,
) -> None:
    """The file has all by the alphabet; a row still leads to the articles that it counts."""
    asked = "q=kost&q=storm&q=zon&by=source"
    html = client.get(f"/figures?{asked}").text
    row = r'<th scope="row" lang="nl">(\w+)</th><td class="words">(\w+)</td><td>(.*?)</td>'
    rows = re.findall(row, html)
    assert [row[:2] for row in rows] == [
        ("kost", "NRC"), ("kost", "Trouw"), ("storm", "NRC"), ("storm", "Trouw"),
        ("zon", "Trouw"), ("zon", "NRC"),
    ]  # fmt: skip
    assert ("source%3ATrouw" in rows[4][2], rows[5][2]) == (True, "0")
    file = list(csv.reader(client.get(f"/figures.csv?{asked}").text.splitlines()))
    assert [row[1] for row in file[1:]] == ["NRC", "Trouw"] * 3
    years = client.get("/figures?q=zon&q=storm&by=year").text
    assert re.findall(r'<td class="words">(\d{4})</td>', years) == ["2019", "2020"] * 2
    assert "0,0000" not in years


def test_the_page_leaves_out_rows_without_articles_at_either_end_and_tells_how_many(
    client: FlaskClient,
) -> None:
    html = client.get("/figures?q=zon&by=year").text
    assert re.findall(r'lang="nl">(\d+)<', html) == ["2020"]
    assert "Nog 1 zonder artikelen, in het CSV-bestand." in html
    rows = client.get("/api/count?q=zon&by=year").get_json()["rows"]
    assert [(row["year"], row["articles"]) for row in rows] == [("2019", 0), ("2020", 1)]


@pytest.mark.parametrize(
    "asked",
    [
        "q=storm&by=source",
        "q=storm&by=source,month&parts=1",
        "q=storm&q=zon&by=year",
        "q=storm&by=week",
        "q=bron:NRC&kind=keywords&n=9",
        "q=storm&kind=words&n=9&source=NRC",
        "q=storm&kind=collocates&window=2&all_words=1",
        "q=storm&kind=collocates&unit=lemma&parts=1&all_words=1",
        "q=storm&kind=words&size=2&n=9&all_words=1",
        "kind=words&q=&q=bron:NRC&size=3&n=9&all_words=1",
        "q=bron:NRC&kind=keywords&n=9&against=bron:Trouw",
        "q=bron:NRC&kind=keywords&n=9&against=bron:Trouw&size=2",
        "kind=count&by=source",
        "kind=words&size=2&n=9&all_words=1&since=2020",
        "kind=keywords&source=NRC&n=5",
    ],
)
def test_every_cell_leads_to_just_the_articles_and_lines_that_it_counts(
    client: FlaskClient, asked: str
) -> None:
    html = client.get(f"/figures?{asked}").text
    cells = re.findall(r'<a href="(/(?:kwic|articles)\?[^"]+)">(\d+)</a>', html)
    assert cells
    for address, count in cells:
        found = client.get(address.replace("&amp;", "&")).text
        if address.startswith("/articles"):
            assert found.count('<li class="hit">') == int(count), address
        else:
            assert found.count("<tr>") - 1 == int(count), address


def test_the_form_keeps_what_was_asked(client: FlaskClient) -> None:
    """Runs of words and windows can be chosen on the page, and stay when another word is asked."""
    pairs = client.get("/figures?kind=words&q=storm&size=2&all_words=1").text
    assert "<option selected>2</option>" in pairs
    assert 'name="all_words" value="1"' in pairs
    near = client.get("/figures?kind=collocates&q=storm&window=3&unit=lemma").text
    assert 'name="window" value="3"' in near
    assert '<option value="lemma" selected>' in near


def test_the_page_says_what_keywords_are_compared_with(client: FlaskClient) -> None:
    assert "Vergeleken met 1 artikel." in client.get("/figures?kind=keywords&q=bron:NRC").text
    nothing = client.get("/figures?kind=keywords&q=").text
    assert "Er is niets om mee te vergelijken: beperk de selectie" in nothing


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_words_with_signs_lead_to_what_they_count(
    tmp_path: Path, write_articles: Callable[..., Path], engine: str
) -> None:
    """Among them fractions, which are one word as a sign and two as digits."""
    text = "Van 2½ naar ⅒ of 1¼, zo'n 24/7 e-mail; A&M kost € 3,5 EN C++ is NIET =x a*b foo~2."
    settings = Settings(index=tmp_path / "index", engine=engine)
    build(settings, [write_articles(tmp_path / "n.jsonl", Article("1", "Kop", text, "2019"))])
    archive = Archive.open(settings)
    client = create_app(archive=archive).test_client()
    for size in (1, 2, 3):
        html = client.get(f"/figures?kind=words&q=kop&size={size}&all_words=1").text
        lines = re.findall(r'<a href="(/kwic\?[^"]+)">(\d+)</a>', html)
        assert len(lines) >= 15
        for address, count in lines:
            found = client.get(address.replace("&amp;", "&")).text
            assert found.count("<tr>") - 1 == int(count), address
    archive.close()


def test_counted_articles_mark_their_hit_where_it_stands(
    tmp_path: Path, write_articles: Callable[..., Path]
) -> None:
    settings, far = Settings(index=tmp_path / "index"), " ".join(["verder"] * 40)
    articles = [
        Article("kop", "Storm op zee", "Niets."),
        Article("begin", "Zee", f"Een storm {far}"),
        Article("midden", "Zee", f"{far} de storm\n\nkwam."),
    ]
    build(settings, [write_articles(tmp_path / "news.jsonl", *articles)])
    html = create_app(settings).test_client().get("/articles?q=storm").text
    assert "<mark>Storm</mark> op zee</a></h2>" in html
    passages = dict(
        found
        for hit in html.split('<li class="hit">')
        for found in re.findall(
            r'/article/(\w+)\?.*<p class="passage" lang="nl">(.*?)</p>', hit, re.DOTALL
        )
    )
    assert passages["begin"].startswith("Een <mark>storm</mark> verder")
    assert passages["begin"].endswith("verder …")
    assert passages["midden"].startswith("… verder")
    assert passages["midden"].endswith("<mark>storm</mark> kwam.")
    assert len(passages) == 2


def test_months_of_a_table_are_named_as_in_trends(
    tmp_path: Path, write_articles: Callable[..., Path]
) -> None:
    settings = Settings(index=tmp_path / "index")
    articles = [Article("dag", "Storm", "", "2019-05-03"), Article("nooit", "Storm", "")]
    build(settings, [write_articles(tmp_path / "news.jsonl", *articles)])
    html = create_app(settings).test_client().get("/figures?kind=count&q=storm&by=month").text
    assert ">mei 2019</th>" in html
    assert "2019-05</th>" not in html


def test_an_article_of_a_year_is_in_no_month_of_it(
    tmp_path: Path, write_articles: Callable[..., Path]
) -> None:
    settings = Settings(index=tmp_path / "index")
    articles = [Article("jaar", "Storm", "", "2019"), Article("dag", "Storm", "", "2019-05-03")]
    build(settings, [write_articles(tmp_path / "news.jsonl", *articles)])
    client = create_app(settings).test_client()
    of_month = client.get("/articles?q=storm&cell=month:2019-05").text
    assert ("/article/dag" in of_month, "/article/jaar" in of_month) == (True, False)
    for path in ("/articles", "/kwic"):
        limits = client.get(f"{path}?q=storm&cell=month:2019-05&within=storm").text
        assert '<span class="chip">mei 2019</span>' in limits
        assert "ook met <q>storm</q>" in limits
    assert client.get("/api/kwic?q=storm&cell=month:2019-05").get_json()["hits"] == 1
    assert client.get("/api/kwic?q=storm&cell=year:2019").get_json()["hits"] == 2
    for wrong in ("cell=colour:red", "cell=year:1&cell=month:2&cell=day:3"):
        assert client.get(f"/articles?q=storm&{wrong}").status_code == 400
    opener_of(client.application).close()


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("count", {"by"}),
        ("collocates", {"window", "unit"}),
        ("keywords", {"against", "size"}),
        ("words", {"size"}),
        ("names", {"by", "against", "type"}),
    ],
)
def test_the_form_asks_only_what_its_kind_of_figure_takes(
    client: FlaskClient, kind: str, fields: set[str]
) -> None:
    html = client.get(f"/figures?q=storm&kind={kind}").text
    named = set(re.findall(r'<(?:select|input)[^>]* name="(\w+)"', html))
    assert named & {"by", "against", "type", "size", "window", "unit"} == fields
