"""Of an article the highest version counts; one that is withdrawn stays out, one embargoed waits.

Whatever the order of reading, in one run or several, in each form that tells versions apart.
"""

from __future__ import annotations

import json
import random
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from indexer.archive import Archive, build, copy_archive
from indexer.config import Settings
from indexer.errors import IndexDamagedError
from indexer.model import SearchRequest
from indexer.reports import BuildReport

Write = Callable[..., Path]

TEXT = "De raad van Ravelhout stemde in met de sluis"
MOMENTS = {1: "09:00", 2: "10:00", 10: "18:00"}
FUTURE = "2999-03-24T06:00:00+01:00"
PAST = "2019-03-24T06:00:00+01:00"


def newsml(version: int, status: str = "usable", embargo: str = "") -> str:
    held = f"<embargoed>{embargo}</embargoed>" if embargo else ""
    return f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:persdienst:1"
version="{version}"><itemMeta><itemClass qcode="ninat:text"/>
<versionCreated>2022-03-24T{MOMENTS[version]}:00+01:00</versionCreated>{held}
<pubStatus qcode="stat:{status}"/></itemMeta><contentMeta><headline>Versie {version}</headline>
</contentMeta><contentSet><inlineData contenttype="text/plain">{TEXT} ({version}).</inlineData>
</contentSet></newsItem>"""


def nitf(version: int, status: str = "usable", embargo: str = "") -> str:
    release = f'<date.release norm="{embargo}"/>' if embargo else ""
    return f"""<nitf><head><docdata management-status="{status}"><doc-id id-string="pd-1"/>
<du-key version="{version}"/>{release}
<date.issue norm="20220324T{MOMENTS[version].replace(":", "")}00+0100"/></docdata></head>
<body><body.head><hedline><hl1>Versie {version}</hl1></hedline>
</body.head><body.content><p>{TEXT} ({version}).</p></body.content></body></nitf>"""


def ninjs(version: int, status: str = "usable", embargo: str = "") -> str:
    item = {
        "guid": "urn:persdienst:1",
        "version": str(version),
        "versioncreated": f"2022-03-24T{MOMENTS[version]}:00Z",
        "pubstatus": status,
        "date": "2022-03-24",
        "headline": f"Versie {version}",
        "text": f"{TEXT} ({version}).",
    }
    return json.dumps(item | ({"embargoed": embargo} if embargo else {}))


def atom(version: int, status: str = "usable", embargo: str = "") -> str:
    moment = f"2022-03-24T{MOMENTS[version]}:00Z"
    held = f"<prism:embargoDate>{embargo}</prism:embargoDate>" if embargo else ""
    entry = f"""<entry><id>tag:persdienst.example,2022:1</id><title>Versie {version}</title>{held}
<published>2022-03-24T08:00:00Z</published><updated>{moment}</updated>
<content>{TEXT} ({version}).</content></entry>"""
    if status != "usable":
        entry = f'<at:deleted-entry ref="tag:persdienst.example,2022:1" when="{moment}"/>'
    return f"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"
xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"><title>Persdienst</title>{entry}</feed>"""


FORMS = {".xml": newsml, ".nitf.xml": nitf, ".json": ninjs, ".atom": atom}


@pytest.fixture(params=FORMS)
def write(tmp_path: Path, request: pytest.FixtureRequest) -> Write:
    """Return a function that writes a version of the one article, in each form."""
    form = FORMS[request.param]

    def write_version(version: int, status: str = "usable", embargo: str = "") -> Path:
        path = tmp_path / f"v{version}{request.param}"
        path.write_text(form(version, status, embargo), "utf-8")
        return path

    return write_version


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "index")


@contextmanager
def opened(settings: Settings) -> Iterator[Archive]:
    with Archive.open(settings) as archive:
        yield archive


def titles(settings: Settings) -> list[str]:
    with opened(settings) as archive:
        found = archive.results(SearchRequest("raad"))
        assert found.total == archive.stats().articles, "what is out is out of the figures too"
        return [hit.article.title for hit in found]


def counts(report: BuildReport) -> dict[str, int]:
    """Return what a report counts, without what it counts as none."""
    names = (
        *("read", "added", "changed", "unchanged", "removed", "skipped"),
        *("superseded", "withdrawn", "embargoed"),
    )
    return {name: getattr(report, name) for name in names if getattr(report, name)}


