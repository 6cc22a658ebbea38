"""names.toml: one name, different names, no name, another type; and what such a file cannot say."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import KnipselError
from indexer.names.corrections import NO_CORRECTIONS, read_corrections
from indexer.names.joining import names_in
from indexer.names.usage import Usage

ARCHIVE = {
    "Sanne": Usage(inside=100, before_capital=80),
    "Verbruggen": Usage(inside=100, after_title=25, before_saying=20, after_capital=40),
    "Jordaan": Usage(inside=50, after_title=20, after_capital=20),
}
TEXT = "toen zei Sanne Verbruggen dat het kon, want minister Verbruggen zag minister Jordaan"


def named(tmp_path: Path, corrections: str) -> list[tuple[str, str, int]]:
    """Return the names of the text, their types and how often each stands there."""
    path = tmp_path / "names.toml"
    path.write_text(corrections, "utf-8")
    found = names_in(TEXT, ARCHIVE, read_corrections(path))
    return [(each.name, str(each.type), each.count) for each in found]


@pytest.mark.parametrize(
    ("corrections", "names"),
    [
        ("", [("Sanne Verbruggen", "PER", 2), ("Jordaan", "PER", 1)]),
        ('hide = ["JORDAAN"]', [("Sanne Verbruggen", "PER", 2)]),
        ('[type]\n"Jordaan" = "place"', [("Sanne Verbruggen", "PER", 2), ("Jordaan", "LOC", 1)]),
        ('[type]\nJordaan = "plaats"', [("Sanne Verbruggen", "PER", 2), ("Jordaan", "LOC", 1)]),
        (
            'different = [["Sanne Verbruggen", "Verbruggen"]]',
            [("Sanne Verbruggen", "PER", 1), ("Verbruggen", "PER", 1), ("Jordaan", "PER", 1)],
        ),
        ('same = [["S. Jordaan", "Jordaan", "Sanne Verbruggen"]]', [("S. Jordaan", "PER", 3)]),
    ],
)
def test_what_the_file_says_holds(
    tmp_path: Path, corrections: str, names: list[tuple[str, str, int]]
) -> None:
    assert named(tmp_path, corrections) == names


@pytest.mark.parametrize(
    ("corrections", "line", "what"),
    [
        ("same = [\n  ['Jan', 'Piet']\n  x", 3, "no TOML"),
        ("hide = ['Jan'\n", 2, "no TOML"),
        ("\nsames = []", 2, "'sames' is not known; known are same, different, hide, type"),
        ("\n\nsame = 'Jan'", 3, "names stand in a list; write same = [["),
        ("same = [\n  ['Jan', 'Piet'],\n  ['Kees'],\n]", 3, "a group has two names or more"),
        ("same = [\n  ['Jan', 'Piet'],\n  ['Kees', 'jan'],\n]", 3, "'jan' stands in two groups"),
        ("hide = [\n  'Jan',\n  7,\n]", 3, "a name is a text with letters"),
        ("hide = ['']", 1, "a name is a text with letters"),
        ("[type]\nJan = 'person'\nPiet = 'animal'", 3, "'animal' is none of person, place"),
        ("type = 'person'", 1, "types are a table; write [type]"),
        ("same = [['Jan', 'Piet']]\ndifferent = [['Piet', 'Jan']]", 2, "are the same above"),
    ],
)
def test_what_the_file_cannot_mean_is_an_error_that_names_its_line(
    tmp_path: Path, corrections: str, line: int, what: str
) -> None:
    with pytest.raises(KnipselError) as raised:
        named(tmp_path, corrections)
    assert f"names.toml, line {line}: " in str(raised.value)
    assert what in str(raised.value)


def test_bytes_that_are_no_text_are_an_error_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "names.toml"
    path.write_bytes(b'hide = [\n"Caf\xe9"]')
    with pytest.raises(KnipselError, match=r"names.toml, line 2: save the file as UTF-8"):
        read_corrections(path)


def test_without_a_file_nothing_is_corrected(tmp_path: Path) -> None:
    assert read_corrections(None) == read_corrections(tmp_path / "names.toml") == NO_CORRECTIONS


@pytest.mark.parametrize(
    ("corrections", "what"),
    [
        ("hide = " + "[" * 100_000, "no TOML that says what names are"),
        ("hide = " + "9" * 100_000, "no TOML that says what names are"),
        (f"different = [{[f'Jan {n}' for n in range(5_000)]}]", "a group has 200 at most"),
    ],
)
def test_a_file_made_to_do_harm_is_refused_at_once(
    tmp_path: Path, corrections: str, what: str
) -> None:
    (tmp_path / "names.toml").write_text(corrections)
    with pytest.raises(KnipselError, match=what):
        read_corrections(tmp_path / "names.toml")


def test_the_mark_of_a_windows_editor_is_no_name(tmp_path: Path) -> None:
    (tmp_path / "names.toml").write_text("hide = ['Brentolie']", "utf-8-sig")
    assert read_corrections(tmp_path / "names.toml").hidden == {"brentolie"}
