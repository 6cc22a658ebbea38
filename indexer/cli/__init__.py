"""The command `knipsel`: one module per command, and the one place where errors become statuses."""

from __future__ import annotations

import os
from typing import Any

import click

from indexer import __version__
from indexer.cli.alert import alert
from indexer.cli.analyse import analyse
from indexer.cli.assistants.mcp import mcp
from indexer.cli.check import check
from indexer.cli.copy import copy
from indexer.cli.figures.codebook import codebook
from indexer.cli.figures.collocates import collocates
from indexer.cli.figures.count import count
from indexer.cli.figures.keywords import keywords
from indexer.cli.figures.names import names
from indexer.cli.figures.words import words
from indexer.cli.index import index
from indexer.cli.kwic import kwic
from indexer.cli.password import password
from indexer.cli.printing import FOUND_NOTHING, USAGE, replace_what_cannot_be_shown, silence_engines
from indexer.cli.search import search
from indexer.cli.selections.export import export
from indexer.cli.selections.set import selection_set
from indexer.cli.serve import serve
from indexer.cli.show import show
from indexer.cli.similar import similar
from indexer.cli.stats import stats
from indexer.cli.trend import trend
from indexer.cli.watch import watch
from indexer.config import Settings
from indexer.errors import ArticleNotFoundError, KnipselError


class _Failure(click.ClickException):
    exit_code = USAGE


class _NotFound(click.ClickException):
    exit_code = FOUND_NOTHING


class _Commands(click.Group):
    """Turns the library's errors into exit statuses."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run a command; nothing that it prints fails for a character, no engine prints itself."""
        silence_engines()
        replace_what_cannot_be_shown()
        return super().main(*arguments, **options)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ArticleNotFoundError as error:
            raise _NotFound(str(error)) from error
        except KnipselError as error:
            raise _Failure(str(error)) from error
        except BrokenPipeError:
            raise
        except OSError as error:
            from indexer.storage.os_errors import refused

            raise _Failure(refused(error)) from error


def _print_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if not asked:
        return
    from indexer.analysis.kernel import compiled

    kernel = "compiled kernel" if compiled() else "kernel in Python"
    click.echo(f"knipsel, version {__version__}, {kernel}")
    ctx.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Show the version and exit.",
)
@click.option("--index", "folder", metavar="DIR", help="Use this index folder. [default: ./index]")
@click.pass_context
def main(ctx: click.Context, folder: str | None) -> None:
    """Search Dutch news archives.

    \b
    knipsel index articles/     read a folder of articles
    knipsel search navo-top     search it
    knipsel serve               search it in the browser
    """
    ctx.color = False if os.environ.get("NO_COLOR") else None  # https://no-color.org
    ctx.obj = Settings.load(folder)


for command in (
    alert, analyse, check, codebook, collocates, copy, count, export, index, keywords, kwic, mcp,
    names, password, search, selection_set, serve, show, similar, stats, trend, watch, words,
):  # fmt: skip
    main.add_command(command)
