"""What is kept of feeds between times, which may be what a stranger put there."""

from __future__ import annotations

import pickle
from pathlib import Path

import orjson
import pytest

from indexer.config import Feeds
from indexer.watch.feeds import Following

FEED = "https://krant.example/feed"

STATES = [
    *(b"[]", b"null", b"[" * 100_000, b'{"%b": 1}' % FEED.encode(), pickle.dumps({FEED: {}})),
    *(
        orjson.dumps({FEED: known})
        for known in (
            {"etag": "a\r\nX-Injected: b"},
            {"etag": 1},
            {"modified": "x" * 100_000},
            {"due": "never"},
            {"due": [1]},
            {"failures": "1"},
            {"failures": -5},
            {"more": 1},
        )
    ),
]


@pytest.mark.parametrize("state", STATES, ids=range(len(STATES)))
def test_what_nobody_keeps_of_a_feed_is_not_believed(tmp_path: Path, state: bytes) -> None:
    (tmp_path / "state.json").write_bytes(state)
    following = Following(Feeds((FEED,)), tmp_path, print)
    assert following._known == {}
    assert following.is_due()


def test_no_feed_waits_longer_than_a_day(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_bytes(orjson.dumps({FEED: {"due": 1e300}}))
    now = 1_000_000.0
    assert not Following(Feeds((FEED,)), tmp_path, print, lambda: now).is_due()
    following = Following(Feeds((FEED,)), tmp_path, print, lambda: now)
    now += 24 * 3600
    assert following.is_due()
