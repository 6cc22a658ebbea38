"""The broken kin of each form: named with a reason, and what is whole beside it is read."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
import tarfile
import tempfile
import tracemalloc
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.corpus import read_articles
from indexer.corpus.markup import html_text
from indexer.model import Article, ArticleError
from tests.golden_formats import FILES, OF_PARTS

TEXT = b"Een dijk.\n\nDe dijk houdt."


def zip_of(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_", "."), data)
    return stream.getvalue()


def tar_of(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for info, data in members:
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def info(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, target
    return made


def scan() -> bytes:
    """Return a PDF of one page without any text."""
    return FILES["bibliotheek.pdf"].read_bytes().replace(b" Tj", b" Tx")


def locked_zip() -> bytes:
    data = bytearray(zip_of(a_txt=TEXT))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    return bytes(data)


def damaged_zip() -> bytes:
    data = bytearray(zip_of(a_txt=TEXT * 50, b_txt=TEXT))
    data[60] ^= 0xFF
    return bytes(data)


BOMB = b"""<?xml version="1.0"?><!DOCTYPE nitf [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<nitf><body><body.content><p>&b;</p></body.content></body></nitf>"""
FETCH = b"""<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel>
<title>&x;</title><item><title>&x;</title></item></channel></rss>"""


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a b.zip", zip_of(a_txt=TEXT)[:-30], "cut off or damaged; get it again, or save what"),
        ("a b.zip", zip_of(a_txt=TEXT)[:-30], "zip -FF 'a b.zip' --out saved.zip"),
        ("a.zip", b"Geen zip", "no zip, whatever its name says"),
        ("a.zip", zip_of(b_zip=zip_of(a_txt=TEXT)), "a.zip!b.zip: an archive in an archive"),
        ("a.zip", locked_zip(), "a.zip!a.txt: locked with a password"),
        ("a.zip", zip_of(foto_jpg=b"\xff\xd8"), "holds no articles"),
        ("a.zip", zip_of(a_txt=b""), "a.zip!a.txt: empty"),
        ("a.tar", b"Geen tar" * 200, "no tar"),
        ("a.tar", tar_of((info("a.tgz"), TEXT)), "a.tar!a.tgz: an archive in an archive"),
        ("a.tar.gz", b"Geen gzip", "damaged"),
        ("a.xml", BOMB, "defines entities"),
        ("a.rss", FETCH, "defines entities"),
        ("a.xml", b"<nitf><body><p>De dijk", "broken XML"),
        ("a.xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "begins with <svg>; read are ALTO"),
        ("a.xml", b"De dijk houdt.", "no XML, whatever its name says"),
        ("a.rss", b"<!DOCTYPE html>\n<html><body><p>404</p></body></html>", "a web page, no feed"),
        ("a.rss", b"<rss version='2.0'><channel></channel></rss>", "holds no articles"),
        ("a.html", b"<html><body><nav><a href='/'>Home</a></nav></body></html>", "no article"),
        ("a.pdf", scan(), "pictures of pages (2) and no text; have it read by OCR"),
        ("a.pdf", FILES["bibliotheek.pdf"].read_bytes()[:300], "no PDF, or cut off"),
        ("a.pdf", b"Geen PDF", "no PDF"),
        ("a.docx", zip_of(a_txt=TEXT), "no Word document"),
        ("a.docx", FILES["ziekenhuis.docx"].read_bytes()[:9000], "no Word document, or cut"),
        ("a.md", b"---\ntitel: [open\n---\nDe dijk houdt.", "broken fields in front of it"),
        ("a.md", b"---\n- a\n- b\n---\nDe dijk houdt.", "broken fields in front of it"),
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_is_read(
    tmp_path: Path, name: str, data: bytes, told: str
) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "b.txt").write_bytes(TEXT)
    error, article = read_articles(tmp_path)
    assert isinstance(error, ArticleError)
    assert told in str(error)
    assert isinstance(article, Article)


def test_a_damaged_member_costs_that_one_only(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(damaged_zip())
    error, article = read_articles(tmp_path)
    assert "a.zip!a.txt: compressed data are damaged" in str(error)
    assert isinstance(article, Article)
    assert article.id == "a.zip!b"


@pytest.mark.parametrize(
    ("keep", "why"), [(1600, "in the data of the last"), (1100, "in its header")]
)
def test_a_tar_that_is_cut_off_keeps_what_is_before(tmp_path: Path, keep: int, why: str) -> None:
    whole = tar_of((info("a.txt"), TEXT), (info("b.txt"), TEXT * 100))
    (tmp_path / "a.tar").write_bytes(whole[:keep])
    article, *errors = read_articles(tmp_path)
    assert isinstance(article, Article), why
    assert errors
    assert "cut off or damaged" in str(errors[-1])


def test_what_is_no_file_in_a_tar_is_named_and_never_followed(tmp_path: Path) -> None:
    kinds = {
        "l": tarfile.SYMTYPE,
        "h": tarfile.LNKTYPE,
        "d": tarfile.CHRTYPE,
        "f": tarfile.FIFOTYPE,
    }
    members = [(info(f"{name}.txt", kind, "/etc/hostname"), b"") for name, kind in kinds.items()]
    (tmp_path / "a.tar").write_bytes(tar_of(*members, (info("x.txt"), TEXT)))
    *errors, article = read_articles(tmp_path)
    assert isinstance(article, Article)
    assert [str(error).split("!")[1][:5] for error in errors] == [
        "l.txt",
        "h.txt",
        "d.txt",
        "f.txt",
    ]
    assert all("not followed" in str(error) for error in errors)


@pytest.mark.parametrize("name", ["../../x.txt", "/x.txt", "C:\\x.txt", "a/../../x.txt", "./x.txt"])
def test_a_path_out_of_an_archive_leads_nowhere(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.tar").write_bytes(tar_of((info(name), TEXT)))
    (article,) = read_articles(tmp_path)
    assert isinstance(article, Article)
    assert ".." not in article.id
    assert [path.name for path in tmp_path.iterdir()] == ["a.tar"]


@pytest.fixture
def small_growth(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a megabyte be what anything may grow to."""
    for module in ("input_file", "packages", "readers.archives"):
        monkeypatch.setattr(f"indexer.corpus.{module}.FREE_GROWTH", 1_000_000)


@pytest.mark.parametrize(
    "name",
    ["a.zip", "a.txt.gz", "a.jsonl.gz", "a.tar.gz", "a.docx", "a.xlsx", "a.ods", "a.odt", "a.epub"],
)
def test_a_bomb_is_refused_before_it_goes_off(
    tmp_path: Path, name: str, small_growth: None
) -> None:
    filling = b'{"body": "%b"}\n' % (b"De dijk houdt. " * 6_000)
    stream = io.BytesIO()
    if ".gz" in name:
        with gzip.GzipFile(fileobj=stream, mode="wb") as file:
            if "tar" in name:
                big = info("a.jsonl")
                big.size = 500 * len(filling)
                file.write(big.tobuf())
            for _ in range(500):
                file.write(filling)
    else:
        with (
            zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
            archive.open("a.txt", "w") as member,
        ):
            for _ in range(500):
                member.write(filling)
    (tmp_path / name).write_bytes(stream.getvalue())
    tracemalloc.start()
    count, error = 0, None
    for count, error in enumerate(read_articles(tmp_path)):  # noqa: B007 - the last of them
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(error, ArticleError)
    assert "a bomb" in error.reason
    assert count < 100
    assert peak < 10_000_000


def test_an_archive_that_grows_as_news_does_is_no_bomb(tmp_path: Path, small_growth: None) -> None:
    for path in FILES.values():
        if path.suffix not in {".warc", ".zip", ".wacz"} and path.parent.name not in OF_PARTS:
            (tmp_path / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
    assert not [item for item in read_articles(tmp_path) if isinstance(item, ArticleError)]


def test_a_feed_with_broken_xml_is_read_as_far_as_it_goes(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    whole = FILES["wipkip.rss"].read_text().replace("&amp;", "&")
    (tmp_path / "a.rss").write_text(whole)
    (tmp_path / "b.rss").write_text(whole.replace("</channel>\n</rss>", ""))
    found = list(read_articles(tmp_path))
    titles = ["Wolf gezien bij camping & zwembad", "Veerpont vaart weer"]
    assert [item.title for item in found if isinstance(item, Article)] == titles * 2
    assert "broken XML" in caplog.text
    (error,) = (item for item in found if isinstance(item, ArticleError))
    assert (error.path, "cut off" in error.reason) == (str(tmp_path / "b.rss"), True)


def test_mojibake_is_noted_once_a_file(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    wrong = "OekraÃ¯ne en BelgiÃ« praten."
    (tmp_path / "a.csv").write_text(f"tekst\n{wrong}\n{wrong} Weer.\n", "utf-8")
    first, _ = read_articles(tmp_path)
    assert isinstance(first, Article)
    assert first.body == wrong, "left as it is"
    assert caplog.text.count("once read as another encoding") == 1


@pytest.mark.parametrize("text", ["Één café in België", "Ã", "CRÈME BRÛLÉE", "Âge d’or", "â€"])
def test_what_is_written_so_is_no_mojibake(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    (tmp_path / "a.txt").write_text(f"{text}.", "utf-8")
    assert len(list(read_articles(tmp_path))) == 1
    assert caplog.text == ""


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="windows-1252">', "cp1252"),
        ("<meta charset=latin1>", "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-15">', "iso8859-15"),
        ('<?xml version="1.0" encoding="utf-8"?>', "utf-8"),
        ("", "utf-8"),
        ("", "cp1252"),
        ("", "utf-16"),
        ('<meta charset="iso-8859-1">', "utf-8-sig"),
        ('<meta charset="onzin">', "utf-8"),
    ],
)
def test_a_page_tells_its_encoding(tmp_path: Path, head: str, encoding: str) -> None:
    text = "De dijk bij Coöstveen houdt stand, zegt Renée van het café. " * 3
    page = (
        f"<html><head>{head}<title>Dijk</title></head><body><article><p>{text}</p></article></body>"
    )
    (tmp_path / "a.html").write_bytes(page.encode(encoding))
    (article,) = read_articles(tmp_path)
    assert isinstance(article, Article)
    assert article.body == text.strip()


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Een</p><p>Twee</p>", "Een\n\nTwee"),
        ("Een<br>twee<br/>drie", "Een\ntwee\ndrie"),
        ("<div>Een <b>dijk</b>\n  en<i>zo</i></div>", "Een dijk enzo"),
        ("<p>Een<script>if (a < b) alert()</script><style>p{}</style></p>", "Een"),
        ("<p>Een<p>Twee", "Een\n\nTwee"),
        ("</p></figure>Een", "Een"),
        ("a < b &amp; c &eacute;", "a < b & c é"),
        ("", ""),
        ("<" * 3000 + "p>", "<" * 2999),
        ("<div>" * 3000 + "diep", "diep"),
    ],
)
def test_pieces_of_html_become_paragraphs(markup: str, text: str) -> None:
    assert html_text(markup) == text


EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 60), st.binary(max_size=60)), min_size=1, max_size=6
)


