"""The command `knipsel codebook`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from indexer.cli.figures.options import figure_options, print_figures
from indexer.cli.terminal.query_words import complete_fields, complete_query
from indexer.config import Settings

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=_FILE)
@click.option(
    "--within",
    metavar="QUERY",
    default="",
    shell_complete=complete_query,
    help="Only in the articles of this query.",
)
@click.option(
    "--by",
    "fields",
    metavar="FIELD[,FIELD]",
    shell_complete=complete_fields,
    help="Count each label by these fields.",
)
@click.option("--articles", is_flag=True, help="Print the hits of each label in each article.")
@click.option(
    "--codes",
    metavar="FILE",
    type=_FILE,
    help="Compare with codes by hand: CSV with id, and label or a column for each label.",
)
@figure_options
@click.pass_obj
def codebook(
    settings: Settings,
    /,
    *,
    file: Path,
    within: str,
    fields: str | None,
    articles: bool,
    codes: Path | None,
    parts: bool,
    collapse: bool,
    output_format: str,
    **selection: Any,
) -> None:
    """Count the labels of a codebook, a file with a query for each.

    FILE has a line `Label = query` for each, or is CSV with the columns label and query.

    \b
    knipsel codebook themes.txt --by source,year --format csv
    """
    from indexer.archive import Archive
    from indexer.model import SearchRequest
    from indexer.statistics.codebooks.codebook import read_codebook, read_codes

    if sum(map(bool, (fields, articles, codes))) > 1:
        raise click.UsageError("Use one of --by, --articles and --codes.")
    labels = read_codebook(file)
    by_hand = read_codes(codes, labels) if codes else None
    bench = Archive.open(settings).figures(parts=parts, collapse=collapse)
    request = SearchRequest(within, **selection)
    if articles:
        print_figures(bench.coded_articles(labels, request), output_format)
    elif fields:
        by = [field.strip() for field in fields.split(",")]
        print_figures(bench.coded_counts(labels, by, request), output_format)
    else:
        print_figures(bench.codebook(labels, request, by_hand), output_format)
