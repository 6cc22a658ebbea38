"""Digitised papers as they really come: several files an issue, and files that are not in order."""

from __future__ import annotations

import re
import shutil
import tarfile
import zipfile
from pathlib import Path

import pytest

from indexer.corpus import read_articles
from indexer.corpus.formats import FORMATS
from indexer.model import Article, ArticleError
from tests.golden_formats import FOLDER, expected

METS, DIDL = FOLDER / "mets-with-alto", FOLDER / "didl-with-alto"


def articles(path: Path) -> list[Article]:
    return [each for each in read_articles(path) if isinstance(each, Article)]


def errors(path: Path) -> list[str]:
    return [str(each) for each in read_articles(path) if isinstance(each, ArticleError)]


def alto(blocks: str, page: str = 'WIDTH="1000" HEIGHT="1400"', unit: str = "pixel") -> str:
    return (
        f"<alto><Description><MeasurementUnit>{unit}</MeasurementUnit></Description>"
        f"<Layout><Page {page}><PrintSpace>{blocks}</PrintSpace></Page></Layout></alto>"
    )


def block(text: str, id_: str = "B1", box: str = "") -> str:
    box = box or 'HPOS="10" VPOS="10" WIDTH="30" HEIGHT="20"'
    words = "".join(f'<String CONTENT="{word}" {box}/>' for word in text.split())
    return f'<TextBlock ID="{id_}"><TextLine>{words}</TextLine></TextBlock>'


@pytest.mark.parametrize("folder", [METS, DIDL], ids=lambda path: path.name)
def test_the_pages_of_an_issue_are_read_with_it_and_not_again(folder: Path, tmp_path: Path) -> None:
    (golden,) = (path for path in folder.iterdir() if path.is_file())
    assert list(read_articles(folder)) == expected(golden)
    packed = tmp_path / "jaar.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(folder.rglob("*.xml")):
            archive.write(path, f"1867/05/14/{path.relative_to(folder)}")
    assert [a.body for a in articles(packed)] == [a.body for a in expected(golden)]
    assert [a.scan for a in articles(packed)] == [a.scan for a in expected(golden)]
    assert not errors(packed)


def test_an_issue_has_its_own_day_and_not_that_of_a_related_item(tmp_path: Path) -> None:
    shutil.copytree(METS, tmp_path / "uitgave")
    mets = tmp_path / "uitgave" / "sluis-mets.xml"
    host = (
        "<mods:relatedItem type='host'><mods:originInfo><mods:dateIssued>1850</mods:dateIssued>"
        "</mods:originInfo></mods:relatedItem>"
    )
    text = mets.read_text("utf-8").replace("<mods:mods>", f"<mods:mods>{host}", 1)
    mets.write_text(text, "utf-8")
    assert {article.date for article in articles(tmp_path)} == {"1867-05-14"}
    mets.write_text(text.replace("1867-05-14", "?"), "utf-8")
    assert {article.date for article in articles(tmp_path)} == {"1850"}


def test_an_issue_in_a_tar_is_named_with_what_to_do(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        archive.add(METS, "uitgave")
    (error,) = errors(tmp_path / "a.tar")
    assert "sluis-mets.xml: an issue in a tar" in error
    assert "zip" in error


def test_what_an_issue_names_and_is_not_there_is_named_and_the_rest_is_read(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.copytree(DIDL, tmp_path / "a")
    for path in (tmp_path / "a/blad").glob("*_*01_a*"):
        path.unlink()
    assert [(article.id[-5:], article.body[:13]) for article in articles(tmp_path / "a")] == [
        ("a0001", "winter gereed"),
        ("a0002", "Men verzoekt "),
    ]
    assert "blad/DDD_000000007_001_alto.xml" in caplog.text
    shutil.rmtree(tmp_path / "a/blad")
    first, second = errors(tmp_path / "a")
    assert "neither the text nor the ALTO of ddd:000000007:mpeg21:a0001 is there" in first
    assert "a0002" in second


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('href="./1.xml"', 'href="./9.xml"'),
        ('FILEID="F1"', 'FILEID="F9"'),
        ('href="./1.xml"', 'href="./broken.xml"'),
        ('href="./1.xml"', 'href="./page.html"'),
    ],
)
def test_an_article_of_mets_whose_page_is_lost_is_an_error(
    tmp_path: Path, old: str, new: str
) -> None:
    """It was passed over as one without words, where only the page or its name was broken."""
    (tmp_path / "1.xml").write_text(alto(block("Verloren bericht.")), "utf-8")
    (tmp_path / "2.xml").write_text(alto(block("Het andere bericht.")), "utf-8")
    (tmp_path / "broken.xml").write_text(alto(block("Gebroken bericht."))[:150], "utf-8")
    (tmp_path / "page.html").write_text("<html><body>404</body></html>", "utf-8")
    files = "".join(f'<file ID="F{n}"><FLocat href="./{n}.xml"/></file>' for n in (1, 2))
    files = files.replace("<file ", '<file MIMETYPE="text/xml" ')
    found = "".join(
        f'<div TYPE="ARTICLE" ID="A{n}"><fptr><area FILEID="F{n}" BEGIN="B1"/></fptr></div>'
        for n in (1, 2)
    )
    mets = (
        f'<mets><fileSec>{files}</fileSec><structMap TYPE="LOGICAL"><div TYPE="Issue">{found}'
        "</div></structMap></mets>"
    )
    path = tmp_path / "x-mets.xml"
    path.write_text(mets.replace(old, new), "utf-8")
    assert [each.body for each in articles(path)] == ["Het andere bericht."]
    (error,) = errors(path)
    assert "the ALTO of A1 is not there, or cannot be read" in error


