"""The addresses of nodes, read without ever showing the password that may stand in one."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import field
from typing import Any, Self
from urllib.parse import unquote

from indexer.errors import KnipselError
from indexer.later import dataclass

_ADDRESS = re.compile(
    r"(?P<scheme>https?)://"
    r"(?:(?P<user>[^:@/?#\s]+):(?P<password>[^/?#\s]*)@)?"
    r"(?P<host>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(?P<port>\d{1,5}))?(?P<prefix>/[^@?#\s]*)?",
    re.ASCII | re.IGNORECASE,
)
_PORTS = {"http": 9200, "https": 443}
_MAX_PORT = 65_535


@dataclass(frozen=True, slots=True)
class Address:
    """Where a node answers; `user` and `password` are those that stand in its address."""

    scheme: str
    host: str
    port: int
    prefix: str = ""
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def read(cls, text: str, number: int) -> Self:
        """Return the address that stands at a place in the list of them.

        Raises KnipselError, which says the place and nothing of the text, if it is none.
        """
        found = _ADDRESS.fullmatch(text)
        port = int((found and found["port"]) or 0)
        if not found or port > _MAX_PORT:
            raise KnipselError(
                f"OPENSEARCH_URL: number {number} is no address of OpenSearch. It is not shown, as "
                "a password may stand in it. One looks like http://127.0.0.1:9200; several are "
                "separated by commas. In a password write / ? # and , as %2F %3F %23 and %2C, or "
                "give it in OPENSEARCH_PASSWORD."
            )
        scheme = found["scheme"].lower()
        return cls(
            scheme,
            found["host"].strip("[]"),
            port or _PORTS[scheme],
            (found["prefix"] or "").strip("/"),
            unquote(found["user"]) if found["user"] else None,
            unquote(found["password"]) if found["user"] else None,
        )

    @property
    def secure(self) -> bool:
        """Whether what is sent there is encrypted."""
        return self.scheme == "https"

    @property
    def is_local(self) -> bool:
        """Whether what is sent there stays on this machine."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost" or self.host.endswith(".localhost")

    @property
    def options(self) -> dict[str, Any]:
        """The address as OpenSearch's client takes it."""
        options: dict[str, Any] = {"host": self.host, "port": self.port, "use_ssl": self.secure}
        if self.prefix:
            options["url_prefix"] = self.prefix
        if self.user is not None:
            options["http_auth"] = (self.user, self.password)
        return options

    def __str__(self) -> str:
        """Return the address without user and password."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}{'/' if self.prefix else ''}{self.prefix}"
