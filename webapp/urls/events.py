"""Days that a reader marks on what is drawn over time: a date, and what happened if it is given."""

from __future__ import annotations

from collections.abc import Iterable

from indexer.errors import RequestError
from indexer.messages import Bilingual
from indexer.query.dates import iso_date
from indexer.request_checks import shown

MAX_EVENTS = 6
MAX_LENGTH = 80
"""Characters of a date and a name together."""
_MAX_WORDS = 4
"""Words of a date: `29 mei 2019`, or with the day of the week."""


def read_events(given: Iterable[str]) -> tuple[str, ...]:
    """Return events, each as addresses have it: a partial ISO date, a space and its name.

    Raises RequestError for one that does not begin with a date, and for too many.
    """
    events = tuple(dict.fromkeys(_read(text) for text in given if text.strip()))
    if len(events) > MAX_EVENTS:
        dutch = f"hoogstens {MAX_EVENTS} gemerkte dagen, niet {len(events)}"
        english = f"at most {MAX_EVENTS} marked days, not {len(events)}"
        raise RequestError("event", Bilingual(dutch, english))
    return events


def parts_of(event: str) -> tuple[str, str]:
    """Return the date and the name of an event as addresses have it."""
    day, _, name = event.partition(" ")
    return day, name


def _read(text: str) -> str:
    words = text.split()
    for count in range(min(_MAX_WORDS, len(words)), 0, -1):
        try:
            day = iso_date(" ".join(words[:count]))
        except ValueError:
            continue
        event = " ".join([day, *words[count:]])
        if len(event) <= MAX_LENGTH:
            return event
    dutch = f"een datum, met wat er gebeurde erachter, niet ‘{shown(text)}’"
    english = f"a date, and what happened after it, not ‘{shown(text)}’"
    raise RequestError("event", Bilingual(dutch, english))