@pytest.mark.parametrize("order", [(1, 2, 10), (10, 1, 2), (2, 10, 1)], ids=str)
def test_the_highest_version_counts_in_whatever_order_one_run_reads_them(
    settings: Settings, write: Write, order: tuple[int, ...]
) -> None:
    report = build(settings, [write(version) for version in order])
    assert titles(settings) == ["Versie 10"]
    assert report.read == report.added + report.changed + report.superseded == 3
    assert report.added == 1


def test_an_older_version_that_a_later_run_reads_changes_nothing(
    settings: Settings, write: Write
) -> None:
    build(settings, [write(10)])
    assert counts(build(settings, [write(2)])) == {"read": 1, "superseded": 1}
    assert titles(settings) == ["Versie 10"]
    assert counts(build(settings, [write(10)])) == {"read": 1, "unchanged": 1}


def test_what_is_withdrawn_leaves_the_index_and_stays_out(
    settings: Settings, write: Write, engine: str
) -> None:
    settings = Settings(settings.index, engine)
    first, second = write(1), write(2, "canceled")
    build(settings, [first])
    assert counts(build(settings, [second])) == {"read": 1, "removed": 1, "withdrawn": 1}
    assert titles(settings) == []
    assert counts(build(settings, [first])) == {"read": 1, "superseded": 1}
    assert counts(build(settings, [second])) == {"read": 1, "withdrawn": 1}
    assert titles(settings) == []
    with opened(settings) as archive:
        assert archive.check() == []


def test_what_was_withdrawn_stays_out_of_a_rebuild_and_of_a_copy(
    settings: Settings, write: Write, tmp_path: Path
) -> None:
    first, other = write(1), tmp_path / "other.txt"
    other.write_text("Een ander bericht over de raad.", "utf-8")
    build(settings, [first, write(2, "canceled"), other])
    copy = Settings(tmp_path / "copy")
    copy_archive(settings, copy)
    assert counts(build(copy, [first])) == {"read": 1, "superseded": 1}
    report = build(settings, [first, other], rebuild=True)
    assert counts(report) == {"read": 2, "added": 1, "superseded": 1}
    assert counts(build(settings, [first])) == {"read": 1, "superseded": 1}
    assert len(titles(settings)) == 1


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)], ids=str)
def test_a_version_after_the_withdrawal_is_seen_again(
    settings: Settings, write: Write, order: tuple[int, ...]
) -> None:
    paths = [write(1), write(2, "canceled"), write(10)]
    for place in order:
        build(settings, [paths[place]])
    assert titles(settings) == ["Versie 10"]
    build(settings, [paths[0]])
    assert titles(settings) == ["Versie 10"]


def test_an_embargo_to_come_keeps_all_versions_out_until_it_ends(
    settings: Settings, write: Write
) -> None:
    first = write(1)
    build(settings, [first])
    report = build(settings, [write(2, embargo=FUTURE)])
    assert counts(report) == {"read": 1, "removed": 1, "embargoed": 1}
    assert report.embargo_ends == "2999-03-24T05:00:00Z"
    assert counts(build(settings, [first])) == {"read": 1, "superseded": 1}
    assert titles(settings) == []
    assert counts(build(settings, [write(2, embargo=PAST)])) == {"read": 1, "added": 1}
    with opened(settings) as archive:
        (hit,) = archive.results(SearchRequest("raad"))
    assert (hit.article.title, hit.article.date) == ("Versie 2", "2022-03-24")


