"""Lines that the kernel reads are read as Python reads them, or left to Python."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from indexer.corpus.discover import Source, find_files
from indexer.corpus.mapping import plain_lines
from indexer.corpus.mapping.plain_articles import PlainArticles
from indexer.corpus.mapping.rows import LOOK_AHEAD
from indexer.corpus.read import Articles
from indexer.model import Article, ArticleError, Fields, Note

if TYPE_CHECKING:
    from indexer._kernel import ArticleColumns

PLAIN = {
    "id": "bode-1",
    "title": "Dijk bij Tiel hersteld",
    "date": "2022-03-24T15:14:33+01:00",
    "source": "De Bode",
    "section": "sport, voetbal",
    "url": "https://bode.example/2022/1",
    "author": "Jan Jansen",
    "body": "De dijk is hersteld.\n\nHet duurde lang.",
}
VALUES = (
    *PLAIN.values(),
    *(
        "",
        " ",
        "nan",
        "NaN",
        "n/a",
        "12",
        "12.0",
        "1e5",
        "44444",
        "2022",
        "2022-03",
        "24 maart 2022",
    ),
    *(
        "2022-03-24T23:30:00Z",
        "2022-03-24 15:99:99",
        "2022-03-2\u0664T15:14:33",
        "gisteren",
        "false",
    ),
    *("2022-03-24T15:14:33.123456+01:00", "2022-03-24T15:14:33 CET", " 2022-03-24T15:14:33 "),
    *(
        "https://bode.example",
        "https://bode.example/#",
        "http:///",
        "bode.example/1",
        "/1",
        "urn:x:1",
    ),
    *(
        "HTTPS://bode.example/1",
        "https://bode.example/een artikel",
        "w" * 1001,
        "https://b.nl/" + "w" * 999,
    ),
    *(
        "['a', 'b']",
        '["a"]',
        " [1]",
        "[x",
        "Kunst, cultuur en media",
        "Sport > Voetbal",
        "jan@bode.example",
    ),
    *(
        "<p>Een.</p>",
        "5 < 6",
        "Q&A",
        "Q&amp;A",
        "&",
        "&;",
        "&eacute",
        "a & b",
        "&#233;",
        "a&b;",
        "&a b;",
    ),
    *(
        "a\n",
        "\na",
        "a \nb",
        "a\n b",
        "a\n\nb",
        "a\n\n\nb",
        "a\tb",
        "a  b",
        "a\u00a0b",
        "a\u2028b",
        " a b ",
    ),
    *(
        "e\u0301",
        "é",
        "\u00ad",
        "\u200b",
        "\x00",
        "\x85",
        "😀",
        "ŵ",
        "ȿ",
        "\u0300",
        "€ 5",
        "…",
        "\u205f",
    ),
    *("Door Jan Jansen", "Ã©", "â€™", "\ud800", "draft", "article", "x" * 300, "Σ"),
)
NAMES = (
    *PLAIN,
    *("text", "summary", "headline", "published", "status", "version", "datemodified", "tags"),
    *("@type", "data", "document", "Kop", "URL", "kop, kort", "month", "name", "guid", "hostname"),
)
texts = st.sampled_from(VALUES) | st.lists(st.sampled_from(VALUES), max_size=4).map("".join)
others = st.recursive(
    texts | st.none() | st.booleans() | st.integers() | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner),
    max_leaves=6,
)
changes = st.dictionaries(st.sampled_from(NAMES), texts | texts | texts | others, max_size=4)
records = st.builds(
    lambda left_out, changes: {n: v for n, v in PLAIN.items() if n not in left_out} | changes,
    st.sets(st.sampled_from(tuple(PLAIN)), max_size=4),
    changes,
)
broken = st.sampled_from(
    [
        b"",
        b"  \r",
        b"{",
        b"[]",
        b'{"title": "x", "body": "y"} {}',
        b'{"title": "x", "body": "y", "title": "z", "id": "1"}',
        b'{"title": "x", "body": "caf\xe9", "id": "1"}',
        b'{"title": "x", "body": "y", "id": "1", "n": 1e999}',
        b'{"title": "x", "body": "y", "id": "1", "n": NaN}',
        b'{"title": "x", "body": "y", "id": "1", "n": "\\ud800"}',
        b'{"title": "x", "body": "y", "id": "1", "n": ' + b"9" * 5000 + b"}",
        b'{"title": "x", "body": "y", "id": "1", "n": ' + b"[" * 200 + b"]" * 200 + b"}",
        b'\xef\xbb\xbf{"title": "x", "body": "y", "id": "1"}',
        b'{"title": "x", "body": "y", "id": ObjectId("62a1")}',
    ]
)
lines = records.map(lambda record: json.dumps(record).encode()) | broken

Read = Callable[..., list[Any]]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Read lines behind as many plain ones as decide which names have the texts; then the notes."""

    def read(given: list[bytes], kernel: ModuleType | None, fields: Fields = ()) -> list[Any]:
        monkeypatch.setattr(plain_lines, "compiled", lambda: kernel)
        path = tmp_path / "a.jsonl"
        first = [json.dumps(PLAIN).encode()] * LOOK_AHEAD
        path.write_bytes(b"\n".join([*first, *given]))
        notes: list[Note] = []
        source = next(iter(find_files([path])))
        assert isinstance(source, Source)
        return [*list(Articles(source, fields, notes.append))[LOOK_AHEAD:], *notes]

    return read


