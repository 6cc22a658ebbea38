"""Limits the rate of requests of one client, over all processes; what costs more counts as more."""

from __future__ import annotations

import math

from flask import Flask, request
from limits import parse
from werkzeug.exceptions import TooManyRequests

from indexer.errors import KnipselError
from indexer.request_checks import quoted
from webapp.middleware.allowance import Allowance, client_of

_FREE = ("/static/", "/healthz", "/metrics")
COSTS = {
    "/export.": 10,
    "/selection.": 10,
    "/clippings": 5,
    "/kwic": 5,
    "/api/kwic": 5,
    "/trend": 5,
    "/api/trend": 5,
    "/api/count": 5,
    "/api/collocates": 10,
    "/api/keywords": 10,
    "/api/words": 10,
    "/api/names": 10,
    "/figures": 10,
    "/articles": 10,
    "/compare": 20,
    "/name/": 5,
    "/facet/": 5,
}
"""Requests that one of these paths counts for; another counts for one."""


def install(app: Flask, rate: str) -> None:
    """Refuse a client over `rate`, as in `120/minute`. Raises KnipselError if that is no rate.

    Install it before the processes are forked that are to count together.
    """
    try:
        limit = parse(rate)
    except ValueError:
        limit = None
    if limit is None or limit.amount < 1:
        raise KnipselError(
            f"rate: {quoted(rate)} is no number of requests in a time. Write it as 120/minute."
        )
    allowance = Allowance(limit.amount, limit.get_expiry())

    def refuse() -> None:
        if request.path.startswith(_FREE):
            return
        if wait := allowance.take(client_of(request.remote_addr or ""), cost_of(request.path)):
            raise TooManyRequests(retry_after=math.ceil(wait))

    app.before_request(refuse)


def cost_of(path: str) -> int:
    """Return how many requests a path counts for."""
    return next((cost for beginning, cost in COSTS.items() if path.startswith(beginning)), 1)
