"""The command `knipsel show`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from indexer.cli.options import article_id, format_option, printable
from indexer.cli.printing import print_json, print_lines, terminal_width
from indexer.config import Settings

if TYPE_CHECKING:
    from indexer.archive import Archive
    from indexer.model import Article

_MAX_WIDTH = 72
_CLUSTER = "opensearch"  # keeps no forward index


@click.command()
@article_id
@click.option("--query", default="", help="Mark the hits of this query.")
@format_option("text", "json")
@click.pass_obj
def show(settings: Settings, article_id: str, query: str, output_format: str) -> None:
    """Print a whole article.

    \b
    knipsel show 2022/navo-top --query crisis
    """
    from indexer.archive import Archive
    from indexer.cli import render_text
    from indexer.output import json_output

    archive = Archive.open(settings)
    marked = archive.article(article_id, printable(query))
    if output_format == "json":
        print_json(json_output.article_to_json(marked) | _names(archive, marked.article))
    else:
        print_lines(render_text.article_lines(marked, min(_MAX_WIDTH, terminal_width())))


def _names(archive: Archive, article: Article) -> dict[str, Any]:
    """Return the names of an article; none for an archive in a cluster, which cannot tell them."""
    if archive.stats().engine == _CLUSTER:
        return {}
    found = archive.figures().names_of(article)
    return {
        "names": [{"name": each.name, "type": each.type, "forms": each.forms} for each in found]
    }
