"""Index folders that agree with their checksums and hold nonsense: an answer, or `knipsel check`.

A stranger can write what he likes, and a checksum that fits. So each kind of file, of each engine,
is emptied, cut, doubled, made noise, given the largest numbers, or flipped here and there. Then it
is asked, read, counted, checked, copied and updated: each does its work, or says as a KnipselError
why not.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import orjson
import pytest
from click.testing import CliRunner

from indexer.answers.figures import Interval
from indexer.archive import build, copy_archive
from indexer.cli import main
from indexer.config import Settings
from indexer.engines.documents import span_code, span_of_code
from indexer.engines.protocol import Aggregation
from indexer.errors import IndexDamagedError, KnipselError
from indexer.indexing.check import check
from indexer.indexing.document import AllHashed, all_hashed
from indexer.model import Article, Span
from indexer.statistics.trends import Counted, trend
from indexer.storage.index_store import forward_of, open_store
from indexer.storage.payload import stored_article
from tests.trust.hostile_folders import Folder
from webapp import create_app

Jsonl: TypeAlias = Callable[..., Path]

ARTICLES = [
    Article(
        f"a{n}",
        f"Minister Mark Rutte over dijk {n}" if n % 2 else f"Rutte in Zwolle, week {n}",
        f"Volgens Rutte is de waterstand bij de dijk van Zwolle {n} meter. Dat zei Mark Rutte.",
        date=f"2022-03-{n + 1:02}",
        source="Bode",
    )
    for n in range(12)
]
BESIDE = {
    "names-bearers": b"rute\tmark rute\nrutte\tmark rutte\n",
    "names-corrections": b"0123456789abcdef",
    "withheld.json": b'{"x": ["", "", ""], "y": [null, "2", "2099-01-01T00:00:00+00:00"]}',
    "readings.tsv": b"#0 0\n-\tdijk\nkerk\tkerck\tkerk\trule\t0\t9\t0.5\t0\t3\n",
}
"""Files that an index has when there is reason to, each as one may look."""
ADDRESSES = (
    *("/", "/?q=dijk", "/?q=person:rutte", "/?q=%22mark+rutte%22&sort=oldest", "/?q=kerk+zwol*"),
    *("/name/place/Zwolle", "/figures?kind=names&q=dijk", "/figures?kind=collocates&q=dijk"),
    *("/trend?q=dijk", "/kwic?q=dijk", "/article/a7", "/api/similar/a7", "/api/suggest?q=ru"),
    *("/export.csv?q=dijk", "/api/stats"),
)
FOUND = 200, 302, 404
_GENERATED = re.compile(r"[0-9a-f]{32}|MAIN_\w{16}")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, write_articles: Jsonl) -> dict[str, Path]:
    """Return an index with each engine, which has every kind of file."""
    base = tmp_path_factory.mktemp("whole")
    path = write_articles(base / "articles.jsonl", *ARTICLES)
    found = {}
    for engine in ("tantivy", "whoosh"):
        found[engine] = base / engine
        build(Settings(base / engine, engine), [path])
        for name, content in BESIDE.items():
            Folder(base / engine, engine, base).put(name, content)
    return found


@pytest.fixture
def folder(whole: dict[str, Path], engine: str, tmp_path: Path) -> Folder:
    shutil.copytree(whole[engine], tmp_path / "index")
    return Folder(tmp_path / "index", engine, tmp_path)


def damages(content: bytes, chance: random.Random) -> Iterator[bytes]:
    """Yield what a stranger may make of a file."""
    yield b""
    yield content[: chance.randrange(max(1, len(content)))]
    yield content + content
    yield chance.randbytes(len(content))
    yield b"\xff" * len(content)
    yield _patched(content, b"\xff" * 8, chance)
    yield _patched(content, bytes(8), chance)
    yield _patched(content, b"\xed\xa0\x80", chance)  # half a character
    for _ in range(2):
        flipped = bytearray(content or b"\0")
        flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
        yield bytes(flipped)


def _patched(content: bytes, patch: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(max(1, len(content) - len(patch)))
    return (content[:at] + patch + content[at + len(patch) :])[: len(content)]


def asked(folder: Folder) -> list[int]:
    """Return the status of each address; one that tells of damage names the command."""
    try:
        app = create_app(Settings(folder.index))
    except KnipselError:
        return []
    app.config["PROPAGATE_EXCEPTIONS"] = True
    client = app.test_client()
    answers = [client.get(each, base_url="http://localhost") for each in ADDRESSES]
    for answer in answers:
        assert answer.status_code in FOUND or b"knipsel check" in answer.data
    return [answer.status_code for answer in answers]


def maintained(folder: Folder, jsonl: Jsonl) -> list[KnipselError]:
    """Check, copy and update an index; return what was refused."""
    path, settings = jsonl(Article("new", "Nieuw", "Een dijk."), name="n.jsonl"), Settings
    refused = []
    for door in (
        lambda: check(settings(folder.index)),
        lambda: copy_archive(settings(folder.index), folder.victim / "copy"),
        lambda: build(settings(folder.index), [path]),
    ):
        try:
            door()
        except KnipselError as error:
            refused.append(error)
    return refused


def kinds(folder: Folder) -> list[str]:
    """Return a name of each kind of file in an index."""
    return sorted(folder.manifest["files"], key=lambda name: _GENERATED.sub("", name))


def test_the_unchanged_index_has_every_kind_of_file_and_answers(
    folder: Folder, jsonl: Jsonl
) -> None:
    assert {*BESIDE} <= {*kinds(folder)}
    assert {*asked(folder)} <= {200, 302}
    assert check(Settings(folder.index)) == []
    assert maintained(folder, jsonl) == []


@pytest.mark.soak
def test_whatever_a_file_holds_there_is_an_answer_or_the_command_that_says_why(
    whole: dict[str, Path], engine: str, tmp_path: Path, jsonl: Jsonl, soaking: bool
) -> None:
    """Each file with each damage when soaking; else one a file, so that all of them come."""
    for place, name in enumerate(kinds(Folder(whole[engine], engine, tmp_path))):
        content = Folder(whole[engine], engine, tmp_path).file(name).read_bytes()
        made = [*damages(content, random.Random(place))]
        first = place % len(made)
        for number, damaged in enumerate(made if soaking else made[first : first + 1]):
            work = tmp_path / f"{place}-{number}"
            shutil.copytree(whole[engine], work / "index")
            folder = Folder(work / "index", engine, work)
            folder.put(name, damaged)
            print(f"{name}: damage {number}")
            asked(folder)
            maintained(folder, jsonl)
            shutil.rmtree(work)


@pytest.mark.parametrize(
    "table",
    [
        b'{"new": [5, "", ""]}',
        b'{"new": [null, ["2"], "2099-01-01T00:00:00+00:00"]}',
        b'{"new": [null, "2", "2099-01-01T00:00:00"]}',
        b'{"new": [null, "2", "morgen"]}',
        b'{"new": "x"}',
        b"[1]",
    ],
)
def test_a_table_of_what_is_withheld_is_refused_by_whatever_reads_it(
    folder: Folder, jsonl: Jsonl, table: bytes
) -> None:
    folder.put("withheld.json", table)
    copied, updated = maintained(folder, jsonl)
    for error in (copied, updated):
        assert isinstance(error, IndexDamagedError)
        assert "What is withheld of" in str(error)
    (line,) = check(Settings(folder.index))
    assert "What is withheld of" in line


@pytest.mark.parametrize("engine", ["whoosh"])
def test_a_table_that_names_a_segment_which_is_not_there_is_damage(
    folder: Folder, jsonl: Jsonl
) -> None:
    """The system says that there is no such file: that is no reason to call the index whole."""
    table = orjson.loads(folder.file("segments-*.json").read_bytes())
    table[0]["id"] = "0123456789abcdef"
    folder.put(folder.file("segments-*.json").name, orjson.dumps(table))
    assert {*asked(folder)} <= {302, 503}
    for command in (["search", "dijk"], ["show", "a7"], ["stats"], ["count", "dijk"]):
        answer = CliRunner().invoke(main, ["--index", str(folder.index), *command])
        assert answer.exit_code == 2
        assert "index --rebuild" in answer.output
    assert check(Settings(folder.index))
    refused = maintained(folder, jsonl)
    assert [type(error) for error in refused] == [IndexDamagedError, IndexDamagedError]


@pytest.mark.parametrize("engine", ["tantivy"])
def test_what_is_said_of_a_file_quotes_little_of_it(folder: Folder, jsonl: Jsonl) -> None:
    """Tantivy quotes the whole of its table of segments where a character of it is wrong."""
    table = folder.file("meta.json").read_bytes()
    folder.put("meta.json", table.replace(b":", b" ", 1))
    told = [str(error) for error in maintained(folder, jsonl)] + check(Settings(folder.index))
    assert len(told) >= 3
    assert all("knipsel" in each or "meta.json" in each for each in told)
    assert max(map(len, told)) < 1_000 < len(table)


def test_days_that_no_calendar_has_are_damage() -> None:
    assert span_of_code(span_code(1, 1)) == (1, 1)
    for code in (999, 1_999, -1, 1 << 62):
        with pytest.raises(IndexDamagedError, match="article of the days"):
            span_of_code(code)
    with pytest.raises(IndexDamagedError, match="article of the days 0 to 5"):
        Aggregation(1, {}, 0, 5)


def test_a_period_with_fewer_articles_than_are_found_in_it_is_damage() -> None:
    """A file of what is removed may say that the others are gone, and a word still finds them."""
    found = Counted("dijk", "", (), {Span(738_000, 738_000): 2})
    with pytest.raises(IndexDamagedError, match="than it has"):
        trend({}, [found], Interval.MONTH, None, 9)


@pytest.fixture
def miscounted(folder: Folder) -> Folder:
    """Return an index whose forward index opens, and does not agree with itself."""
    name = next(each for each in kinds(folder) if each.startswith("forward-"))
    content = folder.file(name).read_bytes()
    for at in range(0, len(content), 8):
        folder.put(name, content[:at] + b"\xff" * 8 + content[at + 8 :])
        home = open_store(Settings(folder.index), "")
        try:
            forward = forward_of(home, home.manifest())
        except IndexDamagedError:
            continue
        try:
            forward.verify()
        except IndexDamagedError:
            return folder
    raise AssertionError


def test_an_error_of_what_counts_is_blamed_on_numbers_that_do_not_agree(
    miscounted: Folder, whole: dict[str, Path], engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes from anywhere: what counts takes the numbers as they are."""

    def counted(*_: object, **__: object) -> None:
        raise IndexError("index 99 is out of bounds for axis 0 with size 7")

    monkeypatch.setattr("indexer.statistics.counts.cells", counted)
    asked_for = "/api/count?q=dijk&by=source"
    client = create_app(Settings(miscounted.index)).test_client()
    told = client.get(asked_for, base_url="http://localhost")
    assert told.status_code == 503
    assert b"knipsel check" in told.data
    command = ["count", "dijk", "--by", "source"]
    answer = CliRunner().invoke(main, ["--index", str(miscounted.index), *command])
    assert answer.exit_code == 2
    assert "index --rebuild" in answer.output
    client = create_app(Settings(whole[engine])).test_client()
    assert client.get(asked_for, base_url="http://localhost").status_code == 500


