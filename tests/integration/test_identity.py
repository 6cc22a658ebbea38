"""What an article's identity is: no article takes the place of another, and none is there twice."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import shutil
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from indexer.archive import Archive, build, copy_archive
from indexer.config import Settings
from indexer.engines.registry import names
from indexer.model import SearchRequest
from indexer.reports import BuildReport
from tests.paths import ROOT

PLACES = ("Velmer", "Ravelhout", "Demerdijk", "Oosterlo", "Zandwijk", "Heikant")


@pytest.fixture
def settings(tmp_path: Path, engine: str) -> Settings:
    return Settings(tmp_path / "index", engine)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder to write articles in, which is the current one."""
    folder = tmp_path / "archief"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def write(files: Mapping[str, str | list[dict[str, Any]]]) -> None:
    """Write texts, and records as JSON Lines."""
    for name, content in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [content] if isinstance(content, str) else [f"{json.dumps(c)}\n" for c in content]
        path.write_text("".join(lines), "utf-8")


def records(*bodies: str, first: int = 1) -> list[dict[str, Any]]:
    """Return articles with ids 1, 2, ..., as exports have them."""
    return [{"id": n, "title": f"Bericht {n}", "body": b} for n, b in enumerate(bodies, first)]


def story(place: str) -> str:
    return f"Brand in {place}\n\nIn {place} brak vannacht brand uit in een loods.\n"


def held(settings: Settings) -> dict[str, str]:
    """Return the last paragraph of each article by its id in the index, which is sound."""
    with Archive.open(settings) as archive:
        assert archive.check() == []
        hits = archive.listing(SearchRequest("", limit=1000, collapse=False))
        return {hit.article.id: hit.article.body.split("\n\n")[-1] for hit in hits}


def counted(report: BuildReport) -> dict[str, int]:
    """Return what a report counts, without what it counts as none."""
    names = ("added", "changed", "unchanged", "removed", "skipped")
    return {name: getattr(report, name) for name in names if getattr(report, name)}


def noted(report: BuildReport) -> str:
    return "\n".join(line for note in report.notes for line in (str(note), *note.places))


def test_the_table_of_ids_in_the_manual_is_what_comes_of_it(settings: Settings, here: Path) -> None:
    page = (ROOT / "docs/identity.md").read_text("utf-8")
    table = page.partition("| read from |")[2].partition("\n\n")[0]
    rows = re.findall(
        r"^\| `(.+?)`(?:, of the folder `(.+?)`)? \| `(.+?)` \| `(.+?)` \|", table, re.MULTILINE
    )
    assert len(rows) == table.count("\n") - 1
    for number, (name, _, id_, _) in enumerate(rows):
        body = f"Bericht {number}."
        write({name: body if name.endswith(".txt") else [{"id": id_, "body": body}]})
    build(settings, [folder or name for name, folder, *_ in rows])
    kept = {body: id_ for id_, body in held(settings).items()}
    for number, (*_, expected) in enumerate(rows):
        assert kept[f"Bericht {number}."] == expected


# -- ids that tell articles apart in their own file alone


def test_two_exports_with_the_same_ids_keep_all_and_name_both_files(
    settings: Settings, here: Path
) -> None:
    write({"nrc.jsonl": records("Brand.", "Storm."), "trouw.jsonl": records("Regen.", "Mist.")})
    report = build(settings, ["nrc.jsonl", "trouw.jsonl"])
    kept = {"1": "Brand.", "2": "Storm.", "trouw/1": "Regen.", "trouw/2": "Mist."}
    assert held(settings) == kept
    assert counted(report) == {"added": 4}
    assert "the same id in two files; both articles are kept" in noted(report)
    assert "trouw.jsonl and nrc.jsonl id '1', kept as 'trouw/1'" in noted(report)


def test_it_is_the_same_in_one_run_in_two_and_in_a_rebuild(settings: Settings, here: Path) -> None:
    write({"nrc.jsonl": records("Brand.", "Storm."), "trouw.jsonl": records("Regen.", "Mist.")})
    build(settings, ["nrc.jsonl"])
    assert "nrc.jsonl" in noted(build(settings, ["trouw.jsonl"]))
    kept = held(settings)
    for paths in (["trouw.jsonl"], ["nrc.jsonl"], ["trouw.jsonl", "nrc.jsonl"], [here]):
        again = build(settings, paths)
        assert counted(again) == {"unchanged": again.read}
        assert not again.notes
        assert held(settings) == kept
    build(settings, ["nrc.jsonl", "trouw.jsonl"], rebuild=True)
    assert held(settings) == kept


