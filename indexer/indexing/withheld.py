"""What may not be seen: articles that their makers withdrew, or lay under an embargo, by id.

The table is kept with the index, so that an earlier version that is read again stays out.
"""

from __future__ import annotations

from datetime import UTC, datetime

import orjson

from indexer.errors import IndexDamagedError
from indexer.later import NamedTuple
from indexer.release import ENDLESS, Release, is_embargoed, is_later
from indexer.storage.index_store import IndexStore


class Hold(NamedTuple):
    """Why an article is withheld.

    `withdrawn` is the version up to which it is withdrawn, "" for all, None where it is not.
    Until the moment `until` an embargo is on versions before `embargoed`; "" without one.
    """

    withdrawn: str | None = None
    embargoed: str = ""
    until: str = ""


class Withheld:
    """The table of what is withheld, as a run changes it. Raises ValueError if it is none."""

    def __init__(self, stored: bytes) -> None:
        self._holds = _read(stored)
        self._now = datetime.now(UTC)
        self.is_changed = False
        self.next_release: str | None = None

    def __contains__(self, article_id: str) -> bool:
        return article_id in self._holds

    def __bool__(self) -> bool:
        return bool(self._holds)

    def holds_back(self, article_id: str, version: str) -> bool:
        """Say whether this version of an article is withdrawn, or one before it under embargo."""
        hold = self._holds.get(article_id)
        if hold is None:
            return False
        if hold.withdrawn is not None and (
            not hold.withdrawn or not is_later(version, hold.withdrawn)
        ):
            return True
        return is_embargoed(hold.until, self._now) and is_later(hold.embargoed, version)

    def is_embargo(self, release: Release) -> bool:
        """Say whether a release is under an embargo that still holds."""
        return is_embargoed(release.embargo, self._now)

    def take(self, article_id: str, release: Release) -> None:
        """Let a release say from now on what is withheld of its article.

        What was withdrawn stays so; an embargo is lifted by a release that has none.
        """
        before = self._holds.get(article_id, Hold())
        if release.withdrawn:
            after = before._replace(withdrawn=_last(before.withdrawn, release.version))
        elif self.is_embargo(release):
            after = before._replace(embargoed=release.version, until=release.embargo)
        else:
            after = Hold(before.withdrawn)
        if after != before:
            self._holds[article_id] = after
            self.is_changed = True

    def wait_for(self, release: Release) -> None:
        """Remember the first embargo of the run that ends."""
        if release.embargo != ENDLESS:
            self.next_release = min(self.next_release or ENDLESS, release.embargo)

    def stored(self) -> bytes:
        """Return the table as it is kept."""
        holds = {id_: hold for id_, hold in self._holds.items() if hold != Hold()}
        return orjson.dumps(holds, default=tuple, option=orjson.OPT_SORT_KEYS)


def withheld_of(home: IndexStore) -> bytes:
    """Return the table of an index. Raises IndexDamagedError if it cannot be read."""
    try:
        stored = home.withheld()
        Withheld(stored)
    except ValueError as error:
        raise IndexDamagedError(
            f"What is withheld of {home.location} cannot be read: {error}. "
            f"Run: {home.rebuild_command}"
        ) from error
    return stored


def _last(withdrawn: str | None, version: str) -> str:
    """Return up to which version an article is withdrawn, which it was before or not."""
    if withdrawn is None or not version:
        return version
    return withdrawn if not withdrawn or is_later(withdrawn, version) else version


def _read(stored: bytes) -> dict[str, Hold]:
    try:
        table = orjson.loads(stored) if stored else {}
        return {str(id_): _hold(*values) for id_, values in table.items()}
    except (TypeError, AttributeError) as error:
        raise ValueError(error) from error


def _hold(withdrawn: str | None, embargoed: str, until: str) -> Hold:
    """Return a hold. Raises ValueError if its embargo has no such end."""
    if not all(isinstance(text, str) for text in (withdrawn or "", embargoed, until)):
        raise TypeError("a version is no text")
    is_embargoed(until, datetime.now(UTC))
    return Hold(withdrawn, embargoed, until)
