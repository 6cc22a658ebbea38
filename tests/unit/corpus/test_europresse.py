"""A page that Europresse exports is as many articles as it has, each with its own fields."""

from __future__ import annotations

import pytest

from indexer.corpus.vendors.europresse import is_europresse
from tests.fixture_types import ReadFile


def article(
    title: str, text: str, *, paper: str, head: str, number: str = "", author: str = ""
) -> str:
    return f"""<article><header>
<div class="rdp__DocPublicationName"><span class="DocPublicationName">{paper}</span></div>
<div class="rdp__DocHeader"><span class="DocHeader">{head}</span></div>
<div class="titreArticle"><p class="titreArticleVisu rdp__articletitle">{title}</p></div>
<p class="sm-margin-bottomNews">{author}</p></header>
<section><div class="docOcurrContainer"><div class="DocText clearfix">{text}</div></div></section>
<footer><div class="publiC-lblNodoc">{number}</div><p>Certificat émis le 2 mai 2024</p></footer>
</article>"""


VEERHUIS = article(
    "Gemeente koopt het oude veerhuis",
    "<p>De gemeente Velmer koopt het veerhuis.</p><p>Het huis stond tien jaar leeg.</p>",
    paper="De Velmer Courant, no. 24012",
    head="Binnenland, donderdag 24 maart 2022 312 woorden, p. 8",
    number="news·20220324·VC·0001",
    author="J. Bakker",
)
STAKING = article(
    "Staking legt de haven stil",
    "<p>Havenarbeiders legden het werk neer.</p>",
    paper="Dagblad Demer",
    head="vendredi 25 mars 2022",
    number="news·20220325·DD·0002",
)


def page(*articles: str) -> str:
    head = '<head><meta charset="utf-8"><title>Europresse</title></head>'
    return f"<!DOCTYPE html><html>{head}<body>{''.join(articles)}</body></html>"


def test_each_article_of_an_export_has_its_own_fields(read_file: ReadFile) -> None:
    ((first, second), errors) = read_file("a.html", page(VEERHUIS, STAKING))
    assert errors == []
    assert (first.id, first.title) == ("news·20220324·VC·0001", "Gemeente koopt het oude veerhuis")
    assert (first.date, first.source, first.section, first.author) == (
        "2022-03-24",
        "De Velmer Courant",
        ("Binnenland",),
        ("J. Bakker",),
    )
    assert first.body == (
        "De gemeente Velmer koopt het veerhuis.\n\nHet huis stond tien jaar leeg."
    )
    # A French day is in the number of the document too.
    assert (second.date, second.source, second.section) == ("2022-03-25", "Dagblad Demer", ())


def test_a_day_without_a_number_is_that_of_the_heading(read_file: ReadFile) -> None:
    ((found,), _) = read_file("a.html", page(VEERHUIS.replace("news·20220324·VC·0001", "")))
    assert found.date == "2022-03-24"


def test_what_stands_below_a_headline_begins_the_text(read_file: ReadFile) -> None:
    titled = VEERHUIS.replace("veerhuis</p></div>", "veerhuis</p><p>Voor een euro</p></div>", 1)
    ((found,), _) = read_file("a.html", page(titled))
    assert found.title == "Gemeente koopt het oude veerhuis"
    assert found.body.startswith("Voor een euro\n\nDe gemeente Velmer")


def test_an_article_of_an_export_without_text_is_skipped_by_name(read_file: ReadFile) -> None:
    bare = article("Kop", "", paper="Demer", head="24 maart 2022")
    ((found,), (error,)) = read_file("a.html", page(bare, STAKING))
    assert found.title == "Staking legt de haven stil"
    assert error.reason == "article 1: a headline without text; download it with its full text"


def test_an_export_in_mhtml_is_read_like_the_page(read_file: ReadFile) -> None:
    head = "From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n"
    saved = f"{head}Content-Transfer-Encoding: 8bit\n\n{page(VEERHUIS, STAKING)}"
    (articles, errors) = read_file("a.mhtml", saved)
    assert [each.source for each in articles] == ["De Velmer Courant", "Dagblad Demer"]
    assert errors == []


@pytest.mark.parametrize(
    "text",
    ["De klasse DocPublicationName is van Europresse.", "<b>class=</b> DocPublicationName"],
)
def test_a_page_about_europresse_is_no_export(text: str) -> None:
    assert not is_europresse(page(f"<article><p>{text}</p></article>"))


LINES = """De Velder, {section}, {day} 2022 40 mots, p. 3

{title}

{author}

{text}

© 2022 De Velder. Alle rechten voorbehouden.

Certificat émis le 2 mai 2024 à des fins de visualisation personnelle et temporaire.
news·202203{number}·TR·0001
"""


def test_a_page_that_was_saved_as_text_has_its_articles(read_file: ReadFile) -> None:
    text = LINES.format(
        section="Binnenland",
        day="donderdag 24 maart",
        title="Veerhuis verkocht",
        author="Jan Bakker",
        text="De gemeente koopt het veerhuis.\n\nDe raad stemt er nog over.",
        number=24,
    ) + LINES.format(
        section="Sport",
        day="vrijdag 25 maart",
        title="Velmer wint",
        author="Anna Bos",
        text="Velmer won met 2-0.",
        number=25,
    )
    articles, errors = read_file("a.txt", text)
    assert ([(a.title, a.date, a.source, a.section, a.author) for a in articles], errors) == (
        [
            ("Veerhuis verkocht", "2022-03-24", "De Velder", ("Binnenland",), ("Jan Bakker",)),
            ("Velmer wint", "2022-03-25", "De Velder", ("Sport",), ("Anna Bos",)),
        ],
        [],
    )
    assert articles[0].body == "De gemeente koopt het veerhuis.\n\nDe raad stemt er nog over."
