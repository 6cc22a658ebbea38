"""What a reader is offered where nothing is found: another request, which finds something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from indexer.fields import NO_VALUES, FieldValues
from indexer.later import dataclass


class OfferKind(StrEnum):
    """What another request leaves out or changes."""

    CORRECTION = "correction"
    WORD = "word"
    PHRASE = "phrase"
    FILTER = "filter"
    PERIOD = "period"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Offer:
    """A request that `count` articles satisfy: `query`, within these limits, and what it changes.

    The limits, `without` and `parts` are those of a SearchRequest.
    """

    kind: OfferKind
    reason: str
    query: str
    count: int
    since: str | None = None
    until: str | None = None
    filters: FieldValues = NO_VALUES
    excluded: FieldValues = NO_VALUES
    without: tuple[str, ...] = ()
    parts: bool = True

    def limits(self) -> Iterator[tuple[str, str]]:
        """Yield name and value of each parameter that limits the request."""
        for name, date in (("since", self.since), ("until", self.until)):
            if date:
                yield name, date
        yield from self.filters.pairs()
        yield from ((f"not_{name}", value) for name, value in self.excluded.pairs())

    def parameters(self) -> Mapping[str, str | list[str]]:
        """Return the parameters of the API that ask for it; those that repeat as lists."""
        asked: dict[str, str | list[str]] = {"q": self.query}
        for name, value in self.limits():
            if name in ("since", "until"):
                asked[name] = value
            else:
                values = asked.setdefault(name, [])
                assert isinstance(values, list)
                values.append(value)
        if self.without:
            asked["without"] = list(self.without)
        if not self.parts:
            asked["parts"] = "0"
        return asked
