"""The README of a package: what it is, how it was made in words, and how to check it."""

from __future__ import annotations

from indexer.output.selection_citations import text, title_of
from indexer.selections import SavedSelection

_FILES = (
    ("articles.csv", "an article a row: {described}"),
    ("articles.jsonl", "the whole articles, one a line; `knipsel index` reads them again"),
    (
        "tables/by-year.csv, by-month.csv, by-source.csv",
        "articles, hits and words per period and paper",
    ),
    ("tables/words.csv", "the 1,000 most frequent words"),
    ("columns.csv", "what each column of each table means"),
    ("selection.json", "the selection, to run again: `knipsel set run selection.json`"),
    ("citation.txt, .bib, .ris, .json", "how to refer to it; the last is metadata for DataCite"),
    ("datapackage.json", "all of this for programs (Frictionless Data Package)"),
    ("SHA256SUMS", "the checksums of the files: `sha256sum -c SHA256SUMS`"),
)

_INSIDE = "A word also counts inside other words and in other spellings of a name."
_FORMS = (
    "A word counts in all forms of its lemma, and not inside other words; in quotes and behind `=` "
    "in that form alone."
)


def readme(saved: SavedSelection, *, ids_only: bool) -> str:
    """Return the README as Markdown."""
    described = "id, date, paper, words, checksum" if ids_only else "all that is known but its text"
    files = "\n".join(
        f"- `{name}`: {meaning.format(described=described)}"
        for name, meaning in _FILES
        if not (ids_only and name == "articles.jsonl")
    )
    left_out = (
        "\nThe texts of the articles are left out, as are titles, authors and addresses: they may "
        "not be passed on.\nWho has the same articles finds them by their ids and checks them by "
        "their checksums.\n"
        if ids_only
        else ""
    )
    return f"""# {title_of(saved)}

{text(saved)}

## How the articles were selected

{_method(saved)}

## Files

{files}
{left_out}
Text is UTF-8. A cell that a spreadsheet would take for a formula has a quote (`'`) before it.
The checksum of an article is the SHA-256 of its fields as JSON, in alphabetical order, without
white space between keys and without fields that have no value: of its line in `articles.jsonl`.
The checksum of the selection is the SHA-256 of the lines `id TAB checksum` of all articles, in the
order of their ids.
"""


def _method(saved: SavedSelection) -> str:
    """Return in words what was asked and how words were counted."""
    request = saved.request
    lines = [
        f"- Query: `{request.query.strip() or '(none: all articles within the limits)'}`",
        f"- Read as: `{saved.interpreted or '-'}`",
        f"- Period: from {request.since or 'the first'} up to {request.until or 'the last'}",
    ]
    lines += [f"- Only this {n}: {', '.join(v)}" for n, v in request.filters.items()]
    lines += [f"- Not this {n}: {', '.join(v)}" for n, v in request.excluded.items()]
    if request.without:
        lines.append(f"- Not found in the spelling: {', '.join(request.without)}")
    words = _INSIDE if saved.parts else _FORMS
    lines += [
        f"- An article is selected if it has every word that is asked for. {words}",
        "- Of near-duplicates the earliest stands for the others."
        if saved.collapse
        else "- Near-duplicates are selected one by one.",
        f"- Selected: {len(saved.checksums):,} of {saved.archive:,} articles, on {saved.made}",
        f"- Knipsel {saved.version}, analysis {saved.fingerprint}, index {saved.generation}",
    ]
    return "\n".join(lines)
