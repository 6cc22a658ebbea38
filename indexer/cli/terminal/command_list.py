"""The commands of a group, as its help lists them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

_WHOLE = 500
"""Characters of a sentence: more than any has, so that none is cut."""


class CommandList(click.Group):
    """A group whose help has the whole first sentence of each command, on as many lines."""

    headings: Mapping[str, Sequence[str]] | None = None
    """The commands under what they are for, where they are many."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command does."""
        for heading, names in (self.headings or {"Commands": self.list_commands(ctx)}).items():
            found = [(name, self.get_command(ctx, name)) for name in names]
            with formatter.section(heading):
                formatter.write_dl(
                    [(name, each.get_short_help_str(_WHOLE)) for name, each in found if each]
                )
