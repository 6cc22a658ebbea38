"""Articles are told apart: nothing is lost, nothing is twice, and nothing changes that did not."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.corpus.ids import given_value, id_of_address
from indexer.indexing.document import content_hash, hashed
from indexer.indexing.identity import Identities, State
from indexer.indexing.origins import Origin, OriginNames, is_deleted
from indexer.model import Article, Note
from indexer.storage.payload import article_values


class Row(NamedTuple):
    """An article in a file: its id there, and its text."""

    id: str
    body: str


class Index:
    """What an index holds, as readers give it: articles and their origins by their ids."""

    def __init__(self) -> None:
        self.held: dict[str, tuple[Article, str]] = {}
        self.notes: list[Note] = []

    def has_content(self, article_id: str, content_hash_: str) -> bool:
        found = self.held.get(article_id)
        return found is not None and content_hash(*found) == content_hash_

    def origin(self, article_id: str) -> str | None:
        found = self.held.get(article_id)
        return found[1] if found else None

    @property
    def size(self) -> int:
        return len(self.held)

    def ids(self, origin_prefix: str) -> list[tuple[str, str]]:
        held = [(id_, origin) for id_, (_, origin) in self.held.items()]
        return [pair for pair in held if pair[1].startswith(origin_prefix)]

    def origins(self, prefix: str) -> set[str]:
        return {origin for _, origin in self.ids(prefix)}

    def doc_id(self, article_id: str) -> tuple[int, int] | None:
        return (0, [*self.held].index(article_id)) if article_id in self.held else None

    def load(self, doc_ids: Sequence[tuple[int, int]]) -> list[bytes]:
        held = [*self.held.values()]
        return [b"\n" + orjson.dumps(article_values(held[n][0])) for _, n in doc_ids]

    def run(self, files: Iterable[tuple[Path, Sequence[Row]]]) -> list[State]:
        """Read files, and return what each of their articles did."""
        identities = Identities(self, self.notes.append)  # type: ignore[arg-type]
        states, written = [], dict(self.held)
        for path, rows in files:
            origin = Origin(str(path), path.name, path.name, path.name, str(path.parent))
            for row in rows:
                article = Article(row.id, row.id, row.body)
                found = identities.identify(article, origin, hashed(article, origin.name))
                states.append(found.state)
                if found.former:
                    del written[found.former]
                    identities.forget(found.former)
                if found.state is not State.UNCHANGED:
                    written[found.article.id] = found.article, origin.name
        self.held = written
        return states


def rows(*ids: str) -> st.SearchStrategy[list[Row]]:
    return st.lists(st.builds(Row, st.sampled_from(ids), st.sampled_from("abcd")), max_size=6)


def histories(*ids: str) -> st.SearchStrategy[list[dict[str, list[Row]]]]:
    """Return what files hold, by their names, at one moment after the other."""
    files = st.sampled_from(["a", "b", "x/a", "y/a", "y/b"])
    return st.lists(st.dictionaries(files, rows(*ids)), max_size=4)


def on_disk(files: Mapping[str, list[Row]], folder: Path) -> list[tuple[Path, list[Row]]]:
    """Let a folder hold just these files, and return their paths with what they hold."""
    for path in folder.rglob("*.jsonl"):
        path.unlink()
    found = [(folder / f"{stem}.jsonl", content) for stem, content in files.items()]
    for path, _ in found:
        path.parent.mkdir(exist_ok=True)
        path.touch()
    return found


@given(history=histories("1", "2", "1~2", "b/1", "a/1~2"))
def test_every_text_of_every_file_is_there_whatever_the_ids_look_like(
    history: list[dict[str, list[Row]]],
) -> None:
    """Over any history of files that come, go and change."""
    index = Index()
    with tempfile.TemporaryDirectory() as name:
        for files in history:
            index.run(on_disk(files, Path(name)))
            held = {(article.title, article.body) for article, _ in index.held.values()}
            assert {tuple(row) for content in files.values() for row in content} <= held


@given(history=histories("1", "2"))
def test_what_did_not_change_is_left_as_it_is(history: list[dict[str, list[Row]]]) -> None:
    """A row that is a copy of one in another file, among others of its id, may settle once."""
    index = Index()
    with tempfile.TemporaryDirectory() as name:
        for files in history:
            read = on_disk(files, Path(name))
            index.run(read)
            index.run(read)
            kept = dict(index.held)
            assert {*index.run(read)} <= {State.UNCHANGED}
            assert index.held == kept


@given(history=histories("1", "2"))
def test_without_copies_it_is_so_in_any_order_and_of_any_part(
    history: list[dict[str, list[Row]]],
) -> None:
    index = Index()
    with tempfile.TemporaryDirectory() as name:
        for files in history:
            own = {
                stem: [Row(row.id, f"{stem} {row.body}") for row in content]
                for stem, content in files.items()
            }
            read = on_disk(own, Path(name))
            index.run(read)
            kept = dict(index.held)
            for again in (read, read[::-1], *([file] for file in read)):
                assert {*index.run(again)} <= {State.UNCHANGED}
            assert index.held == kept


@given(content=rows("1", "2"), other=rows("1", "2"))
def test_one_run_is_as_two_and_the_order_of_files_decides_no_more_than_ids(
    content: list[Row], other: list[Row]
) -> None:
    one, two, turned = Index(), Index(), Index()
    with tempfile.TemporaryDirectory() as name:
        files = on_disk({"a": content, "b": other}, Path(name))
        one.run(files)
        for file in files:
            two.run([file])
        turned.run(files[::-1])
    assert one.held == two.held
    texts = [{(a.title, a.body) for a, _ in index.held.values()} for index in (one, turned)]
    assert texts[0] == texts[1] == {tuple(row) for row in content + other}


def test_a_run_of_many_files_keeps_their_names_out_of_memory() -> None:
    names = OriginNames()
    given_names = [f"/krant/{n}/{'x' * (n % 50)}é.txt" for n in range(30_000)]
    assert [names.number(name) for name in given_names] == [*range(30_000)]
    assert [names[n] for n in (0, 1, 29_999)] == [given_names[n] for n in (0, 1, 29_999)]
    assert names.number("later") == 30_000


@pytest.mark.parametrize(
    ("given", "expected"),
    [("NaN", ""), ("nan", ""), ("None", ""), ("NULL", ""), ("#N/A", ""), ("<NA>", ""), ("", ""),
     ("0", "0"), ("Nando", "Nando"), ("nl", "nl")],
)  # fmt: skip
def test_what_programs_write_for_no_value_is_none(given: str, expected: str) -> None:
    assert given_value(given) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [("https://krant.example", ""), ("HTTP://krant.example/", ""), ("https://krant.example/a", 1),
     ("https://krant.example/?p=1", 1), ("urn:x", 1), ("", "")],
)  # fmt: skip
def test_the_address_of_a_whole_site_is_no_id(address: str, expected: int | str) -> None:
    assert id_of_address(address) == (expected and address)


def test_a_file_is_deleted_only_where_its_folder_is_there_and_not_empty(tmp_path: Path) -> None:
    gone = str(tmp_path / "disk/nrc/1.txt")
    assert not is_deleted(gone, {str(tmp_path / "elsewhere")})
    (tmp_path / "disk/nrc").mkdir(parents=True)
    assert not is_deleted(gone, {str(tmp_path)})
    (tmp_path / "disk/nrc/2.txt").touch()
    assert is_deleted(gone, ())
    assert not is_deleted(str(tmp_path / "disk/nrc/2.txt"), ())
    assert not is_deleted(str(tmp_path / "disk/nrc/2.txt/member"), ())
    assert is_deleted(str(tmp_path / "disk/trouw/1.txt"), {str(tmp_path)})
    assert not is_deleted(str(tmp_path / "disk/trouw/1.txt"), ())
    assert not is_deleted("-", ())
