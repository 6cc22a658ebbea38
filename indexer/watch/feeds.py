"""Following feeds: when each is asked again, and what is kept of it between times."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import orjson

from indexer.config import Feeds
from indexer.corpus import Source
from indexer.corpus.formats import XML
from indexer.errors import KnipselError
from indexer.files import kind_of, read_plain_file, write_atomically
from indexer.later import dataclass
from indexer.watch.http import AGENT, Answer, FetchError, fetch, shown

MAX_PAUSE = 24 * 3600
"""Seconds after which a feed that fails is asked again at last; robots.txt is held as long."""

MAX_RUN = 300
"""Seconds after which what was fetched is indexed before other feeds are asked."""

_OK, _UNCHANGED, _GONE = 200, 304, 410
_BUSY = {429, 503}
_STATE = "state.json"
_MAX_STATE_BYTES = 1 << 24
_MAX_ROBOTS = 500 << 10  # bytes of robots.txt, what RFC 9309 asks for at least; the rest is left
_MAX_TEXT = 1_000  # characters of what a header says


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a feed: for a conditional request, and when it is due (Unix seconds)."""

    etag: str = ""
    modified: str = ""
    digest: str = ""
    due: float = 0.0
    failures: int = 0


class Following:
    """The feeds of the settings; `folder` holds their last contents and what is known of them.

    What is fetched is known to be only after `keep`: who is killed before fetches again.
    """

    def __init__(
        self,
        feeds: Feeds,
        folder: Path,
        say: Callable[[str], None],
        now: Callable[[], float] = time.time,
    ) -> None:
        self._feeds, self._folder, self._say, self._now = feeds, folder, say, now
        self._robots: dict[str, tuple[float, RobotFileParser]] = {}
        self._known = self._kept()

    def fetch_due(self) -> list[Source]:
        """Ask each feed that is due, for MAX_RUN seconds; return those that have something new.

        Feeds that were not come to are still due, so that the next run begins with them.
        """
        until = self._now() + MAX_RUN
        found: list[Source] = []
        for address in self._due():
            if self._now() >= until:
                break
            if source := self._fetch(address):
                found.append(source)
        return found

    def is_due(self) -> bool:
        """Say whether there is a feed to ask."""
        return bool(self._due())

    def _due(self) -> list[str]:
        now = self._now()
        return [a for a in self._feeds.addresses if self._known.get(a, Known()).due <= now]

    def keep(self) -> None:
        """Write down what is known: all that was fetched is in the index."""
        known = {address: asdict(known) for address, known in self._known.items()}
        self._write(_STATE, orjson.dumps(known, option=orjson.OPT_INDENT_2))

    def _fetch(self, address: str) -> Source | None:
        known = self._known.get(address, Known())
        try:
            answer = fetch(
                address, self._conditions(known), private=self._feeds.private, check=self._check
            )
        except FetchError as error:
            self._failed(address, known, str(error))
            return None
        if answer.status == _UNCHANGED:
            self._known[address] = replace(known, due=self._next(), failures=0)
            return None
        if answer.status != _OK:
            self._failed(address, known, f"answered {answer.status}", answer)
            return None
        return self._took(address, known, answer)

    def _took(self, address: str, known: Known, answer: Answer) -> Source | None:
        digest = blake2b(answer.body, digest_size=16).hexdigest()
        self._known[address] = Known(
            _kept_of(answer, "etag"),
            _kept_of(answer, "last-modified"),
            digest,
            self._next(),
        )
        if digest == known.digest:
            return None
        path = self._write(f"{_name(address)}.xml", answer.body)
        return Source(path, address, address, XML)

    def _failed(
        self, address: str, known: Known, reason: str, answer: Answer | None = None
    ) -> None:
        """Have a feed wait twice as long each time; for what is gone, the longest."""
        pause = self._feeds.minutes * 60 * 2 ** min(known.failures + 1, 16)
        if answer and answer.status in _BUSY:
            pause = max(pause, self._asked_for(answer))
        if answer and answer.status == _GONE:
            pause, reason = MAX_PAUSE, "is gone for good; take it out of knipsel.toml"
        pause = min(pause, MAX_PAUSE)
        self._say(f"{shown(address)}: {reason}; asked again in {pause / 60:,.0f} minutes")
        self._known[address] = replace(known, due=self._now() + pause, failures=known.failures + 1)

    def _asked_for(self, answer: Answer) -> float:
        """Return the seconds that a server asks to wait."""
        told = answer.headers.get("retry-after", "")
        if told.isdecimal():
            return float(told[:9])
        try:
            return parsedate_to_datetime(told).timestamp() - self._now()
        except (ValueError, OverflowError):
            return 0.0

    def _next(self) -> float:
        return self._now() + self._feeds.minutes * 60

    def _conditions(self, known: Known) -> dict[str, str]:
        conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
        return {name: value for name, value in conditions.items() if value}

    def _check(self, address: str, ends: float) -> None:
        """Go by robots.txt: no address that it forbids, none at all while it cannot be had."""
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        until, rules = self._robots.get(site, (0.0, None))
        if rules is None or until < self._now():
            rules = self._rules(site, ends)
            self._robots[site] = (self._now() + MAX_PAUSE, rules)
        if not rules.can_fetch(AGENT, address):
            raise FetchError(f"{site}/robots.txt forbids it")

    def _rules(self, site: str, ends: float) -> RobotFileParser:
        rules = RobotFileParser()
        answer = fetch(f"{site}/robots.txt", private=self._feeds.private, until=ends)
        if answer.status >= 500:  # noqa: PLR2004 - RFC 9309: then all is forbidden
            raise FetchError(f"{site}/robots.txt answered {answer.status}")
        body = answer.body if answer.status == _OK else b""
        if len(body) > _MAX_ROBOTS:
            body = body[:_MAX_ROBOTS].rpartition(b"\n")[0]
        try:
            rules.parse(body.decode("utf-8", "replace").splitlines())
        except ValueError as error:  # numbers and addresses that are none
            raise FetchError(f"{site}/robots.txt cannot be understood: {error}") from error
        return rules

    def _kept(self) -> dict[str, Known]:
        self._refuse_link()
        try:
            table = orjson.loads(read_plain_file(self._folder / _STATE, _MAX_STATE_BYTES))
            return {address: self._known_again(**known) for address, known in table.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}  # then all is asked for anew

    def _known_again(self, **kept: Any) -> Known:
        """Return what is known of a feed. Raises ValueError or TypeError if `keep` kept no such."""
        known = Known(**kept)
        texts = known.etag, known.modified, known.digest
        if not all(map(_is_line, texts)):
            raise ValueError("a header in more than a line")
        if type(known.failures) is not int or known.failures < 0:
            raise ValueError("a number of failures that is none")
        return replace(known, due=min(float(known.due), self._now() + MAX_PAUSE))

    def _refuse_link(self) -> None:
        """Raise KnipselError if the folder stands elsewhere: an index is all in its folder."""
        with suppress(FileNotFoundError, NotADirectoryError):
            if (kind := kind_of(self._folder)) != "folder":
                raise KnipselError(
                    f"{self._folder} is a {kind}, not a folder. Remove it: feeds are kept there."
                )

    def _write(self, name: str, data: bytes) -> Path:
        """Write a file of the feeds and return its path."""
        self._refuse_link()
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / name
        write_atomically(path, data)
        return path


def _kept_of(answer: Answer, name: str) -> str:
    """Return a header as it is kept; one that would not be believed again is none."""
    told = answer.headers.get(name, "")
    return told if _is_line(told) else ""


def _is_line(text: str) -> bool:
    return text.isprintable() and len(text) <= _MAX_TEXT


def _name(address: str) -> str:
    return blake2b(address.encode(), digest_size=8).hexdigest()
