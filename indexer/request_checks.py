"""Checks of what a request asks for, and the errors that name its parameter."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.errors import RequestError
from indexer.later import expression
from indexer.messages import Bilingual

MAX_RESULTS = 10_000
"""Results that can be paged to."""

_MAX_SHOWN = 40  # characters of a value that an error quotes
_PIECES = expression(r"[^\s'\"]+")
_SLASHES = str.maketrans("?#", "//")  # each ends what may be a host


class Effort:
    """What figures may still cost, in steps of about ten nanoseconds; anything without a limit.

    Steps are counted and no clock is read, so that the same request gets the same answer each time.
    """

    def __init__(self, most: int | None = None) -> None:
        self._left = most

    def spend(self, steps: int) -> None:
        """Take steps. Raises RequestError with what to do if there are too few left."""
        if self._left is None:
            return
        self._left -= steps
        if self._left < 0:
            raise RequestError("q", _TOO_DEAR)


_TOO_DEAR = Bilingual(
    "dit kost de server te veel rekentijd. Vraag om een kortere periode, één bron, minder gewone "
    "woorden of grovere vakken, of reken het uit met knipsel op een eigen computer",
    "this would cost the server too much time. Ask for a shorter period, one source, rarer words "
    "or coarser cells, or count it with knipsel on a computer of your own",
)


def check_number(parameter: str, value: int, maximum: int) -> None:
    """Raise RequestError if a number is not from 1 to `maximum`."""
    if not 1 <= value <= maximum:
        raise wrong_number(parameter, str(value), maximum)


def wrong_number(parameter: str, text: str, maximum: int) -> RequestError:
    """Return the error for a text that is no number from 1 to `maximum`."""
    dutch = f"een getal van 1 tot en met {maximum}, niet ‘{shown(text)}’"
    return RequestError(
        parameter, Bilingual(dutch, f"a number from 1 to {maximum}, not ‘{shown(text)}’")
    )


def not_one_of(parameter: str, known: Sequence[str], text: str) -> RequestError:
    """Return the error for a text that is none of the values that are known."""
    listed = ", ".join(known)
    return RequestError(
        parameter,
        Bilingual(
            f"een van {listed}, niet ‘{shown(text)}’", f"one of {listed}, not ‘{shown(text)}’"
        ),
    )


def shown(text: str) -> str:
    """Return a value as an error quotes it, cut where it is long."""
    return text if len(text) <= _MAX_SHOWN else text[:_MAX_SHOWN] + "…"


def quoted(value: object) -> str:
    """Return a value of any type as `shown` does a text, without the password of an address."""
    return shown(without_password(repr(value)))


def without_password(text: str) -> str:
    """Return a text without what stands before the host of an address in it."""
    return _PIECES.sub(_without_user, text)


def _without_user(piece: re.Match[str]) -> str:
    before, _, host = piece[0].rpartition("@")
    scheme, slashes, user = before.partition("//")
    authority = user.translate(_SLASHES).partition("/")[0]
    # A path may have an @ (mastodon.example/@jan), and a password a slash that is not encoded.
    is_user = authority == user or ":" in authority or "@" in authority
    return f"{scheme}//…@{host}" if slashes and is_user else piece[0]