def test_an_edit_in_either_file_is_an_update_of_its_own_article(
    settings: Settings, here: Path
) -> None:
    write({"nrc.jsonl": records("Brand."), "trouw.jsonl": records("Regen.")})
    build(settings, [here])
    write({"trouw.jsonl": records("Regen en mist.")})
    assert counted(build(settings, ["trouw.jsonl"])) == {"changed": 1}
    write({"nrc.jsonl": records("Brand, weer.")})
    assert counted(build(settings, [here])) == {"changed": 1, "unchanged": 1}
    assert held(settings) == {"1": "Brand, weer.", "trouw/1": "Regen en mist."}


def test_files_of_one_name_are_told_apart_by_the_nearest_folder_that_differs(
    settings: Settings, here: Path
) -> None:
    papers = ("ad", "nrc", "trouw", "volkskrant")
    write({f"{paper}/2019/export.jsonl": records(f"In {paper}.") for paper in papers})
    build(settings, [here])
    assert held(settings) == {
        "1": "In ad.",
        "nrc/1": "In nrc.",
        "trouw/1": "In trouw.",
        "volkskrant/1": "In volkskrant.",
    }


def test_where_no_name_tells_them_apart_a_hash_does(settings: Settings, here: Path) -> None:
    places = ("a/b/export.jsonl", "b/a/export.jsonl", "a/a/b/export.jsonl", "b/b/a/export.jsonl")
    write({place: records(f"In {place}.") for place in places})
    report = build(settings, places)
    assert counted(report) == {"added": 4}
    kept = held(settings)
    assert sorted(kept.values()) == sorted(f"In {place}." for place in places)
    assert all(id_.endswith("1") or "/1~" in id_ for id_ in kept)
    assert counted(build(settings, places[::-1])) == {"unchanged": 4}


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("k.csv", "id,titel,tekst\n7,Een,Brand.\n7,Twee,Storm.\n7,Drie,Regen.\n"),
        ("k.tsv", "id\ttitel\ttekst\n7\tEen\tBrand.\n7\tTwee\tStorm.\n7\tDrie\tRegen.\n"),
        (
            "k.json",
            json.dumps([{"id": 7, "body": "Brand."}, {"id": 7, "body": "Storm."},
                        {"id": 7, "body": "Regen."}]),
        ),
        ("k.jsonl", "".join(f'{{"id": 7, "body": "{b}."}}\n' for b in ("Brand", "Storm", "Regen"))),
    ],
)  # fmt: skip
def test_an_id_that_repeats_in_a_file_is_as_many_articles_as_it_has_texts(
    settings: Settings, here: Path, name: str, lines: str
) -> None:
    write({name: lines})
    report = build(settings, [name])
    assert held(settings) == {"7": "Brand.", "7~2": "Storm.", "7~3": "Regen."}
    assert "the same id at several articles; all are kept" in noted(report)
    assert counted(build(settings, [name])) == {"unchanged": 3}
    write({name: lines.replace("Storm", "Orkaan")})
    assert counted(build(settings, [name])) == {"changed": 1, "unchanged": 2}
    assert held(settings) == {"7": "Brand.", "7~2": "Orkaan.", "7~3": "Regen."}


def test_a_row_that_is_there_twice_is_one_article(settings: Settings, here: Path) -> None:
    rows = records("Brand.", "Storm.") + records("Brand.", "Regen.", "Mist.")
    write({"k.jsonl": rows + rows})
    assert counted(build(settings, ["k.jsonl"])) == {"added": 4, "unchanged": 6}
    assert held(settings) == {"1": "Brand.", "2": "Storm.", "2~2": "Regen.", "3": "Mist."}
    assert counted(build(settings, ["k.jsonl"])) == {"unchanged": 10}


def test_a_column_of_one_value_and_a_second_file_of_the_same_lose_nothing(
    settings: Settings, here: Path
) -> None:
    rows = [{"id": 0, "title": f"Kop {n}", "body": f"Bericht {n}."} for n in range(300)]
    write({"a.jsonl": rows[:150], "b.jsonl": rows[150:]})
    assert counted(build(settings, ["a.jsonl", "b.jsonl"])) == {"added": 300}
    assert len({*held(settings).values()}) == 300
    assert counted(build(settings, ["b.jsonl", "a.jsonl"])) == {"unchanged": 300}


