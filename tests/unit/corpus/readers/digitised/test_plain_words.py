"""What the compiled kernel takes out of ALTO is read just as the elements that it took."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TypeAlias

import pytest

from indexer.corpus import read_articles
from indexer.corpus.input_file import UnreadableError
from indexer.corpus.readers.digitised import composer, issues, plain_words
from indexer.corpus.readers.digitised.alto import alto_pages
from indexer.corpus.readers.digitised.plain_words import alto_tree
from indexer.model import Article, ArticleError

Found: TypeAlias = list[Article | ArticleError]
Both: TypeAlias = Callable[[bytes], tuple[Found, Found]]

_WORDS = ["de", "het", "een", "schip", "zee-\u00e9gel", "land-"]
_ODD_WORDS = [
    *("ver\u00ac", "we\u2e17", "a&amp;b", "&quot;zoo&quot;", "&#233;&#xe9;n", "&lt;x&gt;", "12,50"),
    *(
        "\u2014",
        "'tis",
        "Fran\u00e7sche",
        "&nbsp;",
        "&onbekend;",
        "&#xffff;",
        "&#160;",
        "\U0001d51e",
    ),
]
_NUMBERS = [
    *("1", "12", "340", "999", "1000", "1401", "12.5", "13.5", "-4", "+7", "1e3"),
    *("\u0663", "99999999", "00012", "0", "1_0"),
]
_CONFIDENCES = ["1", "0.5", ".5", "0.987654321", "87", "100", "101", "-1", "nan", "\u0660.5", "0,5"]
_AT = "HPOS='1' VPOS='1' WIDTH='9' HEIGHT='9' WC='1'"
_ODD = [
    *("<!-- <String/> -->", "<?x <String CONTENT='x'/> ?>", "<SP WIDTH='&lt;'/>"),
    *("<HYP CONTENT='-'/>", "tekst", "<String CONTENT='zonder'/>", f"<String {_AT}/>"),
    f"<String CONTENT='twee woorden' {_AT}/>",
    f"<String CONTENT='open' {_AT}></String>",
    f"<String CONTENT='vol' {_AT}><Glyph/></String>",
    f"<Strings CONTENT='x' {_AT}/>",
    f"<String CONTENT='ver' SUBS_TYPE='HypPart1' SUBS_CONTENT='vergaan' {_AT}/>",
    f"<String CONTENT='gaan' SUBS_TYPE='HypPart2' SUBS_CONTENT='vergaan' {_AT}/>",
]
_BROKEN = [
    *(
        "<String CONTENT='a' CONTENT='b'/>",
        "<String CONTENT='<'/>",
        "<String CONTENT='a'HPOS='1'/>",
    ),
    *("<String CONTENT=a/>", "<String CONTENT='a' / >", "<String CONTENT='a\x01'/>"),
    *("<String CONTENT='", "</TextLine>", "&", "]]>", "<![CDATA[<String/>]]>"),
    f"<String xlink:href='x' CONTENT='undeclared' {_AT}/>",
    f"<String CONTENT='\ufffe' {_AT}/>",
]


def _word(chance: random.Random) -> str:
    odd = chance.random() < 0.3
    numbers = [
        chance.choice(_NUMBERS) if odd and chance.random() < 0.3 else str(chance.randrange(1, 600))
        for _ in range(4)
    ]
    given = dict(zip(("HPOS", "VPOS", "WIDTH", "HEIGHT"), numbers, strict=True))
    given["CONTENT"] = chance.choice(_ODD_WORDS if odd else _WORDS)
    if chance.random() < 0.8:
        given["WC"] = chance.choice(_CONFIDENCES) if odd else f"0.{chance.randrange(10, 99)}"
    if odd:
        given["ID"] = chance.choice(("a", "a&amp;b", "&x;", "'", "\n"))
    if odd and chance.random() < 0.1:
        given.pop(chance.choice(list(given)))
    names = list(given)
    chance.shuffle(names)
    quote = chance.choice("'\"") if odd else '"'
    values = (f"{name}={quote}{given[name].replace(quote, '')}{quote}" for name in names)
    blank = chance.choice((" ", "\n\t")) if odd else " "
    return f"<String {blank.join(values)}{chance.choice(('/', ' /')) if odd else '/'}>"


def _file(chance: random.Random) -> str:
    blocks = []
    for block in range(chance.randrange(1, 4)):
        lines = []
        for _ in range(chance.randrange(1, 5)):
            parts = [_word(chance) for _ in range(chance.randrange(5))]
            if chance.random() < 0.2:
                parts.insert(chance.randrange(len(parts) + 1), chance.choice(_ODD))
            if chance.random() < 0.03:
                parts.insert(chance.randrange(len(parts) + 1), chance.choice(_BROKEN))
            space = chance.choice(("<SP/>", "\n  ", '<SP WIDTH="5"></SP>', '<SP HPOS="1"/>\n'))
            hyphen = chance.choice(("", "", "", '<HYP CONTENT="-"/>'))
            lines.append(f'<TextLine ID="L">{space.join(parts)}{hyphen}</TextLine>')
        blocks.append(
            f'<TextBlock ID="B{block}">{chance.choice(("", " ")).join(lines)}</TextBlock>'
        )
    unit = chance.choice(("pixel", "pixel", "pixel", "mm10", "inch1200", "mm"))
    space = chance.choice(("", ' xmlns="http://www.loc.gov/standards/alto/ns-v3#"'))
    size = chance.choice(('WIDTH="1000" HEIGHT="1400"', 'WIDTH="300" HEIGHT="1400"', ""))
    return (
        f"<alto{space}><Description><MeasurementUnit>{unit}</MeasurementUnit></Description><Layout>"
        f"<Page {size}><PrintSpace>{''.join(blocks)}</PrintSpace></Page></Layout></alto>"
    )


def _prefixed(text: str) -> str:
    """Return a file with a prefix before the names of its elements."""
    for name in ("alto", "Description", "MeasurementUnit", "Layout", "Page", "PrintSpace"):
        text = text.replace(f"<{name}", f"<a:{name}").replace(f"</{name}", f"</a:{name}")
    for name in ("TextBlock", "TextLine", "String", "SP", "HYP"):
        text = text.replace(f"<{name}", f"<a:{name}").replace(f"</{name}", f"</a:{name}")
    return text.replace("xmlns=", "xmlns:a=")


def _articles(path: Path, data: bytes) -> Found:
    path.write_bytes(data)
    return list(read_articles(path))


@pytest.fixture
def both(tmp_path: Path, native: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Both:
    """Return what reads a file twice: by the kernel, and by the elements alone."""

    def read(data: bytes) -> tuple[Found, Found]:
        with monkeypatch.context() as patch:
            for module in (plain_words, composer, issues):
                patch.setattr(module, "compiled", lambda: native)
            by_kernel = _articles(tmp_path / "1850-01-02.alto.xml", data)
            for module in (plain_words, composer, issues):
                patch.setattr(module, "compiled", lambda: None)
            return by_kernel, _articles(tmp_path / "1850-01-02.alto.xml", data)

    return read


def test_the_kernel_and_the_elements_give_the_same_articles(both: Both) -> None:
    """Of files of all kinds: with odd words, with broken XML, in other units, with a prefix."""
    chance = random.Random(19)
    read = failed = 0
    for count in range(400):
        text = _file(chance)
        data = (_prefixed(text) if count % 3 == 0 else text).encode()
        by_kernel, by_elements = both(data)
        assert by_kernel == by_elements, data
        read += any(isinstance(each, Article) for each in by_kernel)
        failed += any(isinstance(each, ArticleError) for each in by_kernel)
    assert read > 100
    assert failed > 20


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "cp1252"])
@pytest.mark.parametrize("declared", ["", "UTF-8", "ISO-8859-1", "utf8"])
def test_the_encoding_of_a_file_does_not_matter(both: Both, encoding: str, declared: str) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    word = '<String CONTENT="Fran\u00e7sche" HPOS="1" VPOS="1" WIDTH="9" HEIGHT="9" WC="1"/>'
    text = (
        f"{head}<alto><Layout><Page><PrintSpace><TextBlock><TextLine>{word}</TextLine></TextBlock>"
    )
    data = f"{text}</PrintSpace></Page></Layout></alto>".encode(encoding)
    by_kernel, by_elements = both(data)
    assert by_kernel == by_elements
    assert [each.body for each in by_kernel if isinstance(each, Article)] == ["Fran\u00e7sche"]


def test_words_are_taken_out_over_lines_until_one_is_broken(native: ModuleType) -> None:
    """Else the test above would compare the elements with themselves."""
    word = '<String CONTENT="{}" HPOS="1" VPOS="1" WIDTH="9" HEIGHT="9" WC="1"/>'
    lines = [("een", "twee"), ("drie", "ver-"), ("gaan",)]
    made = "".join(f"<TextLine>{''.join(map(word.format, line))}</TextLine>" for line in lines)
    data = f"<alto><TextBlock>{made}</TextBlock></alto>".encode()
    rest, texts, *_ = native.plain_words(data, "", "knipsel-run")
    assert texts == ["een", "twee", "drie", "ver-", "gaan"]
    assert rest.count(b"<String") == rest.count(b"<TextLine") == len(lines) - 1


def test_an_element_of_many_attributes_is_left_to_the_parser(
    both: Both, native: ModuleType
) -> None:
    """Each would be compared with all before it: a small file could ask for hours."""
    many = " ".join(f"A{number}='1'" for number in range(70))
    line = (
        f"<TextLine><String CONTENT='een' {_AT} {many}/><String CONTENT='twee' {_AT}/></TextLine>"
    )
    page = f"<Page><PrintSpace><TextBlock>{line}</TextBlock></PrintSpace></Page>"
    data = f"<alto><Layout>{page}</Layout></alto>".encode()
    _, texts, *_ = native.plain_words(data, "", "knipsel-run")
    assert texts == ["twee"]
    by_kernel, by_elements = both(data)
    assert by_kernel == by_elements
    assert [each.body for each in by_kernel if isinstance(each, Article)] == ["een twee"]


@pytest.mark.parametrize("mark", ["knipsel-run='0'", "knipsel-run='99'", "knipsel-run=''"])
def test_a_file_that_has_the_mark_itself_is_read_by_its_elements(mark: str) -> None:
    word = f"<String {mark} CONTENT='een' HPOS='1' VPOS='1' WIDTH='9' HEIGHT='9' WC='1'/>"
    line = f"<TextBlock><TextLine>{word}</TextLine></TextBlock>"
    tree = alto_tree(f"<alto><Layout><Page>{line}</Page></Layout></alto>".encode())
    (page,) = alto_pages(tree)
    assert [page.words(block) for block in page.order] == [["een"]]


def test_an_error_names_the_place_in_the_file_as_it_is(native: ModuleType) -> None:
    assert native
    word = '<String CONTENT="een" HPOS="1" VPOS="1" WIDTH="9" HEIGHT="9" WC="1"/>\n'
    with pytest.raises(UnreadableError, match="line 101"):
        alto_tree(f"<alto><TextLine>{word * 100}</TextLin></alto>".encode())
