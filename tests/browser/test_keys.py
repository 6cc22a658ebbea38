"""Keys of one letter go where they say, and nowhere while a reader types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Open = Callable[..., Any]


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.textContent"))


def titles(page: Any) -> list[str]:
    return [str(text) for text in page.locator(".hit h2 a").all_text_contents()]


def test_a_slash_goes_to_the_search_box_and_selects_what_is_in_it(open_page: Open) -> None:
    page = open_page("/?q=oekraine")
    page.keyboard.press("/")
    assert focused(page) == "q"
    page.keyboard.type("navo")
    assert page.locator("#q").input_value() == "navo"


def test_j_and_k_move_along_the_results(open_page: Open) -> None:
    page = open_page("/?q=oekraine")
    first, second, *_, last = titles(page)
    for key, title in (("j", first), ("j", second), ("k", first), ("k", first)):
        page.keyboard.press(key)
        assert focused(page) == title
    for _ in titles(page):
        page.keyboard.press("j")
    assert focused(page) == last
    page.keyboard.press("Enter")
    page.wait_for_url("**/article/**")


def test_n_and_p_move_along_the_hits_of_an_article(open_page: Open) -> None:
    page = open_page("/article/velmerland/navo-madrid?q=navo+madrid")
    hits = page.locator("mark[id^=hit-]").count()
    assert hits > 2
    seen = []
    for key in "nnpp" + "n" * hits:
        page.keyboard.press(key)
        seen.append(page.evaluate("location.hash"))
    assert seen[:4] == ["#hit-1", "#hit-2", "#hit-1", "#hit-1"]
    assert seen[-2:] == [f"#hit-{hits}"] * 2
    assert page.locator("mark:target").get_attribute("id") == f"hit-{hits}"
    assert page.evaluate("history.length") == 2, "moving along hits is no history"


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_a_hit_comes_into_sight_at_once_when_motion_is_not_wanted(
    open_page: Open, motion: str
) -> None:
    page = open_page(
        "/article/velmerland/navo-madrid?q=navo+madrid",
        reduced_motion=motion,
        viewport={"width": 360, "height": 300},
    )
    page.locator(".back a").focus()
    for _ in range(page.locator("mark[id^=hit-]").count()):
        page.keyboard.press("n")
    if motion == "reduce":
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    page.wait_for_function(
        "() => { const { top } = document.querySelector('mark:target').getBoundingClientRect();"
        " return top >= 0 && top <= innerHeight; }"
    )


def test_a_question_mark_opens_the_help(open_page: Open) -> None:
    page = open_page("/?q=oekraine")
    page.keyboard.press("?")
    page.wait_for_url("**/help")


@pytest.mark.parametrize("path", ["/?q=oekraine", "/article/velmerland/navo-madrid?q=navo"])
def test_while_a_reader_types_a_key_is_a_letter(open_page: Open, path: str) -> None:
    page = open_page(path)
    address = page.url
    page.locator("#q").fill("")
    page.locator("#q").press_sequentially("/jknp?")
    assert page.locator("#q").input_value() == "/jknp?"
    assert page.url == address


def test_keys_with_control_are_the_browsers_own(open_page: Open) -> None:
    page = open_page("/?q=oekraine")
    for key in ("Control+j", "Alt+j", "Meta+j"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement === document.body")


def test_where_there_is_nothing_to_move_along_nothing_happens(open_page: Open) -> None:
    page = open_page("/help")
    for key in "jknp":
        page.keyboard.press(key)
    assert page.url.endswith("/help")
    assert page.evaluate("document.activeElement === document.body")


def test_the_keys_can_be_switched_off_for_good_and_on_again(open_page: Open) -> None:
    page = open_page("/help")
    choice = page.get_by_role("checkbox")
    assert choice.is_checked()
    choice.uncheck()
    page.goto("/?q=oekraine")
    page.keyboard.press("j")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement === document.body")
    page.goto("/help")
    assert not choice.is_checked()
    choice.check()
    page.goto("/?q=oekraine")
    page.keyboard.press("j")
    assert focused(page) == titles(page)[0]


def test_without_script_the_help_offers_no_switch(open_page: Open) -> None:
    assert open_page("/help", java_script_enabled=False).locator("#keys").is_hidden()
