"""Posts of Substack are rows of a table whose texts are pages in the folder beside it."""

import shutil
from pathlib import Path

import pytest

from indexer.corpus import read_articles
from indexer.model import Article, ArticleError

HEADER = (
    "post_id,post_date,is_published,email_sent_at,inbox_sent_at,type,audience,title,subtitle,"
    "podcast_url\n"
)
VEER = "71.veerhuis"
ROW = (
    f"{VEER},2022-03-24T08:00:00.000Z,true,,,newsletter,everyone,Veerhuis verkocht,Na tien jaar,\n"
)
DRAFT = "72.later,,false,,,newsletter,everyone,Nog niet af,,\n"
TEXT = "<p>De gemeente koopt het huis aan de kade.</p><p>De raad stemt in april.</p>"


@pytest.fixture
def export(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    (folder / "posts").mkdir(parents=True)
    (folder / "posts.csv").write_text(HEADER + ROW + DRAFT)
    (folder / "posts" / f"{VEER}.html").write_text(TEXT)
    (folder / "posts" / "72.later.html").write_text("<p>Een begin van iets.</p>")
    return folder


def read(path: Path) -> tuple[list[Article], list[ArticleError]]:
    found = list(read_articles(path))
    return (
        [each for each in found if isinstance(each, Article)],
        [each for each in found if isinstance(each, ArticleError)],
    )


@pytest.mark.parametrize("is_packed", [False, True], ids=["folder", "zip"])
def test_a_post_has_the_text_of_its_page_once(export: Path, *, is_packed: bool) -> None:
    if is_packed:
        export = Path(shutil.make_archive(str(export.parent / "a"), "zip", export))
    ((post,), errors) = read(export)
    assert errors == []
    assert (post.title, post.date) == ("Veerhuis verkocht", "2022-03-24")
    assert post.body == (
        "Na tien jaar\n\nDe gemeente koopt het huis aan de kade.\n\nDe raad stemt in april."
    )


def test_a_post_whose_page_is_not_there_is_lost_by_name(export: Path) -> None:
    (export / "posts" / f"{VEER}.html").unlink()
    (articles, errors) = read(export)
    assert articles == []
    assert "«Veerhuis verkocht»: a post of Substack whose page is not in" in errors[0].reason
    assert errors[0].line == 2


@pytest.mark.parametrize("row", ["90\n", "..,..,,,,,,Kop,,\n", "../../a,,true,,,,,Kop,,\n"])
def test_a_row_that_names_no_page_is_an_error(export: Path, row: str) -> None:
    (export / "posts.csv").write_text(HEADER + ROW + row)
    ((post,), errors) = read(export)
    assert post.title == "Veerhuis verkocht"
    assert [error.line for error in errors if error.path.endswith(".csv")] == [3]


def test_a_page_in_no_table_is_an_article_of_its_own(export: Path) -> None:
    page = f"<html><body><article><h1>Haven dicht</h1>{TEXT}</article></body></html>"
    (export / "posts" / "80.haven.html").write_text(page)
    (articles, errors) = read(export)
    assert sorted(each.title for each in articles) == ["Haven dicht", "Veerhuis verkocht"]
    assert errors == []


def test_pages_in_a_folder_of_that_name_beside_another_table_are_articles(export: Path) -> None:
    (export / "posts.csv").write_text("post_id,title\n71.veerhuis,Een kop\n")
    (articles, _) = read(export)
    assert [each.title for each in articles] == [
        "De gemeente koopt het huis aan de kade.",
        "Een kop",
    ]


def test_tables_of_readers_are_counted(export: Path, caplog: pytest.LogCaptureFixture) -> None:
    (export / "email_list.csv").write_text("email,active_subscription,plan\na@v.example,false,x\n")
    (articles, errors) = read(export)
    assert (len(articles), errors) == (1, [])
    assert "tables of readers" in caplog.text
