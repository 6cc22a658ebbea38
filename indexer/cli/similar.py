"""The command `knipsel similar`."""

from __future__ import annotations

import sys

import click

from indexer.cli.options import article_id, format_option, limit_option
from indexer.cli.printing import FOUND_NOTHING, print_json, print_lines, terminal_width
from indexer.config import Settings


@click.command()
@article_id
@limit_option(5, "related articles", maximum=100)
@format_option("text", "json")
@click.pass_obj
def similar(settings: Settings, article_id: str, limit: int, output_format: str) -> None:
    """Print articles on the same subject as ID, and other versions of its story.

    \b
    knipsel similar 2022/navo-top
    """
    from indexer.archive import Archive
    from indexer.cli import render_columns
    from indexer.output import json_output

    found = Archive.open(settings).similar(article_id, limit)
    if output_format == "json":
        print_json(json_output.similar_to_json(found))
    else:
        print_lines(render_columns.similar_lines(found, terminal_width()))
    if not (found.related or found.near_duplicates):
        sys.exit(FOUND_NOTHING)
