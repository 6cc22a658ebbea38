"""The commands `knipsel set`: a selection that lasts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from indexer.cli.figures.options import collapse_option, parts_option
from indexer.cli.options import (
    QueryCommand,
    format_option,
    printable,
    selection_options,
)
from indexer.cli.printing import FOUND_NOTHING, print_json, print_lines, print_notices
from indexer.cli.terminal.command_list import CommandList
from indexer.cli.terminal.query_words import complete_words
from indexer.config import Settings

_FILE = click.Path(dir_okay=False, path_type=Path)
_SAVED = click.Path(exists=True, dir_okay=False, path_type=Path)
_TARGET = click.Path(path_type=Path)

file_argument = click.argument("file", type=_SAVED)


@click.group("set", cls=CommandList)
def selection_set() -> None:
    """Save a selection of articles, run it again, cite it, export it.

    \b
    knipsel set save stikstof.json stikstof --since 2019-05-29
    knipsel set run stikstof.json
    """


@selection_set.command(cls=QueryCommand)
@click.argument("file", type=_FILE)
@click.argument("query", nargs=-1, shell_complete=complete_words)
@click.option("--title", default="", help="Cite it by this title. [default: one of the query]")
@click.option("--by", "authors", metavar="NAME", multiple=True, help="Who made it; repeatable.")
@click.option("--replace", is_flag=True, help="Replace FILE if it is there.")
@parts_option
@collapse_option
@selection_options
@click.pass_obj
def save(
    settings: Settings,
    /,
    *,
    file: Path,
    query: tuple[str, ...],
    title: str,
    authors: tuple[str, ...],
    replace: bool,
    parts: bool,
    collapse: bool,
    **selection: Any,
) -> None:
    """Save which articles a query selects, with the checksum of each.

    \b
    knipsel set save stikstof.json stikstof --since 2019-05-29 --by "De Vries, Anna"
    """
    from indexer.archive import Archive
    from indexer.model import SearchRequest
    from indexer.output.selection_file import check_new, write_selection
    from indexer.statistics.selections.saving import save_selection

    check_new(file, replace=replace)
    archive = Archive.open(settings)
    bench = archive.figures(parts=parts, collapse=collapse)
    request = SearchRequest(" ".join(query), **selection)
    print_notices(bench.about(request).notices)
    saved = save_selection(
        bench,
        request,
        archive.stats(),
        title=printable(title),
        authors=[*map(printable, authors)],
    )
    write_selection(file, saved, replace=replace)
    from indexer.cli.selections.rendering import saved_lines

    print_lines(saved_lines(file, saved))


@selection_set.command()
@file_argument
@format_option("text", "csv", "json")
@click.pass_obj
def run(settings: Settings, /, *, file: Path, output_format: str) -> None:
    """Select again, and print which articles came, went or changed.

    The exit status is 1 where there are any.

    \b
    knipsel set run stikstof.json --format csv
    """
    from indexer.archive import Archive
    from indexer.cli.selections.rendering import change_lines
    from indexer.output import selection_file
    from indexer.statistics.selections.saving import run_selection

    saved = selection_file.read_selection(file)
    archive = Archive.open(settings)
    changes = run_selection(archive.figures(), saved, archive.stats())
    match output_format:
        case "json":
            print_json(selection_file.changes_to_json(changes))
        case "csv":
            print_lines(selection_file.change_rows(changes))
        case _:
            print_lines(change_lines(changes))
    if not changes.same:
        sys.exit(FOUND_NOTHING)


@selection_set.command()
@file_argument
@click.option(
    "--form",
    type=click.Choice(["text", "bibtex", "ris", "datacite"]),
    default="text",
    show_default=True,
    help="Print the reference in this form.",
)
def cite(*, file: Path, form: str) -> None:
    """Print how to refer to a saved selection.

    \b
    knipsel set cite stikstof.json --form bibtex
    """
    from indexer.output.selection_citations import CITATIONS
    from indexer.output.selection_file import read_selection

    print_lines([CITATIONS[form](read_selection(file))])


@selection_set.command()
@file_argument
@click.argument("target", type=_TARGET)
@click.option("--ids-only", is_flag=True, help="Leave out texts, titles, authors and addresses.")
@click.pass_obj
def export(settings: Settings, /, *, file: Path, target: Path, ids_only: bool) -> None:
    """Make a package of a saved selection: articles, tables, method, references, checksums.

    TARGET is a new folder, or a new file that ends in .zip.

    \b
    knipsel set export stikstof.json stikstof.zip --ids-only
    """
    from indexer.archive import Archive
    from indexer.output.selection_file import read_selection
    from indexer.statistics.selections.packaging import export_package

    saved = read_selection(file)
    export_package(Archive.open(settings).figures(), saved, target, ids_only=ids_only)
    from indexer.cli.selections.rendering import exported_lines

    print_lines(exported_lines(target, saved))