@pytest.mark.parametrize("value", ["NaN", "null", '""', '" "', '"nan"', '"None"', '"N/A"', "[]"])
def test_what_is_no_value_is_no_id(settings: Settings, here: Path, value: str) -> None:
    lines = [f'{{"id": {value}, "title": "T", "body": "{place}."}}' for place in PLACES]
    write({"k.jsonl": "\n".join(lines)})
    report = build(settings, ["k.jsonl"])
    assert counted(report) == {"added": len(PLACES)}
    assert not report.notes
    assert counted(build(settings, ["k.jsonl"])) == {"unchanged": len(PLACES)}


def test_a_number_is_the_same_id_when_a_program_made_it_a_float(
    settings: Settings, here: Path
) -> None:
    write({"k.csv": "id,tekst\n1,Brand.\n20,Storm.\n"})
    build(settings, ["k.csv"])
    write({"k.csv": "id,tekst\n1.0,Brand.\n20.0,Storm.\nNaN,Regen.\n"})
    assert counted(build(settings, ["k.csv"])) == {"added": 1, "unchanged": 2}


def test_an_id_of_any_length_is_kept_apart(settings: Settings, here: Path) -> None:
    rows = [{"id": "x" * 1000, "body": f"Bericht {n}."} for n in range(3)]
    write({"a.jsonl": rows, "b.jsonl": rows[::-1]})
    build(settings, ["a.jsonl", "b.jsonl"])
    assert {*held(settings).values()} == {"Bericht 0.", "Bericht 1.", "Bericht 2."}
    assert max(map(len, held(settings))) == 1000


def test_without_an_id_the_address_is_it_but_not_that_of_a_whole_site(
    settings: Settings, here: Path
) -> None:
    site = [{"id": None, "url": "https://krant.example/", "body": f"{each}."} for each in PLACES]
    pages = [{"id": "nan", "url": f"https://krant.example/{n}", "body": "T."} for n in range(3)]
    write({"k.jsonl": site + pages})
    assert counted(build(settings, ["k.jsonl"])) == {"added": len(PLACES) + 3}
    assert {id_ for id_ in held(settings) if "/" in id_} == {page["url"] for page in pages}


def test_articles_with_one_address_in_a_table_are_several(settings: Settings, here: Path) -> None:
    edition = "https://krant.example/editie/2019-03-01"
    write({"k.jsonl": [{"url": edition, "title": each, "body": story(each)} for each in PLACES]})
    assert counted(build(settings, ["k.jsonl"])) == {"added": len(PLACES)}
    assert counted(build(settings, ["k.jsonl"])) == {"unchanged": len(PLACES)}


def test_the_same_text_of_two_papers_or_days_without_ids_is_two_articles(
    settings: Settings, here: Path
) -> None:
    text = "Het wordt morgen droog en zonnig."
    for place, day in (("nrc", 1), ("trouw", 1), ("trouw", 2)):
        with Path(f"{place}.jsonl").open("a") as file:
            article = {"title": "Weer", "body": text, "source": place, "date": f"2019-03-0{day}"}
            file.write(json.dumps(article) + "\n")
    assert counted(build(settings, [here])) == {"added": 3}
    assert counted(build(settings, [here])) == {"unchanged": 3}


# -- ids of paths


def test_folders_with_files_of_one_name_keep_all(settings: Settings, here: Path) -> None:
    write(
        {f"{paper}/00{n}.txt": story(f"{paper} {n}") for paper in ("nrc", "trouw") for n in (1, 2)}
    )
    report = build(settings, ["nrc", "trouw"])
    assert sorted(held(settings)) == ["001", "002", "trouw/001", "trouw/002"]
    assert "trouw/001.txt and nrc/001.txt" in noted(report)
    assert counted(build(settings, ["trouw"])) == {"unchanged": 2}
    assert counted(build(settings, ["nrc", "trouw"], prune=True)) == {"unchanged": 4}


def test_deeper_folders_are_named_from_where_they_differ(settings: Settings, here: Path) -> None:
    write({f"{paper}/2019/001.txt": story(paper) for paper in ("nrc", "trouw")})
    build(settings, ["nrc/2019", "trouw/2019"])
    assert sorted(held(settings)) == ["001", "trouw/2019/001"]


