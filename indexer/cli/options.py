"""Queries as arguments of a command."""

from __future__ import annotations

import re

import click

# An option has two dashes, or is -n or -h, alone or with its number.
_EXCLUSION = re.compile(r"-(?![-nh]?$)(?!n\d+$)[^-]")


class QueryCommand(click.Command):
    """A command whose arguments are queries: `-navo` excludes a word and is no `-n avo`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments; meanwhile a space keeps an exclusion from being an option."""
        rest = super().parse_args(ctx, [f" {a}" if _EXCLUSION.match(a) else a for a in args])
        for name, value in ctx.params.items():
            if isinstance(value, tuple):
                ctx.params[name] = tuple(each.removeprefix(" ") for each in value)
        return rest
