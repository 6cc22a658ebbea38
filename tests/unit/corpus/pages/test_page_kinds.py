"""A page is its article alone; a list, a wall, an offer or an error is counted and is none."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from indexer.corpus import read_articles
from indexer.model import Article

BRUG = "De brug over de Demer in Ravelhout ging woensdag open, een jaar later dan was beloofd."
PROEF = "Volgens de gemeente reden eerst twaalf vrachtauto's met zand over de brug, als proef."
BOOT = "De schippers zijn er blij mee: zij hoeven niet meer te wachten tot het water zakt."
TEXT = f"{BRUG}\n\n{PROEF}\n\n{BOOT}"
PARAGRAPHS = "".join(f"<p>{each}</p>" for each in (BRUG, PROEF, BOOT))
TITLES = ["Club ontslaat trainer", "Brand in haven", "Staking bij het spoor", "Markt naar de kade"]
LINES = [
    "Na zes nederlagen op rij moet de trainer vertrekken.",
    "De brandweer bleef de hele nacht aanwezig in de haven.",
    "Reizigers moeten rekening houden met langere reistijden.",
    "De markt op het plein wordt deze zomer verplaatst.",
]
COOKIES = (
    "Websites moeten bezoekers cookies even gemakkelijk laten weigeren als accepteren, vindt de "
    "toezichthouder op de privacy. Bedrijven vragen toestemming met een grote groene knop."
)
PRIJS = (
    "Wie een abonnement op De Bode heeft, betaalt volgend jaar 300 euro, meldt de uitgever. "
    "Abonnees kunnen tot juni opzeggen."
)
OFFER = "<p>Verder lezen?</p><p>Neem een abonnement voor 5 euro per maand.</p>"


def teasers(tag: str, *, link_inside: bool = True) -> str:
    headings = (
        f'<h3><a href="/{n}">{title}</a></h3>'
        if link_inside
        else f'<a href="/{n}"><h3>{title}</h3></a>'
        for n, title in enumerate(TITLES)
    )
    both = zip(headings, LINES, strict=True)
    return "".join(f"<{tag}>{heading}<p>{line}</p></{tag}>" for heading, line in both)


def links(tag: str = "li") -> str:
    return "".join(
        f'<{tag}><a href="/{n}">{title}</a></{tag}>' for n, title in enumerate(TITLES * 3)
    )


def page(main: str, title: str = "Brug open", head: str = "") -> str:
    return f"""<!DOCTYPE html><html lang="nl"><head><title>{title}</title>{head}</head><body>
