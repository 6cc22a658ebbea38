"""Saved selections as the terminal shows them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from indexer.cli.printing import visible
from indexer.formatting import DUTCH
from indexer.output import selection_citations
from indexer.selections import SavedSelection, SelectionChanges

_SHOWN = 10
"""Ids that are listed of each kind; the other formats have all."""


def saved_lines(file: Path, saved: SavedSelection) -> Iterator[str]:
    """Yield what was saved, and how to cite it."""
    count = DUTCH.articles(len(saved.checksums))
    yield click.style(f"{visible(str(file))}: {count} bewaard.", bold=True)
    yield visible(selection_citations.text(saved))


def exported_lines(target: Path, saved: SavedSelection) -> Iterator[str]:
    """Yield what was exported."""
    yield f"{visible(str(target))}: pakket van {DUTCH.articles(len(saved.checksums))}."


def change_lines(changes: SelectionChanges) -> Iterator[str]:
    """Yield what came, went and changed, some ids of each."""
    saved, now = changes.saved, changes.now
    day = DUTCH.day(saved.made)
    for line in selection_citations.asked(saved):
        yield visible(line)
    if changes.reread is not None:
        yield click.style(
            visible(f"Nu gelezen als {changes.reread}, toen als {saved.interpreted}."), fg="yellow"
        )
    if now.fingerprint != saved.fingerprint:
        yield click.style(
            f"Nu met analyse {now.fingerprint}, toen met {saved.fingerprint}.", fg="yellow"
        )
    count = DUTCH.articles(len(now.checksums))
    if changes.same:
        yield click.style(f"{count}, dezelfde als op {day}.", bold=True)
        return
    yield click.style(f"{count}, op {day} {DUTCH.number(len(saved.checksums))}.", bold=True)
    gone = f" (waarvan {DUTCH.number(len(changes.gone))} niet meer in het archief)"
    yield from _listed("Erbij", changes.came)
    yield from _listed("Weg" + (gone if changes.gone else ""), changes.went)
    yield from _listed("Veranderd", changes.changed)


def _listed(name: str, ids: tuple[str, ...]) -> Iterator[str]:
    if not ids:
        return
    yield f"{name}: {DUTCH.number(len(ids))}"
    for id_ in ids[:_SHOWN]:
        yield f"  {visible(id_)}"
    if (more := len(ids) - _SHOWN) > 0:
        yield f"  en nog {DUTCH.number(more)} (--format csv)"