@pytest.mark.parametrize("page", ["", '<Item identifier="ddd:1:mpeg21:p001"/>'])
def test_an_article_of_didl_whose_page_is_lost_is_an_error(tmp_path: Path, page: str) -> None:
    zoning = (
        "<Component><Descriptor><Statement>zoning</Statement></Descriptor><Resource><article-part "
        'pageid="ddd:1:mpeg21:p001"><blocks><TextBlock ID="B1"/></blocks></article-part></Resource>'
        "</Component>"
    )
    item = f'<Item identifier="ddd:1:mpeg21:a0001">{zoning}</Item>'
    path = tmp_path / "x_didl.xml"
    path.write_text(f'<DIDL><Item identifier="ddd:1:mpeg21">{page}{item}</Item></DIDL>', "utf-8")
    (error,) = errors(path)
    assert "neither the text nor the ALTO of ddd:1:mpeg21:a0001 is there" in error


def test_a_page_with_a_size_under_nothing_is_one_of_no_size(tmp_path: Path) -> None:
    path = tmp_path / "1887-01-01.xml"
    path.write_text(alto(block("Een bericht."), 'WIDTH="1000" HEIGHT="-5"'), "utf-8")
    (article,) = articles(path)
    assert article.scan
    ((page,), (words,)) = article.scan.pages, article.scan.words()
    assert (page.width, page.height) == (1000, 0)
    assert [word[2:] for word in words] == [(10, 10, 30, 20)] * 2


def test_an_article_without_its_text_is_read_from_its_pages(tmp_path: Path) -> None:
    shutil.copytree(DIDL, tmp_path / "a")
    (tmp_path / "a/blad/DDD_000000007_0001_articletext.xml").unlink()
    first, _ = articles(tmp_path / "a")
    assert (first.title, first.body) == (
        "DE NIEUWE SLUIS.",
        expected(next(DIDL.glob("*.xml")))[0].body,
    )


def test_no_file_outside_the_folder_is_opened(tmp_path: Path) -> None:
    shutil.copytree(METS, tmp_path / "a")
    shutil.move(tmp_path / "a/tekst", tmp_path / "tekst")
    mets = tmp_path / "a/sluis-mets.xml"
    mets.write_text(mets.read_text("utf-8").replace("file://./tekst/", "../tekst/"), "utf-8")
    assert not articles(tmp_path / "a")
    (tmp_path / "a/tekst").symlink_to(tmp_path / "tekst")
    mets.write_text(mets.read_text("utf-8").replace("../tekst/", "tekst/"), "utf-8")
    assert not articles(mets)


