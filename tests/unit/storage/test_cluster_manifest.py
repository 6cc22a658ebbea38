"""What a manifest in a cluster may say: who can write to the cluster may have changed any of it."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import pytest

from indexer.config import Cluster
from indexer.engines.opensearch.client import Client
from indexer.engines.opensearch.mapping import ABOUT, LAYOUT
from indexer.errors import IndexDamagedError, IndexMissingError
from indexer.storage.cluster import ClusterStore, _checksum
from indexer.storage.manifest import Manifest

FIELDS = {"properties": {"title": {"type": "text"}}}
NAME = "knipsel-000001"
MANIFEST = Manifest(
    "opensearch", "0123abcd", NAME, 1, "2022-03-24T10:00:00.123456+00:00", {NAME: (5, 0)}
)
WRONG: dict[str, list[Any]] = {
    "engine": ["tantivy", None],
    "fingerprint": ["", "\x1b]0;x", None],
    "generation": ["knipsel-000002", "../_cluster/settings", f"{NAME},*", None],
    "articles": [-1, "1", True, None],
    "built": ["", "gisteren", "9999-12-31T23:59:59-23:59", None],
    "files": [None, [], {NAME: [5]}, {NAME: [-5, 0]}],
    "mapping": [0, None],
    "more": [1],
}
VALUES = [(name, value) for name, values in WRONG.items() for value in values]


def store(monkeypatch: pytest.MonkeyPatch, about: dict[str, Any]) -> ClusterStore:
    """Return an archive in a cluster whose index says this about itself."""
    mappings = {NAME: {"mappings": {**FIELDS, "_meta": {ABOUT: about}}}}
    monkeypatch.setattr(Client, "ask", lambda *_given, **_how: mappings)
    return ClusterStore(Cluster(index="knipsel"), "0123abcd")


def written() -> dict[str, Any]:
    files = {NAME: [5, 0]}
    about = {**asdict(MANIFEST), "files": files}
    return {**about, "layout": LAYOUT, "mapping": _checksum(FIELDS)}


@pytest.mark.parametrize("name", [NAME, "nieuws+één-000001"])
def test_a_manifest_is_read_as_it_was_written(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    files = {"files": {name: [5, 0]}}
    expected = replace(MANIFEST, files={name: (5, 0)})
    assert store(monkeypatch, {**written(), **files}).manifest() == expected


@pytest.mark.parametrize(("name", "value"), VALUES, ids=[f"{n} {v!r:.40}" for n, v in VALUES])
def test_what_no_manifest_says_is_told(
    monkeypatch: pytest.MonkeyPatch, name: str, value: Any
) -> None:
    with pytest.raises(IndexDamagedError, match=rf"The {name} of .*changed.*--rebuild PATH"):
        store(monkeypatch, {**written(), name: value}).manifest()


@pytest.mark.parametrize(
    "name",
    [
        *("../../home/x", "knipsel-1/../../x", "/etc/x", "knipsel-", "knipsel-000001\n", ".."),
        *("other-000001", "knipsel-٣", "knipsel-000001,other", "\x00", ""),
    ],
)
def test_an_index_whose_name_no_generation_has_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The folder with its files here is called after it: a hostile cluster wrote elsewhere."""
    about = {**written(), "generation": name, "files": {name: [5, 0]}}
    mappings = {name: {"mappings": {**FIELDS, "_meta": {ABOUT: about}}}}
    monkeypatch.setattr(Client, "ask", lambda *_given, **_how: mappings)
    with pytest.raises(IndexMissingError, match="not of Knipsel"):
        ClusterStore(Cluster(index="knipsel"), "0123abcd").manifest()


@pytest.mark.parametrize("name", [name for name in WRONG if name != "more"])
def test_what_is_left_out_is_told(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    about = written()
    del about[name]
    with pytest.raises(IndexDamagedError, match=f"The {name} of"):
        store(monkeypatch, about).manifest()
