"""A modern query finds old spellings and errors of OCR, in old articles, with each engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.model import Article, SearchRequest

Ids = Callable[..., list[str]]


def old(number: int, body: str, date: str | None = "1850-03-01") -> Article:
    return Article(id=f"a{number}", title=f"Nummer {number}", body=body, date=date)


ARTICLES = [
    old(1, "De stoomboot heeft den Koning gebragt."),
    old(2, "Hij heeft de koning een brief gebracht."),
    old(3, "De uitkomst was zoo plegtig niet."),
    old(4, "Een plegtige intogt in de Zoo van Antwerpen.", "2019-05-02"),
    old(5, "De Franscbe minister van Oorlog sprak over de bevol king."),
    old(6, "Zonder dagteekening: eene plegtige mis.", None),
    old(7, "Fransche schepen, Fransche wyn, de Franschen van de Fransche vloot."),
    *(old(n, "Men meldt dat uit Weenen de Fransche gezant vertrok.") for n in range(8, 12)),
    old(12, "Xq zvb qqlt pprz wrrt kkjh vbnm llkj mnbv qwrt zzxc ghjk plkj."),
]


@pytest.fixture
def archive(archive_of: Any, engine: str) -> Archive:
    made: Archive = archive_of(*ARTICLES, engine=engine)
    return made


def test_a_modern_word_finds_its_old_spelling_in_articles_that_are_old_or_undated(
    archive: Archive, ids: Ids
) -> None:
    found = set(ids(archive, "plechtige"))
    assert {"a3", "a6"} <= found
    assert "a4" not in found


def test_an_old_word_finds_the_modern_form(archive: Archive, ids: Ids) -> None:
    assert set(ids(archive, "gebragt")) >= {"a1", "a2"}


def test_an_exact_word_finds_itself_alone(archive: Archive, ids: Ids) -> None:
    assert archive.search(SearchRequest("=gebracht")).total == 1
    assert ids(archive, "=gebracht")[:1] == ["a2"]


def test_errors_of_ocr_and_parted_words_are_found_and_marked(archive: Archive) -> None:
    page = archive.search(SearchRequest("Franse bevolking"))
    assert [hit.article.id for hit in page.hits if not hit.missing] == ["a5"]
    text = page.hits[0].snippets[0]
    marked = [text.text[start:end] for start, end in text.marks]
    assert marked == ["Franscbe", "bevol king"]


def test_noise_is_not_offered_as_a_completion(archive: Archive) -> None:
    assert "franscbe" not in {each.text.lower() for each in archive.completions("frans")}


def test_an_explanation_has_the_rule_and_its_years(archive: Archive) -> None:
    page = archive.search(SearchRequest("gebracht", explain=True))
    reasons = [reason for hit in page.hits for reason in hit.explanation]
    assert any("gebragt = gebracht" in each and "1900" in each for each in reasons)


def test_an_archive_of_today_keeps_no_table(archive_of: Any, tmp_path: Path) -> None:
    archive_of(old(1, "De kraggt van plegtig en zoo.", "2019-01-01"))
    assert not list(tmp_path.rglob("readings.tsv"))


def test_the_page_says_what_its_words_were_found_as_and_each_can_be_taken_off(
    archive: Archive,
) -> None:
    page = archive.search(SearchRequest("plechtige"))
    (form,) = [each for each in page.found_as if each.written == "plegtige"]
    assert (form.modern, form.count, form.is_error) == ("plechtige", 1, False)
    assert "1900" in form.reason
    less = archive.search(SearchRequest("plechtige", without=("Plegtige",)))
    assert less.total == page.total - 1
    assert "plegtige" not in {each.written for each in less.found_as}


def test_a_word_in_old_spelling_says_that_it_was_found_as_the_modern_one(archive: Archive) -> None:
    page = archive.search(SearchRequest("gebragt"))
    assert [(each.term, each.written) for each in page.found_as] == [("gebragt", "gebracht")]
    assert archive.search(SearchRequest("gebragt", without=("gebracht",))).total == 1


def test_an_update_finds_the_same_as_a_rebuild(
    tmp_path: Path, jsonl: Callable[..., Path], engine: str
) -> None:
    updated, rebuilt = (Settings(index=tmp_path / name, engine=engine) for name in ("u", "r"))
    build(updated, [jsonl(*ARTICLES[:6], name="first.jsonl")])
    build(updated, [jsonl(*ARTICLES[6:], name="second.jsonl")])
    build(rebuilt, [tmp_path / "first.jsonl", tmp_path / "second.jsonl"])

    def table(settings: Settings) -> set[str]:
        (path,) = settings.index.rglob("readings.tsv")
        return set(path.read_text("utf-8").splitlines())

    assert table(updated) == table(rebuilt)
