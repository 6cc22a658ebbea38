"""Fetching over HTTP: from public addresses only, so many bytes and so many seconds at most."""

from __future__ import annotations

import ssl
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import IPv6Address, IPv6Network, ip_address
from socket import (
    SHUT_RDWR,
    SOCK_STREAM,
    create_connection,
    getaddrinfo,
    socket,
)
from urllib.parse import SplitResult, urljoin, urlsplit

from indexer import __version__

AGENT = f"Knipsel/{__version__}"
MAX_BYTES = 20_000_000
"""Bytes of an answer, unpacked."""
MAX_SECONDS = 30.0
"""Seconds that one request takes at most, however slowly it drips."""
MAX_REDIRECTS = 5

_WAIT = 10.0  # seconds for the other side to say anything
_PORTS = {"http": 80, "https": 443}
_MOVED = {301, 302, 303, 307, 308}
_NAT64 = IPv6Network("64:ff9b::/96")


class FetchError(Exception):
    """Nothing was fetched; says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said in the end; names of `headers` are in lower case."""

    status: int
    address: str
    headers: Mapping[str, str]
    body: bytes


def fetch(
    address: str,
    headers: Mapping[str, str] | None = None,
    *,
    private: bool = False,
    check: Callable[[str], None] | None = None,
) -> Answer:
    """Return what is at an http or https address, after up to MAX_REDIRECTS redirects.

    Each address on the way is checked: that it is public, unless `private`; and by `check`, which
    may raise FetchError too. A connection goes to the very address that was looked up and checked.
    """
    for _ in range(MAX_REDIRECTS + 1):
        if check:
            check(address)
        answer = _request(address, headers or {}, private=private)
        target = answer.headers.get("location")
        if answer.status not in _MOVED or not target:
            return answer
        address = urljoin(address, target)
    raise FetchError(f"over {MAX_REDIRECTS} redirects")


def _request(address: str, headers: Mapping[str, str], *, private: bool) -> Answer:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise FetchError(f"{address} is no http or https address") from None
    if not host or parts.username is not None:
        raise FetchError(f"{address} has no host, or a password, which is not sent")
    target = _target(parts)
    try:
        with _limited(_connected(host, port, private=private)) as plain:
            link = _secured(plain, host) if parts.scheme == "https" else plain
            connection = HTTPConnection(host, parts.port)
            connection.sock = link
            told = {"User-Agent": AGENT, "Accept-Encoding": "gzip", "Connection": "close"}
            connection.request("GET", target, headers={**told, **headers})
            return _answer(address, connection.getresponse())
    except (OSError, HTTPException, ValueError) as error:
        raise FetchError(f"{type(error).__name__}: {error}".rstrip(": ")) from error


def _connected(host: str, port: int, *, private: bool) -> socket:
    """Return a connection to the first address of a host that may be and can be reached."""
    found = getaddrinfo(host.encode("idna").decode(), port, type=SOCK_STREAM)
    hosts = [str(where[0]) for *_, where in found]
    allowed = [host for host in hosts if private or is_public(host)]
    if not allowed:
        raise FetchError(
            f"{host} is a private address; feeds.private = true in knipsel.toml allows those"
        )
    for each in allowed[:-1]:
        try:
            return create_connection((each, port), _WAIT)
        except OSError:
            continue
    return create_connection((allowed[-1], port), _WAIT)


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the internet, and leads to no other that is not."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            inner = ip_address(int(ip) & 0xFFFFFFFF)  # type: ignore[assignment]
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def _secured(plain: socket, host: str) -> ssl.SSLSocket:
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


@contextmanager
def _limited(link: socket) -> Iterator[socket]:
    """Cut a connection off after MAX_SECONDS seconds. Raises FetchError if it was."""
    cut = threading.Event()
    other = link.dup()  # stays when TLS takes the first one over

    def cut_off() -> None:
        cut.set()
        with suppress(OSError):  # it may be over just now
            other.shutdown(SHUT_RDWR)

    timer = threading.Timer(MAX_SECONDS, cut_off)
    timer.daemon = True
    timer.start()
    try:
        yield link
    finally:
        timer.cancel()
        other.close()
        link.close()
        if cut.is_set():
            raise FetchError(f"took over {MAX_SECONDS:.0f} seconds")


def _target(parts: SplitResult) -> str:
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not target.isascii() or not target.isprintable() or " " in target:
        raise FetchError(f"{target} has characters that have to be escaped")
    return target


def _answer(address: str, response: HTTPResponse) -> Answer:
    headers = {name.lower(): value for name, value in response.getheaders()}
    body = response.read(MAX_BYTES + 1)
    if response.length and len(body) <= MAX_BYTES:
        raise FetchError(f"cut off, {response.length:,} bytes before its end")
    match headers.get("content-encoding", "identity").lower():
        case "gzip" | "x-gzip":
            body = _unpacked(body)
        case "identity" | "":
            pass
        case other:
            raise FetchError(f"sent as {other!r}, which was not asked for")
    if len(body) > MAX_BYTES:
        raise FetchError(f"over {MAX_BYTES // 10**6} MB")
    return Answer(response.status, address, headers, body)


def _unpacked(body: bytes) -> bytes:
    try:
        unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
        return unpacking.decompress(body, MAX_BYTES + 1)
    except zlib.error as error:
        raise FetchError(f"broken compression: {error}") from error
