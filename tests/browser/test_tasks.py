"""What readers come to do, done with the keyboard alone, with script and without."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

Open = Callable[..., Any]

MAX_TABS = 80
OUTLINE = "shown => getComputedStyle(shown).outlineStyle"


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def start(open_page: Open, request: pytest.FixtureRequest) -> Callable[[str], Page]:
    """Return a function that opens a path."""
    # A scroll that takes its time is tested with the keys; here it would race with the next one.
    still = {"java_script_enabled": request.param, "reduced_motion": "reduce"}

    def opened(path: str = "/") -> Page:
        page: Page = open_page(path, **still)
        return page

    return opened


def reach(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus, and see that it shows."""
    expect(target).to_have_count(1)
    if target.evaluate("shown => shown === document.activeElement && shown.autofocus"):
        return
    for _ in range(MAX_TABS):
        page.keyboard.press("Tab")
        if target.evaluate("shown => shown === document.activeElement"):
            assert target.evaluate(OUTLINE) != "none", "the focus is not to be seen"
            return
    pytest.fail(f"{MAX_TABS} times Tab does not reach {target}")


def enter(page: Page) -> None:
    """Press Enter and wait until the page that it leads to is there whole."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def follow(page: Page, target: Locator) -> None:
    reach(page, target)
    enter(page)


def ask(page: Page, query: str) -> None:
    reach(page, page.locator("#q"))
    page.keyboard.type(query)
    enter(page)


def titles(page: Page) -> Locator:
    return page.locator(".hit h2 a")


def test_a_search_is_asked_from_the_front_page(start: Callable[..., Page]) -> None:
    page = start()
    ask(page, "navo madrid")
    expect(page.locator("h1")).to_contain_text("artikelen")
    expect(titles(page).first).to_contain_text("Finland en Zweden")  # as three papers have it


def test_the_first_stop_leads_past_the_head(start: Callable[..., Page]) -> None:
    page = start("/?q=navo")
    follow(page, page.get_by_role("link", name="Naar de inhoud"))
    reach(page, page.locator("main a").first)


def test_a_facet_narrows_and_its_chip_widens_again(start: Callable[..., Page]) -> None:
    page = start("/?q=navo")
    before = page.locator("h1").inner_text()
    follow(page, page.locator(".facet").get_by_role("link", name="De Landscourant"))
    chip = page.get_by_role("link", name="Weghalen: De Landscourant")
    expect(chip).to_be_visible()
    expect(page.locator("h1")).not_to_have_text(before)
    follow(page, chip)
    expect(page.locator("h1")).to_have_text(before)


def test_on_a_phone_the_facets_unfold(open_page: Open) -> None:
    page = open_page("/?q=navo", viewport={"width": 360, "height": 780})
    expect(page.locator(".facet").first).to_be_hidden()
    reach(page, page.locator(".refine > summary"))
    page.keyboard.press("Enter")
    expect(page.locator(".facet").first).to_be_visible()
    follow(page, page.locator(".facet").get_by_role("link", name="De Landscourant"))
    page.wait_for_url("**source=De+Landscourant**")


def test_a_period_is_typed(start: Callable[..., Page]) -> None:
    page = start("/?q=navo")
    reach(page, page.locator("#since"))
    page.keyboard.type("2022-06")
    reach(page, page.locator("#until"))
    page.keyboard.type("2022-07")
    enter(page)
    expect(page.get_by_role("link", name="Weghalen: juni tot en met juli 2022")).to_be_visible()
    for time in page.locator(".hit time").all():
        assert str(time.get_attribute("datetime"))[:7] in {"2022-06", "2022-07"}


def test_the_list_is_paged_and_sorted(start: Callable[..., Page]) -> None:
    page = start()
    follow(page, page.get_by_role("link", name="Alle artikelen, de nieuwste eerst"))
    first = titles(page).first.inner_text()
    follow(page, page.get_by_role("link", name="volgende"))
    expect(page.locator(".paging [aria-current=page]")).to_have_text("2")
    expect(titles(page).first).not_to_have_text(first)
    follow(page, page.get_by_role("link", name="oudste"))
    page.wait_for_url("**sort=oldest**")


def test_an_article_is_read_hit_by_hit_and_left_where_it_stood(start: Callable[..., Page]) -> None:
    page = start("/?q=navo+madrid")
    chosen = titles(page).nth(1)
    title = chosen.inner_text()
    follow(page, chosen)
    expect(page).to_have_title(f"{title} – Knipsel")
    follow(page, page.get_by_role("link", name="naar de eerste"))
    expect(page.locator("mark:target")).to_have_id("hit-1")
    follow(page, page.locator("#hit-1").get_by_role("link").last)
    expect(page.locator("mark:target")).to_have_id("hit-2")
    expect(page.locator("mark:target")).to_be_in_viewport()
    page.reload()  # the focus starts again at the top of the page
    follow(page, page.get_by_role("link", name="resultaten"))
    expect(page.locator(".hit:target h2")).to_have_text(title)
    expect(page.locator(".hit:target")).to_be_in_viewport()


def test_two_words_are_counted_by_month(start: Callable[..., Page]) -> None:
    page = start("/?q=oorlog")
    follow(page, page.get_by_role("link", name="door de tijd"))
    reach(page, page.get_by_label("Zoekvraag 2"))
    page.keyboard.type("vrede")
    enter(page)
    expect(page.locator(".figures thead th")).to_contain_text(["oorlog", "vrede"])
    expect(page.locator(".chart path")).to_have_count(2)
    follow(page, page.locator(".figures td a").first)
    expect(titles(page)).not_to_have_count(0)


def test_a_name_is_read_in_context_and_followed_to_its_place(start: Callable[..., Page]) -> None:
    page = start("/?q=Zelensky")
    follow(page, page.get_by_role("link", name="in context"))
    expect(page.locator(".kwic mark").first).to_have_text(re.compile("Zelens"))
    follow(page, page.locator(".kwic tbody a").first)
    expect(page.locator("mark:target")).to_be_in_viewport()


def test_versions_of_a_story_are_compared(start: Callable[..., Page]) -> None:
    page = start("/article/velmerland/navo-madrid")
    follow(page, page.get_by_role("link", name="wat verschilt").first)
    expect(page.locator("ins").first).to_be_visible()
    expect(page.locator("del").first).to_be_visible()
