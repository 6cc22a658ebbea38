"""Lines at the top of a text that name its fields: `Titel: Brug dicht`, `Auteur: Jan de Vries`.

So do programs that write an archive as text files, and mail that was saved as text, whose sender is
its source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.corpus.headings.signatures import paper_line
from indexer.corpus.headings.titles import is_title
from indexer.later import NamedTuple

_FIELDS = {
    "title": "titel title kop headline hoofdtitel onderwerp subject",
    "author": "auteur auteurs author authors byline verslaggever journalist door",
    "sender": "van from afzender",
    "source": "bron source krant newspaper publicatie publication medium",
    "section": "rubriek sectie section katern categorie category",
    "date": "datum date gepubliceerd published publicatiedatum verschenen verzonden sent",
    "url": "url link webadres",
    "body": "tekst text inhoud content body",
    "": "aan to cc bcc bijlage bijlagen attachments woorden words pagina page trefwoorden keywords",
}
"""What people write before a field; nothing is read of the last ones."""
_FIELD_OF = {label: field for field, labels in _FIELDS.items() for label in labels.split()}
_LABEL = re.compile(r"[\s*_#]{0,8}([^\W\d_]{2,20})[*_]{0,2}[ \t]?:[*_]{0,2}(?:[ \t]+|$)(.*)")
_ADDRESS = re.compile(r"<[^<>]*>|\[[^\[\]]*\]")
_MAX_LINES = 20
_MAX_VALUE = 500  # characters


class LabelledHead(NamedTuple):
    """The fields that the top of a text names, and the text below them.

    That begins on the line of this number, counted from 0; `above` is a first line that belongs to
    it too.
    """

    fields: dict[str, str]
    text: str
    start: int
    above: str = ""


def is_label(text: str) -> bool:
    """Return whether a text begins with a line that names a field."""
    return _label(text.partition("\n")[0]) is not None


def labelled_row(cells: Sequence[str]) -> str | None:
    """Return a row of a table as the line that names a field, None where it names none."""
    if len(cells) != len(("label", "value")) or not all(cells):
        return None
    line = f"{cells[0].rstrip(' :')}: {cells[1]}"
    return line if "\n" not in line and _label(line) else None


def labelled_head(text: str) -> LabelledHead | None:
    """Return what the lines at the top of a clean text name; None where they name nothing.

    A headline may stand above them. One label names something where it is of a headline, or stands
    below one; a date alone is left to who reads dates. Of a field that is named twice the first
    counts, and the second one is text.
    """
    lines = text.split("\n", _MAX_LINES)
    found: dict[str, str] = {}
    at = 0 if _label(lines[0]) else 1
    if at and not (len(lines) > 1 and is_title(lines[0], "")):
        return None
    end, named = at, 0
    for number, line in enumerate(lines[at:_MAX_LINES], start=at):
        if not line.strip():
            continue
        field, value = _label(line) or (None, "")
        if field is None or field in found or (field == "body" and not named):
            break
        end, named = number + 1, named + 1
        if field == "body":
            lines[number] = value
            end = number
            break
        if field and value:
            found[field] = value
    below = "\n".join(lines[end:]).strip()
    if not below or not _is_head(found, named, below, has_headline=bool(at)):
        return None
    above = ""
    if at and found.setdefault("title", lines[0]) != lines[0]:
        above = lines[0]  # a headline has another label: this line is text
    if sender := _ADDRESS.sub("", found.pop("sender", "")).strip(" \"'"):
        found["source" if "title" in found else "author"] = sender
    return LabelledHead(_with_days(found), f"{above}\n\n{below}" if above else below, end, above)


def _with_days(fields: dict[str, str]) -> dict[str, str]:
    """Return the fields with the day that stands beside a source or writer: `Trouw, 24 maart 2022`.

    It is the date where no field is that.
    """
    for name in ("source", "author"):
        found = paper_line(fields.get(name, ""), is_source=True)
        if found and (name == "source" or not found.more):  # another writer may be more
            fields = {"date": found.date} | fields | {name: found.paper}
    return fields


def _is_head(found: dict[str, str], named: int, below: str, *, has_headline: bool) -> bool:
    if not found.keys() - {"date"}:
        return False
    return named > 1 or "title" in found or (has_headline and not below[:1].islower())


def _label(line: str) -> tuple[str, str] | None:
    """Return the field and the value that a line names, None where it is no such line."""
    match = _LABEL.fullmatch(line) if len(line) <= _MAX_VALUE else None
    if match is None or (field := _FIELD_OF.get(match[1].lower())) is None:
        return None
    return field, match[2].strip(" \t*_")
