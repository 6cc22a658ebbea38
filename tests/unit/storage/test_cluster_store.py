"""An archive in a cluster: what is published, resumed, removed and refused; in memory."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from indexer.config import Cluster
from indexer.engines.opensearch.client import Client, RefusedError
from indexer.engines.opensearch.engine import OpenSearchEngine
from indexer.engines.opensearch.lease import SECONDS
from indexer.engines.opensearch.mapping import ABOUT, FILLING, LAYOUT
from indexer.errors import (
    EngineUnavailableError,
    IndexDamagedError,
    IndexLockedError,
    IndexMissingError,
    IndexStaleError,
    KnipselError,
)
from indexer.storage import cluster as cluster_module
from indexer.storage.cluster import ClusterStore
from indexer.storage.cluster_replicas import replicas_made
from indexer.storage.manifest import Manifest
from tests.unit.storage.cluster_in_memory import Index, InMemoryCluster

FINGERPRINT = "0123abcd"
ONE, TWO = "krant-000001", "krant-000002"
STATE = "krant.state"
FIELDS = {"properties": {"title": {"type": "text"}}}


@pytest.fixture
def nodes(monkeypatch: pytest.MonkeyPatch) -> InMemoryCluster:
    made = InMemoryCluster()
    monkeypatch.setattr(Client, "ask", lambda _, *given, **how: made.ask(*given, **how))
    return made


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return how long was waited for readers of a generation that goes."""
    times: list[float] = []
    monkeypatch.setattr(time, "sleep", times.append)
    return times


@pytest.fixture
def store(nodes: InMemoryCluster, waited: list[float], tmp_path: Path) -> ClusterStore:
    assert nodes.indices == {}
    assert waited == []
    return store_in(tmp_path)


def store_in(folder: Path, fingerprint: str = FINGERPRINT, replicas: int = 0) -> ClusterStore:
    cluster = Cluster(index="krant", cache=str(folder / "cache"), replicas=replicas)
    return ClusterStore(cluster, fingerprint)


def begin(nodes: InMemoryCluster, name: str, articles: int = 0, filling: str | None = None) -> None:
    """Make the index of a generation that is being filled, as the engine does."""
    about = {ABOUT: {FILLING: filling or f"{FINGERPRINT}.{LAYOUT}"}}
    nodes.indices[name] = Index({**FIELDS, "_meta": about}, articles=articles)


def publish(
    store: ClusterStore, nodes: InMemoryCluster, since: Manifest | None = None, **files: bytes
) -> Manifest:
    """Build or update an archive; return its manifest."""
    with store.write_lock():
        folder = store.new_generation(since)
        if not since:
            begin(nodes, folder.name)
        written = store.files_to_write(folder, since)
        for name, content in files.items():
            (written / name).unlink(missing_ok=True)
            (written / name).write_bytes(content)
        store.engine("opensearch")._guard()  # type: ignore[attr-defined]
        nodes.indices[folder.name].articles = 3
        store.save_vocabulary(folder, b"dijk\n", b"#0 0\n" if files else b"")
        return store.commit(folder, since, "opensearch", FINGERPRINT, 3)


_SEEN = re.compile(r"(PUT|POST|DELETE) (?!.*(/_refresh|/_flush|/_doc/writer)$)")
"""Requests that change what others see."""


@pytest.mark.parametrize("rebuilt", [False, True])
def test_whenever_another_process_takes_over_nothing_is_written_after_it(
    nodes: InMemoryCluster,
    waited: list[float],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    rebuilt: bool,
) -> None:
    """A process that stood still between any two requests of an update or a new build."""
    assert not waited
    first = publish(store_in(tmp_path), nodes, forward=b"x" * 10)
    began, now = deepcopy(nodes.indices), [time.time()]
    monkeypatch.setattr("indexer.engines.opensearch.lease.time.time", lambda: now[0])
    real, since = nodes.ask, None if rebuilt else first

    def lost_after(moment: int) -> list[str]:
        """Return what is written after so many requests, at which the lease is another's."""
        nodes.indices, nodes.aliases = deepcopy(began), {"krant": [ONE]}
        made, written = list[str](), list[str]()

        def ask(method: str, path: str, *given: Any, **how: Any) -> Any:
            if len(made) >= moment and _SEEN.match(f"{method} {path}"):
                written.append(f"{method} {path}")
            answer = real(method, path, *given, **how)
            if "PUT /krant.state/_doc/writer" in made:  # the lease was had
                made.append(f"{method} {path}")
            elif path.endswith("/_doc/writer"):
                made[:] = [f"{method} {path}"]
            if len(made) == moment and "writer" in nodes.indices[STATE].documents:
                now[0] += 10 * SECONDS
                source, number = nodes.indices[STATE].documents["writer"]
                other = {**source, "owner": "another", "until": now[0] + SECONDS}
                nodes.indices[STATE].documents["writer"] = other, number + 1
            return answer

        monkeypatch.setattr(nodes, "ask", ask)
        with suppress(IndexLockedError, RefusedError):
            publish(store_in(tmp_path, replicas=1), nodes, since, forward=b"y" * 10, names=b"n")
        monkeypatch.setattr(nodes, "ask", real)
        return written if len(made) >= moment else ["ended before"]

    moments = 0
    while (written := lost_after(moments + 1)) != ["ended before"]:
        moments += 1
        assert not written, f"after request {moments}"
    assert moments > 12
    nodes.indices.clear()  # with the lease of the other


