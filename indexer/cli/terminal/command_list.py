"""The commands of a group, as its help lists them."""

from __future__ import annotations

import click

_WHOLE = 500
"""Characters of a sentence: more than any has, so that none is cut."""


class CommandList(click.Group):
    """A group whose help has the whole first sentence of each command, on as many lines."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command does."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, each.get_short_help_str(_WHOLE)) for name, each in found if each]
            )
