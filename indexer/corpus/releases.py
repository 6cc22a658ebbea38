"""Releases in records: the version, status and embargo that makers of news write with an article.

The names are those of ninjs (https://iptc.org/standards/ninjs), NewsML-G2 and schema.org, and what
exports call the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any

from indexer.corpus.dates import partial_date, time_zone
from indexer.corpus.ids import given_value, is_global
from indexer.later import NamedTuple
from indexer.release import ENDLESS, Release, moment_of

_WITHDRAWN = {
    *("canceled", "cancelled", "withheld", "withdrawn", "killed", "retracted"),
    *("ingetrokken", "teruggetrokken"),
}
"""The status of an article that may not be seen, last in a code or an address of one."""

_NAMES = {
    "version": "version versie",
    "moment": "versioncreated datemodified modifiedgmt",
    "status": "pubstatus status creativeworkstatus managementstatus",
    "embargo": "embargoed embargo embargodate embargountil embargotot",
}
_NUMBERED = re.compile(
    r"(?:(?:v|version|versie)[. ]{0,2})?(\d{1,18}(?:\.\d{1,18}){0,3})", re.ASCII | re.IGNORECASE
)
_COUNTED = re.compile(r"\d{1,8}", re.ASCII)
_EMBARGOED = "embargoed"
_ZERO = re.compile(r"-?0+(?:\.0*)?", re.ASCII)
_NONE = ("", "-", "–", "no", "nee", "geen", "false", "0", "nvt", "n.v.t.")
_MAX_LENGTH = 80


class _Columns(NamedTuple):
    """Which names in a record hold what is said of a release."""

    version: tuple[str, ...]
    moment: tuple[str, ...]
    status: tuple[str, ...]
    embargo: tuple[str, ...]


def is_moment(text: str) -> bool:
    """Say whether a text is a moment or a day."""
    return _moment(text, "UTC") is not None


def tells_release(names: tuple[str, ...]) -> bool:
    """Say whether a record with these names may say something of its release."""
    return _find_columns(names) is not None


def release_in(record: Mapping[str, Any], zone: str, id_: str, *, has_guid: bool) -> Release | None:
    """Return what a record says of its release, None where all may see it and it has no version.

    Times that name no zone are in `zone`. Versions count only of an id that is that of the article
    in every file, as with `has_guid` it is, unless it is a short number, which every maker has.
    Raises ValueError if an embargo cannot be understood.
    """
    columns = _find_columns(tuple(record))
    if columns is None:
        return None
    is_said = has_guid and bool(id_) and not _COUNTED.fullmatch(id_)
    has_guid = is_said or is_global(id_)
    status = re.split(r"[:/#]", _first(record, columns.status).strip().lower())[-1]
    number, moment = _first(record, columns.version), _first(record, columns.moment)
    version = _version(number, moment, zone) if has_guid else ""
    withdrawn = status in _WITHDRAWN
    embargo = "" if withdrawn else _first(record, columns.embargo)
    until = _until(embargo, zone, is_certain=status == _EMBARGOED)
    is_told = version or withdrawn or until or is_said
    return Release(version, withdrawn, until, has_guid) if is_told else None


def _version(number: str, moment: str, zone: str) -> str:
    """Return a version: by its number, and where two have one number, by the moment."""
    numbered = _NUMBERED.fullmatch(number.strip())
    stamp = _moment(moment, zone)
    return f"{numbered[1] if numbered else ''} {moment_of(stamp) if stamp else ''}".strip()


def _moment(text: str, zone: str) -> datetime | None:
    """Return a moment, None where the text is none.

    As ISO 8601, in its short form too (20220324T090000Z), as in a header of mail, or a date.
    """
    text = text.strip()
    if not text or len(text) > _MAX_LENGTH:
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime, _day):
        try:
            stamp = read(text)
            stamp = stamp if stamp.tzinfo else stamp.replace(tzinfo=time_zone(zone))
            stamp.astimezone(UTC)
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
        else:
            return stamp
    return None


def _day(text: str) -> datetime:
    """Return the beginning of a day, month or year as people write it."""
    date = partial_date(text)
    if date is None:
        raise ValueError(text)
    year, month, day = (*date.split("-"), "1", "1")[:3]
    return datetime(int(year), int(month), int(day))  # noqa: DTZ001 - its zone follows


def _until(embargo: str, zone: str, *, is_certain: bool) -> str:
    """Return when an embargo ends, "" where there is none, ENDLESS where that is not known."""
    embargo = given_value(embargo.strip())
    if embargo.lower() in _NONE or _ZERO.fullmatch(embargo):
        return ENDLESS if is_certain else ""
    if embargo == ENDLESS:
        return embargo
    stamp = _moment(embargo, zone)
    if stamp is None:
        raise ValueError(embargo[:_MAX_LENGTH])
    return moment_of(stamp)


@lru_cache(maxsize=256)
def _find_columns(names: tuple[str, ...]) -> _Columns | None:
    """Return where a record with these names says something of its release, None if nowhere."""
    plain = {name: re.sub(r"[\s_:.-]", "", name.lower()) for name in names}
    found = _Columns._make(
        tuple(name for each in known.split() for name in names if plain[name] == each)
        for known in _NAMES.values()
    )
    return found if any(found) else None


def _first(record: Mapping[str, Any], names: tuple[str, ...]) -> str:
    values = (record[name] for name in names)
    return next((str(v) for v in values if isinstance(v, str | int | float) and str(v).strip()), "")