def documents(nodes: InMemoryCluster) -> set[str]:
    """Return what stands in the index of state, pieces of files by their names."""
    return {
        source.get("file", id_).rpartition(".")[0] or id_
        for id_, (source, _) in nodes.indices[STATE].documents.items()
    }


def test_nothing_is_there_before_something_is_published(store: ClusterStore) -> None:
    assert store.stamp() == (0, 0)
    command = "knipsel index --engine opensearch"
    with pytest.raises(IndexMissingError, match=f"no archive in .*krant.*{command} PATH"):
        store.manifest()
    assert store.rebuild_command == f"{command} --rebuild PATH"
    assert store.location == str(store._cluster)
    assert store.engine_name() == "opensearch"
    assert isinstance(store.engine("opensearch"), OpenSearchEngine)


def test_what_is_published_is_read_by_every_machine(
    store: ClusterStore, nodes: InMemoryCluster, tmp_path: Path
) -> None:
    made = publish(store, nodes, forward=b"x" * 10, names=b"y")
    for each in (store, store_in(tmp_path / "elsewhere")):
        assert each.manifest() == made
        assert {path.name: path.read_bytes() for path in each.files(made).iterdir()} == {
            "forward": b"x" * 10,
            "names": b"y",
        }
        assert each.words(made) == b"dijk\n"
        assert each.readings(made) == b"#0 0\n"
        assert each.path(made) == Path(ONE)
        assert [*each.verify_files(made)] == []
        assert each.withheld() == b""
    assert (made.generation, made.articles, made.fingerprint) == (ONE, 3, FINGERPRINT)
    assert made.files[ONE] == (7, 0)
    assert documents(nodes) == {f"words-{ONE}", "forward", "names"}
    assert nodes.aliases == {"krant": [ONE]}


def test_an_update_changes_the_generation_and_keeps_what_may_still_be_read(
    store: ClusterStore, nodes: InMemoryCluster, waited: list[float], monkeypatch: Any
) -> None:
    monkeypatch.setattr(cluster_module, "_STAMP_SECONDS", 0.0)
    first = publish(store, nodes, forward=b"old", names=b"y")
    stamp = store.stamp()
    second = publish(store, nodes, first, forward=b"new")
    assert (second.generation, store.manifest()) == (ONE, second)
    assert store.stamp() != stamp
    pieces = [*nodes.indices[STATE].documents]
    assert len([id_ for id_ in pieces if "forward" in id_]) == 2, "readers may have the old one"
    third = publish(store, nodes, second, forward=b"newer")
    pieces = [*nodes.indices[STATE].documents]
    assert len([id_ for id_ in pieces if "forward" in id_]) == 2
    assert store.files(third).joinpath("names").read_bytes() == b"y"
    assert waited == []


@pytest.mark.parametrize(("readers", "seconds"), [(0, [2]), (1, [2, 2, 2, 2, 2])])
def test_a_rebuild_is_seen_when_it_is_whole_and_what_was_before_goes(
    store: ClusterStore,
    nodes: InMemoryCluster,
    waited: list[float],
    *,
    readers: int,
    seconds: list[float],
) -> None:
    nodes.readers = readers
    publish(store, nodes, forward=b"old")
    with store.write_lock():
        store.save_withheld(Path(TWO), b"{}")
    made = publish(store, nodes, forward=b"new")
    assert (made.generation, store.manifest()) == (TWO, made)
    assert {*nodes.indices} == {STATE, TWO}
    assert nodes.aliases == {"krant": [TWO]}
    assert documents(nodes) == {f"words-{TWO}", "forward", "withheld"}
    pieces = [source for source, _ in nodes.indices[STATE].documents.values() if "file" in source]
    assert [source["generation"] for source in pieces] == [TWO]
    assert store.withheld() == b"{}"
    assert waited == seconds, "as long as requests may be reading"


