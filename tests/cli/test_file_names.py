"""Names of files may be any bytes: they are indexed, shown, and harm no terminal and no JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.cli import main
from tests.paths import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="this system takes UTF-8 alone")


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Return a folder whose name is no UTF-8, with such files, some with signs of a terminal."""
    folder = os.fsencode(tmp_path) + b"/m\xe9"
    os.mkdir(folder)  # noqa: PTH102 - a path of bytes
    files = {
        b"a\xe8.txt": b"De eerste dijk.",
        b"a\xe9.txt": b"De tweede dijk.",
        b"b\n\x1b[31m.txt": b"De derde dijk.",
        b"k\x1b[2J\xff.doc": b"\xd0\xcf",
        b"t\xe9.csv": b"kop;tekst\nA;b;c\n",
    }
    for name, content in files.items():
        with open(folder + b"/" + name, "wb") as file:  # noqa: PTH123
            file.write(content)
    with tarfile.open(os.fsdecode(folder + b"/t.tar"), "w", encoding="latin-1") as tar:
        for inside in ("caf\xe9.txt", "caf\xe8.doc"):
            member = tarfile.TarInfo(inside)
            member.size = 9
            tar.addfile(member, BytesIO(b"Een taart"))
    return Path(os.fsdecode(folder))


def knipsel(*arguments: object, charset: str = "utf-8") -> Result:
    return CliRunner(charset=charset).invoke(main, [*map(str, arguments)])


@pytest.mark.parametrize("charset", ["utf-8", "cp1252", "ascii"])
def test_they_are_indexed_and_what_is_skipped_is_named(
    tmp_path: Path, news: Path, charset: str
) -> None:
    to = ("--index", tmp_path / "index")
    report = json.loads(knipsel(*to, "index", "--format", "json", news).stdout_bytes)
    assert (report["read"], report["added"], report["skipped"]) == (4, 4, 3)
    for line in ("index", "index --dry-run", "index --dry-run --skipped"):
        result = knipsel(*to, *line.split(), news, charset=charset)
        assert result.exit_code == 3
        assert b"\x1b" not in result.output_bytes
        result.output_bytes.decode(charset)
    listed = knipsel(*to, "index", "--dry-run", "--skipped", "--format", "json", news)
    assert [Path(each["file"]).name for each in json.loads(listed.stdout_bytes)] == [
        "k\x1b[2J\xff.doc", "t.tar!caf\xe8.doc", "t\xe9.csv",
    ]  # fmt: skip
    found = json.loads(knipsel(*to, "search", "dijk", "--format", "json").stdout_bytes)
    assert {hit["id"] for hit in found["hits"]} == {"a\xe8", "a\xe9", "b [31m"}


def test_a_name_that_is_no_utf_8_is_shown_by_the_numbers_of_its_bytes(tmp_path: Path) -> None:
    folder = os.fsdecode(os.fsencode(tmp_path) + b"/weg\xe9")
    assert "weg\\xe9. Make one:" in knipsel("--index", folder, "search", "dijk").stderr


def test_the_locale_changes_neither_ids_nor_where_articles_are_from(
    tmp_path: Path, news: Path
) -> None:
    (news / "één.txt").write_text("De vierde dijk.")
    to = ("--index", tmp_path / "index")
    assert json.loads(knipsel(*to, "index", "--format", "json", news).stdout_bytes)["added"] == 5
    locale = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "indexer", *map(str, to), "index", "--format", "json", str(news)],
        env={**os.environ, "PYTHONPATH": str(ROOT), **locale},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, json.loads(done.stdout)["unchanged"]) == (3, 5)


def test_an_index_in_a_folder_whose_name_is_no_utf_8_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("De dijk.")
    folder = os.fsdecode(os.fsencode(tmp_path) + b"/i\xe9")
    result = knipsel("--index", folder, "index", "--engine", "tantivy", tmp_path / "a.txt")
    assert (result.exit_code, "Rename the folder" in result.stderr) == (2, True)
    assert knipsel("--index", folder, "index", "--engine", "whoosh", tmp_path).exit_code == 0