FIELDS = "id", "title", "body", "date", "source", "section", "url", "author", "quality"
NONSENSE: list[tuple[str, object]] = [
    ("id", None),
    ("id", "another"),
    ("title", 5),
    ("body", []),
    ("date", "gisteren"),
    ("date", "2022-13"),
    ("section", ["a", None]),
    ("author", {}),
    ("url", True),
    ("quality", 1.5),
]


@pytest.mark.parametrize("stored", NONSENSE, ids=str)
def test_a_stored_value_that_no_article_has_is_damage_that_page_and_terminal_name(
    stored: tuple[str, object],
    engine: str,
    tmp_path: Path,
    jsonl: Jsonl,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    field, value = stored

    def nonsense(content: bytes) -> bytes:
        values = orjson.loads(content)
        values[FIELDS.index(field)] = value
        return orjson.dumps(values)

    def hashed(articles: Sequence[Article], origins: Sequence[str]) -> AllHashed:
        found = all_hashed(articles, origins)
        return found._replace(contents=[*map(nonsense, found.contents)])

    monkeypatch.setattr("indexer.indexing.run.all_hashed", hashed)
    build(Settings(tmp_path / "index", engine), [jsonl(*ARTICLES)])
    monkeypatch.undo()
    folder = Folder(tmp_path / "index", engine, tmp_path)
    assert 503 in asked(folder)
    # A search shows an article by what is stored of it, whatever its id is.
    command = ["kwic", "dijk"] if value == "another" else ["search", "dijk"]
    answer = CliRunner().invoke(main, ["--index", str(folder.index), *command])
    assert answer.exit_code == 2
    assert f"Run: knipsel --index {folder.index} index --rebuild" in answer.output
    assert check(Settings(folder.index))


@pytest.mark.parametrize(
    "content",
    [
        b'["a", "b", "c"]',
        orjson.dumps(["a", "b", "c", *[None] * 6, "1", "2"]),
        orjson.dumps(["a", "b", "c", *[None] * 6, 1]),
        orjson.dumps(["a", "b", "c", *[None] * 6]) + b"\n" + b'["x", null, [], 0]\n',
        orjson.dumps(["a", "b", "c", *[None] * 6]) + b"\n" + b"[0.5, null, [[1, 2, 3, 4]], 0]\n",
    ],
)
def test_stored_articles_have_as_many_values_as_fields_and_pages_of_numbers(content: bytes) -> None:
    with pytest.raises((IndexDamagedError, ValueError)):
        stored_article(b"dijk\t\n" + content)
    whole = orjson.dumps(["a", "b", "c", *[None] * 6, "1"]) + b"\n[1, null, [[1, null, 9, 9]], 0]\n"
    assert stored_article(b"\n" + whole).scan
