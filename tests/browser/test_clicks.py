"""Ten tasks, from the front page on: each takes as many clicks as the manual says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.paths import ROOT

Open = Callable[..., Any]

SCRIPTED = "a set of 12 articles with notes, as a file"
ROW = re.compile(r"^\| ([^|]+) \| (\d+) \| (\d+) \|", re.MULTILINE)
TABLE = {
    task: int(now)
    for task, _, now in ROW.findall((ROOT / "docs/tasks.md").read_text("utf-8").replace("–", "99"))
}


class Reader:
    """Someone at a page, who counts each click and each Enter."""

    def __init__(self, page: Page, *, keyboard: bool) -> None:
        self.page = page
        self.clicks = 0
        self._keyboard = keyboard

    def ask(self, query: str) -> None:
        self.type(self.page.locator("#q"), query)
        self.enter()

    def type(self, field: Locator, text: str) -> None:
        field.focus() if self._keyboard else field.click()  # a field is chosen by Tab, or is next
        self.page.keyboard.type(text)

    def enter(self) -> None:
        self.clicks += 1
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def follow(self, target: Locator) -> None:
        with self.page.expect_navigation():
            self.press(target, "Enter")

    def press(self, target: Locator, key: str) -> None:
        self.clicks += 1
        if self._keyboard:
            self._reach(target)
            self.page.keyboard.press(key)
        else:
            target.click()

    def link(self, name: str) -> None:
        self.follow(self.page.get_by_role("link", name=name, exact=True).first)

    def _reach(self, target: Locator) -> None:
        expect(target).to_have_count(1)
        for _ in range(150):
            if target.evaluate("shown => shown === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"Tab does not reach {target}")


def headline(reader: Reader) -> None:
    reader.ask("schip onder dijk")
    expect(reader.page.locator(".hit h2").first).to_contain_text("dijk")


def month(reader: Reader) -> None:
    reader.ask("navo maart 2022")
    reader.link("alleen maart 2022")
    reader.follow(reader.page.locator(".facet").get_by_role("link", name="De Landscourant"))
    expect(reader.page.get_by_role("link", name="Weghalen: De Landscourant")).to_be_visible()


def two_words(reader: Reader) -> None:
    reader.ask("oorlog")
    reader.link("door de tijd")
    reader.type(reader.page.get_by_label("Zoekvraag 2"), "vrede")
    reader.enter()
    expect(reader.page.locator(".chart path")).to_have_count(2)


def context(reader: Reader) -> None:
    reader.ask("Zelensky")
    reader.link("in context")
    reader.link("woord erna")
    expect(reader.page.locator(".orders [aria-current]")).to_have_text("woord erna")


def versions(reader: Reader) -> None:
    reader.ask("navo madrid finland zweden")
    reader.follow(reader.page.locator(".hit h2 a").first)
    reader.link("wat verschilt")
    expect(reader.page.locator("ins").first).to_be_visible()


def feed(reader: Reader) -> None:
    reader.ask("navo top")
    expect(reader.page.get_by_role("link", name="feed", exact=True)).to_be_visible()


def two_papers(reader: Reader) -> None:
    reader.ask('navo bron:"De Landscourant"')
    reader.link("door de tijd")
    reader.type(reader.page.get_by_label("Zoekvraag 2"), 'navo bron:"De Demerbode"')
    reader.type(reader.page.get_by_label("merk een dag"), "1-9-2022 offensief")
    reader.enter()
    expect(reader.page.locator("text.event")).to_have_text("1 sep 2022 offensief")


def named(reader: Reader) -> None:
    reader.ask("oorlog")
    reader.link("namen")
    expect(reader.page.locator(".figures")).to_contain_text("persoon")


def without_a_section(reader: Reader) -> None:
    reader.ask("Rutte 2022")
    reader.follow(reader.page.get_by_role("button", name="zonder buitenland"))
    expect(reader.page.get_by_role("link", name="Weghalen: niet buitenland")).to_be_visible()


def a_set(reader: Reader) -> None:
    page = reader.page
    reader.ask("oekraïne")
    for n in range(10):
        reader.press(page.locator(".hit input[name=id]").nth(n), "Space")
    reader.link("volgende ›")
    for n in range(2):
        reader.press(page.locator(".hit input[name=id]").nth(n), "Space")
    reader.follow(page.get_by_role("button", name="knipsels"))
    expect(page.locator(".clippings li[data-id]")).to_have_count(12)
    reader.type(page.get_by_label("notitie").first, "hier begint het")
    with page.expect_download() as download:
        reader.press(page.locator("[data-save]"), "Enter")
    kept = json.loads(Path(download.value.path()).read_text("utf-8"))["articles"]
    assert len(kept) == 12
    assert "hier begint het" in {each["note"] for each in kept}


TASKS = {
    "an article by a half-remembered headline": headline,
    "a theme in one month, in one paper": month,
    "two words over time": two_words,
    "a name in context, by the word after it": context,
    "two versions of a story": versions,
    "a feed of a search": feed,
    "two papers before and after a day": two_papers,
    "who is named with a subject": named,
    "a person in one period, but not in one section": without_a_section,
    SCRIPTED: a_set,
}
LATER = list(TASKS)[6:9]
"""Those that `test_tasks.py` does not do with the keyboard alone."""


@pytest.mark.parametrize(
    ("task", "how"),
    [
        *((task, "mouse") for task in TASKS),
        *((task, "keyboard") for task in LATER),
        *((task, "without script") for task in TASKS if task != SCRIPTED),
    ],
)
def test_a_task_takes_as_many_clicks_as_the_manual_says(
    open_page: Open, task: str, how: str
) -> None:
    page = open_page("/", java_script_enabled=how != "without script", reduced_motion="reduce")
    reader = Reader(page, keyboard=how == "keyboard")
    TASKS[task](reader)
    assert reader.clicks == TABLE[task]
