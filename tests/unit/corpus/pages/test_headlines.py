"""A page has the headline that its reader sees, the writers of its data, and its address."""

from __future__ import annotations

import pytest

from tests.fixture_types import ReadFile

TEXT = (
    "<p>De brug over de Demer in Ravelhout ging woensdag open, een jaar later dan beloofd was.</p>"
    "<p>Volgens de gemeente reden eerst twaalf vrachtauto's met zand over de brug, als proef.</p>"
)
SHOWN = "Brug bij Ravelhout eindelijk open"
SITE = "<meta property='og:site_name' content='De Bode'>"
TOLD = "Ravelhout brug: kosten en planning"


def page(body: str, title: str = "Brug Ravelhout | De Bode", head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def og(title: str) -> str:
    return f"<meta property='og:title' content='{title}'>"


def data(fields: str, kind: str = "application/ld+json") -> str:
    return f"<script type='{kind}'>{{{fields}}}</script>"


@pytest.mark.parametrize(
    ("html", "title", "why"),
    [
        (
            page(f"<article><h1>{SHOWN}</h1>{TEXT}</article>", head=og(TOLD)),
            SHOWN,
            "that of the article, not what is shared",
        ),
        (
            page(
                f"<header><h1>De Bode</h1></header><main><article><h1>{SHOWN}</h1>{TEXT}</article>"
                "</main>",
                head=data(f'"@type": "NewsArticle", "headline": "{TOLD}"'),
            ),
            SHOWN,
            "nor what searches are told, nor the name of the site",
        ),
        (
            page(f"<div><h1>{SHOWN}</h1>{TEXT}</div>", head=og(TOLD)),
            SHOWN,
            "a page that says of no part that it is the article",
        ),
        (
            page(f"<article><h1>{SHOWN}</h1>{TEXT}</article>", head=og(f"{SHOWN} | De Bode")),
            SHOWN,
            "without the site behind it",
        ),
        (
            page(f"<header><h1>De Bode</h1></header><h1>{SHOWN}</h1>{TEXT}", f"De Bode - {SHOWN}"),
            SHOWN,
            "nor with the site before it",
        ),
        (
            page(
                f"<article><h1>‘Feest’: {SHOWN}</h1>{TEXT}</article>",
                head=og(f"Feest: {SHOWN} - De Bode"),
            ),
            f"‘Feest’: {SHOWN}",
            "with its own signs, and without the site",
        ),
        (
            page(f"<article><h1>Binnenland {SHOWN}</h1>{TEXT}</article>", head=og(SHOWN)),
            SHOWN,
            "without the section before it",
        ),
        (
            page(f"<main><h1>Uit de regio</h1><article>{TEXT}</article></main>", head=og(SHOWN)),
            SHOWN,
            "a heading above the article is that of a section",
        ),
        (
            page(f"<article><h1>Regionaal nieuws</h1>{TEXT}</article>", head=og(SHOWN)),
            SHOWN,
            "two words are a section",
        ),
        (
            page(f"<header><h1>Nieuws uit Ravelhout</h1></header>{TEXT}", head=og(SHOWN)),
            SHOWN,
            "a heading of the page",
        ),
        (
            page(
                f"<article><h1>{SHOWN}: &ldquo;Feest&rdquo;</h1>{TEXT}</article>",
                head=og(f"{SHOWN}: Feest"),
            ),
            f"{SHOWN}: “Feest”",
            "the same with its signs",
        ),
        (
            page(
                f"<table><tr><td><a href='/'>Voorpagina</a><td><font size=+2><b>{SHOWN}</b></font>"
                f"<br>{TEXT}</table>",
                "De Bode Online - Regio",
            ),
            SHOWN,
            "large letters of a page without headings",
        ),
        (
            page(f"<p><b>RAVELHOUT - De brug is open</b></p>{TEXT}", SHOWN),
            SHOWN,
            "bold letters are no headline unless the title repeats them",
        ),
        (
            page(f"<h1>De Bode</h1><h2 class='kop'>{SHOWN}</h2>{TEXT}", "De Bode", SITE),
            SHOWN,
            "what is called a headline below the name of the site",
        ),
    ],
)
def test_the_headline_is_that_which_a_reader_sees(
    read_file: ReadFile, html: str, title: str, why: str
) -> None:
    ((article,), _) = read_file("a.html", html)
    assert article.title == title, why


AUTHOR = '"author": {"@type": "Person", "name": "Noor Peeters"}'
ARTICLE = f'"@type": "NewsArticle", "headline": "{SHOWN}", {AUTHOR}'


@pytest.mark.parametrize(
    "head",
    [
        data(ARTICLE),
        data(f'"@context": ["https://schema.org", {{"@language": "nl"}}], {ARTICLE}'),
        data(f'"@context": {{"@vocab": "http://schema.org/"}}, {ARTICLE}'),
        data(f'"@context": "https://schema.org", {ARTICLE}', "application/ld+json; charset=utf-8"),
        data(f'"@context": "https://schema.org", "@graph": [{{{ARTICLE}}}]'),
        data(f'"@context": "https://schema.org", "@type": "WebPage", "mainEntity": {{{ARTICLE}}}'),
    ],
)
def test_writers_in_data_are_read_whatever_stands_around_them(
    read_file: ReadFile, head: str
) -> None:
    html = page(f"<article><h1>{SHOWN}</h1>{TEXT}</article>", head=head)
    ((article,), _) = read_file("a.html", html)
    assert article.author == ("Noor Peeters",)


@pytest.mark.parametrize(
    ("comment", "address"),
    [
        (
            (
                "<!--\n Page saved with SingleFile \n url: https://bode.example/2022/03/24/brug \n"
                " saved date: Wed Nov 02 2023 10:12:13 GMT+0100 \n-->"
            ),
            "https://bode.example/2022/03/24/brug",
        ),
        (
            "<!-- saved from url=(0036)https://bode.example/2022/03/24/brug -->",
            "https://bode.example/2022/03/24/brug",
        ),
        (
            (
                "<!-- Mirrored from bode.example/2022/03/24/brug.html by HTTrack Website Copier/3.x"
                " [XR&CO'2014], Wed, 02 Nov 2023 10:00:00 GMT -->"
            ),
            "http://bode.example/2022/03/24/brug.html",
        ),
    ],
)
def test_a_saved_page_has_the_address_that_its_comment_says(
    read_file: ReadFile, comment: str, address: str
) -> None:
    html = page(f"<article><h1>{SHOWN}</h1>{TEXT}</article>")
    ((article,), _) = read_file("a.html", comment + html)
    assert (article.url, article.date) == (address, "2022-03-24")
    own = html.replace("</title>", "</title><link rel=canonical href='https://bode.example/brug'>")
    ((article,), _) = read_file("a.html", comment + own)
    assert article.url == "https://bode.example/brug"


def test_a_page_saved_from_nowhere_has_no_address(read_file: ReadFile) -> None:
    html = page(f"<article><h1>{SHOWN}</h1>{TEXT}</article>")
    ((article,), _) = read_file("a.html", f"<!-- saved from url=(0014)about:internet -->{html}")
    assert article.url is None


@pytest.mark.parametrize(
    "line",
    [
        "<small>Geplaatst door Noor Peeters op 24-03-2022 om 06:00 uur</small>",
        "<p class='byline'>Door <a href='/n'>Noor Peeters</a> · 24 mrt 2022 · 3 min.</p>",
        "<p>Door Noor Peeters | 24 maart 2022</p>",
    ],
)
def test_a_line_below_the_headline_names_the_writer_and_is_no_text(
    read_file: ReadFile, line: str
) -> None:
    html = page(f"<article><h1>{SHOWN}</h1>{line}{TEXT}</article>")
    ((article,), _) = read_file("a.html", html)
    assert (article.author, article.date) == (("Noor Peeters",), "2022-03-24")
    assert article.body.startswith("De brug over de Demer")


def test_what_stands_above_the_headline_and_lines_of_changes_are_no_text(
    read_file: ReadFile,
) -> None:
    above = f"<p>Binnenland</p><h2 class='kop'>{SHOWN}</h2><p>do 24 mrt 2022</p>"
    below = f"<p>Laatste update: 30 maart 2022</p>{TEXT}"
    html = page(f"<div>{above}{below}</div>", "De Bode", SITE)
    ((article,), _) = read_file("a.html", html)
    assert (article.title, article.date) == (SHOWN, "2022-03-24")
    assert article.body.startswith("De brug over de Demer")
