"""The hits of an article, numbered, each with links to the one before and the one after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from markupsafe import Markup

from indexer.highlight.blocks import Block
from indexer.model import Mark
from webapp.language import gettext, language
from webapp.pages.highlighting import marked

_MARK = Markup('<mark id="hit-{number}">{text}{navigation}</mark>')
_NAVIGATION = Markup(
    '<span class="hit-navigation" lang="{language}">'
    "{previous}<span>{position}</span>{following}</span>"
)
_LINK = Markup('<a href="#hit-{number}" rel="{rel}">{name}</a>')
_NONE = Markup("<span>{name}</span>")


class HitNavigation:
    """Marks hits `hit-1` to `hit-<total>`."""

    def __init__(self, total: int) -> None:
        self.total = total

    def marked(self, text: str, marks: Iterable[Mark], first: int) -> Markup:
        """Return `text` with its hits marked and numbered from `first`."""
        numbers = count(first)
        return marked(text, marks, lambda hit: self._mark(hit, next(numbers)))

    def _mark(self, text: str, number: int) -> Markup:
        navigation = _NAVIGATION.format(
            language=language(),
            previous=self._link(number - 1, "prev", gettext("‹ vorige")),
            position=gettext("treffer %(number)d van %(total)d", number=number, total=self.total),
            following=self._link(number + 1, "next", gettext("volgende ›")),
        )
        return _MARK.format(
            number=number, text=text, navigation=navigation if self.total > 1 else ""
        )

    def _link(self, number: int, rel: str, name: str) -> Markup:
        there = 1 <= number <= self.total
        return _LINK.format(number=number, rel=rel, name=name) if there else _NONE.format(name=name)


def places(body: Sequence[Block]) -> Iterator[tuple[int, float]]:
    """Yield the number of each hit in the body, and how far down it stands in percent."""
    length = sum(len(block.text) for block in body)
    before = 0
    for block in body:
        for number, (start, _) in enumerate(block.marks, block.first_hit):
            yield number, round(100 * (before + start) / length, 2)
        before += len(block.text)
