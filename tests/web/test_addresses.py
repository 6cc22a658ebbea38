"""Parameters are encoded as urllib encodes them, and links followed as its parser allows."""

from __future__ import annotations

from urllib.parse import quote_plus, urlsplit

from hypothesis import example, given
from hypothesis import strategies as st

from webapp.urls.addresses import quoted_plus, web_address

TEXTS = st.text(st.characters() | st.sampled_from("ab 09_.-~:/?&=%+[]#@\n\ud800"), max_size=30)


@given(TEXTS, st.sampled_from(["", ":/"]))
@example("Rutte: ‘20% minder’ + a/b", ":/")
def test_a_value_is_encoded_as_urllib_does(value: str, safe: str) -> None:
    assert quoted_plus(value, safe) == quote_plus(value, safe, errors="replace")


def parsed(url: str) -> str | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


@given(st.sampled_from(["http://", "https://", "ftp://", "//", "http:", ""]), TEXTS)
@example("https://", "nrc.nl/a?b=[c]")
@example("https://", "/nrc.nl/")
@example("https://", "[nrc.nl/")
@example("https://", "nrc.nl/a\n")
def test_a_link_is_followed_where_urllib_finds_a_host_in_it(scheme: str, rest: str) -> None:
    assert web_address(scheme + rest) == parsed(scheme + rest)
