"""Errors: a page for people, problem+json for programs, and never a 5xx for what a client sends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer import errors
from indexer.config import Settings
from indexer.messages import Bilingual
from webapp import create_app


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (errors.EngineUnavailableError("no route"), 503, "De zoekmachine is even weg"),
        (errors.IndexMissingError("x"), 503, "knipsel index MAP"),
        (errors.IndexStaleError("x"), 503, "knipsel index --rebuild MAP"),
        (errors.IndexDamagedError("x"), 503, "knipsel check"),
        (errors.RequestError("q", Bilingual("te lang", "too long")), 400, "te lang."),
        (errors.ArticleNotFoundError("x"), 404, "Dit artikel is er niet"),
    ],
)
def test_an_error_of_the_archive_has_a_page_and_a_problem(
    showing: Callable[..., FlaskClient], error: Exception, status: int, says: str
) -> None:
    client = showing(failure=error)
    page = client.get("/?q=a")
    assert page.status_code == status
    assert page.mimetype == "text/html"
    assert says in page.text
    problem = client.get("/api/search?q=a")
    assert problem.status_code == problem.get_json()["status"] == status
    assert problem.mimetype == "application/problem+json"
    assert ("Retry-After" in problem.headers) is (status == 503)


def test_the_log_says_where_an_error_came_up_that_an_index_is_blamed_for(
    showing: Callable[..., FlaskClient], caplog: pytest.LogCaptureFixture
) -> None:
    blamed = errors.IndexDamagedError("x")
    blamed.__cause__ = ValueError("no such column")
    assert "no such column" not in showing(failure=blamed).get("/?q=a").text
    assert "ValueError: no such column" in caplog.text


def test_a_missing_index_is_told_on_the_page_until_it_is_there(tmp_path: Path) -> None:
    client = create_app(Settings(index=tmp_path / "nowhere")).test_client()
    assert client.get("/").status_code == 503
    assert "knipsel index MAP" in client.get("/").text
    assert client.get("/healthz").status_code == 503


def test_a_refused_parameter_is_named_and_can_be_dropped(client: FlaskClient) -> None:
    response = client.get("/?q=haven&since=2019-13&source=De+Kade")
    assert response.status_code == 400
    assert "‘2019-13’ is geen datum" in response.text
    assert 'href="/?q=haven&amp;source=De+Kade"' in response.text
    assert 'value="haven"' in response.text


@pytest.mark.parametrize(
    ("lang", "write", "last"), [("nl", "schrijf", "of"), ("en", "write", "or")]
)
def test_each_form_of_a_date_that_an_error_proposes_is_one(
    client: FlaskClient, lang: str, write: str, last: str
) -> None:
    """The page says `maart 2022` beside its fields, and said 2022-03 where a date was wrong."""
    told = client.get(f"/?q=haven&since=kerstmisje&lang={lang}").text
    proposed = told.partition(f"; {write} ")[2].partition(".")[0].replace(f" {last} ", ", ")
    forms = proposed.split(", ")
    assert len(forms) == 3
    for form in forms:
        assert client.get("/", query_string={"q": "haven", "since": form}).status_code == 200
    assert any(form.split()[0].isalpha() for form in forms)


def test_the_api_names_the_parameter(client: FlaskClient) -> None:
    problem = client.get("/api/search?page=-1").get_json()
    assert problem["parameter"] == "page"
    assert problem["type"] == "about:blank"


@pytest.mark.parametrize(
    ("path", "mimetype"),
    [
        ("/nergens", "text/html"),
        ("/article/bestaat/niet", "text/html"),
        ("/api/nergens", "application/problem+json"),
        ("/api/article/bestaat/niet", "application/problem+json"),
    ],
)
def test_what_is_not_there_is_a_404(client: FlaskClient, path: str, mimetype: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.mimetype == mimetype


@pytest.mark.parametrize("path", ["/api/nergens", "/api/", "/api/search/"])
def test_an_address_that_the_api_has_not_leads_to_those_that_it_has(
    client: FlaskClient, path: str
) -> None:
    assert client.get(path).get_json()["detail"].endswith("zegt /api.")
    assert client.get(f"{path}?lang=en").get_json()["detail"].startswith("The API does not have")
    assert "/api" not in client.get("/nergens").get_data(as_text=True).partition("<main")[2]


def test_pages_are_for_reading_only(client: FlaskClient) -> None:
    response = client.post("/")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


def test_an_unexpected_error_is_a_page_without_details(
    archive: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.failure = ZeroDivisionError("secret")
    app = create_app(archive=archive)
    response = app.test_client().get("/?q=a")
    assert response.status_code == 500
    assert "secret" not in response.text
    assert '<a href="?q=a">Opnieuw proberen</a>' in response.text


anything = st.binary(max_size=40).map(lambda raw: "".join(f"%{byte:02X}" for byte in raw))
parameters = st.sampled_from(["q", "page", "sort", "since", "until", "source", "section", "lang"])


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(
    st.sampled_from(["/", "/article/", "/api/search", "/api/article/", "/static/", "/x"]),
    anything,
    st.lists(st.tuples(parameters, anything), max_size=4),
)
def test_nothing_a_client_sends_gives_a_5xx(
    client: FlaskClient, path: str, tail: str, pairs: list[tuple[str, str]]
) -> None:
    query = "&".join(f"{name}={value}" for name, value in pairs)
    assert client.get(f"{path}{tail}?{query}").status_code < 500


@pytest.mark.parametrize(
    ("parameters", "dutch", "english"),
    [
        ("since=2019-13", "‘2019-13’ is geen datum", "‘2019-13’ is not a date"),
        ("since=2022&until=2021", "ligt vóór het begin (2022)", "lies before the beginning (2022)"),
        ("page=0", "een getal van 1 tot en met 1000", "a number from 1 to 1000"),
        ("page=twee", "niet ‘twee’", "not ‘twee’"),
        ("sort=mooiste", "een van relevance, newest, oldest", "one of relevance, newest, oldest"),
        ("lang=%3Cb%3E", "een taalcode zoals nl", "a language code such as nl"),
        ("q=" + "a" * 1001, "hoogstens 1.000 tekens", "at most 1,000 characters"),
    ],
)
def test_what_is_refused_is_explained_in_the_language_of_the_page(
    client: FlaskClient, parameters: str, dutch: str, english: str
) -> None:
    for language, text in (("nl", dutch), ("en", english)):
        answer = client.get(f"/?{parameters}", headers={"Accept-Language": language})
        assert answer.status_code == 400
        assert text in answer.text
    assert dutch in client.get(f"/api/search?{parameters}").get_json()["detail"]


@pytest.mark.parametrize("parameters", ["n=1000", "n=x", "limit=3", "zzzz=1", "page=0", "since=x"])
def test_the_api_explains_in_a_whole_sentence_which_parameter_is_wrong(
    client: FlaskClient, parameters: str
) -> None:
    name = parameters.partition("=")[0]
    for language, begin in (
        ("nl", "De parameter ‘{}’ klopt niet: "),
        ("en", "The parameter ‘{}’ is wrong: "),
    ):
        answer = client.get(f"/api/search?{parameters}&lang={language}").get_json()
        assert answer["detail"].startswith(begin.format(name))
        assert answer["detail"].endswith(".")
