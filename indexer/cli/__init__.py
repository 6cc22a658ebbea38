"""The command `knipsel`: one module per command, and the one place where errors become statuses."""

from __future__ import annotations

import atexit
import gc
import os
import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any

import click

from indexer import __version__
from indexer.cli.printing import (
    CLOSED_PIPE,
    FOUND_NOTHING,
    USAGE,
    replace_what_cannot_be_shown,
    silence_engines,
)
from indexer.cli.terminal.command_list import CommandList
from indexer.config import Settings
from indexer.errors import ArticleNotFoundError, IndexDamagedError, KnipselError

_COMMANDS = {
    **dict.fromkeys(
        (
            "alert", "analyse", "check", "copy", "index", "kwic", "password", "search", "serve",
            "show", "similar", "stats", "trend", "watch",
        ),
        "",
    ),
    **dict.fromkeys(("codebook", "collocates", "count", "keywords", "names", "words"), "figures."),
    **dict.fromkeys(("export", "set"), "selections."),
    "mcp": "assistants.",
    "completion": "terminal.",
}  # fmt: skip
"""The commands, and in which subfolder each has its module, of its own name."""

_HEADINGS: Mapping[str, Sequence[str]] = {
    "Search and read": ("search", "show", "similar", "kwic", "export", "set", "alert"),
    "Count": ("count", "trend", "collocates", "keywords", "words", "names", "codebook"),
    "Keep an archive": ("index", "watch", "stats", "check", "copy", "analyse"),
    "Serve it": ("serve", "password", "mcp", "completion"),
}
"""What the commands are for, in the order in which one meets them."""


class _Modules(Mapping[str, click.Command]):
    """The commands by name; the module of one is imported when it is asked for."""

    def __getitem__(self, name: str) -> click.Command:
        module = import_module(f"indexer.cli.{_COMMANDS[name]}{name}")
        attributes = vars(module).values()
        found = (each for each in attributes if isinstance(each, click.Command))
        return next(each for each in found if each.name == name)

    def __iter__(self) -> Iterator[str]:
        return iter(_COMMANDS)

    def __len__(self) -> int:
        return len(_COMMANDS)


_GARBAGE = 50_000


class _Failure(click.ClickException):
    exit_code = USAGE


class _NotFound(click.ClickException):
    exit_code = FOUND_NOTHING


class _Commands(CommandList):
    """Turns the library's errors into exit statuses."""

    headings = _HEADINGS

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run a command; nothing that it prints fails for a character, no engine prints itself."""
        before = gc.get_threshold()
        # To look for rings at each 700 objects more, and at the end, took 7% of a search.
        gc.set_threshold(_GARBAGE, *before[1:])
        atexit.register(gc.freeze)
        silence_engines()
        replace_what_cannot_be_shown()
        try:
            return super().main(*arguments, **options)
        finally:
            gc.set_threshold(*before)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read `help COMMAND` as `COMMAND --help`."""
        return super().parse_args(ctx, [*args[1:2], "--help"] if args[:1] == ["help"] else args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Read `--index DIR help COMMAND` too; say how to search for what is no command."""
        if args[0] == "help":
            if not args[1:]:
                click.echo(ctx.get_help())
                ctx.exit()
            return super().resolve_command(ctx, [args[1], "--help"])
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            if "--help" in args:
                raise
            hint = f"To search for it: knipsel search {shlex.join(args)}"
            raise click.UsageError(f"{error.format_message()} {hint}", ctx) from error

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ArticleNotFoundError as error:
            raise _NotFound(str(error)) from error
        except KnipselError as error:
            raise _Failure(str(error)) from error
        except click.NoSuchOption as error:
            if error.option_name != "--index" or not error.ctx:
                raise
            knipsel = ctx.command_path
            command = error.ctx.command_path.removeprefix(knipsel)
            hint = f"--index stands before the command: {knipsel} --index DIR{command}"
            raise click.UsageError(hint, error.ctx) from error
        except BrokenPipeError:
            # What is still to be written, also by Python as it ends, goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(CLOSED_PIPE)
        except OSError as error:
            from indexer.storage.os_errors import refused

            raise _Failure(refused(error)) from error
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as error:
            from indexer.storage.index_store import accuse

            try:
                accuse(ctx.obj, error)
            except IndexDamagedError as told:
                raise _Failure(str(told)) from error
            raise


def _print_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if not asked:
        return
    from indexer.compiled import compiled
    from indexer.engines.tantivy import segments

    kernel = "compiled kernel" if compiled() else "kernel in Python"
    writer = "" if segments.compiled() else ", segments written by Tantivy"
    click.echo(f"knipsel, version {__version__}, {kernel}{writer}")
    ctx.exit()


@click.group(
    cls=_Commands,
    commands=_Modules(),
    context_settings={"help_option_names": ["-h", "--help"]},
)
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
    knipsel help search         what a command does and takes
    """
    ctx.color = False if os.environ.get("NO_COLOR") else None  # https://no-color.org
    ctx.obj = Settings.load(folder)