def test_a_run_that_ended_is_gone_on_with_by_the_same_analysis_alone(
    store: ClusterStore, nodes: InMemoryCluster
) -> None:
    made = publish(store, nodes)
    begin(nodes, TWO, 5, "other.7")
    begin(nodes, "krant-000003", 5)
    begin(nodes, "krant-000010", 5)
    begin(nodes, "krant-x", 5)
    nodes.indices["krant-000011"] = Index({"_meta": {"else": 1}})
    with store.write_lock():
        assert store.new_generation(made) == Path(ONE)
        nodes.asked.clear()
        assert store.new_generation(None) == Path("krant-000010")
        assert "POST /krant-000010/_refresh" in nodes.asked, "what was sent is counted"
        assert store.resumes(Path("krant-000010"))
        assert not store.resumes(Path(ONE))
        assert {*nodes.indices} == {STATE, ONE, "krant-000010", "krant-x", "krant-000011"}
        del nodes.indices["krant-000010"]
        assert store.new_generation(None) == Path(TWO)


def test_an_update_that_ended_after_it_sent_articles_is_told_of(
    store: ClusterStore, nodes: InMemoryCluster
) -> None:
    made = publish(store, nodes, forward=b"x")
    assert not store.is_half_sent(Path(ONE))
    with store.write_lock():
        written = store.files_to_write(Path(ONE), made)
        assert (written / "forward").read_bytes() == b"x"
        assert not store.is_half_sent(Path(ONE)), "nothing is sent yet"
        store._may_send()
        before = len(nodes.asked)
        store._may_send()
        assert len(nodes.asked) == before, "it is noted once"
        assert store.is_half_sent(Path(ONE))
        store.rollback(Path(ONE))
    assert not written.exists()
    assert store.is_half_sent(Path(ONE)), "the cluster has articles that no file tells of"
    assert store.manifest() == made
    nodes.asked.clear()
    with store.write_lock():
        store.files_to_write(Path(ONE), made)
    assert f"POST /{ONE}/_refresh" in nodes.asked
    publish(store, nodes, made, forward=b"y")
    assert not store.is_half_sent(Path(ONE))


@pytest.mark.parametrize(("articles", "stays"), [(0, False), (1, True)])
def test_a_generation_that_failed_waits_unless_it_holds_nothing(
    store: ClusterStore, nodes: InMemoryCluster, articles: int, stays: bool
) -> None:
    with store.write_lock():
        begin(nodes, ONE, articles)
        written = store.files_to_write(Path(ONE), None)
        store.save_vocabulary(Path(ONE), b"dijk\n", b"")
        store.rollback(Path(ONE))
        assert not written.exists()
        assert (ONE in nodes.indices, f"words-{ONE}" in documents(nodes)) == (stays, stays)
        nodes.forbids = "GET /krant-"
        with suppress(RefusedError):
            store.rollback(Path(ONE))


def test_a_published_generation_is_not_rolled_back(
    store: ClusterStore, nodes: InMemoryCluster
) -> None:
    made = publish(store, nodes)
    nodes.indices[ONE].articles = 0
    with store.write_lock():
        store.rollback(Path(ONE))
    assert store.manifest() == made


def test_a_second_writer_is_refused_and_removes_nothing(
    store: ClusterStore, nodes: InMemoryCluster, tmp_path: Path
) -> None:
    publish(store, nodes)
    with store.write_lock():
        with pytest.raises(IndexLockedError), store_in(tmp_path).write_lock():
            pass
        assert "writer" in nodes.indices[STATE].documents
    assert "writer" not in nodes.indices[STATE].documents


def test_a_cluster_that_is_too_old_gets_no_archive(
    store: ClusterStore, nodes: InMemoryCluster
) -> None:
    nodes.version = "1.3.2"
    with pytest.raises(KnipselError, match=r"1\.3\.2"), store.write_lock():
        pass
    assert nodes.indices == {}