def test_mets_without_articles_gives_its_pages(tmp_path: Path) -> None:
    (tmp_path / "0001.xml").write_text(alto(block("De eerste bladzijde.")), "utf-8")
    (tmp_path / "0002.xml").write_text(alto(block("De tweede bladzijde.")), "utf-8")
    files = "".join(f'<file ID="F{n}"><FLocat xlink:href="./000{n}.xml"/></file>' for n in (1, 2))
    pages = "".join(f'<div TYPE="np:page"><fptr FILEID="F{n}"/></div>' for n in (1, 2))
    (tmp_path / "1898020501.xml").write_text(
        f'<mets LABEL="Onze Bode (Velmer), 1898-02-05"><dmdSec ID="I"><title>Onze Bode</title>'
        f"<dateIssued>1898-02-05</dateIssued></dmdSec><fileSec>{files}</fileSec>"
        f'<structMap><div TYPE="np:issue" DMDID="I">{pages}</div></structMap></mets>',
        "utf-8",
    )
    assert [
        (a.body, a.date, a.source, a.scan and [page.page for page in a.scan.pages])
        for a in articles(tmp_path)
    ] == [
        ("De eerste bladzijde.", "1898-02-05", "Onze Bode", [1]),
        ("De tweede bladzijde.", "1898-02-05", "Onze Bode", [2]),
    ]


def test_a_page_without_words_is_counted(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "a.xml").write_text(alto('<TextBlock ID="B1"/>'), "utf-8")
    assert list(read_articles(tmp_path)) == []
    assert "pages without words (1)" in caplog.text


