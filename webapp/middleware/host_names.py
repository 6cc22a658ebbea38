"""Names under which a server answers: a page that this machine alone may see has no others.

A website whose name was pointed at this machine after a browser loaded it (DNS rebinding) may read
whatever answers to any name. An address in figures cannot be pointed elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from ipaddress import ip_address
from socket import getaddrinfo
from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.exceptions import BadRequest, MisdirectedRequest

from indexer.config import Settings
from webapp.urls.addresses import name_of_host


def install(app: Flask, hosts: Collection[str]) -> None:
    """Refuse a request whose Host is not one; with `hosts`, also one of another name.

    So it is with the host of a target that is a whole address, as a proxy is asked. The names of
    this machine itself always answer.
    """
    known = frozenset(hosts)

    def refuse() -> None:
        for host in _hosts_of(request.environ):
            name = name_of_host(host)
            if name is None:
                raise BadRequest
            if known and name not in known and not is_this_machine(name):
                raise MisdirectedRequest

    app.before_request(refuse)


def _hosts_of(environ: Mapping[str, str]) -> Iterator[str]:
    """Yield each host that a request names."""
    host = environ.get("HTTP_HOST")  # of two headers a server makes one, with a comma
    if host is not None or environ.get("SERVER_PROTOCOL") != "HTTP/1.0":  # as no browser asks
        yield host or ""
    target = environ.get("REQUEST_URI", "/")
    if not target.startswith("/"):
        yield urlsplit(target).netloc


def hosts_of(settings: Settings, listening: str) -> tuple[str, ...]:
    """Return the names under which to answer: those of the settings, else any.

    Who listens on this machine alone, without a proxy, answers under the name that it listens on.
    """
    if settings.hosts or settings.proxy or not _is_loopback(listening):
        return settings.hosts
    return ("localhost", listening.lower())


def _is_loopback(listening: str) -> bool:
    """Return whether only this machine can connect there."""
    try:
        found = getaddrinfo(listening, None)
    except OSError:
        return False
    return all(ip_address(str(address[0])).is_loopback for *_, address in found)


def is_this_machine(name: str) -> bool:
    """Return whether this name in a Host always means the machine that it is sent from."""
    if name == "localhost":
        return True
    try:
        return ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False
