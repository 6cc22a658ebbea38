"""Knipsel: a search engine for Dutch news archives.

What a program needs of it stands here; docs/python.md shows how. `import indexer` loads nothing: a
name loads its module when it is first used (PEP 562).
"""

__version__ = "0.1.0"

__all__ = [
    "Analyzer",
    "Archive",
    "Article",
    "ArticleError",
    "ArticleNotFoundError",
    "Beside",
    "BuildObserver",
    "BuildReport",
    "Cell",
    "Cluster",
    "Collocate",
    "Collocates",
    "Completion",
    "CompletionKind",
    "Concordance",
    "ConcordanceLine",
    "Counts",
    "CursorExpiredError",
    "EngineUnavailableError",
    "ExportPart",
    "ExportRow",
    "ExportStream",
    "FacetCount",
    "Feeds",
    "FieldValues",
    "Figures",
    "FoundAs",
    "Hit",
    "IndexDamagedError",
    "IndexLockedError",
    "IndexMissingError",
    "IndexStaleError",
    "Interval",
    "Keyword",
    "Keywords",
    "KnipselError",
    "LineOrder",
    "Listed",
    "LongArticle",
    "MarkedArticle",
    "NameInArticle",
    "NameType",
    "NearDuplicate",
    "Offer",
    "OfferKind",
    "Period",
    "Reason",
    "Refinements",
    "Release",
    "RequestError",
    "ResultStream",
    "Rewrite",
    "RewriteKind",
    "Scan",
    "ScanPage",
    "SearchPage",
    "SearchRequest",
    "Series",
    "Settings",
    "Similar",
    "Snippet",
    "Sort",
    "Span",
    "Stats",
    "Token",
    "Trend",
    "Trends",
    "Unit",
    "WordAnalysis",
    "WordCount",
    "WordCounts",
    "Workbench",
    "build",
    "copy_archive",
    "read_articles",
]

_ORIGINS = {
    "indexer.analysis.analyzer": ("Analyzer", "Token", "WordAnalysis"),
    "indexer.archive": ("Archive", "build", "copy_archive"),
    "indexer.config": ("Cluster", "Feeds", "Settings"),
    "indexer.corpus": ("read_articles",),
    "indexer.errors": (
        "ArticleNotFoundError",
        "CursorExpiredError",
        "EngineUnavailableError",
        "IndexDamagedError",
        "IndexLockedError",
        "IndexMissingError",
        "IndexStaleError",
        "KnipselError",
        "RequestError",
    ),
    "indexer.answers.beside": ("Beside", "Listed"),
    "indexer.answers.completions": ("Completion", "CompletionKind"),
    "indexer.answers.figures": (
        "Cell",
        "Collocate",
        "Collocates",
        "Concordance",
        "ConcordanceLine",
        "Counts",
        "Figures",
        "Interval",
        "Keyword",
        "Keywords",
        "LineOrder",
        "Period",
        "Series",
        "Trend",
        "Unit",
        "WordCount",
        "WordCounts",
    ),
    "indexer.answers.name_figures": ("NameType",),
    "indexer.answers.long_text": ("LongArticle",),
    "indexer.answers.streams": ("ExportPart", "ExportRow", "ExportStream", "ResultStream"),
    "indexer.statistics.trends": ("Trends",),
    "indexer.statistics.workbench": ("Workbench",),
    "indexer.indexing.run": ("BuildObserver",),
    "indexer.release": ("Release",),
    "indexer.answers.found_as": ("FoundAs",),
    "indexer.answers.offered": ("Offer", "OfferKind"),
    "indexer.fields": ("FieldValues",),
    "indexer.scan": ("Scan", "ScanPage"),
    "indexer.reports": ("BuildReport", "Reason", "Stats"),
}
_MODULES = {name: module for module, names in _ORIGINS.items() for name in names}

TYPE_CHECKING = False  # typing's own takes longer to import than all of this
if TYPE_CHECKING:
    from indexer.analysis.analyzer import Analyzer, Token, WordAnalysis
    from indexer.answers.beside import Beside, Listed
    from indexer.answers.completions import Completion, CompletionKind
    from indexer.answers.figures import (
        Cell,
        Collocate,
        Collocates,
        Concordance,
        ConcordanceLine,
        Counts,
        Figures,
        Interval,
        Keyword,
        Keywords,
        LineOrder,
        Period,
        Series,
        Trend,
        Unit,
        WordCount,
        WordCounts,
    )
    from indexer.answers.found_as import FoundAs
    from indexer.answers.long_text import LongArticle
    from indexer.answers.name_figures import NameType
    from indexer.answers.offered import Offer, OfferKind
    from indexer.answers.streams import ExportPart, ExportRow, ExportStream, ResultStream
    from indexer.archive import Archive, build, copy_archive
    from indexer.config import Cluster, Feeds, Settings
    from indexer.corpus import read_articles
    from indexer.errors import (
        ArticleNotFoundError,
        CursorExpiredError,
        EngineUnavailableError,
        IndexDamagedError,
        IndexLockedError,
        IndexMissingError,
        IndexStaleError,
        KnipselError,
        RequestError,
    )
    from indexer.fields import FieldValues
    from indexer.indexing.run import BuildObserver
    from indexer.model import (
        Article,
        ArticleError,
        FacetCount,
        Hit,
        MarkedArticle,
        NameInArticle,
        NearDuplicate,
        Refinements,
        Rewrite,
        RewriteKind,
        SearchPage,
        SearchRequest,
        Similar,
        Snippet,
        Sort,
        Span,
    )
    from indexer.release import Release
    from indexer.reports import BuildReport, Reason, Stats
    from indexer.scan import Scan, ScanPage
    from indexer.statistics.trends import Trends
    from indexer.statistics.workbench import Workbench
else:  # which would let a checker take any name for one that is there

    def __getattr__(name: str) -> object:
        """Return a public name; its module is loaded now."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module  # noqa: PLC0415 - the command imports this package too

        value = getattr(import_module(_MODULES.get(name, "indexer.model")), name)
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
