"""The arguments and options that commands share, each written once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import wraps
from typing import IO, Any, TypeVar, cast

import click

from indexer.cli.printing import print_for_programs
from indexer.cli.terminal.query_words import complete_value
from indexer.fields import FILTERS
from indexer.later import expression

_Command = TypeVar("_Command", bound=Callable[..., Any])

# An option has two dashes, or is -n or -h, alone or with its number.
_EXCLUSION = expression(r"-(?![-nh]?$)(?!n\d+$)[^-]")


def _value_options(name: str) -> Iterator[Callable[[Any], Any]]:
    for option, meant in ((f"--{name}", "Only"), (f"--not-{name}", "Not")):
        yield click.option(
            option,
            multiple=True,
            shell_complete=complete_value,
            help=f"{meant} this {name}; repeatable.",
        )


_SELECTION = (
    click.option("--since", metavar="DATE", help="From this day, month or year: 2022-03."),
    click.option("--until", metavar="DATE", help="Up to and including this day, month or year."),
    *(option for each in FILTERS for option in _value_options(each.name)),
    click.option(
        "--without", metavar="FORM", multiple=True, help="Leave out this old spelling; repeatable."
    ),
)

LIMITS = ("since", "until", *(n for f in FILTERS for n in (f.name, f"not_{f.name}")))
"""The names of the options that limit what is selected."""

article_id = click.argument("article_id", metavar="ID")


def selection_options(command: _Command) -> _Command:
    """Add the options that narrow a search; their values are fields of `SearchRequest`."""

    @wraps(command)
    def selecting(*arguments: Any, **options: Any) -> Any:
        filters = {each.name: options.pop(each.name) for each in FILTERS}
        excluded = {each.name: options.pop(f"not_{each.name}") for each in FILTERS}
        return command(*arguments, filters=filters, excluded=excluded, **options)

    for option in reversed(_SELECTION):  # the decorator applied last is listed first
        selecting = option(selecting)
    return cast("_Command", selecting)


def limit_option(
    default: int, noun: str, *, maximum: int | None = None
) -> Callable[[_Command], _Command]:
    """Return the option `-n`: at most how many `noun` are printed."""
    return click.option(
        "-n",
        "--limit",
        type=click.IntRange(1, maximum),
        default=default,
        show_default=True,
        help=f"Print at most this many {noun}.",
    )


def format_option(*formats: str) -> Callable[[_Command], _Command]:
    """Return the option `--format`, whose value is `output_format`; the first is the default."""
    return click.option(
        "--format",
        "output_format",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        callback=_chosen_format,
        help="Print in this format.",
    )


def _chosen_format(_: click.Context, __: click.Parameter, value: str) -> str:
    if value != "text":
        print_for_programs()
    return value


def given_options(context: click.Context, *, without: Collection[str]) -> Iterator[str]:
    """Yield the options that differ from their defaults, as words to type again."""
    for option in context.command.params:
        value = context.params.get(option.name or "")
        if not isinstance(option, click.Option) or option.name in without:
            continue
        if not value or value == option.get_default(context):
            continue
        name = option.opts[0]
        if option.is_flag:
            yield name
            continue
        for each in value if option.multiple else (value,):
            yield from (f"{name}={each}",) if str(each).startswith("-") else (name, str(each))


class QueryCommand(click.Command):
    """A command whose arguments are queries: `-navo` excludes a word and is no `-n avo`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments; meanwhile a space keeps an exclusion from being an option."""
        rest = super().parse_args(ctx, [f" {a}" if _EXCLUSION.match(a) else a for a in args])
        for name, value in ctx.params.items():
            if isinstance(value, tuple):
                ctx.params[name] = tuple(printable(each.removeprefix(" ")) for each in value)
        return rest


def printable(text: str) -> str:
    """Return a text of the command line as UTF-8, whatever the locale; other bytes become `�`."""
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    except UnicodeEncodeError:  # a half of a character, which is no byte
        return text.encode(errors="replace").decode()


def read_queries(lines: IO[str]) -> Iterator[tuple[str, str]]:
    """Yield the id and the query of each line of a file, blank lines left out.

    Raises UsageError if a line has no tab, or if the file is not UTF-8.
    """
    try:
        for number, line in enumerate(lines, 1):
            query_id, tab, query = line.lstrip("\ufeff").rstrip("\n").partition("\t")
            if tab:
                yield query_id, query
            elif line.strip():
                raise click.UsageError(f"{lines.name}:{number}: no tab between id and query.")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{lines.name} is not UTF-8. Save it as UTF-8.") from error
