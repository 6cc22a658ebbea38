"""Dates, numbers and texts in the language of the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from indexer.answers.figures import Interval
from indexer.formatting import DUTCH, INTERVALS, Count, Days, Language
from indexer.messages import Bilingual, Message, QueryText
from indexer.query.parser import parse
from indexer.query.unparse import ENGLISH as ENGLISH_OPERATORS
from indexer.query.unparse import unparse
from webapp import language

_Arguments = ParamSpec("_Arguments")


class _Translated(Language):
    """A language with a catalogue of messages."""

    __slots__ = ()

    def gettext(self, message: str, /, **values: object) -> str:
        return language.gettext(message, **values)

    def ngettext(self, one: str, many: str, count: int, /, **values: object) -> str:
        return language.ngettext(one, many, count, **values)


ENGLISH = _Translated(
    months=(
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    short_months=(
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec",
    ),
    thousands=",",
    decimal=".",
)  # fmt: skip

LANGUAGES = {"nl": DUTCH, "en": ENGLISH}
"""How each language of the page is written."""


def page_language() -> Language:
    """Return how the language of this answer is written."""
    return LANGUAGES[language.language()]


def _here(
    write: Callable[Concatenate[Language, _Arguments], str],
) -> Callable[_Arguments, str]:
    """Return a way of writing that takes the language of the page."""

    def written(*arguments: _Arguments.args, **named: _Arguments.kwargs) -> str:
        return write(page_language(), *arguments, **named)

    return written


day = _here(Language.day)
short_day = _here(Language.short_day)
yearless = _here(Language.yearless)
period = _here(Language.period)
period_name = _here(Language.period_name)
limits = _here(Language.limits)
days = _here(Language.days)
number = _here(Language.number)
articles = _here(Language.articles)
as_typed = _here(Language.as_typed)
hits = _here(Language.hits)
found_in = _here(Language.found_in)
unplaced = _here(Language.unplaced)
share = _here(Language.share)
size = _here(Language.size)
enumerated = _here(Language.enumerated)


def unit_name(unit: Interval) -> str:
    """Write what the periods of a trend are called: `maand`, `month`."""
    return translated(INTERVALS[unit])


def understood(query: str) -> str:
    """Return how a query was understood, in the operators and fields of the page's language."""
    here = language.language()
    return query if here == "nl" else unparse(parse(query).tree, ENGLISH_OPERATORS)


def translated(text: str) -> str:
    """Return one of our texts in the language of the page; any other text as it is."""
    if type(text) is str:  # as most texts are
        return text
    match text:
        case Bilingual():
            return in_language(text)
        case Message():
            values = {name: _translated_value(value) for name, value in text.values.items()}
            return language.gettext(text.message, **values)
        case _:
            return text


def in_language(text: Bilingual | None) -> str:
    """Return the form of a text in the language of the page; nothing for None."""
    if text is None:
        return ""
    return str(text) if language.language() == "nl" else text.english


def _translated_value(value: object) -> object:
    match value:
        case Count():
            return number(value)
        case Days():
            return days(value)
        case QueryText():
            return understood(value)
        case str():
            return translated(value)
        case _:
            return value
