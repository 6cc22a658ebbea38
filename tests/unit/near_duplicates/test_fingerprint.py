"""Fingerprints tell the copies of a story from what only begins alike."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.near_duplicates.fingerprint import (
    Fingerprint,
    day_of,
    group_of,
    new_group,
    similarity,
    unpacked,
)
from indexer.near_duplicates.rule import RULE, LshBand, Rule

TEXT = (
    "in de haven van oldervelme is vannacht een schip gezonken de bemanning van vier koppen is "
    "door de reddingsdienst van boord gehaald en maakt het goed het schip dat met zand geladen was "
    "maakte water nadat het de kade had geraakt de havenmeester heeft het bekken afgesloten en "
    "verwacht dat het bergen van het wrak een week gaat duren zei hij vanochtend op de radio"
)
STORY = TEXT.split()
DAY = 738_000


def fingerprint(
    words: list[str], title: str = "schip zinken", source: str = "", day: int = DAY
) -> Fingerprint:
    found = Fingerprint.of(" ".join(words), title, source, day)
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
    story, copy = fingerprint(STORY), fingerprint(words)
    assert similarity(story, copy) == similarity(copy, story) >= RULE.min_similarity, why
    assert set(story.lsh_bands) & set(copy.lsh_bands), why


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (STORY[::-1], "the same words in another order"),
        ([*STORY[:12], *(f"w{n}" for n in range(40))], "the first sentence only"),
        ([f"w{n}" for n in range(40)], "another text"),
    ],
)
def test_what_shares_less_than_half_its_runs_is_another_story(words: list[str], why: str) -> None:
    assert similarity(fingerprint(STORY), fingerprint(words)) == 0, why


def test_a_text_is_most_like_itself() -> None:
    story, changed = fingerprint(STORY), [*STORY[:8], "binnenschip", *STORY[9:]]
    assert similarity(story, fingerprint(changed)) < similarity(story, story) == 1


@pytest.mark.parametrize(
    ("day", "source", "alike", "why"),
    [
        (DAY + RULE.max_days, "Trouw", True, "another paper within days"),
        (DAY - RULE.max_days, "Trouw", True, "also before"),
        (DAY + RULE.max_days + 1, "Trouw", False, "but not later"),
        (DAY + RULE.max_days, "", True, "a paper that is not known may be another"),
        (DAY + RULE.max_days_one_paper, "NRC", True, "one paper mends its story the day after"),
        (DAY + RULE.max_days_one_paper + 1, "NRC", False, "later, a column begins as ever"),
        (0, "NRC", True, "no day known: the text decides"),
    ],
)
def test_copies_appear_within_days(day: int, source: str, alike: bool, why: str) -> None:
    story = fingerprint(STORY, source="NRC")
    assert bool(similarity(story, fingerprint(STORY, source=source, day=day))) is alike, why


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
    story = fingerprint(STORY, source="NRC")
    assert bool(similarity(story, fingerprint(STORY, title, source))) is alike, why


def test_a_text_of_a_few_words_has_no_fingerprint() -> None:
    assert Fingerprint.of(" ".join(STORY[: RULE.min_words - 1]), "", "", DAY) is None
    assert Fingerprint.of("", "", "", DAY) is None
    assert Fingerprint.of(" ".join(STORY[: RULE.min_words]), "", "", DAY) is not None


def test_bands_are_kept_on_disk_so_they_stay_as_they_are() -> None:
    """When this fails, what copies are told by has changed: count manifest.FORMAT up."""
    assert fingerprint(STORY).lsh_bands == (956250, 119176, 17109, 637739, 343383, 59049)


@given(
    words=st.lists(st.text("abc", min_size=1, max_size=2), min_size=RULE.min_words, max_size=120),
    title=st.lists(st.text("abc", min_size=1, max_size=2), max_size=20),
    source=st.text(max_size=5),
    day=st.integers(0, 3_652_059),
)
def test_a_fingerprint_comes_back_from_its_record(
    words: list[str], title: list[str], source: str, day: int
) -> None:
    first = fingerprint(words, " ".join(title), source, day)
    group = new_group(day, "0123456789ab")
    record = first.packed(group)
    assert unpacked(record) == (first._replace(lsh_bands=()), group)
    assert group_of(record) == group
    assert len(first.words) == min(len(words), RULE.compared_words)


@given(
    day=st.integers(0, 3_652_059),
    content_hash=st.text("0123456789abcdef", min_size=10, max_size=24),
)
def test_a_group_tells_its_day_and_fits_a_signed_number(day: int, content_hash: str) -> None:
    group = new_group(day, content_hash)
    assert day_of(group) == day
    assert 0 <= group < 1 << 63


@pytest.mark.parametrize(
    "change",
    [
        {"shingle": 0},
        {"shingle": 13},
        {"lsh_bands": (LshBand(3, 1, 1),)},
        {"max_title_terms": 64},
    ],
)
def test_a_rule_that_fits_no_fingerprint_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="Rule"):
        Rule(**change)
