"""The page of paper beside an article is made larger by keys, about the hit until it is moved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Open = Callable[..., Any]

ARTICLE = "/article/oude-velmer-courant-1867/ovc-1867-05-14-mets.xml%21STUK3?q=wolf"


def seen(page: Any) -> list[float]:
    return [float(each) for each in page.locator("svg.scan").get_attribute("viewBox").split()]


def has_first_hit(page: Any) -> bool:
    """Say whether the first hit is in what is seen of the page."""
    hit = page.locator("svg.scan rect").first
    x, y = (float(hit.get_attribute(name)) for name in ("x", "y"))
    left, top, width, height = seen(page)
    return left <= x <= left + width and top <= y <= top + height


def test_keys_make_the_hit_larger_and_show_all_of_the_page_again(open_page: Open) -> None:
    page = open_page(ARTICLE)
    page.locator("svg.scan").focus()
    whole = seen(page)
    widths = [whole[2]]
    for _ in range(8):
        page.keyboard.press("+")
        widths.append(seen(page)[2])
        assert has_first_hit(page)
    assert widths[:-1] == sorted(set(widths), reverse=True)
    page.keyboard.press("0")
    assert seen(page) == whole


def test_a_page_that_was_moved_is_made_larger_where_it_is(open_page: Open) -> None:
    page = open_page(ARTICLE)
    page.locator("svg.scan").focus()
    for key in ("+", "+", "+", "+", *["ArrowRight"] * 8):
        page.keyboard.press(key)
    assert not has_first_hit(page)
    left, _, width, _ = seen(page)
    page.keyboard.press("+")
    after, _, narrower, _ = seen(page)
    assert narrower < width
    assert abs((after + narrower / 2) - (left + width / 2)) < 1


def test_buttons_do_what_keys_do(open_page: Open) -> None:
    page = open_page(ARTICLE)
    whole = seen(page)
    for _ in range(5):
        page.locator("[data-zoom=in]").click()
    assert seen(page)[2] < whole[2]
    assert has_first_hit(page)
    page.locator("[data-zoom=whole]").click()
    assert seen(page) == whole
