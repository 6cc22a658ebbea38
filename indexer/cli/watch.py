"""The command `knipsel watch`."""

from __future__ import annotations

import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import click

from indexer.cli.printing import SKIPPED, visible
from indexer.cli.progress import BuildObserver, listing_command, print_summary
from indexer.config import Settings

if TYPE_CHECKING:
    from indexer.model import ArticleError
    from indexer.reports import BuildReport


@click.command()
@click.argument(
    "folders",
    metavar="[PATH]...",
    nargs=-1,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option("--prune", is_flag=True, help="Drop articles whose source is gone.")
@click.pass_obj
def watch(settings: Settings, folders: tuple[Path, ...], prune: bool) -> None:
    """Keep the index up to date with folders, and with the feeds of knipsel.toml.

    Reads everything first, then what changes, until Ctrl-C or SIGTERM. Exits with status 3 if
    anything was skipped.

    \b
    knipsel watch articles/
    """
    from indexer.watch.folders import FolderWatch

    if not folders and not settings.feeds.addresses:
        raise click.UsageError("Give a folder, or feeds in knipsel.toml.")
    stopping = Event()

    def stop(*_: object) -> None:
        """Stop a build wherever it is; the event remains where a library swallows the interrupt."""
        stopping.set()
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    listener = _Listener(listing_command(settings, folders))
    with suppress(KeyboardInterrupt):
        FolderWatch(settings, folders, listener, stopping, prune=prune).run()
    listener.say("stopped")
    if listener.lost:
        sys.exit(SKIPPED)


class _Listener(BuildObserver):
    """Logs what is done, with the time, to standard error; `lost` says if articles were skipped."""

    def __init__(self, listing: str = "") -> None:
        super().__init__()
        self.lost = False
        self._listing = listing

    def skipped(self, error: ArticleError) -> None:
        """Remember that something was lost."""
        super().skipped(error)
        self.lost = True

    def say(self, line: str) -> None:
        """Print a line."""
        self.done()
        click.echo(f"{time.strftime('%H:%M:%S')} {visible(line)}", err=True)

    def indexed(self, what: str, report: BuildReport) -> None:
        """Print what became of a batch."""
        from indexer.cli.render_text import report_line

        self.done()
        print_summary(report, self._listing)
        self.say(f"{what}: {report_line(report)}")
