"""Clippings stay in the reader's own browser, with tags and notes, and travel as a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

ACROSS_PARAGRAPHS = """() => {
  const [first, second] = document.querySelectorAll(".story > p[lang]");
  getSelection().setBaseAndExtent(first, 0, second, second.childNodes.length);
}"""
"""Selects the first two paragraphs of an article."""


def test_what_is_ticked_is_kept_noted_carried_and_read_again(
    site: str, page: Page, tmp_path: Path
) -> None:
    page.goto(f"{site}/?q=navo")
    page.locator(".hit input[name=id]").nth(0).check()
    page.goto(f"{site}/?q=dijk")
    page.locator(".hit input[name=id]").nth(0).check()
    expect(page.locator("#kies [role=status]")).to_have_text("2")
    page.goto(f"{site}/?q=navo")
    expect(page.locator(".hit input[name=id]").nth(0)).to_be_checked()
    page.locator("#kies button").click()
    rows = page.locator(".clippings li")
    expect(rows).to_have_count(2)
    rows.nth(0).locator("[name=note]").fill("nog bellen")
    rows.nth(0).locator("[name=tags]").fill("top")
    rows.nth(0).locator("[name=tags]").blur()
    with page.expect_download() as download:
        page.locator("[data-save]").click()
    download.value.save_as(tmp_path / "knipsels.json")
    page.evaluate("localStorage.clear()")
    page.goto(f"{site}/clippings")
    expect(page.locator(".clippings li")).to_have_count(0)
    page.locator("[type=file]").set_input_files(tmp_path / "knipsels.json")
    expect(rows).to_have_count(2)
    expect(rows.nth(0).locator("[name=note]")).to_have_value("nog bellen")
    rows.nth(0).get_by_role("button").click()
    expect(rows).to_have_count(1)


def test_a_passage_is_noted_in_its_article_and_stands_among_the_clippings(
    site: str, page: Page
) -> None:
    page.goto(f"{site}/article/velmerland/navo-madrid")
    begin = page.get_by_role("button", name="noteer bij een passage")
    begin.click()
    expect(page.locator(".noting [role=status]")).to_have_text("Kies eerst tekst in het artikel.")
    page.evaluate(ACROSS_PARAGRAPHS)
    begin.click()
    page.get_by_label("notitie bij deze passage").fill("kern")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page.locator(".noting [role=status]")).to_contain_text("Bewaard")
    marked = page.evaluate("String([...CSS.highlights.get('noted')][0])")
    paragraphs = page.locator(".story > p[lang]").all_text_contents()[:2]
    assert "".join(marked.split()) == "".join("".join(paragraphs).split())
    page.goto(f"{site}/clippings")
    noted = page.locator(".clippings li .noted")
    expect(noted.locator("textarea")).to_have_value("kern")
    noted.locator("textarea").fill("de kern")
    noted.locator("textarea").blur()
    page.reload()
    expect(noted.locator("textarea")).to_have_value("de kern")
    expect(page.locator(".clippings li .own [name=note]")).to_have_value("")
    noted.get_by_role("button").click()
    expect(noted).to_have_count(0)
    expect(page.locator(".clippings li")).to_have_count(1)


def test_no_clipping_is_dropped_silently_and_all_are_listed_by_the_hundred(
    site: str, page: Page, tmp_path: Path
) -> None:
    page.goto(f"{site}/?q=navo")
    page.evaluate(
        """() => localStorage.setItem("knipsel.clippings",
          JSON.stringify([...Array(1000).keys()].map((n) => ({ id: `x${n}`, title: `${n}` }))))"""
    )
    page.reload()
    box = page.locator(".hit input[name=id]").nth(0)
    box.click()
    expect(page.locator("#kies [role=status]")).to_contain_text("haal er eerst een weg")
    expect(box).not_to_be_checked()
    page.locator("#kies button").click()
    parts = page.locator(".parts a")
    expect(parts).to_have_count(10)
    expect(parts.nth(9)).to_have_text("901–1000")
    assert "id=x999" in (parts.nth(9).get_attribute("href") or "")
    file = tmp_path / "more.json"
    file.write_text(json.dumps({"form": "knipsel-clippings", "articles": [{"id": "y"}]}))
    page.locator("[type=file]").set_input_files(file)
    expect(page.locator(".carry [role=status]")).to_contain_text("Hier passen 1.000 knipsels")
    assert page.evaluate("JSON.parse(localStorage['knipsel.clippings']).length") == 1000


def test_a_file_adds_to_the_notes_that_are_kept_and_replaces_none(
    site: str, page: Page, tmp_path: Path
) -> None:
    """Reading it again adds nothing; more articles than a call has arguments are no error."""
    page.goto(f"{site}/clippings")
    own = {
        "id": "lc-2022-03-24-navo-top",
        "tags": "eigen",
        "note": "hier",
        "passages": [{"text": "De top", "note": "een"}, {"text": "Wat", "note": ""}],
    }
    other = {
        **own, "tags": "", "note": "daar", "passages": [{"text": "De top", "note": "twee"}],
    }  # fmt: skip
    page.evaluate("(own) => { localStorage['knipsel.clippings'] = JSON.stringify([own]) }", own)
    file = tmp_path / "knipsels.json"
    for articles in ([other, {**other, "note": "ginds"}], [other], [other]):
        file.write_text(json.dumps({"form": "knipsel-clippings", "articles": articles}))
        page.goto(f"{site}/clippings?id=lc-2022-03-24-navo-top")
        with page.expect_navigation():
            page.locator("[type=file]").set_input_files(file)
    kept = page.evaluate("JSON.parse(localStorage['knipsel.clippings'])")
    assert [{key: each[key] for key in own} for each in kept] == [
        {
            **own,
            "note": "hier\ndaar\nginds",
            "passages": [{"text": "De top", "note": "een\ntwee"}, {"text": "Wat", "note": ""}],
        }
    ]
    many = [{"id": str(n)} for n in range(200_000)]
    file.write_text(json.dumps({"form": "knipsel-clippings", "articles": many}))
    page.locator("[type=file]").set_input_files(file)
    expect(page.locator(".carry [role=status]")).to_contain_text("Hier passen 1.000 knipsels")


def test_what_the_archive_no_longer_has_can_be_taken_away(site: str, page: Page) -> None:
    page.goto(site)
    kept = [{"id": "weg \"'<b>&amp;"}, {"id": "lc-2022-03-24-navo-top"}]
    page.evaluate("(kept) => { localStorage['knipsel.clippings'] = JSON.stringify(kept) }", kept)
    page.goto(f"{site}/clippings")
    page.locator(".notice").get_by_role("button", name="Weghalen").click()
    expect(page.locator(".notice")).to_have_count(0)
    expect(page.locator(".clippings li")).to_have_count(1)
    assert page.evaluate("JSON.parse(localStorage['knipsel.clippings']).length") == 1


def test_without_script_the_form_shows_what_is_ticked(open_page: Callable[..., Page]) -> None:
    plain = open_page("/?q=navo", java_script_enabled=False)
    plain.locator(".hit input[name=id]").nth(0).check()
    plain.locator("#kies button").click()
    expect(plain.locator(".clippings li")).to_have_count(1)
    expect(plain.locator(".carry")).to_be_hidden()
