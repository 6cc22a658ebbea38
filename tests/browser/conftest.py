"""The sample archive, served on this machine, and a real browser to read it with.

The browser is the system's own Chromium, driven by Playwright. Without one of them these tests are
skipped with what to install; in CI they fail.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from threading import Thread
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
import waitress

from indexer.archive import build
from indexer.config import Settings
from tests.paths import SEEDS
from webapp import create_app
from webapp.archive_access import opener_of

if TYPE_CHECKING or find_spec("playwright"):
    from playwright.sync_api import (
        Browser,
        BrowserContext,
        Page,
        Request,
        WebError,
        expect,
        sync_playwright,
    )

# The first is Chromium without windows: the same pages for a quarter of the processor's time.
CHROMIUM = (
    *("chromium-headless-shell", "chrome-headless-shell"),
    *("chromium", "chromium-browser", "google-chrome", "chrome"),
)
PATIENCE = 180_000  # ms for what a page does after a key or a click, on a machine that is busy too


def cannot(reason: str) -> NoReturn:
    """Skip what needs a browser; fail in CI, which has to have one."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def pytest_pycollect_makemodule() -> None:
    """Leave these modules alone where importing them would fail."""
    if not find_spec("playwright"):
        cannot("Playwright is not installed. Run: make .venv/.dev")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the sample archive; return its address, without a slash at the end."""
    index = Settings(index=tmp_path_factory.mktemp("browsed"))
    build(index, [SEEDS])
    with served(index) as address:
        yield address


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve an archive without articles."""
    index = Settings(index=tmp_path_factory.mktemp("empty"))
    build(index, [tmp_path_factory.mktemp("nothing")])
    with served(index) as address:
        yield address


@pytest.fixture(scope="session")
def missing_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve where no archive is."""
    with served(Settings(index=tmp_path_factory.mktemp("missing") / "index")) as address:
        yield address


@contextmanager
def served(index: Settings) -> Iterator[str]:
    app = create_app(index)
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(180)
    opener_of(app).close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        cannot("There is no Chromium. On Debian: apt install chromium-headless-shell")
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()


@contextmanager
def contexts(browser: Browser, site: str) -> Iterator[Callable[..., BrowserContext]]:
    """Yield a function that makes a browser without memory, with options of Playwright.

    The block fails at its end when a page asked another host for anything or broke a script.
    """
    opened: list[BrowserContext] = []
    wrong: list[str] = []
    hosts: set[str] = set()

    def broke(failed: WebError) -> None:
        wrong.append(str(failed.error))

    def asked(request: Request) -> None:
        if not request.url.startswith(tuple(hosts)):
            wrong.append(request.url)

    def made(*, base_url: str = site, **options: Any) -> BrowserContext:
        hosts.add(base_url)
        context = browser.new_context(base_url=base_url, **{"locale": "nl-NL"} | options)
        context.set_default_timeout(PATIENCE)
        context.on("weberror", broke)
        context.on("request", asked)
        opened.append(context)
        return context

    yield made
    for context in opened:
        context.close()
    assert wrong == []


@pytest.fixture
def open_context(browser: Browser, site: str) -> Iterator[Callable[..., BrowserContext]]:
    """Return a function that makes a browser for this test alone, see `contexts`."""
    with contexts(browser, site) as made:
        yield made


@pytest.fixture(scope="module")
def reading(browser: Browser, site: str) -> Iterator[Page]:
    """Return a page for tests that only look: each new browser takes a second of the processor."""
    with contexts(browser, site) as made:
        yield made().new_page()


@pytest.fixture
def context(open_context: Callable[..., BrowserContext]) -> BrowserContext:
    return open_context()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def open_page(open_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """Return a function that opens a path, in a browser without memory and with these options."""

    def opened(path: str = "/", **options: Any) -> Page:
        page = open_context(**options).new_page()
        page.goto(path)
        return page

    return opened
