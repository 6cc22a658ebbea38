"""Articles made to do harm, or broken in every way: read, or skipped and said, never obeyed."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import resource
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.corpus.input_file import MAX_ARTICLE
from indexer.errors import ArticleNotFoundError
from indexer.indexing.check import check
from indexer.model import SearchRequest
from indexer.output.tables import csv_lines
from tests.trust.places import Place, Run

GIGABYTE = 2**30

HOSTILE = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "markup that nests": "<b>" * 5_000 + "diep" + "</b>" * 5_000,
    "an entity bomb": '<!DOCTYPE x [<!ENTITY a "&b;&b;"><!ENTITY b "&a;&a;">]><x>&a;</x>',
    "written from the right": "dijk \u202egnikrow\u202c \u2066א\u2069 مرحبا",
    "control characters": "".join(map(chr, range(32))) + "\x7f\x80\x9f dijk",
    "marks on marks": "a" + "\u0301" * 20_000,
    "one huge word": "x" * 1_000_000,
    "hyphens": "a-" * 50_000,
    "emoji that join": "👩\u200d👩\u200d👧" * 2_000,
    "a formula": '=HYPERLINK("http://evil.example";"klik")',
    "format characters": "%s %n {0} ${x} $(id) `id` {{7*7}} {% raw %}",
    "a query": 'titel:"x" OF NIET (((( ~ * "',
}
IDS = [
    "../../etc/passwd",
    "/etc/passwd",
    "..\\..\\windows",
    "a\0b",
    "manifest.json",
    "generation-000001",
    "",
    " ",
    ".",
    "%2e%2e%2f",
    "x" * 10_000,
    "\u202eid",
    "=1+1",
    "'; DROP TABLE",
]


def records(place: Place, lines: list[object], name: str = "a.jsonl") -> Path:
    path = place.articles / name
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_text_is_held_as_it_is_and_found_by_a_word(place: Place, kind: str) -> None:
    text = HOSTILE[kind]
    records(place, [{"id": "h", "title": text[:200], "body": f"naald {text}", "source": text[:99]}])
    assert place.build().added == 1
    archive = Archive.open(Settings(place.index))
    (hit,) = archive.search(SearchRequest("naald")).hits
    assert hit.article.id == "h"
    archive.search(SearchRequest(text[:1000]))
    archive.article("h", text[:1000])
    assert archive.check() == []
    assert place.build().unchanged == 1
    archive.close()


def test_an_id_is_a_name_and_never_a_path(place: Place) -> None:
    records(place, [{"id": id_, "body": f"naald {n}"} for n, id_ in enumerate(IDS)])
    before = _outside(place)
    assert place.build().added == len(IDS)
    assert _outside(place) - {place.index} == before
    archive = Archive.open(Settings(place.index))
    hits = archive.search(SearchRequest("naald", limit=100)).hits
    assert len(hits) == len(IDS)
    for hit in hits:
        assert archive.article(hit.article.id).article == hit.article
        assert len(hit.article.id) <= 1_000
    for id_ in ("../manifest.json", "/etc/hostname"):
        with pytest.raises(ArticleNotFoundError):
            archive.article(id_)
    assert place.build().unchanged == len(IDS)
    archive.close()


def _outside(place: Place) -> set[Path]:
    """Return everything beside the index."""
    return {path for path in place.index.parent.rglob("*") if place.index not in path.parents}


def test_formulas_are_disarmed_in_tables(place: Place) -> None:
    cells = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"]
    records(
        place,
        [
            {"id": f"{cell}{n}", "title": cell, "body": "naald", "source": cell, "author": cell}
            for n, cell in enumerate(cells)
        ],
    )
    place.build()
    archive = Archive.open(Settings(place.index))
    lines = csv_lines(archive.search(SearchRequest("naald", limit=50)).hits)
    rows = list(csv.reader(io.StringIO("\n".join(lines))))
    assert len(rows) == len(cells) + 1
    for row in rows[1:]:
        assert [cell for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r")] == []
    archive.close()


def test_lone_surrogates_and_deep_nesting_cost_no_other_article(place: Place) -> None:
    lines = [
        r'{"id": "\ud800", "title": "\udfff", "body": "naald \ud83d"}',
        '{"id": "diep", "body": "naald", "x": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"id": "a", "body": "naald", "x": 1e999999, "date": "99999-99-99"}',
        '{"id": "b", "body": "naald", "date": "-0001-01-01"}',
        '{"id": 12345678901234567890123, "body": ["naald", 1, null], "date": 1e30}',
        '{"id": {"a": 1}, "body": "naald zonder id", "date": {"$date": 1}}',
        '{"id": "laatste", "body": "naald"}',
    ]
    (place.articles / "a.jsonl").write_text("\n".join(lines))
    report = place.build()
    assert report.read + report.skipped == len(lines)
    assert "laatste" in place.held()
    assert place.build().unchanged == report.read


def test_of_one_id_in_one_file_every_text_is_kept_and_one_note_counts_them(place: Place) -> None:
    records(place, [{"id": "a", "body": f"naald {n}"} for n in range(50)])
    report = place.build()
    assert (report.read, report.added, report.changed) == (50, 50, 0)
    assert {article.body for article in place.held().values()} == {f"naald {n}" for n in range(50)}
    assert [note.count for note in report.notes] == [49]


@pytest.mark.skipif(sys.platform != "linux", reason="a limit of Linux")
@pytest.mark.parametrize("engine", ["tantivy"])
@pytest.mark.parametrize("kind", ["a gz bomb", "a long line", "a large cell", "a large text"])
def test_what_is_too_large_is_skipped_within_bounded_memory(
    place: Place, run: Run, kind: str
) -> None:
    """With 3 GB of address space, most of which Tantivy reserves and does not use."""
    made: dict[str, Callable[[], object]] = {
        "a gz bomb": lambda: _bomb(place.articles / "bomb.jsonl.gz", GIGABYTE),
        "a long line": lambda: _long(place.articles / "long.jsonl", b'{"body": "', b'"}\n'),
        "a large cell": lambda: _long(place.articles / "large.csv", b"id,body\n1,", b"\n"),
        "a large text": lambda: _long(place.articles / "large.txt", b"", b"\n"),
    }
    made[kind]()
    records(place, [{"id": "a", "body": "naald"}], "z.jsonl")
    limited = partial(resource.setrlimit, resource.RLIMIT_AS, (3 * GIGABYTE, 3 * GIGABYTE))
    done = run(place.building(), status=3, preexec_fn=limited)
    (error,) = done.stderr.splitlines()
    assert "longer than 20 MB; split it into articles" in error or "grows over 200-fold" in error
    assert [*place.held()] == ["a"]


@pytest.mark.skipif(sys.platform != "linux", reason="measured as Linux does")
def test_the_longest_article_that_is_read_takes_less_than_a_gigabyte(place: Place) -> None:
    words = [f"woord{n}" for n in range(10_000)]
    text = " ".join(random.Random(1).choices(words, k=2_000_000))[: MAX_ARTICLE - 100_000]
    (place.articles / "lang.txt").write_text(text)
    # Its own starter: at first a process counts with the memory of the one that forked it.
    starter = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
    command = [sys.executable, "-c", starter, *place.building()]
    kilobytes = int(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    assert [*place.held()] == ["lang"]
    assert kilobytes * 1024 < GIGABYTE


def _bomb(path: Path, size: int) -> None:
    megabyte = gzip.compress(b"x" * 2**20)
    path.write_bytes(megabyte * (size // 2**20))


def _long(path: Path, before: bytes, after: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(before)
        for _ in range(22):
            stream.write(b"woord " * 166_667)
        stream.write(after)


# -- any bytes


def pieces() -> st.SearchStrategy[bytes]:
    """Make bytes in which what is written and what is not stand beside each other."""
    sound = st.sampled_from(
        [
            b'{"id": "a", "body": "naald"}',
            b'{"title": "Kop", "date": "2022-03"}',
            b'{"body": "',
            b"id,title,body",
            b"a,Kop,Tekst",
            b'"',
            b"\n",
            b"\r\n",
            b"\t",
            b"\0",
            b"\xff\xfe",
            b"\xef\xbb\xbf",
            b"\x1f\x8b\x08",
            b"\\ud800",
            b"[",
            b"date 2022-13-45",
        ]
    )
    part = st.one_of(sound, st.binary(max_size=20), st.text(max_size=20).map(_bytes))
    return st.lists(part, max_size=12).map(b"".join)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


FORMS = [".jsonl", ".json", ".csv", ".tsv", ".txt", ".jsonl.gz"]


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(content=pieces(), form=st.sampled_from(FORMS))
def test_any_bytes_are_read_or_skipped_and_the_counts_add_up(
    tmp_path: Path, content: bytes, form: str
) -> None:
    path = tmp_path / f"any{form}"
    path.write_bytes(content)
    setting = Settings(tmp_path / "index")
    report = build(setting, [path])
    assert report.read == report.added + report.changed + report.unchanged
    assert report.read or report.skipped
    if report.read:
        again = build(setting, [path])
        assert (again.read, again.skipped) == (report.read, report.skipped)
        assert check(setting) == []
