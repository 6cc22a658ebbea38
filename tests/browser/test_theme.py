"""Light or dark: as the system has it, until a reader chooses otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

Open = Callable[..., Any]
PAPER = "getComputedStyle(document.body).backgroundColor"
LIGHT, DARK = "rgb(250, 247, 240)", "rgb(24, 21, 18)"


@pytest.mark.parametrize(
    ("system", "before", "after", "name"),
    [("light", LIGHT, DARK, "donker"), ("dark", DARK, LIGHT, "licht")],
)
def test_the_switch_changes_every_page_and_back(
    open_page: Open, system: str, before: str, after: str, name: str
) -> None:
    page = open_page(color_scheme=system)
    assert page.evaluate(PAPER) == before
    page.get_by_role("button", name=f"Kleuren: {name}").click()
    assert page.evaluate(PAPER) == after
    page.goto("/help")
    assert page.evaluate(PAPER) == after
    page.get_by_role("button", name="Kleuren:").click()
    assert page.evaluate(PAPER) == before
    assert page.evaluate("localStorage.length") == 0, "the system's own needs no memory"


def test_without_a_choice_the_page_follows_the_system(open_page: Open) -> None:
    page = open_page(color_scheme="light")
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(PAPER) == DARK
    expect(page.locator(".theme")).to_have_text("Licht")


def test_a_value_that_is_no_theme_is_passed_over(open_page: Open) -> None:
    page = open_page(color_scheme="dark")
    page.evaluate("localStorage.setItem('knipsel.theme', 'roze')")
    page.reload()
    assert page.evaluate(PAPER) == DARK


def test_without_script_there_is_no_switch_and_the_system_decides(open_page: Open) -> None:
    page = open_page(color_scheme="dark", java_script_enabled=False)
    assert page.evaluate(PAPER) == DARK
    expect(page.locator(".theme")).to_be_hidden()


def test_paper_is_white(open_page: Open) -> None:
    page = open_page("/?q=navo", color_scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    assert page.evaluate(PAPER) == "rgb(255, 255, 255)"
    expect(page.locator(".search button")).to_be_hidden()


def test_paper_says_what_was_searched(open_page: Open) -> None:
    """Paper has no link to follow; a box without words in it says nothing there."""
    page = open_page("/?q=navotop")
    page.emulate_media(media="print")
    expect(page.locator("#q")).to_have_value("navotop")
    expect(page.locator("#q")).to_be_visible()
    expect(page.locator(".hit .note a").first).to_be_visible()
    expect(page.get_by_text("Toon ze los")).to_be_hidden()
    for path in ("/?sort=newest", "/help"):
        page.goto(path)
        expect(page.locator("#q")).to_be_hidden()
