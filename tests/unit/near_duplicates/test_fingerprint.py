"""Openings tell the copies of a story from what only begins alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.near_duplicates.fingerprint import (
    ALIKE,
    DAYS,
    DAYS_OF_ONE_PAPER,
    FEWEST_WORDS,
    WORDS,
    Opening,
    day_of,
    group_of,
    new_group,
    unpacked,
)

TEXT = (
    "in de haven van oldervelme is vannacht een schip gezonken de bemanning van vier koppen is "
    "door de reddingsdienst van boord gehaald en maakt het goed het schip dat met zand geladen was "
    "maakte water nadat het de kade had geraakt de havenmeester heeft het bekken afgesloten en "
    "verwacht dat het bergen van het wrak een week gaat duren zei hij vanochtend op de radio"
)
STORY = TEXT.split()
DAY = 738_000


def opening(
    words: list[str], title: str = "schip zinken", source: str = "", day: int = DAY
) -> Opening:
    found = Opening.of(" ".join(words), title, source, day)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (STORY, "the same text"),
        (STORY[:20], "the lead alone"),
        ([*STORY, "meer", "nieuws", "volgt"], "a longer one"),
        ([*STORY[:8], "binnenschip", *STORY[9:]], "a word changed"),
        ([*STORY[:30], "volgens", "de", "politie", *STORY[30:]], "words put in"),
        ([*STORY[:18], *STORY[22:]], "words left out"),
    ],
)
def test_a_copy_is_like_its_story_and_shares_a_band(words: list[str], why: str) -> None:
    story, copy = opening(STORY), opening(words)
    assert story.likeness(copy) == copy.likeness(story) >= ALIKE, why
    assert set(story.bands) & set(copy.bands), why


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (STORY[::-1], "the same words in another order"),
        ([*STORY[:12], *(f"w{n}" for n in range(40))], "the first sentence only"),
        ([f"w{n}" for n in range(40)], "another text"),
    ],
)
def test_what_shares_less_than_half_its_runs_is_another_story(words: list[str], why: str) -> None:
    assert opening(STORY).likeness(opening(words)) == 0, why


def test_a_text_is_most_like_itself() -> None:
    changed = [*STORY[:8], "binnenschip", *STORY[9:]]
    assert opening(STORY).likeness(opening(changed)) < opening(STORY).likeness(opening(STORY)) == 1


@pytest.mark.parametrize(
    ("day", "source", "alike", "why"),
    [
        (DAY + DAYS, "Trouw", True, "another paper within days"),
        (DAY - DAYS, "Trouw", True, "also before"),
        (DAY + DAYS + 1, "Trouw", False, "but not later"),
        (DAY + DAYS, "", True, "a paper that is not known may be another"),
        (DAY + DAYS_OF_ONE_PAPER, "NRC", True, "one paper mends its story the day after"),
        (DAY + DAYS_OF_ONE_PAPER + 1, "NRC", False, "later, a column begins as ever"),
        (0, "NRC", True, "no day known: the text decides"),
    ],
)
def test_copies_appear_within_days(day: int, source: str, alike: bool, why: str) -> None:
    story = opening(STORY, source="NRC")
    assert bool(story.likeness(opening(STORY, source=source, day=day))) is alike, why


@pytest.mark.parametrize(
    ("title", "source", "alike", "why"),
    [
        ("schip bergen", "NRC", True, "one paper, a word of the title shared"),
        ("wolf bos", "NRC", False, "one paper, other titles: a column"),
        ("wolf bos", "nrc", False, "however the paper is written"),
        ("wolf bos", "Trouw", True, "another paper gives a title of its own"),
        ("wolf bos", "", True, "a paper that is not known may be another"),
        ("", "NRC", True, "no title to tell"),
    ],
)
def test_one_paper_gives_copies_titles_that_share_a_word(
    title: str, source: str, alike: bool, why: str
) -> None:
    story = opening(STORY, source="NRC")
    assert bool(story.likeness(opening(STORY, title, source))) is alike, why


def test_a_text_of_a_few_words_has_no_opening() -> None:
    assert Opening.of(" ".join(STORY[: FEWEST_WORDS - 1]), "", "", DAY) is None
    assert Opening.of("", "", "", DAY) is None
    assert Opening.of(" ".join(STORY[:FEWEST_WORDS]), "", "", DAY) is not None


def test_bands_are_kept_on_disk_so_they_stay_as_they_are() -> None:
    """When this fails, what copies are told by has changed: count generations.FORMAT up."""
    assert opening(STORY).bands == (956250, 119176, 17109, 637739, 343383, 59049)


@given(
    words=st.lists(st.text("abc", min_size=1, max_size=2), min_size=FEWEST_WORDS, max_size=120),
    title=st.lists(st.text("abc", min_size=1, max_size=2), max_size=20),
    source=st.text(max_size=5),
    day=st.integers(0, 3_652_059),
)
def test_an_opening_comes_back_from_its_record(
    words: list[str], title: list[str], source: str, day: int
) -> None:
    first = opening(words, " ".join(title), source, day)
    group = new_group(day, "0123456789ab")
    record = first.packed(group)
    assert unpacked(record) == (first._replace(bands=()), group)
    assert group_of(record) == group
    assert len(first.words) == min(len(words), WORDS)


@given(day=st.integers(0, 3_652_059), version=st.text("0123456789abcdef", min_size=10, max_size=24))
def test_a_group_tells_its_day_and_fits_a_signed_number(day: int, version: str) -> None:
    group = new_group(day, version)
    assert day_of(group) == day
    assert 0 <= group < 1 << 63
