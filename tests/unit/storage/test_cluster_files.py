"""Files of a generation in a cluster: whole on every machine, and only what changed is moved."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from indexer.config import Cluster
from indexer.errors import IndexDamagedError, KnipselError
from indexer.storage.cluster_documents import Documents
from indexer.storage.cluster_files import PIECE, ClusterFiles
from indexer.storage.manifest import COPY_BELOW, Manifest

LARGE = bytes(range(256)) * (COPY_BELOW // 256 + 1)


class InMemory:
    """The documents of a cluster, and the names of those that were asked for and written."""

    def __init__(self) -> None:
        self.pieces: dict[str, bytes] = {}
        self.file_of: dict[str, tuple[str, str]] = {}
        self.read_: list[str] = []
        self.written: list[str] = []

    def read(self, document: str, name: str) -> bytes | None:
        assert name == "piece"
        self.read_.append(document)
        return self.pieces.get(document)

    def write_piece(self, document: str, generation: str, file: str, piece: bytes) -> None:
        self.written.append(file.rpartition(".")[0])
        self.pieces[document] = piece
        self.file_of[document] = generation, file

    def remove_pieces(self, generation: str, but: Collection[str] = ()) -> None:
        for document, (of, file) in [*self.file_of.items()]:
            if of == generation and file not in but:
                del self.pieces[document], self.file_of[document]


class Archive:
    """A cluster, and machines that ask it."""

    def __init__(self, root: Path) -> None:
        self.documents = InMemory()
        self._root = root

    def machine(self, name: str, url: str = "http://node:9200") -> ClusterFiles:
        cluster = Cluster(url=url, index="krant", cache=str(self._root / name))
        return ClusterFiles(cluster, cast("Documents", self.documents))

    def write(
        self, files: ClusterFiles, contents: dict[str, bytes | None], since: Manifest | None = None
    ) -> Manifest:
        """Publish a generation with these files, in place of those it had; None for none."""
        folder = files.to_write(since)
        for name, content in contents.items():
            (folder / name).unlink(missing_ok=True)
            if content is not None:
                (folder / name).write_bytes(content)
        sent = files.send(folder, "krant-000001", since)
        written = {"krant-000001": (9, 0), **sent}
        made = Manifest("opensearch", "0123abcd", "krant-000001", 1, "now", written)
        files.committed(folder, made, since)
        return made


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_another_machine_has_the_same_files_whatever_their_size(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.storage.cluster_files.PIECE", 1000)
    sizes = {"none": b"", "less": LARGE[:999], "one": LARGE[:1000], "more": LARGE[:1001]}
    made = archive.write(archive.machine("a"), {**sizes, "large": LARGE})
    assert contents(archive.machine("b").fetched(made)) == {**sizes, "large": LARGE}
    assert [*archive.machine("b").wrong(made)] == []
    assert len(archive.documents.pieces) == 0 + 1 + 1 + 2 + -(-len(LARGE) // 1000)


def test_a_piece_is_no_larger_than_a_cluster_takes() -> None:
    assert PIECE * 4 / 3 < 10 << 20


def test_who_wrote_them_fetches_nothing_nor_does_who_fetched_them(archive: Archive) -> None:
    made = archive.write(archive.machine("a"), {"one": b"1", "large": LARGE})
    archive.machine("a").fetched(made)
    assert archive.documents.read_ == []
    for _ in range(2):
        archive.machine("b").fetched(made)
    assert len(archive.documents.read_) == 2


def test_what_did_not_change_is_neither_sent_nor_fetched_again(archive: Archive) -> None:
    writer, reader = archive.machine("a"), archive.machine("b")
    first = archive.write(writer, {"large": LARGE, "state": b"1", "old": LARGE[1:]})
    before = reader.fetched(first)
    archive.documents.written.clear()
    archive.documents.read_.clear()
    second = archive.write(writer, {"state": b"2", "old": None, "new": LARGE[2:]}, first)
    assert sorted(archive.documents.written) == ["new", "state"]
    found = contents(reader.fetched(second))
    assert found == {"large": LARGE, "state": b"2", "new": LARGE[2:]}
    assert len(archive.documents.read_) == 2
    assert contents(before) == {"large": LARGE, "state": b"1", "old": LARGE[1:]}


def test_a_machine_that_has_no_files_goes_on_from_those_of_another(archive: Archive) -> None:
    first = archive.write(archive.machine("a"), {"large": LARGE, "state": b"1"})
    second = archive.write(archive.machine("b"), {"state": b"2"}, first)
    assert contents(archive.machine("a").fetched(second)) == {"large": LARGE, "state": b"2"}


def test_files_of_the_generation_before_can_still_be_fetched_and_older_ones_go(
    archive: Archive,
) -> None:
    writer = archive.machine("a")
    made = [archive.write(writer, {"large": LARGE, "state": b"0"})]
    for number in (b"1", b"2"):
        made.append(archive.write(writer, {"state": number}, made[-1]))
    assert contents(archive.machine("b").fetched(made[1]))["state"] == b"1"
    with pytest.raises(IndexDamagedError, match="state"):
        archive.machine("c").fetched(made[0])


def test_a_generation_that_is_here_already_is_kept_and_no_second_one(
    archive: Archive, tmp_path: Path
) -> None:
    """As where two processes fetch it at once: the one that was first is read."""
    made = archive.write(archive.machine("a"), {"large": LARGE})
    archive.write(archive.machine("a"), {"large": LARGE})
    (folder,) = (tmp_path / "a").iterdir()
    (left,) = folder.iterdir()
    assert contents(left) == {"large": LARGE}
    assert archive.machine("a").fetched(made) == left


def test_a_piece_has_the_size_of_those_that_are_there_already() -> None:
    """Another one asks for another LAYOUT: files in a cluster would not be read."""
    assert PIECE == 6_291_456


def test_old_generations_go_from_the_disk(archive: Archive, tmp_path: Path) -> None:
    writer, made = archive.machine("a"), None
    for number in range(4):
        made = archive.write(writer, {"large": LARGE, "state": str(number).encode()}, made)
        (folder,) = (tmp_path / "a").iterdir()
        for age, path in enumerate(sorted(folder.iterdir(), key=os.path.getmtime, reverse=True)):
            os.utime(path, (time.time() - 10 - age, time.time() - 10 - age))
    assert len([*folder.iterdir()]) == 2


@pytest.mark.parametrize("damage", ["missing", "shorter", "other"])
def test_damage_is_found_and_leaves_nothing(archive: Archive, damage: str, tmp_path: Path) -> None:
    made = archive.write(archive.machine("a"), {"large": LARGE})
    (document,) = archive.documents.pieces
    match damage:
        case "missing":
            del archive.documents.pieces[document]
        case "shorter":
            archive.documents.pieces[document] = LARGE[:-1]
        case "other":
            archive.documents.pieces[document] = b"x" + LARGE[1:]
    with pytest.raises(IndexDamagedError, match="large of krant-000001"):
        archive.machine("b").fetched(made)
    (line,) = archive.machine("a").wrong(made)
    assert line == "large of krant-000001 is not as it was written", "though the copy here is"
    (folder,) = (tmp_path / "b").iterdir()
    assert [*folder.iterdir()] == []


def test_files_here_that_were_cut_short_are_fetched_anew(archive: Archive) -> None:
    made = archive.write(archive.machine("a"), {"large": LARGE})
    path = archive.machine("b").fetched(made) / "large"
    path.write_bytes(b"cut")
    assert contents(archive.machine("b").fetched(made)) == {"large": LARGE}


@pytest.mark.parametrize("size", [len(LARGE) + 1, 2 * PIECE, (1 << 52) - 1])
@pytest.mark.parametrize("piece", [b"", LARGE, LARGE + b"x", bytes(PIECE)])
def test_a_size_that_lies_is_asked_for_until_a_piece_is_not_whole(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, size: int, piece: bytes
) -> None:
    """A cluster that says that a file has petabytes was asked for each of their pieces."""
    made = archive.write(archive.machine("a"), {"large": LARGE})
    (document,) = archive.documents.pieces
    archive.documents.pieces[document] = piece
    hostile = replace(made, files={"large": (size, made.files["large"][1])})
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1 << 60))
    with pytest.raises(IndexDamagedError, match="large of krant-000001"):
        archive.machine("b").fetched(hostile)
    assert len(archive.documents.read_) <= 2
    (line,) = archive.machine("b").wrong(hostile)
    assert "large of krant-000001" in line


def test_a_file_may_take_all_the_room_that_there_is(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = archive.write(archive.machine("a"), {"large": LARGE})
    for free, fits in ((len(LARGE), True), (len(LARGE) - 1, False)):
        monkeypatch.setattr(shutil, "disk_usage", lambda _, free=free: SimpleNamespace(free=free))
        machine = archive.machine(f"b{free}")
        if fits:
            assert (machine.fetched(made) / "large").read_bytes() == LARGE
        else:
            with pytest.raises(KnipselError, match="room for"):
                machine.fetched(made)


def test_a_file_for_which_there_is_no_room_is_not_begun(archive: Archive, tmp_path: Path) -> None:
    made = archive.write(archive.machine("a"), {"large": LARGE})
    hostile = replace(made, files={"large": ((1 << 52) - 1, 0)})
    with pytest.raises(KnipselError, match=r"room for .* OPENSEARCH_CACHE\."):
        archive.machine("b").fetched(hostile)
    assert archive.documents.read_ == []
    (folder,) = (tmp_path / "b").iterdir()
    assert [*folder.iterdir()] == []


@pytest.mark.parametrize(
    "answer",
    [
        *({}, {"_source": None}, {"_source": []}, {"_source": {"piece": 5}}),
        *({"_source": {"piece": each}} for each in ("é", "a", "YQ==YQ", ["YQ=="], None)),
    ],
    ids=repr,
)
def test_a_document_that_holds_something_else_is_damage(answer: dict[str, Any]) -> None:
    client = SimpleNamespace(ask=lambda *_: answer)
    documents = Documents(cast("Any", client), cast("Any", None), "krant.state")
    with pytest.raises(IndexDamagedError, match=r"x\.0 in krant\.state holds no piece"):
        documents.read("x.0", "piece")


@pytest.mark.parametrize("name", ["../large", "a/b", "", "con", "C:large"])
def test_no_name_leads_out_of_the_folder(archive: Archive, name: str) -> None:
    made = archive.write(archive.machine("a"), {"large": LARGE})
    hostile = replace(made, files={**made.files, name: (1, 2)})
    with pytest.raises(IndexDamagedError, match="no name of a file"):
        archive.machine("b").fetched(hostile)


def test_archives_of_one_name_in_two_clusters_are_kept_apart(
    archive: Archive, tmp_path: Path
) -> None:
    made = archive.write(archive.machine("a"), {"large": LARGE})
    archive.machine("a", "http://other:9200").to_write(None)
    assert len([*(tmp_path / "a").iterdir()]) == 2
    assert contents(archive.machine("a").fetched(made)) == {"large": LARGE}


@pytest.fixture
def nowhere(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ClusterFiles:
    """Return the files of a machine on which the folder of the settings cannot be made."""
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    return archive.machine("file/below")


def test_without_a_folder_of_the_settings_the_next_process_finds_them_as_well(
    archive: Archive, nowhere: ClusterFiles, tmp_path: Path
) -> None:
    """One that is killed removes nothing, so that each would leave its own copy."""
    made = archive.write(archive.machine("a"), {"large": LARGE})
    folder = nowhere.fetched(made)
    assert contents(folder) == {"large": LARGE}
    asked = len(archive.documents.read_)
    assert archive.machine("file/below").fetched(made) == folder
    assert len(archive.documents.read_) == asked
    (own,) = (tmp_path / "temporary").iterdir()
    assert own in folder.parents
    assert own.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("kind", ["link", "file", "open", "another user's"])
def test_no_files_are_kept_in_a_folder_that_somebody_else_made(
    archive: Archive, nowhere: ClusterFiles, tmp_path: Path, kind: str
) -> None:
    own = tmp_path / "temporary" / f"knipsel-{os.getuid()}"
    (tmp_path / "elsewhere").mkdir()
    if kind == "link":
        own.symlink_to(tmp_path / "elsewhere")
    elif kind == "file":
        own.write_bytes(b"")
    else:
        own.mkdir(mode=0o777 if kind == "open" else 0o700)
        own.chmod(0o777 if kind == "open" else 0o700)
        if kind != "open":
            if os.getuid():
                pytest.skip("only root can give a folder away")
            os.chown(own, 65534, 65534)
    made = archive.write(archive.machine("a"), {"large": LARGE})
    with pytest.raises(KnipselError, match=r"not this user's alone.*OPENSEARCH_CACHE"):
        nowhere.fetched(made)
    assert not [*(tmp_path / "elsewhere").iterdir()]


def test_only_its_owner_sees_them(archive: Archive) -> None:
    made = archive.write(archive.machine("a"), {"large": LARGE})
    folder = archive.machine("b").fetched(made)
    assert (folder.parent.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o700, 0o700)


def test_what_a_killed_writer_or_reader_left_goes(archive: Archive, tmp_path: Path) -> None:
    files = archive.machine("a")
    left: Any = files.to_write(None)
    made = archive.write(archive.machine("a"), {"large": LARGE})
    assert not left.exists()
    (folder,) = (tmp_path / "a").iterdir()
    old, young = folder / "fetching-old", folder / "fetching-young"
    for path in (old, young):
        path.mkdir()
    os.utime(old, (1, 1))
    archive.write(files, {"state": b"1"}, made)
    assert (old.exists(), young.exists()) == (False, True)
