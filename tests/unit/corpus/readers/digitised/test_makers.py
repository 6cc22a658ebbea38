"""The same formats as different programs and libraries write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.corpus import read_articles
from indexer.corpus.readers.digitised.paper import date_named
from indexer.model import Article

ALTO = (
    '<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description><MeasurementUnit>pixel'
    "</MeasurementUnit></Description>{tags}<Layout><Page {page}WIDTH='1000' HEIGHT='1400'>"
    "<PrintSpace>{blocks}</PrintSpace></Page></Layout></alto>"
)
BLOCK = '<TextBlock ID="{id}" {tags}>{lines}</TextBlock>'
LINE = '<TextLine HPOS="100" VPOS="{y}" WIDTH="400" HEIGHT="20">{words}</TextLine>'


def alto(*lines: str, page: str = "", tags: str = "", blocks: str = "") -> str:
    made = "".join(LINE.format(y=100 + 50 * n, words=line) for n, line in enumerate(lines))
    blocks = blocks or BLOCK.format(id="B1", tags="", lines=made)
    return ALTO.format(page=page, tags=tags, blocks=blocks)


def only(tmp_path: Path, content: str, name: str = "a.xml") -> Article:
    (found,) = read(tmp_path, {name: content})
    return found


def read(tmp_path: Path, contents: dict[str, str]) -> list[Article]:
    for name, content in contents.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    found = list(read_articles(tmp_path))
    assert all(isinstance(each, Article) for each in found), found
    return [each for each in found if isinstance(each, Article)]


def boxes(article: Article) -> dict[str, tuple[int, ...]]:
    assert article.scan
    (words,) = article.scan.words()
    return {article.body[word.start : word.end]: tuple(word[2:]) for word in words}


def test_a_line_that_is_one_string_is_parted_into_words_with_their_share_of_its_box(
    tmp_path: Path,
) -> None:
    """As eScriptorium and Transkribus write ALTO."""
    line = '<String CONTENT="Het schip ver-" HPOS="100" VPOS="90" WIDTH="140" HEIGHT="20"/>'
    rest = '<String CONTENT="gaat." HPOS="100" VPOS="140" WIDTH="50" HEIGHT="20"/>'
    found = only(tmp_path, alto(line, rest))
    assert found.body == "Het schip vergaat."
    assert boxes(found)["Het"] == (100, 90, 30, 20)
    assert boxes(found)["schip"] == (140, 90, 50, 20)


def test_spaces_around_a_word_are_not_of_it(tmp_path: Path) -> None:
    word = '<String CONTENT="{}" HPOS="{}" VPOS="90" WIDTH="40" HEIGHT="20" WC="0.9"/>'
    line = "".join(word.format(f" {text} ", x) for text, x in (("Brand", 100), ("in", 200)))
    found = only(tmp_path, alto(line, word.format("Velmer ", 100)))
    assert found.body == "Brand in Velmer"
    assert boxes(found)["in"] == (200, 90, 40, 20)


def test_words_have_the_box_around_their_outline_or_their_share_of_the_line(
    tmp_path: Path,
) -> None:
    shape = '<Shape><Polygon POINTS="10,20 60,22 60,40 10,40"/></Shape>'
    found = only(tmp_path, alto(f'<String CONTENT="Brand">{shape}</String>'))
    assert boxes(found) == {"Brand": (10, 20, 50, 20)}
    found = only(tmp_path, alto('<String CONTENT="Brand"/><SP/><String CONTENT="hier"/>'))
    assert boxes(found) == {"Brand": (100, 100, 200, 20), "hier": (340, 100, 160, 20)}


@pytest.mark.parametrize(
    "label",
    ["RunningTitleZone", "NumberingZone", "NumberingZone:page", "page-number", "Header", "footer"],
)
def test_a_block_that_a_tag_calls_no_text_is_left_out(tmp_path: Path, label: str) -> None:
    tags = f'<Tags><OtherTag ID="T1" LABEL="MainZone"/><OtherTag ID="T2" LABEL="{label}"/></Tags>'
    line = '<TextLine><String CONTENT="{}" HPOS="1" VPOS="1" WIDTH="9" HEIGHT="9"/></TextLine>'
    blocks = "".join(
        BLOCK.format(id=tag, tags=f'TAGREFS="{tag}"', lines=line.format(word))
        for tag, word in (("T2", "17"), ("T1", "Tekst."))
    )
    assert only(tmp_path, alto(tags=tags, blocks=blocks)).body == "Tekst."


@pytest.mark.parametrize(
    ("page", "name", "number"),
    [
        ('PHYSICAL_IMG_NR="0" ', "a.xml", 1),
        ('PHYSICAL_IMG_NR="3" ', "krant_0007.xml", 3),
        ("", "krant_0007.xml", 1),
    ],
)
def test_pages_count_from_one(tmp_path: Path, page: str, name: str, number: int) -> None:
    found = only(tmp_path, alto('<String CONTENT="Tekst."/>', page=page), name)
    assert found.scan
    assert [each.page for each in found.scan.pages] == [number]


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("kranten/De_Sluis_18680301_mets.xml", "1868-03-01"),
        ("NZZ-1868-03-01-a-p0001.xml", "1868-03-01"),
        ("SLUIS_1868.03.01_001.xml", "1868-03-01"),
        ("DDD_18680301001.xml", "1868-03-01"),
        ("De Sluis, 1 maart 1868", "1868-03-01"),
        ("1868/03/01/mets.xml", "1868-03-01"),
        ("DDD_010999001_001_alto.xml", None),
        ("bpt6k18681399.xml", None),
        ("sluis_18680231.xml", None),
        ("a118680301.xml", None),
    ],
)
def test_a_name_tells_the_day_wherever_it_stands(name: str, date: str | None) -> None:
    assert date_named(name) == date


METS = (
    '<mets xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'LABEL="De Sluis, 1868-03-01">{about}<fileSec><fileGrp><file ID="F1" MIMETYPE="text/xml">'
    '<FLocat xlink:href="file://./alto/0001.xml"/></file></fileGrp></fileSec>{rest}</mets>'
)
LOGICAL = (
    '<structMap TYPE="LOGICAL"><div TYPE="Newspaper"><div TYPE="issue">{}</div></div></structMap>'
)
AREA = '<fptr><area FILEID="F1" BETYPE="IDREF" BEGIN="{}"/></fptr>'


def issue(tmp_path: Path, rest: str, about: str = "") -> list[Article]:
    line = '<TextLine><String CONTENT="{}" HPOS="1" VPOS="1" WIDTH="9" HEIGHT="9"/></TextLine>'
    blocks = "".join(
        BLOCK.format(id=f"B{n}", tags="", lines=line.format(word))
        for n, word in enumerate(("Brand.", "Schuur.", "Koe."), 1)
    )
    return read(
        tmp_path,
        {"alto/0001.xml": alto(blocks=blocks), "mets.xml": METS.format(about=about, rest=rest)},
    )


def test_articles_are_linked_to_blocks_of_the_physical_structure(tmp_path: Path) -> None:
    """As Kitodo writes METS: the logical structure has no pointers of its own."""
    logical = LOGICAL.format('<div ID="L1" TYPE="article" LABEL="Vuur"/><div ID="L2" TYPE="ad"/>')
    physical = (
        '<structMap TYPE="PHYSICAL"><div TYPE="physSequence"><div ID="P" TYPE="page">'
        f'<fptr FILEID="F1"/><div ID="P1">{AREA.format("B1")}{AREA.format("B2")}</div>'
        f'<div ID="P2">{AREA.format("B3")}</div></div></div></structMap>'
    )
    links = "".join(
        f'<smLink xlink:from="{a}" xlink:to="{b}"/>'
        for a, b in (("L1", "P1"), ("L2", "#P2"), ("L1", "P"), ("L1", "nergens"))
    )
    found = issue(tmp_path, f"{logical}{physical}<structLink>{links}</structLink>")
    assert [(a.title, a.body, a.section, a.date, a.source) for a in found] == [
        ("Vuur", "Brand.\n\nSchuur.", ("artikel",), "1868-03-01", "De Sluis"),
        ("Koe.", "Koe.", ("advertentie",), "1868-03-01", "De Sluis"),
    ]


@pytest.mark.parametrize(
    ("type_", "section"),
    [
        ("Artikel", "artikel"),
        ("Zeitungsartikel", "artikel"),
        ("Advertentie", "advertentie"),
        ("Familiebericht", "familiebericht"),
        ("ddd:Mededeeling", "mededeeling"),
    ],
)
def test_articles_are_told_whatever_their_library_calls_them(
    tmp_path: Path, type_: str, section: str
) -> None:
    logical = LOGICAL.format(
        f'<div TYPE="masthead">{AREA.format("B1")}</div>'
        f'<div TYPE="{type_}"><div TYPE="BODY">{AREA.format("B2")}</div></div>'
        f'<div TYPE="{type_}">{AREA.format("B3")}</div>'
    )
    found = issue(tmp_path, logical)
    assert [(a.body, a.section) for a in found] == [("Schuur.", (section,)), ("Koe.", (section,))]


def test_a_title_of_signs_is_none(tmp_path: Path) -> None:
    about = (
        '<dmdSec ID="D"><mdWrap><xmlData><mods><titleInfo><title>-</title></titleInfo></mods>'
        "</xmlData></mdWrap></dmdSec>"
    )
    logical = LOGICAL.format(
        f'<div TYPE="ARTICLE" DMDID="D"><div TYPE="HEADING">{AREA.format("B1")}</div>'
        f'<div TYPE="BODY">{AREA.format("B2")}</div></div>'
    )
    (found,) = issue(tmp_path, logical, about)
    assert (found.title, found.body) == ("Brand.", "Schuur.")


def test_the_cells_of_a_table_are_text(tmp_path: Path) -> None:
    line = (
        '<TextLine><Coords points="1,1 90,1 90,9"/><TextEquiv><Unicode>{}</Unicode></TextEquiv>'
        "</TextLine>"
    )
    found = only(
        tmp_path,
        '<PcGts><Page imageWidth="100" imageHeight="100">'
        f"<TextRegion>{line.format('Markt.')}</TextRegion>"
        f"<TableRegion><TableCell>{line.format('Rogge 5.20')}</TableCell></TableRegion>"
        "</Page></PcGts>",
    )
    assert found.body == "Markt.\n\nRogge 5.20"


def test_a_region_without_lines_has_them_in_its_text(tmp_path: Path) -> None:
    found = only(
        tmp_path,
        '<PcGts><Page imageWidth="100" imageHeight="100"><TextRegion><Coords><Point x="0" y="0"/>'
        '<Point x="80" y="40"/></Coords><TextEquiv><Unicode>De vrede is ge⸗\ntekend.</Unicode>'
        "</TextEquiv></TextRegion></Page></PcGts>",
    )
    assert found.body == "De vrede is getekend."
    assert boxes(found)["De"] == (0, 0, 10, 20)


def test_a_line_that_is_a_heading_is_a_paragraph_and_running_titles_are_none(
    tmp_path: Path,
) -> None:
    """As eScriptorium writes PAGE, by the kinds of SegmOnto."""
    line = (
        '<TextLine custom="structure {{type:{};}}"><Coords points="1,1 90,1 90,9"/><TextEquiv>'
        "<Unicode>{}</Unicode></TextEquiv></TextLine>"
    )
    found = only(
        tmp_path,
        '<PcGts><Page imageWidth="100" imageHeight="100">'
        f'<TextRegion custom="structure {{type:RunningTitleZone;}}">{line.format("", "COURANT")}'
        f'</TextRegion><TextRegion custom="structure {{type:MainZone;}}">'
        f"{line.format('HeadingLine:title', 'Uit Parijs')}{line.format('DefaultLine', 'de vrede')}"
        f"{line.format('DefaultLine', 'is gesloten.')}</TextRegion></Page></PcGts>",
    )
    assert found.body == "Uit Parijs\n\nde vrede is gesloten."


def test_the_text_of_an_article_is_found_by_its_number_where_a_didl_names_no_file(
    tmp_path: Path,
) -> None:
    role = "<Component><Descriptor><Statement>{}</Statement></Descriptor>{}</Component>"
    item = role.format(
        "ocr", '<Resource ref="http://resolver.example/?urn=ddd:1:mpeg21:a0001:ocr"/>'
    )
    found = read(
        tmp_path,
        {
            "didl.xml": '<DIDL><Item identifier="ddd:1:mpeg21">'
            f'<Item identifier="ddd:1:mpeg21:a0001">{item}</Item></Item></DIDL>',
            "ddd_1_mpeg21_a0001_ocr.xml": "<text><title>Kop</title><p>Tekst.</p></text>",
        },
    )
    assert [(each.title, each.body) for each in found] == [("Kop", "Tekst.")]


def test_kraken_writes_fractions_and_how_sure_each_letter_is(tmp_path: Path) -> None:
    found = only(
        tmp_path,
        "<html><body><div class='ocr_page' title='bbox 0 0 900 900'><span class='ocr_line' "
        "title='bbox 0 0 90 90'><span class='ocrx_word' title='bbox 10.0 10.2 90.5 40.0; x_confs "
        "0.9 0.8'>Het</span> <span class='ocrx_word' title='bbox 100 10 190 40; x_conf 75.0'>weer"
        "</span></span></div></body></html>",
        "a.hocr",
    )
    assert found.scan
    assert boxes(found) == {"Het": (10, 10, 80, 30), "weer": (100, 10, 90, 30)}
    assert found.scan.confidence == 0.8


TEI = "<TEI><teiHeader><fileDesc>{}</fileDesc></teiHeader><text><body>{}</body></text></TEI>"


def test_a_letter_has_its_blocks_apart_its_notes_last_and_its_own_title(tmp_path: Path) -> None:
    head = "<titleStmt><title>Brief aan Piet</title><author>Jan</author></titleStmt>"
    body = (
        '<div type="letter"><opener><dateline>Delft, 5 April 1653</dateline><salute>Heer,</salute>'
        "</opener><p>Met ge<lb break='no'/>noegen<note>In de marge.</note>, en zeer ver-<lb/>heugd."
        "</p><p>Tot <hi>zien</hi>s.</p><closer><signed>Jan</signed></closer></div>"
    )
    found = only(tmp_path, TEI.format(head, body))
    assert (found.title, found.author) == ("Brief aan Piet", ("Jan",))
    assert found.body.split("\n\n") == [
        "Delft, 5 April 1653",
        "Heer,",
        "Met genoegen, en zeer verheugd.",
        "Tot ziens.",
        "Jan",
        "In de marge.",
    ]


def test_each_document_of_a_corpus_has_its_own_day(tmp_path: Path) -> None:
    documents = "".join(
        TEI.format(
            f'<sourceDesc><bibl><title>Courante</title><date when="{day}"/></bibl></sourceDesc>',
            f'<div type="article"><head>Uyt {place}</head><p>Nieuws.</p></div>',
        )
        for day, place in (("1618-06-14", "Venetien"), ("1618-06-21", "Praag"))
    )
    found = read(tmp_path, {"a.xml": f"<teiCorpus><teiHeader/>{documents}</teiCorpus>"})
    assert [(a.title, a.date, a.source, a.section) for a in found] == [
        ("Uyt Venetien", "1618-06-14", "Courante", ("artikel",)),
        ("Uyt Praag", "1618-06-21", "Courante", ("artikel",)),
    ]
    assert len({a.id for a in found}) == len(found)


def test_folia_names_its_metadata_in_dutch_too(tmp_path: Path) -> None:
    found = only(
        tmp_path,
        '<FoLiA><metadata><meta id="datum">1871-02-03</meta><meta id="titel">Dagblad</meta>'
        '<meta id="Auteur">Jan</meta></metadata><text><p><t>De trein.</t></p></text></FoLiA>',
    )
    assert (found.date, found.source, found.author) == ("1871-02-03", "Dagblad", ("Jan",))


def test_each_issue_of_a_didl_has_its_own_day_and_paper(tmp_path: Path) -> None:
    role = (
        '<Component><Descriptor><Statement dc:type="role">{}</Statement></Descriptor>{}</Component>'
    )

    def one(number: str, day: str) -> str:
        ddd = f"ddd:{number}:mpeg21"
        about = f"<Resource><title>Post {number}</title><date>{day}</date></Resource>"
        zoning = (
            f'<Resource><article-part pageid="{ddd}:p001"><blocks><TextBlock ID="B1"/></blocks>'
            "</article-part></Resource>"
        )
        return (
            f'<Item dc:identifier="{ddd}">{role.format("metadata", about)}'
            f'<Item dc:identifier="{ddd}:p001">'
            f'{role.format("alto", f"""<Resource ref="x" filename="{number}_alto.xml"/>""")}</Item>'
            f'<Item dc:identifier="{ddd}:a0001">{role.format("zoning", zoning)}</Item></Item>'
        )

    issues = one("1", "1920-01-02") + one("2", "1920-01-03")
    altos = {f"{n}_alto.xml": alto(f'<String CONTENT="Tekst{n}."/>') for n in (1, 2)}
    found = read(tmp_path, {"a_didl.xml": f"<DIDL><Item>{issues}</Item></DIDL>", **altos})
    assert [(a.body, a.date, a.source) for a in found] == [
        ("Tekst1.", "1920-01-02", "Post 1"),
        ("Tekst2.", "1920-01-03", "Post 2"),
    ]


def test_hocr_in_utf_16_is_no_web_page(tmp_path: Path) -> None:
    page = (
        "<html><head><meta name='ocr-system' content='x'/></head><body><div class='ocr_page' "
        "title='bbox 0 0 100 100'><span class='ocrx_word' title='bbox 1 2 9 8'>Café.</span></div>"
        "</body></html>"
    )
    for name in ("a.hocr", "b.html"):
        (tmp_path / name).write_text(page, "utf-16")
    found = list(read_articles(tmp_path))
    assert [each.body for each in found if isinstance(each, Article)] == ["Café.", "Café."]
