"""What the maker of an article says of one version of it: which it is, and whether it may be seen.

Agencies send an article again as it changes, and withdraw it (NewsML-G2, NITF, ninjs, Atom). Of its
versions the highest counts, in whatever order they are read.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from indexer.later import dataclass, expression

_NUMBER = expression(r"\d{1,18}", re.ASCII)
_MAX_NUMBERS = 8


@dataclass(frozen=True, slots=True)
class Release:
    """A version of an article: its number, its moment in UTC, or both (`10`, `10 2022-03-24T09Z`).

    `version` is "" where neither is known.
    One that is `withdrawn` takes away the versions up to it, or all where its version is unknown.
    `embargo` is the moment until which no version is to be published, in ISO 8601 with its zone,
    ENDLESS where that is not known yet, "" where there is none. With `has_guid` the id of the
    article means the same in every file; else all this is said of the article in its own file.
    """

    version: str = ""
    withdrawn: bool = False
    embargo: str = ""
    has_guid: bool = False


ENDLESS = "9999"
"""An embargo whose end is not known."""


def is_later(version: str, than: str) -> bool:
    """Say whether a version comes after another: by its number, else by its moment.

    Version 10 comes after 9, 1.10 after 1.9. An unknown version comes after none.
    """
    return _rank(version) > _rank(than)


def is_embargoed(embargo: str, now: datetime) -> bool:
    """Say whether an embargo still holds."""
    if not embargo or embargo == ENDLESS:
        return bool(embargo)
    return datetime.fromisoformat(embargo) > now


def moment_of(stamp: datetime) -> str:
    """Return a moment as versions and embargoes have it: in UTC, to the second."""
    return stamp.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _rank(version: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    number, _, moment = version.rpartition(" ") if "T" in version else (version, "", "")
    return _numbers(number), _numbers(moment)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(found) for found in _NUMBER.findall(text)[:_MAX_NUMBERS])