def test_a_zip_and_a_folder_hold_versions_as_a_list_of_files_does(
    settings: Settings, write: Write, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for version in (10, 2, 1):
            path = write(version)
            archive.write(path, path.name)
            path.unlink()
    write(1, "canceled")
    assert counts(build(settings, [tmp_path])) == {"read": 4, "added": 1, "superseded": 3}
    assert titles(settings) == ["Versie 10"]
    assert build(settings, [tmp_path], prune=True).removed == 0
    assert titles(settings) == ["Versie 10"]


def test_pruning_takes_out_a_version_whose_file_is_gone_once(
    settings: Settings, write: Write, tmp_path: Path
) -> None:
    first, second = write(1), write(2)
    build(settings, [first, second])
    second.unlink()
    assert counts(build(settings, [tmp_path], prune=True)) == {
        "read": 1,
        "superseded": 1,
        "removed": 1,
    }
    assert counts(build(settings, [tmp_path], prune=True)) == {"read": 1, "added": 1}


@pytest.mark.parametrize(
    "table", [b"[]", b"{", b'{"a": 1}', b'{"a": ["1", "", "soon"]}', b'{"b": ["2", "", ""]}', b"{}"]
)
def test_a_damaged_table_of_what_is_withheld_is_damage_that_a_rebuild_mends_and_tells(
    settings: Settings, write: Write, table: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    build(settings, [write(1), write(2, "canceled")])
    (stored,) = settings.index.glob("generation-*/withheld.json")
    stored.write_bytes(table)
    with pytest.raises(IndexDamagedError, match="--rebuild"):
        build(settings, [write(10)])
    assert build(settings, [write(10)], rebuild=True).added == 1
    assert f"what was withheld of {settings.index} is lost: " in caplog.text
    assert titles(settings) == ["Versie 10"]


def test_whatever_the_order_and_the_runs_the_highest_version_decides(
    settings: Settings, tmp_path: Path
) -> None:
    draw = random.Random(7)
    for attempt in range(15):
        settings = Settings(tmp_path / f"index-{attempt}")
        said = {version: draw.choice(("usable", "canceled", "embargoed")) for version in (1, 2, 10)}
        order = draw.sample([1, 2, 10, draw.choice((1, 2, 10))], 4)
        runs = [order[: (cut := draw.randint(0, 4))], order[cut:]]
        for run in runs:
            paths = []
            for number, version in enumerate(run):
                embargo = FUTURE if said[version] == "embargoed" else ""
                status = "canceled" if said[version] == "canceled" else "usable"
                paths.append(tmp_path / f"{number}.xml")
                paths[-1].write_text(newsml(version, status, embargo), "utf-8")
            if paths:
                build(settings, paths)
        shown = ["Versie 10"] if said[10] == "usable" else []
        assert titles(settings) == shown, (said, runs)


def test_a_row_of_a_table_is_withdrawn_and_embargoed_in_its_own_file_alone(
    settings: Settings, tmp_path: Path
) -> None:
    def table(name: str, status: str, embargo: str = "") -> Path:
        row = f'17,Kop {name},"{TEXT} ({name}).",{status},{embargo}'
        path = tmp_path / f"{name}.csv"
        path.write_text(f"id,kop,tekst,status,embargo\n{row}\n", "utf-8")
        return path

    build(settings, [table("een", "klaar"), table("twee", "klaar")])
    assert counts(build(settings, [table("twee", "ingetrokken")])) == {
        "read": 1,
        "removed": 1,
        "withdrawn": 1,
    }
    assert titles(settings) == ["Kop een"]
    assert counts(build(settings, [table("een", "", FUTURE)])) == {
        "read": 1,
        "removed": 1,
        "embargoed": 1,
    }
    assert counts(build(settings, [table("een", ""), table("twee", "klaar")])) == {
        "read": 2,
        "added": 2,
    }
    assert sorted(titles(settings)) == ["Kop een", "Kop twee"]


def test_a_document_of_nitf_without_a_version_is_withdrawn_by_another(
    settings: Settings, tmp_path: Path
) -> None:
    """Its id is that of every file, though it says nothing else of its release."""
    plain = nitf(1).replace('<du-key version="1"/>', "")
    plain = f"{plain.partition('<date.issue')[0]}</docdata>{plain.partition('</docdata>')[2]}"
    told = 'management-status="canceled" management-doc-idref="pd-1"'
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "a.xml").write_text(plain, "utf-8")
    assert counts(build(settings, [tmp_path / "a"])) == {"read": 1, "added": 1}
    kill = f"<nitf><head><docdata {told}/></head><body/></nitf>"
    (tmp_path / "a" / "b.xml").write_text(kill, "utf-8")
    for _ in range(2):
        build(settings, [tmp_path / "a"])
        assert titles(settings) == []