<header><nav><a href="/">Voorpagina</a> <a href="/s">Sport</a></nav></header>
<div class="main-menu"><ul><li><a href="/w">Weer</a></li><li><a href="/v">Files</a></li></ul></div>
{main}<footer>De Bode, alle rechten voorbehouden</footer></body></html>"""


def article(text: str, title: str = "Brug open", beside: str = "") -> str:
    return f"<main><article><h1>{title}</h1>{text}</article>{beside}</main>"


def data(kind: str, **more: str) -> str:
    fields = "".join(f', "{name}": "{value}"' for name, value in more.items())
    return f'<script type="application/ld+json">{{"@type": "{kind}"{fields}}}</script>'


@pytest.mark.parametrize(
    ("html", "text", "why"),
    [
        (page(article("<p>De brug is open.</p>")), "De brug is open.", "short, and no menu"),
        (page("<div><h1>Brug open</h1><p>De brug is open.</p></div>"), "De brug is open.", "div"),
        (
            page('<div class="content"><h1>Brug open</h1><div>De brug is open.</div></div>'),
            "De brug is open.",
            "no paragraphs",
        ),
        (page(article(f"<p>{BRUG}</p><p>Lees meer.</p>")), f"{BRUG}\n\nLees meer.", "two of them"),
        (page(article(f"<p>{BRUG}</p><div class='paywall'>{OFFER}</div>")), BRUG, "an offer"),
        (page(article(f"<p>{BRUG}</p>{OFFER}<p>Opzeggen kan.</p>")), BRUG, "an offer unnamed"),
        (page(article(PARAGRAPHS + OFFER)), TEXT, "an offer below a long text"),
        (
            page(article(f"<p>{BRUG}</p><div class='paywall'><p>{PROEF}</p><p>{BOOT}</p></div>")),
            TEXT,
            "what is behind the wall, where it is there",
        ),
        (
            page(
                article(f"<p>{BRUG}</p>"),
                head=data("NewsArticle", articleBody=TEXT.replace("\n", " ")),
            ),
            f"{BRUG} {PROEF} {BOOT}",
            "the text in the data of a page that shows its beginning",
        ),
        (
            page(
                article(
                    f"<p>{BRUG}</p>", beside=f"<section><h2>Lees ook</h2>{teasers('div')}</section>"
                )
            ),
            BRUG,
            "other articles below a short one",
        ),
        (
            page(
                f"<main><h1>Brug open</h1>{PARAGRAPHS}<h2>Meer nieuws</h2>{teasers('div')}</main>"
            ),
            TEXT,
            "and below a long one that no element holds",
        ),
        (
            page(f'<div class="content social-share-on"><h1>Brug open</h1>{PARAGRAPHS}</div>'),
            TEXT,
            "a wrapper called as a menu",
        ),
        (
            page(
                '<article class="subscriber-only"><h1>Brug open</h1>'
                f'<p>{BRUG}</p><div class="paywall">{OFFER}</div></article>'
            ),
            BRUG,
            "an article called as an offer",
        ),
        (
            page(article(f'<div class="paywall"><p>{BRUG}</p><p>{PROEF}</p>{OFFER}</div>')),
            f"{BRUG}\n\n{PROEF}",
            "a text and an offer in one box",
        ),
        (
            page(f'<header class="top"><h1>Brug open</h1><p>{BRUG}</p></header><p>{PROEF}</p>'),
            f"{BRUG}\n\n{PROEF}",
            "a headline and its lead in a header",
        ),
        (
            page(
                "<main><h1>Brug open</h1><p class='date'>24 maart 2022</p>"
                f"<p>{BRUG}</p>{teasers('div')}</main>"
            ),
            BRUG,
            "a short one that is dated, and others below it",
        ),
        (
            page(
                article(
                    f'<p class="article__intro"><b>Ravelhout</b> {BRUG}</p>'
                    f'<div class="article__body"><p>{PROEF}</p><p>{BOOT}</p></div>'
                )
            ),
            f"Ravelhout {TEXT}",
            "an introduction outside of what is called the text",
        ),
        (
            page(article(f'<p class="intro">{BRUG}</p><p>{PROEF}</p><p>{BOOT}</p>')),
            TEXT,
            "an introduction in the text, once",
        ),
        (
            page(
                article(
                    f"<p>{BRUG}</p><p><b>Lees ook: <a href='/x'>Brug bij Peer ook oud</a></b></p>"
                    f"<p>{PROEF}</p><p>Tekst gaat verder onder de foto.</p><p>{BOOT}</p>"
                )
            ),
            TEXT,
            "lines in it that are of the page",
        ),
        (
            page(
                article(
                    f"<p>{BRUG}</p><p>Lees ook: de <a href='/x'>brief</a> is oud, maar nog geldig."
                    f"</p><p>{BOOT}</p>"
                )
            ),
            f"{BRUG}\n\nLees ook: de brief is oud, maar nog geldig.\n\n{BOOT}",
            "a sentence that begins as such a line",
        ),
        (
            page(
                f"<main><h1>Brug open</h1><i class='date'>24-03-2022</i><p>{BRUG}</p>"
                "<h2>Meer video's</h2><ul><li><a href='/1'>Koe te water</a></li></ul></main>"
            ),
            BRUG,
            "links below a short one",
        ),
        (
            page(article(f"<p class='time'>Donderdag 24 maart 2022, 08.30 uur</p>{PARAGRAPHS}")),
            TEXT,
            "a date above it",
        ),
    ],
)
def test_the_text_is_that_of_the_article(tmp_path: Path, html: str, text: str, why: str) -> None:
    (tmp_path / "a.html").write_text(html, "utf-8")
    (found,) = read_articles(tmp_path / "a.html")
    assert isinstance(found, Article)
    assert (found.title, " ".join(found.body.split())) == ("Brug open", " ".join(text.split())), why


NO_ARTICLES = [
    (page(f"<main>{teasers('article')}</main>", "De Bode"), "front pages and lists"),
    (page(f"<main>{teasers('div', link_inside=False)}</main>", "De Bode"), "front pages and lists"),
    (page(f"<main><h1>Archief</h1><ul>{links()}</ul></main>", "Archief"), "front pages and lists"),
    (page(f"<table><tr>{links('td')}</tr></table>", "De Bode"), "front pages and lists"),
    (
        page(f"<main><h1>Zoek: brug</h1><p>4 gevonden</p>{teasers('li')}</main>", "Zoek"),
        "front pages and lists",
    ),
    (
        page(
            f"<main><h1>Dossier</h1>{PARAGRAPHS}{teasers('div')}</main>",
            "x",
            data("CollectionPage"),
        ),
        "front pages and lists",
    ),
    (
        page(
            "".join(
                f'<article><h2><a href="/{n}">{n}</a></h2>{PARAGRAPHS}</article>' for n in TITLES
            )
        ),
        "front pages and lists",
    ),
    (
        page(
            "<main><h1>Wij gebruiken cookies</h1><p>Wij en onze partners gebruiken cookies om "
            "advertenties te tonen. Klik op akkoord of pas je voorkeuren aan.</p></main>",
            "De Bode",
        ),
        "cookie walls",
    ),
    (
        page(
            "<div><h1>Voordat je verder leest</h1><p>Bekijk de site door cookies te accepteren. "
            "Met jouw toestemming verwerken wij en onze partners persoonsgegevens.</p></div>",
            "Privacy Gate",
        ),
        "cookie walls",
    ),
    (
        page(
            "<main><h1>Privacy-instellingen</h1><p>De Bode en anderen gebruiken technologie zoals "
            "cookies om informatie op je apparaat te bewaren.</p><button>Akkoord</button></main>",
            "Privacy",
        ),
        "cookie walls",
    ),
    (page(article(f'<div class="paywall">{OFFER}</div>')), "offers of a subscription"),
    (
        page(article("<p>Dit artikel is exclusief voor abonnees.</p><p>Al abonnee? Log in.</p>")),
        "offers of a subscription",
    ),
    (page("<h1>Pagina niet gevonden</h1><p>Ga naar de voorpagina.</p>", "404"), "pages of errors"),
    (
        page(
            "<main><h1>Oeps!</h1><p>De pagina die u zoekt bestaat niet (meer).</p></main>",
            "De Bode",
        ),
        "pages of errors",
    ),
    (page(f"<h1>Helaas</h1>{teasers('div')}", "Niet gevonden | De Bode"), "pages of errors"),
    (page("<h1>Error 503</h1><p>Service unavailable, try again.</p>", "503"), "pages of errors"),
    (
        page("<h1>bode.example</h1><p>Checking your browser.</p>", "Just a moment..."),
        "pages of errors",
    ),
]


def plain(path: Path, html: str) -> Path:
    (path / "a.html").write_text(html, "utf-8")
    return path / "a.html"


def zipped(path: Path, html: str) -> Path:
    with zipfile.ZipFile(path / "a.zip", "w") as archive:
        archive.writestr("map/a.html", html)
    return path / "a.zip"


def crawled(path: Path, html: str) -> Path:
    with (path / "a.warc").open("wb") as stream:
        writer = WARCWriter(stream, gzip=False)
        headers = StatusAndHeaders(
            "200 OK", [("Content-Type", "text/html; charset=utf-8")], "HTTP/1.1"
        )
        payload = io.BytesIO(html.encode())
        record = writer.create_warc_record(
            "https://bode.example/a", "response", payload=payload, http_headers=headers
        )
        writer.write_record(record)
    return path / "a.warc"


@pytest.mark.parametrize("pack", [plain, zipped, crawled])
@pytest.mark.parametrize(("html", "kind"), NO_ARTICLES)
def test_what_is_no_article_is_counted_and_nothing_is_lost(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    pack: Callable[[Path, str], Path],
    html: str,
    kind: str,
) -> None:
    assert list(read_articles(pack(tmp_path, html))) == []
    (note,) = caplog.messages
    assert kind in note
    assert "1" in note


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("404 mensen verlaten hun huis", BRUG),
        ("Vermiste schipper niet gevonden", BRUG),
        ("Deze pagina uit een dagboek kost een miljoen", BRUG),
        (
            "Toezichthouder: cookies weigeren moet gemakkelijker",
            COOKIES,
        ),
        (
            "De Bode duurder",
            PRIJS,
        ),
        (
            "De vijf mooiste bruggen",
            "".join(f'<h2><a href="/{n}">{n}</a></h2><p>{BOOT}</p>' for n in TITLES),
        ),
        (
            "De mooiste bruggen per provincie",
            "".join(
                f'<section><h2><a href="/{n}">{n}</a></h2><p>{BOOT} {BRUG}</p></section>'
                for n in TITLES
            ),
        ),
        ("Liveblog: storm", "".join(f"<h2>1{n}.00 uur</h2><p>{BOOT}</p>" for n in range(5))),
    ],
)
def test_an_article_on_such_a_thing_is_an_article(tmp_path: Path, title: str, text: str) -> None:
    path = plain(tmp_path, page(article(f"<p>{text}</p>", title), title))
    (found,) = read_articles(path)
    assert isinstance(found, Article)
    assert found.title == title


@pytest.mark.parametrize(
    "attributes",
    [
        'itemprop="comment" itemscope',
        'itemscope itemtype="https://schema.org/Comment"',
        'itemscope itemtype="http://schema.org/UserComments"',
        'property="comment" typeof="Comment"',
    ],
)
def test_a_comment_that_only_its_attributes_tell_is_no_text(
    tmp_path: Path, attributes: str
) -> None:
    html = page(f"<article><h1>Brug open</h1>{PARAGRAPHS}<div {attributes}>Mooi!</div></article>")
    (tmp_path / "a.html").write_text(html, encoding="utf-8")
    (found,) = read_articles(tmp_path)
    assert isinstance(found, Article)
    assert found.body == TEXT


@pytest.mark.parametrize(
    ("around", "why"),
    [
        ("{}<div id='reacties'><div class='reactie'><p>Niets voor mij.</p></div></div>", "Dutch"),
        ("{}<section class='comments-section'><p>Niets voor mij.</p></section>", "English"),
        ("<p class='date'>Bijgewerkt op 30 maart 2022, gepubliceerd op 24 maart 2022</p>{}", "day"),
        ("<p class='date'>Laatst gewijzigd: 30-03-2022 10:15</p>{}", "of a change"),
    ],
)
def test_comments_and_lines_about_changes_are_no_text(
    tmp_path: Path, around: str, why: str
) -> None:
    body = f"<main><article><h1>Brug over de Demer</h1>{around.format(PARAGRAPHS)}</article></main>"
    text = f"<html><title>Brug over de Demer</title><body>{body}</body></html>"
    (tmp_path / "a.html").write_text(text, "utf-8")
    (article,) = read_articles(tmp_path)
    assert isinstance(article, Article)
    assert article.body == TEXT, why
