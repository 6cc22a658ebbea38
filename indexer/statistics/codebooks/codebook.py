"""A codebook: labels with a query each, read from a file, and hand codes to compare them with."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from indexer.errors import KnipselError
from indexer.later import dataclass
from indexer.query.parser import parse
from indexer.query.syntax import SyntaxNode

MAX_LABELS = 1_000
_MAX_NAMED = 10  # bad lines that an error names
_HEADER = ("label", "query")
_YES, _NO = frozenset({"1", "ja", "yes", "true", "x"}), frozenset({"", "0", "nee", "no", "false"})


@dataclass(frozen=True, slots=True)
class Label:
    """A label with its query, which is read as it stands: dates in words are words."""

    name: str
    query: str
    tree: SyntaxNode


def read_codebook(path: Path) -> tuple[Label, ...]:
    """Return the labels of a file: `Label = query` a line, or CSV with columns label and query.

    Blank lines, and those that begin with #, are passed over. Raises KnipselError if the file
    cannot be read, and names each line that is no label with a query, or has a label again.
    """
    lines = _text(path).splitlines()
    first = next((line for line in lines if line.strip()), "")
    table = next((sign for sign in ",;\t" if _cells(first, sign) == _HEADER), None)
    labels: dict[str, Label] = {}
    faults: list[str] = []
    at: dict[str, int] = {}
    for number, name, query in _pairs(lines, table):
        if len(labels) > MAX_LABELS:
            break  # of a hundred thousand no query is parsed that is refused in any case
        tree = parse(query, whole=True).tree if name and query else None
        if not name or not query:
            faults.append(f"{number}: this is no label with a query. Write: Label = query")
        elif any(sign < " " or "\x7f" <= sign < "\xa0" for sign in name):
            faults.append(
                f"{number}: the label {name[:80]!r} has a sign that terminals obey. Leave it out"
            )
        elif name in labels:
            faults.append(f"{number}: the label {name[:80]!r} stands in line {at[name]} too")
        elif tree is None:
            faults.append(f"{number}: the query of {name[:80]!r} has no word to search for")
        else:
            labels[name], at[name] = Label(name, query, tree), number
    if faults:
        raise _refused(path, faults)
    if not labels:
        raise KnipselError(f"{path}: there is no label in this file. Write: Label = query")
    if len(labels) > MAX_LABELS:
        raise KnipselError(
            f"{path}:{max(at.values())}: a codebook has at most {MAX_LABELS:,} labels, and this is "
            "one more. Put the words of a label in one query, with OR between them."
        )
    return tuple(labels.values())


def read_codes(path: Path, labels: Sequence[Label]) -> Mapping[str, frozenset[str]]:
    """Return the labels that a person gave each article, by its id.

    The file is CSV with a column `id`, and a column for each label (1 or 0), or one `label` with a
    row for each label of an article. Raises KnipselError if it cannot be read, and names each bad
    line.
    """
    try:
        return _read_codes(path, {label.name for label in labels})
    except csv.Error:
        raise KnipselError(
            f"{path}: a cell is no cell of a table: it has over {csv.field_size_limit():,} "
            "letters, or a quotation mark that does not end. Write a row for each article."
        ) from None


def _read_codes(path: Path, names: AbstractSet[str]) -> Mapping[str, frozenset[str]]:
    lines = _text(path).splitlines()
    sign = next((each for each in ",;\t" if "id" in _cells(lines[0] if lines else "", each)), None)
    if sign is None:
        raise KnipselError(f"{path}:1: there is no column id. The first line names the columns.")
    reader = csv.DictReader(lines, delimiter=sign)
    columns = [name for name in reader.fieldnames or () if name in names]
    is_long = "label" in (reader.fieldnames or ()) and not columns
    if not is_long and not columns:
        raise KnipselError(f"{path}:1: there is no column label, and none named as a label is.")
    codes: dict[str, set[str]] = {}
    faults: list[str] = []
    for row in reader:
        cells = {name: (row[name] or "").strip() for name in ("id", *columns)}
        given = codes.setdefault(cells.pop("id"), set())
        if is_long:
            label = (row["label"] or "").strip()
            given |= {label} - {""}
            wrong = [f"there is no label {each[:80]!r} in the codebook" for each in given - names]
            given &= names
        else:
            given |= {name for name, value in cells.items() if value.lower() in _YES}
            wrong = [
                f"{name} is 1 or 0, not {value[:40]!r}"
                for name, value in cells.items()
                if value.lower() not in _YES | _NO
            ]
        faults += [f"{reader.line_num}: {fault}" for fault in wrong]
        if codes.pop("", None) is not None:
            faults.append(f"{reader.line_num}: there is no id in this row")
    if faults:
        raise _refused(path, faults)
    return {id_: frozenset(given) for id_, given in codes.items()}


def _text(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise KnipselError(f"{path}:{line}: this is not UTF-8. Save the file as UTF-8.") from None


def _cells(line: str, sign: str) -> tuple[str, ...]:
    return tuple(cell.strip().lower() for cell in line.split(sign))


def _pairs(lines: Sequence[str], sign: str | None) -> Iterator[tuple[int, str, str]]:
    """Yield the number of each line, its label and its query."""
    if sign:
        reader = csv.reader(lines, delimiter=sign)
        try:
            for row in reader:
                if row and tuple(cell.strip().lower() for cell in row) != _HEADER:
                    name, query = (*row, "", "")[:2]
                    yield reader.line_num, name.strip(), query.strip()
        except csv.Error:  # a cell that no table has: too long, or with a NUL
            yield reader.line_num, "", ""
        return
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.lstrip().startswith("#"):
            name, _, query = line.partition("=")
            yield number, name.strip(), query.strip()


def _refused(path: Path, faults: Sequence[str]) -> KnipselError:
    named = [f"{path}:{fault}." for fault in faults[:_MAX_NAMED]]
    if others := len(faults) - len(named):
        named.append(f"And {others:,} other lines.")
    return KnipselError("\n".join(named))
