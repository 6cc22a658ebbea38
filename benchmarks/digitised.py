"""How quickly articles of digitised papers are read: zips of issues as the KB and others give them.

    python benchmarks/digitised.py [--issues 200] [--profile]

Issues are made: four pages of ALTO with a confidence for each word, eight articles a page of some
hundred words. For each form it prints articles a second of processor time, and the memory that the
process needed at most, which must not grow with the number of issues.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import random
import resource
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from indexer.corpus import read_articles
from indexer.model import Article

PAGES, ARTICLES, LINES, WORDS = 4, 8, 16, 7
_LETTERS = "enatirodslghvkmubpjwzc"
_DIDL = (
    '<didl:DIDL xmlns:didl="urn:mpeg:mpeg21:2002:02-DIDL-NS" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcx="http://krait.kb.nl/coop/tel/handbook/telterms.html">{}</didl:DIDL>'
)
_METS = (
    '<mets:mets xmlns:mets="http://www.loc.gov/METS/" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" LABEL="Bode, {day}"><mets:fileSec><mets:fileGrp>'
    '{files}</mets:fileGrp></mets:fileSec><mets:structMap TYPE="LOGICAL"><mets:div TYPE="Issue">'
    "{articles}</mets:div></mets:structMap></mets:mets>"
)

Files = Iterator[tuple[str, str]]


def alto(chance: random.Random, words: list[str]) -> str:
    """Return a page: a block of text for each article."""
    blocks = []
    for article in range(ARTICLES):
        lines = []
        for line in range(LINES):
            y = 100 + 30 * (article * LINES + line)
            strings = "<SP/>".join(
                f'<String ID="S{article}_{line}_{n}" HPOS="{100 + 150 * n}" VPOS="{y}" WIDTH="140" '
                f'HEIGHT="28" WC="0.{chance.randrange(60, 99)}" CONTENT="{chance.choice(words)}"/>'
                for n in range(WORDS)
            )
            lines.append(
                f'<TextLine HPOS="100" VPOS="{y}" WIDTH="900" HEIGHT="28">{strings}</TextLine>'
            )
        blocks.append(f'<TextBlock ID="B{article}">{"".join(lines)}</TextBlock>')
    return (
        '<alto xmlns="http://www.loc.gov/standards/alto/ns-v2#"><Description><MeasurementUnit>pixel'
        '</MeasurementUnit></Description><Layout><Page WIDTH="2400" HEIGHT="5000"><PrintSpace>'
        f"{''.join(blocks)}</PrintSpace></Page></Layout></alto>"
    )


def didl_issue(number: int, pages: list[str]) -> Files:
    """Yield the files of an issue as the KB gives it."""
    ddd, folder = f"ddd:{number:09}:mpeg21", f"1850/{number:06}"
    day = f"18{50 + number // 336:02}-{1 + number // 28 % 12:02}-{1 + number % 28:02}"

    def part(role: str, resource: str) -> str:
        statement = f'<didl:Statement dc:type="role">{role}</didl:Statement>'
        return (
            f"<didl:Component><didl:Descriptor>{statement}</didl:Descriptor>{resource}"
            "</didl:Component>"
        )

    about = f"<didl:Resource><dc:title>Bode</dc:title><dc:date>{day}</dc:date></didl:Resource>"
    items = [part("metadata", about)]
    for page, text in enumerate(pages, 1):
        name = f"DDD_{number:09}_{page:03}_alto.xml"
        yield f"{folder}/{name}", text
        file = f'<didl:Resource ref="x" dcx:filename="{name}"/>'
        items.append(
            f'<didl:Item dc:identifier="{ddd}:p{page:03}">{part("alto", file)}</didl:Item>'
        )
        for block in range(ARTICLES):
            zoning = (
                f'<didl:Resource><dcx:article-part pageid="{ddd}:p{page:03}"><dcx:blocks>'
                f'<dcx:TextBlock ID="B{block}"/></dcx:blocks></dcx:article-part></didl:Resource>'
            )
            name = f"{ddd}:a{(page - 1) * ARTICLES + block + 1:04}"
            items.append(f'<didl:Item dc:identifier="{name}">{part("zoning", zoning)}</didl:Item>')
    whole = f'<didl:Item dc:identifier="{ddd}">{"".join(items)}</didl:Item>'
    yield f"{folder}/DDD_{number:09}_didl.xml", _DIDL.format(whole)


def mets_issue(number: int, pages: list[str]) -> Files:
    """Yield the files of an issue with METS."""
    folder, files, articles = f"bode/{number:06}", [], []
    for page, text in enumerate(pages, 1):
        yield f"{folder}/alto/{page:04}.xml", text
        files.append(
            f'<mets:file ID="F{page}" MIMETYPE="text/xml"><mets:FLocat '
            f'xlink:href="alto/{page:04}.xml"/></mets:file>'
        )
        articles += [
            f'<mets:div TYPE="ARTICLE" ID="A{page}_{block}"><mets:fptr><mets:area FILEID="F{page}" '
            f'BEGIN="B{block}"/></mets:fptr></mets:div>'
            for block in range(ARTICLES)
        ]
    day = f"1868-{1 + number // 28 % 12:02}-{1 + number % 28:02}"
    text = _METS.format(day=day, files="".join(files), articles="".join(articles))
    yield f"{folder}/{number:06}-mets.xml", text


def alone(number: int, pages: list[str]) -> Files:
    """Yield pages that belong to no issue."""
    for page, text in enumerate(pages, 1):
        yield f"{number:06}/1868-03-01_{page:03}.xml", text


FORMS: dict[str, Callable[[int, list[str]], Files]] = {
    "DIDL with ALTO": didl_issue,
    "METS with ALTO": mets_issue,
    "ALTO alone": alone,
}


def packed(path: Path, form: Callable[[int, list[str]], Files], issues: int) -> None:
    """Write a zip of issues, whose words are the same in every run."""
    chance = random.Random(19)
    words = ["".join(chance.choices(_LETTERS, k=chance.randint(2, 11))) for _ in range(20_000)]
    pages = [alto(chance, words) for _ in range(4 * PAGES)]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(issues):
            for name, text in form(number, chance.sample(pages, PAGES)):
                archive.writestr(name, text)


def read(path: Path) -> tuple[int, int]:
    """Return how many articles and words a zip has."""
    found = [each for each in read_articles(path) if isinstance(each, Article)]
    return len(found), sum(len(each.body.split()) for each in found)


def main() -> None:
    """Measure each form."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--issues", type=int, default=100)
    options.add_argument("--profile", action="store_true", help="print where the time goes")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name, form in FORMS.items():
            path = Path(folder) / "kranten.zip"
            packed(path, form, asked.issues)
            profile = cProfile.Profile(time.process_time)
            if asked.profile:
                profile.enable()
            begun = time.process_time()
            articles = words = 0
            for each in read_articles(path):
                if isinstance(each, Article):
                    articles += 1
                    words += each.body.count(" ") + 1
            seconds = time.process_time() - begun
            profile.disable()
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(
                f"{name:15} {articles:,} articles, {words:,} words: {articles / seconds:,.0f} "
                f"articles and {words / seconds:,.0f} words a second; at most {peak} MB"
            )
            if asked.profile:
                pstats.Stats(profile).sort_stats("tottime").print_stats(18)


if __name__ == "__main__":
    main()