def test_who_lost_the_right_to_write_meanwhile_leaves_the_generation_before(
    store: ClusterStore, nodes: InMemoryCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it waits for readers another process may begin, which removes it."""
    publish(store, nodes)

    def lose(_seconds: float) -> None:
        monkeypatch.setattr(store._lease, "_lost", True)

    monkeypatch.setattr(time, "sleep", lose)
    made = publish(store, nodes)
    assert (store.manifest(), made.generation) == (made, TWO)
    assert {*nodes.indices} == {STATE, ONE, TWO}
    assert f"words-{ONE}" in documents(nodes)
    del nodes.indices[STATE].documents["writer"]


@pytest.mark.parametrize(
    ("about", "told"),
    [
        (None, "krant-000001 holds something else. Choose another name with OPENSEARCH_INDEX"),
        ("x", "holds something else"),
        ({FILLING: "x"}, "holds something else"),
    ],
)
def test_what_is_of_somebody_else_is_refused_and_stays(
    store: ClusterStore, nodes: InMemoryCluster, about: Any, told: str
) -> None:
    nodes.indices[ONE] = Index({"_meta": {ABOUT: about}} if about else {})
    nodes.aliases["krant"] = [ONE]
    with pytest.raises(IndexMissingError, match=told):
        store.manifest()
    with pytest.raises(IndexMissingError, match=told), store.write_lock():
        pass
    assert {*nodes.indices} == {ONE}


def test_an_index_of_the_name_of_the_archive_is_refused(
    store: ClusterStore, nodes: InMemoryCluster
) -> None:
    nodes.indices["krant"] = Index({"_meta": {ABOUT: {"format": 1}}})
    with pytest.raises(IndexMissingError, match="krant holds something else"):
        store.manifest()
    with pytest.raises(IndexMissingError, match="krant holds something else"), store.write_lock():
        pass


def test_an_alias_of_several_is_damage_that_a_writer_may_mend(
    store: ClusterStore, nodes: InMemoryCluster
) -> None:
    publish(store, nodes)
    begin(nodes, TWO)
    nodes.aliases["krant"].append(TWO)
    with pytest.raises(IndexDamagedError, match=f"alias of several indices: {ONE}, {TWO}"):
        store.manifest()
    with store.write_lock():
        assert "writer" in nodes.indices[STATE].documents


@pytest.mark.parametrize(("name", "value"), [("format", 1), ("layout", LAYOUT + 1)])
def test_another_version_says_to_build_anew_and_may_be(
    store: ClusterStore, nodes: InMemoryCluster, name: str, value: int
) -> None:
    publish(store, nodes)
    nodes.indices[ONE].mapping["_meta"][ABOUT][name] = value
    with pytest.raises(IndexStaleError, match=rf"index format .*\b{value}\b.*--rebuild PATH"):
        store.manifest()
    assert publish(store, nodes).generation == TWO


def test_a_manifest_whose_fields_somebody_changed_is_damage(
    store: ClusterStore, nodes: InMemoryCluster
) -> None:
    publish(store, nodes)
    nodes.indices[ONE].mapping["properties"] = {"title": {"type": "keyword"}}
    with pytest.raises(IndexDamagedError, match=f"mapping of {ONE} was changed"):
        store.manifest()


def test_a_stamp_is_asked_for_once_a_second(
    store: ClusterStore, nodes: InMemoryCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    publish(store, nodes)
    nodes.asked.clear()
    first = store.stamp()
    now[0] += 1.0
    assert store.stamp() == first != (0, 0)
    assert len(nodes.asked) == 1
    nodes.indices[ONE].mapping["_meta"][ABOUT]["built"] = "later"
    now[0] += 0.1
    assert store.stamp() != first
    assert store.stamp()[0] == first[0], "the generation is the same"


def test_the_state_is_made_once_and_its_fields_are_mended(
    store: ClusterStore, nodes: InMemoryCluster
) -> None:
    with store.write_lock():
        state = nodes.indices[STATE]
        keyword = {"type": "keyword"}
        fields = {"generation": keyword, "file": keyword}
        assert state.mapping == {"dynamic": False, "properties": fields}
        assert state.settings == {"index": {"number_of_shards": 1, "auto_expand_replicas": "0-1"}}
    state.mapping = {}
    with store.write_lock():
        assert state.mapping == {"properties": fields}
        assert nodes.settings == {"persistent": {"indices.query.bool.max_clause_count": 8_192}}
    nodes.forbids = "PUT /_cluster"
    with store.write_lock():
        pass
    nodes.forbids = f"PUT /{STATE}"
    nodes.asked.clear()
    with pytest.raises(RefusedError), store.write_lock():
        pass
    assert f"PUT /{STATE}/_mapping" not in nodes.asked, "nobody knows that it is there"


@pytest.mark.parametrize("kept", [{"words": "%%%"}, {"words": 5}, None, {"words": "YQ"}])
def test_words_that_are_no_bytes_are_damage(
    store: ClusterStore, nodes: InMemoryCluster, kept: Any
) -> None:
    made = publish(store, nodes)
    nodes.indices[STATE].documents[f"words-{ONE}"] = kept, 1
    if kept is None:
        del nodes.indices[STATE].documents[f"words-{ONE}"]
    with pytest.raises(IndexDamagedError, match=f"(words-|words of ){ONE}"):
        store.words(made)


def test_an_answer_that_is_a_refusal_is_not_taken_for_nothing(
    store: ClusterStore, nodes: InMemoryCluster
) -> None:
    made = publish(store, nodes)
    nodes.forbids = "GET /krant"
    for asked in (store.manifest, store.withheld, lambda: store.readings(made)):
        with pytest.raises(RefusedError, match="not allowed"):
            asked()
    nodes.forbids = "DELETE"
    with pytest.raises(RefusedError, match="not allowed"):
        store._documents.remove("writer")


def test_files_are_compared_where_all_are_to_be_and_away_is_no_damage(
    store: ClusterStore, nodes: InMemoryCluster
) -> None:
    made = publish(store, nodes, forward=b"x")
    (piece,) = (id_ for id_ in nodes.indices[STATE].documents if "forward" in id_)
    del nodes.indices[STATE].documents[piece]
    assert [*store.verify_files(made, 100)] == []
    assert [*store.verify_files(made)] == [f"forward of {ONE} is not as it was written"]
    nodes.status = "red"
    with pytest.raises(EngineUnavailableError, match=r"3 shards of .*Start the nodes"):
        store.verify_files(made)


@pytest.mark.parametrize(("nodes_there", "replicas"), [(1, 0), (2, 2), (2, 1), (1, 1)])
def test_replicas_are_made_and_waited_for_as_far_as_there_are_nodes(
    nodes: InMemoryCluster, nodes_there: int, replicas: int
) -> None:
    begin(nodes, ONE)
    nodes.nodes = nodes_there
    client = Client(Cluster(index="krant"))
    with replicas_made(client, ONE, replicas):
        assert nodes.asked == [f"POST /{ONE}/_flush", f"PUT /{ONE}/_settings"], "nodes copy now"
    assert nodes.indices[ONE].settings == {"index": {"number_of_replicas": replicas}}
    waits = nodes_there > replicas
    assert (f"GET /_cluster/health/{ONE}" in nodes.asked) is waits
    nodes.status = "yellow"
    if waits:
        with (
            pytest.raises(EngineUnavailableError, match=f"replicas of {ONE} are not made"),
            replicas_made(client, ONE, replicas),
        ):
            pass
        waiting, flushing = (
            nodes.timeouts[each] for each in (f"GET /_cluster/health/{ONE}", f"POST /{ONE}/_flush")
        )
        assert flushing
        assert waiting
        assert waiting > flushing, "the cluster gives up before we do"
    else:
        with replicas_made(client, ONE, replicas):
            pass


def test_files_are_sent_while_replicas_are_copied(nodes: InMemoryCluster, tmp_path: Path) -> None:
    publish(store_in(tmp_path, replicas=1), nodes, forward=b"x")
    nodes.nodes, nodes.asked = 2, []
    publish(store_in(tmp_path, replicas=1), nodes, forward=b"y")
    (sent,) = (n for n, each in enumerate(nodes.asked) if "PUT" in each and "forward" in each)
    (begun,) = (n for n, each in enumerate(nodes.asked) if each.endswith("/_settings"))
    waited, told = (
        next(n for n, each in enumerate(nodes.asked) if each.startswith(start))
        for start in ("GET /_cluster/health/krant", "PUT /krant-000002/_mapping")
    )
    assert begun < sent < waited < told


def test_a_generation_has_its_replicas_when_it_is_published(
    nodes: InMemoryCluster, waited: list[float], tmp_path: Path
) -> None:
    assert waited == []
    store = store_in(tmp_path, replicas=2)
    made = publish(store, nodes)
    assert nodes.indices[ONE].settings == {"index": {"number_of_replicas": 2}}
    nodes.asked.clear()
    publish(store, nodes, made)
    assert f"PUT /{ONE}/_settings" not in nodes.asked, "an update has those that there are"


@pytest.fixture(autouse=True)
def _left_nothing(nodes: InMemoryCluster) -> Iterator[None]:
    """No test leaves a lease behind: another writer would wait for it."""
    yield
    assert "writer" not in nodes.indices.get(STATE, Index()).documents
