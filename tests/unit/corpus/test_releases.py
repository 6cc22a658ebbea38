"""What makers say of a release is read as their formats have it: version, status and embargo."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.corpus import read_articles
from indexer.corpus.releases import release_in
from indexer.model import Article, ArticleError
from indexer.release import ENDLESS, Release, is_later

URN = "urn:persdienst:7"


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        ("10", "9"),
        ("10", "2"),
        ("1.10", "1.9"),
        ("2", "1.5"),
        ("1.1", "1"),
        ("1", ""),
        ("2022-03-24T10:00:00Z", "2022-03-24T09:59:59Z"),
        ("2 2022-03-24T10:00:00Z", "1 2022-03-25T10:00:00Z"),
        ("1 2022-03-24T10:00:00Z", "1 2022-03-23T10:00:00Z"),
        ("1.5 2022-03-24T10:00:00Z", "1 2022-03-25T10:00:00Z"),
        ("2022-03-24T10:00:00Z", ""),
    ],
)
def test_a_version_comes_after_another(later: str, earlier: str) -> None:
    assert is_later(later, earlier)
    assert not is_later(earlier, later)
    assert not is_later(later, later)


def guid(version: str = "", *, withdrawn: bool = False, embargo: str = "") -> Release:
    return Release(version, withdrawn, embargo, has_guid=True)


@pytest.mark.parametrize(
    ("record", "release"),
    [
        ({"version": "3"}, guid("3")),
        ({"version": 3}, guid("3")),
        ({"Version": "1.2"}, guid("1.2")),
        ({"version": "https://jsonfeed.org/version/1"}, None),
        ({"version": "definitief"}, None),
        ({"versioncreated": "2022-03-24T10:00:00+01:00"}, guid("2022-03-24T09:00:00Z")),
        ({"versionCreated": "20220324T100000+0100"}, guid("2022-03-24T09:00:00Z")),
        ({"dateModified": "2022-07-24T10:00:00"}, guid("2022-07-24T08:00:00Z")),
        ({"date_modified": "Thu, 24 Mar 2022 10:00:00 GMT"}, guid("2022-03-24T10:00:00Z")),
        ({"dateModified": "24 maart 2022"}, guid("2022-03-23T23:00:00Z")),
        ({"dateModified": "gisteren"}, None),
        ({"pubstatus": "usable"}, None),
        ({"pubStatus": "canceled"}, guid(withdrawn=True)),
        ({"pubstatus": "stat:withheld"}, guid(withdrawn=True)),
        (
            {"pubstatus": "http://cv.iptc.org/newscodes/pubstatusg2/canceled"},
            guid(withdrawn=True),
        ),
        ({"status": "Ingetrokken"}, guid(withdrawn=True)),
        ({"status": 404}, None),
        ({"embargoed": "2999-01-01T06:00:00Z"}, guid(embargo="2999-01-01T06:00:00Z")),
        ({"embargo": "2999-01-01T06:00"}, guid(embargo="2999-01-01T05:00:00Z")),
        ({"embargo_tot": "1 januari 2150"}, guid(embargo="2149-12-31T23:00:00Z")),
        ({"embargo": ""}, None),
        ({"embargo": "nee"}, None),
        ({"embargo": "-"}, None),
        ({"embargo": "n.v.t."}, None),
        ({"embargo": "NaN"}, None),
        ({"version": "v2"}, guid("2")),
        ({"version": "Versie 1.10"}, guid("1.10")),
        ({"embargo": None}, None),
        ({"embargo": False}, None),
        ({"pubstatus": "embargoed"}, guid(embargo=ENDLESS)),
        ({"pubstatus": "canceled", "embargo": "onleesbaar"}, guid(withdrawn=True)),
        ({}, None),
    ],
)
def test_a_record_says_what_its_release_is(record: dict[str, Any], release: Release | None) -> None:
    assert release_in(record, "Europe/Amsterdam", URN, has_guid=False) == release


@pytest.mark.parametrize("embargo", ["zodra het mag", "ja", True, "31-02-2999"])
def test_an_embargo_that_is_not_understood_is_an_error_that_names_it(
    tmp_path: Path, embargo: object
) -> None:
    record = {"id": URN, "body": "De sluis is open.", "embargo": embargo}
    (tmp_path / "a.jsonl").write_text(json.dumps(record), "utf-8")
    (error,) = read_articles(tmp_path / "a.jsonl")
    assert isinstance(error, ArticleError)
    assert f"an embargo that is not understood: '{embargo}'; write a time" in error.reason


@pytest.mark.parametrize("id_", ["7", "bericht-7", ""])
def test_the_version_of_an_id_of_its_own_file_counts_for_nothing(id_: str) -> None:
    assert release_in({"version": "3"}, "UTC", id_, has_guid=False) is None
    held = release_in({"version": "3", "status": "withdrawn"}, "UTC", id_, has_guid=False)
    assert held == Release(withdrawn=True)


@given(
    st.dictionaries(
        st.sampled_from(["version", "versioncreated", "pubstatus", "embargoed"]),
        st.one_of(st.text(), st.integers(), st.floats(), st.none(), st.lists(st.text())),
    )
)
@example(record={"embargoed": 0.0})
def test_whatever_a_record_says_is_a_release_or_an_embargo_not_understood(
    record: dict[str, Any],
) -> None:
    try:
        release = release_in(record, "Europe/Amsterdam", URN, has_guid=False)
    except ValueError:
        assert record["embargoed"]
    else:
        assert release is None or not is_later(release.version, release.version)


# -- NewsML-G2 and NITF

META = "<itemMeta><itemClass qcode='ninat:%s'/>%s</itemMeta>"


def newsml(meta: str, kind: str = "text", text: str = "De sluis is open.", header: str = "") -> str:
    return (
        f"<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><header>{header}</header><itemSet>"
        f"<newsItem guid='persdienst-7' version='4'>{META % (kind, meta)}<contentSet><inlineData>"
        f"{text}</inlineData></contentSet></newsItem></itemSet></newsMessage>"
    )


def nitf(about: str, identified: str = '<doc-id id-string="pd-7"/>') -> str:
    return (
        f"<nitf><head><docdata {about}>{identified}</docdata></head><body><body.content><p>De sluis"
        "</p></body.content></body></nitf>"
    )


def releases(tmp_path: Path, text: str) -> list[tuple[str, Release | None]]:
    (tmp_path / "a.xml").write_text(text, "utf-8")
    found = [item for item in read_articles(tmp_path / "a.xml") if isinstance(item, Article)]
    return [(article.id, article.release) for article in found]


@pytest.mark.parametrize(
    ("meta", "release"),
    [
        ("", guid("4")),
        ("<pubStatus qcode='stat:usable'/>", guid("4")),
        ("<pubStatus qcode='s:canceled'/>", guid("4", withdrawn=True)),
        (
            "<pubStatus uri='http://cv.iptc.org/newscodes/pubstatusg2/withheld'/>",
            guid("4", withdrawn=True),
        ),
        ("<signal qcode='sig:kill'/>", guid("4", withdrawn=True)),
        ("<signal qcode='sig:correction'/>", guid("4")),
        ("<embargoed>2999-01-01T06:00:00Z</embargoed>", guid("4", embargo="2999-01-01T06:00:00Z")),
        ("<embargoed/>", guid("4", embargo=ENDLESS)),
        ("<embargoed/><pubStatus qcode='stat:canceled'/>", guid("4", withdrawn=True)),
    ],
)
def test_newsml_says_it_of_an_item(tmp_path: Path, meta: str, release: Release) -> None:
    assert releases(tmp_path, newsml(meta)) == [("persdienst-7", release)]


def test_a_message_withdraws_its_items_with_or_without_text_but_for_pictures(
    tmp_path: Path,
) -> None:
    held = [("persdienst-7", guid("4", withdrawn=True))]
    kill = "<signal qcode='sig:kill'/>"
    assert releases(tmp_path, newsml("", header=kill)) == held
    assert releases(tmp_path, newsml("", text="", header=kill)) == held
    assert releases(tmp_path, newsml("", "picture", "", kill)) == []


def test_a_picture_of_newsml_with_a_caption_is_no_article(tmp_path: Path) -> None:
    assert releases(tmp_path, newsml("", "picture")) == []
    assert releases(tmp_path, newsml("", "composite")) == [("persdienst-7", guid("4"))]


SUB, MAIN = "<headline role='x:sub'>Na jaren</headline>", "<headline role='x:main'>Kop</headline>"


@pytest.mark.parametrize(
    ("about", "date"),
    [
        ("<headline>Kop</headline>", "2022-03-24"),
        (f"{SUB}{MAIN}", "2022-03-24"),
        (f"{SUB}<headline>Kop</headline>", "2022-03-24"),
        (f"<contentCreated>2022-03-23</contentCreated>{MAIN}{SUB}", "2022-03-23"),
    ],
)
def test_newsml_is_dated_by_when_it_was_first_made_and_has_its_main_headline(
    tmp_path: Path, about: str, date: str
) -> None:
    made = "<versionCreated>2022-04-02</versionCreated><firstCreated>2022-03-24</firstCreated>"
    text = newsml(made).replace("<contentSet>", f"<contentMeta>{about}</contentMeta><contentSet>")
    (tmp_path / "a.xml").write_text(text, "utf-8")
    (article,) = read_articles(tmp_path / "a.xml")
    assert isinstance(article, Article)
    assert (article.title, article.date) == ("Kop", date)


@pytest.mark.parametrize(
    ("about", "inside", "release"),
    [
        ("", "", guid("")),
        ("", "<du-key version='3'/>", guid("3")),
        ("", "<date.issue norm='20220324T100000+0100'/>", guid("2022-03-24T09:00:00Z")),
        ("management-status='canceled'", "", guid(withdrawn=True)),
        ("management-status='withheld'", "<du-key version='3'/>", guid("3", withdrawn=True)),
        ("", "<date.release norm='29990101'/>", guid(embargo="2998-12-31T23:00:00Z")),
        ("management-status='embargoed'", "", guid(embargo=ENDLESS)),
        ("", "<date.release norm='straks'/>", guid("")),
    ],
)
def test_nitf_says_it_of_a_document(
    tmp_path: Path, about: str, inside: str, release: Release | None
) -> None:
    text = nitf(about, f'<doc-id id-string="pd-7"/>{inside}')
    assert releases(tmp_path, text) == [("pd-7", release)]


@pytest.mark.parametrize("id_", ["7", "00123", ""])
def test_a_short_number_is_no_id_of_nitf_in_every_file(tmp_path: Path, id_: str) -> None:
    inside = "<date.issue norm='20220324T100000+0100'/><du-key version='3'/>"
    ((_, release),) = releases(tmp_path, nitf("", f'<doc-id id-string="{id_}"/>{inside}'))
    assert release is None


def test_nitf_withdraws_another_document(tmp_path: Path) -> None:
    about = "management-doc-idref='pd-1' management-idref-status='canceled'"
    assert releases(tmp_path, nitf(about)) == [
        ("pd-1", guid(withdrawn=True)),
        ("pd-7", guid("")),
    ]
    assert ("pd-1", guid(withdrawn=True)) in releases(
        tmp_path, nitf("management-doc-idref='pd-1' management-status='canceled'", "")
    )
