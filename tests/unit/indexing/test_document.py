"""What an engine is given of an article, and what comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import ModuleType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.analysis.analyzer import Analyzer
from indexer.engines.documents import IndexDocument
from indexer.indexing.document import all_hashed, content_hash, document, hashed
from indexer.model import Article
from indexer.near_duplicates.grouping import Grouping
from indexer.release import Release
from indexer.storage.payload import stored_article, stored_lead

ARTICLE = Article(
    "a", "Dijk zakt", "De dijk zakt.", "2022-03", "NRC", ("sport",), "https://x", ("Jan",)
)


def made_of(article: Article, analyzer: Analyzer) -> IndexDocument:
    """Return the first article of a run as engines store it."""
    return document(article, "x", analyzer, Grouping(None, lambda _: None))


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
articles = st.builds(
    Article,
    id=texts.filter(bool),
    title=texts,
    body=texts,
    date=st.sampled_from([None, "2022", "2022-03", "2022-03-24"]),
    source=st.none() | texts,
    section=st.lists(texts).map(tuple),
    url=st.none() | texts,
    author=st.lists(texts).map(tuple),
)


@given(article=articles)
def test_an_article_comes_back_as_it_was(analyzer: Analyzer, article: Article) -> None:
    assert stored_article(made_of(article, analyzer).payload) == article


@given(article=articles, other=articles)
def test_versions_are_the_same_for_the_same_content_only(article: Article, other: Article) -> None:
    assert content_hash(article, "x") == content_hash(replace(article), "x")
    assert (content_hash(article, "x") == content_hash(other, "x")) is (article == other)


@given(given_=st.lists(st.tuples(articles, texts), max_size=4))
@example([(replace(ARTICLE, title='\x00\b\t\n\f\r\x1b\x7f"\\/\u2028é\U0001f600'), "/a")])
@example([(replace(ARTICLE, release=Release("2", has_guid=True)), "a"), (ARTICLE, "a")])
def test_many_articles_are_stored_as_one_is_and_have_its_hashes(
    native: ModuleType, given_: list[tuple[Article, str]]
) -> None:
    articles_, origins = [article for article, _ in given_], [origin for _, origin in given_]
    assert [*all_hashed(articles_, origins).each()] == [hashed(*each) for each in given_]


def test_an_article_that_cannot_be_stored_is_an_error_among_others(native: ModuleType) -> None:
    with pytest.raises(TypeError, match="surrogates"):
        all_hashed([ARTICLE, replace(ARTICLE, title="\ud800")], ["x", "x"])


def test_an_article_in_another_file_is_another_version() -> None:
    assert content_hash(ARTICLE, "a.jsonl") != content_hash(ARTICLE, "b.jsonl")


def test_fields_that_change_places_are_another_version() -> None:
    one, other = (
        replace(ARTICLE, source="a", section=()),
        replace(ARTICLE, source=None, section=("a",)),
    )
    assert content_hash(one, "x") != content_hash(other, "x")


@pytest.mark.parametrize(
    ("when", "first", "last", "year", "month"),
    [
        ("2022-03-24", "2022-03-24", "2022-03-24", "2022", "2022-03"),
        ("2022-02", "2022-02-01", "2022-02-28", "2022", "2022-02"),
        ("2022", "2022-01-01", "2022-12-31", "2022", ""),
    ],
)
def test_a_partial_date_spans_the_days_that_it_can_mean(  # noqa: PLR0917
    analyzer: Analyzer, when: str, first: str, last: str, year: str, month: str
) -> None:
    made = made_of(replace(ARTICLE, date=when), analyzer)
    assert (made.first, made.last) == tuple(
        date.fromisoformat(day).toordinal() for day in (first, last)
    )
    assert made.values.get("year", ("",)) == (year,)
    assert made.values.get("month", ("",)) == (month,)


def test_an_undated_article_has_no_days(analyzer: Analyzer) -> None:
    made = made_of(replace(ARTICLE, date=None), analyzer)
    assert (made.first, made.last) == (0, 0)
    assert made.values.keys().isdisjoint({"year", "month"})


@pytest.mark.parametrize(
    ("title", "body", "exact", "why"),
    [
        ("Kop", "Tekst.", "kop\ntekst", "title and body together"),
        ("De dijk…", "De dijk zakt.", "de dijk zakt", "a title taken from the body counts once"),
        ("De dijk zakt.", "De dijk zakt.\n\nMeer.", "de dijk zakt\nmeer", "also a whole sentence"),
        ("Wolf", "Wolfsburg meldt.", "wolf\nwolfsburg meldt", "but not half a word"),
        ("", "Tekst.", "tekst", "no title"),
        ("Kop", "", "kop", "no body"),
        ("", "", "", "nothing"),
    ],
)
def test_the_text_is_title_and_body(
    analyzer: Analyzer, title: str, body: str, exact: str, why: str
) -> None:
    assert made_of(Article("a", title, body), analyzer).exact == exact, why


def test_the_title_is_also_kept_by_itself(analyzer: Analyzer) -> None:
    made = made_of(Article("a", "De NAVO-top", "De NAVO-top begint."), analyzer)
    assert (made.title_exact, made.title_stem, made.title_part) == (
        "de navotop",
        "navotop navo-top NAVO-",
        "NAVO top",
    )


def test_the_lead_is_what_tells_what_an_article_is_about(analyzer: Analyzer) -> None:
    body = "In 2022 zakt de dijk bij ons. " + "water " * 300
    lead = stored_lead(made_of(Article("a", "Zorgen om een dijk", body), analyzer).payload)
    assert lead.text.partition("\t")[0].split() == ["zorg", "dijk"]
    assert lead.terms[:5] == ["zorg", "dijk", "zakken", "dijk", "water"]
    assert len(lead.terms) < 150
