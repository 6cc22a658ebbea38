"""What a program does with the library, as the type checker sees it from outside.

A line that must be refused ends in a comment with mypy's code for it; test_typing.py compares.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import assert_type

import indexer
from indexer import (
    Analyzer,
    Archive,
    Article,
    ArticleError,
    BuildReport,
    Concordance,
    Hit,
    Interval,
    KnipselError,
    MarkedArticle,
    RequestError,
    ResultStream,
    SearchPage,
    SearchRequest,
    Settings,
    Similar,
    Sort,
    Stats,
    Trend,
    build,
    copy_archive,
    read_articles,
)


class Progress:
    """Follows a build."""

    read = 0
    reasons: tuple[str, ...] = ()

    def progressed(self, report: BuildReport, share: Callable[[], float]) -> None:
        """Remember how far it is."""
        assert_type(share(), float)
        self.read = report.read

    def skipped(self, error: ArticleError) -> None:
        """Remember what could not be read."""
        self.reasons = (*self.reasons, error.reason)


def articles_in(folder: Path) -> Iterator[Article]:
    """Yield what can be read in a folder."""
    for item in read_articles(folder):
        assert_type(item, Article | ArticleError)
        if isinstance(item, Article):
            yield item


def questions(folder: Path) -> None:
    """Ask everything once."""
    assert_type(build(folder, [folder], prune=True, observer=Progress()), BuildReport)
    assert_type(build(Settings(folder, engine="whoosh"), ["articles"]), BuildReport)
    assert_type(copy_archive(folder, "elsewhere"), BuildReport)
    papers = {"source": ("De Landscourant", "De Wipkip")}
    request = SearchRequest("navotop", filters=papers, sort=Sort.NEWEST, since="2022-03", limit=50)
    with Archive.open(folder) as archive:
        assert_type(archive, Archive)
        assert_type(archive.search(request), SearchPage)
        assert_type(archive.results(request), ResultStream)
        for hit in archive.results(request):
            assert_type(hit, Hit)
            assert_type(hit.article.date, str | None)
            hit.article.date.upper()  # error: union-attr
        assert_type(archive.article("a1", query="navotop"), MarkedArticle)
        assert_type(archive.similar(article_id="a1"), Similar)
        assert_type(archive.trend(["crisis", "navotop"], Interval.YEAR), Trend)
        assert_type(archive.concordance(request, width=40), Concordance)
        assert_type(archive.stats(), Stats)
        archive.search("navotop")  # error: arg-type
        archive.search(request, limit=3)  # error: call-arg
        archive.article(id="a1")  # error: call-arg
        archive.trend("crisis", by="year")  # error: arg-type
        archive.serach(request)  # error: attr-defined
    request.limit = 20  # error: misc
    SearchRequest("navotop", sort="newest")  # error: arg-type
    assert_type([token.word.lemma for token in Analyzer().tokens("veiligheidscrisis")], list[str])


def parameter_at_fault(archive: Archive, request: SearchRequest) -> str | None:
    """Return the parameter that makes no sense."""
    try:
        archive.search(request)
    except RequestError as error:
        return error.parameter
    except KnipselError as error:
        assert_type(str(error), str)
    return None


assert_type(indexer.__version__, str)
indexer.open_archive("index")  # error: attr-defined
