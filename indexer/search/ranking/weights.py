"""The weights of the ranking: one entry each, with what it means and the function it weighs.

An entry with a function is a signal: `scoring` and `rerank` call every function whose weight is not
0, once a word, a term, a pair of words or a page, and explanations show what it added. What each
signal earns is measured by an ablation row of `benchmarks/relevance.py` and shown in
docs/relevance.md. CONTRIBUTING.md says how to add one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, fields
from functools import cache
from typing import Any, Required, TypedDict, cast

from indexer.later import dataclass, replace
from indexer.search.ranking import rerank, signals
from indexer.search.ranking.feedback import Expansion, Feedback
from indexer.search.ranking.rerank import RerankSignal
from indexer.search.ranking.signals import PairSignal, TermSignal, WordSignal


class Entry(TypedDict, total=False):
    """What there is to know of a weight, and its function if it is a signal.

    `meaning` is what the weight multiplies, its range, and why it has this value; `ablation` names
    the row of the table that measures the ranking without it. One of `word`, `term`, `pair` and
    `rerank` is the function of a signal; `label` names a rerank signal in explanations, where
    others have their clauses' own. A weight that `fades_by_terms` falls with the length of a
    query, to this power of it (`Weights.for_query_length`), one that `fades_by_words` with that of
    the texts (`Weights.for_text_length`).
    """

    meaning: Required[str]
    ablation: str
    word: WordSignal
    term: TermSignal
    pair: PairSignal
    rerank: RerankSignal
    label: str
    fades_by_terms: int
    fades_by_words: bool


@dataclass(frozen=True, slots=True)
class Weights:
    """Every weight of the ranking; 0 switches a signal off."""

    # -- A word: its BM25 in three channels of one text, title and body

    exact: float = field(
        default=0.3,
        metadata=Entry(
            meaning="Times the BM25 of the form that was typed. 0 to 1. Judged topics gain nothing"
            " by it; readers expect what they typed before its other forms.",
            word=signals.exact,
            ablation="no exact channel",
        ),
    )
    capitals: float = field(
        default=12.0,
        metadata=Entry(
            meaning="Added for a word that was typed in capitals and is another one without them"
            " (PAS, OM), where an article has them so. A score, not a share from 0 to 1: as much"
            " as puts these before other uses: of 19 initialisms .92 of their places, .89 at 8,"
            " .75 at 0; from 20 on judged topics lose.",
            word=signals.capitals,
            ablation="no capitals (PAS, OM)",
        ),
    )
    stem: float = field(
        default=0.7,
        metadata=Entry(
            meaning="Times the BM25 of the stem, which all forms of a word share. 0 to 1.",
            word=signals.stem,
            ablation="no stem channel",
        ),
    )
    part: float = field(
        default=1.0,
        metadata=Entry(
            meaning="Times the BM25 of the word inside compounds; of a compound, shared by its"
            " constituents in proportion to their idf. 0 to 1.",
            word=signals.part,
            ablation="no part channel",
        ),
    )
    all_constituents: float = field(
        default=1.0,
        metadata=Entry(
            meaning="Times what the constituents of a compound score, once more, where an article"
            " has them all. 0 to 1.",
            word=signals.all_constituents,
            ablation="no bonus for all constituents of a compound",
        ),
    )
    constant_share: float = field(
        default=0.6,
        metadata=Entry(
            meaning="Share of a term's BM25 that having it once gives, 0 to 1. In short texts"
            " chance decides how often a word occurs. In long ones it shows the subject, so there"
            " it counts in full (speeches: +.007 success@1 at 480 words, +.012 whole).",
            fades_by_words=True,
        ),
    )

    # -- A term of the query: a word, or a name of several words

    synonyms: float = field(
        default=0.3,
        metadata=Entry(
            meaning="What another way to write a term is worth (VN for Verenigde Naties), as a"
            " share of a word in all channels; of several words, times the highest idf. 0 to 1."
            " Judged topics gain nothing by it, but it finds the other name.",
            term=signals.synonyms,
            ablation="no synonyms (VN, Verenigde Naties)",
        ),
    )
    old_forms: float = field(
        default=0.8,
        metadata=Entry(
            meaning="What a form in old spelling is worth (gebragt for gebracht), as a share of a"
            " word in all channels, times how sure its reading is. 0 to 1.",
            term=signals.old_forms,
            ablation="no old spellings (gebragt for gebracht)",
        ),
    )
    related_stems: float = field(
        default=0.2,
        metadata=Entry(
            meaning="Times the BM25 of a word of the same family (winnen for winst), for at most"
            " this share of the word's own idf. 0 to 1. +.010 success@1 of headlines; at .5 kamer"
            " loses .014.",
            term=signals.related_stems,
            ablation="no word families (winst, winnen)",
        ),
    )
    inner_words: float = field(
        default=1.0,
        metadata=Entry(
            meaning="Times the BM25 of each of the two words inside a compound of more constituents"
            " that no article has (vuurwerk|verbod). 0 to 1. Judged topics have no such words.",
            term=signals.inner_words,
            ablation="no words inside compounds (vuurwerk)",
        ),
    )
    title: float = field(
        default=0.3,
        metadata=Entry(
            meaning="What a word in the title adds, as a share of its idf. 0 to 1.",
            term=signals.title,
            ablation="no title",
        ),
    )

    # -- Two neighbouring words of the query

    proximity: float = field(
        default=0.3,
        metadata=Entry(
            meaning="What two words at most 4 terms apart add, as a share of the sum of their idf."
            " 0 to 1. Wider gaps gain nothing.",
            pair=signals.proximity,
            ablation="no proximity",
        ),
    )
    quantity: float = field(
        default=1.0,
        metadata=Entry(
            meaning="What a number right before the word that it counts adds (30 km), as a share of"
            " the sum of their idf. 0 to 1. Of the first ten for 28 such queries .72 have it so,"
            " .66 at a half, .63 at 0; topics do not move.",
            pair=signals.quantity,
            ablation="no numbers with their units (30 km)",
        ),
    )
    abbreviated_name: float = field(
        default=0.6,
        metadata=Entry(
            meaning="What `Jos B.` adds for Jos Brech, as a share of the idf of Jos. 0 to 1.",
            pair=signals.abbreviated_name,
            ablation="no abbreviated names (Jos B.)",
        ),
    )

    # -- The query as a whole

    date_in_words: float = field(
        default=4.0,
        metadata=Entry(
            meaning="Added to the score of an article of the date that the query has in words"
            " (mei 2019), or that has these words in a row. 0 or more, in the unit of scores.",
        ),
    )
    all_terms_bonus: float = field(
        default=5.0,
        metadata=Entry(
            meaning="Added to the score of an article that has every term. 0 or more, in the unit"
            " of scores. It decides in queries that are too long for `all_terms_first`.",
        ),
    )
    all_terms_first: int = field(
        default=3,
        metadata=Entry(
            meaning="Queries of up to so many terms list the articles with every term first,"
            " whatever they score; 0 never does. Readers expect it of what is counted. In longer"
            " queries it costs .03 to .05 success@1. Long texts have several words by chance:"
            " there it holds for a single term (+.005).",
            ablation="all terms not first",
        ),
    )

    # -- What the best articles have in common

    feedback: Feedback = field(
        default=Feedback(articles=10, terms=20, weight=0.8, temperature=0.08),
        metadata=Entry(
            meaning="The related terms, which order what the query finds. 30 take longer and gain"
            " nothing, 15 lose .018 recall.",
        ),
    )
    expansion: Expansion = field(
        default=Expansion(articles=15, terms=60, weight=4.5, temperature=0.5),
        metadata=Entry(
            meaning="The terms that also find articles, past rank 20. A temperature of .2 loses"
            " .008 recall; .4, .6 and 1 gain nothing. 20 articles at a weight of 3 lose .005."
            " Common ground at 1, with the best of its own list, loses .010; 3 to 7 come to the"
            " same.",
        ),
    )
    temporal: float = field(
        default=0.16,
        metadata=Entry(
            meaning="What an article gains when the best appeared in the same days, as a share of"
            " the best score. 0 to 1.",
            rerank=rerank.temporal_density,
            label="days",
            ablation="no clusters in time",
            fades_by_terms=1,
            fades_by_words=True,
        ),
    )
    centroid: float = field(
        default=0.3,
        metadata=Entry(
            meaning="What an article gains when its lead is like those of the best, as a share of"
            " the best score. 0 to 1.",
            rerank=rerank.centroid_similarity,
            label="common ground",
            ablation="no centroid of leads",
            fades_by_terms=2,
            fades_by_words=True,
        ),
    )
    title_feedback: float = field(
        default=0.1,
        metadata=Entry(
            meaning="What an article gains when its title has related terms, as a share of the"
            " best score. 0 to 1.",
            rerank=rerank.title_overlap,
            label="related in title",
            ablation="no related terms in titles",
            fades_by_terms=1,
            fades_by_words=True,
        ),
    )

    # -- How weights depend on the query and on the archive

    full_feedback_terms: float = field(
        default=3.0,
        metadata=Entry(
            meaning="Queries of up to so many terms have feedback and reranking in full, longer"
            " ones inversely to their number of terms (known items: +.023 success@1).",
        ),
    )
    short_texts: float = field(
        default=300.0,
        metadata=Entry(
            meaning="Mean number of words up to which texts rank as short ones (speeches cut to"
            " that length gain nothing below it).",
        ),
    )
    long_texts: float = field(
        default=600.0,
        metadata=Entry(
            meaning="Mean number of words from which texts rank as long ones.",
        ),
    )

    def word_signals(self) -> list[tuple[WordSignal, float]]:
        """Return the signals of a word that are on, with their weights, in order."""
        return [(entry["word"], weight) for entry, weight in self._on() if "word" in entry]

    def term_signals(self) -> list[tuple[TermSignal, float]]:
        """Return the signals of a term that are on, with their weights, in order."""
        return [(entry["term"], weight) for entry, weight in self._on() if "term" in entry]

    def pair_signals(self) -> list[tuple[PairSignal, float]]:
        """Return the signals of two words that are on, with their weights, in order."""
        return [(entry["pair"], weight) for entry, weight in self._on() if "pair" in entry]

    def rerank_signals(self) -> list[tuple[str, RerankSignal, float]]:
        """Return the labels, functions and weights of the rerank signals that are on, in order."""
        return [(e["label"], e["rerank"], weight) for e, weight in self._on() if "rerank" in e]

    def for_query_length(self, terms: int) -> Weights:
        """Return the weights for a query of so many terms.

        The more terms, the less a query needs what the best articles add.
        """
        share = min(1.0, self.full_feedback_terms / max(1, terms))
        feedback = replace(self.feedback, weight=self.feedback.weight * share)
        fading = {
            name: e["fades_by_terms"] for name, e in entries().items() if "fades_by_terms" in e
        }
        faded: dict[str, Any] = {
            name: getattr(self, name) * share**power for name, power in fading.items()
        }
        return replace(self, feedback=feedback, **faded)

    def for_text_length(self, words: float) -> Weights:
        """Return the weights for an archive of texts of about so many words.

        Long texts speak of more than their lead and their day do, so reranking loses there; and
        they have all terms of a query by chance, so that does not put them first, unless the query
        is one term. Between `short_texts` and `long_texts` all this fades in proportion.
        """
        over = (words - self.short_texts) / (self.long_texts - self.short_texts)
        share = 1.0 - min(1.0, max(0.0, over))
        first = max(1, round(self.all_terms_first * share))
        fading = [name for name, entry in entries().items() if entry.get("fades_by_words")]
        faded: dict[str, Any] = {name: getattr(self, name) * share for name in fading}
        return replace(self, all_terms_first=min(self.all_terms_first, first), **faded)

    def _on(self) -> Iterator[tuple[Entry, float]]:
        """Yield the entries of weights that are not 0, with their weights."""
        for name, entry in entries().items():
            if weight := getattr(self, name):
                yield entry, weight


@cache
def entries() -> Mapping[str, Entry]:
    """Return the entry of each weight by its name, in order."""
    return {each.name: cast("Entry", dict(each.metadata)) for each in fields(Weights)}


WEIGHTS = Weights()
