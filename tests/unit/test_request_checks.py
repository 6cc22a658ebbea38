"""What an error or a log quotes of an address."""

from __future__ import annotations

import pytest

from indexer.request_checks import without_password


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://jan:geheim@krant.example/feed", "https://…@krant.example/feed"),
        ("https://geheim@krant.example", "https://…@krant.example"),
        ("https://jan:ge@heim@krant.example/", "https://…@krant.example/"),
        ("https://jan:ge/heim@krant.example/", "https://…@krant.example/"),
        ("https://jan:ge?h#eim@krant.example/", "https://…@krant.example/"),
        (
            "['http://a:b@c.example', 'http://d:e@f.example']",
            "['http://…@c.example', 'http://…@f.example']",
        ),
        ("https://mastodon.example/@jan/12", "https://mastodon.example/@jan/12"),
        ("https://krant.example?post=a@b.example", "https://krant.example?post=a@b.example"),
        ("https://krant.example#a@b", "https://krant.example#a@b"),
        ("jan@krant.example", "jan@krant.example"),
        ("https://krant.example/", "https://krant.example/"),
    ],
)
def test_what_stands_before_a_host_is_not_quoted_and_a_path_is(text: str, shown: str) -> None:
    assert without_password(text) == shown
