"""Files to take away: results as CSV, JSON lines and RIS, references to an article."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from html import escape, unescape
from importlib.util import find_spec
from itertools import chain

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from indexer.config import Settings
from indexer.model import Article
from indexer.output.export_columns import COLUMNS, USUAL
from webapp import create_app
from webapp.archive_access import Searchable
from webapp.urls.addresses import cite_path
from webapp.views import exports


def test_a_table_holds_every_article_found_in_the_order_of_the_page(client: FlaskClient) -> None:
    response = client.get("/export.csv?q=storm")
    rows = list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"), newline="")))
    shown = client.get("/api/search?q=storm&n=100").get_json()["hits"]
    assert [row["id"] for row in rows] == [hit["id"] for hit in shown]
    assert response.content_type == "text/csv; charset=utf-8"


def test_columns_and_code_have_a_page_that_keeps_the_limits_and_leads_back(
    client: FlaskClient,
) -> None:
    results = "/?q=haven&sort=oldest&since=2021&source=De+Kade"
    (link,) = re.findall(r'href="(/export\?[^"]+)"', client.get(results).text)
    html = client.get(unescape(link)).text
    assert f'<a href="{escape(results)}">' in html
    ticked = re.findall(r'name="columns" value="(\w+)"( checked)?', html)
    assert [name for name, _ in ticked] == list(COLUMNS)
    assert [name for name, checked in ticked if checked] == list(USUAL)
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', html))
    table = client.get("/export.csv", query_string={**hidden, "columns": ["date", "source"]}).text
    assert table.split("\r\n", 1)[0].endswith("date,source")
    assert set(re.findall(",(.+)\r", table)) == {"source", "De Kade"}


def test_a_table_opens_in_a_spreadsheet_with_its_accents(
    showing: Callable[..., FlaskClient],
) -> None:
    data = showing(Article("x", "Oekraïne", "")).get("/export.csv").data
    assert data.startswith(b"\xef\xbb\xbfrank,")
    assert data.endswith(b"\r\n")


def test_what_a_spreadsheet_would_run_is_text(showing: Callable[..., FlaskClient]) -> None:
    text = showing(Article("x", '=HYPERLINK("http://evil")', "")).get("/export.csv").text
    assert "\"'=HYPERLINK(" in text


def test_lines_of_json_hold_whole_articles(client: FlaskClient) -> None:
    lines = client.get("/export.jsonl?q=storm").text.splitlines()
    assert len(lines) == 18
    assert json.loads(lines[0]).keys() >= {"id", "title", "body", "date", "author"}


def test_references_point_to_the_article_where_it_has_no_address(client: FlaskClient) -> None:
    response = client.get("/export.ris?q=storm", headers={"Host": "archief.example:8000"})
    text = response.text
    assert text.count("TY  - NEWS\r\n") == text.count("ER  - \r\n") == 18
    assert "UR  - http://archief.example:8000/article/haven/000\r\n" in text
    assert response.mimetype == "application/x-research-info-systems"


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "ris", "xlsx"])
def test_an_export_says_how_many_articles_it_has(client: FlaskClient, suffix: str) -> None:
    with client.get(f"/export.{suffix}?q=storm") as response:
        headers = response.headers
    assert headers["Knipsel-Total"] == "18"


def test_an_export_has_the_columns_and_the_separator_asked_for(client: FlaskClient) -> None:
    for columns in ("columns=id,text", "columns=id&columns=text"):
        text = client.get(f"/export.csv?q=storm&{columns}&separator=semicolon").data.decode()
        assert text.startswith("\ufeffid;text\r\n"), columns
    for wrong in ("columns=colour", "separator=colon"):
        assert client.get(f"/export.csv?q=storm&{wrong}").status_code == 400


def test_a_workbook_and_a_side_file_say_what_they_answer(client: FlaskClient) -> None:
    book = load_workbook(io.BytesIO(client.get("/export.xlsx?q=storm&since=2019").data))
    facts = {row[0].value: row[1].value for row in book["about"].iter_rows()}
    text = client.get("/export.txt?q=storm&since=2019").text
    for name, value in (("query", "storm"), ("since", "2019"), ("day", facts["day"])):
        assert facts[name] == value
        assert f"{name}: {value}\n" in text
    assert book["articles 1"].max_row == int(str(facts["articles"])) + 1


def test_parquet_is_there_where_its_library_is(client: FlaskClient) -> None:
    with client.get("/export.parquet?q=storm") as response:
        assert response.status_code == (200 if find_spec("pyarrow") else 404)


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "ris"])
def test_an_export_takes_the_limits_of_the_page(client: FlaskClient, suffix: str) -> None:
    url = f"/export.{suffix}?q=haven&source=De+Kade&since=2021-01&until=2021-01"
    assert client.get(url).headers["Knipsel-Total"] == "3"


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "ris"])
def test_an_export_is_sent_in_pieces(client: FlaskClient, suffix: str) -> None:
    assert client.get(f"/export.{suffix}").is_streamed


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("storm", "knipsel-storm.csv"),
        ("", "knipsel.csv"),
        ('"rode lijn" OF été', "knipsel-rode-lijn-of-ete.csv"),
        (
            'x"; filename="evil.exe\r\nSet-Cookie: a=b',
            "knipsel-x-filename-evil-exe-set-cookie-a-b.csv",
        ),
        ("../../etc/passwd", "knipsel-etc-passwd.csv"),
        ("乌克兰", "knipsel.csv"),
        ("lang " * 100, "knipsel-" + "lang-" * 11 + "lang.csv"),
    ],
)
def test_a_file_is_named_after_the_query_and_nothing_else(
    client: FlaskClient, query: str, name: str
) -> None:
    response = client.get("/export.csv", query_string={"q": query})
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize("path", ["/export.csv", "/export.ris", "/feed.atom"])
def test_what_cannot_be_meant_is_refused_by_name(client: FlaskClient, path: str) -> None:
    response = client.get(f"{path}?since=gisteren")
    assert response.status_code == 400
    assert "‘gisteren’ is geen datum" in response.text


def test_results_lead_to_their_files(client: FlaskClient) -> None:
    html = client.get("/?q=haven&page=2&source=De+Kade").text
    for suffix in ("csv", "jsonl", "ris"):
        assert f'href="/export.{suffix}?q=haven&amp;source=De+Kade"' in html
    assert "18 artikelen als" in html


def test_nothing_found_offers_no_files(client: FlaskClient) -> None:
    assert "/export." not in client.get("/?q=qqq").text


IDS = [
    "haven/000",
    "a b",
    "50%",
    "a/../b",
    "..",
    "x?form=ris",
    "één#1",
    "a//b",
    "a\\b",
    '"><script>',
]


@pytest.mark.parametrize("id_", IDS)
@pytest.mark.parametrize(
    ("form", "media_type", "begin"),
    [
        ("text", "text/plain", "‘Kop’, 2022, http://localhost/article/"),
        ("ris", "application/x-research-info-systems", "TY  - NEWS\r\n"),
        ("bibtex", "application/x-bibtex", "@misc{kop-2022-"),
    ],
)
def test_an_article_with_any_id_can_be_cited(
    showing: Callable[..., FlaskClient], id_: str, form: str, media_type: str, begin: str
) -> None:
    client = showing(Article(id_, "Kop", "", "2022"))
    response = client.get(cite_path(id_, form))
    assert response.status_code == 200
    assert response.mimetype == media_type
    assert response.text.startswith(begin)
    assert response.headers["Content-Disposition"].startswith('attachment; filename="knipsel-kop.')


def test_the_article_page_gives_the_reference_and_its_files(client: FlaskClient) -> None:
    html = client.get("/article/haven/000").text
    assert "‘Storm treft de haven’, De Kade (Stad), 1 januari 2021, http://localhost/" in html
    for url in re.findall(r'href="(/cite/[^"]+)"', html):
        assert client.get(url.replace("&amp;", "&")).status_code == 200
    assert html.count("/cite/") == 2


def test_an_unknown_form_or_article_is_said(client: FlaskClient) -> None:
    assert "een van text, ris, bibtex" in client.get("/cite/haven/000?form=docx").text
    assert client.get("/cite/nergens").status_code == 404


@pytest.mark.parametrize("host", ['evil"><x', "a b", "evil.com/path", "a:b:c", "é.nl"])
def test_a_host_that_is_none_gets_no_address_made_of_it(client: FlaskClient, host: str) -> None:
    for path in ("/cite/haven/000", "/export.ris", "/feed.atom", "/opensearch.xml"):
        response = client.get(path, headers={"Host": host})
        assert response.status_code == 400
        assert host not in response.text


@pytest.mark.parametrize("host", ["knipsel_web:8000", "[::1]:8000", "xn--bcher-kva.nl", "10.0.0.1"])
def test_addresses_are_on_the_host_that_was_asked(client: FlaskClient, host: str) -> None:
    text = client.get("/cite/haven/000", headers={"Host": host}).text
    assert f"http://{host}/article/haven/000" in text


@pytest.fixture
def parts_of_five(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST", 5)
    monkeypatch.setattr(exports, "MOST_IN_A_WORKBOOK", 5)
    monkeypatch.setattr(exports, "MOST_PASSAGES", 2)


def _file_name(response: TestResponse) -> str:
    return response.headers["Content-Disposition"].partition('filename="')[2].rstrip('"')


@pytest.mark.usefixtures("parts_of_five")
@pytest.mark.parametrize("suffix", ["csv", "jsonl", "ris", "xlsx"])
def test_a_large_export_comes_in_parts_that_lead_on(client: FlaskClient, suffix: str) -> None:
    url, names = f"/export.{suffix}?q=storm&columns=id&columns=title", []
    while url:
        response = client.get(url, buffered=True)
        names.append(_file_name(response))
        assert response.headers["Knipsel-Total"] == "18"
        found = re.fullmatch('<(.+)>; rel="next"', response.headers.get("Link", ""))
        url = found[1] if found else ""
    ends = ("1-5", "6-10", "11-15", "16-18")
    assert names == [f"knipsel-storm-{each}-of-18.{suffix}" for each in ends]


@pytest.mark.usefixtures("parts_of_five")
def test_parts_together_are_all_articles_once_in_their_order(client: FlaskClient) -> None:
    def ids(url: str) -> list[str]:
        text = client.get(url).data.decode("utf-8-sig")
        return [row["rank"] + row["id"] for row in csv.DictReader(io.StringIO(text, newline=""))]

    parts = [ids(f"/export.csv?q=storm&first={first}") for first in (1, 6, 11, 16)]
    shown = client.get("/api/search?q=storm&n=100").get_json()["hits"]
    assert [*chain(*parts)] == [f"{n}{hit['id']}" for n, hit in enumerate(shown, 1)]
    assert [len(each) for each in parts] == [5, 5, 5, 3]


@pytest.mark.usefixtures("parts_of_five")
def test_files_with_passages_are_smaller(client: FlaskClient) -> None:
    response = client.get("/export.csv?q=storm&columns=id,passage&first=4")
    assert _file_name(response) == "knipsel-storm-4-5-of-18.csv"
    assert response.headers["Link"].endswith('first=6>; rel="next"')


@pytest.mark.usefixtures("parts_of_five")
def test_what_a_part_answers_says_which_it_is(client: FlaskClient) -> None:
    book = load_workbook(io.BytesIO(client.get("/export.xlsx?q=storm&first=6").data))
    facts = {row[0].value: row[1].value for row in book["about"].iter_rows()}
    assert (facts["articles"], facts["in this file"]) == ("18", "6 to 10")
    assert "in this file" not in client.get("/export.txt?q=zeeslang").text


@pytest.mark.parametrize("wrong", ["0", "x", "19"])
def test_a_part_that_is_none_is_refused(client: FlaskClient, wrong: str) -> None:
    assert client.get(f"/export.csv?q=storm&first={wrong}").status_code == 400


def test_nothing_found_is_a_file_without_rows(client: FlaskClient) -> None:
    response = client.get("/export.csv?q=zeeslang")
    assert (response.headers["Knipsel-Total"], "Link" in response.headers) == ("0", False)
    assert _file_name(response) == "knipsel-zeeslang.csv"


@pytest.mark.usefixtures("parts_of_five")
def test_pages_say_that_files_have_parts(client: FlaskClient) -> None:
    assert "18 artikelen, in delen, als" in client.get("/?q=storm").text
    assert 'name="first"' in client.get("/export?q=storm").text
    few = "?q=haven&source=De+Kade&since=2021-01&until=2021-01"
    assert "in delen" not in client.get(f"/{few}").text


@pytest.mark.usefixtures("parts_of_five")
def test_a_server_that_answers_everything_gives_one_file(archive: Searchable) -> None:
    whole = create_app(Settings(figures="all"), archive=archive).test_client()
    response = whole.get("/export.csv?q=storm")
    assert (_file_name(response), "Link" in response.headers) == ("knipsel-storm.csv", False)
    assert 'name="first"' not in whole.get("/export?q=storm").text
