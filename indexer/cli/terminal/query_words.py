"""What a shell completes by Tab in a query: fields, their values, words and names of the archive.

bash parts words at colons: of `bron:de v` it gives `bron`, `:`, `de` and `v`, and only what follows
the colon is replaced. What it inserts is typed again, so quotes are escaped there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

import click

from indexer.fields import BY_NAME, DATE_PREFIXES, NAMES, SCOPES, Field
from indexer.later import expression

if TYPE_CHECKING:
    from indexer.archive import Archive

_PREFIXES = (*SCOPES, *DATE_PREFIXES)
_VALUE_BEGUN = expression(r':(?:"[^"]*|[^\s"]*)\Z')
_BEGUN = expression(r"(?:(?<=\s)|(?<=[(-])|\A)[^\W\d_]+\Z")
_MAX_VALUES = 50
_MAX_WORDS = 8
_QUOTED = expression(r'"[^"]*"?')


def complete_words(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return what the shell can make of the last word of a query, by the words before it."""
    given = ctx.params.get(param.name or "") or ()
    before = re.sub(r"(\S) :(?: |\Z)", r"\1:", " ".join([*given, ""]))
    return _completed(ctx, before, incomplete)


def complete_query(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Return what the shell can make of an argument or a value that is a whole query."""
    return _completed(ctx, "", incomplete)


def complete_value(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return the values of the field that an option is called after, the most frequent first."""
    field = BY_NAME[(param.name or "").removeprefix("not_")]
    found = _asked(ctx, lambda archive: _values(archive, field, incomplete))
    return [_typed(value, bare=True) for value in found]


def complete_fields(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """Return the fields that figures can be counted by, with those before the last comma."""
    from indexer.answers.figures import FIELDS as COUNTED_BY

    before, comma, last = incomplete.rpartition(",")
    chosen = before.split(",")
    return [
        before + comma + each
        for each in COUNTED_BY
        if each.startswith(last.strip()) and each not in chosen
    ]


def _completed(ctx: click.Context, before: str, incomplete: str) -> list[str]:
    if incomplete == ":":  # all that bash has of a field whose value is still to be typed
        before, incomplete = f"{before.rstrip()}:", ""
    found = _asked(ctx, lambda archive: _queries(archive, before + incomplete))
    # A value can be that of words before the last, which the shell would leave: bron:de v.
    ends = (text[len(before) :] for text in found if text.startswith(before))
    return [_typed(end) for end in dict.fromkeys(ends)]


def _asked(ctx: click.Context, ask: Callable[[Archive], Iterator[str]]) -> list[str]:
    """Return what the archive answers; nothing where it does not open."""
    from indexer.archive import Archive
    from indexer.config import Settings
    from indexer.errors import KnipselError

    try:
        with Archive.open(Settings.load(ctx.find_root().params.get("folder"))) as archive:
            return list(ask(archive))
    except KnipselError:
        return []


def _queries(archive: Archive, query: str) -> Iterator[str]:
    """Yield the query with its end completed: fields, then their values, words and names."""
    if begun := _BEGUN.search(query):
        for prefix in _PREFIXES:
            if prefix.startswith(begun[0].lower()):
                yield f"{query[: begun.start()]}{prefix}:"
    limit = _MAX_VALUES if _VALUE_BEGUN.search(query) else _MAX_WORDS
    yield from (each.text for each in archive.completions(query, limit))


def _values(archive: Archive, field: Field, text: str) -> Iterator[str]:
    """Yield the values of a field that begin so, or of which a word does, most articles first."""
    from indexer.search.offers.field_values import begins

    if field in NAMES:
        prefix = field.prefixes[0]
        for each in archive.completions(f'{prefix}:"{text}', _MAX_VALUES):
            yield each.text[len(f'{prefix}:"') : -1]
        return
    found = (each.value for each in archive.stats().values[field.name])
    yield from islice((each for each in found if each and begins(each, text)), _MAX_VALUES)


def _typed(text: str, *, bare: bool = False) -> str:
    """Return what is inserted: in bash as it has to be typed, other shells see to that.

    A space outside quotes parts words of a query; in a `bare` value it is a part of it.
    """
    if not os.environ.get("_KNIPSEL_COMPLETE", "").startswith("bash"):
        return text
    if bare:
        return re.sub(r"""([\s"'()&;|<>$`\\!*?])""", r"\\\1", text)
    return _QUOTED.sub(lambda quoted: re.sub(r'(["\s])', r"\\\1", quoted[0]), text)
