"""Make a folder of every form that Knipsel reads, with 200 articles of which all is known.

python benchmarks/mixed_folder.py FOLDER
knipsel index FOLDER
"""

from __future__ import annotations

import argparse
import io
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import mixed_documents
import mixed_exports
import mixed_forms
from known_articles import PAPERS, Known, known_articles
from mixed_downloads import LAYOUTS, downloads

ARTICLES = 200
_ALL = frozenset(("date", "paper", "author"))
_NO_ARTICLES: Mapping[str, bytes] = {
    "documenten/~$stuk 1.docx": b"\x05Jan",
    "foto/haven.jpg": b"\xff\xd8\xff\xe0",
    "web/stijl.css": b"p { color: red }",
    "LEESMIJ/README.txt": b"Wat hier staat.",
    ".verborgen.txt": b"Niet voor lezers.",
}
"""Files among them that hold no articles."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form with how many articles it has, and what it can carry besides title and text."""

    name: str
    count: int
    write: Callable[[Sequence[Known]], dict[str, bytes]]
    carries: frozenset[str] = _ALL
    is_of_one_day: bool = False


@dataclass(frozen=True, slots=True)
class Expected:
    """What is right for an article; None for what its form cannot carry."""

    form: str
    title: str
    first: str
    last: str
    date: str | None
    paper: str | None
    author: str | None


def zipped(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return a zip with pages and a list."""
    inner = mixed_forms.web_pages(articles[:2]) | mixed_forms.json_lines(articles[2:])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in inner.items():
            archive.writestr(name, data)
    return {"archief/maart.zip": stream.getvalue()}


def tarred(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return a tar in gzip with Markdown."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for name, data in mixed_forms.markdown(articles).items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return {"archief/april.tgz": stream.getvalue()}


_DATE, _FROM_PAPER = frozenset(("date",)), frozenset(("date", "paper"))
_BY_AUTHOR = frozenset(("date", "author"))
FORMS = (
    Form("plain text", 6, mixed_forms.plain_text, _DATE),
    Form("Markdown", 4, mixed_forms.markdown),
    Form("JSON Lines", 6, mixed_forms.json_lines),
    Form("JSON", 5, mixed_forms.json_document),
    Form("CSL JSON", 3, mixed_forms.references),
    Form("Zotero RDF", 2, mixed_forms.zotero),
    Form("RIS", 3, mixed_forms.ris),
    Form("BibTeX", 3, mixed_forms.bibtex),
    Form("CSV", 6, mixed_forms.comma_separated),
    Form("TSV", 4, mixed_forms.tab_separated),
    Form("XLSX", 6, mixed_documents.xlsx),
    Form("ODS", 6, mixed_documents.ods),
    Form("HTML", 4, mixed_forms.web_pages),
    Form("RSS", 4, mixed_forms.rss),
    Form("Atom", 4, mixed_forms.atom),
    Form("WordPress", 5, mixed_forms.wordpress),
    Form("NITF", 4, mixed_forms.nitf),
    Form("NewsML-G2", 4, mixed_forms.newsml),
    Form("Word", 6, mixed_documents.word, _BY_AUTHOR),
    Form("ODT", 4, mixed_documents.odt, _BY_AUTHOR),
    Form("RTF", 6, mixed_documents.rtf, _BY_AUTHOR),
    Form("PDF", 6, mixed_documents.portable),
    Form("EPUB", 4, mixed_documents.epub, is_of_one_day=True),
    Form("mail", 4, mixed_documents.mail, _FROM_PAPER),
    Form("mailbox", 6, mixed_documents.mailbox, _FROM_PAPER),
    Form("MHTML", 4, mixed_documents.saved_pages),
    Form("WARC", 3, mixed_documents.crawl),
    Form("WACZ", 3, mixed_documents.packed_crawl),
    Form("zip", 5, zipped),
    Form("tar", 4, tarred),
    Form("HAR", 2, mixed_exports.har),
    Form("web archive", 2, mixed_exports.web_archives),
    Form("Evernote", 2, mixed_exports.evernote),
    Form("Factiva XML", 2, mixed_exports.factiva_xml),
    Form("trafilatura XML", 2, mixed_exports.trafilatura_xml),
    Form("NewsML 1", 2, mixed_exports.newsml1),
    Form("bibliographic XML", 2, mixed_exports.dublin_core),
    *(Form(f"download of {name}", 13, downloads(name)) for name in LAYOUTS),
)


def groups() -> Iterator[tuple[Form, list[Known]]]:
    """Yield each form with its articles, all of one paper, as a feed or a book is of one."""
    articles = known_articles(ARTICLES)
    for number, form in enumerate(FORMS):
        group = [
            replace(next(articles), paper=PAPERS[number % len(PAPERS)]) for _ in range(form.count)
        ]
        if form.is_of_one_day:
            group = [replace(each, day=group[0].day, author=group[0].author) for each in group]
        yield form, group


def expected() -> list[Expected]:
    """Return what is right for each article of the folder."""
    return [
        Expected(
            form.name,
            each.title,
            each.first,
            each.last,
            each.day.isoformat() if "date" in form.carries else None,
            each.paper if "paper" in form.carries else None,
            each.author if "author" in form.carries else None,
        )
        for form, group in groups()
        for each in group
    ]


def write_folder(folder: Path) -> None:
    """Write all articles in all forms, and files beside them that hold none."""
    for form, group in groups():
        for name, data in form.write(group).items():
            _write(folder / name, data)
    for name, data in _NO_ARTICLES.items():
        _write(folder / name, data)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def main() -> None:
    """Write the folder that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    write_folder(parser.parse_args().folder)


if __name__ == "__main__":
    main()
