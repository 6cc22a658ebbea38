"""Fetching over HTTP: from public addresses only, so many bytes and so many seconds at most."""

from __future__ import annotations

import ssl
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from socket import (
    SHUT_RDWR,
    SOCK_STREAM,
    create_connection,
    getaddrinfo,
    socket,
)
from time import monotonic
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from indexer import __version__
from indexer.later import dataclass

AGENT = f"Knipsel/{__version__}"
MAX_BYTES = 20_000_000
"""Bytes of an answer, unpacked."""
MAX_SECONDS = 30.0
"""Seconds that a fetch takes at most, with its redirects, however slowly it drips."""
MAX_REDIRECTS = 5

_WAIT = 10.0  # seconds for the other side to say anything
_MAX_MEMBERS = 1_000  # of gzip in one answer
_AT_ONCE = 1 << 16  # bytes that are unpacked together: each member copies what comes after it
_MAX_SHOWN = 200  # characters of an address, or of what a server said, in a message
_PORTS = {"http": 80, "https": 443}
_MOVED = {301, 302, 303, 307, 308}
_NAT64 = IPv6Network("64:ff9b::/96")
_UNICAST = IPv6Network("2000::/3")
"""What is given out for the internet. The rest of IPv6 leads to other networks (translated IPv4,
sites, overlays that took some of it for themselves) or to none; Python calls much of it global."""
_DOCUMENTATION = IPv6Network("3fff::/20")
_SPECIAL_4 = IPv4Network("192.88.99.0/24"), IPv4Network("192.0.0.0/24")
"""Relays of 6to4, deprecated, and what is set apart for protocols, of which Python knows a part."""


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
    check: Callable[[str, float], None] | None = None,
    until: float | None = None,
) -> Answer:
    """Return what is at an http or https address, after up to MAX_REDIRECTS redirects.

    Each address on the way is checked: that it is public, unless `private`; and by `check`, which
    may raise FetchError too. A connection goes to the very address that was looked up and checked.
    All of it, what `check` fetches too, is over `until` then on the clock of `monotonic`, or within
    MAX_SECONDS.
    """
    until = monotonic() + MAX_SECONDS if until is None else until
    for _ in range(MAX_REDIRECTS + 1):
        _parts(address)
        if check:
            check(address, until)
        answer = _request(address, headers or {}, until, private=private)
        target = answer.headers.get("location")
        if answer.status not in _MOVED or not target:
            return answer
        try:
            address = urljoin(address, target)
        except ValueError:
            raise FetchError(f"sent on to {shown(target)}, which is no address") from None
    raise FetchError(f"over {MAX_REDIRECTS} redirects")


def _request(address: str, headers: Mapping[str, str], until: float, *, private: bool) -> Answer:
    parts, host, port = _parts(address)
    target = _target(parts)
    try:
        with _limited(_connected(host, port, until, private=private), until) as plain:
            link = _secured(plain, host) if parts.scheme == "https" else plain
            connection = HTTPConnection(host, parts.port)
            connection.sock = link
            told = {"User-Agent": AGENT, "Accept-Encoding": "gzip", "Connection": "close"}
            connection.request("GET", target, headers={**told, **headers})
            with connection.getresponse() as response:
                return _answer(address, response)
    except (OSError, HTTPException, ValueError) as error:
        _left(until)  # the end of the time has several faces
        reason = str(error)[:_MAX_SHOWN]
        raise FetchError(f"{type(error).__name__}: {reason}".rstrip(": ")) from error


def shown(address: str) -> str:
    """Return an address as messages have it: without a password, and in some lines at most."""
    try:
        parts = urlsplit(address)
        is_plain = parts.scheme in _PORTS and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        is_plain = False
    text = address if is_plain or "@" not in address else f"…@{address.rpartition('@')[2]}"
    return text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…"


