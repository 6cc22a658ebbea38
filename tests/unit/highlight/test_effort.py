"""What one request looks at is bounded, and says so when there was more."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indexer.archive import Archive
from indexer.highlight.effort import Effort
from indexer.highlight.matcher import HitFinder
from indexer.highlight.snippets import body_snippets
from indexer.model import Article, SearchRequest

FinderOf = Callable[[str], HitFinder]


@pytest.mark.parametrize(
    ("text", "characters", "read", "why"),
    [
        ("een twee", 8, "een twee", "it fits"),
        ("een twee", 7, "een", "half a word is another word"),
        ("een twee", 3, "een", "the word ends where the effort does"),
        (" een twee", 4, " een", "offsets stay those of the text"),
        ("een \n twee", 4, "een", "white space is no word"),
        ("eentwee", 6, "", "half of one word is another word"),
        ("een", 0, "", "nothing is left"),
        ("", 0, "", "nothing is asked"),
    ],
)
def test_of_a_text_that_is_too_long_whole_words_are_read(
    text: str, characters: int, read: str, why: str
) -> None:
    effort = Effort(characters=characters)
    assert effort.readable(text) == read, why
    assert effort.cut is (read != text), why
    assert effort.characters == characters - len(read), why


def test_the_texts_of_a_request_share_its_effort(finder: FinderOf) -> None:
    marker = finder("storm")
    marker.effort.characters = 14
    assert marker.marks("storm en") == ((0, 5),)
    assert not marker.effort.cut
    assert marker.marks("storm en storm") == ((0, 5),)
    assert marker.effort.cut
    assert marker.marks("storm") == ()


def test_so_many_hits_are_found_and_no_more(finder: FinderOf) -> None:
    marker = finder("storm")
    marker.effort.hits = 3
    assert len(marker.hits("storm en storm en storm")) == 3
    assert not marker.effort.cut
    assert marker.hits("storm") == []
    assert marker.effort.cut


def test_so_many_different_words_are_analysed_and_no_more(finder: FinderOf) -> None:
    marker = finder("storm")
    marker.effort.chunks = 3
    assert marker.marks("storm de storm en storm de") != ()
    assert not marker.effort.cut
    assert marker.marks("de storm woei") == ()
    assert marker.effort.cut


def test_a_passage_is_found_far_into_an_article(finder: FinderOf) -> None:
    body = "Het bleef nog lang stil. " * 10_000 + "Toen kwam de storm."
    (snippet,) = body_snippets(body, finder("storm"))
    assert "Toen kwam de storm." in snippet.text
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["storm"]


def test_of_a_long_article_no_more_is_read_than_a_choice_of_passages_takes(
    finder: FinderOf,
) -> None:
    marker = finder("storm")
    before = marker.effort.characters
    assert body_snippets("De storm bleef nog lang. " * 40_000, marker)
    assert before - marker.effort.characters < 60_000
    assert not marker.effort.cut


def test_words_in_a_row_are_found_among_many_that_begin_alike(finder: FinderOf) -> None:
    query = " ".join(f'="de het {word}"' for word in ("a", "b", "c", "dijk", "sluis"))
    text = "de het dijk, de het; de het sluis de het c"
    marks = finder(query).marks(text)
    assert [text[start:end] for start, end in marks] == ["de het dijk", "de het sluis", "de het c"]


def test_a_page_whose_articles_are_too_long_to_read_says_so(
    archive_of: Callable[..., Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = [Article(str(number), "Weer", "De storm woei hard.") for number in range(9)]
    archive = archive_of(*articles)
    assert archive.search(SearchRequest("storm")).notices == ()
    monkeypatch.setattr(Effort, "for_passages", lambda: Effort(characters=100))
    page = archive.search(SearchRequest("storm", limit=9))
    assert page.notices == ("De artikelen zijn te lang om er elke treffer in te zoeken.",)
    assert [bool(hit.snippets[0].marks) for hit in page.hits] == [True] * 4 + [False] * 5
    assert all(hit.snippets[0].text == "De storm woei hard." for hit in page.hits)
