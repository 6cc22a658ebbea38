"""How well Knipsel ranks: judged topics and known items, with an ablation row for each part.

    python benchmarks/relevance.py [--ablation] [--topics-only] [--data FOLDER]

Topics are three wordings of one need each, with graded judgements; `worst` is the mean over topics
of the worst wording. Known items are headlines and subject lines asked of the bodies alone. The
first row is one field with Snowball stems and BM25, as other engines have it (`rivals`).
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean
from typing import Any

import data_folder
import ir_measures
from ir_measures import RR, R, Success, nDCG

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.model import SearchRequest
from indexer.search.ranking.weights import WEIGHTS, Weights, entries

Run = dict[str, dict[str, float]]
DEPTH, TOP = 100, 10


def without(name: str) -> Weights:
    """Return the weights with this one at 0."""
    off: dict[str, Any] = {name: 0}
    return replace(WEIGHTS, **off)


_NO_EXPANSION = replace(WEIGHTS.expansion, weight=0.0)
_NOT_RERANKED = replace(WEIGHTS.expansion, reranked=0)
_NO_COMMON_GROUND = replace(WEIGHTS.expansion, common_ground=0.0)
_NO_FEEDBACK = replace(WEIGHTS.feedback, weight=0.0)

ABLATIONS: Mapping[str, Weights] = {
    "all parts of the ranking": WEIGHTS,
    **{
        entry["ablation"]: without(name) for name, entry in entries().items() if "ablation" in entry
    },
    "no feedback": replace(WEIGHTS, feedback=_NO_FEEDBACK, expansion=_NO_EXPANSION),
    "no expansion": replace(WEIGHTS, expansion=_NO_EXPANSION),
    "no reranking past rank 20": replace(WEIGHTS, expansion=_NOT_RERANKED),
    "no common ground past rank 20": replace(WEIGHTS, expansion=_NO_COMMON_GROUND),
    "long texts as if they were short": replace(WEIGHTS, short_texts=1e8, long_texts=1e9),
}
"""The rows of the table. Each entry of `weights` with a row is measured at weight 0."""


@dataclass(frozen=True)
class Judged:
    """A set of queries with judgements, and the archive it is asked of."""

    name: str
    queries: dict[str, str]
    qrels: list[ir_measures.Qrel]
    archive: Archive

    @property
    def is_topics(self) -> bool:
        """Whether these are topics with graded judgements; else each query has one item."""
        return self.name.startswith("topics")


CORPORA = {"topics": "news2019", "topics2": "news2019", "headlines": "news2019", "kamer": "kamer"}
"""The corpus of each set, in `data` of the data folder."""


def run(judged: Judged, weights: Weights) -> Run:
    """Return the first articles of each query, as many as its measures look at."""
    archive = judged.archive.weighted(weights)
    limit = DEPTH if judged.is_topics else TOP
    result: Run = {}
    for id_, text in judged.queries.items():
        page = archive.search(SearchRequest(text, limit=limit, collapse=False))
        result[id_] = {hit.article.id: -float(hit.rank) for hit in page.hits}
    return result


def run_rival(judged: Judged, data: Path) -> Run:
    """Return what Tantivy's own Dutch chain finds in the same texts."""
    import rivals  # noqa: PLC0415 - it is beside a script, and not beside the tests

    source = data / "data" / f"{CORPORA[judged.name]}.jsonl.gz"
    fields = ("title", "body") if judged.is_topics else ("body",)
    with gzip.open(source) as lines, tempfile.TemporaryDirectory() as folder:
        articles = (
            (record["id"], "\n".join(record.get(field) or "" for field in fields))
            for record in map(json.loads, lines)
        )
        found = rivals.ranked_by_tantivy(articles, judged.queries, folder, DEPTH)
    return {
        id_: {each: -float(place) for place, each in enumerate(ids)} for id_, ids in found.items()
    }


