"""The search box completes words, by keyboard and by pointer, and is never in the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

Open = Callable[..., Any]
ANSWERED = """() => {
  const box = document.querySelector("#q[aria-expanded=true]");
  return box && document.getElementById(`${box.id}-suggestions`).dataset.of === box.value;
}"""
OEKRA = ["Oekraïne", "Oekraïense", "Oekraïners", "Oekraïens"]


def typed(page: Any, text: str) -> Any:
    """Type into the search box and wait for the list that answers all that stands in it."""
    page.locator("#q").press_sequentially(text)
    page.wait_for_function(ANSWERED)
    return page.locator("#q")


def options(page: Any) -> list[str]:
    texts = page.locator("[role=option]").all_inner_texts()
    return [re.split(r"\s", text)[0] for text in texts]


def active(page: Any) -> str | None:
    """Return the option that a screen reader is told of."""
    id_ = page.locator("#q").get_attribute("aria-activedescendant")
    if id_ is None:
        return None
    option = page.locator(f"#{id_}")
    assert option.get_attribute("aria-selected") == "true"
    assert page.locator("[aria-selected=true]").count() == 1
    return str(option.get_attribute("data-text"))


def held(page: Any, pattern: str) -> list[Any]:
    """Return a list that fills with requests which get no answer.

    On a busy machine the keys come so slowly that the letters before the last are asked for too.
    """
    waiting: list[Any] = []

    def hold(route: Any) -> None:
        waiting.append(route)

    page.route(pattern, hold)
    return waiting


def is_closed(page: Any) -> bool:
    box = page.locator("#q")
    told = box.get_attribute("aria-expanded"), box.get_attribute("aria-activedescendant")
    return told == ("false", None) and page.locator("[role=listbox]").is_hidden()


def test_typing_opens_a_list_of_words_as_the_archive_writes_them(open_page: Open) -> None:
    page = open_page()
    assert is_closed(page)
    box = typed(page, "oekra")
    assert options(page) == OEKRA
    assert active(page) is None, "nothing is chosen for the reader"
    assert box.get_attribute("role") == "combobox"
    assert box.get_attribute("aria-autocomplete") == "list"
    name = page.locator(f"#{box.get_attribute('aria-controls')}").get_attribute("aria-label")
    assert name == "Voorstellen"
    assert box.evaluate("box => box === document.activeElement")


def test_arrows_move_along_the_list_and_around_it(open_page: Open) -> None:
    page = open_page()
    box = typed(page, "oekra")
    seen = []
    for _ in range(5):
        box.press("ArrowDown")
        seen.append(active(page))
    assert seen == [*OEKRA, None]
    box.press("ArrowUp")
    assert active(page) == OEKRA[-1]
    assert box.input_value() == "oekra", "what is typed stays until something is chosen"


def test_enter_searches_for_what_is_chosen(open_page: Open) -> None:
    page = open_page()
    box = typed(page, "oekra")
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/?q=Oekra%C3%AFne")
    expect(page.locator(".hit")).not_to_have_count(0)


def test_enter_searches_for_what_is_typed_when_nothing_is_chosen(open_page: Open) -> None:
    page = open_page()
    typed(page, "oekra").press("Enter")
    page.wait_for_url("**/?q=oekra")


def test_tab_takes_the_choice_and_goes_on(open_page: Open) -> None:
    page = open_page()
    box = typed(page, "oorlog oekra")
    box.press("ArrowDown")
    box.press("Tab")
    assert box.input_value() == "oorlog Oekraïne"
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"
    assert is_closed(page)


def test_escape_closes_the_list_and_keeps_what_is_typed(open_page: Open) -> None:
    page = open_page()
    box = typed(page, "oekra")
    box.press("ArrowDown")
    box.press("Escape")
    assert is_closed(page)
    assert box.input_value() == "oekra"
    box.press("ArrowDown")
    page.wait_for_function(ANSWERED)


def test_a_click_searches_for_the_option(open_page: Open) -> None:
    page = open_page()
    typed(page, "oekra")
    page.get_by_role("option", name=re.compile("Oekraïense")).click()
    page.wait_for_url("**/?q=Oekra%C3%AFense")


def test_leaving_the_box_closes_the_list(open_page: Open) -> None:
    page = open_page()
    typed(page, "oekra")
    page.mouse.click(2, 2)
    assert is_closed(page)


def test_a_list_moves_nothing_on_the_page(open_page: Open) -> None:
    page = open_page()
    place = "JSON.stringify(document.querySelector('h1').getBoundingClientRect())"
    before = page.evaluate(place)
    typed(page, "oekra")
    assert page.evaluate(place) == before


def test_an_answer_after_a_search_began_opens_nothing(open_page: Open) -> None:
    page = open_page()
    page.evaluate("zoek.addEventListener('submit', (event) => event.preventDefault())")
    waiting = held(page, "**/api/suggest?*")
    with page.expect_request("**/api/suggest?q=oekra&*"):
        page.locator("#q").press_sequentially("oekra")
    with page.expect_event("requestfailed"):
        page.locator("#q").press("Enter")
    assert waiting
    assert is_closed(page)


def test_only_the_last_of_what_is_typed_is_shown(open_page: Open) -> None:
    page = open_page()
    waiting = held(page, "**/api/suggest?q=oek&*")
    box = page.locator("#q")
    with page.expect_request("**/api/suggest?q=oek&*"):
        box.press_sequentially("oek")
    typed(page, "raïn")
    assert options(page) == ["Oekraïne", "Oekraïners"]
    assert len(waiting) == 1


def test_before_the_answer_comes_no_word_is_offered_that_the_letters_rule_out(
    open_page: Open,
) -> None:
    page = open_page()
    typed(page, "oekra")
    waiting = held(page, "**/api/suggest?*")
    box = page.locator("#q")
    with page.expect_request("**/api/suggest?q=oekrainer&*"):
        box.press_sequentially("iner")
    assert options(page) == ["Oekraïners"]
    with page.expect_request("**/api/suggest?q=oekrainerx&*"):
        box.press_sequentially("x")
    assert is_closed(page)
    assert len(waiting) > 1


def test_an_answer_to_letters_that_are_gone_opens_nothing(open_page: Open) -> None:
    page = open_page()
    waiting = held(page, "**/api/suggest?*")
    box = page.locator("#q")
    with page.expect_request("**/api/suggest?q=oekra&*"):
        box.press_sequentially("oekra")
    with page.expect_event("requestfailed"):  # at once, and not when the next is asked
        box.press("x")
    assert waiting
    assert is_closed(page)


def test_when_the_archive_is_away_the_box_is_an_ordinary_one(open_page: Open) -> None:
    page = open_page()
    page.route("**/api/suggest?*", lambda route: route.fulfill(status=204, body=""))
    with page.expect_response("**/api/suggest?q=oekra&*"):
        page.locator("#q").press_sequentially("oekra")
    assert is_closed(page)
    page.locator("#q").press("Enter")
    page.wait_for_url("**/?q=oekra")


def test_the_cursor_is_put_in_the_box_of_the_front_page_and_of_no_other(open_page: Open) -> None:
    assert open_page().evaluate("document.activeElement.id") == "q"
    assert open_page("/?q=navo").evaluate("document.activeElement === document.body")


def test_without_script_a_search_is_typed_sent_and_read(open_page: Open) -> None:
    page = open_page(java_script_enabled=False)
    box = page.locator("#q")
    assert box.get_attribute("role") is None
    assert page.locator("[role=listbox]").count() == 0
    box.fill("zelenksy")
    box.press("Enter")
    expect(page.get_by_role("link", name="Zoek toch naar zelenksy")).to_be_visible()
    expect(page.locator("#q")).to_have_value("Zelensky")
    page.locator(".hit h2 a").first.click()
    page.wait_for_url("**/article/**")
    expect(page.locator("mark")).not_to_have_count(0)
    page.locator(".hit-navigation.start a").click()
    expect(page).to_have_url(re.compile("#hit-1$"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_chosen_option_stands_out_from_the_others(open_page: Open, scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    box = typed(page, "oekra")
    box.press("ArrowDown")
    colours = "li => [getComputedStyle(li).color, getComputedStyle(li).backgroundColor].join()"
    first, second = (page.locator("[role=option]").nth(n).evaluate(colours) for n in (0, 1))
    assert first != second
