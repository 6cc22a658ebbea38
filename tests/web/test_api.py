"""The JSON API answers what the page shows."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient


def test_a_search_answers_a_page_of_results(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=storm&n=5&page=2&source=De+Kade").get_json()
    assert (answer["total"], answer["page"], answer["pages"]) == (18, 2, 4)
    assert [hit["rank"] for hit in answer["hits"]] == [6, 7, 8, 9, 10]
    assert list(answer)[:4] == ["query", "interpreted", "total", "partial"]


def test_marks_are_offsets_into_the_text_beside_them(client: FlaskClient) -> None:
    for hit in client.get("/api/search?q=storm").get_json()["hits"]:
        for snippet in hit["snippets"]:
            for start, end in snippet["marks"]:
                assert snippet["text"][start:end].lower() == "storm"


def test_an_article_comes_with_its_marks(client: FlaskClient) -> None:
    answer = client.get("/api/article/haven/000?q=storm").get_json()
    assert answer["id"] == "haven/000"
    assert answer["title_marks"] == [[0, 5]]


def test_text_is_sent_as_it_is(client: FlaskClient) -> None:
    response = client.get("/api/search?q=Oekra%C3%AFne")
    assert "Oekraïne" in response.text
    assert response.mimetype == "application/json"


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("/api/search?q=storm&limit=3", "n"),
        ("/api/search?q=storm&soruce=De+Kade", "source"),
        ("/api/search?q=storm&bron=De+Kade", "source"),
        ("/api/search?query=storm", "q"),
        ("/api/trend?q=storm&bie=year", "by"),
        ("/api/kwic?q=storm&widht=9", "width"),
        ("/api/count?q=storm&interval=year", "by"),
        ("/api/suggest?q=st&size=3", "n"),
    ],
)
def test_an_unknown_parameter_is_refused_with_the_one_that_was_meant(
    client: FlaskClient, address: str, near: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert answer.get_json()["parameter"] in address
    assert f"‘{near}’" in answer.get_json()["detail"]
    assert f"‘{near}’ may be meant" in client.get(f"{address}&lang=en").get_json()["detail"]


def test_a_parameter_like_no_other_is_refused_with_those_that_are_known(
    client: FlaskClient,
) -> None:
    detail = client.get("/api/similar/x?zzzz=1").get_json()["detail"]
    assert "het kent lang, n" in detail


def test_a_page_ignores_what_others_added_to_its_address(client: FlaskClient) -> None:
    assert client.get("/?q=storm&utm_source=brief").status_code == 200


def test_the_api_says_what_it_has(client: FlaskClient) -> None:
    found = client.get("/api").get_json()
    assert found["paths"]["/api/suggest"]["parameters"] == ["q", "n", "lang"]
    assert "sort" in found["paths"]["/api/kwic"]["parameters"]


def test_the_archive_in_figures_is_that_of_the_command(client: FlaskClient) -> None:
    found = client.get("/api/stats").get_json()
    assert found["articles"] > 0
    assert {"engine", "sources", "years"} <= found.keys()
