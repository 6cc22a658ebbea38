"""Downloads: so many at once, so that who reads one slowly leaves a thread to all others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from threading import BoundedSemaphore, Lock

from flask import Flask, Response, g, request
from werkzeug.exceptions import ServiceUnavailable

RETRY_SECONDS = 10

_PATHS = ("/export.", "/kwic.csv", "/trend.csv", "/figures.csv", "/selection.", "/clippings/")


def install(app: Flask, at_once: int) -> None:
    """Refuse a download while each process makes `at_once` others."""
    free = BoundedSemaphore(at_once)

    def begin() -> None:
        if not request.path.startswith(_PATHS):
            return
        if not free.acquire(blocking=False):
            raise ServiceUnavailable(retry_after=RETRY_SECONDS)
        g.place = _Place(free)

    def made(response: Response) -> Response:
        if "place" in g and response.is_streamed and request.method != "HEAD":
            place: _Place = g.pop("place")
            response.response = place.until_end(response.iter_encoded())
            response.call_on_close(place.leave)  # it may never begin
        return response

    def ended(_: BaseException | None) -> None:
        if "place" in g:  # nothing is to be sent
            g.pop("place").leave()

    app.before_request(begin)
    app.after_request(made)
    app.teardown_request(ended)


class _Place:
    """One of the downloads that are made at once; it is left once."""

    def __init__(self, free: BoundedSemaphore) -> None:
        self._free = free
        self._lock = Lock()
        self._left = False

    def leave(self) -> None:
        with self._lock:
            if not self._left:
                self._left = True
                self._free.release()

    def until_end(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        try:
            yield from pieces
        finally:
            self.leave()
