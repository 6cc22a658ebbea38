"""Feeds are asked when they are due, as politely as they ask to be, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer.config import Feeds
from indexer.watch import feeds
from indexer.watch.feeds import MAX_PAUSE, MAX_RUN, Following
from indexer.watch.http import Answer, fetch
from tests.feed_site import Site, served

HALF_AN_HOUR = 1800.0
LONG_ROBOTS = b"User-agent: *\n".ljust(500 * 1024 - 1 - len("Disallow: /feed"), b"#") + b"\n"
"""Rules, with room for one more in what is read."""


class Reader:
    """A program that follows feeds, at a time that tests set."""

    def __init__(self, folder: Path, *addresses: str) -> None:
        self.folder, self.feeds = folder, Feeds(addresses, private=True)
        self.time, self.said = 1_000_000.0, list[str]()
        self.start()

    def start(self) -> None:
        """Start anew, as after a kill."""
        self.following = Following(self.feeds, self.folder, self.said.append, lambda: self.time)

    def after(self, seconds: float) -> list[bytes]:
        """Return what is new after so many seconds."""
        self.time += seconds
        return [source.path.read_bytes() for source in self.following.fetch_due()]


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as site:
        yield site


@pytest.fixture
def reader(site: Site, tmp_path: Path) -> Reader:
    return Reader(tmp_path / "feeds", f"{site.address}/feed")


def asked(site: Site) -> list[str]:
    return [path for path, _ in site.asked if path != "/robots.txt"]


def test_a_feed_is_asked_when_it_is_due_only(site: Site, reader: Reader) -> None:
    site.pages["/feed"] = (200, {}, b"<rss/>")
    assert reader.after(0) == [b"<rss/>"]
    assert reader.after(HALF_AN_HOUR - 1) == []
    assert len(asked(site)) == 1
    site.pages["/feed"] = (200, {}, b"<rss>2</rss>")
    assert reader.after(1) == [b"<rss>2</rss>"]


def test_what_has_not_changed_is_not_new(site: Site, reader: Reader) -> None:
    site.pages["/feed"] = (200, {}, b"<rss/>")
    assert (len(reader.after(0)), len(reader.after(HALF_AN_HOUR))) == (1, 0)


def test_the_next_request_is_conditional_also_after_a_restart(site: Site, reader: Reader) -> None:
    site.pages["/feed"] = (200, {"ETag": '"a"', "Last-Modified": "Thu, 24 Mar 2022"}, b"<rss/>")
    reader.after(0)
    reader.following.keep()
    site.pages["/feed"] = (304, {}, b"")
    reader.start()
    assert reader.after(HALF_AN_HOUR) == []
    _, headers = site.asked[-1]
    assert headers["if-none-match"] == '"a"'
    assert headers["if-modified-since"] == "Thu, 24 Mar 2022"
    assert reader.said == []


def test_what_was_fetched_and_not_kept_is_fetched_again(site: Site, reader: Reader) -> None:
    site.pages["/feed"] = (200, {"ETag": '"a"'}, b"<rss/>")
    reader.after(0)
    reader.start()
    assert reader.after(0) == [b"<rss/>"]
    assert "if-none-match" not in site.asked[-1][1]


@pytest.mark.parametrize("told", ["\x1b[31m", "a" * 2_000])
def test_a_header_that_would_not_be_believed_again_costs_no_feed_what_is_known(
    site: Site, tmp_path: Path, told: str
) -> None:
    reader = Reader(tmp_path / "feeds", f"{site.address}/feed", f"{site.address}/other")
    site.pages["/feed"] = (200, {"ETag": told, "Last-Modified": told}, b"<rss/>")
    site.pages["/other"] = (200, {"ETag": '"b"'}, b"<rss/>")
    reader.after(0)
    reader.following.keep()
    reader.start()
    assert reader.after(HALF_AN_HOUR) == []
    assert "if-none-match" not in site.asked[-2][1]
    assert site.asked[-1][1]["if-none-match"] == '"b"'


def test_no_line_of_a_feed_shows_a_password(tmp_path: Path) -> None:
    reader = Reader(tmp_path / "feeds", "http://wie:geheim@127.0.0.1:1/feed")
    assert reader.after(0) == []
    (line,) = reader.said
    assert "127.0.0.1:1/feed" in line
    assert "geheim" not in line


def test_damage_to_what_is_kept_means_asking_anew(site: Site, reader: Reader) -> None:
    site.pages["/feed"] = (200, {}, b"<rss/>")
    reader.after(0)
    reader.following.keep()
    (reader.folder / "state.json").write_text("[]")
    reader.start()
    assert reader.after(0) == [b"<rss/>"]


def test_a_feed_that_fails_waits_twice_as_long_each_time_up_to_a_day(
    site: Site, reader: Reader
) -> None:
    site.pages["/feed"] = (500, {}, b"")
    reader.after(0)
    pauses = [2, 4, 8, 16, 32, 48, 48]
    for pause in pauses:
        assert reader.after(pause * HALF_AN_HOUR - 1) == []
        before = len(asked(site))
        reader.after(1)
        assert len(asked(site)) == before + 1
    assert reader.said[0] == f"{site.address}/feed: answered 500; asked again in 60 minutes"
    assert "in 1,440 minutes" in reader.said[-1]
    site.pages["/feed"] = (200, {}, b"<rss/>")
    assert reader.after(MAX_PAUSE) == [b"<rss/>"]
    site.pages["/feed"] = (200, {}, b"<rss>2</rss>")
    assert reader.after(HALF_AN_HOUR) == [b"<rss>2</rss>"], "it is as good as any again"


@pytest.mark.parametrize("status", [429, 503])
def test_who_asks_to_wait_is_waited_for(site: Site, reader: Reader, status: int) -> None:
    site.pages["/feed"] = (status, {"Retry-After": "40000"}, b"")
    reader.after(0)
    assert "asked again in 667 minutes" in reader.said[0]


@pytest.mark.parametrize(
    "told", ["Mon, 99999999999999999999 Jan 2020 00:00:00 GMT", "1" * 5000, "\xb2", "(((", ""]
)
def test_who_asks_for_a_time_that_is_none_is_asked_again_as_usual(
    site: Site, reader: Reader, told: str
) -> None:
    site.pages["/feed"] = (503, {"Retry-After": told}, b"")
    reader.after(0)
    minutes = "1,440" if told.isdecimal() else "60"
    assert f"asked again in {minutes} minutes" in reader.said[0]


def test_a_feed_that_is_gone_is_told(site: Site, reader: Reader) -> None:
    site.pages["/feed"] = (410, {}, b"")
    reader.after(0)
    assert "is gone for good; take it out of knipsel.toml" in reader.said[0]


def test_a_feed_that_cannot_be_had_costs_no_other(site: Site, tmp_path: Path) -> None:
    reader = Reader(tmp_path, "http://127.0.0.1:1/", "nonsense", "http://[", f"{site.address}/feed")
    site.pages["/feed"] = (200, {}, b"<rss/>")
    assert reader.after(0) == [b"<rss/>"]
    assert len(reader.said) == 3


@pytest.mark.parametrize(
    ("robots", "fetched", "told"),
    [
        ((200, {}, b"User-agent: *\nDisallow: /feed"), 0, "robots.txt forbids it"),
        ((200, {}, b"User-agent: Knipsel\nDisallow: /"), 0, "robots.txt forbids it"),
        ((200, {}, b"User-agent: other\nDisallow: /"), 1, None),
        ((200, {}, b"User-agent: *\nDisallow: /private"), 1, None),
        ((404, {}, b""), 1, None),
        ((500, {}, b""), 0, "robots.txt answered 500"),
        ((200, {}, b"User-agent: *\nDisallow: //["), 0, "robots.txt cannot be understood"),
        ((200, {}, b"User-agent: *\nAllow: http://[::1"), 0, "robots.txt cannot be understood"),
        ((200, {}, b"User-agent: *\nCrawl-delay: \xc2\xb2"), 0, "cannot be understood"),
        ((200, {}, b"User-agent: *\nCrawl-delay: " + b"1" * 5000), 0, "cannot be understood"),
        ((200, {}, b"User-agent: *\nRequest-rate: 1/\xc2\xb2"), 0, "cannot be understood"),
        ((200, {}, b"\x00\xff:\xff\n" * 100), 1, None),
        ((200, {}, LONG_ROBOTS + b"Disallow: /feedback"), 1, None),
        ((200, {}, LONG_ROBOTS + b"Disallow: /feed"), 0, "robots.txt forbids it"),
    ],
)
def test_robots_txt_is_gone_by(
    site: Site,
    reader: Reader,
    robots: tuple[int, dict[str, str], bytes],
    fetched: int,
    told: str | None,
) -> None:
    site.pages["/feed"] = (200, {}, b"<rss/>")
    site.pages["/robots.txt"] = robots
    assert len(reader.after(0)) == fetched
    assert len(asked(site)) == fetched
    assert len(reader.said) == (told is not None)
    assert not told or told in reader.said[0]


def test_robots_txt_counts_where_a_redirect_leads(site: Site, reader: Reader) -> None:
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /secret")
    site.pages["/feed"] = (302, {"Location": "/secret"}, b"")
    assert reader.after(0) == []
    assert asked(site) == ["/feed"]
    assert "forbids it" in reader.said[0]


def test_robots_txt_is_asked_for_once_a_day(site: Site, reader: Reader) -> None:
    site.pages["/feed"] = (200, {}, b"<rss/>")
    for _ in range(5):
        reader.after(HALF_AN_HOUR)
    assert [path for path, _ in site.asked].count("/robots.txt") == 1
    reader.after(MAX_PAUSE)
    assert [path for path, _ in site.asked].count("/robots.txt") == 2


def test_a_run_takes_so_long_at_most_and_the_next_goes_on(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each feed takes as long as a run may; none is passed over for ever."""
    names = ["/a", "/b", "/c"]
    site.pages.update({name: (200, {}, name.encode()) for name in names})
    reader = Reader(tmp_path, *(site.address + name for name in names))

    def slow(*given: Any, **named: Any) -> Answer:
        reader.time += MAX_RUN
        return fetch(*given, **named)

    monkeypatch.setattr(feeds, "fetch", slow)
    assert [reader.after(0) for _ in names] == [[b"/a"], [b"/b"], [b"/c"]]
