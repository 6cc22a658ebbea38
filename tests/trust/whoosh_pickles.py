"""Files of the Whoosh engine that run something, or take all memory, where they are believed."""

from __future__ import annotations

import pickle
import struct
import zlib
from collections.abc import Callable
from typing import Any

import orjson

from tests.trust.hostile_folders import Evil, Folder


def old_toc() -> bytes:
    """Return a table of contents as Whoosh itself writes one, with a schema that runs something."""
    head = b"\4\10\4" + struct.pack("!ii", -12345, -111) + b"\2\7\5"
    evil = pickle.dumps(Evil(), 2)
    return head + bytes([len(evil)]) + evil + struct.pack("!ii", 9, 0) + evil


def pickled_extras(whole: bytes) -> bytes:
    """Return a dictionary of terms whose last part is a pickle, as in Whoosh's own."""
    (size,) = struct.unpack("!i", whole[-4:])
    evil = pickle.dumps({"fieldmap": Evil(), "indextype": "B", "indexlen": 0}, 2)
    return whole[: len(whole) - 4 - size] + evil + struct.pack("!i", len(evil))


def inlined(whole: bytes) -> bytes:
    """Return a dictionary of terms in which each one has its posting list with it, as a pickle."""
    changed = bytearray(whole)
    place, end = 13, struct.unpack("!qi", _directory(whole)[:12])[0]
    while place < end:
        key, value = struct.unpack("!ii", whole[place : place + 8])
        begin = place + 8 + key
        evil = pickle.dumps(1, 2)
        changed[begin] = 1
        changed[begin + 23 : begin + 23 + len(evil)] = evil
        place = begin + value
    return bytes(changed)


def _directory(whole: bytes) -> bytes:
    (size,) = struct.unpack("!i", whole[-4:])
    return whole[len(whole) - 4 - size - 256 * 12 :]


def column_of(value: bytes, articles: int = 9) -> bytes:
    """Return a column of bytes that has the same value for each article."""
    lengths = struct.pack(f"!{articles}I", *[len(value)] * articles)
    return value * articles + lengths + b"I"


def put_table(folder: Folder, change: Callable[[list[Any]], object]) -> None:
    path = folder.file("segments-*.json")
    table = orjson.loads(path.read_bytes())
    folder.put(path.name, orjson.dumps(change(table)))


def put_file(pattern: str, change: Callable[[bytes], bytes]) -> Callable[[Folder], None]:
    def put(folder: Folder) -> None:
        path = folder.file(pattern)
        folder.put(path.name, change(path.read_bytes()))

    return put


def rows(**changes: object) -> Callable[[Folder], None]:
    return lambda folder: put_table(folder, lambda table: [{**table[0], **changes}])


WHOOSH: dict[str, Callable[[Folder], None]] = {
    "Whoosh's own table": lambda folder: folder.put("_MAIN_9.toc", old_toc()),
    "pickle for a table": put_file("segments-*", lambda _: pickle.dumps(Evil())),
    "pickle for a later table": lambda f: f.put("segments-9.json", pickle.dumps(Evil())),
    "table of many": lambda f: f.put(f"segments-{'9' * 19}.json", b"[]"),
    "pickle in the terms": put_file("*.trm", pickled_extras),
    "posting lists in the terms": put_file("*.trm", inlined),
    "pickles of stored fields": put_file(
        "*._stored.col", lambda _: column_of(zlib.compress(pickle.dumps(Evil(), 2)))
    ),
    "payloads without end": put_file("*.payload.col", lambda _: column_of(_bomb())),
    "segment elsewhere": rows(id="../../victim/precious"),
    "segment by number": rows(id=1),
    "articles below none": rows(articles=-1),
    "articles without end": rows(articles=1 << 30),
    "deleted elsewhere": rows(deleted=[99]),
    "deleted below": rows(deleted=[-1]),
    "deleted by name": rows(deleted="0"),
    "compound": rows(compound=True),
    "nested": put_file("segments-*", lambda _: b"[" * 100_000),
    "no list": put_file("segments-*", lambda _: b'{"a": 1}'),
    "numbers": put_file("segments-*", lambda _: b"[1]"),
}
READ = {"Whoosh's own table", "table of many", "pickles of stored fields", "compound"}
"""What an index has beside what is read of it, and which is not."""


def _bomb() -> bytes:
    """Return more than an article can have, compressed to a few kilobytes."""
    packer, block = zlib.compressobj(9), bytes(1 << 20)
    return b"".join(packer.compress(block) for _ in range(2)) + packer.flush()
