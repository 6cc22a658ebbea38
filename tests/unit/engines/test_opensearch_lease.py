"""The lease of a writer in a cluster: nothing is written once another process may be writing."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from indexer.config import Cluster
from indexer.engines.opensearch import bulk, lease
from indexer.engines.opensearch.bulk import Bulk
from indexer.engines.opensearch.client import Client, RefusedError
from indexer.engines.opensearch.lease import SECONDS, Lease
from indexer.errors import EngineUnavailableError, IndexLockedError
from indexer.storage.cluster import ClusterStore

PATH = "/state/_doc/writer"


@dataclass
class Documents:
    """A cluster that has documents, and keeps the requests made of it. Its clock stands still."""

    now: float = 1_000_000.0
    found: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    failure: Exception | None = None
    unanswered: bool = False

    def ask(self, method: str, path: str, body: Any = None, **how: Any) -> Any:
        self.asked.append(f"{method} {path}")
        if self.failure:
            raise self.failure
        answer = self._document(method, path, body, how.get("parameters") or {})
        if self.unanswered and method == "PUT":
            raise EngineUnavailableError("no answer")
        return answer

    def take_over(self) -> None:
        """Let another process have the lease."""
        number = self.found[PATH]["_seq_no"] + 1
        source = {"owner": "another", "until": self.now + SECONDS}
        self.found[PATH] = {"_source": source, "_seq_no": number, "_primary_term": 1}

    def _document(self, method: str, path: str, body: Any, asked: dict[str, str]) -> Any:
        kept = self.found.get(path)
        if not path.endswith("/writer"):
            read = {"search": {"point_in_time_current": 0}}
            return {"errors": False, "items": [], "_all": {"total": read}}
        if method == "GET":
            if kept is None:
                raise RefusedError("not found", 404, "")
            return kept
        number = str(kept["_seq_no"]) if kept else None
        if kept if "op_type" in asked else number != asked["if_seq_no"]:
            raise RefusedError("conflict", 409, "version_conflict_engine_exception")
        if method == "DELETE":
            return self.found.pop(path)
        self.found[path] = {
            "_source": body, "_seq_no": int(number or 0) + 1, "_primary_term": 1
        }  # fmt: skip
        return self.found[path]


@pytest.fixture
def documents(monkeypatch: pytest.MonkeyPatch) -> Documents:
    made = Documents()
    monkeypatch.setattr(Client, "ask", lambda _, *given, **how: made.ask(*given, **how))
    monkeypatch.setattr("indexer.engines.opensearch.lease.time.time", lambda: made.now)
    return made


@pytest.fixture
def held(documents: Documents) -> Lease:
    """Return a lease that was just taken, which nobody renews but `check`."""
    made = Lease(Client(Cluster()), PATH)
    made._take()
    documents.asked.clear()
    return made


def test_a_lease_that_holds_is_checked_without_asking(documents: Documents, held: Lease) -> None:
    held.check()
    assert documents.asked == []


@pytest.mark.parametrize("later", [SECONDS - 5, SECONDS + 1, 10 * SECONDS])
def test_a_lease_that_ends_is_renewed_by_the_check(
    documents: Documents, held: Lease, later: float
) -> None:
    documents.now += later
    held.check()
    assert documents.found[PATH]["_source"]["until"] == documents.now + SECONDS


def test_a_lease_that_another_process_took_over_is_lost_for_good(
    documents: Documents, held: Lease
) -> None:
    documents.now += SECONDS + 1
    documents.take_over()
    for _ in range(2):
        with pytest.raises(IndexLockedError, match="another process has begun to write"):
            held.check()
    del documents.found[PATH]
    with pytest.raises(IndexLockedError):
        held.check()


def test_the_document_of_who_took_over_is_left_alone(documents: Documents) -> None:
    lost = Lease(Client(Cluster()), PATH)
    with lost.held():
        documents.now += SECONDS + 1
        documents.take_over()
        with pytest.raises(IndexLockedError):
            lost.check()
    assert documents.found[PATH]["_source"]["owner"] == "another"


def test_a_renewal_that_was_made_but_not_answered_loses_nothing(
    documents: Documents, held: Lease
) -> None:
    documents.now += SECONDS
    documents.unanswered = True
    with pytest.raises(EngineUnavailableError):
        held.check()
    documents.unanswered = False
    held.check()
    held.check()


def test_a_cluster_that_does_not_answer_lets_nothing_be_written(
    documents: Documents, held: Lease
) -> None:
    documents.now += SECONDS
    documents.failure = EngineUnavailableError("away")
    with pytest.raises(EngineUnavailableError):
        held.check()
    documents.failure = None
    held.check()


def test_renewal_goes_on_after_any_failure_and_says_so(
    documents: Documents, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(lease, "SECONDS", 0.004)
    failed, renewed = Event(), Event()
    ask = documents.ask

    def fail_once(method: str, *given: Any, **how: Any) -> Any:
        if method == "PUT" and "op_type" not in how["parameters"]:
            if not failed.is_set():
                failed.set()
                raise MemoryError("no room")
            renewed.set()
        return ask(method, *given, **how)

    monkeypatch.setattr(documents, "ask", fail_once)
    with caplog.at_level(logging.WARNING, "knipsel"), Lease(Client(Cluster()), PATH).held():
        assert renewed.wait(180)
    assert "could not be renewed, tried again: no room" in caplog.text


def test_each_request_of_an_update_is_checked_first(
    documents: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "_BATCH_ARTICLES", 1)
    allowed = [None, None]

    def guard() -> None:
        if not allowed:
            raise IndexLockedError("lost")
        allowed.pop()

    sending = Bulk(Client(Cluster()), "i", guard)
    for number in range(3):
        sending.add(str(number), b"{}\n")
    with pytest.raises(IndexLockedError):
        sending.finish()
    sending.close()
    assert documents.asked == ["POST /i/_bulk"] * 2


def _lost_at(moment: str, documents: Documents, name: str, answer: Any) -> Callable[..., Any]:
    """Return what answers in place of `name`; another process takes over if that is the moment."""

    def called(*_: object) -> Any:
        if name == moment:
            documents.now += SECONDS + 1
            documents.take_over()
        return answer

    return called


@pytest.mark.parametrize("moment", ["_copied", "_mapping", "_named"])
def test_nothing_is_switched_when_the_lease_goes_while_it_is_published(
    documents: Documents, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """After a copy that took an hour, after the mapping was read, and before the switch itself."""
    store = ClusterStore(Cluster(), "0123abcd")
    store._lease = Lease(Client(Cluster()), PATH)
    answers: dict[str, Any] = {"_copied": nullcontext(), "_mapping": {}, "_named": None, "_size": 1}
    for name, value in answers.items():
        monkeypatch.setattr(store, name, _lost_at(moment, documents, name, value))
    with store._lease.held(), pytest.raises(IndexLockedError):
        store.commit(Path("knipsel-000002"), None, "opensearch", "0123abcd", 1)
    assert "POST /_aliases" not in documents.asked
    if moment != "_named":
        assert "PUT /knipsel-000002/_mapping" not in documents.asked


def test_words_and_removals_wait_for_the_lease_too(documents: Documents) -> None:
    store = ClusterStore(Cluster(), "0123abcd")
    store._documents._lease = store._lease = Lease(Client(Cluster()), PATH)
    with store._lease.held():
        documents.now += SECONDS + 1
        documents.take_over()
        documents.asked.clear()
        with pytest.raises(IndexLockedError):
            store.save_vocabulary(Path("knipsel-000002"), b"dijk\n", b"")
        store.rollback(Path("knipsel-000002"))
    assert not [each for each in documents.asked if "knipsel-000002" in each]


@pytest.mark.parametrize("moment", ["_named", "_generations"])
def test_what_another_process_fills_is_not_removed(
    documents: Documents, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """A process that stood still while another took over finds a generation that is half full."""
    store = ClusterStore(Cluster(), "0123abcd")
    store._lease = Lease(Client(Cluster()), PATH)
    filling = {f"knipsel-00000{number}": {"filling": "another"} for number in range(3)}
    answers: dict[str, Any] = {"_named": "knipsel-000000", "_generations": filling}
    for name, value in answers.items():
        monkeypatch.setattr(store, name, _lost_at(moment, documents, name, value))
    with store._lease.held(), pytest.raises(IndexLockedError):
        store.new_generation(None)
    assert not [each for each in documents.asked if "knipsel-0" in each]


def test_a_lease_that_goes_after_the_switch_fails_no_build(
    documents: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The generation before is left to who writes now."""
    store = ClusterStore(Cluster(), "0123abcd")
    store._lease = Lease(Client(Cluster()), PATH)

    def take_over(_seconds: float) -> None:
        documents.now += SECONDS + 1
        documents.take_over()

    monkeypatch.setattr("indexer.storage.cluster.time.sleep", take_over)
    with store._lease.held():
        store._switch("knipsel-000001", "knipsel-000002")
    assert "POST /_aliases" in documents.asked
    assert "DELETE /knipsel-000001" not in documents.asked
