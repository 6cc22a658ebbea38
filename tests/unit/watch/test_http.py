"""What is fetched comes from where it may, is not too large and does not take too long."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from indexer.watch import http
from indexer.watch.http import FetchError, fetch, is_public, shown
from tests.feed_site import CERTIFICATE, Site, served


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as site:
        yield site


def test_an_answer_has_its_status_headers_and_body(site: Site) -> None:
    site.pages["/feed?a=b"] = (200, {"ETag": '"1"'}, b"<rss/>")
    answer = fetch(f"{site.address}/feed?a=b", {"If-None-Match": '"0"'}, private=True)
    assert (answer.status, answer.headers["etag"], answer.body) == (200, '"1"', b"<rss/>")
    ((_, asked),) = site.asked
    assert asked["if-none-match"] == '"0"'
    assert asked["user-agent"].startswith("Knipsel/")


def test_a_compressed_answer_is_unpacked(site: Site) -> None:
    site.pages["/"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"<rss/>"))
    assert fetch(site.address, private=True).body == b"<rss/>"


def test_all_parts_of_a_compressed_answer_are_unpacked(site: Site) -> None:
    packed = gzip.compress(b"<rss>") + gzip.compress(b"</rss>") + b"\0" * 8
    site.pages["/"] = (200, {"Content-Encoding": "gzip"}, packed)
    assert fetch(site.address, private=True).body == b"<rss></rss>"


@pytest.mark.parametrize("cut", [1, 8, 9, 300])
def test_a_compressed_answer_that_is_cut_off_is_refused(site: Site, cut: int) -> None:
    packed = gzip.compress(b"een") + gzip.compress(bytes(range(256)) * 400)[:-cut]
    site.pages["/"] = (200, {"Content-Encoding": "gzip"}, packed)
    with pytest.raises(FetchError, match="cut off in the middle"):
        fetch(site.address, private=True)


@pytest.mark.parametrize("zeros", [0, 1, 100_000])
def test_many_parts_cost_what_their_bytes_do(
    site: Site, zeros: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each part copied all that came after it: of a thousand in 20 MB ten thousand MB."""
    given: list[int] = []
    make = zlib.decompressobj

    class Unpacking:
        def __init__(self, kind: int) -> None:
            self._of = make(kind)

        def __getattr__(self, name: str) -> Any:
            return getattr(self._of, name)

        def decompress(self, packed: bytes, most: int) -> bytes:
            given.append(len(packed))
            unpacked: bytes = self._of.decompress(packed, most)
            return unpacked

    monkeypatch.setattr(zlib, "decompressobj", Unpacking)
    packed = (gzip.compress(b"a" * 20_000, 0) + bytes(zeros)) * 60
    site.pages["/"] = (200, {"Content-Encoding": "gzip"}, packed)
    assert fetch(site.address, private=True).body == b"a" * 1_200_000
    assert sum(given) < 4 * len(packed)


