"""A run gives the articles that tell one story the same group, and others groups of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.near_duplicates import grouping
from indexer.near_duplicates.fingerprint import (
    Fingerprint,
    Fingerprinter,
    day_of,
    fingerprinter,
    new_group,
)
from indexer.near_duplicates.fingerprint_table import FingerprintTable
from indexer.near_duplicates.grouping import Grouping
from indexer.near_duplicates.rule import RULE, LshBand, Rule

DAY = 738_000
STORIES = {
    letter: " ".join(f"{letter}{n}" for n in range(40)) for letter in ("wolf", "schip", "dijk")
}


def fingerprint(text: str, day: int = DAY) -> Fingerprint:
    found = Fingerprint.of(text, "", "", day)
    assert found is not None
    return found


def copy(story: str, number: int) -> str:
    """Return the story with one word changed."""
    words = STORIES[story].split()
    return " ".join([*words[: 5 * number], "anders", *words[5 * number + 1 :]])


def content_hash(number: int) -> str:
    return f"{number:010x}00"


def placed(texts: Sequence[str]) -> list[int]:
    run = Grouping(None, lambda _: None)
    return place(run, texts, [DAY] * len(texts))


def place(run: Grouping, texts: Sequence[str], days: Sequence[int], first: int = 1) -> list[int]:
    """Return the groups that a run gives to texts of these days, by contents from `first`."""
    parts = [fingerprinter().parts(text, "") for text in texts]
    contents = [content_hash(number) for number, _ in enumerate(texts, first)]
    return run.place(parts, [""] * len(texts), days, contents)


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
    groups = place(run, [STORIES["wolf"]] * len(days), days)
    assert [day_of(group) - DAY for group in groups] == [0, 0, 0, 0, 4, 4, 4, 4, 8, 8, 8, 8]


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "CAPACITY", 2)
    texts = [STORIES["wolf"], STORIES["schip"], STORIES["dijk"], STORIES["schip"], STORIES["wolf"]]
    groups = placed(texts)
    assert groups[3] == groups[1]
    assert groups[4] != groups[0]


@st.composite
def fingerprints(draw: st.DrawFn) -> Fingerprint:
    """Draw the beginning of a few stories, changed here and there."""
    words = STORIES[draw(st.sampled_from(sorted(STORIES)))].split()
    for place in draw(st.lists(st.integers(0, len(words) - 1), max_size=4)):
        words[place] = "anders"
    found = Fingerprint.of(
        " ".join(words[: draw(st.integers(12, len(words)))]),
        draw(st.sampled_from(["", "wolf bos", "bos", "schip"])),
        draw(st.sampled_from(["", "Trouw", "NRC"])),
        draw(st.sampled_from([0, *range(DAY, DAY + 5)])),
    )
    assert found is not None
    return found


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Draw a rule other than ours, so that no constant of it can stand in the kernel."""
    shingle = draw(st.integers(1, 6))
    lengths = st.integers(shingle, 60)
    numbers = st.integers(0, 2**32 - 1)
    return Rule(
        shingle=shingle,
        min_words=draw(st.integers(shingle, 20)),
        compared_words=draw(lengths),
        max_title_terms=draw(st.integers(0, 63)),
        min_similarity=draw(st.floats(0, 1)),
        max_days=draw(st.integers(0, 4)),
        max_days_one_paper=draw(st.integers(0, 2)),
        lsh_bands=tuple(draw(st.lists(st.builds(LshBand, lengths, numbers, numbers), max_size=7))),
        lsh_bits=draw(st.integers(14, 32)),
    )


