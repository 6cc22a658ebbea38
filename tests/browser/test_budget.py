"""A page is small, comes from one host, and does not move while it loads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

Open = Callable[..., Any]

MAX_BYTES = 90_000  # markup, style and script, not compressed
MAX_SENT = 26_000  # the same as it is sent
MAX_MARKUP = 30_000  # of the page alone
MAX_SCRIPT = 15_000  # as it is sent
PATHS = (
    "/",
    "/?q=kabinet",
    "/?sort=newest",
    "/?q=kabinet+zeppelin",
    "/?q=zzzqqqxxx",
    "/article/velmerland/navo-madrid?q=navo+madrid",
    "/article/velmerland/navo-madrid?versie=lc-2022-06-30-navo-madrid",
    "/trend?q=oorlog&q=vrede&by=month",
    "/kwic?q=kabinet",
    "/why/lc-2022-03-24-navo-top?q=navo",
    "/help",
    "/about",
)
MORE_PATHS = (
    "/figures?q=kabinet&kind=collocates",
    "/figures?q=kabinet&kind=names",
    "/compare?q=kabinet&day=2022-06-01",
    "/export?q=kabinet",
    "/clippings",
    "/facet/source?q=kabinet",
    "/embed?q=kabinet",
    "/?q=kabinet&view=wide&lang=en",
)
LOADED = """async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const shifts = await new Promise((done) => {
    const seen = [];
    const observer = new PerformanceObserver((list) => {
      seen.push(...list.getEntriesByType("layout-shift"));
      if (list.getEntriesByName("settled").length) done(seen); // it comes after all shifts
    });
    observer.observe({ type: "layout-shift", buffered: true });
    observer.observe({ type: "mark" });
    performance.mark("settled");
  });
  const [page] = performance.getEntriesByType("navigation");
  const files = performance.getEntriesByType("resource");
  return {
    shift: shifts.reduce((sum, entry) => sum + entry.value, 0),
    bytes: [page, ...files].reduce((sum, entry) => sum + entry.decodedBodySize, 0),
    markup: page.decodedBodySize,
    script: files.filter((file) => file.initiatorType === "script")
      .reduce((sum, entry) => sum + entry.encodedBodySize, 0),
    sent: [page, ...files].reduce((sum, entry) => sum + entry.encodedBodySize, 0),
    styles: files.filter((file) => new URL(file.name).pathname.endsWith(".css")).length,
    blocking: files.filter((file) =>
      file.initiatorType === "script" && file.renderBlockingStatus !== "non-blocking").length,
  };
}"""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_small_still_and_waits_for_no_script(
    open_page: Open, path: str, width: int
) -> None:
    """No request off the host: `open_context` sees to that on every page."""
    loaded = open_page(path, viewport={"width": width, "height": 800}).evaluate(LOADED)
    assert 10_000 < loaded["bytes"] < MAX_BYTES
    assert 3_000 < loaded.pop("sent") < MAX_SENT
    assert 1_000 < loaded.pop("markup") < MAX_MARKUP
    assert 1_000 < loaded.pop("script") < MAX_SCRIPT
    styles = 2 if path.startswith(("/trend", "/kwic")) else 1  # other pages need none of figures
    assert loaded | {"bytes": 0} == {"shift": 0, "bytes": 0, "styles": styles, "blocking": 0}


@pytest.mark.parametrize("path", ["/", "/?sort=newest", "/help"])
def test_a_page_that_is_parsed_slowly_stands_still_too(
    open_context: Callable[..., BrowserContext], path: str
) -> None:
    """A processor that is 20 times as slow parses a page in several turns."""
    context = open_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 20})
    page.goto(path)
    assert page.evaluate(LOADED)["shift"] == 0


@pytest.mark.parametrize("width", [320, 900, 1280, 2560])
@pytest.mark.parametrize("path", [*PATHS, *MORE_PATHS])
def test_a_page_never_scrolls_sideways(open_page: Open, path: str, width: int) -> None:
    page = open_page(path, viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") == width, "all opened"


@pytest.mark.parametrize("path", ["/about", "/", "/?q=navo", "/facet/source"])
def test_a_source_of_hundreds_of_letters_does_not_make_it_scroll(
    open_page: Open, path: str
) -> None:
    page = open_page(path, viewport={"width": 360, "height": 800})
    heads = "() => [...document.querySelectorAll('thead th')].map((e) => e.clientHeight)"
    before = page.evaluate(heads)
    sources = page.get_by_text("De Landscourant", exact=True)
    sources.evaluate_all("(all) => all.forEach((e) => { e.textContent = 'y'.repeat(300) })")
    assert page.get_by_text("y" * 300, exact=True).count()
    assert page.evaluate(heads) == before
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def bottoms(page: Any) -> list[float]:
    return list(
        page.locator(".hit").evaluate_all(
            "(all) => all.map((e) => e.getBoundingClientRect().bottom)"
        )
    )


def test_eight_results_stand_on_a_desk_and_the_first_on_a_phone(open_page: Open) -> None:
    desk = open_page("/?sort=newest&view=compact", viewport={"width": 1280, "height": 900})
    assert sum(bottom <= 900 for bottom in bottoms(desk)) >= 8
    path = "/?q=navo&source=De+Landscourant&since=2022&until=2023-06"
    phone = open_page(path, viewport={"width": 390, "height": 844})
    assert bottoms(phone)[0] < 844


OVERLAPS = """(hit) => {
  const boxes = [...hit.querySelectorAll(".byline > *, h2 a, input")]
    .filter((part) => part.checkVisibility())
    .flatMap((part) => [...part.getClientRects()].map((box) => [part, box]));
  const meet = (a, b) => a.left < b.right && b.left < a.right
    && a.top + 1 < b.bottom && b.top + 1 < a.bottom;
  return boxes.flatMap(([one, a]) => boxes.filter(([other, b]) => one !== other && meet(a, b))
    .map(([other]) => [one.textContent, other.textContent]));
}"""
"""Names the parts of a result that stand on each other."""


@pytest.mark.parametrize("view", ["compact", "wide"])
@pytest.mark.parametrize("width", [360, 900, 1280])
def test_no_part_of_a_result_covers_another(open_page: Open, width: int, view: str) -> None:
    page = open_page(f"/?q=navo+vlag&view={view}", viewport={"width": width, "height": 900})
    assert page.locator(".hit .why").count() == page.locator(".hit").count()
    page.locator(".hit h2 a").first.evaluate("(e) => { e.textContent = 'Waarom niet '.repeat(30) }")
    assert [page.locator(".hit").nth(n).evaluate(OVERLAPS) for n in range(4)] == [[]] * 4


def test_a_phone_hides_the_labels_of_the_strip_that_have_no_room_there(open_page: Open) -> None:
    page = open_page("/?q=navo", viewport={"width": 390, "height": 844})
    crowded = page.locator(".strip text").first
    crowded.evaluate("(e) => e.classList.add('crowded')")
    assert not crowded.is_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    assert crowded.is_visible()


def test_no_line_of_a_byline_on_a_phone_begins_with_a_dot(open_page: Open) -> None:
    """Each part has a dot before it, which is cut off where a line begins."""
    page = open_page("/article/lc-2022-03-24-navo-top", viewport={"width": 390, "height": 844})
    page.locator(".byline time").evaluate("(e) => { e.textContent = 'y'.repeat(24) }")
    left = page.locator(".byline").evaluate("(e) => e.getBoundingClientRect().left")
    dot = float(page.locator(".byline").evaluate("(e) => parseFloat(getComputedStyle(e).fontSize)"))
    parts = page.locator(".byline > *").evaluate_all(
        "(all) => all.map((e) => [e.offsetTop, e.getBoundingClientRect().left])"
    )
    begins = [min(at for top, at in parts if top == line) for line in {top for top, _ in parts}]
    assert len(begins) > 1
    assert begins == [left] * len(begins)
    cut = page.locator(".byline").evaluate("(e) => getComputedStyle(e).clipPath")
    assert cut == f"inset(0px 0px 0px {dot:g}px)"


@pytest.mark.parametrize("width", [390, 1280])
def test_the_way_back_to_the_results_is_in_sight(open_page: Open, width: int) -> None:
    for path in (
        "/why/lc-2022-03-24-navo-top?q=navo",
        "/facet/source?q=navo",
        "/article/lc-2022-03-24-navo-top?q=navo",
    ):
        page = open_page(path, viewport={"width": width, "height": 900})
        expect(page.locator(".back a").first).to_be_in_viewport(ratio=1)


def test_names_are_folded_above_an_article_on_a_phone_and_stand_beside_it_on_a_desk(
    open_page: Open,
) -> None:
    page = open_page("/article/velmerland/navo-madrid", viewport={"width": 390, "height": 844})
    assert not page.locator(".names dd").first.is_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.locator(".names dd").first.is_visible()