def test_a_part_of_an_indexed_folder_is_known(settings: Settings, here: Path) -> None:
    write({f"{place}/{n}.txt": story(f"{place} {n}") for place in PLACES for n in (1, 2)})
    os.chdir(here.parent)
    build(settings, ["archief"])
    kept = held(settings)
    parts: list[str | Path] = [
        "archief/Velmer/1.txt",
        "archief/Velmer",
        here / "Velmer",
        here,
        "archief/../archief",
    ]
    for part in parts:
        for prune in (False, True):
            again = build(settings, [part], prune=prune)
            assert counted(again) == {"unchanged": again.read}
    os.chdir(here / "Velmer")
    assert counted(build(settings, ["."], prune=True)) == {"unchanged": 2}
    assert counted(build(settings, ["1.txt"])) == {"unchanged": 1}
    assert held(settings) == kept


def test_a_folder_around_an_indexed_one_is_known(settings: Settings, here: Path) -> None:
    write({f"{place}/{n}.txt": story(f"{place} {n}") for place in PLACES[:2] for n in (1, 2)})
    build(settings, ["Velmer"])
    assert counted(build(settings, [here])) == {"added": 2, "unchanged": 2}
    assert sorted(held(settings)) == ["1", "2", "Ravelhout/1", "Ravelhout/2"]
    Path("Velmer/1.txt").write_text(story("Velmer, opnieuw"))
    assert counted(build(settings, [here], prune=True)) == {"changed": 1, "unchanged": 3}


def test_what_is_gone_from_a_part_is_pruned_and_nothing_else(
    settings: Settings, here: Path
) -> None:
    write({f"{place}/{n}.txt": story(f"{place} {n}") for place in PLACES[:2] for n in (1, 2)})
    build(settings, [here])
    Path("Velmer/1.txt").unlink()
    assert counted(build(settings, ["Velmer"], prune=True)) == {"unchanged": 1, "removed": 1}
    assert counted(build(settings, [here], prune=True)) == {"unchanged": 3}


def test_paths_that_overlap_are_read_once(settings: Settings, here: Path) -> None:
    write({"nrc/1.txt": story("Velmer"), "nrc/k.jsonl": records("Brand.", "Storm."), "2.txt": "."})
    report = build(settings, ["nrc/1.txt", "nrc", here, "nrc/k.jsonl"])
    assert counted(report) == {"added": 4}
    assert len(held(settings)) == 4
    assert counted(build(settings, ["nrc", "nrc", "./nrc"])) == {"unchanged": 3}


# -- articles that move, and that are there twice


def test_a_file_that_is_renamed_is_the_same_source_in_another_place(
    settings: Settings, here: Path
) -> None:
    write({"oud.jsonl": records("Brand.", "Storm.")})
    build(settings, ["oud.jsonl"])
    Path("oud.jsonl").rename("nieuw.jsonl")
    assert counted(build(settings, ["nieuw.jsonl"])) == {"changed": 2}
    write({"nieuw.jsonl": records("Brand, weer.", "Storm.")})
    assert counted(build(settings, ["nieuw.jsonl"], prune=True)) == {"changed": 1, "unchanged": 1}
    assert held(settings) == {"1": "Brand, weer.", "2": "Storm."}


def test_a_file_that_is_renamed_and_edited_is_the_same_where_titles_are(
    settings: Settings, here: Path
) -> None:
    write({"a/oud.jsonl": records("Brand."), "a/ander.txt": "Kop"})
    build(settings, ["a/oud.jsonl"])
    Path("a/oud.jsonl").unlink()
    write({"a/nieuw.jsonl": records("Brand, weer.")})
    assert counted(build(settings, ["a/nieuw.jsonl"])) == {"changed": 1}


