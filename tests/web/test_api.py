"""The JSON API answers what the page shows."""

from __future__ import annotations

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
