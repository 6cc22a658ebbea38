"""What a manifest may say: no name of a place outside the folder, and nothing without end."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from indexer.errors import IndexDamagedError, IndexStaleError
from indexer.files import is_plain_name
from indexer.storage.folder import FolderStore
from indexer.storage.manifest import FORMAT, MAX_BYTES, decoded, encoded
from tests.trust.hostile_folders import Folder, signed

GENERATIONS = [
    *("../victim", "feeds/a/b", ".", "", "..", "/tmp", "generation-1", "generation-000001/"),
    *("generation-000001/../generation-000001", "generation-000001\n", "generation-٠٠٠٠٠١"),
    *("generation-" + "9" * 200, "C:generation-000001", 1, None, ["generation-000001"]),
]
NAMES = [
    *("../../victim/precious", "/etc/passwd", "a/b", "..", ".", "", "a\\b", "C:a", "a\0", "a/"),
    *("meta.json.", "a ", "NUL", "con.txt", "a\n", "\x1b[31m", "é", "a" * 300, "~"),
]
WRITTEN: list[Any] = [
    *([-1, 1], [1.5, 1], [True, 1], ["1", 1], [1 << 63, 1], [1, -1], [1, 1 << 32]),
    *([1], [1, 1, 1], None, 1, "11"),
]
WRONG: dict[str, list[Any]] = {
    "generation": GENERATIONS,
    "files": [
        *({name: [1, 1]} for name in NAMES),
        *({"a": each} for each in WRITTEN),
        *(None, [], [["a", 1]], "a"),
    ],
    "engine": ["os", "opensearch", "", None, 1, ["tantivy"], {}],
    "fingerprint": ["", "0123ABCD", "\x1b]0;x", 1, None, "0" * 9],
    "articles": [-1, 1.0, True, "1", None, 1 << 63],
    "built": [
        "",
        "gisteren",
        "2022-03-24",
        "2022-03-24T10:00",
        1,
        None,
        [],
        "0001-01-01T00:00:00+23:59",
        "0001-12-31T23:59:59+00:00",
        "9999-01-01T00:00:00+00:00",
        "9999-12-31T23:59:59-23:59",
    ],
    "format": [None, str(FORMAT), float(FORMAT), [FORMAT], {}],
    "more": [1, {"a": {}}, "x" * 1000],
}
VALUES = [(name, value) for name, values in WRONG.items() for value in values]


@pytest.fixture
def one(tmp_path: Path) -> Folder:
    """Return a folder with a manifest, and a generation without files."""
    folder = Folder(tmp_path / "index", "tantivy", tmp_path / "victim")
    (folder.index / "generation-000001").mkdir(parents=True)
    table = {
        "engine": "tantivy", "fingerprint": "0123abcd", "generation": "generation-000001",
        "articles": 1, "built": "2022-03-24T10:00:00+00:00", "files": {}, "format": FORMAT,
    }  # fmt: skip
    (folder.index / "manifest.json").write_bytes(signed(table))
    assert FolderStore(folder.index).manifest().articles == 1
    return folder


@pytest.mark.parametrize(("name", "value"), VALUES, ids=[f"{n} {v!r:.40}" for n, v in VALUES])
def test_a_manifest_that_says_what_none_says_is_refused(one: Folder, name: str, value: Any) -> None:
    one.state(**{name: value})
    with pytest.raises(IndexDamagedError, match=f"'{name}' in it cannot be right.*--rebuild PATH"):
        FolderStore(one.index).manifest()


@pytest.mark.parametrize("name", ["engine", "generation", "files", "built", "articles", "format"])
def test_a_manifest_that_leaves_something_out_is_refused(one: Folder, name: str) -> None:
    table = one.manifest
    del table[name]
    (one.index / "manifest.json").write_bytes(signed(table))
    with pytest.raises(IndexDamagedError, match=name):
        FolderStore(one.index).manifest()


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 100_000,
        b'{"more":' * 100_000,
        b'{"more":' + b"[" * 500 + b"]" * 500 + b"}",
        b"[" + b"1," * 1_000_000 + b"1]",
        b'{"format": 1e400}',
        b'{"format": 99999999999999999999999999}',
        b"\x80\x04.",
    ],
    ids=range(7),
)
def test_a_manifest_that_is_a_bomb_is_refused(one: Folder, content: bytes) -> None:
    (one.index / "manifest.json").write_bytes(content)
    with pytest.raises(IndexDamagedError, match=r"manifest\.json cannot be read"):
        FolderStore(one.index).manifest()


def test_a_manifest_of_a_gigabyte_is_not_read(one: Folder) -> None:
    with (one.index / "manifest.json").open("r+b") as stream:
        stream.truncate(1 << 30)
    with pytest.raises(IndexDamagedError, match=f"more than {MAX_BYTES:,} bytes"):
        FolderStore(one.index).manifest()
    assert FolderStore(one.index).engine_name() is None


def test_every_flipped_bit_of_a_manifest_is_told(one: Folder) -> None:
    """As it was written, or of another format, which says to rebuild."""
    path = one.index / "manifest.json"
    path.write_bytes(encoded(FolderStore(one.index).manifest()))
    whole = path.read_bytes()
    for place in range(8 * len(whole)):
        flipped = bytearray(whole)
        flipped[place // 8] ^= 1 << place % 8
        path.write_bytes(flipped)
        with pytest.raises((IndexDamagedError, IndexStaleError)):
            FolderStore(one.index).manifest()


def test_a_manifest_is_read_as_it_was_written(one: Folder) -> None:
    manifest = replace(
        FolderStore(one.index).manifest(),
        files=dict.fromkeys(("a.store", ".managed.json", "_MAIN.x.col", "words.txt"), (1, 2)),
    )
    assert decoded(encoded(manifest)) == manifest
    assert asdict(manifest).keys() == one.manifest.keys()


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_no_plain_one_is_none_on_any_system(name: str) -> None:
    assert not is_plain_name(name)