def test_articles_named_after_a_folder_go_by_its_new_name_and_are_there_once(
    settings: Settings, here: Path
) -> None:
    write({"ad/k.jsonl": records("Brand."), "nrc/k.jsonl": records("Storm.", "Regen.")})
    write({"nrc/5.txt": story("Velmer"), "nrc/deep/6.txt": story("Heikant")})
    build(settings, ["."])
    assert sorted(held(settings)) == ["1", "2", "nrc/1", "nrc/5", "nrc/deep/6"]
    Path("nrc").rename("nrc2")
    write({"nrc2/deep/6.txt": story("Heikant") + "\nDe schade is groot.\n"})
    report = build(settings, ["."])
    assert counted(report) == {"added": 3, "removed": 3, "changed": 1, "unchanged": 1}
    assert sorted(held(settings)) == ["1", "2", "nrc2/1", "nrc2/5", "nrc2/deep/6"]
    assert "id 'nrc/5' is 'nrc2/5' now" in str([note.places for note in report.notes])
    assert counted(build(settings, ["."])) == {"unchanged": 5}


def test_a_file_of_one_article_goes_by_its_new_name(settings: Settings, here: Path) -> None:
    write({"a.txt": story("Velmer"), "b.txt": story("Heikant"), "c.txt": story("Heikant")})
    build(settings, ["."])
    Path("a.txt").rename("d.txt")
    Path("c.txt").unlink()
    assert counted(build(settings, ["."])) == {"added": 1, "removed": 1, "unchanged": 1}
    assert sorted(held(settings)) == ["b", "c", "d"]


def test_a_delivery_that_is_deleted_after_it_was_indexed_is_not_replaced_by_the_next(
    settings: Settings, here: Path
) -> None:
    write({"in/2019-03-01.jsonl": [{"id": 1, "title": "Dijk", "body": "De dijk houdt."}]})
    build(settings, ["in"])
    Path("in/2019-03-01.jsonl").unlink()
    write({"in/2019-03-02.jsonl": [{"id": 1, "title": "Brug", "body": "De brug is dicht."}]})
    assert counted(build(settings, ["in"])) == {"added": 1}
    assert held(settings) == {"1": "De dijk houdt.", "2019-03-02/1": "De brug is dicht."}
    assert counted(build(settings, ["in"], prune=True)) == {"unchanged": 1, "removed": 1}


def test_with_prune_the_next_delivery_takes_the_ids_of_the_one_that_is_gone(
    settings: Settings, here: Path
) -> None:
    write({"in/1.jsonl": [{"id": 1, "title": "Dijk", "body": "De dijk houdt."}]})
    build(settings, ["in"])
    Path("in/1.jsonl").rename("in/2.jsonl")
    write({"in/2.jsonl": [{"id": 1, "title": "Brug", "body": "De brug is dicht."}]})
    assert counted(build(settings, ["in"], prune=True)) == {"changed": 1}
    assert held(settings) == {"1": "De brug is dicht."}


def test_a_copy_of_a_file_is_no_second_copy_and_writes_nothing(
    settings: Settings, here: Path
) -> None:
    write({"a.jsonl": records("Brand.", "Storm.")})
    shutil.copy("a.jsonl", "b.jsonl")
    assert counted(build(settings, [here])) == {"added": 2, "unchanged": 2}
    for _ in range(2):
        assert counted(build(settings, [here], prune=True)) == {"unchanged": 4}
    Path("a.jsonl").unlink()
    assert counted(build(settings, [here], prune=True)) == {"changed": 2}
    assert counted(build(settings, [here], prune=True)) == {"unchanged": 2}


def test_of_two_copies_one_that_is_edited_becomes_an_article_of_its_own(
    settings: Settings, here: Path
) -> None:
    write({"a.jsonl": records("Brand."), "b.jsonl": records("Brand.")})
    build(settings, [here])
    write({"a.jsonl": records("Brand, weer.")})
    assert counted(build(settings, [here])) == {"added": 1, "changed": 1}
    assert held(settings) == {"1": "Brand, weer.", "b/1": "Brand."}


def test_a_link_to_a_folder_is_the_same_source(settings: Settings, here: Path) -> None:
    write({"nrc/1.txt": story("Velmer"), "nrc/k.jsonl": records("Brand.") + records("Storm.")})
    (here / "link").symlink_to(here / "nrc")
    build(settings, ["nrc"])
    assert counted(build(settings, ["link"])) == {"unchanged": 3}
    assert counted(build(settings, ["link/k.jsonl", "nrc"])) == {"unchanged": 3}
    write({"link/k.jsonl": records("Brand, weer.") + records("Storm.")})
    assert counted(build(settings, ["link"])) == {"changed": 1, "unchanged": 2}
    assert len(held(settings)) == 3