def test_boxes_outside_the_page_are_counted_and_their_words_read(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    outside = 'HPOS="5000" VPOS="10" WIDTH="30" HEIGHT="20"'
    page = alto(block("ver weg", "B1", outside) + block("dichtbij", "B2"))
    (tmp_path / "a.xml").write_text(page, "utf-8")
    (article,) = articles(tmp_path)
    assert article.body.split() == ["ver", "weg", "dichtbij"]
    assert article.scan
    assert [article.body[box.start : box.end] for box in article.scan.words()[0]] == ["dichtbij"]
    assert "2 words have boxes outside their page" in caplog.text


def test_millimetres_become_tenths_as_boxes_are_whole_numbers(tmp_path: Path) -> None:
    box = 'HPOS="12.7" VPOS="20.04" WIDTH="9.96" HEIGHT="3.1"'
    page = alto(block("fijn", "B1", box), 'WIDTH="280.5" HEIGHT="400"', "mm")
    (tmp_path / "a.xml").write_text(page, "utf-8")
    (article,) = articles(tmp_path)
    assert article.scan
    assert (article.scan.pages[0].width, article.scan.words()[0][0].x) == (2805, 127)


def test_ten_thousand_blocks_are_read_in_their_order(tmp_path: Path) -> None:
    many = "".join(block(f"Blok {n}.", f"B{n}") for n in range(10_000))
    order = "".join(f'<ElementRef REF="B{n}"/>' for n in reversed(range(10_000)))
    page = alto(many).replace("<Layout>", f"<ReadingOrder>{order}</ReadingOrder><Layout>")
    (tmp_path / "a.xml").write_text(page, "utf-8")
    (article,) = articles(tmp_path)
    assert article.body.split("\n\n") == [f"Blok {n}." for n in reversed(range(10_000))]


def test_blocks_are_read_in_the_order_in_which_each_names_the_next(tmp_path: Path) -> None:
    second = block("Twee.", "B2").replace("<TextBlock", '<TextBlock IDNEXT="B3"')
    first = block("Een.", "B1").replace("<TextBlock", '<TextBlock IDNEXT="B2"')
    (tmp_path / "a.xml").write_text(alto(block("Drie.", "B3") + second + first), "utf-8")
    (article,) = articles(tmp_path)
    assert article.body.split() == ["Een.", "Twee.", "Drie."]


BOMB = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><{root}>&b;</{root}>'
ROOTS = [root for row in FORMATS if row.reader.startswith("digitised.") for root in row.roots]


@pytest.mark.parametrize("root", ROOTS)
def test_entities_are_refused_in_every_form(tmp_path: Path, root: str) -> None:
    (tmp_path / "a.xml").write_text(BOMB.format(root=root), "utf-8")
    assert ["entities" in error for error in errors(tmp_path)] == [True]


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("inside", ["div", "structMap", "Item", "TextBlock", "TextRegion", "p"])
def test_elements_in_elements_without_end_do_no_harm(
    tmp_path: Path, root: str, inside: str
) -> None:
    deep = f"<{inside}>" * 5_000 + "woord" + f"</{inside}>" * 5_000
    (tmp_path / "a.xml").write_text(f"<{root}>{deep}</{root}>", "utf-8")
    list(read_articles(tmp_path))


def test_a_page_of_an_issue_that_is_no_xml_is_named_and_the_rest_is_read(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.copytree(METS, tmp_path / "a")
    (tmp_path / "a/tekst/sluis-0001.xml").write_text("<alto><kapot>", "utf-8")
    assert [article.body[:13] for article in articles(tmp_path / "a")] == [
        "winter gereed",
        "Men verzoekt ",
    ]
    assert "sluis-0001.xml: broken XML" in caplog.text


def test_files_that_a_didl_does_not_name_are_found_by_their_numbers(tmp_path: Path) -> None:
    shutil.copytree(DIDL / "blad", tmp_path / "a")
    (golden,) = DIDL.glob("*.xml")
    told = re.sub(r' dcx:filename="[^"]*"', "", golden.read_text("utf-8"))
    (tmp_path / "a/didl.xml").write_text(told, "utf-8")
    assert [each.body for each in articles(tmp_path / "a")] == [a.body for a in expected(golden)]


def test_other_files_of_a_page_than_its_text_are_not_read_as_such(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "0001.xml").write_text(alto(block("De eerste bladzijde.")), "utf-8")
    (tmp_path / "0001.pdf").write_bytes(b"%PDF-1.4")
    files = "".join(
        f'<file ID="{id_}" MIMETYPE="{kind}"><FLocat xlink:href="./0001.{end}"/></file>'
        for id_, kind, end in (
            ("I", "image/tiff", "tif"),
            ("P", "application/pdf", "pdf"),
            ("T", "text/xml", "xml"),
        )
    )
    (tmp_path / "mets.xml").write_text(
        f'<mets LABEL="Onze Bode, 1898-02-05"><fileSec>{files}</fileSec>'
        '<structMap><div TYPE="issue">'
        '<div TYPE="np:page"><fptr FILEID="I"/><fptr FILEID="P"/><fptr FILEID="T"/></div>'
        "</div></structMap></mets>",
        "utf-8",
    )
    (article, *_) = articles(tmp_path)
    assert (article.body, article.source) == ("De eerste bladzijde.", "Onze Bode")
    assert not caplog.text


def test_articles_that_share_all_blocks_over_and_over_are_no_archive(tmp_path: Path) -> None:
    """A METS of 100 kB would be four million words."""
    (tmp_path / "p.xml").write_text(alto("".join(block("woord", f"B{n}") for n in range(1_000))))
    article = '<div TYPE="ARTICLE"><fptr><area FILEID="F" BEGIN="B0" END="B999"/></fptr></div>'
    (tmp_path / "mets.xml").write_text(
        '<mets><fileSec><file ID="F" MIMETYPE="text/xml"><FLocat href="p.xml"/></file></fileSec>'
        f'<structMap TYPE="LOGICAL"><div>{article * 1_000}</div></structMap></mets>'
    )
    found = list(read_articles(tmp_path))
    assert len(found) < 30
    assert "share each block of text more than 20 times; get it again" in str(found[-1])


@pytest.mark.parametrize("number", ["9" * 400, "1e999", "-" + "9" * 30, "x", ""])
def test_places_beyond_all_paper_cost_their_box_and_not_the_word(
    tmp_path: Path, number: str
) -> None:
    (tmp_path / "page.xml").write_text(
        '<PcGts><Page imageWidth="100" imageHeight="100"><TextRegion><TextLine>'
        f'<Coords points="{number},1 2,2"/><TextEquiv><Unicode>Tekst.</Unicode></TextEquiv>'
        "</TextLine></TextRegion></Page></PcGts>"
    )
    (tmp_path / "alto.xml").write_text(
        alto(block("Tekst.", box=f'HPOS="{number}" VPOS="1" WIDTH="{number}" HEIGHT="9"'))
    )
    shape = f'<Shape><Polygon POINTS="{number},1 2,2"/></Shape>'
    (tmp_path / "shape.xml").write_text(
        alto(
            f'<TextBlock><TextLine><String CONTENT="Tekst.">{shape}</String></TextLine></TextBlock>'
        )
    )
    found = list(read_articles(tmp_path))
    assert [each.body for each in found if isinstance(each, Article)] == ["Tekst."] * 3


def test_millimetres_with_a_decimal_comma_are_tenths_too(tmp_path: Path) -> None:
    box = 'HPOS="10,5" VPOS="20,2" WIDTH="12,5" HEIGHT="4"'
    page = 'WIDTH="300,0" HEIGHT="420,0"'
    (tmp_path / "a.xml").write_text(alto(block("Tekst.", box=box), page, "mm"))
    (found,) = articles(tmp_path)
    assert found.scan
    ((word,),) = found.scan.words()
    assert (word[2:], found.scan.pages[0].width) == ((105, 202, 125, 40), 3000)
