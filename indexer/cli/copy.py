"""The command `knipsel copy`."""

from __future__ import annotations

from dataclasses import replace

import click

from indexer.cli.options import ENGINES, format_option
from indexer.cli.progress import BuildObserver, print_report
from indexer.config import Settings


@click.command()
@click.option(
    "--to", type=click.Choice(ENGINES), required=True, help="Store the copy with this engine."
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
    from indexer.engines.registry import CLUSTER

    source = replace(settings, engine=None if to == CLUSTER else CLUSTER)
    observer = BuildObserver()
    report = copy_archive(source, replace(settings, engine=to), observer)
    observer.done()
    print_report(report, output_format)
