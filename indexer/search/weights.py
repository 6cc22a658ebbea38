"""The weights of the ranking: every one, and how they depend on the query and on the archive.

Weight 0 switches a part off. What each earns is measured in docs/relevance.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Feedback:
    """How related terms are taken from the best articles.

    An article at `score` weighs exp(-(best - score) / (temperature * best)); the `terms` best terms
    get up to `weight`, in proportion. Articles that are one text with a better one
    (`near_duplicates.rule`) are left out.
    """

    articles: int
    terms: int
    weight: float
    temperature: float


@dataclass(frozen=True, slots=True)
class Weights:
    """Every weight of the ranking."""

    exact: float = 0.3
    stem: float = 0.7
    part: float = 1.0
    flat: float = 0.5
    all_parts: float = 0.6
    proximity: float = 0.2
    near_gap: int = 4
    title: float = 0.3
    every: float = 5.0
    every_first: float = 1000.0
    every_first_words: int = 3
    near_least: float = 0.1
    near_fewest: int = 10
    near_share: int = 10
    variant: float = 0.3
    initial: float = 0.6
    family: float = 0.2
    family_stems: int = 4
    feedback: Feedback = Feedback(articles=10, terms=20, weight=0.8, temperature=0.08)
    wide: Feedback = Feedback(articles=20, terms=60, weight=3.0, temperature=0.5)
    wide_from: int = 20
    wide_reranked: int = 200
    days: float = 0.16
    days_articles: int = 50
    days_temperature: float = 0.3
    days_sigma: float = 4.0
    common: float = 0.2
    common_articles: int = 30
    common_temperature: float = 0.1
    common_title: float = 0.1
    telling_words: float = 3.0
    short_texts: float = 300.0
    long_texts: float = 600.0

    @property
    def reranks(self) -> bool:
        """Whether what the best articles share changes their order."""
        return bool(self.days or self.common or self.common_title)

    def for_length(self, words: int) -> Weights:
        """Return the weights for a query of so many words.

        The more words, the less it needs what the best articles add: past `telling_words` that
        weighs inversely to their number (known items: +0.023 success@1; topics: no change).
        """
        share = min(1.0, self.telling_words / max(1, words))
        return replace(
            self,
            feedback=replace(self.feedback, weight=self.feedback.weight * share),
            days=self.days * share,
            common=self.common * share,
            common_title=self.common_title * share,
        )

    def for_texts(self, length: float) -> Weights:
        """Return the weights for an archive of texts of about `length` words.

        How often a word stands in a short text is chance, in a long one it tells what the text is
        about (known items among speeches, cut to their beginning: no gain under 300 words, +0.007
        success@1 at 480, +0.012 whole). Long texts speak of more than their lead and their day
        do: there reranking loses. And they have every word of a query by chance, so that does not
        put them first (+0.005) unless one word is all. Between `short_texts` and `long_texts` all
        fade in proportion.
        """
        over = (length - self.short_texts) / (self.long_texts - self.short_texts)
        share = 1.0 - min(1.0, max(0.0, over))
        fewer_words = max(1, round(self.every_first_words * share))
        return replace(
            self,
            flat=self.flat * share,
            every_first_words=min(self.every_first_words, fewer_words),
            days=self.days * share,
            common=self.common * share,
            common_title=self.common_title * share,
        )


WEIGHTS = Weights()
