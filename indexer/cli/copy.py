"""The command `knipsel copy`."""

from __future__ import annotations

from dataclasses import replace

import click

from indexer.cli.options import format_option
from indexer.cli.progress import BuildObserver, print_report
from indexer.config import Settings
from indexer.engines import registry


@click.command()
@click.option(
    "--to",
    type=click.Choice(registry.names()),
    required=True,
    help="Store the copy with this engine.",
)
@format_option("text", "json")
@click.pass_obj
def copy(settings: Settings, to: str, output_format: str) -> None:
    """Copy the archive from the index folder to a cluster, or back.

    The copy replaces the archive that is there. The articles are analysed anew.

    \b
    knipsel copy --to opensearch
    """
    from indexer.archive import copy_archive

    other = None if registry.in_cluster(to) else registry.names(registry.Location.CLUSTER)[0]
    source = replace(settings, engine=other)
    observer = BuildObserver()
    report = copy_archive(source, replace(settings, engine=to), observer)
    observer.done()
    print_report(report, output_format)
