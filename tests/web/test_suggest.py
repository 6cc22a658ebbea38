"""The API completes what is being typed, and the page links to what may be meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from indexer.archive import build
from indexer.config import Settings
from indexer.model import Article
from tests.paths import SEEDS
from webapp import create_app
from webapp.archive_access import opener_of


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    index = Settings(index=tmp_path_factory.mktemp("seeds"))
    build(index, [SEEDS])
    app = create_app(index)
    yield app.test_client()
    opener_of(app).close()


def test_an_answer_is_a_list_of_completed_queries_with_counts(seeds: FlaskClient) -> None:
    response = seeds.get("/api/suggest?q=oekra&n=2")
    assert response.mimetype == "application/json"
    assert response.get_json() == [
        {"text": "Oekraïne", "count": 20, "kind": "word"},
        {"text": "Oekraïense", "count": 3, "kind": "word"},
    ]


@pytest.mark.parametrize("n", [1, 3, 100])
def test_an_answer_holds_as_many_as_are_asked_for(seeds: FlaskClient, n: int) -> None:
    found = seeds.get(f"/api/suggest?q=ve&n={n}").get_json()
    assert len(found) == min(n, len(seeds.get("/api/suggest?q=ve&n=100").get_json()))


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "z",
        "xq",
        '"',
        "(((",
        "titel:",
        "bron:xq",
        "datum:19",
        "<script>",
        "\x00",
        "ve\x00",
        "مرحبا",
        "🙂",
    ],
)
def test_what_cannot_be_completed_gives_an_empty_list(seeds: FlaskClient, query: str) -> None:
    response = seeds.get(f"/api/suggest?q={quote(query)}")
    assert (response.status_code, response.get_json()) == (200, [])


def test_without_a_query_there_is_nothing_to_complete(seeds: FlaskClient) -> None:
    assert seeds.get("/api/suggest").get_json() == []


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [("q=ve&n=0", "n"), ("q=ve&n=101", "n"), ("q=ve&n=veel", "n"), ("q=" + "e" * 1001, "q")],
)
def test_what_cannot_be_meant_is_refused_by_name(
    seeds: FlaskClient, asked: str, parameter: str
) -> None:
    response = seeds.get(f"/api/suggest?{asked}")
    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"
    assert response.get_json()["parameter"] == parameter


def test_a_slip_is_searched_as_it_was_meant(seeds: FlaskClient) -> None:
    page = seeds.get("/?q=zelenksy+oekraine").text
    assert "Resultaten voor <strong>Zelensky oekraine</strong>" in page
    assert '<a href="/?q=%3Dzelenksy+oekraine">Zoek toch naar zelenksy oekraine</a>' in page
    english = seeds.get("/?q=zelenksy+oekraine&lang=en").text
    assert "Results for <strong>Zelensky oekraine</strong>" in english
    assert "Search for zelenksy oekraine after all" in english
    assert seeds.get("/api/search?q=Zelensky+oekraine").get_json()["total"]


def test_a_suggestion_is_escaped_and_keeps_the_limits(
    showing: Callable[..., FlaskClient],
) -> None:
    page = (
        showing(
            Article("a", "Zelenksy", "Zelenksy.", "2022"), extra={"suggestion": '"<b>Zelensky"'}
        )
        .get("/?q=zelenksy&since=2022")
        .text
    )
    assert "&lt;b&gt;Zelensky" in page
    assert "since=2022" in page[page.index("&lt;b&gt;Zelensky") - 200 :]


def test_scripts_may_ask_this_host_and_no_other(client: FlaskClient) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "connect-src 'self';" in policy


@pytest.mark.parametrize("script", ["suggest.js", "keys.js"])
def test_every_page_loads_the_scripts_without_waiting(client: FlaskClient, script: str) -> None:
    for path in ("/", "/?q=storm", "/article/haven/000", "/help", "/nergens"):
        assert f'<script src="/static/{script}?v=' in client.get(path).text


@pytest.mark.parametrize(
    ("typed", "text", "kind"),
    [
        ("oekra", "Oekraïne", "word"),
        ("raad van st", "raad van state", "name"),
        ("volodymyr zel", "volodymyr zelenskyy", "name"),
        ("persoon:zel", "persoon:Zelensky", "name"),
        ("bron:wip", 'bron:"De Wipkip"', "field"),
        ("BRON:de la", 'BRON:"De Landscourant"', "field"),
        ("source:", 'source:"De Landscourant"', "field"),
        ('navo bron:"de l', 'navo bron:"De Landscourant"', "field"),
        ("wipk", 'bron:"De Wipkip"', "field"),
        ("(wipk", '(bron:"De Wipkip"', "field"),
        ("kwaliteit:m", "kwaliteit:matig", "field"),
        ("quality:f", "quality:fair", "field"),
        ("bron:wipkip oorl", "bron:wipkip oorlog", "word"),
        ("persoon:zelensky oorl", "persoon:zelensky oorlog", "word"),
        ("rubriek:buitenland volodymyr zel", "rubriek:buitenland volodymyr zelenskyy", "name"),
        ("rubriek:buitenland maart 2", "rubriek:buitenland maart 2022", "date"),
        ("datum:20", "datum:2022", "date"),
        ("date:2022-0", "date:2022-09", "date"),
        ("datum:mei", "datum:mei-2022", "date"),
        ("datum:m", "datum:maart-2022", "date"),
        ('navo datum:"maart 20', "navo datum:maart-2022", "date"),
        ("(datum:mrt ", "(datum:mrt-2022", "date"),
        ("DATUM:Mei-2", "DATUM:mei-2022", "date"),
        ("date:may", "date:may-2022", "date"),
        ("datum:mei oorl", "datum:mei oorlog", "word"),
        ("navo maart ", "navo maart 2022", "date"),
        ("maart 20", "maart 2022", "date"),
    ],
)
def test_one_box_completes_words_names_fields_and_dates_each_with_its_kind(
    seeds: FlaskClient, typed: str, text: str, kind: str
) -> None:
    found = seeds.get(f"/api/suggest?q={quote(typed)}").get_json()
    assert {"text": text, "kind": kind} in [
        {"text": each["text"], "kind": each["kind"]} for each in found
    ], found


@pytest.mark.parametrize(
    "typed",
    ["bron:", "navo bron:d", "rubriek:b", "datum:2022-", "maart 2", "datum:m", "navo date:ma"],
)
def test_the_count_of_a_value_is_what_its_search_finds(seeds: FlaskClient, typed: str) -> None:
    found = seeds.get(f"/api/suggest?q={quote(typed)}").get_json()
    assert found
    for each in found:
        asked = each["text"].replace("maart ", "datum:maart-")
        page = seeds.get("/api/search", query_string={"q": asked}).get_json()
        assert page["total"] == each["count"], each
