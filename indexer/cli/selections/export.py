"""The command `knipsel export`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from indexer.cli.options import QueryCommand, selection_options
from indexer.cli.printing import FOUND_NOTHING, print_for_programs, print_lines, print_notices
from indexer.cli.terminal.query_words import complete_words
from indexer.config import Settings
from indexer.later import dataclass

if TYPE_CHECKING:
    from indexer.answers.streams import ExportStream
    from indexer.output.export_columns import ExportColumn

_FORMS = ("csv", "jsonl", "ris", "xlsx", "parquet")
_FOR_FILES = ("xlsx", "parquet")
_END = {"csv": "\r\n"}
# Without a byte order mark Excel reads UTF-8 as Windows-1252.
_BEGIN = {"csv": "\ufeff"}


@click.command(cls=QueryCommand)
@click.argument("query", nargs=-1, shell_complete=complete_words)
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write this file, and beside it FILE.about.txt. [default: print]",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMS),
    help="Write in this format. [default: that of FILE, or csv]",
)
@click.option(
    "--columns",
    metavar="NAME[,NAME]",
    multiple=True,
    help="Write these columns: rank, id, date, source, section, author, quality, title, url, "
    "score, text, words, passage, near_duplicate_of. [default: those up to score]",
)
@click.option(
    "--separator",
    type=click.Choice(["comma", "semicolon", "tab"]),
    default="comma",
    show_default=True,
    help="Put this between two cells of CSV.",
)
@click.option(
    "--sort",
    type=click.Choice(["relevance", "newest", "oldest"]),
    default="relevance",
    show_default=True,
    help="Order the articles by this.",
)
@click.option(
    "--no-parts", is_flag=True, help="Find no words inside other words: just what is counted."
)
@selection_options
@click.pass_obj
def export(
    settings: Settings,
    /,
    *,
    query: tuple[str, ...],
    output: Path | None,
    form: str | None,
    columns: tuple[str, ...],
    separator: str,
    sort: str,
    no_parts: bool,
    **selection: Any,
) -> None:
    """Write all articles that satisfy a query as a table or as references, however many.

    Without QUERY, all that the options select. A workbook of Excel says on its first sheet what
    it is an answer to; other files have that beside them.

    \b
    knipsel export stikstof --since 2019-05-29 --output stikstof.xlsx
    knipsel export stikstof --columns id,date,text --separator tab --output s.csv
    """
    from indexer.archive import Archive
    from indexer.model import SearchRequest, Sort
    from indexer.output import export_columns, export_files

    table = _Table(_format_of(output, form), export_columns.read_columns(columns), separator)
    archive = Archive.open(settings)
    request = SearchRequest(" ".join(query), sort=Sort(sort), parts=not no_parts, **selection)
    found = archive.export(request, table.wanted)
    print_notices(found.notices)
    if output:
        facts = export_files.about(request, found, archive.stats(), table.columns)
        table.save(output, found, facts)
        click.echo(f"{output}: {found.total:,} articles", err=True)
    else:
        print_for_programs()
        print_lines(table.lines(found))
    if not found.total:
        sys.exit(FOUND_NOTHING)


def _format_of(output: Path | None, form: str | None) -> str:
    """Return the format to write in. Raises UsageError if none is named, or if it needs a file."""
    form = form or (output.suffix[1:].lower() if output else "csv")
    if form not in _FORMS:
        raise click.UsageError(f"Say --format: {output} ends in none of {', '.join(_FORMS)}.")
    if form in _FOR_FILES and not output:
        raise click.UsageError(f"{form} is no text. Name a file: --output FILE.{form}")
    return form


@dataclass(frozen=True, slots=True)
class _Table:
    """How all results are written: a format, and the columns and separator of a table."""

    form: str
    columns: Sequence[ExportColumn]
    separator: str

    @property
    def wanted(self) -> frozenset[str]:
        """What is asked of each article: JSON has it whole."""
        from indexer.output.export_columns import WHOLE, names

        return WHOLE if self.form == "jsonl" else names(self.columns)

    def lines(self, found: ExportStream) -> Iterator[str]:
        """Return the lines of a format that has lines."""
        from indexer.output import export_files, tables
        from indexer.output.export_columns import SEPARATORS

        match self.form:
            case "csv":
                separator = SEPARATORS[self.separator]
                return tables.joined(export_files.csv_lines(found.rows, self.columns, separator))
            case "jsonl":
                rows = map(attrgetter("hit", "stored"), found.rows)
                return tables.joined(tables.article_lines(rows))
            case _:
                return tables.reference_lines(row.hit for row in found.rows)

    def save(self, output: Path, found: ExportStream, facts: Sequence[tuple[str, str]]) -> None:
        """Write a file, and beside it what it answers, unless it says so itself."""
        from indexer.files import is_stream, open_output

        with open_output(output) as to:
            self._write(to, found, facts)
        if self.form != "xlsx" and not is_stream(output):
            _write_about(output, facts)

    def _write(self, to: BinaryIO, found: ExportStream, facts: Sequence[tuple[str, str]]) -> None:
        from indexer.output import export_files

        match self.form:
            case "xlsx":
                export_files.write_workbook(to, found.rows, self.columns, facts)
            case "parquet":
                export_files.write_parquet(to, found.rows, self.columns, facts)
            case _:
                end = _END.get(self.form, "\n")
                to.write(_BEGIN.get(self.form, "").encode())
                lines = self.lines(found)
                to.writelines(f"{line}{end}".encode(errors="replace") for line in lines)


def _write_about(output: Path, facts: Sequence[tuple[str, str]]) -> None:
    from indexer.files import write_atomically
    from indexer.output.export_files import about_lines

    text = "\n".join((*about_lines(facts), ""))
    write_atomically(output.with_name(f"{output.name}.about.txt"), text.encode(errors="replace"))
