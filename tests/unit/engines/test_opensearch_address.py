"""Addresses of nodes: read, named in messages, and never shown with a password."""

from __future__ import annotations

import logging

import pytest

from indexer.config import Cluster, Settings
from indexer.engines.opensearch.address import Address
from indexer.engines.opensearch.client import Client, _warn_of_plain
from indexer.errors import KnipselError

SECRET = "geheim"


@pytest.mark.parametrize(
    ("text", "shown", "options"),
    [
        ("http://a", "http://a:9200", {"host": "a", "port": 9200, "use_ssl": False}),
        ("https://a", "https://a:443", {"host": "a", "port": 443, "use_ssl": True}),
        ("HTTPS://a:9200/", "https://a:9200", {"host": "a", "port": 9200, "use_ssl": True}),
        ("http://[::1]:1", "http://[::1]:1", {"host": "::1", "port": 1, "use_ssl": False}),
        (
            "https://u:geheim@a:1/os/b",
            "https://a:1/os/b",
            {
                "host": "a", "port": 1, "use_ssl": True,
                "url_prefix": "os/b", "http_auth": ("u", SECRET),
            },
        ),
        (
            "http://u%40x:a%2Fb%23%3F%2C:c@d@a",
            "http://a:9200",
            {"host": "a", "port": 9200, "use_ssl": False, "http_auth": ("u@x", "a/b#?,:c@d")},
        ),
    ],
)  # fmt: skip
def test_an_address_is_read_and_shown(text: str, shown: str, options: dict[str, object]) -> None:
    address = Address.read(text, 1)
    assert (str(address), address.options) == (shown, options)
    assert SECRET not in repr(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://user:gehe/im@host:9200",
        "http://user:gehe#im@host",
        "http://user:gehe?im@host",
        "http://user:gehe,im@host",
        "http://user:ge heim@host",
        "htp://user:geheim@host",
        "user:geheim@host:9200",
        "//user:geheim@host",
        "http://user@gehe/im:geheim@host",
        "http://user:geheim@host:port",
        "http://user:geheim@host:99999",
        "http://user:geheim@",
        "http://user:geheim/",
        "http://a/x@geheim",
        "geheim",
        "http://h\x1bgeheim",
    ],
)
def test_what_is_no_address_is_told_by_its_place_and_not_shown(url: str) -> None:
    with pytest.raises(KnipselError, match=r"number \d is no address of OpenSearch") as caught:
        Client(Cluster(url=f"http://127.0.0.1:9200, {url}"))
    told = str(caught.value)
    assert not any(part in told for part in (SECRET, "gehe", "im@", "user", "\x1b"))
    assert SECRET not in repr(Settings(opensearch=Cluster(url=url)))


@pytest.mark.parametrize(
    ("url", "warned"),
    [
        ("http://127.0.0.1:9200,http://localhost,http://[::1],http://127.9.9.9,https://far", 0),
        ("http://far,https://near", 1),
        ("http://far:1,http://far:2", 2),
        ("http://192.168.1.9,http://user:geheim@127.0.0.1.example", 2),
    ],
)
def test_another_machine_without_encryption_is_warned_of_once(
    url: str, warned: int, caplog: pytest.LogCaptureFixture
) -> None:
    _warn_of_plain.cache_clear()
    with caplog.at_level(logging.WARNING, "knipsel"):
        for _ in range(2):
            Client(Cluster(url=url, user="u", password=SECRET)).close()
    assert len(caplog.records) == warned
    assert SECRET not in caplog.text
