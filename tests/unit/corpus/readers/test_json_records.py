"""JSON is read by the line or by the document, and one broken article costs that one only."""

import json
from collections.abc import Iterable

import pytest

from indexer.corpus.readers import json_records
from indexer.model import Article
from tests.fixture_types import ReadFile

A = {"id": "a", "title": "Kop a", "body": "Tekst a."}
B = {"id": "b", "title": "Kop b", "body": "Tekst b."}


def ids(articles: Iterable[Article]) -> list[str]:
    return [article.id for article in articles]


@pytest.mark.parametrize(
    ("document", "expected", "why"),
    [
        ([A, B], ["a", "b"], "a list"),
        (A, ["a"], "one object"),
        ({"articles": [A, B]}, ["a", "b"], "a list under its usual name"),
        ({"title": "Feed", "items": [A, B]}, ["a", "b"], "the only list of objects"),
        ({"meta": {"n": 2}, "data": {"items": [A, B]}}, ["a", "b"], "the list that lies deeper"),
        ({"items": [A], "more": {"links": [{}], "b": [B]}}, ["a"], "the list that lies least deep"),
        ({**A, "images": [{"src": "x"}]}, ["a"], "an article with a list of its own"),
        ({"id": "t", "title": "Kop", "tags": ["x"]}, ["t"], "a title alone is a text"),
    ],
)
def test_the_articles_of_a_document_are_found(
    read_file: ReadFile, document: object, expected: list[str], why: str
) -> None:
    articles, errors = read_file("a.json", json.dumps(document))
    assert (ids(articles), errors) == (expected, []), why


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.json", "a.json.gz"])
def test_an_object_a_line_is_read_under_either_name(read_file: ReadFile, name: str) -> None:
    articles, errors = read_file(name, f"{json.dumps(A)}\n\n{json.dumps(B)}")
    assert (ids(articles), errors) == (["a", "b"], [])


@pytest.mark.parametrize("document", [[A, B], {"articles": [A, B]}])
def test_a_document_over_many_lines_is_read_under_either_name(
    read_file: ReadFile, document: object
) -> None:
    articles, errors = read_file("a.jsonl", json.dumps(document, indent=1))
    assert (ids(articles), errors) == (["a", "b"], [])


def test_a_broken_document_over_many_lines_is_one_error(read_file: ReadFile) -> None:
    articles, (error,) = read_file("a.jsonl", "{\n" + '"title": "Kop",\n' * 30)
    assert articles == []
    assert "broken JSON" in error.reason


@pytest.mark.parametrize(
    ("line", "words", "why"),
    [
        ('{"body": "half', "broken JSON", "cut off"),
        ("[" * 5000, "broken JSON", "open for ever"),
        ("[" * 200_000 + "]" * 200_000, "nested too deeply", "deeper than any article"),
        ("42", "no JSON object but a number", "a number"),
        ("[" * 1000 + "]" * 1000, "no JSON object but a list", "a list, however deep"),
        ('{"views": 5, "extra": {"body": 3}}', "add a title or a body", "no field of text"),
        ('{"title": " ", "body": ""}', "no text", "blank fields"),
        ("{}", "no text", "nothing"),
        ('{"_bron": {"text": "x"}}', 'body = "_bron.text"', "a text that lies deeper"),
        ('{"blocks": [{"content": "x"}]}', 'body = "blocks.content"', "a text in a list"),
        ('{"a": ' * 900 + "{}" + "}" * 900, "add a title or a body", "nothing, very deep"),
    ],
)
def test_a_broken_line_is_named_and_the_others_are_read(
    read_file: ReadFile, line: str, words: str, why: str
) -> None:
    articles, (error,) = read_file("a.jsonl", f"{json.dumps(A)}\n{line}\n{json.dumps(B)}\n")
    assert ids(articles) == ["a", "b"], why
    assert error.line == 2
    assert words in error.reason


def test_a_broken_article_of_a_document_is_named_by_number(read_file: ReadFile) -> None:
    articles, (error,) = read_file("a.json", json.dumps([A, 7, B]))
    assert ids(articles) == ["a", "b"]
    assert "article 2: no JSON object" in str(error)


def test_a_broken_document_is_one_error(read_file: ReadFile) -> None:
    articles, (error,) = read_file("a.json", json.dumps([A, B])[:-20])
    assert articles == []
    assert "broken JSON" in error.reason


@pytest.mark.parametrize("empty", ["[]", '{"articles": []}'])
def test_a_document_without_articles_is_an_error(read_file: ReadFile, empty: str) -> None:
    articles, (error,) = read_file("a.json", empty)
    assert articles == []
    assert "no articles" in error.reason


def test_records_without_text_cost_no_article_that_follows(read_file: ReadFile) -> None:
    pictures = '{"_bron": {"body": "Bijschrift."}}\n' * 1000
    articles, errors = read_file("a.jsonl", pictures + '{"body": "Tekst."}\n')
    assert [article.body for article in articles] == ["Tekst."]
    assert len(errors) == 1000


def test_a_file_that_is_no_json_at_all_is_given_up_soon(read_file: ReadFile) -> None:
    articles, errors = read_file("a.jsonl", "geen json\n" * 1000)
    assert articles == []
    assert len(errors) == 21
    assert "rest was not read" in errors[-1].reason


def test_a_sound_line_keeps_the_rest_from_being_given_up(read_file: ReadFile) -> None:
    articles, errors = read_file("a.jsonl", "\n".join([json.dumps(A), *"x" * 30, json.dumps(B)]))
    assert (ids(articles), len(errors)) == (["a", "b"], 30)


def test_too_large_a_document_is_refused_with_advice(
    read_file: ReadFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_records, "MAX_DOCUMENT", 20)
    articles, (error,) = read_file("a.json", json.dumps([A]))
    assert articles == []
    assert ".jsonl" in error.reason


@pytest.mark.parametrize(
    ("line", "body", "why"),
    [
        (rb'{"body": "half \ud83d emoji"}', "half \ufffd emoji", "a lone surrogate"),
        (b'{"body": "een\ttab"}', "een tab", "a raw control character"),
        (rb'{"body": "nul\u0000 teken"}', "nul teken", "an escaped NUL"),
        (b'{"body": "tekst", "score": NaN}', "tekst", "what Python writes for no number"),
        ('{"body": "café in België"}'.encode("cp1252"), "café in België", "Windows-1252"),
    ],
)
def test_sloppy_json_is_read_all_the_same(
    read_file: ReadFile, line: bytes, body: str, why: str
) -> None:
    (article,), errors = read_file("a.jsonl", line)
    assert (article.body, errors) == (body, []), why


@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_are_no_part_of_json(
    read_file: ReadFile, name: str, encoding: str
) -> None:
    articles, errors = read_file(name, json.dumps(A).encode(encoding))
    assert (ids(articles), errors) == (["a"], [])
