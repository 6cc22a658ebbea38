"""Saved searches stay in the reader's own browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect


def save(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Bewaar deze zoekvraag").click()


def test_a_saved_search_stands_on_the_front_page_and_can_go(site: str, page: Page) -> None:
    save(page, f"{site}/?q=dijk&source=De+Wipkip")
    expect(page.locator(".save [role=status]")).to_have_text(
        "Bewaard op de voorpagina, in deze browser."
    )
    save(page, f"{site}/?q=navo")
    page.goto(site)
    saved = page.get_by_role("region", name="Bewaarde zoekvragen")
    expect(saved.get_by_role("link")).to_have_text(["navo", "dijk · De Wipkip"])
    saved.get_by_role("button", name="Weghalen: navo").click()
    expect(saved.get_by_role("button", name="Weghalen: dijk")).to_be_focused()
    saved.get_by_role("link").click()
    expect(page).to_have_url(f"{site}/?q=dijk&source=De+Wipkip")


def test_the_last_one_gone_the_list_goes_and_the_box_has_the_focus(site: str, page: Page) -> None:
    save(page, f"{site}/?q=navo")
    page.goto(site)
    page.get_by_role("button", name="Weghalen: navo").click()
    expect(page.locator(".saved")).to_be_hidden()
    expect(page.locator("#q")).to_be_focused()


def test_what_is_saved_can_be_dropped_where_it_was_saved(site: str, page: Page) -> None:
    save(page, f"{site}/?q=navo")
    page.get_by_role("button", name="Haal uit bewaarde zoekvragen").click()
    expect(page.get_by_role("button", name="Bewaar deze zoekvraag")).to_be_visible()
    page.goto(site)
    expect(page.locator(".saved")).to_be_hidden()


def test_the_fifty_first_is_refused_and_none_is_dropped_for_it(site: str, page: Page) -> None:
    page.goto(site)
    page.evaluate(
        """() => localStorage.setItem("knipsel.saved",
          JSON.stringify([...Array(50).keys()].map((n) => ({ name: "w", address: `/?q=${n}` }))))"""
    )
    save(page, f"{site}/?q=navo")
    expect(page.locator(".save [role=status]")).to_contain_text(
        "haal er op de voorpagina eerst een"
    )
    page.goto(site)
    expect(page.locator(".saved li")).to_have_count(50)


def test_saving_sends_nothing(site: str, page: Page) -> None:
    page.goto(f"{site}/?q=navo")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.get_by_role("button", name="Bewaar deze zoekvraag").click()
    expect(page.locator(".save [role=status]")).not_to_be_empty()
    assert [url for url in sent if "/knipsel.svg" not in url] == []  # the tab's icon


def test_a_query_with_markup_is_listed_as_text(site: str, page: Page) -> None:
    save(page, f"{site}/?q=dijk+OF+%22%3Cimg+src=x+onerror=alert(1)%3E%22")
    page.goto(site)
    expect(page.locator(".saved a")).to_have_text('dijk OF "<img src=x onerror=alert(1)>"')
    expect(page.locator(".saved img")).to_have_count(0)


@pytest.mark.parametrize(
    "stored",
    [
        "geen json",
        "{}",
        '[null, 1, {"name": 1, "address": "/?q=a"}]',
        '[{"name": "kwaad", "address": "javascript:alert(1)"}]',
        '[{"name": "elders", "address": "//evil.example/?q=a"}]',
    ],
)
def test_what_does_not_belong_in_storage_is_passed_over(site: str, page: Page, stored: str) -> None:
    page.goto(site)
    page.evaluate("text => localStorage.setItem('knipsel.saved', text)", stored)
    page.reload()
    expect(page.locator(".saved")).to_be_hidden()


def test_a_browser_that_stores_nothing_says_so(site: str, context: BrowserContext) -> None:
    context.add_init_script("Storage.prototype.setItem = () => { throw new Error('full') }")
    page = context.new_page()
    save(page, f"{site}/?q=navo")
    expect(page.locator(".save [role=status]")).to_have_text("Deze browser bewaart niets.")


def test_without_script_there_is_no_button(open_page: Callable[..., Page]) -> None:
    page = open_page("/?q=navo", java_script_enabled=False)
    expect(page.locator(".save")).to_be_hidden()
    page.locator(".save-search > summary").click()
    expect(page.get_by_role("link", name="CSV")).to_be_visible()
