"""Limits the rate of requests of one client. Each process counts for itself."""

from __future__ import annotations

import math
import time
from ipaddress import IPv6Address, ip_address

from flask import Flask, request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from indexer.errors import KnipselError

_FREE = ("/static/", "/healthz", "/metrics")
_NETWORK = 64  # bits of an IPv6 address that one client cannot choose


def install(app: Flask, rate: str) -> None:
    """Refuse a client over `rate`, as in `120/minute`. Raises KnipselError if that is no rate."""
    try:
        limit = parse(rate)
    except ValueError as error:
        message = f"rate: {rate!r} is no number of requests in a time. Write it as 120/minute."
        raise KnipselError(message) from error
    counting = FixedWindowRateLimiter(MemoryStorage())

    def refuse() -> None:
        if request.path.startswith(_FREE):
            return
        client = client_of(request.remote_addr or "")
        if not counting.hit(limit, client):
            raise TooManyRequests(retry_after=_wait(counting, limit, client))

    app.before_request(refuse)


def client_of(address: str) -> str:
    """Return the key of a client: its IPv4 address, or the network of its IPv6 address."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or int(parsed) >> (128 - _NETWORK))
    return str(parsed)


def _wait(counting: FixedWindowRateLimiter, limit: RateLimitItem, client: str) -> int:
    until = counting.get_window_stats(limit, client).reset_time
    return max(1, math.ceil(until - time.time()))
