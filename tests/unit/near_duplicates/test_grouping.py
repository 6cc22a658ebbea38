"""A run gives the articles that tell one story the same group, and others groups of their own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.kernel import compiled
from indexer.near_duplicates import grouping
from indexer.near_duplicates.fingerprint import Opening, day_of, new_group
from indexer.near_duplicates.grouping import Grouping, Recent

DAY = 738_000
STORIES = {
    letter: " ".join(f"{letter}{n}" for n in range(40)) for letter in ("wolf", "schip", "dijk")
}


def opening(text: str, day: int = DAY) -> Opening:
    found = Opening.of(text, "", "", day)
    assert found is not None
    return found


def copy(story: str, number: int) -> str:
    """Return the story with one word changed."""
    words = STORIES[story].split()
    return " ".join([*words[: 5 * number], "anders", *words[5 * number + 1 :]])


def version(number: int) -> str:
    return f"{number:010x}00"


def placed(texts: Sequence[str]) -> list[int]:
    run = Grouping(None, lambda _: None)
    return [run.place(opening(text), version(number)) for number, text in enumerate(texts, 1)]


def test_copies_have_the_group_of_the_first_whatever_the_order() -> None:
    texts = [copy("wolf", 1), copy("wolf", 2), copy("wolf", 3), copy("schip", 1), copy("dijk", 1)]
    for order in permutations(texts):
        groups = dict(zip(order, placed(order), strict=True))
        assert len({groups[text] for text in texts[:3]}) == 1
        assert len(set(groups.values())) == 3


def test_the_article_that_is_most_alike_gives_the_group() -> None:
    words = STORIES["wolf"].split()
    beginning = " ".join([*words[:24], *(f"x{n}" for n in range(16))])
    most = " ".join([*(f"y{n}" for n in range(8)), *words[8:]])
    groups = placed([beginning, most, STORIES["wolf"]])
    assert groups[0] != groups[1] == groups[2]


def test_a_story_that_goes_on_is_not_one_group_a_day_at_a_time() -> None:
    run = Grouping(None, lambda _: None)
    days = range(DAY, DAY + 12)
    groups = [run.place(opening(STORIES["wolf"], day), version(day)) for day in days]
    assert [day_of(group) - DAY for group in groups] == [0, 0, 0, 0, 4, 4, 4, 4, 8, 8, 8, 8]


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "MOST_REMEMBERED", 2)
    texts = [STORIES["wolf"], STORIES["schip"], STORIES["dijk"], STORIES["schip"], STORIES["wolf"]]
    groups = placed(texts)
    assert groups[3] == groups[1]
    assert groups[4] != groups[0]


@st.composite
def openings(draw: st.DrawFn) -> Opening:
    """Draw the beginning of a few stories, changed here and there."""
    words = STORIES[draw(st.sampled_from(sorted(STORIES)))].split()
    for place in draw(st.lists(st.integers(0, len(words) - 1), max_size=4)):
        words[place] = "anders"
    found = Opening.of(
        " ".join(words[: draw(st.integers(12, len(words)))]),
        draw(st.sampled_from(["", "wolf bos", "bos", "schip"])),
        draw(st.sampled_from(["", "Trouw", "NRC"])),
        draw(st.sampled_from([0, *range(DAY, DAY + 5)])),
    )
    assert found is not None
    return found


@pytest.mark.skipif(compiled() is None, reason="no compiled kernel; test_channels says how")
@given(articles=st.lists(openings(), max_size=30), most=st.integers(2, 40))
def test_the_compiled_kernel_gives_the_same_groups(articles: list[Opening], most: int) -> None:
    native = compiled()
    assert native
    python, kernel = Recent(most), native.Recent(most)
    for number, article in enumerate(articles, 1):
        new = new_group(article.day, version(number))
        best = 0.6 * (number % 3 == 0)  # as if one of an earlier run were alike
        assert kernel.place(article, best, new) == python.place(article, best, new)


class Earlier:
    """An index with one article of a group; what is asked of it is kept."""

    def __init__(self, group: int) -> None:
        self._group = group

    def lsh_candidates(self, bands: Sequence[int], limit: int) -> list[tuple[int, int]]:
        return [(0, 7)] if bands and limit else []

    def groups(self, handles: Sequence[tuple[int, int]]) -> list[int]:
        return [self._group for _ in handles]

    def load(self, handles: Sequence[tuple[int, int]]) -> list[bytes]:
        return [b"stored" for _ in handles]


@pytest.mark.parametrize(
    ("day", "joins", "why"),
    [
        (DAY + 2, True, "a copy of an indexed article has its group"),
        (DAY + 9, False, "its group began too long ago"),
    ],
)
def test_groups_of_earlier_runs_go_on(day: int, joins: bool, why: str) -> None:
    (group,) = placed([STORIES["wolf"]])
    reader = Earlier(group)
    run = Grouping(reader, {b"stored": opening(STORIES["wolf"], 0)}.get)  # type: ignore[arg-type]
    assert (run.place(opening(copy("wolf", 1), day), "f" * 12) == group) is joins, why
    assert run.place(opening(STORIES["dijk"], day), "e" * 12) != group


class Old(Earlier):
    """An index in which twenty old articles share a band with any, before one of these days."""

    def __init__(self, group: int) -> None:
        super().__init__(group)
        self.loaded: list[tuple[int, int]] = []

    def lsh_candidates(self, bands: Sequence[int], limit: int) -> list[tuple[int, int]]:
        return [(0, doc) for doc in range(21 if bands else 0)][:limit]

    def groups(self, handles: Sequence[tuple[int, int]]) -> list[int]:
        old = new_group(DAY - 500, "b" * 12)
        return [self._group if doc == 20 else old for _, doc in handles]

    def load(self, handles: Sequence[tuple[int, int]]) -> list[bytes]:
        self.loaded += handles
        return super().load(handles)


def test_articles_of_other_days_that_share_a_band_are_in_no_copys_way_and_are_not_read() -> None:
    (group,) = placed([STORIES["wolf"]])
    reader = Old(group)
    run = Grouping(reader, {b"stored": opening(STORIES["wolf"], 0)}.get)  # type: ignore[arg-type]
    assert run.place(opening(copy("wolf", 1), DAY + 1), "f" * 12) == group
    assert reader.loaded == [(0, 20)]
