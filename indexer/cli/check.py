"""The command `knipsel check`."""

from __future__ import annotations

import sys

import click

from indexer.cli.printing import FOUND_NOTHING, command_name, print_lines
from indexer.config import Settings


@click.command()
@click.pass_obj
def check(settings: Settings) -> None:
    """Verify that the index is whole, and that its parts agree.

    \b
    knipsel check
    """
    from indexer.analysis.analyzer import Analyzer
    from indexer.indexing.check import check as wrong_in
    from indexer.storage.index_store import open_store

    store = open_store(settings, Analyzer().fingerprint)
    wrong = wrong_in(settings, store)
    print_lines(wrong)
    if wrong:
        click.echo(f"Mend it: {command_name(settings)} index --rebuild PATH", err=True)
        sys.exit(FOUND_NOTHING)
    articles = store.manifest().articles
    click.echo(f"{articles:,} articles, nothing wrong")
