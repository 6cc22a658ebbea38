"""The registry: every engine can be had by its name, and what cannot be had is named."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from indexer.config import Settings
from indexer.engines import registry
from indexer.engines.protocol import Engine, EngineReader, EngineWriter
from indexer.engines.registry import ENGINES, EngineEntry, Location
from indexer.errors import KnipselError
from indexer.storage.index_store import open_store


@pytest.mark.parametrize("name", registry.names())
def test_an_engine_has_the_name_that_the_registry_gives_it(name: str) -> None:
    assert ENGINES[name].load().name == name


@pytest.mark.parametrize("name", registry.names(Location.FOLDER))
def test_an_engine_of_folders_opens_without_a_cluster(name: str) -> None:
    assert registry.open_engine(name).name == name


def test_without_a_name_an_engine_is_the_default_which_needs_no_cluster() -> None:
    assert registry.entry_of(None).name == registry.DEFAULT_ENGINE
    assert not registry.in_cluster(None)


@pytest.mark.parametrize("name", registry.names(Location.FOLDER))
def test_an_engine_has_every_method_of_the_protocol_with_its_parameters(
    tmp_path: Path, name: str
) -> None:
    engine = registry.open_engine(name)
    writer = engine.open_writer(tmp_path, fresh=True)
    writer.commit()
    reader = engine.open_reader(tmp_path)
    for protocol, made in ((Engine, engine), (EngineReader, reader), (EngineWriter, writer)):
        for method, expected in inspect.getmembers(protocol, inspect.isfunction):
            if not method.startswith("_"):
                found = inspect.signature(getattr(type(made), method)).parameters
                assert list(found) == list(inspect.signature(expected).parameters), method
    assert reader.wildcard_budget > 0
    assert reader.size == 0


@pytest.mark.parametrize("wrong", ["lucene", "Tantivy", "", "opensearch "])
def test_the_error_of_an_unknown_engine_names_all_there_are(tmp_path: Path, wrong: str) -> None:
    every = re.escape(", ".join(registry.names()))
    with pytest.raises(KnipselError, match=f"no engine {wrong!r}. Choose one of: {every}."):
        registry.open_engine(wrong)
    with pytest.raises(KnipselError, match=every):
        open_store(Settings(tmp_path, wrong), "0123abcd")


@pytest.mark.parametrize("name", registry.names(Location.CLUSTER))
def test_an_engine_of_a_cluster_opens_no_folder(name: str) -> None:
    with pytest.raises(KnipselError, match="in a cluster, not in a folder"):
        registry.open_engine(name)


def test_an_engine_without_its_package_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lacking_engine.py").write_text("import nowhere_to_be_found")
    monkeypatch.syspath_prepend(str(tmp_path))
    entry = EngineEntry("lacking", Location.FOLDER, "lacking_engine", "X", "knipsel[lacking]")
    told = "needs nowhere_to_be_found, which is not installed. Run: pip install 'knipsel[lacking]'"
    with pytest.raises(KnipselError, match=re.escape(told)):
        entry.load()
