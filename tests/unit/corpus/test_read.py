"""Whatever cannot be read is named with the next step, and the rest is still read."""

import gzip
import io
import json
import logging
import sys
import tempfile
import tracemalloc
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.corpus import Source, find_files, input_file, read, read_articles
from indexer.corpus.formats import FORMATS, JSON_LINES, TEXT
from indexer.model import Article, ArticleError
from tests.fixture_types import ReadFile
from tests.paths import SHARED


def article(number: int, text: str = "Tekst.") -> bytes:
    return json.dumps({"id": str(number), "title": "Kop", "body": text}).encode() + b"\n"


def ids(found: Iterable[object]) -> list[str]:
    return [item.id for item in found if isinstance(item, Article)]


def test_a_folder_of_all_forms_is_read_past_the_bad_files(tmp_path: Path) -> None:
    (tmp_path / "1.jsonl").write_bytes(article(1))
    (tmp_path / "2.txt").write_bytes(b"")
    (tmp_path / "3.json").write_bytes(b"{")
    (tmp_path / "4.csv").write_bytes(b"id,text\n4,Tekst")
    (tmp_path / "5.txt").write_bytes(b"Tekst.")
    found = list(read_articles(tmp_path))
    assert ids(found) == ["1", "4", "5"]
    assert [Path(e.path).name for e in found if isinstance(e, ArticleError)] == ["2.txt", "3.json"]


@pytest.mark.parametrize("suffix", [row.suffixes[0] for row in FORMATS if row.is_text])
@pytest.mark.parametrize("gz", ["", ".gz"])
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "binary"),
        (b"\x7fELF\x02" + bytes(5000), "binary"),
    ],
)
def test_empty_and_binary_files_are_one_clear_error(
    read_file: ReadFile, suffix: str, gz: str, data: bytes, words: str
) -> None:
    articles, (error,) = read_file(f"a{suffix}{gz}", data)
    assert (articles, error.line) == ([], None)
    assert words in error.reason