class Counting:
    """A kernel that counts what it reads and what it leaves."""

    def __init__(self, native: ModuleType) -> None:
        self.found: list[Article | None] = []
        """None of a line that is left."""
        self._native = native

    def PlainLines(self, *given: Any) -> Counting:  # noqa: N802 - as the kernel calls it
        self._reader = self._native.PlainLines(*given)
        return self

    def read(self, given: list[bytes]) -> list[ArticleColumns | None]:
        found: list[ArticleColumns | None] = self._reader.read(given)
        for each in found:
            self.found += [None] if each is None else PlainArticles(each)
        return found


@settings(
    max_examples=300,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(given=st.lists(lines, max_size=6))
@example(
    [json.dumps(PLAIN | {"body": f"a{end}"}).encode() for end in ("", "\n", " \nb", "\n\n\nb")]
)
@example([b'{"title": "x", "body": "caf\xe9"}', b"[" * 9000, *[b"\xef\xbb\xbf{}"] * 2])
@example([b'{"title": "x", "body": "caf\xe9"}', json.dumps(PLAIN).encode() * 2])
def test_lines_are_read_the_same_with_and_without_the_kernel(
    read: Read, native: ModuleType, given: list[bytes]
) -> None:
    assert read(given, native) == read(given, None)


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("value", VALUES)
def test_each_value_of_each_field_is_read_the_same(
    read: Read, native: ModuleType, name: str, value: str
) -> None:
    given = [json.dumps(PLAIN | {name: value}).encode()]
    assert read(given, native) == read(given, None)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, "all of it is plain"),
        ({"date": "2022-03-24"}, "a day"),
        ({"date": ""}, "no date"),
        ({"url": "", "author": ""}, "no address"),
        ({"id": ""}, "the address is the id"),
        ({"body": "Een & twee, vijf è, “zes”, € 7.\nAcht."}, "signs that cleaning leaves"),
        ({"title": "  Een   kop\nvan twee regels "}, "white space in a title"),
        ({"tags": ["a", {"b": 1.5}], "n": None}, "names that no article has"),
    ],
)
def test_the_kernel_reads_what_is_plain(
    read: Read, native: ModuleType, change: dict[str, Any], why: str
) -> None:
    counting = Counting(native)
    (article,) = read([json.dumps(PLAIN | change).encode()], counting)
    assert counting.found == [article], why


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"text": "Een."}, "two names of texts"),
        ({"status": "draft"}, "it may be unpublished"),
        ({"version": "2"}, "a release"),
        ({"@type": "NewsArticle"}, "a maker's"),
        ({"data": "x"}, "it may wrap an article"),
        ({"body": None}, "no text"),
        ({"title": ["x"]}, "a list"),
        ({"body": "<p>Een.</p>"}, "HTML"),
        ({"date": "2022"}, "a year that may be completed"),
        ({"date": "gisteren"}, "a note is due"),
        ({"source": "De Bode " * 200}, "too long to be remembered"),
        ({"body": "24 maart 2022\nDe dijk is hersteld."}, "its first line is its date"),
        ({"body": "Een cafÃ© in Tiel."}, "a note is due that it was misread"),
        ({"n" * 201: ""}, "a name too long to be remembered"),
        ({f"n{number}": "" for number in range(300)}, "too many names to be remembered"),
    ],
)
def test_the_kernel_leaves_what_is_not(
    read: Read, native: ModuleType, change: dict[str, Any], why: str
) -> None:
    counting = Counting(native)
    read([json.dumps(PLAIN | change).encode()], counting)
    assert counting.found == [None], why


