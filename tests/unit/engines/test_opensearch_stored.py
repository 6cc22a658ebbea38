"""Payloads in a cluster: texts and bytes, whole and in pieces, of which few are held at a time."""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Iterable
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.config import Cluster
from indexer.engines.long_articles import shortened
from indexer.engines.opensearch import stored
from indexer.engines.opensearch.documents import Articles
from indexer.engines.opensearch.mapping import body_of_index, doc_id_of, key_of
from indexer.engines.opensearch.point_in_time import PointInTime
from indexer.errors import KnipselError
from indexer.model import Article
from indexer.search.hits import READ
from indexer.storage.payload import LISTED, stored_content

MEGABYTE = 1_000_000
TEXT = "De “dijk” bij Zwölle\n\nbrak \\ door: 𝄞 €3. "


def payload(text: str, id_: str = "a") -> bytes:
    return b"dijk\tbreekt\n" + stored_content(Article(id_, "Dijk", text))


class _Pinned(PointInTime):
    """Articles in memory that answer as a cluster does."""

    def __init__(self, payloads: dict[str, bytes]) -> None:
        self._hits = {
            key_of(doc_id_of(id_)): _as_json({"id": id_, **stored.form_of(each)})
            for id_, each in payloads.items()
        }
        self.asked: list[tuple[int, tuple[str, ...]]] = []

    def search(self, body: dict[str, Any], *, scored: bool = False) -> dict[str, Any]:
        assert not scored
        keys, fields = body["query"]["ids"]["values"], body["stored_fields"]
        assert body["size"] == len(keys)
        self.asked.append((len(keys), tuple(fields)))
        wanted = {*fields, *body.get("docvalue_fields", ())}
        hits = [
            b'{"_id":"%b","fields":{%b}}'
            % (key.encode(), b",".join(v for n, v in self._hits[key].items() if n in wanted))
            for key in reversed(keys)
            if key in self._hits
        ]
        answer: dict[str, Any] = orjson.loads(b'{"hits":{"hits":[%b]}}' % b",".join(hits))
        return answer


def _as_json(form: dict[str, Any]) -> dict[str, bytes]:
    """Return the fields of a hit, written before memory is looked at."""
    return {name: b'"%b":[%b]' % (name.encode(), orjson.dumps(v)) for name, v in form.items()}


def articles(payloads: dict[str, bytes]) -> tuple[Articles, _Pinned]:
    pinned = _Pinned(payloads)
    return Articles(pinned), pinned


@given(st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
def test_any_bytes_come_back_and_each_field_is_one_of_the_mapping(content: bytes) -> None:
    form = stored.form_of(content)
    assert form.keys() <= stored.fields_of_payload().keys()
    found = stored.payload_of({name: [value] for name, value in form.items()})
    assert found == stored.Payload(content)
    assert found.is_whole


def test_what_was_not_asked_for_is_no_payload() -> None:
    assert stored.payload_of({"id": ["a"]}) is None


def test_a_text_is_stored_as_it_is() -> None:
    assert stored.form_of(payload(TEXT)) == {"payload": payload(TEXT).decode()}


def test_lists_ask_for_what_is_stored_as_the_beginning() -> None:
    assert LISTED <= stored.BEGINNING < READ


def test_a_request_of_the_size_that_a_cluster_takes_holds_no_more_pieces_than_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pieces = [name for name in stored.fields_of_payload() if name.startswith("piece_")]
    assert len(pieces) * stored.PIECE * 4 / 3 > 100 << 20
    monkeypatch.setattr(stored, "PIECE", 100)
    with pytest.raises(KnipselError, match="more than a cluster stores"):
        stored.form_of(payload("dijk " * stored.BEGINNING))


@pytest.mark.parametrize("longest", [None, 10, LISTED, stored.BEGINNING + 1, READ])
def test_long_ones_come_as_python_shortens_them_in_the_order_asked_for(
    longest: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored, "PIECE", 300_001)  # within a character
    monkeypatch.setattr("indexer.engines.opensearch.documents.PIECE", 300_001)
    drawn = random.Random(4)
    texts = [TEXT * drawn.choice((1, 3_000, 9_000, 40_000)) for _ in range(12)]
    payloads = {f"a{n}": payload(text, f"a{n}") for n, text in enumerate(texts)}
    read, _ = articles(payloads)
    ids = [*payloads, "a3", "a0"]
    found = list(read.payloads([doc_id_of(id_) for id_ in ids], longest))
    assert found == [shortened(payloads[id_], longest) for id_ in ids]
    assert list(read.payloads([doc_id_of("a1")], longest)) == found[1:2]


def test_what_lists_long_articles_asks_once_and_what_reads_them_once_for_each_piece() -> None:
    read, pinned = articles({id_: payload("dijk " * MEGABYTE, id_) for id_ in "abc"})
    ids = list(map(doc_id_of, "abc"))
    list(read.payloads(ids, LISTED))
    assert pinned.asked == [(3, tuple(stored.BROUGHT))]
    pinned.asked.clear()
    list(read.payloads(ids))
    assert pinned.asked == [(1, (stored.piece_name(n),)) for n in (0, 1, 2)] * 3


def test_those_that_fit_in_a_piece_come_together() -> None:
    read, pinned = articles({f"a{n}": payload("dijk " * 50_000, f"a{n}") for n in range(20)})
    list(read.payloads([doc_id_of(f"a{n}") for n in range(20)], READ))
    assert [count for count, _ in pinned.asked] == [20, 8, 8, 4]


@pytest.mark.parametrize("longest", [LISTED, READ, None])
def test_ten_of_19_megabytes_take_less_than_50_beside_one(longest: int | None) -> None:
    """All of them were held, as they came, as JSON and decoded."""
    ids = [f"a{n}" for n in range(10)]
    text = "De wethouder sprak. " * (19 * MEGABYTE // 20)
    one = payload(text)
    pinned = _Pinned(dict.fromkeys(ids, one))
    read = Articles(pinned)
    tracemalloc.start()
    sizes = _sizes(read.payloads([doc_id_of(id_) for id_ in ids], longest))
    held, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sizes == [len(shortened(one, longest))] * 10
    assert held < 5 * MEGABYTE
    assert most < len(one) + 50 * MEGABYTE


def _sizes(payloads: Iterable[bytes]) -> list[int]:
    """Return the sizes, holding none while the next is loaded."""
    return list(map(len, payloads))


def test_long_payloads_do_not_stay() -> None:
    many = {f"a{n}": payload(f"{n} " * 30_000, f"a{n}") for n in range(600)}
    tracemalloc.start()
    read, _ = articles(many)
    before, _ = tracemalloc.get_traced_memory()
    for id_ in many:
        list(read.payloads([doc_id_of(id_)]))
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held - before < 25 * MEGABYTE


def test_the_mapping_has_each_field_that_is_sent() -> None:
    properties = body_of_index(Cluster(), {})["mappings"]["properties"]
    assert stored.form_of(payload(TEXT * 200_000)).keys() <= properties.keys()
