"""The command `knipsel stats`."""

from __future__ import annotations

import click

from indexer.cli.options import format_option
from indexer.cli.printing import print_json, print_lines
from indexer.config import Settings


@click.command()
@format_option("text", "json")
@click.pass_obj
def stats(settings: Settings, output_format: str) -> None:
    """Print the size of the archive, its dates, sources and sections.

    \b
    knipsel stats --format json
    """
    from indexer.archive import Archive
    from indexer.cli import render_text
    from indexer.output import json_output

    figures = Archive.open(settings).stats()
    if output_format == "json":
        print_json(json_output.stats_to_json(figures))
    else:
        print_lines(render_text.stats_lines(figures))