def test_blank_lines_alone_hold_no_articles(read_file: ReadFile) -> None:
    articles, (error,) = read_file("a.jsonl", "\n\n")
    assert articles == []
    assert "no articles" in error.reason


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.gz"])
def test_articles_before_the_cut_of_a_truncated_file_are_kept(tmp_path: Path, name: str) -> None:
    rows = [b"id,title,body\n"] if "csv" in name else []
    rows += [b"%d,Kop,Tekst\n" % n if "csv" in name else article(n) for n in range(2000)]
    whole = gzip.compress(b"".join(rows))
    (tmp_path / name).write_bytes(whole[: len(whole) // 2])
    *articles, error = read_articles(tmp_path / name)
    assert len(ids(articles)) > 500
    assert isinstance(error, ArticleError)
    assert "cut off" in error.reason
    assert error.line is not None
    assert error.line >= len(articles)


def test_a_truncated_text_or_document_is_an_error_and_no_half_article(tmp_path: Path) -> None:
    for name in ("a.txt.gz", "b.json.gz"):
        whole = gzip.compress(article(1, " ".join(map(str, range(5000)))))
        (tmp_path / name).write_bytes(whole[:-2000])
    found = list(read_articles(tmp_path))
    assert ["cut off" in str(error) for error in found] == [True, True]


@pytest.mark.parametrize("place", ["data", "checksum"])
def test_damaged_compressed_data_are_an_error_after_what_was_sound(
    tmp_path: Path, place: str
) -> None:
    data = bytearray(gzip.compress(b"".join(map(article, range(2000)))))
    if place == "data":
        data[-500:-8] = b"\xff" * 492
    else:
        data[-8:-4] = b"oeps"
    (tmp_path / "a.jsonl.gz").write_bytes(data)
    *found, error = read_articles(tmp_path)
    assert len(ids(found)) > 500
    assert "damaged" in str(error)


def test_a_name_in_gz_over_what_is_not_compressed_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl.gz").write_bytes(article(1))
    (error,) = read_articles(tmp_path)
    assert "damaged" in str(error)


def test_several_compressed_parts_after_each_other_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(article(1)) + gzip.compress(article(2)))
    assert ids(read_articles(tmp_path)) == ["1", "2"]


def test_a_file_that_vanished_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(article(1))
    (source,) = find_files([tmp_path])
    (tmp_path / "a.jsonl").unlink()
    assert isinstance(source, Source)
    (error,) = read(source)
    assert isinstance(error, ArticleError)
    assert "gone" in error.reason


def test_a_folder_in_the_place_of_a_file_is_named(tmp_path: Path) -> None:
    (error,) = read(Source(tmp_path, str(tmp_path), "x", TEXT))
    assert isinstance(error, ArticleError)
    assert "folder" in error.reason


def test_no_permission_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("Tekst.")

    def refuse(path: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    (error,) = read_articles(tmp_path / "a.txt")
    assert isinstance(error, ArticleError)
    assert "permission" in error.reason


def test_a_disk_that_fails_half_way_keeps_what_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class FailingDisk(io.BytesIO):
        def readinto(self, buffer: Any) -> int:
            if self.tell():
                raise OSError(5, "Input/output error")
            return super().readinto(buffer)

    disk = FailingDisk(b"".join(map(article, range(2000))))
    (tmp_path / "a.jsonl").write_bytes(article(1))
    monkeypatch.setattr(Path, "open", lambda *_: io.BufferedReader(disk))
    *articles, error = read_articles(tmp_path / "a.jsonl")
    assert len(ids(articles)) > 10
    assert "Input/output error" in str(error)


def test_a_line_too_long_is_skipped_and_the_others_are_read(
    read_file: ReadFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(input_file, "MAX_ARTICLE", 1000)
    lines = article(1) + article(2, "x" * 200_000) + article(3) + article(4, "x" * 5000)
    articles, errors = read_file("a.jsonl.gz", lines)
    assert ids(articles) == ["1", "3"]
    assert [error.line for error in errors] == [2, 4]
    assert "longer than" in errors[0].reason


def test_a_bomb_of_one_line_is_not_held_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(input_file, "MAX_ARTICLE", 100_000)
    with gzip.open(tmp_path / "a.jsonl.gz", "wb") as file:
        for _ in range(200):
            file.write(b"x" * 100_000)
        file.write(b"\n" + article(1))
    tracemalloc.start()
    found = list(read_articles(tmp_path / "a.jsonl.gz"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert ids(found) == ["1"]
    assert peak < 2_000_000


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.gz"])
def test_memory_does_not_grow_with_the_archive(tmp_path: Path, name: str) -> None:
    with gzip.open(tmp_path / name, "wb") as file:
        file.write(b"id,title,body\n" if "csv" in name else b"")
        for number in range(5000):
            row = b"%d,Kop,%s\n" % (number, b"x" * 2000)
            file.write(row if "csv" in name else article(number, "x" * 2000))
    tracemalloc.start()
    count = sum(isinstance(found, Article) for found in read_articles(tmp_path / name))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 5000
    assert peak < 2_000_000  # of 10 MB: lines are read a megabyte at a time


def test_an_article_of_millions_of_characters_is_read(read_file: ReadFile) -> None:
    body = "Een lange alinea over de zee.\n\n" * 400_000
    (article,), errors = read_file("a.txt", body)
    assert (len(article.body), errors) == (len(body) - 2, [])


@pytest.mark.parametrize("form", [".txt", ".json"])
def test_a_text_too_long_is_skipped_by_name(
    read_file: ReadFile, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    for module in ("readers.plain_text", "records"):
        monkeypatch.setattr(f"indexer.corpus.{module}.MAX_ARTICLE", 100)
    articles, (error,) = read_file(f"a{form}", article(1, "lang " * 100))
    assert articles == []
    assert "longer than" in error.reason


SCRAPS = st.sampled_from(
    [
        b'"',
        b",",
        b"\t",
        b"\n",
        b"\r",
        b"{",
        b"}",
        b"[",
        b'{"body":"a"}',
        b"text,",
        b"date 2022-",
        b"&",
    ]
)


@pytest.mark.parametrize("suffix", [row.suffixes[0] for row in FORMATS if row.suffixes])
@settings(deadline=None)
@given(st.one_of(st.binary(max_size=300), st.lists(st.one_of(SCRAPS, st.binary())).map(b"".join)))
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfe")
@example(b"\xff\xfea")
def test_no_content_of_any_format_raises_or_passes_in_silence(suffix: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a{suffix}")
        path.write_bytes(data)
        found = list(read_articles(path))
    assert found
    for item in found:
        str(item).encode()
        assert isinstance(item, ArticleError) or item.title


NITF = b"<nitf><body><body.content><p>De dijk houdt.</p></body.content></body></nitf>"
ITEM = (
    b"<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'><contentSet><inlineData>"
    b"De dijk houdt.</inlineData></contentSet></newsItem>"
)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", b"De dijk houdt."),
        ("a.md", b"De dijk houdt."),
        ("a.xml", NITF),
        ("a.txt", NITF),
        ("a.xml", ITEM),
        ("a.xml", b"<newsMessage><itemSet>" + ITEM + b"</itemSet></newsMessage>"),
        ("a.xml", b"<!--" + b"x" * 9000 + b"-->" + NITF),
        ("a.json", b'{"title": "Dijk", "text": "De dijk houdt."}'),
        ("a.json", b'{"page": {"text": "De dijk houdt."}, "text": "De dijk houdt."}'),
        ("a.xml.gz", gzip.compress(NITF, mtime=0)),
    ],
)
def test_a_file_of_one_article_has_the_date_of_its_path(
    tmp_path: Path, name: str, data: bytes
) -> None:
    path = tmp_path / "2022/03/24" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    (article,) = read_articles(tmp_path)
    assert isinstance(article, Article)
    assert article.date == "2022-03-24"


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("NRC_2022-03-24_5.txt", "2022-03-24"),
        ("De Velmer Courant 24-03-2022 p5.md", "2022-03-24"),
        ("Trouw 24 maart 2022.txt", "2022-03-24"),
        ("gemaakt_2022-03-24.txt", None),
        ("scan Jan 24-03-2022.txt", None),
    ],
)
def test_a_file_that_is_called_by_its_paper_and_day_has_that_day(
    tmp_path: Path, name: str, date: str | None
) -> None:
    (tmp_path / name).write_text("De dijk houdt.\n", encoding="utf-8")
    (article,) = read_articles(tmp_path)
    assert isinstance(article, Article)
    assert article.date == date


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xml", b"<newsMessage><itemSet>" + ITEM * 2 + b"</itemSet></newsMessage>"),
        ("a.json", b'[{"text": "De dijk houdt."}]'),
        ("a.jsonl", b'{"text": "De dijk houdt."}'),
        ("a.csv", b"tekst\nDe dijk houdt.\n"),
        (
            "a.xml",
            NITF.replace(
                b"<body>", b"<head><docdata><date.issue norm='20210203'/></docdata></head><body>", 1
            ),
        ),
    ],
)
def test_a_file_of_many_articles_or_with_a_date_has_none_of_its_path(
    tmp_path: Path, name: str, data: bytes
) -> None:
    path = tmp_path / "2022/03/24" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    for article in read_articles(tmp_path):
        assert isinstance(article, Article)
        assert article.date in {None, "2021-02-03"}


def test_standard_input_is_read_and_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    given = io.BytesIO(article(1) + b"kapot\n" + article(2))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(given))
    found = list(read_articles("-"))
    assert ids(found) == ["1", "2"]
    assert str(found[1]).startswith("-:2: broken JSON")
    assert not given.closed


def test_a_reader_that_is_left_early_closes_its_file(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(article(1) * 100)
    source = Source(tmp_path / "a.jsonl", "a.jsonl", "a", JSON_LINES)
    with input_file.open_source(source) as opened:
        assert next(opened.lines())
    assert opened.stream.closed


def test_notes_are_warnings_of_one_logger(
    read_file: ReadFile, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "knipsel"):
        read_file("a.jsonl", '{"body": "a", "date": "ooit"}')
    assert [(record.name, record.levelname) for record in caplog.records] == [
        ("knipsel", "WARNING")
    ]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder shared beside the repository is absent")
def test_the_development_archive_is_read_whole_with_nothing_to_say(
    caplog: pytest.LogCaptureFixture,
) -> None:
    found = [*read_articles(SHARED / "data/news-small.jsonl.gz"), *read_articles(SHARED / "seeds")]
    assert len(ids(found)) == 1983 + 2
    assert ["no text" in str(item) for item in found if isinstance(item, ArticleError)] == [True]
    assert [item.date for item in found[-2:] if isinstance(item, Article)] == [None, "2022-03"]
    assert caplog.messages == []
