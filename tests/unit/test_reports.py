"""What is skipped and noted is counted by its reason, however much of it there is."""

from __future__ import annotations

import pytest

from indexer.model import ArticleError, Note
from indexer.reports import MAX_PLACES, Reason, Tally


def tally(*items: ArticleError | Note) -> Tally:
    counted = Tally()
    for item in items:
        counted.add(item)
    return counted


@pytest.mark.parametrize(
    ("reasons", "common"),
    [
        (("no date: 'ooit'; read as undated", "no date: 'toen'; read as undated"), "no date"),
        (("no text (a, b); add some", "no text (c; d); add some"), "no text"),
        (("9 fields under 8 names; quote ','", "7 fields under 2 names; quote ','"), "… fields"),
        (("broken JSON: line 1; mend it", "broken JSON: char 9; mend it"), "broken JSON"),
        (("cut off; what is before is read; get it", "cut off; what is before is read; get it"),
         "cut off; what is before is read"),
    ],
)  # fmt: skip
def test_reasons_that_differ_in_particulars_are_one(reasons: tuple[str, ...], common: str) -> None:
    (reason,) = tally(*(ArticleError("a.csv", n, text) for n, text in enumerate(reasons))).skips()
    assert reason.reason.startswith(common)
    assert (reason.count, reason.files) == (2, 1)
    assert str(reason).endswith(reasons[0].rpartition("; ")[2])


def test_reasons_with_other_things_to_do_stay_apart() -> None:
    found = tally(*(ArticleError("a", 1, f'no text; say body = "{name}"') for name in "xy"))
    assert [reason.advice for reason in found.skips()] == ['say body = "x"', 'say body = "y"']


def test_what_is_met_once_keeps_all_that_is_known() -> None:
    error = ArticleError("a.rss", None, "entry 3: no text (a, b); add some", part="entry 3: ")
    assert tally(error).skips() == (
        Reason("entry 3: no text (a, b)", "add some", 1, 1, ("a.rss",)),
    )


def test_the_part_of_a_file_and_the_particulars_stand_with_the_place() -> None:
    found = tally(
        ArticleError("a.rss", None, "entry 3: no date: 'ooit'; date it", part="entry 3: "),
        ArticleError("b.csv", 4, "no date: 'toen'; date it"),
    )
    (reason,) = found.skips()
    assert reason.places == ("a.rss entry 3 'ooit'", "b.csv:4 'toen'")
    assert reason.files == 2


def test_notes_of_a_group_are_called_as_it_is() -> None:
    found = tally(*(Note(name, None, "lists (1)", group="lists") for name in ("a", "b")))
    assert [each.reason for each in found.notes()] == ["lists"]


def test_what_is_missing_is_one_command_for_all_files() -> None:
    needs = [("pypdf",), ("trafilatura", "lxml"), ("pypdf",)]
    found = tally(
        *(
            ArticleError(f"{n}", None, f"needs {each[0]}, which is not installed", needs=each)
            for n, each in enumerate(needs)
        )
    )
    (reason,) = found.skips()
    assert (reason.count, reason.advice) == (3, "run: pip install lxml pypdf trafilatura")


def test_equal_reasons_keep_their_numbers() -> None:
    (reason,) = tally(*(Note(name, None, "not UTF-8; save it as 8") for name in "ab")).notes()
    assert str(reason) == "not UTF-8; save it as 8"


def test_notes_are_no_skips_and_count_what_they_say() -> None:
    found = tally(
        Note("a.warc", None, "menus; passed over", count=3),
        Note("b.warc", None, "menus; passed over", count=2),
        Note("x.jpg", None, "a file of another format (.jpg)", form=".jpg"),
    )
    assert (found.skipped, found.skips(), found.passed_over) == (0, (), {".jpg": 1})
    assert found.notes() == (Reason("menus", "passed over", 5, 2, ("a.warc (3)", "b.warc (2)")),)


def test_places_are_kept_up_to_a_number_and_reasons_too() -> None:
    found = tally(*(ArticleError("a", n, "bad") for n in range(10_000)))
    (reason,) = found.skips()
    assert (reason.count, len(reason.places)) == (10_000, MAX_PLACES)
    many = tally(*(ArticleError("a", 1, "x" * n) for n in range(1, 2_000))).skips()
    assert len(many) < 600
    assert sum(each.count for each in many) == 1_999
    assert many[-1].reason == "other reasons"
