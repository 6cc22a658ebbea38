"""The access log, in the combined form that web servers share and log readers know."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from indexer.request_checks import without_password

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class AccessLog:
    """Writes a line to standard error for each request that `application` answered.

    Passwords are in no line; what was searched is, as part of the address.
    """

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request, and write its line when all was sent."""
        status = ["500"]

        def started(line: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            status[0] = line[:3]
            return start(line, headers, *rest)

        return _Counted(self._application(environ, started), environ, status)


class _Counted:
    """The body of an answer, counted on its way."""

    def __init__(self, body: Iterable[bytes], environ: WSGIEnvironment, status: list[str]) -> None:
        self._body = body
        self._environ = environ
        self._status = status
        self._sent = 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._body:
            self._sent += len(piece)
            yield piece

    def close(self) -> None:
        if close := getattr(self._body, "close", None):
            close()
        sys.stderr.write(_line(self._environ, self._status[0], self._sent))


def _line(environ: WSGIEnvironment, status: str, sent: int) -> str:
    """Return `client - user [time] "request" status bytes "referer" "agent"`."""
    address = environ["PATH_INFO"].encode("latin-1", "replace").decode("utf-8", "replace")
    if query := environ.get("QUERY_STRING"):
        address += f"?{query}"
    request = f"{environ['REQUEST_METHOD']} {address} {environ.get('SERVER_PROTOCOL', '')}"
    client = _plain(environ.get("REMOTE_ADDR") or "-").replace(" ", "\\x20")
    referer = without_password(environ.get("HTTP_REFERER", "-"))
    headers = (referer, environ.get("HTTP_USER_AGENT", "-"))
    quoted = " ".join(f'"{_plain(text)}"' for text in headers)
    return f'{client} - - [{_now()}] "{_plain(request)}" {status} {sent or "-"} {quoted}\n'


def _plain(text: str) -> str:
    """Return the text on one line, with quotes and control characters escaped."""
    return "".join(
        letter if letter.isprintable() and letter not in '"\\' else f"\\x{ord(letter):02x}"
        for letter in text
    )


def _now() -> str:
    moment = time.gmtime()
    return time.strftime(f"%d/{_MONTHS[moment.tm_mon - 1]}/%Y:%H:%M:%S +0000", moment)