@given(
    rule=st.one_of(st.just(RULE), rules()),
    articles=st.lists(fingerprints(), max_size=30),
    capacity=st.integers(2, 40),
    slot_bits=st.integers(4, 13),
    kept=st.integers(0, 2_000),
)
def test_the_compiled_kernel_gives_the_same_groups(
    native: ModuleType,
    rule: Rule,
    articles: list[Fingerprint],
    capacity: int,
    slot_bits: int,
    *,
    kept: int,
) -> None:
    """Also where all but the latest lie in a file, which has no name."""
    slot_bits = max(slot_bits, rule.lsh_bits - 24)  # so that places of 40 articles have room
    made = [remade(article, rule) for article in articles]
    python = FingerprintTable(rule, capacity, slot_bits)
    about = [
        # Of every third as if one of an earlier run were similar
        (each.source, each.day, new_group(each.day, content_hash(n)), 0.6 * (n % 3 == 0))
        for n, each in enumerate(made, 1)
    ]
    parts = [(each.words, each.title, each.lsh_bands) for each in made]
    halves = (slice(len(made) // 2), slice(len(made) // 2, None))  # what was placed is remembered
    given_ = [([None, *parts[half]], [(0, 0, 5, 0.0), *about[half]]) for half in halves]
    groups = [python.place_all(*each) for each in given_]
    assert [group[0] for group in groups] == [0, 0]
    with TemporaryDirectory() as folder:
        for file in (None, (Path(folder) / "table", kept)):
            kernel = native.FingerprintTable(rule, capacity, slot_bits, file)
            assert [kernel.place_all(*each) for each in given_] == groups
            assert not [*Path(folder).iterdir()]


def test_a_fingerprint_of_another_rule_is_refused(native: ModuleType) -> None:
    table = native.FingerprintTable(RULE, 10, 13)
    for words, title in ((bytes(49), b""), (bytes(20), bytes(52))):
        with pytest.raises(ValueError, match="longer"):
            table.place_all([(words, title, (1, 2))], [(0, 0, 5, 0.0)])
    assert table.place_all([(bytes(48), bytes(48), (1, 2))], [(0, 0, 5, 0.0)]) == [5]


def test_a_file_of_fingerprints_that_cannot_be_made_is_an_error(
    native: ModuleType, tmp_path: Path
) -> None:
    table = native.FingerprintTable(RULE, 10, 13, (tmp_path / "none" / "table", 0))
    article = bytes(48), b"", (1, 2)
    with pytest.raises(FileNotFoundError):
        table.place_all([article] * 3, [(0, 0, 5, 0.0)] * 3)


def remade(article: Fingerprint, rule: Rule) -> Fingerprint:
    """Return a fingerprint with the bands of another rule, of the words that it has."""
    bands = Fingerprinter(rule)._lsh_bands(article.words)
    return article._replace(
        words=article.words[: rule.compared_words],
        title=article.title[: 4 * rule.max_title_terms],
        lsh_bands=tuple(bands),
    )


class Earlier:
    """An index with one article of a group; what is asked of it is kept."""

    def __init__(self, group: int) -> None:
        self._group = group

    def lsh_candidates(self, bands: Sequence[int], limit: int) -> list[tuple[int, int]]:
        return [(0, 7)] if bands and limit else []

    def prefetch_lsh_candidates(self, bands: Iterable[Sequence[int]], limit: int) -> None:
        """Take it as asked."""

    def group_ids(self, doc_ids: Sequence[tuple[int, int]]) -> list[int]:
        return [self._group for _ in doc_ids]

    def load(self, doc_ids: Sequence[tuple[int, int]]) -> list[bytes]:
        return [b"stored" for _ in doc_ids]


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
    run = Grouping(reader, {b"stored": fingerprint(STORIES["wolf"], 0)}.get)  # type: ignore[arg-type]
    one, other = place(run, [copy("wolf", 1), STORIES["dijk"]], [day, day], 7)
    assert (one == group) is joins, why
    assert other != group


class Old(Earlier):
    """An index in which twenty old articles share a band with any, before one of these days."""

    def __init__(self, group: int) -> None:
        super().__init__(group)
        self.loaded: list[tuple[int, int]] = []

    def lsh_candidates(self, bands: Sequence[int], limit: int) -> list[tuple[int, int]]:
        return [(0, doc) for doc in range(21 if bands else 0)][:limit]

    def group_ids(self, doc_ids: Sequence[tuple[int, int]]) -> list[int]:
        old = new_group(DAY - 500, "b" * 12)
        return [self._group if doc == 20 else old for _, doc in doc_ids]

    def load(self, doc_ids: Sequence[tuple[int, int]]) -> list[bytes]:
        self.loaded += doc_ids
        return super().load(doc_ids)


def test_articles_of_other_days_that_share_a_band_are_in_no_copys_way_and_are_not_read() -> None:
    (group,) = placed([STORIES["wolf"]])
    reader = Old(group)
    run = Grouping(reader, {b"stored": fingerprint(STORIES["wolf"], 0)}.get)  # type: ignore[arg-type]
    assert place(run, [copy("wolf", 1)], [DAY + 1], 7) == [group]
    assert reader.loaded == [(0, 20)]