@pytest.mark.parametrize(("first", "then"), [("nrc", "link"), ("link", "nrc")])
def test_what_is_gone_is_pruned_by_any_name_of_its_folder(
    settings: Settings, here: Path, first: str, then: str
) -> None:
    write({"nrc/1.txt": story("Velmer"), "nrc/stad/2.txt": story("Demerdijk")})
    write({"nrc/k.jsonl": records("Brand.", "Storm.")})
    (here / "link").symlink_to(here / "nrc")
    build(settings, [first])
    Path("nrc/stad/2.txt").unlink()
    write({"nrc/k.jsonl": records("Brand.")})
    assert counted(build(settings, [then], prune=True)) == {"removed": 2, "unchanged": 2}
    assert len(held(settings)) == 2


def test_what_cannot_be_read_by_one_name_is_not_pruned_by_another(
    settings: Settings, here: Path
) -> None:
    write({"nrc/1.txt": story("Velmer"), "nrc/k.jsonl": records("Brand.")})
    (here / "link").symlink_to(here / "nrc")
    build(settings, ["nrc"])
    Path("nrc/k.jsonl").write_bytes(b"")
    report = build(settings, ["link"], prune=True)
    assert (report.removed, report.skipped, len(held(settings))) == (0, 1, 2)


def test_an_archive_that_moves_is_known_from_its_new_place_and_a_part_of_it(
    settings: Settings, here: Path
) -> None:
    write({f"oud/{place}/1.txt": story(place) for place in PLACES[:3]})
    build(settings, ["oud"])
    Path("oud").rename("nieuw")
    assert counted(build(settings, ["nieuw/Velmer"])) == {"changed": 1}
    assert counted(build(settings, ["nieuw"], prune=True)) == {"changed": 2, "unchanged": 1}
    assert sorted(held(settings)) == sorted(f"{place}/1" for place in PLACES[:3])


def test_an_archive_that_moves_and_is_edited_has_no_article_twice(
    settings: Settings, here: Path
) -> None:
    rows = [{"id": 1, "title": "Dijk", "date": "2019-03-01", "body": "De dijk houdt."}]
    write({"oud/disk/nrc/1.txt": story("Velmer"), "oud/disk/nrc/k.jsonl": rows})
    build(settings, ["oud/disk"])
    Path("oud").rename("nieuw")
    edited = story("Velmer").replace("loods", "schuur")
    rows[0]["body"] = "De dijk houdt nog."
    write({"nieuw/disk/nrc/1.txt": edited, "nieuw/disk/nrc/k.jsonl": rows})
    assert counted(build(settings, ["nieuw/disk"], prune=True)) == {"changed": 2}
    assert counted(build(settings, ["nieuw/disk"], prune=True)) == {"unchanged": 2}
    assert sorted(held(settings)) == ["1", "nrc/1"]


def test_a_file_that_is_packed_where_it_lies_is_the_same(settings: Settings, here: Path) -> None:
    write({"k.jsonl": records("Brand.", "Storm."), "1.txt": story("Velmer")})
    build(settings, [here])
    for name in ("k.jsonl", "1.txt"):
        Path(f"{name}.gz").write_bytes(gzip.compress(Path(name).read_bytes()))
        Path(name).unlink()
    assert counted(build(settings, [here])) == {"changed": 3}
    assert counted(build(settings, [here], prune=True)) == {"unchanged": 3}


@pytest.mark.parametrize("suffix", ["xlsx", "rss", "html", "md"])
def test_it_is_so_in_every_form(settings: Settings, here: Path, suffix: str) -> None:
    def page(body: str) -> str:
        match suffix:
            case "rss":
                item = f"<item><guid>1</guid><title>{body}</title><description>{body} {body}"
                return f"<rss><channel>{item}</description></item></channel></rss>"
            case "html":
                text = "<p>De gemeenteraad van Velmer besloot gisteren over de dijk.</p>" * 3
                return f"<html><body><article><h1>{body}</h1>{text}</article></body></html>"
            case _:
                return f"# {body}\n\n{body}\n"

    for paper in ("nrc", "trouw"):
        Path(paper).mkdir()
        if suffix == "xlsx":
            book = openpyxl.Workbook()
            for n, sheet in enumerate((book.active, book.create_sheet("Blad 2"))):
                for row in (["id", "titel", "tekst"], [1, "Kop", f"{paper} {n}."]):
                    sheet.append(row)
            book.save(f"{paper}/k.xlsx")
        else:
            write({f"{paper}/k.{suffix}": page(f"Brand in {paper}")})
    count = 4 if suffix == "xlsx" else 2
    report = build(settings, ["nrc", "trouw"])
    assert counted(report) == {"added": count}
    assert "the same id in two files" in noted(report)
    assert counted(build(settings, ["trouw", "nrc"])) == {"unchanged": count}


