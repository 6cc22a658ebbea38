"""Every kind of page meets WCAG 2.2 AA as far as axe-core can tell, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OPTIONS = {"runOnly": STANDARDS, "resultTypes": ["violations"]}
OF_COLOURS = OPTIONS | {"runOnly": ["color-contrast", "link-in-text-block"]}

EXAMINE = "options => axe.run(options).then(results => results.violations)"

ARTICLE = "/article/velmerland/navo-madrid"
PAGES = {
    "front": "/",
    "results": "/?q=kabinet",
    "results in order of date": "/?sort=newest",
    "results, filtered": "/?q=navo&source=De+Landscourant&since=2022&until=2023-06",
    "results, without a section and a name": "/?q=navo&not_section=Sport&not_person=Poetin",
    "results for a slip": "/?q=verkiezignen",
    "one result": "/?q=spoortunnel+drieweg",
    "results, the second page": "/?q=de&page=2",
    "near results only": "/?q=kabinet+zeppelin+wapens",
    "nothing found": "/?q=zzzqqqxxx",
    "nothing found, with tries": "/?q=navo&since=2030",
    "article": ARTICLE,
    "article with hits": f"{ARTICLE}?q=navo+madrid",
    "article on paper": "/article/oude-velmer-courant-1867/ovc-1867-05-14-mets.xml!STUK2?q=water",
    "versions": f"{ARTICLE}?versie=lc-2022-06-30-navo-madrid",
    "trend, not asked": "/trend",
    "trend": "/trend?q=oorlog&q=vrede&by=month",
    "figures, not asked": "/figures",
    "figures": "/figures?q=oorlog&kind=collocates",
    "words that are typical": "/figures?q=oorlog&kind=keywords&against=vrede",
    "words in a row": "/figures?q=oorlog&kind=words&size=2",
    "counts of two fields": "/figures?q=oorlog&q=vrede&by=source,year",
    "compared, not asked": "/compare",
    "compared": "/compare?q=navo&day=2023-01-01",
    "counted articles": "/articles?q=navo&cell=year:2022",
    "kwic, not asked": "/kwic",
    "kwic": "/kwic?q=kabinet",
    "kwic, nothing found": "/kwic?q=zzzqqqxxx",
    "a facet": "/facet/section?q=navo&not_section=Sport",
    "a facet, searched": "/facet/person?find=z",
    "a facet, nothing found": "/facet/person?find=zzzqqq",
    "clippings": f"/clippings?id={ARTICLE.removeprefix('/article/')}",
    "clippings, none": "/clippings",
    "results, wide": "/?q=navo&view=wide",
    "columns and code of an export": "/export?q=navo&source=De+Landscourant",
    "a name": "/name/person/Zelensky",
    "names in results": "/figures?q=oorlog&kind=names",
    "a result explained": "/why/lc-2022-03-24-navo-top?q=navo",
    "embedded": "/embed?q=navo",
    "help": "/help",
    "archive": "/about",
    "400": "/?q=navo&page=-1",
    "404": "/article/nergens",
}

EVERYWHERE = tuple(product(("light", "dark"), (360, 1280)))
# What is longer in English shows on the phone; its colours are those of the Dutch page, and are
# looked at in the dark on each kind that sets its own.
IN_ENGLISH = (("light", 360), ("light", 1280))
DARK_IN_ENGLISH = frozenset(
    {
        *("front", "results, filtered", "near results only", "nothing found, with tries"),
        *("article with hits", "article on paper", "versions", "trend", "kwic", "names in results"),
        *("a name", "a result explained", "help", "archive", "400"),
    }
)

Open = Callable[..., Any]


def violations(
    page: Any, seen: Iterable[tuple[str, int]] = EVERYWHERE, *, whole: bool = False
) -> list[str]:
    """Return what axe finds wrong, light and dark, on a phone and on a desk.

    A page differs in the dark by its colours alone, which two rules of axe look at: the others
    would examine what they saw in the light, and do so only where `whole`.

    `Axe.run` would send the half megabyte of axe to the page anew for each of them, which takes
    longer than the examination.
    """
    found = set()
    page.evaluate(Axe().axe_script)
    for scheme, width in seen:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        rules = OPTIONS if whole or scheme == "light" else OF_COLOURS
        for violation in page.evaluate(EXAMINE, rules):
            for node in violation["nodes"]:
                found.add(f"{scheme} {width}: {violation['id']}: {node['html'][:200]}")
    return sorted(found)


def in_language(path: str, lang: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={lang}"


@pytest.fixture(params=["nl", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_each_kind_in_the_dark_is_a_page() -> None:
    assert set(PAGES) >= DARK_IN_ENGLISH


@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_nothing_wrong(reading: Page, kind: str, lang: str) -> None:
    reading.goto(in_language(PAGES[kind], lang))
    assert reading.locator("html").get_attribute("lang") == lang
    seen = EVERYWHERE if lang == "nl" or kind in DARK_IN_ENGLISH else IN_ENGLISH
    assert violations(reading, seen, whole=kind == "front") == []


def test_axe_finds_nothing_wrong_with_the_strip_in_use(open_page: Open) -> None:
    page = open_page("/?q=navo")
    page.locator(".timeline summary").click()
    page.locator(".strip").focus()
    assert page.locator(".tip").is_visible()
    assert violations(page) == []


def test_axe_finds_nothing_wrong_while_a_passage_is_noted_and_where_it_stands(
    open_page: Open,
) -> None:
    page = open_page(ARTICLE)
    page.locator(".story > p:not(.byline)").first.select_text()
    page.get_by_role("button", name="noteer bij een passage").click()
    assert page.locator(".noting form").is_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Bewaar", exact=True).click()
    page.goto("/clippings")
    assert page.locator(".noted").is_visible()
    assert violations(page) == []


@pytest.mark.parametrize("state", ["empty_site", "missing_site"])
def test_axe_finds_nothing_wrong_where_there_is_nothing_to_read(
    request: pytest.FixtureRequest,
    open_context: Callable[..., BrowserContext],
    state: str,
    lang: str,
) -> None:
    here = request.getfixturevalue(state)
    page = open_context(base_url=here).new_page()
    page.goto(in_language("/", lang))
    assert page.locator("h1").count() == 1
    assert violations(page) == []


def test_axe_finds_nothing_wrong_where_the_names_of_an_article_are_folded(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setattr("webapp.pages.names.FIRST", 2)
    page = open_page(
        in_language(f"{ARTICLE}?q=navo", lang), viewport={"width": 1280, "height": 900}
    )
    page.locator(".names dd summary").first.click()
    assert page.locator(".names dd details[open] a").first.is_visible()
    assert violations(page) == []


def test_axe_does_see_what_is_wrong(open_page: Open) -> None:
    page = open_page()
    page.evaluate("document.querySelector('h1').style.color = '#ccc'; document.title = ''")
    assert {found.split(": ")[1] for found in violations(page)} == {
        "color-contrast",
        "document-title",
    }
