"""Files are found in one order, below folders at any depth, and nothing is followed for ever."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.corpus import Source, find_files, sources_below
from indexer.corpus.discover import explain
from indexer.corpus.formats import FORMATS, JSON_LINES, TEXT, format_of_name
from indexer.model import ArticleError, Note


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("tekst")


def ids(*paths: Path) -> list[str]:
    return [found.id for found in find_files(paths) if isinstance(found, Source)]


def errors(*paths: Path) -> list[ArticleError]:
    return [found for found in find_files(paths) if isinstance(found, ArticleError)]


def test_files_in_folders_come_sorted_and_named_by_their_place_below(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/z.TXT", "a/b/c.d.txt.gz", "c.jsonl", "a.csv")
    assert ids(tmp_path) == ["a/b/c.d", "a/z", "a.csv", "b", "c.jsonl"]


def test_the_origin_is_the_path_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "map/x.txt")
    monkeypatch.chdir(tmp_path)
    (found,) = find_files(["map/"])
    assert found == Source(Path("map/x.txt"), "map/x.txt", "x", TEXT)


def test_a_file_named_directly_has_its_name_as_id(tmp_path: Path) -> None:
    write(tmp_path, "map/x.txt")
    assert ids(tmp_path / "map/x.txt") == ["x"]


def test_every_suffix_is_found_compressed_or_not(tmp_path: Path) -> None:
    suffixes = [suffix for row in FORMATS for suffix in row.suffixes]
    names = [f"{number}{suffix}" for number, suffix in enumerate(suffixes)]
    write(tmp_path, *names, *(f"{name}.gz" for name in names))
    assert len(ids(tmp_path)) == 2 * len(suffixes) - 2, ".zip.gz is none, nor is .wacz.gz"


def test_hidden_and_other_files_are_passed_over_in_a_folder(tmp_path: Path) -> None:
    remnants = "~$x.docx", "Thumbs.db", "map/desktop.ini", "@eaDir/x.txt", "__MACOSX/._x.txt"
    write(tmp_path, "x.txt", ".y.txt", ".git/z.txt", "foto.jpg", "README", "Readme.md", *remnants)
    notes: list[Note] = []
    (found,) = find_files([tmp_path], notes.append)
    assert isinstance(found, Source)
    assert [note.form for note in notes] == [".jpg"]


def test_what_a_site_has_for_programs_is_no_article(tmp_path: Path) -> None:
    write(tmp_path, "velmer.example/robots.txt", "velmer.example/ads.txt", "velmer.example/x.txt")
    assert ids(tmp_path) == ["velmer.example/x"]


def test_what_programs_leave_behind_is_ignored_as_a_shell_names_it_too(tmp_path: Path) -> None:
    write(tmp_path, "x.txt", "~$x.docx", "Thumbs.db", ".DS_Store")
    found = [*find_files(sorted(tmp_path.iterdir()))]
    assert [each.id for each in found if isinstance(each, Source)] == ["x"]
    assert len(found) == 1


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("brief.doc", "save it as .docx"),
        ("levering.7z", "unpack it"),
        ("lijst.gz", "name what is in it"),
        ("lijst.MDB", "as .csv or .jsonl"),
        ("top.html.crdownload", "get it again"),
        ("kop.xyz", "name text .txt"),
        ("kop", "name text .txt"),
    ],
)
def test_a_file_that_may_hold_articles_is_an_error_with_what_to_do(
    tmp_path: Path, name: str, advice: str
) -> None:
    write(tmp_path, "map/x.txt", f"map/{name}")
    (error,) = errors(tmp_path / "map")
    assert error.path == str(tmp_path / "map" / name)
    assert advice in error.reason


@pytest.mark.parametrize("name", ["brief.doc", "pagina", "lijst.xyz"])
def test_content_that_is_unmistakable_is_read_whatever_the_suffix(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(rb"{\rtf1 De dijk houdt.}")
    (found,) = find_files([tmp_path])
    assert isinstance(found, Source)
    assert found.id == name


def test_a_table_that_a_site_calls_a_workbook_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "lijst.xls").write_bytes(b"<html><table><tr><td>De dijk</td></tr></table></html>")
    (error,) = errors(tmp_path)
    assert "save it as .xlsx" in error.reason


def test_what_a_browser_saved_with_a_page_is_passed_over_and_counted(tmp_path: Path) -> None:
    parts = "map/Een kop_files/frame.html", "map/Een kop-bestanden/a/ad.htm", "Oud_files/x.css"
    write(tmp_path, "map/Een kop.htm", "Oud.html", "los_files/y.html", *parts)
    notes: list[Note] = []
    found = [each.id for each in find_files([tmp_path], notes.append) if isinstance(each, Source)]
    assert found == ["Oud.html", "los_files/y.html", "map/Een kop.htm"]
    assert [note.form for note in notes] == ["parts of saved pages"] * 3


@pytest.mark.parametrize("name", ["foto.jpg", "x.gz", "README", ".txt", "x.zip.gz"])
def test_a_file_of_another_form_is_an_error_when_named(tmp_path: Path, name: str) -> None:
    write(tmp_path, name)
    (error,) = errors(tmp_path / name)
    assert error.path == str(tmp_path / name)
    assert ".jsonl" in error.reason


def test_a_folder_without_articles_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, "foto.jpg")
    (error,) = errors(tmp_path)
    assert "no articles" in error.reason


@pytest.mark.parametrize("name", ["weg", "weg.txt", "nul\x00.txt"])
def test_a_path_that_is_not_there_is_an_error_and_the_next_is_read(
    tmp_path: Path, name: str
) -> None:
    write(tmp_path, "x.txt")
    assert "no such file" in errors(tmp_path / name)[0].reason
    assert ids(tmp_path / name, tmp_path) == ["x"]


def test_a_name_too_long_for_the_system_is_an_error(tmp_path: Path) -> None:
    (error,) = errors(tmp_path / ("x" * 5000))
    assert "cannot be read" in error.reason


def test_links_to_folders_are_followed_but_never_round_in_a_circle(tmp_path: Path) -> None:
    write(tmp_path, "a/x.txt", "b/y.txt")
    (tmp_path / "a/up").symlink_to(tmp_path)
    (tmp_path / "a/b").symlink_to(tmp_path / "b")
    (tmp_path / "b/a").symlink_to(tmp_path / "a")
    assert ids(tmp_path) == ["a/b/y", "a/x", "b/a/x", "b/y"]


def test_a_link_to_nothing_or_to_itself_is_named(tmp_path: Path) -> None:
    (tmp_path / "leeg.txt").symlink_to(tmp_path / "weg.txt")
    (tmp_path / "zelf.txt").symlink_to(tmp_path / "zelf.txt")
    assert [Path(error.path).name for error in errors(tmp_path)] == ["leeg.txt", "zelf.txt"]


def test_a_folder_may_be_named_as_a_file(tmp_path: Path) -> None:
    write(tmp_path, "map.txt/x.txt")
    assert ids(tmp_path) == ["map.txt/x"]
    assert ids(tmp_path / "map.txt") == ["x"]


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    write(tmp_path, "x.txt")
    os.mkfifo(tmp_path / "pijp.txt")
    assert ids(tmp_path) == ["x"]


def test_names_that_are_no_text_can_still_be_stored(tmp_path: Path) -> None:
    name = os.fsdecode(b"Oekra\xefne.txt")
    try:
        write(tmp_path, name)
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (found,) = find_files([tmp_path])
    assert isinstance(found, Source)
    assert (found.id, found.path.exists()) == ("Oekraïne", True)
    found.origin.encode()


def test_a_folder_that_may_not_be_listed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "dicht/x.txt", "open/y.txt")
    listed = Path.iterdir

    def iterdir(path: Path) -> Iterator[Path]:
        if path.name == "dicht":
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    assert ids(tmp_path) == ["open/y"]
    assert [error.path for error in errors(tmp_path)] == [str(tmp_path / "dicht")]


def test_standard_input_is_lines_of_json() -> None:
    (found,) = find_files(["-"])
    assert isinstance(found, Source)
    assert (found.origin, found.format) == ("-", JSON_LINES)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (FileNotFoundError(2, "x"), "gone"),
        (PermissionError(13, "x"), "permission"),
        (IsADirectoryError(21, "x"), "folder"),
        (OSError(5, "Input/output error"), "Input/output error"),
    ],
)
def test_what_the_system_refuses_is_said_with_the_next_step(error: OSError, words: str) -> None:
    assert words in explain(error)
    assert "again" in explain(error)


def test_a_device_is_no_file_of_articles() -> None:
    assert len(errors(Path(os.devnull))) == 1


@pytest.mark.parametrize(
    ("name", "id_", "suffix", "compressed"),
    [
        ("map/x.txt", "map/x", ".txt", False),
        ("x.TXT.GZ", "x", ".txt", True),
        ("x.htm", "x.htm", ".html", False),
        ("x.rss", "x.rss", ".xml", False),
        ("x.docx.gz", "x.docx", ".docx", True),
        ("x.warc.gz", "x.warc", ".warc", True),
        ("x.warc.zst", "x.warc", ".warc", True),
        ("x.tar.gz", "x.tar", ".tar", True),
        ("x.tgz", "x.tar", ".tar", True),
    ],
)
def test_a_name_says_its_format(name: str, id_: str, suffix: str, compressed: bool) -> None:
    (row,) = (row for row in FORMATS if suffix in row.suffixes)
    assert format_of_name(name) == (id_, row, compressed)


def test_what_lies_in_several_paths_is_found_once(tmp_path: Path) -> None:
    write(tmp_path, "a/1.txt", "a/b/2.txt", "a/.verborgen/3.txt", "a/README.txt", "a/plaat.xyz")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    a = tmp_path / "a"
    assert ids(a / "b", a, a / "1.txt", a / "b/2.txt", tmp_path / "link") == ["2", "1"]
    assert ids(a, a / ".verborgen", a / "README.txt") == ["1", "b/2", "3", "README"]
    reasons = [error.reason[:12] for error in errors(a, a / "weg.txt", a / "plaat.xyz")]
    assert reasons[-2:] == ["no such file", "not a format"]


def test_links_out_of_a_folder_are_named_and_not_followed(tmp_path: Path) -> None:
    inside, outside = tmp_path / "art", tmp_path / "geheim"
    inside.mkdir()
    outside.mkdir()
    (outside / "b.txt").write_text("Geheim.")
    (inside / "a.txt").write_text("Een dijk.")
    (inside / "map").symlink_to(outside)
    (inside / "stuk.txt").symlink_to(outside / "b.txt")
    (inside / "foto.jpg").symlink_to(outside / "b.txt")
    found = {
        item.path.name if isinstance(item, Source) else item.path: isinstance(item, Source)
        for item in find_files([inside])
    }
    assert found == {"a.txt": True, f"{inside}/map": False, f"{inside}/stuk.txt": False}


def test_every_link_is_followed_where_that_is_asked_for(tmp_path: Path) -> None:
    """And none for ever: a folder that links to what it lies in is read once."""
    inside, outside = tmp_path / "art", tmp_path / "elders"
    write(tmp_path, "art/a.txt", "elders/b.txt")
    (inside / "map").symlink_to(outside)
    (inside / "stuk.txt").symlink_to(outside / "b.txt")
    (outside / "terug").symlink_to(inside)
    found = list(find_files([inside], follow_links=True))
    assert [item.id for item in found if isinstance(item, Source)] == ["a", "map/b", "stuk"]
    again = list(find_files([inside, inside / "stuk.txt"], follow_links=True))
    assert len(again) == len(found)
    (changed,) = sources_below(inside, [inside / "map/b.txt"], follow_links=True)
    assert isinstance(changed, Source)


@pytest.mark.parametrize("order", [1, -1])
def test_a_link_that_is_named_itself_is_followed(tmp_path: Path, order: int) -> None:
    inside, outside = tmp_path / "art", tmp_path / "elders"
    inside.mkdir()
    outside.mkdir()
    (outside / "b.txt").write_text("Een dijk.")
    (inside / "a.txt").write_text("Een dijk.")
    (inside / "map").symlink_to(outside)
    found = list(find_files([inside, inside / "map"][::order]))
    read = {item.path for item in found if isinstance(item, Source)}
    assert read == {inside / "a.txt", inside / "map/b.txt"}


def test_a_file_below_a_link_out_of_the_folder_is_not_read_when_it_changes(tmp_path: Path) -> None:
    (tmp_path / "art").mkdir()
    (tmp_path / "b.txt").write_text("Geheim.")
    (tmp_path / "art/up").symlink_to(tmp_path)
    (item,) = sources_below(tmp_path / "art", [tmp_path / "art/up/b.txt"])
    assert isinstance(item, ArticleError)


def test_a_folder_of_pictures_says_how_they_are_read(tmp_path: Path) -> None:
    write(tmp_path, "1.jpg", "2.jpg")
    (error,) = errors(tmp_path)
    assert error.reason.endswith("; pictures of pages are read with --ocr")
    write(tmp_path / "leeg", "x.log")
    asked = [
        each for each in find_files([tmp_path / "leeg"], ocr=True) if isinstance(each, ArticleError)
    ]
    assert "--ocr" not in asked[0].reason