def test_a_disk_that_is_away_is_no_reason_to_replace_what_came_from_it(
    settings: Settings, here: Path
) -> None:
    write({"disk/nrc.jsonl": records("Brand."), "trouw.jsonl": records("Regen.")})
    build(settings, ["disk"])
    shutil.rmtree("disk")
    Path("disk").mkdir()
    assert counted(build(settings, ["trouw.jsonl"])) == {"added": 1}
    Path("disk").rmdir()
    write({"ad.jsonl": records("Mist.")})
    assert counted(build(settings, ["ad.jsonl"])) == {"added": 1}
    assert held(settings) == {"1": "Brand.", "trouw/1": "Regen.", "ad/1": "Mist."}


# -- archives, standard input, other ways in


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_members_of_an_archive_are_sources_of_their_own(
    settings: Settings, here: Path, kind: str
) -> None:
    def pack(**members: str) -> None:
        if kind == "zip":
            with zipfile.ZipFile("k.zip", "w") as archive:
                for name, body in members.items():
                    archive.writestr(f"{name}.jsonl", json.dumps(records(body)[0]))
            return
        with tarfile.open("k.tar", "w") as tar:
            for name, body in members.items():
                data = json.dumps(records(body)[0]).encode()
                info = tarfile.TarInfo(f"{name}.jsonl")
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))

    pack(nrc="Brand.", trouw="Regen.")
    report = build(settings, [here])
    assert held(settings) == {"1": "Brand.", "trouw/1": "Regen."}
    assert f"k.{kind}!trouw.jsonl and k.{kind}!nrc.jsonl" in noted(report)
    pack(nrc="Brand.", trouw="Regen en mist.")
    assert counted(build(settings, [f"k.{kind}"])) == {"changed": 1, "unchanged": 1}
    pack(nrc="Brand.")
    assert counted(build(settings, [f"k.{kind}"], prune=True)) == {"unchanged": 1, "removed": 1}
    Path(f"k.{kind}").unlink()
    write({"ander.txt": "Kop"})
    assert counted(build(settings, [here], prune=True)) == {"added": 1, "removed": 1}


def test_a_part_of_a_folder_of_archives_is_known(settings: Settings, here: Path) -> None:
    for paper in ("nrc", "trouw"):
        Path(paper).mkdir()
        with zipfile.ZipFile(f"{paper}/k.zip", "w") as archive:
            archive.writestr("2019/001.txt", story(paper))
    build(settings, ["nrc", "trouw"])
    assert sorted(held(settings)) == ["k.zip!2019/001", "trouw/k.zip!2019/001"]
    for part in ("trouw/k.zip", here, "nrc"):
        again = build(settings, [part], prune=True)
        assert counted(again) == {"unchanged": again.read}


