"""Markup of which tags do not end is text, in time that grows with its length; nothing raises."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.corpus.closed_markup import closed
from indexer.corpus.markup import html_text, visible_text
from indexer.corpus.read import read_articles
from indexer.model import Article
from tests.trust.growth import grows, seconds

UNCLOSED = (
    *("<a ", '<a href="', "<a b='", "<a/", "</", "</a ", "<", "< ", "<!--", "<!-- >", "<!", "<!x"),
    *(
        "<!doctype ",
        "<?",
        "<?a ",
        "<![",
        "<![CDATA[",
        "<![CDATA[ >",
        "<![CDATA[ ]>",
        "<![if ",
        "<![if >",
    ),
    *(
        "<![foo[",
        "<script>",
        "<script></x",
        "<style>",
        "&",
        "&#",
        "&a",
        "<svg><![CDATA[",
        "<p>",
        "</p>",
    ),
)


@pytest.mark.parametrize(
    "markup",
    [
        *(
            "een",
            "<p>een</p>",
            "a < b en c > d",
            "<!-- a -->b",
            "<!-- a -- >b",
            "<!doctype html><p>een",
        ),
        *(
            "<![CDATA[a]]>b",
            "<![if !vml]>a<![endif]>b",
            "<?xml a?>b",
        ),
    ],
)
def test_what_ends_stays_as_it_is(markup: str) -> None:
    assert closed(markup) == markup


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("een <b twee", "een <b twee"),
        ('<p>een</p>twee <a href="x', 'een\n\ntwee <a href="x'),
        ("een <!-- twee <b>drie</b>", "een <!-- twee drie"),
        ("<!-- nul -->een <!-- twee", "een <!-- twee"),
        ("een <![CDATA[ twee <b>drie</b>", "een <![CDATA[ twee drie"),
        ("<p>een</p><![foo[twee]]> drie", "een\n\n<![foo[twee]]> drie"),
        ("een <![ twee>", "een <![ twee>"),
        ("<!--[if mso]>een<![endif]-->twee", "twee"),
    ],
)
def test_what_has_no_end_is_text(markup: str, text: str) -> None:
    assert html_text(markup) == text


@pytest.mark.parametrize("piece", UNCLOSED)
@pytest.mark.parametrize("read", [html_text, visible_text])
def test_no_piece_of_markup_takes_four_times_as_long_for_twice_as_much(
    read: Callable[[str], str], piece: str
) -> None:
    """20 kB of `<a <a` took three seconds, and 40 kB fourteen."""

    def take(size: int) -> float:
        return seconds(lambda: read("<p>een</p>" + piece * (size // len(piece))))

    assert not grows(take, 2_000, 16_000)


@pytest.mark.parametrize("piece", UNCLOSED)
def test_no_article_ends_a_run(piece: str, jsonl: Callable[..., Path]) -> None:
    """A marked section of an unknown name raised an AssertionError, in the middle of an archive."""
    path = jsonl(Article("a", "Kop", f"<p>een</p>{piece} twee]]>"), Article("b", "Kop", "Drie."))
    assert [each.id for each in read_articles(path) if isinstance(each, Article)] == ["a", "b"]


def test_a_page_of_hocr_of_unclosed_tags_is_read_in_time_with_its_length(tmp_path: Path) -> None:
    def take(size: int) -> float:
        path = tmp_path / "page.hocr"
        words = "<span class='ocrx_word' title='bbox 1 1 9 9'>dijk</span>"
        unclosed = "<a>" * size + "</b>" * size + "<!--" * size
        path.write_text(f"<html><div class='ocr_page'>{words}{unclosed}", "utf-8")
        return seconds(lambda: list(read_articles(path)))

    assert not grows(take, 1_000)