def topic_figures(judged: Judged, found: Run) -> dict[str, float]:
    """Return nDCG@10, that of the worst wording of each topic, and recall at 100."""
    ndcg: dict[str, list[float]] = defaultdict(list)
    for metric in ir_measures.iter_calc([nDCG @ 10], judged.qrels, found):
        ndcg[metric.query_id[:-1]].append(metric.value)
    for id_ in judged.queries:
        if id_ not in found or not found[id_]:
            ndcg[id_[:-1]].append(0.0)
    recall = ir_measures.calc_aggregate([R @ DEPTH], judged.qrels, found)[R @ DEPTH]
    return {
        "nDCG@10": mean(v for values in ndcg.values() for v in values),
        "worst": mean(min(values) for values in ndcg.values()),
        "R@100": recall,
    }


def item_figures(judged: Judged, found: Run) -> dict[str, float]:
    """Return the share of queries whose item comes first, and the mean reciprocal rank to 10."""
    figures = ir_measures.calc_aggregate([Success @ 1, RR @ 10], judged.qrels, found)
    return {"success@1": figures[Success @ 1], "MRR@10": figures[RR @ 10]}


def load(data: Path, name: str, archive: Archive, most: int | None = None) -> Judged:
    """Return the queries and judgements of a set, the first `most` queries of it."""
    folder = data / "relevance" / "dev" / name
    lines = (folder / "queries.tsv").read_text("utf-8").splitlines()[:most]
    queries = dict(line.split("\t", 1) for line in lines)
    every = list(ir_measures.read_trec_qrels(str(folder / "qrels.txt")))  # type: ignore[no-untyped-call]
    return Judged(name, queries, [q for q in every if q.query_id in queries], archive)


def bodies_only(source: Path, target: Path) -> Path:
    """Write a corpus without its titles."""
    with (
        gzip.open(source, "rt", encoding="utf-8") as lines,
        target.open("w", encoding="utf-8") as out,
    ):
        for line in lines:
            record = json.loads(line)
            record.pop("title", None)
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    return target


def indexed(folder: Path, source: Path) -> Archive:
    """Return the archive of a corpus, built in a folder unless it stands there."""
    settings = Settings(index=folder)
    if not (folder / "manifest.json").exists():
        build(settings, [source])
    return Archive.open(settings)


def sets(data: Path, folder: Path, *, items: bool, most: int | None) -> Iterator[Judged]:
    """Yield each set of queries with its archive."""
    news = indexed(folder / "topics", data / data_folder.NEWS)
    yield load(data, "topics", news)
    yield load(data, "topics2", news)
    if not items:
        return
    for name in ("headlines", "kamer"):
        target = folder / f"{name}.jsonl"
        if not (folder / name).exists():
            bodies_only(data / "data" / f"{CORPORA[name]}.jsonl.gz", target)
        archive = indexed(folder / name, target)
        target.unlink(missing_ok=True)
        yield load(data, name, archive, most)


def row(judged: Sequence[Judged], runs: Sequence[Run]) -> dict[str, float]:
    """Return all figures of one ranking: a run for each set."""
    figures: dict[str, float] = {}
    for one, found in zip(judged, runs, strict=True):
        measure = topic_figures if one.is_topics else item_figures
        figures |= {f"{one.name} {name}": value for name, value in measure(one, found).items()}
    return figures


def show(name: str, figures: Mapping[str, float]) -> None:
    """Print a row of the table."""
    print(f"| {name} | " + " | ".join(f"{v:.3f}" for v in figures.values()) + " |", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    data_folder.add_option(parser)
    parser.add_argument("--folder", type=Path, help="keep the indexes here between runs")
    parser.add_argument("--ablation", action="store_true")
    parser.add_argument("--topics-only", action="store_true")
    parser.add_argument("--most", type=int, default=400, help="queries of each known-item set")
    options = parser.parse_args()
    if not (options.data / data_folder.TOPICS).exists():
        print(f"Relevance is left out: {options.data} has no judged topics.", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        judged = list(sets(options.data, folder, items=not options.topics_only, most=options.most))
        figures = row(judged, [run_rival(one, options.data) for one in judged])
        print("| ranking | " + " | ".join(figures) + " |")
        print("|---|" + "---|" * len(figures))
        show("one field, Snowball (Tantivy)", figures)
        for name, weights in (ABLATIONS if options.ablation else {"all": WEIGHTS}).items():
            show(name, row(judged, [run(one, weights) for one in judged]))


if __name__ == "__main__":
    main()
