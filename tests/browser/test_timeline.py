"""A period is picked on the strip over time: by a drag, by two clicks, and with the keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Open = Callable[..., Any]

SEARCH = "/?q=navo"


def places(page: Any) -> list[tuple[float, float]]:
    """Return the middle of each bar on the screen, as the table under the strip places it."""
    box = page.locator(".strip").bounding_box()
    count = int(page.locator(".strip").get_attribute("data-places"))
    rows = page.locator(".timeline tbody button").evaluate_all(
        "(all) => all.map((each, row) => Number(each.dataset.place ?? row))"
    )
    return [(box["x"] + (n + 0.5) * box["width"] / count, box["y"] + 20) for n in rows]


def found(page: Any) -> str:
    page.wait_for_url("**since=*")
    return str(page.locator(".chip").first.text_content())


def test_a_drag_searches_the_period_between_its_ends(open_page: Open) -> None:
    page = open_page(SEARCH)
    first, second = places(page)[:2]
    page.mouse.move(*second)
    page.mouse.down()
    page.mouse.move(*first, steps=3)
    assert page.locator(".tip").text_content() == "maart 2022 – juni 2022: kies nu het einde"
    page.mouse.up()
    assert "maart tot en met juni 2022" in found(page)


def test_two_clicks_search_the_period_between_them_and_two_on_one_bar_its_own(
    open_page: Open,
) -> None:
    page = open_page(SEARCH)
    first, second = places(page)[:2]
    page.mouse.click(*first)
    assert page.url.endswith(SEARCH)
    page.mouse.click(*second)
    assert "maart tot en met juni 2022" in found(page)
    page.go_back()
    page.mouse.click(*places(page)[0])
    page.mouse.click(*places(page)[0])
    assert "maart 2022 " in found(page)


def test_the_arrows_and_enter_do_so_too_and_escape_begins_again(open_page: Open) -> None:
    page = open_page(SEARCH)
    strip = page.locator(".strip")
    strip.focus()
    for key in ("Home", "Enter", "End", "Escape", "Home", "Enter", "ArrowRight"):
        page.keyboard.press(key)
    assert strip.get_attribute("aria-valuetext") == "maart 2022 – juni 2022: kies nu het einde"
    page.keyboard.press("Enter")
    assert "maart tot en met juni 2022" in found(page)


def test_without_script_a_button_under_the_strip_searches_its_period(open_page: Open) -> None:
    page = open_page(SEARCH, java_script_enabled=False)
    page.locator(".timeline summary").click()
    page.get_by_role("button", name="juni 2022").click()
    assert "juni 2022 " in str(page.locator(".chip").first.text_content())
