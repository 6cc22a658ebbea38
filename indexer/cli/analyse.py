"""The command `knipsel analyse`."""

from __future__ import annotations

import io
import sys

import click

from indexer.cli.options import QueryCommand
from indexer.cli.printing import print_for_programs, print_json_lines


@click.command(cls=QueryCommand)
@click.argument("text", nargs=-1)
def analyse(text: tuple[str, ...]) -> None:
    """Print the terms that the index makes of a text, one JSON object per token.

    Without TEXT, reads lines from standard input.

    \b
    knipsel analyse veiligheidscrisis
    """
    from indexer.analysis.analyzer import Analyzer
    from indexer.output.json_output import token_to_json

    print_for_programs()
    analyzer = Analyzer()
    given = io.TextIOWrapper(sys.stdin.buffer, "utf-8", "replace")
    lines = [" ".join(text)] if text else (line.rstrip("\n") for line in given)
    for number, line in enumerate(lines, 1):
        print_json_lines(
            token_to_json(token, line, number, analyzer.historical.sure_readings(token.word.exact))
            for token in analyzer.tokens(line)
        )
