"""Files of queries, as `search --batch` and `alert` read them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

import click


def queries_of(lines: IO[str]) -> Iterator[tuple[str, str]]:
    """Yield id and query of each line that is not empty; UsageError for one without a tab."""
    try:
        for number, line in enumerate(lines, 1):
            id_, tab, query = line.lstrip("\ufeff").rstrip("\n").partition("\t")
            if tab:
                yield id_, query
            elif line.strip():
                raise click.UsageError(f"{lines.name}:{number}: no tab between id and query.")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{lines.name} is not UTF-8. Save it as UTF-8.") from error
