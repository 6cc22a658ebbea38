"""Pages laid out in tables, as before 2005, give all of their article and none of their menus."""

from __future__ import annotations

import pytest

from tests.fixture_types import ReadFile

TITLE = "Veerhuis verkocht"
FIRST = "De gemeente Velmer koopt het oude veerhuis aan de kade voor een miljoen euro."
SECOND = "De raad stemt er donderdag over, maar de uitkomst staat al vast volgens de wethouder."
LAST = "Het huis stond tien jaar leeg, en de buurt is blij dat er eindelijk iets mee gebeurt."
WHOLE = f"{FIRST}\n\n{SECOND}\n\n{LAST}"
LINKS = "".join(f"<a href={name}.html>{name}</a>{{}}" for name in ("Nieuws", "Sport", "Kunst"))
BODY = f"<h2>{TITLE}</h2><p>{FIRST}</p><p>{SECOND}</p><p>{LAST}</p>"


def page(body: str) -> str:
    return f"<html><head><title>{TITLE}</title></head><body>{body}</body></html>"


@pytest.mark.parametrize(
    "menu",
    [
        f"| {LINKS.format(' | ', ' | ', ' |')}",
        LINKS.format("<br>", "<br>", "<br>"),
        LINKS.format(" · ", " · ", ""),
        LINKS.format("&nbsp;", "&nbsp;", ""),
        f"<font size=1>[{LINKS.format('] [', '] [', ']')}</font>",
    ],
    ids=["bars", "lines", "dots", "spaces", "brackets"],
)
def test_a_menu_in_a_table_is_no_text(read_file: ReadFile, menu: str) -> None:
    body = f"<table><tr><td>{menu}</td></tr><tr><td>{BODY}</td></tr></table>"
    ((article,), errors) = read_file("a.html", page(body))
    assert (article.title, article.body, errors) == (TITLE, WHOLE, [])


def test_a_menu_on_a_line_of_its_own_has_signs_between_its_links(read_file: ReadFile) -> None:
    menu = f"<p>{LINKS.format(' | ', ' | ', '')}</p>"
    ((article,), _) = read_file("a.html", page(f"{menu}<div>{BODY}</div>{menu}"))
    assert article.body == WHOLE


def test_names_in_a_sentence_are_no_menu_though_they_are_links(read_file: ReadFile) -> None:
    names = "<a href=1>Jan Bakker</a>, <a href=2>Els Boom</a> en <a href=3>Anna Bos</a>"
    text = f"Tegen stemden {names}."
    ((article,), _) = read_file("a.html", page(f"{BODY}<p>{text}</p>"))
    assert article.body == f"{WHOLE}\n\nTegen stemden Jan Bakker, Els Boom en Anna Bos."


@pytest.mark.parametrize("closing", ["&copy; 2000 Velmer Courant", "Copyright © 1999 De Velder"])
def test_the_copyright_of_the_site_is_no_text(read_file: ReadFile, closing: str) -> None:
    body = f"<table><tr><td>{BODY}</td></tr><tr><td>{closing}</td></tr></table>"
    ((article,), _) = read_file("a.html", page(body))
    assert article.body == WHOLE


@pytest.mark.parametrize(
    "body",
    [
        f"<h2>{TITLE}</h2>{FIRST}<p>{SECOND}<p>{LAST}",
        f"<h2>{TITLE}</h2>{FIRST}<p>{SECOND}</p>{LAST}",
        f"<table><tr><td><h2>{TITLE}</h2>{FIRST}<p>{SECOND}<p>{LAST}</td></tr></table>",
        f"<div><h2>{TITLE}</h2><b>{FIRST[:9]}</b>{FIRST[9:]}<p>{SECOND}</p><p>{LAST}</p></div>",
        f"<h2>{TITLE}</h2><p>{FIRST}</p><p>{SECOND}</p>{LAST}<hr><a href=1>Terug</a>",
    ],
    ids=["first", "first and last", "in a cell", "with a bold word", "above a rule"],
)
def test_text_in_no_paragraph_beside_paragraphs_is_kept(read_file: ReadFile, body: str) -> None:
    ((article,), errors) = read_file("a.html", page(body))
    assert (article.title, article.body, errors) == (TITLE, WHOLE, [])