def test_addresses_that_do_not_answer_share_the_time_of_a_fetch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waits: list[float] = []
    now = 0.0

    def silent(_: object, wait: float) -> None:
        nonlocal now
        waits.append(wait)
        now += wait
        raise TimeoutError

    found = [(0, 0, 0, "", (f"10.255.255.{number}", 80)) for number in range(100)]
    monkeypatch.setattr(http, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(http, "create_connection", silent)
    monkeypatch.setattr(http, "monotonic", lambda: now)
    with pytest.raises(FetchError, match="took over 30 seconds"):
        fetch("http://many.example/", private=True)
    assert sum(waits) == http.MAX_SECONDS


def test_a_name_server_that_is_silent_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()

    def silent(*_: object, **__: object) -> list[object]:
        over.wait(60)
        return []

    monkeypatch.setattr(http, "getaddrinfo", silent)
    monkeypatch.setattr(http, "MAX_SECONDS", 0.05)
    with pytest.raises(FetchError, match=r"looking up .* took over"):
        fetch("http://silent.example/")
    over.set()


def test_what_is_asked_before_shares_the_time_of_a_fetch(site: Site) -> None:
    with pytest.raises(FetchError, match="took over 30 seconds"):
        fetch(f"{site.address}/", private=True, until=0.0)


def test_redirects_share_the_time_of_a_fetch(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each answer takes ten seconds of a clock that is set forward."""
    now = 0.0

    def later(_: str, _ends: float) -> None:
        nonlocal now
        now += 10

    monkeypatch.setattr(http, "monotonic", lambda: now)
    site.pages["/"] = (302, {"Location": "/"}, b"")
    with pytest.raises(FetchError, match="took over 30 seconds"):
        fetch(site.address + "/", private=True, check=later)
    assert len(site.asked) == 2


def test_redirects_are_followed_and_each_is_checked(site: Site) -> None:
    site.pages["/a"] = (301, {"Location": "b"}, b"")
    site.pages["/b"] = (302, {"Location": f"{site.address}/c"}, b"")
    site.pages["/c"] = (200, {}, b"x")
    checked: list[str] = []
    answer = fetch(f"{site.address}/a", private=True, check=lambda each, _: checked.append(each))
    assert answer.address == f"{site.address}/c"
    assert checked == [f"{site.address}/{name}" for name in "abc"]


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ((302, {"Location": "/"}, b""), "over 5 redirects"),
        ((302, {"Location": "file:///etc/passwd"}, b""), "no http or https address"),
        ((302, {"Location": "ftp://127.0.0.1/x"}, b""), "no http or https address"),
        ((302, {"Location": "//user:secret@127.0.0.1/"}, b""), "a password, which is not sent"),
        ((302, {"Location": "http://["}, b""), r"sent on to http://\[, which is no address"),
        ((302, {"Location": "//[::1"}, b""), "no address"),
        ((200, {}, b"x" * 2000), "over 0 MB"),
        ((200, {"Content-Encoding": "gzip"}, gzip.compress(b"x" * 2000, mtime=0)), "over 0 MB"),
        ((200, {"Content-Encoding": "gzip"}, b"oeps"), "broken compression"),
        ((200, {"Content-Encoding": "br"}, b"oeps"), "'br', which was not asked for"),
        ((200, {"Content-Length": "500"}, b"short"), "cut off, 495 bytes"),
        ((200, {"Transfer-Encoding": "gzip, chunked"}, b"1\r\na\r\n0\r\n\r\n"), "sent as 'gzip, "),
    ],
)
def test_what_cannot_be_meant_is_an_error(
    site: Site, page: Any, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "MAX_BYTES", 1000)
    site.pages["/"] = page
    with pytest.raises(FetchError, match=told):
        fetch(f"{site.address}/", private=True)


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (302, {"Location": "http://[" + "a" * 60_000}),
        (302, {"Location": "ftp://" + "a" * 60_000}),
        (302, {"Location": "/" + "a" * 30_000 + "\xe9"}),
        (200, {"Content-Encoding": "a" * 60_000}),
        (200, {"Transfer-Encoding": "a" * 60_000}),
    ],
)
def test_no_message_is_as_long_as_what_a_server_says(
    site: Site, status: int, headers: dict[str, str]
) -> None:
    site.pages["/"] = (status, headers, b"")
    with pytest.raises(FetchError) as told:
        fetch(f"{site.address}/", private=True)
    assert len(str(told.value)) < 300


@pytest.mark.parametrize(
    "address",
    [
        "http://wie:geheim@127.0.0.1/",
        "http://wie:ge@heim@127.0.0.1/",
        "http://wie:ge/heim@127.0.0.1/",
        "ftp://wie:geheim@127.0.0.1/",
        "wie:geheim@127.0.0.1",
        "http://wie:geheim@[::1/",
        "//wie:geheim@127.0.0.1/",
        "http://wie:geheim@127.0.0.1:0/",
    ],
)
def test_no_message_shows_a_password(site: Site, address: str) -> None:
    with pytest.raises(FetchError) as told:
        fetch(address, private=True)
    assert "heim" not in str(told.value)
    assert "heim" not in shown(address)
    site.pages["/"] = (302, {"Location": address}, b"")
    with pytest.raises(FetchError) as told:
        fetch(f"{site.address}/", private=True)
    assert "geheim" not in str(told.value)


def test_an_address_without_a_password_is_shown_as_it_is() -> None:
    address = "https://krant.example/feed/@redactie?wie=a@b"
    assert shown(address) == address


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("file:///etc/passwd", "no http"),
        ("gopher://127.0.0.1/", "no http"),
        ("http://", "no host"),
        ("http://[::1", "no http"),
        ("http://127.0.0.1:99999/", "no http"),
        ("http://127.0.0.1/a b", "have to be escaped"),
        ("http://127.0.0.1/\r\nHost: x", "have to be escaped"),
    ],
)
def test_what_is_no_address_is_an_error(address: str, told: str) -> None:
    with pytest.raises(FetchError, match=told):
        fetch(address, private=True)


def test_a_private_address_is_refused_unless_told(site: Site) -> None:
    with pytest.raises(FetchError, match="private address"):
        fetch(site.address)
    assert site.asked == []


def test_a_redirect_to_a_private_address_is_refused(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first host is let through, as if it were public."""
    site.pages["/"] = (302, {"Location": site.address.replace("127.0.0.1", "localhost")}, b"")
    names: list[str] = []

    def looked_up(host: str, *arguments: Any, **named: Any) -> Any:
        names.append(host)
        return found(host, *arguments, **named)

    found = socket.getaddrinfo
    monkeypatch.setattr(http, "getaddrinfo", looked_up)
    monkeypatch.setattr(http, "is_public", lambda _: len(names) == 1)
    with pytest.raises(FetchError, match="localhost is a private address"):
        fetch(site.address)
    assert len(site.asked) == 1


def test_a_name_is_looked_up_once_and_the_checked_address_connected_to(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that a name that answers otherwise the second time gains nothing."""
    port = int(site.address.rpartition(":")[2])
    answers = iter([[(0, 0, 0, "", ("127.0.0.1", port))]])
    monkeypatch.setattr(http, "getaddrinfo", lambda *_, **__: next(answers))
    site.pages["/"] = (200, {}, b"x")
    assert fetch(f"http://news.example:{port}/", private=True).body == b"x"
    ((_, asked),) = site.asked
    assert asked["host"] == f"news.example:{port}"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("10.0.0.1", False),
        ("172.16.5.4", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::5db8:d822", True),
        ("64:ff9b:1::7f00:1", False),
        ("::127.0.0.1", False),
        ("::ffff:0:127.0.0.1", False),
        ("fec0::1", False),
        ("5f00::1", False),
        ("3fff::1", False),
        ("192.88.99.1", False),
        ("192.0.0.8", False),
        ("192.0.0.170", False),
        ("2001:0:7f00:1::", False),
        ("2a02:898::1", True),
        ("1::1", False),
        ("100:0:0:1::1", False),
        ("200:7f00:1::1", False),  # of Yggdrasil, a network over this one
        ("300::1", False),
        ("::1:7f00:1", False),
        ("::fffe:7f00:1", False),
        ("64:ff9b:0:0:0:1:7f00:1", False),
        ("4000::1", False),
        ("e000::1", False),
        ("255.255.255.255", False),
    ],
)
def test_what_is_public(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_who_drips_is_cut_off(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
        handler.wfile.flush()
        handler.rfile.read(1)  # until the other side hangs up

    monkeypatch.setattr(http, "MAX_SECONDS", 1.0)
    site.pages["/"] = drip
    with pytest.raises(FetchError, match="took over"):
        fetch(site.address, private=True)


def test_nobody_there_is_an_error() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        with pytest.raises(FetchError, match="refused"):  # it is bound, and does not listen
            fetch(f"http://127.0.0.1:{port}/", private=True)


def test_a_certificate_has_to_be_trusted_and_of_this_host(monkeypatch: pytest.MonkeyPatch) -> None:
    with served(tls=True) as site:
        site.pages["/"] = (200, {}, b"x")
        port = site.address.rpartition(":")[2]
        with pytest.raises(FetchError, match="CERTIFICATE_VERIFY_FAILED"):
            fetch(f"https://localhost:{port}/", private=True)
        trusting = ssl.create_default_context(cafile=str(CERTIFICATE))
        monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
        assert fetch(f"https://localhost:{port}/", private=True).body == b"x"
        with pytest.raises(FetchError, match="IP address mismatch"):
            fetch(f"https://127.0.0.1:{port}/", private=True)
