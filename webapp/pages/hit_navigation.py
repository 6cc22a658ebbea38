"""The hits of an article, numbered, each with links to the one before and the one after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from markupsafe import Markup

from indexer.highlight.blocks import Block
from indexer.model import Mark
from webapp.language import catalogue, gettext, language
from webapp.pages.highlighting import marked
from webapp.template_code import as_markup, written


class HitNavigation:
    """Marks hits `hit-1` to `hit-<total>`, in the language of this answer."""

    def __init__(self, total: int) -> None:
        self.total = total
        self._language = language()
        self._place = catalogue(self._language).gettext("treffer %(number)d van %(total)d")
        self._before, self._after = written(gettext("‹ vorige")), written(gettext("volgende ›"))

    def marked(self, text: str, marks: Iterable[Mark], first: int) -> Markup:
        """Return `text` with its hits marked and numbered from `first`."""
        numbers = count(first)
        return marked(text, marks, lambda hit: self._mark(hit, next(numbers)))

    def _mark(self, text: str, number: int) -> Markup:
        navigation = self._navigation(number) if self.total > 1 else ""
        return as_markup(f'<mark id="hit-{number}">{written(text)}{navigation}</mark>')

    def _navigation(self, number: int) -> str:
        before = self._link(number - 1, "prev", self._before)
        place = self._place % {"number": number, "total": self.total}
        after = self._link(number + 1, "next", self._after)
        links = f"{before}<span>{written(place)}</span>{after}"
        return f'<span class="hit-navigation" lang="{self._language}">{links}</span>'

    def _link(self, number: int, rel: str, name: str) -> str:
        if 1 <= number <= self.total:
            return f'<a href="#hit-{number}" rel="{rel}">{name}</a>'
        return f"<span>{name}</span>"


def places(body: Sequence[Block]) -> Iterator[tuple[int, float]]:
    """Yield the number of each hit in the body, and how far down it stands in percent."""
    length = sum(len(block.text) for block in body)
    before = 0
    for block in body:
        for number, (start, _) in enumerate(block.marks, block.first_hit):
            yield number, round(100 * (before + start) / length, 2)
        before += len(block.text)