@pytest.mark.parametrize("name", sorted(FILES))
@settings(deadline=None, max_examples=25)
@given(edits=EDITS, cut=st.floats(0.05, 2))
def test_no_damage_to_any_form_raises_or_passes_in_silence(
    name: str, edits: list[tuple[float, int, bytes]], cut: float
) -> None:
    data = bytearray(FILES[name].read_bytes())
    for place, length, other in edits:
        start = int(place * len(data))
        data[start : start + length] = other
    data = data[: max(1, int(cut * len(data)))]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        found = list(read_articles(path))
    assert found
    for item in found:
        str(item).encode()
        assert isinstance(item, ArticleError) or item.title


def test_a_feed_in_an_encoding_that_nobody_knows_is_read_as_far_as_it_goes(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    feed = FILES["wipkip.rss"].read_bytes().replace(b'"utf-8"', b'"utf-9"')
    (tmp_path / "a.rss").write_bytes(feed)
    assert all(isinstance(item, Article) for item in read_articles(tmp_path))
    press = FILES["persbureau.xml"].read_bytes().replace(b"iso-8859-1", b"iso-8859-99")
    (tmp_path / "a.rss").write_bytes(press)
    (error,) = read_articles(tmp_path)
    assert "broken XML: unknown encoding" in str(error)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize("before", [10, 99_000, 200_000])
@pytest.mark.parametrize("name", ["rss", "nitf"])
def test_no_comment_before_it_hides_a_bomb(tmp_path: Path, name: str, before: int) -> None:
    (tmp_path / "a.xml").write_text(
        f"<!--{'x' * before}--><!DOCTYPE {name} [<!ENTITY l0 'ha'>{LAUGHS}]>"
        f"<{name} version='2.0'><channel><item><title>&l11;</title></item></channel></{name}>"
    )
    tracemalloc.start()
    found = list(read_articles(tmp_path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [type(item) for item in found] == [ArticleError]
    assert peak < 10_000_000


def test_fields_of_yaml_that_refer_to_each_other_do_not_grow(tmp_path: Path) -> None:
    lines = ["a0: &a0 [ha, ha]"] + [
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)
    ]
    text = "\n".join(["---", *lines, "auteur: *a29", "titel: Dijk", "---", "De dijk houdt."])
    (tmp_path / "a.md").write_text(text)
    (article,) = read_articles(tmp_path)
    assert isinstance(article, Article)
    assert (article.title, article.author) == ("Dijk", ())


def test_a_date_that_is_none_in_front_of_markdown_costs_the_date_only(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a.md").write_text("---\ndatum: 2022-13-45\n---\nDe dijk houdt.")
    (article,) = read_articles(tmp_path)
    assert isinstance(article, Article)
    assert article.date is None
    assert "no date that is understood: '2022-13-45'" in caplog.text


def test_a_feed_with_nothing_in_its_entries_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(
        "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>"
        "<item><title/><content:encoded/><description/><category/><author/></item>"
        "</channel></rss>"
    )
    (error,) = read_articles(tmp_path)
    assert "entry 1: no text among its fields" in str(error)


MISSING = """
import sys
for name in {names!r}:
    sys.modules[name] = None
from indexer.corpus import read_articles
for found in read_articles({path!r}):
    print(found)
"""


@pytest.mark.parametrize(
    ("name", "library", "package"),
    [
        ("dijk.html", "trafilatura", "trafilatura lxml-html-clean"),
        ("wipkip.rss", "feedparser", "feedparser"),
        ("persbureau.xml", "defusedxml", "defusedxml"),
        ("bibliotheek.pdf", "pypdf", "pypdf"),
        ("ziekenhuis.docx", "docx", "python-docx"),
        ("redactie.xlsx", "openpyxl", "openpyxl"),
        ("veer.rtf", "striprtf", "striprtf"),
        ("theater.odt", "defusedxml", "defusedxml"),
        ("molen.md", "yaml", "markdown-it-py PyYAML"),
        ("fanfare.md", "markdown_it", "markdown-it-py PyYAML"),
    ],
)
def test_a_library_that_is_not_installed_is_named_with_what_installs_it(
    name: str, library: str, package: str
) -> None:
    script = MISSING.format(names=[library], path=str(FILES[name]))
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    assert f"needs {library}, which is not installed" in done.stdout
    assert f"Run: pip install {package}\n" in done.stdout


def test_a_word_document_of_pictures_is_named(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "a.docx"))
    (error,) = read_articles(tmp_path)
    assert "no text in this document" in str(error)
