"""`knipsel index`: what it reads, what it tells and what it exits with."""

from __future__ import annotations

import json
import shutil
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.archive import Archive
from indexer.cli import main
from indexer.config import Settings
from indexer.model import Article
from indexer.storage.folder import FolderStore
from tests.golden_formats import ARTICLES as GOLDEN_ARTICLES
from tests.golden_formats import FILES, FOLDER, WITHDRAWN

Jsonl = Callable[..., Path]

ARTICLES = (Article("a", "Kop", "Een dijk."), Article("b", "Kop", "Een wolf."))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def index(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Return a function that calls `knipsel index` for the folder of this test."""
    monkeypatch.delenv("KNIPSEL_ENGINE", raising=False)

    def call(*arguments: object, text: str | None = None) -> Result:
        command = ["--index", str(folder), "index", *map(str, arguments)]
        return CliRunner().invoke(main, command, input=text)

    return call


def held(folder: Path) -> int:
    archive = Archive.open(Settings(folder))
    count = archive.stats().articles
    archive.close()
    return count


def test_what_was_done_is_told_in_a_line(index: Callable[..., Result], jsonl: Jsonl) -> None:
    result = index(jsonl(*ARTICLES))
    assert result.exit_code == 0
    assert result.stdout.startswith("2 read: 2 added in ")
    assert result.stderr == ""


def test_what_was_done_is_told_in_json(index: Callable[..., Result], jsonl: Jsonl) -> None:
    index(jsonl(ARTICLES[0]))
    report = json.loads(index(jsonl(*ARTICLES), "--format", "json").stdout)
    seconds = report.pop("seconds")
    assert report == {
        "read": 2,
        "added": 1,
        "changed": 0,
        "unchanged": 1,
        "removed": 0,
        "skipped": 0,
        "skips": [],
        "notes": [],
        "passed_over": {},
        "superseded": 0,
        "withdrawn": 0,
        "embargoed": 0,
        "embargo_ends": None,
    }
    assert seconds > 0


def test_what_was_skipped_is_named_and_exits_with_3(
    index: Callable[..., Result], jsonl: Jsonl, folder: Path
) -> None:
    path = jsonl(*ARTICLES)
    with path.open("a") as stream:
        stream.write('{"id": \n')
    result = index(path, "--format", "json")
    assert result.exit_code == 3
    assert result.stderr.startswith(f"skipped {path}:3: broken JSON")
    assert json.loads(result.stdout)["skipped"] == 1
    assert held(folder) == 2


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("nowhere", None, "no such file or folder; check the path"),
        ("image.png", b"\x89PNG", "not a format that is read; give .txt, .md, .jsonl"),
        ("empty.txt", b"", "empty; nothing to read"),
    ],
)
def test_nothing_usable_exits_with_2_and_leaves_no_index(  # noqa: PLR0917
    index: Callable[..., Result],
    tmp_path: Path,
    folder: Path,
    name: str,
    content: bytes | None,
    told: str,
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    result = index(tmp_path / name)
    assert result.exit_code == 2
    assert told in result.stderr
    assert not (folder / "manifest.json").exists()


def test_a_folder_that_mixes_all_formats_is_indexed_and_what_is_broken_named(
    index: Callable[..., Result], tmp_path: Path, folder: Path
) -> None:
    """The golden files of all formats, beside five articles more and broken kin."""
    news = tmp_path / "news"
    shutil.copytree(FOLDER, news)
    (news / "a.txt").write_text("De dijk houdt.")
    (news / "b.csv").write_text("kop,tekst\nEen,De dijk.\nTwee,De wolf.\n")
    with zipfile.ZipFile(news / "levering.zip", "w") as archive:
        archive.writestr("c.jsonl", '{"id": "c", "body": "De brug."}\n')
        archive.writestr("leeg.txt", "")
        archive.writestr("foto.jpg", b"\xff\xd8")
    with tarfile.open(news / "d.tgz", "w:gz") as archive:
        archive.add(news / "a.txt", "map/a.txt")
    (news / "stuk.zip").write_bytes((news / "levering.zip").read_bytes()[:-9])
    (news / "bom.xml").write_text('<!DOCTYPE x [<!ENTITY a "a">]><nitf>&a;</nitf>')
    result = index(news, "--format", "json")
    assert result.exit_code == 3
    report = json.loads(result.stdout)
    count = len(GOLDEN_ARTICLES) + 5
    assert report["read"] == count + WITHDRAWN
    assert (report["added"], report["withdrawn"], report["skipped"]) == (count, WITHDRAWN, 3)
    assert held(folder) == count
    skipped = [line for line in result.stderr.splitlines() if line.startswith("skipped ")]
    told = (
        "bom.xml: defines entities",
        "levering.zip!leeg.txt: empty",
        "stuk.zip: a zip that is cut off",
    )
    for line, words in zip(skipped, told, strict=True):
        assert words in line
    again = json.loads(index(news, "--format", "json").stdout)
    assert (again["unchanged"], again["skipped"]) == (count, 3)


def test_a_rebuild_of_nothing_leaves_the_index(
    index: Callable[..., Result], jsonl: Jsonl, folder: Path
) -> None:
    index(jsonl(*ARTICLES))
    assert index("--rebuild", folder.parent / "typing-error").exit_code == 2
    assert held(folder) == 2


def test_articles_come_from_standard_input(index: Callable[..., Result], folder: Path) -> None:
    result = index("-", text='{"id": "a", "body": "Een dijk."}\n')
    assert (result.exit_code, held(folder)) == (0, 1)


def test_rebuild_and_prune_drop_what_is_gone(
    index: Callable[..., Result], jsonl: Jsonl, folder: Path
) -> None:
    index(jsonl(*ARTICLES))
    assert "1 removed" in index("--prune", jsonl(ARTICLES[0])).stdout
    assert held(folder) == 1
    index("--rebuild", jsonl(ARTICLES[1]))
    assert held(folder) == 1


def test_the_engine_can_be_chosen_and_stays(
    index: Callable[..., Result], jsonl: Jsonl, folder: Path
) -> None:
    path = jsonl(*ARTICLES)
    index("--engine", "whoosh", path)
    assert FolderStore(folder).manifest().engine == "whoosh"
    result = index("--engine", "tantivy", path)
    assert result.exit_code == 2
    assert f"Run: knipsel --index {folder} index --rebuild --engine tantivy PATH" in result.stderr
    assert index("--rebuild", path).exit_code == 0
    assert FolderStore(folder).manifest().engine == "whoosh"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [([], "Missing argument 'PATH...'"), (["--engine", "lucene", "x"], "'lucene' is not one of")],
)
def test_wrong_usage_exits_with_2(
    index: Callable[..., Result], arguments: list[str], told: str
) -> None:
    result = index(*arguments)
    assert result.exit_code == 2
    assert told in result.stderr


def test_a_folder_with_other_things_is_refused(
    index: Callable[..., Result], jsonl: Jsonl, folder: Path
) -> None:
    folder.mkdir()
    (folder / "thesis.doc").write_text("mine")
    result = index(jsonl(*ARTICLES))
    assert result.exit_code == 2
    assert "it holds thesis.doc. Choose an empty or new folder with --index DIR." in result.stderr


def test_an_index_that_is_being_written_is_told(
    index: Callable[..., Result], jsonl: Jsonl, folder: Path
) -> None:
    with FolderStore(folder).write_lock():
        result = index(jsonl(*ARTICLES))
    assert result.exit_code == 2
    assert "Another process is writing" in result.stderr


def test_notes_on_what_was_read_go_to_standard_error(
    index: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_bytes("Één dijk in België".encode("latin-1"))
    result = index(tmp_path / "a.txt")
    assert result.exit_code == 0
    assert result.stderr.startswith(f"note {tmp_path / 'a.txt'}: not valid UTF-8")


def test_files_of_other_formats_are_counted_and_those_that_may_hold_articles_named(
    index: Callable[..., Result], tmp_path: Path
) -> None:
    names = "a.txt", "map/b.JPG", "c.jpg", "Makefile", ".verborgen.jpg", "README", "~$a.docx"
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("De dijk.")
    passed = "passed over 3 files without articles: 2 .jpg, 1 Makefile"
    listing = f"List them: knipsel --index {tmp_path}/index index --dry-run --skipped {tmp_path}"
    result = index(tmp_path)
    assert (result.exit_code, result.stderr.splitlines()) == (0, [passed, listing])
    (tmp_path / "d.tar.xz").write_bytes(b"\xfd7zXZ")
    result = index(tmp_path)
    skipped = f"skipped {tmp_path}/d.tar.xz: .xz is not a format that is read; unpack it"
    assert (result.exit_code, result.stderr.splitlines()) == (3, [passed, skipped, listing])


def test_members_of_archives_are_counted_and_named_as_files_are(
    index: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "los.txt").write_text("De dijk.")
    (tmp_path / "a.txt").write_text("De dijk.")
    (tmp_path / "brief.doc").write_bytes(b"\xd0\xcf\x11\xe0 een brief")
    (tmp_path / "rtf.doc").write_bytes(rb"{\rtf1 De brug.}")
    (tmp_path / "foto.png").write_bytes(b"\x89PNG")
    names = ("a.txt", "brief.doc", "rtf.doc", "foto.png")
    with (
        zipfile.ZipFile(tmp_path / "a.zip", "w") as zipped,
        tarfile.open(tmp_path / "a.tar", "w") as tarred,
    ):
        for name in names:
            zipped.write(tmp_path / name, name)
            tarred.add(tmp_path / name, name)
    for archive in ("a.zip", "a.tar"):
        result = index("--format", "json", tmp_path / archive)
        report = json.loads(result.stdout)
        assert (result.exit_code, report["added"], report["skipped"]) == (3, 2, 1)
        assert report["passed_over"] == {".png": 1}
        assert report["skips"][0]["places"] == [f"{tmp_path / archive}!brief.doc"]


def test_what_is_lost_for_one_reason_is_one_line_with_its_places(
    index: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = ['{"id" 1}'] * 30 + ['{"id": "1", "body": "De dijk."}']
    Path("a.jsonl").write_text("\n".join(lines[12:]))
    Path("b.jsonl").write_text("\n".join(lines[20:]))
    result = index("a.jsonl", "b.jsonl")
    first, *places, last = result.stderr.splitlines()
    assert first.startswith("skipped 28 in 2 files: broken JSON")
    assert first.endswith("; mend this line")
    assert all(len(line) <= 80 for line in places)
    assert " ".join(places).split() == [
        *(f"a.jsonl:{number}," for number in range(1, 19)), "b.jsonl:1,", "b.jsonl:2,",
        "and", "8", "more",
    ]  # fmt: skip
    assert last.endswith(" index --dry-run --skipped a.jsonl b.jsonl")
    listed = index("--dry-run", "--skipped", "a.jsonl", "b.jsonl")
    assert listed.exit_code == 3
    assert [line.partition(": ")[0] for line in listed.stdout.splitlines()] == [
        *(f"skipped a.jsonl:{number}" for number in range(1, 19)),
        *(f"skipped b.jsonl:{number}" for number in range(1, 11)),
    ]


def test_everything_that_is_no_article_is_listed_in_a_dry_run(
    index: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("kop,tekst,datum\nDe brug,Een lange brug.,ooit\n")
    (tmp_path / "b.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "c.jpg").write_bytes(b"\xff\xd8")
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr("foto.png", b"\x89PNG")
        archive.writestr("leeg.txt", "")
    result = index("--dry-run", "--skipped", "--format", "json", tmp_path)
    listed = [(each["kind"], Path(each["file"]).name) for each in json.loads(result.stdout)]
    assert (result.exit_code, listed) == (3, [
        ("note", "a.csv"), ("skipped", "b.doc"), ("passed over", "c.jpg"),
        ("passed over", "d.zip!foto.png"), ("skipped", "d.zip!leeg.txt"),
    ])  # fmt: skip


def test_a_dry_run_reads_everything_for_its_exit_status(
    index: Callable[..., Result], jsonl: Jsonl
) -> None:
    path = jsonl(*ARTICLES)
    with path.open("a") as stream:
        stream.write('{"id": \n')
    result = index("--dry-run", "--show", 1, path)
    assert (result.exit_code, result.stdout.count("  title")) == (3, 1)
    assert result.stderr.splitlines()[-1] == "2 would be read, 1 skipped"


# -- what would be read


def test_a_dry_run_shows_the_first_articles_of_each_form_and_makes_no_index(
    index: Callable[..., Result], jsonl: Jsonl, folder: Path, tmp_path: Path
) -> None:
    jsonl(*ARTICLES, name="a.jsonl")
    (tmp_path / "b.csv").write_text("kop,tekst,datum\nDe brug,Een lange brug.,ooit\n")
    result = index("--dry-run", "--show", 1, tmp_path)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"{tmp_path}/a.jsonl",
        "  id       a",
        "  title    Kop",
        "  date     -",
        "  source   -",
        "  section  -",
        "  url      -",
        "  author   -",
        "  quality  -",
        "  body     2 words, 1 paragraphs, 0 subheads",
        "           Een dijk.",
        "",
        f"{tmp_path}/b.csv",
        "  id       eb12fd5d5bee037aa792",
        "  title    De brug",
        "  date     -",
        "  source   -",
        "  section  -",
        "  url      -",
        "  author   -",
        "  quality  -",
        "  body     3 words, 1 paragraphs, 0 subheads",
        "           Een lange brug.",
        f"  note     {tmp_path}/b.csv:2: no date that is understood: 'ooit'; read as undated",
        "",
    ]
    assert not folder.exists()


def test_a_dry_run_in_json_counts_and_skips(index: Callable[..., Result], tmp_path: Path) -> None:
    shutil.copy(FILES["dijk.html"], tmp_path)
    (tmp_path / "leeg.txt").write_text("")
    result = index("--dry-run", "--format", "json", tmp_path)
    assert result.exit_code == 3
    assert "skipped" in result.stderr
    (shown,) = json.loads(result.stdout)
    assert shown["file"] == str(tmp_path / "dijk.html")
    assert (shown["words"], shown["paragraphs"], shown["subheads"]) == (70, 3, 1)
    assert shown["body"].startswith("De versterkte dijk")


def test_a_dry_run_of_nothing_exits_with_2(index: Callable[..., Result], tmp_path: Path) -> None:
    assert index("--dry-run", tmp_path / "weg").exit_code == 2


def test_the_fields_of_the_settings_hold_for_both(
    index: Callable[..., Result],
    tmp_path: Path,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    tables = '[fields]\ntitle = "meta.kop"\n[fields."krant/*.csv"]\ntitle = "Kop"\n'
    (tmp_path / "knipsel.toml").write_text(tables)
    (tmp_path / "a.jsonl").write_text('{"id": "a", "meta": {"kop": "Dijk"}, "tekst": "Houdt."}\n')
    assert "  title    Dijk" in index("--dry-run", "a.jsonl").stdout
    for_no_file = 'these are for: [fields."krant/*.csv"]; check the path'
    assert index("a.jsonl").stderr == f"note no JSON or table was read that {for_no_file}\n"
    archive = Archive.open(Settings(folder))
    assert archive.article("a").article.title == "Dijk"
    archive.close()


def test_links_out_of_a_folder_are_followed_when_asked_or_set(
    index: Callable[..., Result], tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "art").mkdir()
    (tmp_path / "elders").mkdir()
    (tmp_path / "art/a.txt").write_text("Een dijk.")
    (tmp_path / "elders/b.txt").write_text("Een wolf.")
    (tmp_path / "art/map").symlink_to(tmp_path / "elders")
    assert index("art").exit_code == 3
    assert held(folder) == 1
    assert index("art", "--follow-links").exit_code == 0
    assert held(folder) == 2
    (tmp_path / "knipsel.toml").write_text("follow_links = true")
    assert index("art", "--rebuild").exit_code == 0
    assert held(folder) == 2