def _parts(address: str) -> tuple[SplitResult, str, int]:
    """Return the parts of an address, its host and its port. Raises FetchError if it is none."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise FetchError(f"{shown(address)} is no http or https address") from None
    if not host or parts.username is not None:
        raise FetchError(f"{shown(address)} has no host, or a password, which is not sent")
    return parts, host, port


def _connected(host: str, port: int, until: float, *, private: bool) -> socket:
    """Return a connection to the first address of a host that may be and can be reached.

    Raises FetchError where there is none `until` then.
    """
    hosts = _looked_up(host.encode("idna").decode(), port, _left(until))
    allowed = [host for host in hosts if private or is_public(host)]
    if not allowed:
        raise FetchError(
            f"{host} is a private address; feeds.private = true in knipsel.toml allows those"
        )
    for each in allowed[:-1]:
        try:
            return create_connection((each, port), min(_WAIT, _left(until)))
        except OSError:
            continue
    return create_connection((allowed[-1], port), min(_WAIT, _left(until)))


def _looked_up(host: str, port: int, seconds: float) -> list[str]:
    """Return the addresses of a host. Raises FetchError if that takes longer than these seconds.

    No system limits it: a thread that waits for a name server that is silent is left behind.
    """
    found: list[list[str]] = []
    failed: list[Exception] = []

    def look_up() -> None:
        try:
            found.append([str(where[0]) for *_, where in getaddrinfo(host, port, type=SOCK_STREAM)])
        except Exception as error:  # noqa: BLE001 - raised below, in the thread that asked
            failed.append(error)

    looking = threading.Thread(target=look_up, daemon=True)
    looking.start()
    looking.join(seconds)
    if failed:
        raise failed[0]
    if not found:
        raise FetchError(f"looking up {host} took over {seconds:.0f} seconds")
    return found[0]


def _left(until: float) -> float:
    """Return the seconds left. Raises FetchError if there are none."""
    if (left := until - monotonic()) > 0:
        return left
    raise FetchError(f"took over {MAX_SECONDS:.0f} seconds")


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the internet, and leads to no other that is not."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            inner = ip_address(int(ip) & 0xFFFFFFFF)  # type: ignore[assignment]
        if inner is not None:
            return is_public(str(inner))
        if ip not in _UNICAST or ip in _DOCUMENTATION:
            return False
    elif any(ip in network for network in _SPECIAL_4):
        return False
    return ip.is_global and not ip.is_multicast


def _secured(plain: socket, host: str) -> ssl.SSLSocket:
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


@contextmanager
def _limited(link: socket, until: float) -> Iterator[socket]:
    """Cut a connection off when `until` has come. Raises FetchError if it was."""
    cut = threading.Event()
    other = link.dup()  # stays when TLS takes the first one over

    def cut_off() -> None:
        cut.set()
        with suppress(OSError):  # it may be over just now
            other.shutdown(SHUT_RDWR)

    timer = threading.Timer(max(0.0, until - monotonic()), cut_off)
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
        raise FetchError(f"{shown(target)} has characters that have to be escaped")
    return target


def _answer(address: str, response: HTTPResponse) -> Answer:
    headers = {name.lower(): value for name, value in response.getheaders()}
    coding = headers.get("transfer-encoding", "identity").lower()
    if coding not in ("identity", "chunked"):  # which Python takes for the body itself
        raise FetchError(f"sent as {coding[:_MAX_SHOWN]!r}, which was not asked for")
    body = response.read(MAX_BYTES + 1)
    if response.length and len(body) <= MAX_BYTES:
        raise FetchError(f"cut off, {response.length:,} bytes before its end")
    match headers.get("content-encoding", "identity").lower():
        case "gzip" | "x-gzip":
            body = _unpacked(body)
        case "identity" | "":
            pass
        case other:
            raise FetchError(f"sent as {other[:_MAX_SHOWN]!r}, which was not asked for")
    if len(body) > MAX_BYTES:
        raise FetchError(f"over {MAX_BYTES // 10**6} MB")
    return Answer(response.status, address, headers, body)


def _unpacked(body: bytes) -> bytes:
    """Return what is packed as gzip, of one member or several, to a byte past MAX_BYTES.

    Zeros after a member fill it up, as gzip has it. Raises FetchError if it is damaged or cut off.
    """
    parts: list[bytes] = []
    room, members = MAX_BYTES + 1, 0
    unpacking: Any = None
    for start in range(0, len(body), _AT_ONCE):
        packed = body[start : start + _AT_ONCE]
        while packed and room:
            if unpacking is None:
                packed = packed.lstrip(b"\0") if members else packed
                if not packed:
                    break
                unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
                members += 1
            try:
                parts.append(unpacking.decompress(packed, room))
            except zlib.error as error:
                raise FetchError(f"broken compression: {error}") from error
            room -= len(parts[-1])
            packed = unpacking.unused_data
            if unpacking.eof:
                unpacking = None
            if members > _MAX_MEMBERS:
                raise FetchError(f"over {_MAX_MEMBERS} parts of gzip")
    if unpacking and room:
        raise FetchError("cut off in the middle of its compression")
    return b"".join(parts)