def test_settings_of_the_user_leave_all_to_python(read: Read, native: ModuleType) -> None:
    counting = Counting(native)
    (article,) = read([json.dumps(PLAIN).encode()], counting, (("title", ("source",)),))
    assert article.title == "De Bode"
    assert counting.found == []


def test_what_is_plain_stays_together_up_to_what_is_not(
    tmp_path: Path, native: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain_lines, "compiled", lambda: native)
    path = tmp_path / "a.jsonl"
    plain = [PLAIN | {"id": f"bode-{n}"} for n in range(LOOK_AHEAD + 5)]
    given = [*plain[:-3], PLAIN | {"body": "<p>Een.</p>"}, *plain[-3:]]
    path.write_text("\n".join(map(json.dumps, given)))
    source = next(iter(find_files([path])))
    assert isinstance(source, Source)
    runs = [*Articles(source).in_runs()][LOOK_AHEAD:]
    assert [type(each) for each in runs] == [PlainArticles, Article, PlainArticles]
    assert [len(each) for each in runs if isinstance(each, PlainArticles)] == [2, 3]


def test_a_line_tells_the_id_of_the_next_one_however_plain_that_is(
    read: Read, native: ModuleType
) -> None:
    """As lines for OpenSearch's bulk interface do, of which some tell none."""
    article = json.dumps({name: PLAIN[name] for name in PLAIN if name != "id"}).encode()
    given = [b'{"index": {"_id": "x-1"}}', article, article, b'{"index": {}}', article]
    found = read(given, native)
    assert found == read(given, None)
    assert [each.id for each in found[:3]] == ["x-1", PLAIN["url"], PLAIN["url"]]


def test_a_damaged_file_is_read_up_to_where_it_is_damaged(
    tmp_path: Path, native: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    import gzip  # noqa: PLC0415

    lines = [json.dumps(PLAIN | {"id": f"bode-{n}", "body": str(hash((n, 1)))}) for n in range(500)]
    packed = gzip.compress("\n".join(lines).encode())
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(packed[: len(packed) * 2 // 3])
    source = next(iter(find_files([path])))
    assert isinstance(source, Source)
    found = []
    for kernel in (native, None):
        monkeypatch.setattr(plain_lines, "compiled", lambda kernel=kernel: kernel)
        found.append(list(Articles(source)))
    assert found[0] == found[1]
    assert len(found[0]) > LOOK_AHEAD
    assert isinstance(found[0][-1], ArticleError)
    assert found[0][-1].line == len(found[0]) - 1, "the last line that could be read"


def test_a_line_that_is_no_utf8_is_read_by_what_follows_it_too(
    read: Read, native: ModuleType
) -> None:
    """The encoding of a file is guessed once, and one line does not decide."""
    line = b'{"title": "Kop", "body": "%b", "id": "1"}'
    given = [line % b"caf\xe9", *[line % b"10 \x80, \x93zo\x94" for _ in range(20)]]
    assert read(given, native) == read(given, None)


def test_what_was_said_is_remembered_within_bounds(native: ModuleType) -> None:
    """More values than are kept, and more shapes of records, are read as the first ones were."""
    asked: list[str] = []

    def said(_: int, text: str) -> tuple[str]:
        asked.append(text)
        return (text,)

    def columns(names: list[str]) -> tuple[int | None, ...]:
        return tuple(names.index(name) if name in names else None for name in PLAIN_ORDER)

    asked_for = columns, said, lambda *_: None, lambda _: False
    clean = [(ord(" "), ord("~"))]
    reader = native.PlainLines(clean, (), (1000, 80), lambda *values: values, asked_for)
    line = '{"id": "1", "title": "t", "body": "b", "source": "s%d", "x%d": 1}'
    for count in (20_000, 20_000):
        given = [(line % (n, n % 100)).encode() for n in range(count)]
        (found,) = reader.read(given)
        assert found.columns()[2] == [f"s{n}" for n in range(count)]
    assert asked.count("s0") == 2, "the memory was full, and is emptied"


PLAIN_ORDER = ("id", "title", "body", "date", "source", "section", "url", "author")
