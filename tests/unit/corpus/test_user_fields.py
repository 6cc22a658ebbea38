"""Fields stand where the user says, in the files that the user says."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from indexer.archive import build
from indexer.config import Settings
from indexer.corpus import UserFields
from indexer.errors import KnipselError
from indexer.model import Fields


def title(name: str) -> Fields:
    return (("title", (name,)),)


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("archief/nrc/*.csv", "archief/nrc/1.csv", True),
        ("archief/nrc/*.csv", "/mnt/archief/nrc/1.csv", True),
        ("nrc/*.csv", "archief/nrc/1.csv", True),
        ("nrc/*.csv", "archief/oud-nrc/1.csv", False),
        ("nrc/*.csv", "archief/nrc/2022/1.csv", False),
        ("nrc/**/*.csv", "archief/nrc/2022/03/1.csv", True),
        ("nrc/**/*.csv", "archief/nrc/1.csv", True),
        ("nrc/**", "archief/nrc/2022/03/1.csv", True),
        ("nrc", "archief/nrc/2022/03/1.csv", True),
        ("nrc/", "archief/nrc/1.csv", True),
        ("*.csv", "archief/nrc/1.csv", True),
        ("*.csv", "archief/nrc/1.csv.gz", False),
        ("lijst?.csv", "lijst1.csv", True),
        ("lijst?.csv", "lijst10.csv", False),
        ("lijst[!1].csv", "lijst1.csv", False),
        ("lijst[12].csv", "lijst2.csv", True),
        ("a+b (1).csv", "a+b (1).csv", True),
        ("levering.zip", "map/levering.zip!nrc/1.csv", True),
        ("levering.zip!nrc/*.csv", "map/levering.zip!nrc/1.csv", True),
        ("nrc/*.csv", "map/levering.zip!nrc/1.csv", True),
        ("/mnt/nrc/*.csv", "/mnt/nrc/1.csv", True),
        ("/mnt/nrc/*.csv", "/oud/mnt/nrc/1.csv", False),
        ("[a.csv", "[a.csv", True),
        ("[a-c]x[!0-9].csv", "bxz.csv", True),
        ("[a-c]x[!0-9].csv", "dxz.csv", False),
        ("[a-c]x[!0-9].csv", "bx1.csv", False),
        ("[a-].csv", "-.csv", True),
        ("nrc[!x]csv", "nrc/csv", False),
        ("nrc?csv", "nrc/csv", False),
        ("n*c/1.csv", "nrc/oud/c/1.csv", False),
        ("n*c/*.csv", "noord/nrc/1.csv", True),
        ("**/a*b.csv", "x/ay/ab.csv", True),
        ("nrc/**/**/1.csv", "nrc/1.csv", True),
        ("nrc/***/1.csv", "nrc/a/1.csv", True),
        ("nrc**1.csv", "nrc/oud/11.csv", True),
        ("nrc/**/1.csv", "nrc/oud1.csv", False),
        ("/**/1.csv", "/mnt/nrc/1.csv", True),
        ("/mnt/**", "/elders/mnt/1.csv", False),
        ("nrc/*", "nrc/a/b.csv", True),
        ("*a" * 20 + "z.csv", "a" * 250 + ".csv", False),
        ("**a" * 20 + "z.csv", "a" * 250 + ".csv", False),
        ("[ab]*" * 20 + "z.csv", "a" * 250 + ".csv", False),
    ],
)
def test_a_pattern_matches_the_end_of_a_path_and_what_is_in_it(
    pattern: str, path: str, matches: bool
) -> None:
    fields = UserFields((), [(pattern, title("Kop"))])
    assert fields.of(path) == (title("Kop") if matches else ())


def test_a_range_that_begins_after_its_end_is_refused() -> None:
    with pytest.raises(KnipselError, match=r"\['z-a'\] is no range of letters"):
        UserFields((), [("x[z-a].csv", title("Kop"))])


def test_the_most_specific_pattern_decides_each_field() -> None:
    general = (("title", ("kop",)), ("body", ("tekst",)))
    fields = UserFields(general, [("nrc/2022/*.csv", title("Bovenkop")), ("nrc/**", title("Kop"))])
    assert dict(fields.of("nrc/2022/1.csv")) == {"title": ("Bovenkop",), "body": ("tekst",)}
    assert dict(fields.of("nrc/1.csv")) == {"title": ("Kop",), "body": ("tekst",)}
    assert fields.of("trouw/1.csv") == general


def notes(folder: Path, settings: Settings) -> list[str]:
    return [str(note) for note in build(settings, [folder]).notes]


def test_two_odd_files_and_two_usual_ones_need_no_note(tmp_path: Path) -> None:
    news = tmp_path / "nieuws"
    (news / "nrc").mkdir(parents=True)
    (news / "nrc" / "a.csv").write_text("KopRegel;Alinea\nDijk;De dijk houdt.\n")
    with zipfile.ZipFile(news / "b.zip", "w") as archive:
        archive.writestr("b.jsonl", '{"Bovenkop": "Brug", "Alinea": "De brug is dicht."}\n')
    (news / "c.csv").write_text("titel;tekst\nWolf;De wolf jaagt.\n")
    (news / "d.jsonl").write_text('{"title": "Zee", "body": "De zee stijgt.", "Alinea": null}\n')
    settings = Settings(
        tmp_path / "index",
        "whoosh",
        fields=(("body", ("Alinea",)), ("date", ("Datum plaatsing", "dag"))),
        fields_by_path=(("nrc/*.csv", title("KopRegel")), ("b.zip", title("Bovenkop"))),
    )
    assert notes(news, settings) == [
        "no date where knipsel.toml says that it is: [fields] 'Datum plaatsing' or 'dag'",
    ]


def test_what_is_of_no_use_in_a_whole_run_is_named_once(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("titel;tekst\nWolf;De wolf jaagt.\n")
    (tmp_path / "b.txt").write_text("De wolf jaagt.")
    settings = Settings(
        tmp_path / "index",
        "whoosh",
        fields=title("Kpo"),
        fields_by_path=(("krant/*.csv", title("Kop")), ("b.txt", title("Kop"))),
    )
    assert notes(tmp_path, settings) == [
        "no file has the title of knipsel.toml: [fields] 'Kpo'",
        "no JSON or table was read that these are for; check the path",
    ]


def test_a_pattern_for_another_folder_than_was_read_is_not_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("nrc", "trouw"):
        Path(name).mkdir()
        (tmp_path / name / "a.csv").write_text("titel;tekst\nWolf;De wolf jaagt.\n")
    settings = Settings(Path("index"), "whoosh", fields_by_path=(("trouw/*.csv", title("Kop")),))
    assert notes(Path("nrc"), settings) == []