def test_standard_input_is_one_source(
    settings: Settings, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def give(*articles: dict[str, Any]) -> BuildReport:
        data = "".join(json.dumps(each) + "\n" for each in articles).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        return build(settings, ["-"])

    write({"nrc.jsonl": records("Regen.")})
    build(settings, ["nrc.jsonl"])
    assert counted(give(*records("Brand.", "Storm."))) == {"added": 2}
    os.chdir(here.parent)
    assert counted(give(*records("Brand, weer.", "Storm."))) == {"changed": 1, "unchanged": 1}
    assert held(settings) == {"1": "Regen.", "stdin/1": "Brand, weer.", "2": "Storm."}


def test_a_copy_of_an_index_knows_its_sources(
    settings: Settings, tmp_path: Path, here: Path
) -> None:
    write({"nrc.jsonl": records("Brand."), "trouw.jsonl": records("Regen.", "Mist.")})
    build(settings, [here])
    for engine in names():
        if engine != "opensearch":
            other = Settings(tmp_path / f"copy-{engine}", engine)
            copy_archive(settings, other)
            assert held(other) == held(settings)
            assert counted(build(other, ["trouw.jsonl"])) == {"unchanged": 2}
            assert counted(build(other, ["trouw.jsonl", here], prune=True)) == {"unchanged": 3}


# -- ids that mean the same article everywhere


@pytest.mark.parametrize(
    "id_",
    [
        "https://krant.example/2019/brand",
        "http://krant.example?p=12",
        "urn:newsml:krant.example:20190301:brand",
        "tag:krant.example,2019:brand",
        "doi:10.1000/182",
        "0b6b0f1e-4f5c-4e0a-9a55-3f2f4a1d2c3b",
        "20190301.1234@krant.example",
        "VELCOU0020190301ei3o0001",
        "10.1000/xyz.182",
        "5c7f1e0a9d3b2c4e5f6a7b8c",
        "9e107d9d372bb6826bd81d3542a419d6",
        "ddd:010012345:mpeg21:a0001",
    ],
)
def test_an_id_that_is_global_is_one_article_and_the_later_counts(
    settings: Settings, here: Path, id_: str
) -> None:
    write({"a.jsonl": [{"id": id_, "body": "Brand."}], "b.jsonl": [{"id": id_, "body": "Storm."}]})
    report = build(settings, [here])
    assert counted(report) == {"added": 1, "changed": 1}
    assert "took the place of an earlier one" in noted(report)
    assert held(settings) == {id_: "Storm."}
    write({"c.jsonl": [{"id": id_, "body": "Regen."}]})
    assert counted(build(settings, ["c.jsonl"])) == {"changed": 1}
    assert held(settings) == {id_: "Regen."}


@pytest.mark.parametrize(
    "id_", ["https://krant.example/2019/brand", "0b6b0f1e-4f5c-4e0a-9a55-3f2f4a1d2c3b"]
)
def test_a_global_id_that_repeats_in_one_file_loses_nothing(
    settings: Settings, here: Path, id_: str
) -> None:
    """A column that repeats says nothing of its rows, whatever it looks like."""
    write({"a.jsonl": [{"id": id_, "body": body} for body in ("Brand.", "Storm.", "Brand.")]})
    report = build(settings, [here])
    assert counted(report) == {"added": 2, "unchanged": 1}
    assert "the same id at several articles; all are kept" in noted(report)
    assert held(settings) == {id_: "Brand.", f"{id_}~2": "Storm."}
    assert counted(build(settings, [here])) == {"unchanged": 3}


def test_versions_of_a_global_id_in_one_file_are_one_article(
    settings: Settings, here: Path
) -> None:
    texts = {2: "Storm.", 3: "Regen.", 1: "Brand."}
    write({"a.jsonl": [{"id": "urn:k:1", "body": b, "version": v} for v, b in texts.items()]})
    build(settings, [here])
    assert held(settings) == {"urn:k:1": "Regen."}


@pytest.mark.parametrize(
    "id_",
    [
        "00000000-0000-0000-0000-000000000000",
        "d41d8cd98f00b204e9800998ecf8427e",
        "https://krant.example/index.html",
        "https://krant.example/?utm_source=rss",
    ],
)
def test_what_programs_make_of_nothing_is_no_global_id(
    settings: Settings, here: Path, id_: str
) -> None:
    write({"a.jsonl": [{"id": id_, "body": "Brand."}], "b.jsonl": [{"id": id_, "body": "Storm."}]})
    assert counted(build(settings, [here])) == {"added": 2}
    assert sorted(held(settings).values()) == ["Brand.", "Storm."]


@pytest.mark.parametrize(
    "id_", ["https://krant.example/", "archief:12", "12", "nl", "a b@c", "0" * 31 + "1", "deadbeef"]
)
def test_another_id_is_one_of_its_file(settings: Settings, here: Path, id_: str) -> None:
    write({"a.jsonl": [{"id": id_, "body": "Brand."}], "b.jsonl": [{"id": id_, "body": "Storm."}]})
    assert counted(build(settings, [here])) == {"added": 2}
    assert sorted(held(settings).values()) == ["Brand.", "Storm."]


def test_the_name_of_a_file_is_no_global_id(settings: Settings, here: Path) -> None:
    names = ("0b6b0f1e-4f5c-4e0a-9a55-3f2f4a1d2c3b.txt", "foto@2x.md")
    write({f"{paper}/{name}": story(paper) for paper in ("nrc", "trouw") for name in names})
    assert counted(build(settings, ["nrc", "trouw"])) == {"added": 4}
